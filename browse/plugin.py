"""The hooks by which Datasette 0.65 shows the graph.

`browse/__init__.py` hands them on: Datasette looks for a plugin's templates and static files in a package, so the entry
point is the package and not this module.
"""

import hashlib
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from datasette.utils import escape_fts, tilde_encode, urlsafe_components
from datasette.utils.asgi import NotFound, Response
from jinja2 import Environment
from markupsafe import Markup
from pluggy import HookimplMarker

from browse import cells, links, starter, sums
from browse.filters import page_filters
from browse.home import read_home
from browse.outlook import read_outlook
from browse.reading import DATABASE, NO_PARTIES, read_rows
from browse.record import read_record
from browse.reports import relation_words
from browse.security import Application, with_security_headers
from browse.successors import find_successor

hookimpl = HookimplMarker("datasette")

STATIC = Path(__file__).parent / "static"
ARTICLE_URL_SQL = "select url from articles where id = :id"
NAMES_SQL = "select id, name from nodes where kind in ('outlet', 'case', 'deal')"


@hookimpl
def startup(datasette: Any) -> None:
    """Keep a missing page a 404.

    Beside rich, Datasette 0.65's handler of errors prints a traceback. For an address that matches no route there is
    none, printing it raises ValueError, and the reader gets a 500.
    """
    from datasette import handle_exception  # noqa: PLC0415 - the module is only whole once Datasette's plugins are loaded

    handle_exception.rich = None


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Application], Application]:
    """Put the security headers on every answer."""
    return with_security_headers


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """Lead from the page of a node that was merged to its successor's; leave everything else to Datasette."""

    async def redirect() -> Any:
        graph = datasette.databases.get(DATABASE)
        if graph is None or not isinstance(exception, NotFound):
            return None
        base = datasette.setting("base_url")
        found = await find_successor(graph, f"/{request.path.removeprefix(base)}")
        return Response.redirect(_site(datasette).row(*found)) if found else None

    return redirect


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Give SQL a lower() for every alphabet, and an escape_fts() that always makes a valid search.

    SQLite's own lower() knows A to Z only, so 'SÜDDEUTSCHE' would not be found; Datasette's own escape_fts() makes
    nothing of a lone quotation mark, which full-text search refuses as a syntax error.
    """
    conn.create_function("lower", 1, _lower, deterministic=True)
    conn.create_function("escape_fts", 1, _escape_fts, deterministic=True)


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _escape_fts(words: object) -> str:
    escaped: str = escape_fts(str(words or "").replace("\x00", " "))
    return escaped or '""'


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Serve the pages that are neither a table's nor a query's."""

    async def starter_page(request: Any) -> Any:
        html = starter.starter_page(
            request.url_vars["slug"], str(datasette.urls.instance()), _asset(datasette, "starter.css")
        )
        if html is None:
            raise NotFound("This clone holds no such starter article")
        return Response.html(html, headers={"content-security-policy": starter.CONTENT_SECURITY_POLICY})

    return [(starter.ROUTE, starter_page)]


@cache
def _digests() -> dict[str, str]:
    """What changes in the address of each static file when the file changes, by its path under static/."""
    files = (path for path in sorted(STATIC.rglob("*")) if path.is_file())
    return {path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in files}


def _asset(datasette: Any, name: str) -> str:
    return f"{datasette.urls.static_plugins('rightswire', name)}?{_digests()[name]}"


def _site(datasette: Any) -> links.Site:
    def row(table: str, key: str) -> str:
        return str(datasette.urls.row(DATABASE, table, tilde_encode(key)))

    return links.Site(row, lambda path: str(datasette.urls.path(path)))


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """Give templates what they need to show values safely and to link to our own files."""

    def asset(name: str) -> str:
        return _asset(datasette, name)

    def built(name: str) -> str | None:
        """The address of a bundle, None where `make frontend` has not made it: its page says so and does without."""
        return _asset(datasette, f"built/{name}") if f"built/{name}" in _digests() else None

    def served() -> bool:
        return DATABASE in datasette.databases

    def canned_queries() -> list[dict[str, Any]]:
        found = datasette.metadata("queries", database=DATABASE, fallback=False) or {}
        return [{**query, "name": name} for name, query in found.items() if isinstance(query, Mapping)]

    env.globals.update(
        rightswire_asset=asset, rightswire_built=built, rightswire_served=served, rightswire_queries=canned_queries
    )
    env.globals["rightswire_parties"] = f"kind__notin={','.join(NO_PARTIES)}"
    env.filters.update(
        tilde_encode=tilde_encode,
        web_link=links.web_link,
        article_link=_site(datasette).link,
        dollars=sums.dollars,
        money=sums.money,
        short_address=links.short_address,
        by_group=by_group,
        column_words=cells.column_words,
        folded=folded,
        in_order=in_order,
        without_name=without_name,
        relation_words=relation_words,
        **page_filters(lambda: _site(datasette)),
    )


