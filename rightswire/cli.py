"""The command line.

Exit codes: 0 done (parts that failed are told and counted), 1 nothing could be done or an alarm of `status` rings,
2 wrong usage or configuration, 3 another run is at work on the data folder, 4 the data folder cannot be written,
130 or 143 stopped by Ctrl-C or SIGTERM.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from rightswire import report_commands
from rightswire.errors import ConfigurationError, LockedError, RightswireError, StorageError
from rightswire.feeds_app import feeds_app
from rightswire.options import DataOption, JsonOption
from rightswire.settings import CLONE, Paths, find_data, load_settings
from rightswire.stopping import Stopped, end, exit_code, stoppable

app = typer.Typer(
    help="Read the news on AI and copyright into a graph of who sues, who licenses and how courts rule.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
app.add_typer(feeds_app, name="feeds")
console = Console(highlight=False)
HIGHEST_PORT = 65_535


BackfillOption = Annotated[
    tuple[str, str] | None,
    typer.Option("--from", metavar="sitemap|urls|warc PATH|URL", help="Reach back: this instead of the feeds."),
]


@app.command()
def ingest(  # noqa: PLR0913, PLR0917  (each option of a command is an argument)
    feeds: Annotated[Path | None, typer.Option(help="Another list of feeds than DATA/feeds.toml.")] = None,
    data: DataOption = None,
    force: Annotated[bool, typer.Option("--force", help="Ask feeds again that were asked lately.")] = False,
    as_json: JsonOption = False,
    backfill: BackfillOption = None,
    keep: Annotated[list[str] | None, typer.Option(help="With --from: keep what holds this text; repeatable.")] = None,
    allow_private: Annotated[bool, typer.Option(help="With --from: addresses may be private (an intranet).")] = False,
) -> None:
    """Fetch the feeds, read what is new, update the graph: the nightly job.

    Example: `rightswire ingest --feeds data/feeds.toml --data data`, or once, to reach back:
    `rightswire ingest --from warc crawl.warc.gz --keep copyright`

    Exit code 3: another run is at work on the data folder; 4: the folder cannot be written; 130, 143: stopped.
    """
    from ingest.backfill import backfill_source
    from rightswire.nightly import Run
    from rightswire.progress import Progress

    paths = Paths(find_data(data))
    with _stoppable():
        source = backfill_source(*backfill, tuple(keep or ()), allow_private) if backfill else None
        run = Run(paths, load_settings(paths.settings), Progress(console))
        _finish(run.ingest_from(source) if source else run.ingest(feeds, force), as_json)


@app.command()
def rebuild(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Read the archive again with this version and derive the graph anew; nothing is fetched.

    Example: `rightswire rebuild`
    """
    from rightswire.nightly import Run
    from rightswire.progress import Progress

    paths = Paths(find_data(data))
    with _stoppable():
        _finish(Run(paths, load_settings(paths.settings), Progress(console)).rebuild(), as_json)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the process soon and in good order, with their own exit codes."""
    try:
        with stoppable():
            yield
    except Stopped as stopped:
        print("rightswire: stopped before there was anything to tell; run the command again", file=sys.stderr)
        end(exit_code(stopped))


def _finish(summary: Any, as_json: bool) -> None:
    from rightswire.report import print_summary

    if as_json:
        print(json.dumps(summary.figures(), indent=2))
    else:
        print_summary(console, summary)
    if summary.stopped:
        end(summary.stopped)
    if summary.nothing_done:
        raise typer.Exit(1)


@app.command()
def read(  # noqa: PLR0913, PLR0917  (each option of a command is an argument)
    source: Annotated[str | None, typer.Argument(help="An HTML or text file, or an address.")] = None,
    jsonl: Annotated[
        Path | None, typer.Option(help="Articles as JSON lines {url, title, published, text}; - is standard input.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Why each fact was taken, and what was refused for what reason.")
    ] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page with parties marked and facts linked.")] = None,
    model: Annotated[str | None, typer.Option(help="Another installed spaCy pipeline.")] = None,
    processes: Annotated[int, typer.Option(min=0, help="0 is one for each core.")] = 0,
    data: DataOption = None,
) -> None:
    """Read articles into facts, without a database.

    Example: `rightswire read article.html --explain --html reading.html`, or for many:
    `rightswire read --jsonl articles.jsonl > facts.jsonl`
    """
    from rightswire import reading_command
    from rightswire.reading import ReaderSetup
    from rightswire.settings import find_register

    paths = Paths(find_data(data))
    setup = ReaderSetup(find_register(paths), model, load_settings(paths.settings).graph.thresholds)
    if (source is None) == (jsonl is None):
        raise ConfigurationError("read", "needs a file, an address, or --jsonl", "see rightswire read --help")
    if jsonl is not None and (explain or html):
        raise ConfigurationError("read --jsonl", "shows no single article", "give a file or an address to be explained")
    if jsonl is not None:
        if not reading_command.read_lines(jsonl, setup, processes):
            raise typer.Exit(1)
    else:
        reading_command.read_one(str(source), setup, console, reading_command.Showing(explain, html))


@app.command()
def serve(
    data: DataOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8001,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; else one for each core, four at most.")] = None,
) -> None:
    """Browse the graph with Datasette.

    Example: `rightswire serve --port 8001`
    """
    if not 1 <= port <= HIGHEST_PORT:
        raise ConfigurationError(f"--port {port}", "is no port", f"give one from 1 to {HIGHEST_PORT}")
    from browse.compatibility import check_datasette
    from browse.memory import OF_SCHEMA
    from browse.serve import datasette_arguments
    from rightswire.workers import check_port, serve_graph

    check_datasette(OF_SCHEMA)
    paths = Paths(find_data(data))
    if not paths.database.exists():
        raise RightswireError(str(paths.database), "there is no graph yet", "run `rightswire ingest` first")
    arguments = datasette_arguments(paths.database, CLONE / "datasette-metadata.json", host, port)
    check_port(host, port)
    console.print(f"Browse at http://{host}:{port}/ (Ctrl-C ends)")
    sys.stdout.flush()
    serve_graph(arguments, host, port, workers)


@app.command()
def export(
    kind_of_file: Annotated[str, typer.Option("--format", help="gexf, graphml, json, csv, or all.")] = "all",
    out: Annotated[Path | None, typer.Option(help="Folder to write to.", show_default="DATA/exports")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only nodes of this kind; may be repeated.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Only what was known by this day, YYYY-MM-DD.")] = None,
    data: DataOption = None,
) -> None:
    """Write the graph for Gephi, Cytoscape, networkx, R or a spreadsheet.

    Example: `rightswire export --format gexf --kind company --kind outlet --out exports`
    """
    from graph.export import FORMATS, ExportOptions, export_graph

    if kind_of_file not in ("all", *FORMATS):
        raise ConfigurationError(f"--format {kind_of_file}", "no such format", f"use all, {', '.join(FORMATS)}")
    paths = Paths(find_data(data))
    if not paths.database.exists():
        raise RightswireError(str(paths.database), "there is no graph yet", "run `rightswire ingest` first")
    formats = FORMATS if kind_of_file == "all" else (kind_of_file,)
    options = ExportOptions(kinds=tuple(kind or ()), as_of=as_of)
    for name in formats:
        for path in export_graph(paths.database, name, out or paths.exports, options):
            console.print(f"{path} ({path.stat().st_size:,} bytes)", soft_wrap=True)


for command in (report_commands.status, report_commands.changes, report_commands.coverage):
    app.command()(command)


@app.command()
def review(  # noqa: PLR0913, PLR0917  (each option of a command is an argument)
    accept: Annotated[list[int] | None, typer.Option(help="The pair of this number is one; repeatable.")] = None,
    reject: Annotated[list[int] | None, typer.Option(help="The pair of this number is two; repeatable.")] = None,
    who: Annotated[str, typer.Option(help="Who decides.")] = "",
    why: Annotated[str, typer.Option(help="The reason.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="Show so many pairs.")] = 50,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Names that look alike, likeliest first: with score and reasons; none is merged before a person says so.

    Example: `rightswire review`, then `rightswire review --accept 481516 --who "A. Editor" --why "renamed in May"`

    Decisions become rows of DATA/corrections.csv, which the next run or `rightswire rebuild` applies.
    Delete a row to undo it.
    """
    from rightswire.review_command import Decision, decide, print_pairs

    paths = Paths(find_data(data))
    if accept or reject:
        decision = Decision(tuple(accept or ()), tuple(reject or ()), who, why, datetime.now(UTC).date())
        decide(console, paths, decision)
    else:
        print_pairs(console, paths, limit, as_json)


@app.command("eval")
def evaluate(
    gold: Annotated[list[Path] | None, typer.Argument(help="Annotated articles, JSON lines.")] = None,
    errors: Annotated[Path | None, typer.Option(help="Write every missed and spurious fact here.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score the reading against annotated articles: those given, else those at hand.

    Example: `rightswire eval tests/gold/starter.jsonl --errors errors.tsv`
    """
    from rightswire.evaluation_command import run_evaluation
    from rightswire.reading import ReaderSetup
    from rightswire.settings import find_register

    paths = Paths(find_data(data))
    setup = ReaderSetup(find_register(paths), None, load_settings(paths.settings).graph.thresholds)
    run_evaluation(console, gold or [], setup, errors, as_json)


def main() -> None:
    """Run the command line; errors of ours become one line that says what to do, and an exit code."""
    try:
        app()
    except RightswireError as error:
        print(f"rightswire: {error}", file=sys.stderr)
        codes = {ConfigurationError: 2, LockedError: 3, StorageError: 4}
        sys.exit(codes.get(type(error), 1))
    except KeyboardInterrupt:
        print("rightswire: stopped; what was done is kept, run the command again to go on", file=sys.stderr)
        sys.exit(130)
