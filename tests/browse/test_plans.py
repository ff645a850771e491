"""Every part of a page finds its rows by an index: none reads a large table from end to end."""

import re
import sqlite3
from contextlib import closing

import pytest

from browse import articles, contested, facts, outlets, outlook, parties, relations, sentences, stories, timeline
from graph.rows import STRUCTURE

SENTENCES = {f"sentences of {table}": facts.sentences_sql(table) for table in facts.CONDITIONS} | {
    f"sentences in the explorer of a {kind}": sentences.sentences_sql(kind) for kind in sentences.EVIDENCE
}
COUNTS = {
    f"count of {table}": facts.COUNT_SQL.format(condition=condition, structure=STRUCTURE)
    for table, condition in facts.CONDITIONS.items()
}
QUERIES = {
    **SENTENCES,
    **COUNTS,
    **{
        f"{module.__name__} {name}": sql.format(table="cases") if name == "ROW_SQL" else sql
        for module in (articles, contested, outlets, outlook, parties, relations, stories, timeline)
        for name, sql in vars(module).items()
        if name.endswith("_SQL") and "{condition}" not in sql
    },
    "forms": facts.FORMS_SQL,
}
#: Not the tables of the graph but rows already found, or lists that a page passes in.
SMALL = {"json_each", "own", "one", "other", "met", "told", "m", "t", "f", "newest"}


@pytest.mark.parametrize("name", QUERIES)
def test_reads_by_index(databases, name):
    with closing(sqlite3.connect(databases["pages"])) as connection:
        # As if the tables were large: what ANALYZE found of a sample says that reading it whole is cheap.
        connection.execute("delete from sqlite_stat1")
        connection.execute("analyze sqlite_master")
        parameters = dict.fromkeys(re.findall(r":(\w+)", QUERIES[name]), "1")
        plan = [row[3] for row in connection.execute(f"explain query plan {QUERIES[name]}", parameters)]
        names = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    aliases = dict(
        re.findall(r"(?:from|join) (\w+) (?!where|join|left|on|order|group|limit|and|union)(\w+)", QUERIES[name])
    )
    aliases = {alias: table for table, alias in aliases.items()}
    scans = [step for step in plan if step.startswith("SCAN") and " USING " not in step]
    scanned = {aliases.get(step.split()[1], step.split()[1]) for step in scans}
    assert not scanned & (names - SMALL), plan
    whole = [step for step in plan if step.startswith("SCAN") and " USING " in step and "events_date" not in step]
    assert not whole, plan
