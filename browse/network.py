"""Parts of the graph as the explorer draws them: the neighbourhood of a node, and the most reported part.

Every answer is bounded, says what it leaves out, and is the same for the same graph.
"""

import itertools
import json
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from browse.reading import Database, Row, read_rows
from browse.reports import relation_words, told_apart
from browse.words import words
from graph.rows import STRUCTURE

#: Neighbours that one answer brings where the caller names no number, and at most.
NEIGHBOURS, NEIGHBOURS_MOST = 60, 300
#: Neighbours passed over at most, where further ones are asked for.
OFFSET_MOST = 1_000_000
#: Nodes of the most reported part: where the caller names no number, and at most. The browser stays fluid with these.
WHOLE, WHOLE_MOST = 2000, 2000
#: Edges beyond these are left out, the least reported first.
EDGES_MOST = 4000
#: Most reported edges looked at for each node of the whole: at first, and where those do not fill it.
EDGES_FOR_EACH = (3, 10)
NAMES_SHOWN = 8

#: What an edge weighs where neighbours or edges must be left out: suits and licences before what only places them.
WEIGHT = """case when {edge}relation in ('sues', 'licenses_to', 'settles_with') then 3
  when {edge}relation in ('filed_in', 'presides_over', 'says', 'related_to', 'represents', 'owns') then 1
  else 2 end * (1 + 2 * {edge}articles)"""

NEIGHBOURS_SQL = f"""
with touching as (
  select target as other, {WEIGHT.format(edge="")} as weight from edges where source = :id and target <> :id
  union all select source, {WEIGHT.format(edge="")} from edges where target = :id and source <> :id
), ranked as (select other, sum(weight) as weight from touching group by other)
select r.other as id, count(*) over () as total
from ranked r join nodes n on n.id = r.other order by r.weight desc, n.articles desc, n.id limit :limit offset :offset
"""  # noqa: S608 - constants of this module

#: The most reported edges; the whole is made of their ends, so that nobody stands alone in it. Relations weigh 1 to 3:
#: an edge with less than a third of the articles that so many others have at least cannot be among them.
MOST_REPORTED_SQL = f"""
select source, target from edges where source <> target and articles >= coalesce((
  select (articles - 1) / 3.0 from edges where source <> target order by articles desc limit 1 offset :limit), 0)
order by {WEIGHT.format(edge="")} desc, last_date desc, id limit :limit
"""  # noqa: S608 - constants of this module
TIED_SQL = """
select count(*) as nodes from nodes where exists (select 1 from edges where source = nodes.id and target <> source)
  or exists (select 1 from edges where target = nodes.id and target <> source)
"""

NODES_SQL = """
select n.id, n.name, n.kind, n.description, coalesce(c.subject, d.medium) as medium, n.articles, n.provenance,
  (select count(*) from edges where source = n.id)
    + (select count(*) from edges where target = n.id and source <> n.id) as relations
from json_each(:ids) i join nodes n on n.id = i.value left join cases c on c.id = n.id left join deals d on d.id = n.id
order by i.key
"""

#: The + makes SQLite read through the edges of each node; it would try every pair of nodes otherwise.
AMONG_SQL = """select * from edges where source in (select value from json_each(:ids))
    and +target in (select value from json_each(:ids))"""
BETWEEN_SQL = """select * from edges where source in (select value from json_each(:ids))
    and +target in (select value from json_each(:others))
  union select * from edges where target in (select value from json_each(:ids))
    and +source in (select value from json_each(:others))"""
