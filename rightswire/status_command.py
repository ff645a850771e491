"""`rightswire status`: a read-only look into the databases, for people and scripts."""

import json
from datetime import datetime
from typing import Any

from rich.console import Console

from ingest.sources import load_feeds
from rightswire.errors import ConfigurationError, Problem
from rightswire.health import Row, examine
from rightswire.report import plain, print_line, print_problems
from rightswire.settings import Paths, StatusSettings


def print_status(console: Console, paths: Paths, limits: StatusSettings, now: datetime, as_json: bool) -> bool:
    """Print alarms, figures of the graph, articles by state, the last runs, the feeds, and the last run's problems.

    Returns:
        Whether any alarm rings.

    Raises:
        RightswireError: nothing has run yet, or a database cannot be read.
    """
    told = examine(paths, limits, _listed(paths), now)
    if as_json:
        print(json.dumps(told, indent=2))
        return bool(told["alarms"])
    for alarm in told["alarms"]:
        console.print(f"[bold red]ALARM[/bold red]     {plain(alarm['message'])}", soft_wrap=True)
        console.print(f"          [dim]{plain(alarm['advice'])}[/dim]", soft_wrap=True)
    if told["at_work"]:
        print_line(console, f"at work   {plain(told['at_work'])}")
    print_line(console, f"graph     {_figures(told['graph'])}")
    print_line(console, f"articles  {_figures(told['articles'])}")
    for waiting in told["waiting"]:
        since = f"since {waiting['oldest']} at the earliest"
        print_line(console, f"waiting   {waiting['entries']} {plain(waiting['state'])}, {since}")
    for run in told["runs"]:
        print_line(console, _run_line(run, at_work=bool(told["at_work"])))
    _print_feeds(console, told["feeds"])
    print_problems(console, (Problem(**row) for row in told["problems"] if row["stage"] != "feed"))
    return bool(told["alarms"])


def _listed(paths: Paths) -> frozenset[str]:
    """Names of the feeds in feeds.toml; of a list that cannot be used `ingest` tells, not we."""
    try:
        sources, _ = load_feeds(paths.feeds)
    except ConfigurationError:
        return frozenset()
    return frozenset(source.name for source in sources)


def _run_line(run: Row, at_work: bool) -> str:
    brought = f"{run['new_articles']} new articles, {run['read']} read, {run['new_facts']} new facts"
    ended = {
        "finished": f"finished {run['finished']}",
        "stopped": "stopped before it was done",
        "interrupted": "killed before it was done",
    }.get(run["outcome"] or "", "at work" if at_work else "broken off")
    return (
        f"run       {run['id']} {run['command']}, started {run['started']}, {ended}: {brought}, "
        f"{run['problems']} problems"
    )


def _print_feeds(console: Console, feeds: list[Row]) -> None:
    """First those that need somebody to look, then the others, each in a line."""
    failing = [feed for feed in feeds if feed["last_error"] and not feed["retired"]]
    retired = [feed for feed in feeds if feed["retired"]]
    others = [feed for feed in feeds if not feed["last_error"] and not feed["retired"]]
    print_line(console, f"feeds     {len(feeds)}, {len(failing)} failing, {len(retired)} retired")
    for feed in retired:
        _print_feed(console, "retired", feed, plain(feed["retired"]))
    for feed in failing:
        tries = f"{feed['failures']} times in a row, " if feed["failures"] else ""
        tries += f"last success {feed['last_success'] or 'never'}"
        _print_feed(console, "failing", feed, f"{plain(feed['last_error'])} ({tries}){_due(feed)}")
    for feed in others:
        _print_feed(console, "ok", feed, f"last success {feed['last_success'] or 'never'}{_due(feed)}")


def _print_feed(console: Console, state: str, feed: Row, told: str) -> None:
    print_line(console, f"  {state:>7} {plain(feed['name'])}: {told}; {_brought(feed)}")


def _due(feed: Row) -> str:
    why = f" ({plain(feed['due_reason'])})" if feed["due_reason"] else ""
    return f", next due {feed['due']}{why}" if feed["due"] else ""


def _brought(feed: Row) -> str:
    share = f", {feed['share_relevant']:.0%} relevant" if feed["share_relevant"] is not None else ""
    return f"{feed['articles']} articles{share}"


def _figures(row: dict[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in row.items())
