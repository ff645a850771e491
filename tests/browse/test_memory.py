"""What Datasette is spared from asking again: asked once, and never old."""

import sqlite3

import pytest


@pytest.fixture
def changing(make_datasette, databases, tmp_path):
    """Datasette over a graph of its own, and what runs SQL on it from outside."""
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())

    def change(sql):
        with sqlite3.connect(path) as connection:
            connection.execute(sql)
        connection.close()

    return make_datasette(path), change


async def test_the_first_page_asks_little_of_the_schema(sample, monkeypatch):
    await sample.client.get("/", cookies={"not": "kept"})
    from datasette.database import Database

    asked, execute = [], Database.execute_fn

    async def counted(self, work):
        asked.append(work)
        return await execute(self, work)

    monkeypatch.setattr(Database, "execute_fn", counted)
    await sample.client.get("/", cookies={"not": "kept"})
    assert 0 < len(asked) < 20  # more than a hundred otherwise


async def test_a_new_table_and_a_new_row_are_seen_at_once(changing):
    datasette, change = changing
    for _ in range(2):
        before = (await datasette.client.get("/rightswire.json")).json()["tables"]
    change("create table newly_made (id integer primary key)")
    change("insert into newly_made values (1)")
    change("delete from articles where id = (select min(id) from articles)")
    after = (await datasette.client.get("/rightswire.json")).json()["tables"]
    made = [table for table in after if table["name"] == "newly_made"]
    assert [(table["columns"], table["count"]) for table in made] == [(["id"], 1)]
    counts = [next(table["count"] for table in tables if table["name"] == "articles") for tables in (before, after)]
    assert counts[0] - counts[1] == 1
    assert (await datasette.client.get("/rightswire/newly_made/1")).status_code == 200
