"""The sentences that assert facts, newest first, with the names of the parties marked in them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from browse.marks import Named, mark_names
from browse.reading import Database, Row, read_rows
from browse.reports import FACT_STATUS, Report, group_reports
from graph.rows import STRUCTURE

#: Facts on the page of a case, deal, relation or article; a party's page tells less of more.
SHOWN = 40
SHOWN_OF_PARTY = 24
#: Facts are counted to here; what is more is 'more than' that.
COUNTED = 2000
#: The newest rows of evidence among which the facts to show are looked for: many tell only who takes part in a case.
LOOKED_AT = 240
#: Forms of all names on a page together.
FORMS_READ = 5000

SENTENCES_SQL = """
select s.id as subject_id, s.name as subject, s.kind as subject_kind, e.relation, e.id as edge_id, o.id as object_id,
  case when e.relation = 'says' and e.source = e.target then null else o.name end as object, o.kind as object_kind,
  coalesce(v.attributes ->> 'stance', v.attributes ->> 'outcome') as particular, {status} as status,
  v.sentence, v.confidence, v.background,
  e.single_source, a.id as article_id, a.title as article_title, a.url as address, a.published, w.name as outlet,
  a.outlet_id
from ({newest}) f
  join evidence v on v.id = f.id join edges e on e.id = v.edge_id join articles a on a.id = v.article_id
  join nodes s on s.id = e.source join nodes o on o.id = e.target left join nodes w on w.id = a.outlet_id
where e.relation not in {structure} or e.id = :id
order by a.published desc, a.id, v.start, v.sentence, e.relation, s.name, o.name limit :shown
"""
NEWEST_SQL = """select v.id from evidence v join articles a on a.id = v.article_id where {condition} and v.ordinal = 0
    order by a.published desc, a.id, v.start limit :looked"""
#: The same where an index alone tells the articles: of a case that thousands report only the newest rows are read.
NEWEST_BY_ARTICLE_SQL = """select v.id from (
      select a.id, a.published from articles a where a.id in (select v.article_id from evidence v where {condition})
      order by a.published desc, a.id limit :looked) newest cross join evidence v on v.article_id = newest.id
    where {condition} and v.ordinal = 0 order by newest.published desc, newest.id, v.start limit :looked"""
INDEXED = ("cases", "deals", "edges")
COUNT_SQL = """
select count(*) as total from (
  select 1 from evidence v join edges e on e.id = v.edge_id
  where {condition} and v.ordinal = 0 and (e.relation not in {structure} or e.id = :id) limit :counted)
"""
CONDITIONS = {
    "cases": "v.case_id = :id",
    "deals": "v.deal_id = :id",
    "articles": "v.article_id = :id",
    "edges": "v.edge_id = :id",
    "nodes": "v.edge_id in (select id from edges where source = :id union select id from edges where target = :id)",
}
#: A party's newest facts stand among those of as many relations that were told last: no need to sort all it ever had.
NEWEST_OF_PARTY = f"""v.edge_id in (
  select id from (
    select id, last_date from edges where source = :id and articles > 0 and relation not in {STRUCTURE}
    union select id, last_date from edges where target = :id and articles > 0 and relation not in {STRUCTURE})
  order by last_date desc, id limit :shown)"""  # noqa: S608 - constants of this package

FORMS_SQL = f"""
select node_id, alias as form from aliases where node_id in (select value from json_each(:ids))
union select node_id, name from names where node_id in (select value from json_each(:ids)) limit {FORMS_READ}
"""  # noqa: S608 - a constant of this module


@dataclass(frozen=True, slots=True)
class Facts:
    """Sentences with what they assert: how many facts they hold together, and how many there are in all.

    Attributes:
        uncounted: whether there are more than `total`.
    """

    reports: tuple[Report, ...] = ()
    shown: int = 0
    total: int = 0
    uncounted: bool = False


def sentences_sql(table: str) -> str:
    """What reads the newest sentences for a row of one of CONDITIONS, with :id, :looked and :shown."""
    newest = NEWEST_BY_ARTICLE_SQL if table in INDEXED else NEWEST_SQL
    condition = NEWEST_OF_PARTY if table == "nodes" else CONDITIONS[table]
    return SENTENCES_SQL.format(newest=newest.format(condition=condition), structure=STRUCTURE, status=FACT_STATUS)


async def read_facts(database: Database, table: str, row_id: str) -> Facts:
    """The facts of a case, deal, party, article or relation.

    Args:
        database: the graph.
        table: one of CONDITIONS.
        row_id: id of the row.
    """
    shown = SHOWN_OF_PARTY if table == "nodes" else SHOWN
    rows = await read_rows(database, sentences_sql(table), id=row_id, looked=LOOKED_AT, shown=shown)
    if not rows:
        return Facts()
    count = COUNT_SQL.format(condition=CONDITIONS[table], structure=STRUCTURE)
    total = (await read_rows(database, count, id=row_id, counted=COUNTED + 1))[0]["total"]
    forms = await read_forms(database, (row[side] for row in rows for side in ("subject_id", "object_id")))
    marked = (_marked(report, rows, forms) for report in group_reports(rows))
    return Facts(tuple(marked), len(rows), min(total, COUNTED), total > COUNTED)


async def read_forms(database: Database, ids: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The ways to write each node's name: its aliases, and what it was called before."""
    forms: dict[str, list[str]] = defaultdict(list)
    for row in await read_rows(database, FORMS_SQL, ids=json.dumps(sorted(set(ids)))):
        forms[row["node_id"]].append(row["form"])
    return {node: tuple(found) for node, found in forms.items()}


def _marked(report: Report, rows: Iterable[Row], forms: Mapping[str, tuple[str, ...]]) -> Report:
    kinds = {row[f"{side}_id"]: row[f"{side}_kind"] for row in rows for side in ("subject", "object")}
    parties = {party.id: party.name for line in report.lines for party in (*line.subjects, *line.objects)}
    named = [Named(name, forms.get(key, ()), kinds.get(key) == "person") for key, name in parties.items()]
    return replace(report, marked=mark_names(report.sentence, named))
