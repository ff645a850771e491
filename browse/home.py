"""What the home page tells: key figures, newest changes, cases and deals in short."""

import asyncio
import sqlite3
from dataclasses import dataclass, field

from datasette.database import QueryInterrupted

from browse.licences import read_counts
from browse.reading import CLOSED, LICENCES, NO_PARTIES, Database, Row, read_rows

CHANGES_SHOWN = 10
ROWS_SHOWN = 6

FIGURES_SQL = f"""
select (select count(*) from cases) as cases,
  (select count(*) from cases where coalesce(status, '') not in {CLOSED}) as open_cases,
  (select count(*) from deals) as deals,
  (select count(*) from nodes n where kind not in {NO_PARTIES} and (
    exists (select 1 from edges e where e.source = n.id and e.relation <> 'presides_over')
    or exists (select 1 from edges e where e.target = n.id))) as parties,
  (select count(*) from articles) as articles,
  (select count(distinct outlet_id) from articles) as outlets,
  (select max(published) from articles) as newest_article,
  (select count(*) from facts where provenance = 'news') as facts,
  (select count(*) from articles where facts > 0) as articles_with_facts,
  (select count(*) from cases where articles = 0) + (select count(*) from deals where articles = 0) as missed
"""  # noqa: S608 - constants of this package

LAST_RUN_SQL = """
select r.id, r.started, r.finished, (select count(*) from problems p where p.run_id = r.id) as problems,
  (select count(*) from feeds where failures > 0) as failing_feeds
from runs r order by r.id desc limit 1
"""

#: The newest of each kind in turn, one for each case, deal or party; then the second newest of each kind, and so on.
#: Suits and deals come before steps and facts; that a new one was filed or announced is not told again.
#: Only runs are read that hold the newest 2,000 changes, each of them whole.
CHANGES_SQL = """
with oldest(run_id) as (
  select coalesce((select run_id from changes order by run_id desc limit 1 offset 2000), -1)
), story as (
  select c.id, c.run_id, c.date, c.kind, c.summary, c.edge_id, n.id as node_id, n.kind as node_kind, n.name,
    coalesce(e.last_date, n.last_date, '') as last_date,
    row_number() over (
      partition by c.run_id, c.kind, coalesce(c.edge_id, c.node_id) order by c.summary desc, c.id) as turn
  from changes c left join nodes n on n.id = c.node_id left join edges e on e.id = c.edge_id
  where c.run_id >= (select run_id from oldest) and (c.kind <> 'new-event' or not exists (
    select 1 from events f
    where f.node_id = c.node_id and f.summary = c.summary and f.kind in ('filed', 'announced', 'talks'))
    or (c.run_id, c.node_id) not in (
      select run_id, node_id from changes
      where run_id >= (select run_id from oldest) and kind in ('new-case', 'new-deal') and node_id is not null))
), placed as (
  select *, row_number() over (partition by run_id, kind order by last_date desc, summary, id) as place,
    case kind when 'new-case' then 0 when 'new-deal' then 1 when 'new-event' then 2 when 'new-fact' then 3 else 4
      end as rank
  from story where turn = 1
), shown as (select * from placed order by run_id desc, place, rank limit :shown)
select date, kind, coalesce(edge_id, node_id) as row_id,
  summary,
  case when edge_id is not null then 'edges' when node_kind = 'case' then 'cases' when node_kind = 'deal' then 'deals'
    when node_id is not null then 'nodes' end as row_table,
  case when kind = 'new-event' and instr(summary, name) = 0 then name end as about,
  (select v.sentence from evidence v where v.edge_id = shown.edge_id
    order by v.ordinal, v.confidence desc, v.id limit 1) as sentence
from shown order by run_id desc, rank, place
"""

CASES_SQL = """
select c.id, c.name, c.court, c.status, c.status_date, c.filed_date, c.amount_usd, c.articles,
  max(coalesce(n.last_date, ''), coalesce(c.status_date, ''), coalesce(c.filed_date, '')) as latest
from cases c join nodes n on n.id = c.id order by latest desc, c.id limit :shown
"""

DEALS_SQL = f"""
select d.id, d.name, d.status,
  case when not ({LICENCES}) and d.status is not 'in-talks' then d.deal_type end as other_type,
  d.announced_date, d.medium, d.articles, d.amount_usd, d.value_text, d.value_min,
  d.value_max, d.value_currency, d.value_period, d.value_basis, d.value_usd_min, d.value_usd_max
from deals d order by coalesce(d.announced_date, '') desc, d.id limit :shown
"""  # noqa: S608 - constants of this package


@dataclass(frozen=True, slots=True)
class Home:
    """The home page's contents.

    Attributes:
        state: 'ready'; 'empty' where the tables hold nothing; 'missing' where no rightswire.db is served; 'unreadable'.
        detail: why it is unreadable.
        figures, last_run: counts and dates by name; last_run is None before the first run.
        changes, cases, deals: newest first.
    """

    state: str
    detail: str = ""
    figures: Row = field(default_factory=dict)
    last_run: Row | None = None
    changes: tuple[Row, ...] = ()
    cases: tuple[Row, ...] = ()
    deals: tuple[Row, ...] = ()


async def read_home(database: Database | None) -> Home:
    """Read the home page's contents; a missing, empty or unreadable graph is a state, not an error."""
    if database is None:
        return Home("missing")
    try:
        (figures,), runs, changes, cases, deals, counts = await asyncio.gather(
            read_rows(database, FIGURES_SQL),
            read_rows(database, LAST_RUN_SQL),
            read_rows(database, CHANGES_SQL, shown=CHANGES_SHOWN),
            read_rows(database, CASES_SQL, shown=ROWS_SHOWN),
            read_rows(database, DEALS_SQL, shown=ROWS_SHOWN),
            read_counts(database),
        )
    except sqlite3.DatabaseError as error:
        return Home("unreadable", detail=str(error))
    except QueryInterrupted as error:
        return Home("unreadable", detail=f"a query took too long: {error.sql.strip().splitlines()[0]}")
    last_run = runs[0] if runs else None
    anything = figures["parties"] or figures["cases"] or figures["articles"]
    figures = counts | figures
    return Home("ready" if anything else "empty", "", figures, last_run, tuple(changes), tuple(cases), tuple(deals))
