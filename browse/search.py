"""Search over everything, and completion of names.

Names are found by the beginnings of their words, accents aside, and come by how many articles report on them: first by
name, alias, docket number or id, then also by what a case or deal is and where it stands; where none holds all words,
those that hold all but one. Sentences and headlines are found by whole words in every form, first those that hold the
words as a phrase, then the newest.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from browse import facts
from browse.links import Site
from browse.reading import DATABASE, Database, Row, at_once, read_rows
from browse.rights import ensure_whole_graph
from browse.terms import ALSO, NAMED, beginnings, folded, most_beginnings, parts, phrase, whole_words

SEARCH_ROUTE = r"^/-/search$"
COMPLETE_ROUTE = r"^/-/complete\.json$"
COMPLETIONS = 10
RANKED = 50  # names among which those that begin with what was typed come first
SHOWN = 8  # of each group, where all groups are shown
PAGE = 50
MOST_COUNTED = 1000
MOST_WORDS = 300  # characters
#: Stand around what matched until all else is escaped.
OPEN, CLOSE = "\x02", "\x03"
#: Of as many words, names with all but one hold most; of fewer they count only where nothing else is found.
WORDS_FOR_MOST = 3
_MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")

NAMES_SQL = """
select highlight(names_fts, 0, char(2), char(3)) as text, snippet(names_fts, 1, char(2), char(3), '…', 8) as alias,
  docket_number, id, kind, articles,
  (select status from cases c where c.id = names_fts.id union all select status from deals d where d.id = names_fts.id
  ) as status
from names_fts where names_fts match :match order by rowid limit :shown offset :start
"""
HEADLINES_SQL = """
select f.text, a.id, a.url, a.published, o.name as outlet
from (select rowid, highlight(articles_fts, 0, char(2), char(3)) as text from articles_fts
    where articles_fts match :match order by rowid desc limit :shown offset :start) f
  join articles a on a.rowid = f.rowid left join nodes o on o.id = a.outlet_id order by f.rowid desc
"""
#: A sentence leads to the page of its relation, and where that shows the newest of many, to its article's.
SENTENCES_SQL = """
select f.text, a.url, case when e.articles > {most} then 'articles' else 'edges' end as page,
  case when e.articles > {most} then v.article_id else v.edge_id end as id, a.title, a.published, o.name as outlet
from (select rowid, evidence_id, highlight(sentences_fts, 0, char(2), char(3)) as text from sentences_fts
    where sentences_fts match :match order by rowid desc limit :shown offset :start) f
  join evidence v on v.id = f.evidence_id join articles a on a.id = v.article_id left join nodes o on o.id = a.outlet_id
  join edges e on e.id = v.edge_id
order by f.rowid desc
""".replace("{most}", str(facts.SHOWN))
COUNT_SQL = "select count(*) as hits from (select 1 from {table} where {table} match :match limit :most)"
COMPLETE_SQL = """
select name, kind, id, articles, snippet(names_fts, 1, char(2), char(3), '…', 8) as alias from names_fts
where names_fts match :match order by rowid limit :shown
"""


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of hit.

    Attributes:
        key: for addresses.
        title: for people.
        table: in which a hit has its page.
        index: full-text table.
        sql: the hits.
        kinds: what else the match asks for.
    """

    key: str
    title: str
    table: str
    index: str
    sql: str
    kinds: str = ""


