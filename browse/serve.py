"""The arguments with which Datasette serves the graph."""

import sqlite3
from contextlib import closing
from pathlib import Path

#: Datasette's settings where the default does not do, and why. Datasette 0.65 takes them as options only (settings.json
#: counts in a folder that is served whole, and ours holds the private archive): README.md's plain command repeats them.
#: Sizes of pages and facets stand in datasette-metadata.json, which every command reads.
SETTINGS = {
    "suggest_facets": "off",  # costs about a second a page on a million rows; metadata names the facets that help
    "facet_time_limit_ms": "1000",  # the default of 200 gives up at some ten thousand rows
    "sql_time_limit_ms": "3000",  # the default of 1000 cuts broad searches
    "max_returned_rows": "10000",  # the default of 1000 cuts a graph's JSON without a word in CSV
    "allow_download": "off",  # the file may be rewritten under a download; exports are whole
}


def datasette_arguments(database: Path, metadata: Path, host: str, port: int) -> list[str]:
    """What to pass to the `datasette` command to serve the graph.

    The database is not marked immutable where SQLite can open it otherwise: the nightly run rewrites it while Datasette
    serves, in one transaction, and Datasette opens it read-only all the same.

    Args:
        database: rightswire.db; its stem names it in every address and in the metadata, so it must be 'rightswire'.
        metadata: datasette-metadata.json.
        host: where to listen.
        port: where to listen.
    """
    served = ["--immutable", str(database)] if is_readable_as_immutable_only(database) else [str(database)]
    arguments = ["serve", *served, "--metadata", str(metadata), "--host", host, "--port", str(port)]
    for name, value in SETTINGS.items():
        arguments += ["--setting", name, value]
    return arguments


def is_readable_as_immutable_only(database: Path) -> bool:
    """Whether SQLite reads the file only when told that nobody changes it.

    So it is with a copy in WAL mode on a read-only disk or in a folder of somebody else: SQLite cannot lay its index
    beside the file. With a log beside it that was not yet taken over, the file alone would be an old graph, or half of
    one, and the answer is no: then Datasette says that it cannot open it.
    """
    log = database.with_name(f"{database.name}-wal")
    if log.exists() and log.stat().st_size:
        return False
    return not _opens(database, "mode=ro") and _opens(database, "mode=ro&immutable=1")


def _opens(database: Path, options: str) -> bool:
    """Whether the file can be read; one that is locked or damaged counts, since that is not for the folder to mend."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?{options}", uri=True)) as connection:
            connection.execute("select 1 from sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
    except sqlite3.DatabaseError:
        return True
    return True
