"""`rightswire changes`: what is new since a day, as a digest for people, for a mail or for scripts."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from browse.dates import date_words, prose_words
from browse.words import words
from rightswire.errors import ConfigurationError
from rightswire.health import Row, query
from rightswire.settings import Paths

FORMATS = ("text", "markdown", "html", "json")
TEMPLATES = Path(__file__).parent / "templates"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: Words for days, and how many days back they are.
NEAR_DAYS = {"today": 0, "yesterday": 1}
LAST_CHANGE = "SELECT max(date) AS date FROM changes"
CHANGES = """
SELECT c.date, c.run_id AS run, c.kind, c.field, c.before, c.after, c.summary, c.node_id, c.edge_id, c.subject_id,
       n.name, n.kind AS node_kind, a.title AS article_title, a.url AS article_url, o.name AS outlet
FROM changes c LEFT JOIN nodes n ON n.id = c.node_id LEFT JOIN articles a ON a.id = c.article_id
     LEFT JOIN nodes o ON o.id = a.outlet_id
WHERE c.date >= ? ORDER BY c.date, c.run_id, c.kind, c.summary, c.id
"""
#: Sections of a digest: title, and the kind of node that they tell of; what is left stands in the last.
SECTIONS = (("Cases", "case"), ("Deals", "deal"), ("Parties and relations", ""))
#: Changes that no news brought: they stand by themselves, so that a new reader is not taken for news.
NOT_NEWS = {
    "reread": "Read anew: the same articles, by a newer reader",
    "register": "The register",
    "correction": "Corrections",
}
#: Marks that mean something in Markdown.
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>~])")


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one case or deal, or of what has none.

    Attributes:
        title: name of the case or deal; '' for others.
    """

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a digest."""

    title: str
    groups: tuple[Group, ...]


def find_day(text: str, today: date) -> date:
    """The first day that a digest is to tell of.

    Args:
        text: 'YYYY-MM-DD'; 'today' or 'yesterday'; a weekday, for the last one before today; or '7d', for so many days
            back.
        today: in the same time zone as the runs (UTC).

    Raises:
        ConfigurationError: it is none of these.
    """
    wanted = text.strip().lower()
    if days := re.fullmatch(r"([0-9]{1,5})d", wanted):
        return today - timedelta(days=min(int(days[1]), (today - date.min).days))
    if wanted in NEAR_DAYS:
        return today - timedelta(days=NEAR_DAYS[wanted])
    names = [name for name in WEEKDAYS if len(wanted) >= 3 and name.startswith(wanted)]
    if names:
        return today - timedelta(days=(today.weekday() - WEEKDAYS.index(names[0]) - 1) % 7 + 1)
    try:
        return date.fromisoformat(wanted)
    except ValueError as error:
        advice = "write it as YYYY-MM-DD, today, yesterday, monday, or 7d for seven days back"
        raise ConfigurationError(f"--since {text}", "is no day", advice) from error


def digest(paths: Paths, since: str | None, form: str, today: date) -> str:
    """The digest as one text.

    Args:
        paths: of the data folder.
        since: as `find_day` takes it; None for the last day that changed anything.
        form: one of FORMATS.
        today: day of the clock, UTC.

    Raises:
        ConfigurationError: no such format, or `since` is no day.
        RightswireError: there is no graph yet, or it cannot be read.
    """
    if form not in FORMATS:
        raise ConfigurationError(f"--format {form}", "no such format", f"use {', '.join(FORMATS)}")
    day = find_day(since, today).isoformat() if since else query(paths.database, LAST_CHANGE)[0]["date"] or ""
    rows = query(paths.database, CHANGES, (day,))
    if form == "json":
        return json.dumps(rows, indent=2, ensure_ascii=False)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"plain": _plain, "markdown": _markdown, "address": _address, "own_note": words().own_note}
    environment.filters |= {"date": _date, "prose": prose_words}
    template = environment.get_template(f"digest.{form}")
    return template.render(day=day, sections=list(_sections(rows)), count=len(rows)).rstrip("\n")


def _sections(rows: list[Row]) -> Iterator[Section]:
    news = [row for row in rows if row["kind"] not in NOT_NEWS]
    for title, kind in SECTIONS:
        told = [row for row in news if _section(row) == kind]
        if told:
            yield Section(title, tuple(_groups(told, by_name=bool(kind))))
    for kind, title in NOT_NEWS.items():
        told = [row for row in rows if row["kind"] == kind]
        if told:
            yield Section(title, tuple(_groups(told, by_name=False)))


def _section(row: Row) -> str:
    """'case', 'deal' or '' for others; of a case or deal that is there no more the change itself tells which it was."""
    return next((kind for kind in (row["node_kind"], row["field"]) if kind in ("case", "deal")), "")


def _groups(rows: list[Row], by_name: bool) -> Iterator[Group]:
    """Changes of one node together, those with the newest last; what is told twice in the same words once."""
    groups: dict[str, dict[Any, Row]] = {}
    for row in rows:
        key = (row["name"] or "") if by_name else ""
        groups.setdefault(key, {}).setdefault((row["date"], row["summary"]), row)
    for name, told in sorted(groups.items()):
        yield Group(name, tuple(told.values()))


def _date(text: object) -> str:
    """A day as people write it; anything else as it is."""
    return date_words(text) or str(text)


def _plain(text: object) -> str:
    """Text of others on one line, without characters that could steer a terminal."""
    return " ".join("".join(char if char.isprintable() else " " for char in str(text)).split())


def _markdown(text: object) -> str:
    """Text of others with every mark of Markdown made harmless."""
    return _MARKS.sub(r"\\\1", _plain(text))


def _address(text: object) -> str:
    """An address that is a link, or '': only the web's, without what could end the link."""
    address = _plain(text)
    if not address.lower().startswith(("http://", "https://")):
        return ""
    return re.sub(r"[\s<>\"'()\\]", lambda char: f"%{ord(char[0]):02X}", address)