GROUPS = (
    Group("parties", "Parties, outlets and courts", "nodes", "names_fts", NAMES_SQL, ' NOT kind : ("case" OR "deal")'),
    Group("cases", "Cases", "cases", "names_fts", NAMES_SQL, ' AND kind : "case"'),
    Group("deals", "Deals", "deals", "names_fts", NAMES_SQL, ' AND kind : "deal"'),
    Group("sentences", "Sentences", "edges", "sentences_fts", SENTENCES_SQL),
    Group("headlines", "Headlines", "articles", "articles_fts", HEADLINES_SQL),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: its text with the words marked, and where it leads; `detail` is an alias that matched."""

    text: Markup
    path: str
    row: Row
    detail: Markup | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one group; `count` is at most MOST_COUNTED, `more` leads to those that follow.

    They are `loose` where they lack one of the words.
    """

    group: Group
    count: int
    hits: tuple[Hit, ...]
    start: int
    more: str | None
    loose: bool = False


def add_functions(connection: sqlite3.Connection) -> None:
    """Give SQL what turns words that somebody typed into searches that are always valid."""
    connection.create_function("escape_fts", 1, whole_words, deterministic=True)
    connection.create_function("names_fts_query", 1, beginnings, deterministic=True)


def marked(text: object) -> Markup:
    """Text with what stands between the marks as <mark>; everything is escaped, whatever the text holds."""
    shown = _MARKED.sub(r"<mark>\1</mark>", str(escape(str(text or ""))))
    return Markup(shown.replace(OPEN, "").replace(CLOSE, ""))  # noqa: S704 - escaped above


def _matches(group: Group, words: str, loose: bool) -> Iterator[str]:
    """The searches of a group, best first; a later one leaves out what an earlier one found."""
    if loose:
        yield f"({most_beginnings(words)}){group.kinds}"
        return
    if group.index == "names_fts":
        named, also = (beginnings(words, columns) for columns in (NAMED, ALSO))
        yield f"({named}){group.kinds}" if named != '""' else '""'
        if named != '""':
            yield f"(({also}) NOT ({named})){group.kinds}"
        return
    near, wide = phrase(words), whole_words(words)
    if near is None:
        yield wide
    else:
        yield near
        yield f"({wide}) NOT {near}"


async def read_hits(
    graph: Database, site: Site, group: Group, words: str, page: tuple[int, int], loose: bool = False
) -> Hits:
    """Hits of a group.

    Args:
        graph: the database.
        site: makes paths of rows.
        group: which.
        words: as typed.
        page: how many hits, from which on.
        loose: names with all of the words but one.

    Raises:
        datasette.database.QueryInterrupted: it took longer than sql_time_limit_ms.
    """
    shown, start = page
    rows: list[Row] = []
    count = 0
    for match in _matches(group, words, loose):
        offset = max(0, start - count)
        if len(rows) < shown:
            rows += await read_rows(graph, group.sql, match=match, shown=shown - len(rows), start=offset)
        sql = COUNT_SQL.format(table=group.index)
        count += (await read_rows(graph, sql, match=match, most=MOST_COUNTED))[0]["hits"]
    count = min(count, MOST_COUNTED)
    query = urlencode({"words": words, "in": group.key, "from": start + len(rows) if start or shown == PAGE else 0})
    more = f"{site.path('/-/search')}?{query}" if rows and start + len(rows) < max(count, start + 1) else None
    return Hits(group, count, tuple(_hit(site, group, row) for row in rows), start, more, loose)


async def read_all(graph: Database, site: Site, words: str, chosen: Group | None, start: int) -> list[Hits]:
    """The first hits of every group, or a page of one group; names that lack one of the words where none holds all."""
    groups, page = ((chosen,), (PAGE, start)) if chosen else (GROUPS, (SHOWN, 0))
    found = [await read_hits(graph, site, group, words, page) for group in groups]
    named = [hits for hits in found if hits.group.index == "names_fts"]
    anything = sum(hits.count for hits in (found if len(parts(words)) < WORDS_FOR_MOST else named))
    if anything or not named or most_beginnings(words) is None:
        return found
    return [
        await read_hits(graph, site, hits.group, words, page, loose=True) if hits in named else hits for hits in found
    ]


def _start(request: Any) -> int:
    """From which hit on."""
    given = request.args.get("from") or ""
    return min(int(given), MOST_COUNTED) if given.isascii() and given.isdecimal() else 0


def _hit(site: Site, group: Group, row: Row) -> Hit:
    alias = row.get("alias") or ""
    detail = marked(alias) if OPEN in alias and OPEN not in row["text"] else None
    return Hit(marked(row["text"]), site.row(row.get("page") or group.table, str(row["id"])), row, detail)


async def complete(graph: Database, site: Site, words: str) -> list[dict[str, Any]]:
    """The names that the words begin: id, kind, articles, path, and the alias that matched.

    What is typed in full comes first, then names that articles tell of; among those, names that begin so come first
    and courts last, each time the most reported before the others.
    """
    match = beginnings(words[:MOST_WORDS], NAMED)
    rows = await read_rows(graph, COMPLETE_SQL, match=match, shown=RANKED) if match != '""' else []
    rows = sorted(rows, key=lambda row: _distance(row, words))[:COMPLETIONS]
    tables = {"case": "cases", "deal": "deals"}
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "kind": row["kind"],
            "articles": row["articles"],
            "path": site.row(tables.get(row["kind"], "nodes"), str(row["id"])),
            "alias": _plain(row["alias"]),
        }
        for row in rows
    ]


def _distance(row: Row, words: str) -> tuple[bool, bool, int]:
    """Less for what stands nearer: the name in full; told of by an article; 0 begins so, 1 any other, 2 a court."""
    name, typed = folded(str(row["name"])), folded(words.strip())
    forms = (name, name.removeprefix("the "))
    begins = bool(typed) and any(form.startswith(typed) for form in forms)
    return typed not in forms, not row["articles"], 0 if begins else 2 if row["kind"] == "court" else 1


def _plain(alias: str | None) -> str | None:
    """The aliases around what matched, without marks; None where the name itself matched."""
    return alias.replace(OPEN, "").replace(CLOSE, "") if alias and OPEN in alias else None


def routes(datasette: Any, site: Callable[[Any], Site]) -> list[tuple[str, Callable[..., Any]]]:
    """The page for people and the completions, for Datasette's register_routes.

    Args:
        datasette: the server.
        site: makes the paths of a server.
    """

    async def graph_for(request: Any) -> Any:
        await ensure_whole_graph(datasette, request.actor)
        return datasette.get_database(DATABASE)

    async def search_page(request: Any) -> Any:
        graph, words = await graph_for(request), (request.args.get("words") or "").strip()[:MOST_WORDS]
        chosen = next((group for group in GROUPS if group.key == request.args.get("in")), None)
        context: dict[str, Any] = {"words": words, "chosen": chosen, "most": MOST_COUNTED}
        asked = site(datasette), words, chosen, _start(request)
        try:
            context["found"] = await at_once(graph, lambda held: read_all(held, *asked)) if words else []
        except QueryInterrupted:
            context |= {"found": [], "late": "The search took too long: a rarer word or two words help."}
        return Response.html(await datasette.render_template("search.html", context, request=request))

    async def completions(request: Any) -> Any:
        graph = await graph_for(request)
        return Response.json({"completions": await complete(graph, site(datasette), request.args.get("q") or "")})

    return [(SEARCH_ROUTE, search_page), (COMPLETE_ROUTE, completions)]
