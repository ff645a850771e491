"""Subscribing: Atom feeds of changes and canned queries, a calendar of dated steps, and the page that offers them."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted
from datasette.utils import derive_named_parameters, tilde_encode
from datasette.utils.asgi import BadRequest, NotFound, Response

from browse import agenda, changes
from browse.agenda import Agenda, read_steps, write_calendar
from browse.atom import CONTENT_TYPE, Feed, write_feed
from browse.changes import MAX_ENTRIES, NODE_SQL, Wanted, change_entry, read_changes
from browse.codes import coded_words
from browse.links import Site
from browse.memory import data_state
from browse.moments import first_and_last_run
from browse.query_feed import Answer, query_entries
from browse.reading import DATABASE, Row, read_rows
from browse.replies import Kept, fresh_or_unchanged, graph_view

#: Writes a document; and what reads all that it needs first.
Document = Callable[[], bytes]
Make = Callable[[datetime], Awaitable[Document]]

CHANGES_PATH = "/-/feeds/changes.atom"
QUERY_PATH = "/-/feeds/query/"
CALENDAR_PATH = "/-/calendar.ics"
PAGE_PATH = "/-/subscribe"

SUCCESSOR_SQL = "select new_id from successors where old_id = :id"
#: Nodes that a person may mean: those of that id, name or other name; else those whose name holds the words.
MEANT_SQL = """
select n.id, n.kind, n.name from nodes n
where n.id in (select node_id from known_as where form = lower(:words))
order by n.articles desc, n.name, n.id limit 20
"""
ALIKE_SQL = """
select n.id, n.kind, n.name from nodes n where instr(lower(n.name), lower(:words)) > 0
order by n.articles desc, n.name, n.id limit 20
"""


#: Today's date is part of what they are kept by: some queries answer for today.
_KEPT = Kept()


def routes() -> list[tuple[str, Callable[..., Any]]]:
    """What Datasette is to serve, by address."""
    return [
        (r"/-/feeds/changes\.atom$", changes_feed),
        (r"/-/feeds/query/(?P<query>[^/]+)\.atom$", query_feed),
        (r"/-/calendar\.ics$", calendar),
        (r"/-/subscribe$", subscribe_page),
    ]


@graph_view
async def changes_feed(datasette: Any, request: Any) -> Response:
    """The newest changes: of everything or of `node`, of all kinds or of each `kind`."""
    graph = datasette.databases[DATABASE]
    node = await _node(graph, request)
    if isinstance(node, str):
        kinds = [("kind", kind) for kind in request.args.getlist("kind")]
        return Response.redirect(_path(datasette, CHANGES_PATH, [("node", node), *kinds]), status=301)
    wanted = Wanted(node, _asked(changes.read_kinds, request.args.getlist("kind")))
    subtitle = (
        "What each run added to the graph or altered in it, each change with the sentence and article that brought it."
    )
    site = _site(datasette, request)

    async def make(last: datetime) -> Document:
        rows, more = await read_changes(graph, wanted)
        feed = Feed(
            id="feed/changes" + (f"?{urlencode(wanted.parameters)}" if wanted.parameters else ""),
            title=wanted.title,
            subtitle=subtitle + (f" The newest {MAX_ENTRIES}; the table of changes has all." if more else ""),
            address=_whole(datasette, request, CHANGES_PATH, wanted.parameters),
            page=site.row(*_place(node)) if node else _whole(datasette, request, f"/{DATABASE}/changes"),
            updated=last,
        )
        return lambda: write_feed(replace(feed, entries=[change_entry(row, site) for row in rows]))

    return await _reply(datasette, request, make, CONTENT_TYPE)


@graph_view
async def query_feed(datasette: Any, request: Any) -> Response:
    """The rows of a canned query with the parameters of the address, the rest as the query has them by default."""
    graph, name = datasette.databases[DATABASE], request.url_vars["query"]
    query = await datasette.get_canned_query(DATABASE, name, request.actor)
    if query is None or query.get("write"):
        raise NotFound(f"There is no query called {name!r}")
    await datasette.ensure_permissions(
        request.actor, [("view-query", (DATABASE, name)), ("view-database", DATABASE), "view-instance"]
    )
    names = query.get("params") or await derive_named_parameters(graph, query["sql"])
    parameters = {key: request.args.get(key) or "" for key in names}
    asked = [item for item in parameters.items() if item[1]]
    shown = _whole(datasette, request, f"/{DATABASE}/{name}", asked)

    async def make(last: datetime) -> Document:
        columns, rows = await _answer(datasette, query["sql"], parameters)
        answer = Answer(name, parameters, columns, rows[:MAX_ENTRIES])
        more = f" The first {MAX_ENTRIES} rows of the answer; the query's page has more." if rows[MAX_ENTRIES:] else ""
        feed = Feed(
            id=f"feed/{answer.identity}",
            title=f"Rightswire: {query.get('title') or name}"
            + (f" ({', '.join(coded_words(key, value) or value for key, value in asked)})" if asked else ""),
            subtitle=(query.get("description") or "") + more,
            address=_whole(datasette, request, f"{QUERY_PATH}{name}.atom", asked),
            page=shown,
            updated=last,
            entries=await query_entries(
                graph, answer, await first_and_last_run(graph), _site(datasette, request), shown
            ),
        )
        return lambda: write_feed(feed)

    return await _reply(datasette, request, make, CONTENT_TYPE)


@graph_view
async def calendar(datasette: Any, request: Any) -> Response:
    """Dated steps: of everything or of `node`, of one `kind` or all, `from` and `to` a day."""
    graph = datasette.databases[DATABASE]
    node = await _node(graph, request)
    if isinstance(node, str):
        others = [(name, request.args[name]) for name in ("kind", "from", "to") if request.args.get(name)]
        return Response.redirect(_path(datasette, CALENDAR_PATH, [("node", node), *others]), status=301)
    kind = (request.args.get("kind") or "").strip()
    asked = Agenda(
        node,
        _asked(agenda.as_known, kind, await read_rows(graph, agenda.KINDS_SQL) if kind else []),
        _asked(agenda.read_day, request.args.get("from") or "", "from"),
        _asked(agenda.read_day, request.args.get("to") or "", "to"),
    )

    async def make(_: datetime) -> Document:
        steps = await read_steps(graph, asked)
        first, _ = await first_and_last_run(graph)
        return lambda: write_calendar(asked, steps, first, _site(datasette, request))

    answer = await _reply(datasette, request, make, agenda.CONTENT_TYPE)
    answer.headers["Content-Disposition"] = 'inline; filename="rightswire.ics"'
    return answer


async def _answer(datasette: Any, sql: str, parameters: Mapping[str, str]) -> tuple[list[str], list[Row]]:
    """Columns and the first rows of a canned query: those of a feed, and one more where there are more."""
    first = f"select * from (\n{sql.rstrip().rstrip(';')}\n) limit {MAX_ENTRIES + 1}"  # noqa: S608 - of our metadata
    try:
        found = await datasette.execute(DATABASE, first, dict(parameters), truncate=True)
    except (sqlite3.DatabaseError, QueryInterrupted) as error:
        raise BadRequest(f"The query cannot be answered: {error}") from error
    return found.columns, [dict(zip(found.columns, row, strict=True)) for row in found.rows]


async def _reply(datasette: Any, request: Any, make: Make, content_type: str) -> Response:
    """The document for the graph as it is now: made once, in a thread since that takes a while, and kept.

    Args:
        datasette: that serves.
        request: whose address says what is asked for, parameters and host among it.
        make: reads what the document needs, given when the last run ended, and returns what writes it.
        content_type: of the document.
    """
    graph = datasette.databases[DATABASE]
    state = data_state(graph)
    key = (state, datasette.setting("base_url"), request.url, datetime.now(UTC).date())
    found = _KEPT.find(key) if state else None
    if found is None:
        _, last = await first_and_last_run(graph)
        found = await asyncio.to_thread(await make(last)), last
        if state:
            _KEPT.keep(key, found)
    return fresh_or_unchanged(request, found[0], content_type, found[1])


@graph_view
async def subscribe_page(datasette: Any, request: Any) -> Response:
    """What can be subscribed to, and the addresses for what was asked."""
    graph = datasette.databases[DATABASE]
    words, kinds = (request.args.get("about") or "").strip()[:200], request.args.getlist("kind")
    chosen = _asked(changes.read_kinds, kinds)
    found = await read_rows(graph, MEANT_SQL, words=words) if words else []
    alike = await read_rows(graph, ALIKE_SQL, words=words) if words and not found else []
    node = found[0] if len(found) == 1 else None
    wanted = Wanted(node, chosen) if node or not words else None
    rows = (await read_changes(graph, wanted, shown=5))[0] if wanted else []
    steps = Agenda(node).parameters
    context = {
        "words": words,
        "chosen": (changes.NEWS,) if chosen == changes.news_kinds() else chosen,
        "news": changes.NEWS,
        "kinds": changes.KINDS,
        "not_news": changes.NOT_NEWS,
        "choices": [{**row, "place": _place(row)} for row in found if not node]
        + [{**row, "place": _place(row)} for row in alike],
        "node": node,
        "place": _place(node) if node else None,
        "feed": _whole(datasette, request, CHANGES_PATH, wanted.parameters) if wanted else None,
        "calendar": _whole(datasette, request, CALENDAR_PATH, steps) if wanted else None,
        "newest": rows,
        "parameters": [("kind", kind) for kind in kinds],
        "rightswire_database": DATABASE,
    }
    return Response.html(await datasette.render_template("subscribe.html", context, request=request))


def _asked(read: Callable[..., Any], *given: Any) -> Any:
    """What a parameter of the address means; 400 with the reason where it means nothing."""
    try:
        return read(*given)
    except ValueError as error:
        raise BadRequest(str(error)) from error


async def _node(graph: Any, request: Any) -> Row | str | None:
    """The node that `node` names; the id of its successor where it was merged; None where none is asked for."""
    wanted = (request.args.get("node") or "").strip()
    if not wanted:
        return None
    if rows := await read_rows(graph, NODE_SQL, id=wanted):
        return rows[0]
    if rows := await read_rows(graph, SUCCESSOR_SQL, id=wanted):
        return str(rows[0]["new_id"])
    raise NotFound(f"There is no party, case or deal with the id {wanted[:80]!r}")


def _place(node: Mapping[str, Any]) -> tuple[str, str]:
    """Table and id of a node's own page."""
    return {"case": "cases", "deal": "deals"}.get(node["kind"], "nodes"), str(node["id"])


def _path(datasette: Any, path: str, parameters: Sequence[tuple[str, str]] = ()) -> str:
    return str(datasette.urls.path(path)) + (f"?{urlencode(parameters)}" if parameters else "")


def _whole(datasette: Any, request: Any, path: str, parameters: Sequence[tuple[str, str]] = ()) -> str:
    """A whole address on this server."""
    return str(datasette.absolute_url(request, _path(datasette, path, parameters)))


def _site(datasette: Any, request: Any) -> Site:
    """This server with whole addresses, as a program that reads elsewhere needs them."""

    def whole(path: str) -> str:
        return str(datasette.absolute_url(request, path))

    return Site(
        lambda table, key: whole(str(datasette.urls.row(DATABASE, table, tilde_encode(key)))),
        lambda path: whole(str(datasette.urls.path(path))),
    )
