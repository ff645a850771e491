"""The arguments with which Datasette serves the graph."""

from pathlib import Path

#: Datasette's settings where the default does not do, and why.
SETTINGS = {
    "suggest_facets": "off",  # costs about a second a page on a million rows; metadata names the facets that help
    "facet_time_limit_ms": "1000",  # the default of 200 gives up at some ten thousand rows
    "sql_time_limit_ms": "3000",  # the default of 1000 cuts broad searches
    "max_returned_rows": "10000",  # the default of 1000 cuts a graph's JSON without a word in CSV
    "default_page_size": "50",
    "default_facet_size": "12",
    "num_sql_threads": "4",
    "allow_download": "off",  # the file may be rewritten under a download; exports are whole
}


def datasette_arguments(database: Path, metadata: Path, host: str, port: int) -> list[str]:
    """What to pass to the `datasette` command to serve the graph.

    The database is not marked immutable: the nightly run rewrites it while Datasette serves, in one transaction, and
    Datasette opens it read-only all the same.

    Args:
        database: rightswire.db; its stem names it in every address and in the metadata, so it must be 'rightswire'.
        metadata: datasette-metadata.json.
        host: where to listen.
        port: where to listen.
    """
    arguments = ["serve", str(database), "--metadata", str(metadata), "--host", host, "--port", str(port)]
    for name, value in SETTINGS.items():
        arguments += ["--setting", name, value]
    return arguments
