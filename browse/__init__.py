"""What Datasette loads: plugin, templates and static files. It only reads."""