EDGES_SQL = f"""
select e.id, e.source, e.relation, e.target, e.first_date, e.last_date, e.articles, e.confidence, e.provenance,
  e.attributes ->> 'status' as status,
  coalesce(e.attributes ->> 'filed_date', e.attributes ->> 'announced_date', e.attributes ->> 'date', c.filed_date,
    d.announced_date, e.first_date) as date,
  coalesce(c.subject, d.medium) as medium, count(*) over () as total
from ({{edges}}) e
  left join cases c on c.id = case
    when e.relation in ('filed_in', 'part_of', 'appeal_of', 'related_to') then e.source else e.target end
  left join deals d on d.id = e.target
order by (e.source = :centre or e.target = :centre) desc, {WEIGHT.format(edge="e.")} desc,
  e.last_date desc, e.id limit :limit
"""  # noqa: S608 - constants of this module
MEDIA_SQL = """
select m.edge_id, m.medium from json_each(:ids) i join edge_media m on m.edge_id = i.value order by m.edge_id, m.medium
"""

SUCCESSOR_SQL = """
select id from nodes where id = :id union all
select new_id from successors where old_id = :id and not exists (select 1 from nodes where id = :id)
"""

KNOWN_AS_SQL = """
select n.id from known_as k join nodes n on n.id = k.node_id where k.form = :form order by n.articles desc, n.id limit 1
"""

NAMES_SQL = """
select id, name, kind, articles from nodes
where lower(name) like '%' || :words || '%' escape '\\'
  or id in (select node_id from aliases where lower(alias) like '%' || :words || '%' escape '\\')
order by lower(name) <> :exact, instr(lower(name), :exact) <> 1, articles desc, name, id limit :limit
"""

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")

#: From kind and id of a node to the address of its page.
PageOf = Callable[[str, str], str]


async def find_node(database: Database, node_id: str) -> str | None:
    """The id itself, that of the node with which that one was merged, or that of the node of this name; or None."""
    rows = await read_rows(database, SUCCESSOR_SQL, id=node_id)
    if not rows:
        rows = await read_rows(database, KNOWN_AS_SQL, form=node_id.strip().lower())
    return str(rows[0]["id"]) if rows else None


async def find_names(database: Database, words: str, limit: int = NAMES_SHOWN) -> list[Row]:
    """Nodes whose name or alias holds these words, the best first; each with id, name, kind and articles."""
    exact = " ".join(words.split()).lower()[:200]
    if not exact:
        return []
    escaped = re.sub(r"([\\%_])", r"\\\1", exact)
    return await read_rows(database, NAMES_SQL, words=escaped, exact=exact, limit=limit)


async def read_around(database: Database, node_id: str, limit: int, page_of: PageOf, offset: int = 0) -> dict[str, Any]:
    """A node, its best neighbours, and every edge among them.

    Args:
        database: the graph.
        node_id: of a node that exists.
        limit: neighbours at most.
        page_of: for the links to the pages of nodes.
        offset: better neighbours that are passed over, since the caller has them already.

    Returns:
        `centre`, `nodes` (the centre first, then the best neighbours), `edges`, and `left_out` with the number of
        neighbours that come after these, and of edges that there are beside these.
    """
    rows = await read_rows(database, NEIGHBOURS_SQL, id=node_id, limit=limit, offset=offset)
    part = await _read_part(database, [node_id, *(row["id"] for row in rows)], page_of, centre=node_id)
    left = rows[0]["total"] - offset - len(rows) if rows else 0
    left_out = {"nodes": left, "edges": part.pop("edges_left_out")}
    return {"centre": node_id, **part, "left_out": left_out}


async def read_whole(database: Database, limit: int, page_of: PageOf) -> dict[str, Any]:
    """The ends of the most reported edges, and all edges among them; as read_around, without a centre."""
    chosen: dict[str, None] = {}
    for looked_at in EDGES_FOR_EACH:
        edges = await read_rows(database, MOST_REPORTED_SQL, limit=limit * looked_at)
        chosen = _ends(edges, limit)
        if len(chosen) == limit or len(edges) < limit * looked_at:
            break
    part = await _read_part(database, list(chosen), page_of)
    tied = await read_rows(database, TIED_SQL)
    left_out = {"nodes": tied[0]["nodes"] - len(chosen), "edges": part.pop("edges_left_out")}
    return {"centre": None, **part, "left_out": left_out}


