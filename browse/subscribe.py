"""Subscribing: Atom feeds of changes and canned queries, a calendar of dated steps, and the page that offers them."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted
from datasette.utils import derive_named_parameters, tilde_encode
from datasette.utils.asgi import BadRequest, NotFound, Response

from browse import agenda, changes
from browse.agenda import Agenda, read_steps, write_calendar
from browse.answers import fresh_or_unchanged, graph_view
from browse.atom import CONTENT_TYPE, Feed, write_feed
from browse.changes import MAX_ENTRIES, NODE_SQL, Wanted, change_entry, read_changes
from browse.links import Site
from browse.moments import first_and_last_run
from browse.query_feed import Answer, Span, query_entries
from browse.reading import DATABASE, Row, read_rows

CHANGES_PATH = "/-/feeds/changes.atom"
QUERY_PATH = "/-/feeds/query/"
CALENDAR_PATH = "/-/calendar.ics"
PAGE_PATH = "/-/subscribe"

SUCCESSOR_SQL = "select new_id from successors where old_id = :id"
#: Nodes that a person may mean: those of that id, name or other name; else those whose name holds the words.
MEANT_SQL = """
select n.id, n.kind, n.name from nodes n
where n.id = :words or lower(n.name) = lower(:words)
  or n.id in (select node_id from aliases where lower(alias) = lower(:words))
order by n.articles desc, n.name, n.id limit 20
"""
ALIKE_SQL = """
select n.id, n.kind, n.name from nodes n where instr(lower(n.name), lower(:words)) > 0
order by n.articles desc, n.name, n.id limit 20
"""


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
    _, last = await first_and_last_run(graph)
    rows, more = await read_changes(graph, wanted)
    site = _site(datasette, request)
    subtitle = (
        "What each run added to the graph or altered in it, each change with the sentence and article that brought it."
    )
    feed = Feed(
        id="feed/changes" + (f"?{urlencode(wanted.parameters)}" if wanted.parameters else ""),
        title=wanted.title,
        subtitle=subtitle + (f" The newest {MAX_ENTRIES}; the table of changes has all." if more else ""),
        address=_whole(datasette, request, CHANGES_PATH, wanted.parameters),
        page=site.row(*_place(node)) if node else _whole(datasette, request, f"/{DATABASE}/changes"),
        updated=last,
        entries=[change_entry(row, site) for row in rows],
    )
    return fresh_or_unchanged(request, write_feed(feed), CONTENT_TYPE, last)


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
    try:
        found = await datasette.execute(DATABASE, query["sql"], dict(parameters), truncate=True)
    except (sqlite3.DatabaseError, QueryInterrupted) as error:
        raise BadRequest(f"The query cannot be answered: {error}") from error
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    asked = [item for item in parameters.items() if item[1]]
    first, last = await first_and_last_run(graph)
    answer = Answer(name, parameters, found.columns, rows[:MAX_ENTRIES])
    shown = _whole(datasette, request, f"/{DATABASE}/{name}", asked)
    title = query.get("title") or name
    subtitle = query.get("description") or ""
    if len(rows) > MAX_ENTRIES:
        subtitle += f" The first {MAX_ENTRIES} rows of the answer; the query's page has all."
    feed = Feed(
        id=f"feed/{answer.identity}",
        title=f"Rightswire: {title}" + (f" ({', '.join(value for _, value in asked)})" if asked else ""),
        subtitle=subtitle,
        address=_whole(datasette, request, f"{QUERY_PATH}{name}.atom", asked),
        page=shown,
        updated=last,
        entries=await query_entries(graph, answer, Span(first, last), _site(datasette, request), shown),
    )
    return fresh_or_unchanged(request, write_feed(feed), CONTENT_TYPE, last)


@graph_view
async def calendar(datasette: Any, request: Any) -> Response:
    """Dated steps: of everything or of `node`, of one `kind` or all, `from` and `to` a day."""
    graph = datasette.databases[DATABASE]
    node = await _node(graph, request)
    if isinstance(node, str):
        others = [(name, request.args[name]) for name in ("kind", "from", "to") if request.args.get(name)]
        return Response.redirect(_path(datasette, CALENDAR_PATH, [("node", node), *others]), status=301)
    kinds = await read_rows(graph, agenda.KINDS_SQL)
    asked = Agenda(
        node,
        _asked(agenda.as_known, (request.args.get("kind") or "").strip(), kinds),
        _asked(agenda.read_day, request.args.get("from") or "", "from"),
        _asked(agenda.read_day, request.args.get("to") or "", "to"),
    )
    first, last = await first_and_last_run(graph)
    body = write_calendar(asked, await read_steps(graph, asked), first, _site(datasette, request))
    answer = fresh_or_unchanged(request, body, agenda.CONTENT_TYPE, last)
    answer.headers["Content-Disposition"] = 'inline; filename="rightswire.ics"'
    return answer


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
