"""The newest sentences on a node or an edge, for the explorer's panel."""

from collections.abc import Callable
from typing import Any

from browse.links import short_address
from browse.reading import Database, Row, read_rows
from browse.reports import FACT_STATUS, confidence_words, relation_words
from browse.words import words
from graph.rows import STRUCTURE

SENTENCES_SHOWN = 5
#: Edges of a node, newest first, in whose evidence the newest sentences are looked for.
EDGES_SEARCHED = 200

ABOUT_SQL = "select id, kind, name, description, articles, provenance, first_date, last_date from nodes where id = :id"

FACTS_SQL = """
select count(*) as facts from (select id from edges where source = :id union select id from edges where target = :id) m
  join evidence v on v.edge_id = m.id where v.ordinal = 0
"""

SENTENCES_SQL = """
select v.sentence, s.name as subject, e.relation, case when e.source = e.target then null else o.name end as object,
  a.title, a.url, a.published, w.name as outlet, v.confidence, v.background,
  {status} as status
from (
    select v.id from {evidence} join edges e on e.id = v.edge_id join articles a on a.id = v.article_id
    where v.ordinal = 0 order by {order} limit :shown) f
  join evidence v on v.id = f.id join edges e on e.id = v.edge_id join articles a on a.id = v.article_id
  join nodes s on s.id = e.source join nodes o on o.id = e.target left join nodes w on w.id = a.outlet_id
order by {order}
"""
ORDER = f"a.published desc, a.id, v.start, e.relation in {STRUCTURE}, v.confidence desc, e.id"
EVIDENCE = {
    "case": "(select * from evidence where case_id = :id) v",
    "deal": "(select * from evidence where deal_id = :id) v",
    "edge": "(select * from evidence where edge_id = :id) v",
    "party": """(select id, last_date from edges where source = :id union select id, last_date from edges
  where target = :id order by last_date desc, id limit :searched) m join evidence v on v.edge_id = m.id""",
}

EDGE_SQL = """
select e.id, s.id as source, s.name as subject, e.relation, o.id as target, o.name as object, e.first_date, e.last_date,
  e.articles, e.confidence, e.provenance, e.attributes ->> 'status' as status,
  (select count(*) from evidence v where v.edge_id = e.id and v.ordinal = 0 and not v.background) as news,
  (select count(*) from evidence v where v.edge_id = e.id and v.ordinal = 0 and v.background) as recalled
from edges e join nodes s on s.id = e.source join nodes o on o.id = e.target where e.id = :id
"""

#: Suits and deals of which the register knows an edge.
REGISTER_SQL = """
select n.name as story, r.source_url from register_sources r join nodes n on n.id = r.node_id
where r.edge_id = :id order by n.name, n.id limit :shown
"""
STORIES_SHOWN = 12

#: From an address as an article or the register gives it to one that may be a link, or None.
Href = Callable[[object], str | None]


async def read_about_node(database: Database, node_id: str, href: Href) -> dict[str, Any] | None:
    """A node with the number of its facts and the newest sentences on it; None where there is no such node."""
    rows = await read_rows(database, ABOUT_SQL, id=node_id)
    if not rows:
        return None
    facts = await read_rows(database, FACTS_SQL, id=node_id)
    kind = rows[0]["kind"] if rows[0]["kind"] in EVIDENCE else "party"
    return {**rows[0], **facts[0], "sentences": await _sentences(database, kind, node_id, href)}


async def read_about_edge(database: Database, edge_id: str, href: Href) -> dict[str, Any] | None:
    """An edge with the newest sentences that assert it; None where there is no such edge."""
    rows = await read_rows(database, EDGE_SQL, id=edge_id)
    if not rows:
        return None
    relation = relation_words(rows[0]["relation"], status=rows[0]["status"])
    sure, told = confidence_words(rows[0]["confidence"]), _told(rows[0])
    edge = {**rows[0], "words": relation, "sure": sure, "told": told}
    known = await read_rows(database, REGISTER_SQL, id=edge_id, shown=STORIES_SHOWN)
    sources = [source for row in known for source in register_sources(row["source_url"], href, row["story"])]
    return {**edge, "register_sources": sources, "sentences": await _sentences(database, "edge", edge_id, href)}


def register_sources(value: str | None, href: Href, story: str = "") -> list[Row]:
    """The addresses that the register gives, split by ';', each with its link and words, where it may be a link.

    Args:
        value: the addresses.
        href: see Href.
        story: the suit or deal for which they stand.
    """
    addresses = [part.strip() for part in (value or "").split(";")]
    return [
        {"url": link, "words": short_address(part), "story": story, "note": words().own_note(part)}
        for part in addresses
        if (link := href(part))
    ]


def sentences_sql(kind: str) -> str:
    """What reads the newest sentences for one of EVIDENCE, with :id, :searched and :shown."""
    return SENTENCES_SQL.format(evidence=EVIDENCE[kind], order=ORDER, status=FACT_STATUS)


async def _sentences(database: Database, kind: str, key: str, href: Href) -> list[Row]:
    """The newest sentences; one that asserts several facts comes once, with the fact that it shows best."""
    rows = await read_rows(database, sentences_sql(kind), id=key, searched=EDGES_SEARCHED, shown=SENTENCES_SHOWN * 6)
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        first.setdefault((row["url"], row["sentence"]), row)
    shown = list(first.values())[:SENTENCES_SHOWN]
    return [{**row, **_in_words(row), "url": href(row["url"]), "note": words().own_note(row["url"])} for row in shown]


def _in_words(row: Row) -> dict[str, str]:
    return {
        "words": relation_words(row["relation"], alone=row["object"] is None, status=row["status"]),
        "sure": confidence_words(row["confidence"]),
        "standing": words().say("standing", "background" if row["background"] else "news"),
    }


def _told(row: Row) -> str:
    """'main news of 2 articles, background of 1'; empty where no article tells it."""
    numbers = {"news": row["news"], "background": row["recalled"]}
    parts = [f"{words().say('standing', name)} of {number:,}" for name, number in numbers.items() if number]
    if parts:
        parts[0] += " article" if next(filter(None, numbers.values())) == 1 else " articles"
    return ", ".join(parts)
