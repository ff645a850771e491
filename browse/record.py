"""What stands on the page of one row beside its own columns: parties, timeline, relations, sentences."""

from dataclasses import dataclass, replace

from browse.reading import Database, Row, read_rows
from browse.reports import Report, group_reports, relation_words
from graph.rows import STRUCTURE

REPORTS_SHOWN = 60
RELATIONS_SHOWN = 60

KIND_SQL = "select kind from nodes where id = :id"
NAMED_TABLES = {"case": "cases", "deal": "deals"}

PARTIES_SQL = """
select e.relation, n.id, n.name from edges e join nodes n on n.id = e.source
where e.target = :id and e.relation in ('plaintiff_in', 'defendant_in', 'licensor_in', 'licensee_in', 'presides_over')
order by e.relation, n.name
"""

TIMELINE_SQL = """
select e.date, e.reported, e.kind, e.summary, n.name as about, e.amount_usd, e.provenance, v.sentence,
  a.title as article_title, coalesce(a.url, e.source_url) as address, o.name as outlet
from events e join nodes n on n.id = e.node_id left join evidence v on v.id = e.evidence_id
  left join articles a on a.id = v.article_id left join nodes o on o.id = a.outlet_id
where e.node_id = :id order by coalesce(e.date, e.reported), e.id
"""

REPORTS_SQL = """
select s.id as subject_id, s.name as subject, e.relation, e.id as edge_id, o.id as object_id,
  case when e.relation = 'says' and e.source = e.target then null else o.name end as object,
  coalesce(v.attributes ->> 'stance', v.attributes ->> 'outcome') as particular, v.sentence, v.confidence, v.background,
  a.title as article_title, a.url as address, a.published, w.name as outlet,
  {total} as total
from evidence v join edges e on e.id = v.edge_id join articles a on a.id = v.article_id join nodes s on s.id = e.source
  join nodes o on o.id = e.target left join nodes w on w.id = a.outlet_id
where {condition} and v.ordinal = 0 and (e.relation not in {structure} or e.id = :id)
order by a.published desc, a.id, v.start, v.sentence, e.relation, s.name, o.name limit :shown
"""
REPORT_CONDITIONS = {
    "cases": "v.case_id = :id",
    "deals": "v.deal_id = :id",
    "articles": "v.article_id = :id",
    "edges": "v.edge_id = :id",
    "nodes": """(v.edge_id, v.article_id) in (
  select f.edge_id, a.id from (
    select edge_id, article_url, published from (
      select edge_id, article_url, published from facts where subject_id = :id and provenance = 'news'
      order by published desc limit :shown)
    union select edge_id, article_url, published from (
      select edge_id, article_url, published from facts where object_id = :id and provenance = 'news'
      order by published desc limit :shown)
    order by published desc limit :shown) f join articles a on a.url = f.article_url)""",
}
#: How many there are; a party may be in tens of thousands, which the table of facts counts without reading them.
REPORT_TOTALS = {
    "nodes": """(select count(*) from facts where subject_id = :id and provenance = 'news')
    + (select count(*) from facts where object_id = :id and subject_id <> :id and provenance = 'news')"""
}

RELATIONS_SQL = """
select e.id as edge_id, e.relation, s.id as subject_id, s.name as subject, o.id as object_id, o.name as object,
  e.articles, e.last_date, e.provenance, count(*) over () as total
from edges e join nodes s on s.id = e.source join nodes o on o.id = e.target
where e.id in (select id from edges where source = :id union select id from edges where target = :id)
order by instr(:order, e.relation) = 0, instr(:order, e.relation), e.articles desc, s.name, o.name limit :shown
"""

EDGE_SQL = """
select s.name as subject, e.relation, case when e.source = e.target then null else o.name end as object
from edges e join nodes s on s.id = e.source join nodes o on o.id = e.target where e.id = :id
"""

#: Relations between parties in the order in which a party's page tells them; ties to cases and deals come last.
ORDER = "sues settles_with ruling licenses_to accuses blocks says invests_in represents"

ALIASES_SQL = "select alias, source from aliases where node_id = :id order by alias"


@dataclass(frozen=True, slots=True)
class Record:
    """What a row's page shows beside the row.

    Attributes:
        table: 'cases', 'deals', 'nodes', 'articles' or 'edges'; 'cases' or 'deals' for the node of one.
        parties: of a case or deal, with the relation each has to it.
        timeline: events, oldest first.
        relations, aliases: of a party.
        reports: sentences, newest first.
        facts, all_facts: how many facts the reports hold, and how many there are.
        title: heading where no column of the row gives one.
    """

    table: str
    parties: tuple[Row, ...] = ()
    timeline: tuple[Row, ...] = ()
    relations: tuple[Row, ...] = ()
    aliases: tuple[Row, ...] = ()
    reports: tuple[Report, ...] = ()
    facts: int = 0
    all_facts: int = 0
    title: str = ""


async def read_record(database: Database, table: str, row_id: str) -> Record | None:
    """Read what belongs on the page of a row; None for a table whose rows stand for themselves."""
    if table not in REPORT_CONDITIONS:
        return None
    if table == "nodes":
        kinds = await read_rows(database, KIND_SQL, id=row_id)
        table = NAMED_TABLES.get(kinds[0]["kind"], "nodes") if kinds else "nodes"
    sql = REPORTS_SQL.format(
        condition=REPORT_CONDITIONS[table], structure=STRUCTURE, total=REPORT_TOTALS.get(table, "count(*) over ()")
    )
    rows = await read_rows(database, sql, id=row_id, shown=REPORTS_SHOWN)
    record = Record(table, reports=group_reports(rows), facts=len(rows), all_facts=rows[0]["total"] if rows else 0)
    if table in {"cases", "deals"}:
        parties = await read_rows(database, PARTIES_SQL, id=row_id)
        timeline = await read_rows(database, TIMELINE_SQL, id=row_id)
        return replace(record, parties=tuple(parties), timeline=tuple(timeline))
    if table == "nodes":
        relations = await read_rows(database, RELATIONS_SQL, id=row_id, shown=RELATIONS_SHOWN, order=ORDER)
        aliases = await read_rows(database, ALIASES_SQL, id=row_id)
        return replace(record, relations=tuple(relations), aliases=tuple(aliases))
    if table == "edges":
        edges = await read_rows(database, EDGE_SQL, id=row_id)
        return replace(record, title=_edge_title(edges[0])) if edges else record
    return record


def _edge_title(edge: Row) -> str:
    words = relation_words(edge["relation"], alone=edge["object"] is None)
    return f"{edge['subject']} {words} {edge['object'] or ''}".strip()
