"""What the first page tells beside changes and tables: who is in most suits and deals, what was decided, what comes."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from datasette.database import QueryInterrupted

from browse.reading import LICENCES, Database, Row, read_rows

PARTIES_SHOWN = 8
STEPS_SHOWN = 6
DECISIONS = ("ruling", "settled", "dismissed", "appealed", "judgment", "opinion", "ended")

MOST_SQL = """
select n.id, n.name, n.kind, m.number, max(m.number) over () as most
from (select source, count(*) as number from edges where relation = :relation group by source
  order by number desc, source limit :shown) m
join nodes n on n.id = m.source order by m.number desc, n.name
"""
MOST_LICENSED_SQL = f"""
select n.id, n.name, n.kind, m.number, max(m.number) over () as most
from (select e.source, count(*) as number from edges e join deals d on d.id = e.target
  where e.relation = 'licensee_in' and {LICENCES} group by e.source order by number desc, e.source limit :shown) m
join nodes n on n.id = m.source order by m.number desc, n.name
"""  # noqa: S608 - constants of this package
DECIDED_SQL = f"""
select e.date, e.kind, e.summary, n.id, n.name, n.kind as node_kind, e.amount_usd, e.articles
from events e join nodes n on n.id = e.node_id
where e.date <= :today and e.kind in {DECISIONS} order by e.date desc, e.id limit :shown
"""  # noqa: S608 - constants of this module
COMING_SQL = """
select e.date, e.kind, e.summary, n.id, n.name, n.kind as node_kind, e.amount_usd, e.articles
from events e join nodes n on n.id = e.node_id where e.date > :today order by e.date, e.id limit :shown
"""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Parties with the number of suits or deals in which they are, and steps: the latest taken, the next to come."""

    sued: tuple[Row, ...] = ()
    licensed: tuple[Row, ...] = ()
    decided: tuple[Row, ...] = ()
    coming: tuple[Row, ...] = ()


async def read_outlook(database: Database | None, today: date) -> Outlook:
    """The outlook as of a day; empty where the graph is missing or cannot be read, which the page tells elsewhere."""
    if database is None:
        return Outlook()
    try:
        return Outlook(
            sued=tuple(await read_rows(database, MOST_SQL, relation="defendant_in", shown=PARTIES_SHOWN)),
            licensed=tuple(await read_rows(database, MOST_LICENSED_SQL, shown=PARTIES_SHOWN)),
            decided=tuple(await read_rows(database, DECIDED_SQL, today=today.isoformat(), shown=STEPS_SHOWN)),
            coming=tuple(await read_rows(database, COMING_SQL, today=today.isoformat(), shown=STEPS_SHOWN)),
        )
    except (sqlite3.DatabaseError, QueryInterrupted):
        return Outlook()
