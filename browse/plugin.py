"""The hooks by which Datasette 0.65 shows the graph.

`browse/__init__.py` hands them on: Datasette looks for a plugin's templates and static files in a package, so the entry
point is the package and not this module.
"""

import asyncio
import hashlib
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import tilde_encode, urlsafe_components
from datasette.utils.asgi import NotFound, Response
from jinja2 import Environment
from markupsafe import Markup
from pluggy import HookimplMarker

from browse import bounded, cells, downloads, links, machine, memory, questions, search, starter, subscribe, sums, ties
from browse.answers import with_kept_answers
from browse.compatibility import require_datasette
from browse.explorer import Explorer
from browse.filters import page_filters
from browse.home import read_home
from browse.licences import counts_for_query
from browse.limits import shown_failure, with_limits
from browse.naming import without_name
from browse.outlook import read_outlook
from browse.parameters import with_checked_parameters
from browse.parts import part_drawer
from browse.reading import DATABASE, NO_PARTIES, at_once, read_rows
from browse.record import TABLES, read_record
from browse.reports import relation_words
from browse.rights import ensure_whole_graph
from browse.security import Application, Message, Receive, Send, with_security_headers
from browse.spreadsheet import mend_csv
from browse.successors import find_successor, with_old_ids
from browse.turns import share_turns
from browse.words import words

hookimpl = HookimplMarker("datasette")

STATIC = Path(__file__).parent / "static"
ARTICLE_URL_SQL = "select url from articles where id = :id"
#: How much of the file a connection reads without copying it.
MAPPED_BYTES = 4 << 30