def _ends(edges: list[Row], most: int) -> dict[str, None]:
    """The ends of the first edges, both or neither of each."""
    chosen: dict[str, None] = {}
    for edge in edges:
        fresh = {edge["source"], edge["target"]} - chosen.keys()
        if len(chosen) + len(fresh) <= most:
            chosen.update(dict.fromkeys((edge["source"], edge["target"])))
    return chosen


async def read_path(database: Database, path: list[str], page_of: PageOf) -> dict[str, Any]:
    """The nodes of a path in its order, and the edges between each and the next."""
    part = await _read_part(database, path, page_of)
    steps = {frozenset(pair) for pair in itertools.pairwise(path)}
    edges = [edge for edge in part["edges"] if frozenset((edge["source"], edge["target"])) in steps]
    return {"path": path, "nodes": part["nodes"], "edges": edges}


async def read_between(database: Database, ids: list[str], others: list[str]) -> dict[str, Any]:
    """Every edge between a node of one list and a node of the other, up to EDGES_MOST, and how many are left out."""
    parameters = {"ids": json.dumps(ids), "others": json.dumps(others), "centre": ""}
    edges, media, left = await _read_edges(database, BETWEEN_SQL, **parameters)
    return {"edges": _edges(edges, media), "left_out": {"edges": left}}


async def _read_part(database: Database, ids: list[str], page_of: PageOf, centre: str = "") -> dict[str, Any]:
    listed = json.dumps(ids)
    nodes = await read_rows(database, NODES_SQL, ids=listed)
    edges, media, left = await _read_edges(database, AMONG_SQL, ids=listed, centre=centre)
    return {"nodes": [_node(node, page_of) for node in nodes], "edges": _edges(edges, media), "edges_left_out": left}


async def _read_edges(
    database: Database, chosen: str, **parameters: str
) -> tuple[list[Row], Mapping[str, list[str]], int]:
    """Rows of edges, media of those that have none of their own, and how many edges are left out."""
    edges = await read_rows(database, EDGES_SQL.format(edges=chosen), limit=EDGES_MOST, **parameters)
    without = [edge["id"] for edge in edges if edge["relation"] not in STRUCTURE and not edge["medium"]]
    left = edges[0]["total"] - len(edges) if edges else 0
    return edges, await _read_media(database, without), left


def _edges(edges: list[Row], media: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    return [_edge(edge, media.get(edge["id"], ())) for edge in edges]


def _node(node: Row, page_of: PageOf) -> dict[str, Any]:
    medium = node.pop("medium")
    short = words().short_court(node["name"]) if node["kind"] == "court" else node["name"]
    beside = {"short": short} if short != node["name"] else {}
    return {**node, **beside, "media": split_media([medium]), "page": page_of(node["kind"], node["id"])}


def _edge(edge: Row, media: Collection[str]) -> dict[str, Any]:
    date = str(edge["date"] or "")
    own = edge.pop("medium")
    del edge["total"]
    apart = told_apart(edge["relation"], edge["status"])
    return {
        **edge,
        "date": date if _DATE.fullmatch(date) else None,
        "media": split_media([own] if own else media),
        "words": relation_words(edge["relation"], status=edge["status"]),
        "look": f"{edge['relation']}_{apart}" if apart else edge["relation"],
    }


async def _read_media(database: Database, edges: list[str]) -> dict[str, list[str]]:
    """The media of the cases and deals for which each edge stands, by the edge's id."""
    media: dict[str, list[str]] = {}
    for row in await read_rows(database, MEDIA_SQL, ids=json.dumps(edges)):
        media.setdefault(row["edge_id"], []).append(row["medium"])
    return media


def split_media(values: Collection[str | None]) -> list[str]:
    """Media as single words: 'news; images' of one deal is two."""
    return sorted({part.strip() for value in values if value for part in str(value).split(";") if part.strip()})
