"""The page of a relation: who stands in it to whom, what is said of it, and who says so."""

import json
from dataclasses import dataclass

from markupsafe import Markup

from browse.behind import Part, relation_parts
from browse.dates import when
from browse.facts import Facts, read_facts
from browse.reading import Database, Row, read_rows
from browse.reports import confidence_words, relation_words
from browse.words import words

SOURCES_SHOWN = 12
OTHERS_SHOWN = 20

EDGE_SQL = """
select e.*, s.name as subject, s.kind as subject_kind, o.name as object, o.kind as object_kind
from edges e join nodes s on s.id = e.source join nodes o on o.id = e.target where e.id = :id
"""
SOURCES_SQL = """
select r.node_id, n.name, n.kind, r.source_url, r.confidence, count(*) over () as total
from register_sources r join nodes n on n.id = r.node_id where r.edge_id = :id order by n.name limit :shown
"""
STORIES_SQL = """
select n.id, n.name, n.kind, count(*) over () as total from nodes n
where n.id in (select case_id from evidence where edge_id = :id union select deal_id from evidence where edge_id = :id)
order by n.kind, n.name limit :shown
"""
OTHERS_SQL = """
select e.id, e.relation, s.id as subject_id, s.name as subject, o.id as object_id, o.name as object, e.articles,
  e.attributes ->> 'status' as status
from edges e join nodes s on s.id = e.source join nodes o on o.id = e.target
where e.id <> :id and e.id in (
  select id from edges where source = :source and target = :target
  union select id from edges where source = :target and target = :source) and e.source <> e.target
order by e.relation, s.name limit :shown
"""


@dataclass(frozen=True, slots=True)
class RelationPage:
    """What the page of a relation shows.

    Attributes:
        row: of `edges`, with names and kinds of both ends; `alone` where it is said of nobody else.
        attributes: what sources say of it, the latest of each.
        sources: rows of the register that assert it; stories: cases and deals of which its sentences tell.
        others: further relations between the two.
    """

    table: str
    template: str
    title: str
    row: Row
    alone: bool
    summary: Markup
    attributes: dict[str, object]
    sources: tuple[Row, ...]
    stories: tuple[Row, ...]
    others: tuple[Row, ...]
    facts: Facts
    behind: tuple[Part, ...]


async def read_relation(database: Database, row_id: str) -> RelationPage | None:
    """The page of a relation; None where there is none of this id."""
    rows = await read_rows(database, EDGE_SQL, id=row_id)
    if not rows:
        return None
    row = rows[0]
    ends = {"source": row["source"], "target": row["target"]}
    alone = row["source"] == row["target"]
    attributes = _attributes(row["attributes"])
    said = relation_words(row["relation"], alone=alone, status=attributes.get("status"))
    return RelationPage(
        table="edges",
        template="_page_relation.html",
        title=f"{row['subject']} {said} {'' if alone else row['object']}".strip(),
        row=row,
        alone=alone,
        summary=_summary(row),
        attributes=attributes,
        sources=tuple(await read_rows(database, SOURCES_SQL, id=row_id, shown=SOURCES_SHOWN)),
        stories=tuple(await read_rows(database, STORIES_SQL, id=row_id, shown=SOURCES_SHOWN)),
        others=tuple(await read_rows(database, OTHERS_SQL, id=row_id, shown=OTHERS_SHOWN, **ends)),
        facts=await read_facts(database, "edges", row_id),
        behind=relation_parts(row_id, row["source"], row["target"]),
    )


def _attributes(text: str) -> dict[str, object]:
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    return {str(key): value for key, value in data.items()} if isinstance(data, dict) else {}


def _summary(row: Row) -> Markup:
    """'Known from the register and news: 2 articles tell it, first on …, last on …; confidence high (1.00).'."""
    text = Markup("Known from {}").format(words().say("provenance", row["provenance"]))
    first, last = when(row["first_date"]), when(row["last_date"])
    if row["articles"]:
        number = "one article tells it" if row["articles"] == 1 else f"{row['articles']:,} articles tell it"
        text += Markup(": {}").format(number)
        if first and row["first_date"] == row["last_date"]:
            text += Markup(", published {}").format(first)
        elif first and last:
            text += Markup(", the first {}, the last {}").format(first, last)
    sure = confidence_words(row["confidence"])
    return text + Markup("; confidence {} ({:.2f}).").format(sure, row["confidence"])
