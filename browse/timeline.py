"""The history of a case or deal: its dated steps, each with the sentences that tell of it."""

from collections import defaultdict
from dataclasses import dataclass

from markupsafe import Markup

from browse.facts import read_forms
from browse.marks import Named, mark_names
from browse.reading import Database, Row, read_rows

STEPS_SHOWN = 60
#: Sentences read for one step, and shown after the first.
TOLD_READ = 60
TOLD_SHOWN = 8

STEPS_SQL = """
select *, count(*) over () as total from (
  select e.*, n.name as about, row_number() over (
      order by coalesce(e.date, e.reported, '9') || '~' desc, e.id desc) as place
  from events e join nodes n on n.id = e.node_id where e.node_id = :id)
order by place limit :shown
"""

TOLD_SQL = """
select x.event_id, v.id, v.sentence, v.article_id, a.title as article_title, a.url as address, a.published,
  a.outlet_id, w.name as outlet, a.copy_of, v.edge_id
from events e join event_evidence x on x.event_id = e.id and x.evidence_id in (
    select evidence_id from event_evidence where event_id = e.id order by evidence_id limit :read)
  join evidence v on v.id = x.evidence_id join articles a on a.id = v.article_id
  left join nodes w on w.id = a.outlet_id
where e.node_id = :id order by x.event_id, a.published, a.id, v.start
"""
FIRST_SQL = """
select e.id as event_id, v.id, v.sentence, v.article_id, a.title as article_title, a.url as address, a.published,
  a.outlet_id, w.name as outlet, a.copy_of, v.edge_id
from events e join evidence v on v.id = e.evidence_id join articles a on a.id = v.article_id
  left join nodes w on w.id = a.outlet_id
where e.node_id = :id
"""
SIDES_SQL = """
select n.id, n.name, n.kind from edges e join nodes n on n.id = e.source
where e.target = :id and e.relation in ('plaintiff_in', 'defendant_in', 'licensor_in', 'licensee_in') limit 200
"""


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence that tells of a step, its parties' names marked, with its article."""

    marked: Markup
    article: Row


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step.

    Attributes:
        event: the row of `events`, with the name of its case or deal as 'about'.
        first: the sentence that told of it first; None where only register or docket tell.
        others: the sentences of other articles, as they were published.
        unshown: how many more sentences there are at least.
    """

    event: Row
    first: Telling | None
    others: tuple[Telling, ...] = ()
    unshown: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """Steps, oldest first; where there are more than shown, the newest."""

    steps: tuple[Step, ...] = ()
    total: int = 0


async def read_timeline(database: Database, row_id: str) -> Timeline:
    """The history of a case or deal."""
    events = await read_rows(database, STEPS_SQL, id=row_id, shown=STEPS_SHOWN)
    if not events:
        return Timeline()
    told: dict[str, list[Row]] = defaultdict(list)
    first = await read_rows(database, FIRST_SQL, id=row_id)
    for row in [*first, *await read_rows(database, TOLD_SQL, id=row_id, read=TOLD_READ)]:
        told[row["event_id"]].append(row)
    sides = await read_rows(database, SIDES_SQL, id=row_id) if told else []
    forms = await read_forms(database, (side["id"] for side in sides))
    named = [Named(side["name"], forms.get(side["id"], ()), side["kind"] == "person") for side in sides]
    steps = [_step(event, told.get(event["id"], []), named) for event in reversed(events)]
    return Timeline(tuple(steps), events[0]["total"])


def _step(event: Row, rows: list[Row], named: list[Named]) -> Step:
    """One sentence of each article, the event's own first; one that says the same word for word is left out."""
    kept: dict[str, Row] = {}
    for row in rows:
        kept.setdefault(row["article_id"], row)
    unlike = list({row["sentence"]: row for row in reversed(kept.values())}.values())[::-1]
    tellings = [Telling(mark_names(row["sentence"], named), row) for row in unlike[: TOLD_SHOWN + 1]]
    unshown = max(0, event["articles"] - len(tellings))
    return Step(event, tellings[0] if tellings else None, tuple(tellings[1:]), unshown)