@hookimpl
def startup(datasette: Any) -> None:
    """Keep a missing page a 404, cells of CSV from being formulas, pages of queries short, and those of tables whole.

    Beside rich, Datasette 0.65's handler of errors prints a traceback. For an address that matches no route there is
    none, printing it raises ValueError, and the reader gets a 500.

    Raises:
        click.ClickException: Datasette is another than the one that these pages are made for.
    """
    require_datasette(memory.OF_SCHEMA)
    from datasette import handle_exception  # noqa: PLC0415 - the module is only whole once Datasette's plugins are loaded

    handle_exception.rich = None
    mend_csv()
    bounded.bound_pages(datasette)
    memory.spare_work(datasette)
    ties.order_ties(datasette)
    share_turns()


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Application], Application]:
    """Put the security headers on every answer, tell queries how many rows their page can hold, and keep answers."""

    def wrap(application: Application) -> Application:
        secured = with_security_headers(
            with_limits(with_checked_parameters(with_old_ids(application, datasette), datasette))
        )

        async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                bounded.rows_shown.set(bounded.page_rows(scope["path"], scope.get("query_string", b"")))
            await secured(scope, receive, send)

        return with_kept_answers(wrapped, datasette)

    return wrap


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """Lead from the page of a node that was merged to its successor's; hide what would tell of the machine."""

    async def redirect() -> Any:
        graph = datasette.databases.get(DATABASE)
        if failure := shown_failure(datasette, request, exception):
            return await failure()
        if graph is None or not isinstance(exception, NotFound):
            return None
        base = datasette.setting("base_url")
        try:
            found = await find_successor(graph, f"/{request.path.removeprefix(base)}")
        except (sqlite3.DatabaseError, QueryInterrupted):  # a graph of another version, or none: the page stays missing
            return None
        return Response.redirect(_site(datasette).row(*found)) if found else None

    return redirect


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Give SQL a lower() for every alphabet, and the functions of browse.search; read the file by mapping it.

    SQLite's own lower() knows A to Z only, so 'SÜDDEUTSCHE' would not be found.
    """
    conn.create_function("lower", 1, _lower, deterministic=True)
    conn.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
    search.add_functions(conn)


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


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

    return [
        (starter.ROUTE, starter_page),
        *search.routes(datasette, _site),
        *subscribe.routes(),
        *downloads.routes(),
        *machine.routes(),
        *Explorer(datasette, _site(datasette)).routes(),
    ]


@cache
def _digests() -> dict[str, str]:
    """What changes in the address of each static file when the file changes, by its path under static/."""
    files = (path for path in sorted(STATIC.rglob("*")) if path.is_file())
    return {path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in files}


def _asset(datasette: Any, name: str) -> str:
    return f"{datasette.urls.static_plugins('rightswire', name)}?{_digests()[name]}"


_encoded = lru_cache(maxsize=20_000)(tilde_encode)


@lru_cache(maxsize=8)  # asked for with each cell of a table
def _site(datasette: Any) -> links.Site:
    def row(table: str, key: str) -> str:
        return f"{datasette.setting('base_url')}{DATABASE}/{_encoded(table)}/{_encoded(key)}"

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

    def asked_from(table: str, row: Any = None) -> list[questions.Question]:
        return questions.asked_from(canned_queries(), table, row)

    env.globals["rightswire_asked_from"] = asked_from
    env.globals.update(rightswire_badges=words().badges, rightswire_court_rules=words().court_rules)
    env.globals.update(
        rightswire_asset=asset, rightswire_built=built, rightswire_served=served, rightswire_queries=canned_queries
    )
    env.globals["rightswire_part"] = part_drawer(env)
    env.globals["rightswire_rows_shown"] = bounded.rows_shown.get
    env.globals["rightswire_parties"] = f"kind__notin={','.join(NO_PARTIES)}"
    env.filters.update(
        tilde_encode=_encoded,
        web_link=links.web_link,
        article_link=_site(datasette).link,
        dollars=sums.dollars,
        money=sums.money,
        short_address=links.short_address,
        by_group=questions.by_group,
        column_words=cells.column_words,
        folded=folded,
        in_order=questions.in_order,
        without_name=without_name,
        relation_words=relation_words,
        **page_filters(lambda: _site(datasette)),
    )


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
    """Give the home page and the pages of rows what they show beside Datasette's own variables."""

    async def variables() -> dict[str, Any]:
        graph = datasette.databases.get(DATABASE)
        if view_name == "index":
            await ensure_whole_graph(datasette, request.actor if request else None)
            today = datetime.now(UTC).date()
            home, outlook = await asyncio.gather(read_home(graph), read_outlook(graph, today))
            return {"home": home, "outlook": outlook, "today": today.isoformat(), "rightswire_database": DATABASE}
        if database == DATABASE and not table and request is not None:
            counts = await counts_for_query(datasette, request.url_vars.get("table"))
            return {"deal_counts": counts, "rightswire_database": DATABASE}
        if database != DATABASE or not table or request is None:
            return {"rightswire_database": DATABASE}
        if view_name == "row" and table in TABLES:
            await ensure_whole_graph(datasette, request.actor)
            keys = urlsafe_components(request.url_vars["pks"])
            record = await at_once(graph, lambda held: read_record(held, table, keys[0]))
            return {"record": record, "rightswire_database": DATABASE}
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
    beside = cells.values_of(row)
    if table == "evidence" and column == "sentence":
        return _evidence(beside, datasette, site)
    return cells.render(cells.Cell(value, column, table, beside), site)


async def _evidence(row: Mapping[str, Any], datasette: Any, site: links.Site) -> Markup | None:
    """A row of the table of evidence holds no address: look its article's up, where everybody may see articles."""
    article, sentence = row.get("article_id"), row.get("sentence")
    key = article["value"] if isinstance(article, Mapping) else article
    public = await datasette.permission_allowed(None, "view-table", resource=(DATABASE, "articles"), default=True)
    found = await read_rows(datasette.databases[DATABASE], ARTICLE_URL_SQL, id=key) if public else []
    return cells.quotation(sentence, site.href(found[0]["url"]) if found else None) if sentence else None
