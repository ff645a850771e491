"""The dated steps of cases and deals as a calendar (RFC 5545), by icalendar.

A step whose day is not known, only its month, quarter or year, is left out rather than put on a day on which it did not
happen; the calendar says how many there are.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vText

from browse.dates import date_words, prose_words
from browse.links import Site
from browse.moments import NEVER, moment
from browse.reading import Database, Row, read_rows
from graph.plain_text import clean_text

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Rightswire//Steps of cases and deals//EN"
#: What stands behind the @ of every UID: a reserved name, the same wherever the server stands.
UID_HOST = "rightswire.example"
MAX_EVENTS = 1000
MAX_TEXT = 2000

#: Kinds of steps (graph/schema.sql); dockets bring others, which count where the graph has them.
KINDS = ("filed", "ruling", "settled", "dismissed", "appealed", "talks", "announced", "renewed", "ended")
KINDS_SQL = "select distinct kind from events order by kind"

_CONDITIONS = """
(:node is null or e.node_id in (
  select :node
  union select target from edges where source = :node
    and relation in ('plaintiff_in', 'defendant_in', 'licensor_in', 'licensee_in', 'presides_over')
  union select source from edges where target = :node and relation = 'filed_in'))
and (:kind is null or e.kind = :kind)
"""
STEPS_SQL = f"""
with shown as (
  select e.* from events e where {_CONDITIONS} and length(e.date) = 10
    and (:from_day is null or e.date >= :from_day) and (:to_day is null or e.date <= :to_day)
  order by e.date desc, e.id limit :shown
)
select e.id, e.node_id, n.name, n.kind as node_kind, e.date, e.reported, e.kind, e.summary, e.source_url,
  e.docket_url, v.sentence, a.title as article_title, a.url, a.published, o.name as outlet,
  (select max(c.date) from changes c where c.node_id = e.node_id and c.kind = 'new-event'
    and (c.after = e.summary or c.summary = e.summary)) as told
from shown e join nodes n on n.id = e.node_id left join evidence v on v.id = e.evidence_id
  left join articles a on a.id = v.article_id left join nodes o on o.id = a.outlet_id
order by e.date desc, e.id
"""  # noqa: S608 - constants of this module
LEFT_OUT_SQL = f"select count(*) as number from events e where {_CONDITIONS} and coalesce(length(e.date), 0) <> 10"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Agenda:
    """Which steps.

    Attributes:
        node: row of the party, court, case or deal, with id, kind and name; None for all.
        kind: of the steps; '' for all.
        from_day, to_day: YYYY-MM-DD, both within; '' for no end.
    """

    node: Row | None = None
    kind: str = ""
    from_day: str = ""
    to_day: str = ""

    @property
    def title(self) -> str:
        """For people."""
        words = f"Rightswire: {self.node['name'] if self.node else 'cases and deals'}"
        return words + (f" ({self.kind.replace('-', ' ')})" if self.kind else "")

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Of the calendar's address, always in this order."""
        node = str(self.node["id"]) if self.node else ""
        asked = (("node", node), ("kind", self.kind), ("from", self.from_day), ("to", self.to_day))
        return [(name, value) for name, value in asked if value]


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of an agenda, newest first; how many lack a day; whether there are more than are shown."""

    rows: list[Row]
    left_out: int
    more: bool


async def read_steps(database: Database, agenda: Agenda) -> Steps:
    """The steps that have a day."""
    asked = {"node": agenda.node["id"] if agenda.node else None, "kind": agenda.kind or None}
    days = {"from_day": agenda.from_day or None, "to_day": agenda.to_day or None}
    rows = await read_rows(database, STEPS_SQL, **asked, **days, shown=MAX_EVENTS + 1)
    left_out = await read_rows(database, LEFT_OUT_SQL, **asked)
    return Steps([row for row in rows[:MAX_EVENTS] if _day(row)], left_out[0]["number"], len(rows) > MAX_EVENTS)


def write_calendar(agenda: Agenda, steps: Steps, first: datetime, site: Site) -> bytes:
    """The calendar as a document; the same steps give the same bytes.

    Args:
        agenda: what was asked for.
        steps: of `read_steps`.
        first: when the first run began: it dates what nothing else dates.
        site: whose paths are whole addresses.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    title = vText(
        " ".join(clean_text(agenda.title).split())
    )  # else icalendar takes these two for lines that need no escape
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("description", _description(steps))
    calendar.add("x-wr-caldesc", vText(_description(steps)))
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for row in steps.rows:
        calendar.add_component(_event(row, first, site))
    if not steps.rows:
        calendar.add_component(_utc())
    document: bytes = calendar.to_ical()
    return document


def _description(steps: Steps) -> str:
    words = ["Dated steps of suits and deals, as register, courts and articles tell them."]
    if steps.left_out:
        words.append(f"Left out, as only the month or year or no date is known: {steps.left_out:,}.")
    if steps.more:
        words.append(f"These are the latest {MAX_EVENTS:,}.")
    return " ".join(words)


def _event(row: Row, first: datetime, site: Site) -> Event:
    told = moment(row["told"]) or moment(row["reported"]) or (first if first > NEVER else moment(row["date"])) or NEVER
    event = Event()
    event.add("uid", f"{hashlib.sha256(row['id'].encode()).hexdigest()[:32]}@{UID_HOST}")
    event.add("dtstamp", told)
    event.add("last-modified", told)
    event.add("dtstart", _day(row))
    event.add("summary", _line(row))
    event.add("description", "\n".join(_told(row, site)))
    event.add("url", site.row("deals" if row["node_kind"] == "deal" else "cases", row["node_id"]))
    event.add("categories", [clean_text(row["node_kind"]), clean_text(row["kind"])])
    event.add("class", "PUBLIC")
    event.add("transp", "TRANSPARENT")
    return event


def _line(row: Row) -> str:
    summary, name = str(row["summary"]), str(row["name"])
    words = " ".join(prose_words(clean_text(summary if name in summary else f"{name}: {summary}")).split())
    return words if len(words) <= 250 else words[:249] + "…"


def _told(row: Row, site: Site) -> list[str]:
    sources = [row["url"], *str(row["source_url"] or "").split(";"), row["docket_url"]]
    addresses = list(dict.fromkeys(link for link in map(site.href, sources) if link))
    told = (row["article_title"], row["outlet"], date_words(row["published"]) or row["published"])
    article = " · ".join(str(part) for part in told if part)
    lines = [f"“{row['sentence']}”" if row["sentence"] else "", article, *addresses]
    return [clean_text(line)[:MAX_TEXT] for line in lines if line]


def _day(row: Row) -> date | None:
    found = moment(row["date"])
    return found.date() if found else None


def _utc() -> Timezone:
    """A calendar holds one component at least (RFC 5545, section 3.6): an empty one names the time zone."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - local time, as the standard asks
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone.add_component(standard)
    return zone


def read_day(text: str, name: str) -> str:
    """A day of an address.

    Raises:
        ValueError: it is none.
    """
    try:
        return (
            datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=UTC).date().isoformat() if text.strip() else ""
        )
    except ValueError as error:
        raise ValueError(f"{name}={text[:40]} is no day: write YYYY-MM-DD") from error


def as_known(kind: str, rows: list[dict[str, Any]]) -> str:
    """A kind of steps.

    Raises:
        ValueError: neither KINDS nor the graph has it.
    """
    known = sorted({*KINDS, *(row["kind"] for row in rows)})
    if kind and kind not in known:
        raise ValueError(f"no kind of step is called {kind!r}: there are {', '.join(known)}")
    return kind
