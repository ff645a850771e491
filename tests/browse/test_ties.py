"""Walking a table from page to page meets each of its rows once, however many tie in the sorted column."""

import csv
import io
import re
import shutil
import sqlite3
from contextlib import closing

import pytest

ROWS = 70


@pytest.fixture
def tied(make_datasette, databases, tmp_path):
    """Datasette over a graph with many rows that tie, written in no order."""
    path = shutil.copy(databases["sample"], tmp_path / "rightswire.db")
    keys = [f"t{number * 37 % ROWS:03}" for number in range(ROWS)]
    with closing(sqlite3.connect(path)) as connection:
        for key in keys:
            connection.execute(
                "insert into nodes (id, kind, name, provenance) values (?, 'company', ?, 'news')",
                (key, f"N {key[::-1]}"),
            )
            connection.execute(
                "insert into edges (id, source, relation, target, articles, confidence, provenance, attributes)"
                " values (?, ?, ?, 'openai', ?, 0.9, 'news', '{}')",
                (f"{key}|owns|openai", "microsoft", f"r{key[::-1]}", int(key[1:]) % 2),
            )
            connection.execute(
                "insert into facts (relation, subject, subject_kind, subject_id, object_id, article_url, confidence,"
                " provenance, edge_id, single_source) values ('owns', 'Tie', 'company', 'microsoft', 'openai', ?, 0.9, 'news', ?, 0)",
                (f"https://tie.test/{key[::-1]}", f"{key}|owns|openai"),
            )
        connection.commit()
    return make_datasette(path)


TABLES = [
    "nodes?", "edges?source=microsoft", "edges?target=openai&_sort=confidence", "facts?subject=Tie",
    "facts?subject=Tie&_sort=relation", "evidence?", "articles?", "nodes?_sort_desc=kind",
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
async def test_pages_hold_each_row_once(tied, table):
    path, met, count = f"/rightswire/{table}&_size=7".replace("?", ".json?"), [], None
    while path:
        answer = (await tied.client.get(path)).json()
        count = answer["filtered_table_rows_count"] if count is None else count
        met += [tuple(map(str, row)) for row in answer["rows"]]
        path = answer["next_url"] and re.sub(r"^https?://[^/]+", "", answer["next_url"])
    assert len(met) == len(set(met)) == count


async def test_a_stream_holds_each_row_once(tied):
    tied._settings["max_returned_rows"] = tied.max_returned_rows = 10
    answer = await tied.client.get("/rightswire/edges.csv?source=microsoft&_stream=1&_size=max")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    whole = (await tied.client.get("/rightswire/edges.json?source=microsoft&_size=1")).json()
    assert len(rows) == len({row["id"] for row in rows}) == whole["filtered_table_rows_count"]


async def test_the_first_page_has_ties_in_the_order_of_the_key(tied):
    rows = (await tied.client.get("/rightswire/nodes.json?provenance=news&name__startswith=N+&_shape=objects")).json()[
        "rows"
    ]
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)


@pytest.mark.parametrize("chosen", ["_col=source", "_nocol=articles"])
async def test_pages_without_the_column_of_the_order_follow_one_another(tied, chosen):
    assert (await tied.client.get(f"/rightswire/edges?{chosen}&_size=7")).status_code == 200
    path, met, count = f"/rightswire/edges.json?{chosen}&_size=7", [], None
    while path:
        answer = (await tied.client.get(path)).json()
        count = answer["filtered_table_rows_count"] if count is None else count
        met += [row[answer["columns"].index("id")] for row in answer["rows"]]
        path = answer["next_url"] and re.sub(r"^https?://[^/]+", "", answer["next_url"])
    assert len(met) == len(set(met)) == count
