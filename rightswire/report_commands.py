"""The commands that tell of the graph and its runs and change nothing: `status`, `changes`, `coverage`."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from rightswire.options import DataOption, JsonOption
from rightswire.settings import Paths, find_data, load_settings

console = Console(highlight=False)


def status(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Alarms, figures of the graph, articles by state, last runs, health of the feeds, last problems.

    Example: `rightswire status --json`

    Exit code 1 where an alarm rings: no new fact, no finished run, or too many failing feeds for longer than
    [status] in settings.toml allows.
    """
    from rightswire.status_command import print_status

    paths = Paths(find_data(data))
    if print_status(console, paths, load_settings(paths.settings).status, datetime.now(UTC), as_json):
        raise typer.Exit(1)


def changes(
    since: Annotated[
        str | None,
        typer.Option(
            help="First day: YYYY-MM-DD, a weekday, or 7d for seven days back.", show_default="the last run's"
        ),
    ] = None,
    form: Annotated[str, typer.Option("--format", help="text, markdown, html (ready to mail), or json.")] = "text",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """What the runs added to the graph or altered in it, as a digest.

    Example: `rightswire changes --since monday --format html > digest.html`
    """
    from rightswire.changes_command import digest

    today = datetime.now(UTC).date()
    print(digest(Paths(find_data(data)), since, "json" if as_json else form, today))


def coverage(
    by: Annotated[str | None, typer.Option(help="Also by medium, country, month or feed.")] = None,
    candidates: Annotated[
        str | None, typer.Option(help="Print what the register lacks, cases or deals, as rows of its CSV file.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """How much of the register our news reports, which feeds bring it, and what the register lacks.

    Example: `rightswire coverage --by feed`, or `rightswire coverage --candidates cases > candidates.csv`
    """
    from rightswire import coverage_command

    paths = Paths(find_data(data))
    if candidates:
        print(coverage_command.candidates(paths, candidates))
    else:
        coverage_command.print_coverage(console, paths, by, as_json)
