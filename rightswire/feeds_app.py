"""The sub-commands of `rightswire feeds`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rightswire.options import DataOption, JsonOption
from rightswire.settings import Paths, find_data

feeds_app = typer.Typer(help="The list of feeds: add, check, list, import, export.", no_args_is_help=True)
console = Console(highlight=False)


@feeds_app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="Address of a feed, or of a page that names one.")],
    name: Annotated[str, typer.Option(help="Name in the list.", show_default="the feed's title")] = "",
    outlet: Annotated[str, typer.Option(help="Outlet whose articles it brings.")] = "",
    allow_private: Annotated[bool, typer.Option("--allow-private", help="It may lie in an intranet.")] = False,
    data: DataOption = None,
) -> None:
    """Look at a feed and append it to DATA/feeds.toml.

    Example: `rightswire feeds add https://pressgazette.co.uk --outlet "Press Gazette"`
    """
    from ingest.model import FeedSource
    from rightswire.feeds_command import add_feed

    add_feed(console, Paths(find_data(data)), FeedSource(name, url, outlet=outlet, allow_private=allow_private))


@feeds_app.command("check")
def check(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Fetch each feed once: reachable, format, entries, newest entry, share of relevant entries. Changes nothing.

    Exit code 1: a feed cannot be read, has moved behind a page, or holds nothing.
    """
    from rightswire.feeds_command import check_list

    if not check_list(console, Paths(find_data(data)), as_json):
        raise typer.Exit(1)


@feeds_app.command("list")
def list_all(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Print the feeds of DATA/feeds.toml."""
    from rightswire.feeds_command import list_feeds

    list_feeds(console, Paths(find_data(data)), as_json)


@feeds_app.command("import")
def import_opml(
    file: Annotated[Path, typer.Argument(help="An OPML file, as readers of feeds export it.")], data: DataOption = None
) -> None:
    """Append the feeds of an OPML file to DATA/feeds.toml."""
    from rightswire.feeds_command import import_feeds

    import_feeds(console, Paths(find_data(data)), file)


@feeds_app.command("export")
def export_opml(
    file: Annotated[Path | None, typer.Argument(help="Where to write.", show_default="standard output")] = None,
    data: DataOption = None,
) -> None:
    """Write the feeds of DATA/feeds.toml as OPML."""
    from rightswire.feeds_command import export_feeds

    export_feeds(console, Paths(find_data(data)), file)