def by_group(queries: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Queries by their group, groups and queries in the order of the metadata; those without one come last."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for query in queries:
        groups.setdefault(query.get("group") or "Other", []).append(query)
    return sorted(groups.items(), key=lambda item: item[0] == "Other")


def in_order(items: Iterable[Mapping[str, Any]], names: Iterable[str]) -> list[Mapping[str, Any]]:
    """Tables or facets in the order in which the metadata names them; those it does not name come last."""
    places = {name: place for place, name in enumerate(names)}
    return sorted(items, key=lambda item: (places.get(item["name"], len(places)), item["name"]))


def without_name(summary: str, name: str) -> str:
    """The summary of an event, without the name of the case or deal on whose own page it stands."""
    rest = str(summary).replace(f"{name} is ", "", 1).replace(f" in {name}", "", 1).strip()
    return rest[:1].upper() + rest[1:] if rest else str(summary)


def folded(columns: Iterable[str]) -> set[str]:
    """The columns of a query's answer that only carry another column's link.

    They are 'x_id' and 'x_table' beside 'x', and the article's address beside its headline or sentence.
    """
    names = set(columns)
    beside = {
        name for name in names for end in ("_id", "_table") if name.endswith(end) and name.removesuffix(end) in names
    }
    return beside | ({"article_url"} if names & {"article_title", "evidence"} else set()) & names


@hookimpl
def extra_template_vars(
    database: str | None, table: str | None, view_name: str, request: Any, datasette: Any
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Give the home page, the pages of rows and the page of facts what they show beside Datasette's own variables."""

    async def variables() -> dict[str, Any]:
        graph = datasette.databases.get(DATABASE)
        if view_name == "index":
            today = datetime.now(UTC).date()
            home, outlook = await read_home(graph), await read_outlook(graph, today)
            return {"home": home, "outlook": outlook, "today": today.isoformat(), "rightswire_database": DATABASE}
        if database != DATABASE or not table or request is None:
            return {"rightswire_database": DATABASE}
        if view_name == "row":
            keys = urlsafe_components(request.url_vars["pks"])
            return {"record": await read_record(graph, table, keys[0]), "rightswire_database": DATABASE}
        if view_name == "table" and table == "facts":
            names = {row["id"]: row["name"] for row in await read_rows(graph, NAMES_SQL)}
            return {"node_names": names, "rightswire_database": DATABASE}
        return {"rightswire_database": DATABASE}

    return variables


@hookimpl
def render_cell(
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any
) -> Markup | Awaitable[Markup | None] | None:
    """Show a value of the graph as people read it; see browse.cells."""
    if database != DATABASE:
        return None

    site = _site(datasette)
    beside = {name: row[name] for name in row.keys()}  # noqa: SIM118 - sqlite3.Row iterates over values
    if table == "evidence" and column == "sentence":
        return _evidence(beside, datasette.databases[DATABASE], site)
    return cells.render(cells.Cell(value, column, table, beside), site)


async def _evidence(row: Mapping[str, Any], graph: Any, site: links.Site) -> Markup | None:
    """A row of the table of evidence holds no address: look its article's up."""
    article = row.get("article_id")
    key = article["value"] if isinstance(article, Mapping) else article
    found = await read_rows(graph, ARTICLE_URL_SQL, id=key)
    sentence = row.get("sentence")
    return cells.quotation(sentence, site.href(found[0]["url"]) if found else None) if sentence else None
