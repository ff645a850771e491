"""How SQL and pages share the interpreter: limits of time hold, with few looks at the clock."""

import sqlite3

import datasette.database
import pytest

from browse import turns

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
FINITE = "with recursive n(i) as (select 1 union all select i + 1 from n limit 50000) select count(*) from n"


@pytest.mark.parametrize("limit_ms", [10, 50])
def test_what_takes_longer_than_the_limit_is_ended(limit_ms):
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError, match="interrupted"), turns.time_limit(connection, limit_ms):
        connection.execute(ENDLESS).fetchone()
    assert connection.execute(FINITE).fetchone() == (50000,)  # the limit is gone
    connection.close()


def test_the_clock_is_looked_at_seldom(monkeypatch):
    looks = []
    monkeypatch.setattr(turns.time, "perf_counter", lambda: looks.append(1) or 0.0)
    connection = sqlite3.connect(":memory:")
    with turns.time_limit(connection, 1000):
        connection.execute(FINITE).fetchone()  # 7 steps a row or more
    connection.close()
    assert 10 < len(looks) < 100


async def test_the_server_ends_long_sql_with_it(sample):
    answer = await sample.client.get("/rightswire.json", params={"sql": ENDLESS})
    assert datasette.database.sqlite_timelimit is turns.time_limit
    assert answer.status_code == 400
    assert "SQL" in answer.text
