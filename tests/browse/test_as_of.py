"""What was known on a day holds nothing that came after it."""

import shutil
import sqlite3
from contextlib import closing

import pytest


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2025-03-01", ("filed", None)),
        ("2025-06-30", ("discovery", None)),
        ("2025-12-30", ("discovery", "2025-07-02")),
        ("2025-12-31", ("appeal", "2025")),
    ],
)
async def test_a_version_holds_between_its_days_and_a_later_date_is_blank(
    make_datasette, databases, tmp_path, day, told
):
    path = shutil.copy(databases["sample"], tmp_path / "rightswire.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("delete from case_history")
        connection.executemany(
            "insert into case_history (case_id, known_from, known_until, status, status_date)"
            " values ('bartz-v-anthropic', ?, ?, ?, ?)",
            [
                ("2024-12-31", "2025-04-30", "filed", "2025-07-01"),
                ("2025-04-30", None, "discovery", "2025-07-02"),
            ],
        )
        connection.execute(
            "insert into case_history (case_id, known_from, status, status_date)"
            " values ('getty-images-v-stability-ai', '2025-12-31', 'appeal', '2025')"
        )
        connection.commit()
    rows = (await make_datasette(path).client.get(f"/rightswire/cases_as_of.json?day={day}&_shape=array")).json()
    assert told in {(row["status"], row["status_date"]) for row in rows}
    assert ("appeal" in {row["status"] for row in rows}) == (day == "2025-12-31")


@pytest.mark.parametrize(
    ("day", "known"),
    [("", True), ("2099-12-31", True), ("2099-12", True), ("2099", True), ("1999", False)],
)
@pytest.mark.parametrize("query", ["cases_as_of", "deals_as_of", "relations_as_of"])
async def test_a_month_or_year_is_its_last_day_and_none_is_today(make_datasette, databases, query, day, known):
    client = make_datasette(databases["sample"]).client
    rows = (await client.get(f"/rightswire/{query}.json", params={"day": day, "_shape": "array"})).json()
    assert bool(rows) == known


@pytest.mark.parametrize("day", ["tomorrow", "31 March 2099", "2099-13-45"])
@pytest.mark.parametrize("query", ["cases_as_of", "deals_as_of", "relations_as_of"])
async def test_what_is_no_date_is_refused_rather_than_taken_for_today(make_datasette, databases, query, day):
    client = make_datasette(databases["sample"]).client
    assert (await client.get(f"/rightswire/{query}.json", params={"day": day})).status_code == 400
