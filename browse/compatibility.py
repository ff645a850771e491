"""Whether Datasette is the one that these pages are made for: we wrap parts of it that it promises to nobody."""

from collections.abc import Iterator
from importlib import import_module, metadata

from click import ClickException
from packaging.version import Version

from rightswire.errors import ConfigurationError

#: The series that has the names below as we use them.
SERIES = (0, 65)
ADVICE = "install the version of requirements.lock: `make setup`"
#: What we wrap, replace or call of Datasette, by module; browse/memory.py adds what it keeps of the schema.
WRAPPED = {
    "datasette.app": (
        "Datasette._connected_databases",
        "Datasette._table_permission_allows",
        "Datasette.get_canned_query",
        "Datasette.refresh_schemas",
    ),
    "datasette.database": ("Database.execute", "Database.table_counts", "sqlite_timelimit"),
    "datasette.handle_exception": ("handle_exception", "rich"),
    "datasette.utils": ("CustomRow",),
    "datasette.views.base": ("csv",),
    "datasette.views.database": ("QueryView.data",),
    "datasette.views.row": ("RowView.foreign_key_tables",),
    "datasette.views.table": ("TableView.data",),
}


def check_datasette(of_schema: tuple[str, ...]) -> None:
    """See that Datasette can be served with our pages.

    Args:
        of_schema: methods of its class Database that are wrapped beside WRAPPED.

    Raises:
        ConfigurationError: it is of another series, or lacks something that we wrap.
    """
    installed = metadata.version("datasette")
    series = ".".join(map(str, SERIES))
    if Version(installed).release[:2] != SERIES:
        raise ConfigurationError(f"Datasette {installed}", f"these pages need a version of the series {series}", ADVICE)
    missing = sorted(_missing({**WRAPPED, "datasette.database": (*WRAPPED["datasette.database"], *_of(of_schema))}))
    if missing:
        reason = f"it lacks what these pages build on: {', '.join(missing)}"
        raise ConfigurationError(f"Datasette {installed}", reason, ADVICE)


def require_datasette(of_schema: tuple[str, ...]) -> None:
    """The same for Datasette's own command, which tells one kind of error in a line and ends.

    Raises:
        click.ClickException: where `check_datasette` raises.
    """
    try:
        check_datasette(of_schema)
    except ConfigurationError as error:
        raise ClickException(str(error)) from error


def _of(methods: tuple[str, ...]) -> Iterator[str]:
    return (f"Database.{name}" for name in methods)


def _missing(wrapped: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for module, names in wrapped.items():
        try:
            found = import_module(module)
        except ImportError:
            yield module
            continue
        for name in names:
            held: object = found
            for part in name.split("."):
                held = vars(held).get(part, _NOTHING) if held is not _NOTHING else held  # inherited ones are others
            if held is _NOTHING:
                yield f"{module}.{name}"


_NOTHING = object()
