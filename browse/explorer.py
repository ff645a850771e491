"""The graph explorer: its page, and what that asks the server for as one goes.

All of it reads only, is bounded, and binds what a person typed as parameters. The drawing is done in the browser by the
bundle that `make frontend` builds; without it the page lists the neighbours as a table.
"""

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Response

from browse import network, sentences
from browse.links import Site
from browse.memory import data_state
from browse.paths import shortest_path
from browse.reading import DATABASE, at_once, read_rows
from browse.rights import ensure_whole_graph

PAGE = "/-/explore"
#: Completion of names, as browse.search serves it.
COMPLETION = "/-/complete.json"
#: What the page shows where nobody asked for a node.
FIRST_VIEW = 150
ID_LENGTH_MOST = 1000
RELATIONS_SQL = "select distinct relation from edges"
#: Tables of the pages of nodes, by kind; every other kind has its page in `nodes`.
TABLES = {"case": "cases", "deal": "deals"}

#: What the page's script asks for, each at an address of its own.
ANSWERS = ("around", "between", "path", "whole", "node", "edge")
#: Ids that one request may name.
IDS_MOST = 2000

#: Answers kept, for as many different numbers of nodes.
WHOLES_KEPT = 4

Handler = Callable[[Any], Awaitable[Any]]


class ExplorerError(Exception):
    """What was asked for cannot be answered.

    Attributes:
        status: of the answer.
        message: for people.
        suggestions: nodes that could have been meant.
    """

    def __init__(self, status: int, message: str, suggestions: list[dict[str, Any]] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.suggestions = status, message, suggestions or []


@dataclass(frozen=True, slots=True)
class Explorer:
    """The explorer of one Datasette.

    Attributes:
        datasette: that serves the graph.
        site: for links.
        wholes: the most reported part, by how many nodes were asked for and the state of the file it was read from.
    """

    datasette: Any
    site: Site
    wholes: dict[tuple[int, tuple[int, int] | None], dict[str, Any]] = field(default_factory=dict, compare=False)

    def routes(self) -> list[tuple[str, Handler]]:
        """The page and its answers, for Datasette's register_routes."""
        answers = {name: getattr(self, name) for name in ANSWERS}
        return [
            (rf"^{PAGE}$", self.page),
            *((rf"^/-/graph/{name}\.json$", self.answering(answer)) for name, answer in answers.items()),
        ]

    def answering(self, answer: Callable[[Any, Mapping[str, Any]], Awaitable[dict[str, Any]]]) -> Handler:
        """A route that gives the answer as JSON, or says in JSON why there is none."""

        async def route(request: Any) -> Any:
            try:
                graph = await self.open(request)
                if answer == self.whole:
                    told = await self.whole(graph, request.args)
                    body = await asyncio.to_thread(json.dumps, told)  # megabytes would hold others up
                else:
                    body = await at_once(graph, lambda held: _as_json(answer(held, request.args)))
                return Response(body, content_type="application/json; charset=utf-8")
            except ExplorerError as error:
                told = {"ok": False, "error": error.message, "suggestions": error.suggestions}
                return Response.json(told, status=error.status)
            except (sqlite3.DatabaseError, QueryInterrupted) as error:
                return Response.json({"ok": False, "error": _unreadable(error), "suggestions": []}, status=503)

        return route

    async def open(self, request: Any) -> Any:
        """The graph, for those who may see it."""
        await ensure_whole_graph(self.datasette, request.actor)
        graph = self.datasette.databases.get(DATABASE)
        if graph is None:
            raise ExplorerError(404, "No graph is served here: rightswire.db is missing. Run make ingest to build it.")
        return graph

    def page_of(self, kind: str, node_id: str) -> str:
        """The address of a node's page."""
        return self.site.row(TABLES.get(kind, "nodes"), node_id)

    async def around(self, graph: Any, arguments: Any) -> dict[str, Any]:
        """A node and its neighbours: ?id=, limit=, and offset= for those after as many."""
        node = await self.known(graph, arguments, "id")
        limit = _number(arguments, "limit", network.NEIGHBOURS, network.NEIGHBOURS_MOST)
        offset = _number(arguments, "offset", 0, network.OFFSET_MOST, least=0)
        return await network.read_around(graph, node, limit, self.page_of, offset)

    async def between(self, graph: Any, arguments: Any) -> dict[str, Any]:
        """The edges between nodes that come anew and those that are there: ?id= of each, other= of each."""
        ids, others = (arguments.getlist(name)[:IDS_MOST] for name in ("id", "other"))
        return await network.read_between(graph, ids, others)

    async def whole(self, graph: Any, arguments: Any) -> dict[str, Any]:
        """The most reported part: ?limit=."""
        return await self.most_reported(graph, _number(arguments, "limit", network.WHOLE, network.WHOLE_MOST))

    async def most_reported(self, graph: Any, limit: int) -> dict[str, Any]:
        """The most reported part, read once for each state of the file: it takes a look at every edge."""
        key = (limit, data_state(graph))
        if key not in self.wholes:
            whole = await at_once(graph, lambda held: network.read_whole(held, limit, self.page_of))
            for other in [held for held in self.wholes if held[1] != key[1]] or list(self.wholes)[WHOLES_KEPT - 1 :]:
                del self.wholes[other]
            self.wholes[key] = whole
        return self.wholes[key]

    async def path(self, graph: Any, arguments: Any) -> dict[str, Any]:
        """A shortest path: ?from=, to=, and for each relation that it may not use without=."""
        start, goal = await self.known(graph, arguments, "from"), await self.known(graph, arguments, "to")
        asked = set(arguments.getlist("without"))
        without = asked & {row["relation"] for row in await read_rows(graph, RELATIONS_SQL)} if asked else set()
        path, certain = await shortest_path(graph, start, goal, without)
        found = await network.read_path(graph, path, self.page_of)
        return {**found, "from": start, "to": goal, "certain": certain}

    async def node(self, graph: Any, arguments: Any) -> dict[str, Any]:
        """A node's facts and newest sentences: ?id=."""
        node = await self.known(graph, arguments, "id")
        told = await sentences.read_about_node(graph, node, self.site.href) or {}
        return {**told, "page": self.page_of(told.get("kind", ""), node)}

    async def edge(self, graph: Any, arguments: Any) -> dict[str, Any]:
        """An edge's newest sentences: ?id=."""
        told = await sentences.read_about_edge(graph, _text(arguments, "id"), self.site.href)
        if told is None:
            raise ExplorerError(404, "This graph holds no such relation; it may be gone since the page was loaded.")
        return {**told, "page": self.site.row("edges", told["id"])}

    async def known(self, graph: Any, arguments: Any, name: str) -> str:
        """The id of the node that an argument names; ExplorerError with suggestions where there is none."""
        asked = _text(arguments, name)
        node = await network.find_node(graph, asked)
        if node is None:
            suggestions = await network.find_names(graph, asked.replace("-", " "))
            raise ExplorerError(404, f"This graph holds no node with the id or name '{_short(asked)}'.", suggestions)
        return node

    async def page(self, request: Any) -> Any:
        """The page: ?id= of a node, or ?name= of one, or ?whole= nodes; without any of them a first view."""
        shown: dict[str, Any] = {"centre": None, "nodes": [], "edges": [], "error": "", "suggestions": []}
        status = 200
        try:
            shown.update(await self.first_view(await self.open(request), request.args))
        except ExplorerError as error:
            status, shown["error"], shown["suggestions"] = error.status, error.message, error.suggestions
        except (sqlite3.DatabaseError, QueryInterrupted) as error:
            status, shown["error"] = 503, _unreadable(error)
        names = {node["id"]: node for node in shown["nodes"]}
        context = {"view": shown, "names": names, "addresses": self.addresses()}
        html = await self.datasette.render_template("explore.html", context, request=request, view_name="explore")
        return Response.html(html, status=status)

    async def first_view(self, graph: Any, arguments: Any) -> dict[str, Any]:
        """What the page shows before anybody clicked."""
        if arguments.get("id"):
            return {**await at_once(graph, lambda held: self.around(held, arguments)), "asked": "id"}
        words = str(arguments.get("name") or "").strip()
        if words:
            found = await network.find_names(graph, words)
            if not found:
                raise ExplorerError(404, f"No name in this graph holds '{_short(words)}'.")
            best = found[0]["id"]
            around = await at_once(
                graph, lambda held: network.read_around(held, best, network.NEIGHBOURS, self.page_of)
            )
            return {**around, "asked": "id", "suggestions": found[1:]}
        limit = _number(arguments, "whole", FIRST_VIEW, network.WHOLE_MOST)
        return {**await self.most_reported(graph, limit), "asked": "whole", "limit": limit}

    def addresses(self) -> dict[str, str]:
        """Where the page's script finds what it asks for, whatever path this server lies under."""
        found = {name: self.site.path(f"/-/graph/{name}.json") for name in ANSWERS}
        found["explore"] = self.site.path(PAGE)
        found["complete"] = self.site.path(COMPLETION)
        return found


async def _as_json(answer: Awaitable[dict[str, Any]]) -> str:
    return json.dumps(await answer)


def _unreadable(error: Exception) -> str:
    if isinstance(error, QueryInterrupted):
        return "This took longer than the server allows. Ask for less: fewer neighbours, or fewer nodes."
    return f"The graph cannot be read: {error}. Run make rebuild to derive it anew from the archive."


def _text(arguments: Any, name: str) -> str:
    value = str(arguments.get(name) or "")
    if not value:
        raise ExplorerError(400, f"The address lacks '{name}='.")
    return value[:ID_LENGTH_MOST]


def _number(arguments: Any, name: str, usual: int, most: int, least: int = 1) -> int:
    value = str(arguments.get(name) or usual)
    if not value.isascii() or not value.isdigit() or int(value[:9]) < least:
        raise ExplorerError(400, f"'{name}' is a number from {least} to {most}.")
    return min(int(value[:9]), most)


def _short(text: str, length: int = 80) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
