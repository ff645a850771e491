"""What Datasette is spared from asking again: asked once, and never old."""

import sqlite3

import pytest
from datasette.utils import tilde_encode


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


async def test_datasettes_list_of_tables_follows_the_schema(changing):
    datasette, change = changing

    async def listed():
        await datasette.client.get("/rightswire/cases", cookies={"not": "kept"})
        rows = await datasette.get_database("_internal").execute("select table_name from tables")
        return {row["table_name"] for row in rows}

    assert "newly_made" not in await listed()
    change("create table newly_made (id integer primary key)")
    assert "newly_made" in await listed()


@pytest.fixture
async def row_paths(sample):
    """The path of one row of each table whose rows have pages of their own."""
    from browse.record import TABLES

    graph = sample.get_database("rightswire")
    keys = {table: (await graph.execute(f"select min(id) from {table}")).single_value() for table in TABLES}
    return {table: sample.urls.row("rightswire", table, tilde_encode(key)) for table, key in keys.items()}


async def test_pages_of_rows_ask_in_few_turns_and_count_nothing_unshown(sample, row_paths, monkeypatch):
    from datasette.database import Database

    turns, asked = [], []
    execute_fn, execute = Database.execute_fn, Database.execute

    async def counted(self, work):
        turns.append(work)
        return await execute_fn(self, work)

    async def listed(self, sql, *args, **options):
        asked.append(sql)
        return await execute(self, sql, *args, **options)

    await sample.client.get("/rightswire/cases")
    monkeypatch.setattr(Database, "execute_fn", counted)
    monkeypatch.setattr(Database, "execute", listed)
    for path in row_paths.values():
        assert (await sample.client.get(path, cookies={"not": "kept"})).status_code == 200
        turns.clear()
        assert (await sample.client.get(path, cookies={"not": "kept"})).status_code == 200
        assert 0 < len(turns) <= 3, path
    assert len(asked) > 20
    assert not [sql for sql in asked if sql.startswith("select (select count(*)")]


async def test_json_tells_what_points_at_a_row(sample, row_paths):
    for path in row_paths.values():
        told = (await sample.client.get(f"{path}.json?_extras=foreign_key_tables")).json()
        assert told["foreign_key_tables"], path
    page = (await sample.client.get("/rightswire/evidence/1")).text  # of a table without pages of its own
    assert "Rows that point here" in page
