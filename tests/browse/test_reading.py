"""What a page reads at once: all in one turn of one thread, each query within its time."""

import asyncio
import threading

import pytest
from datasette.database import QueryInterrupted

from browse.reading import at_once, read_rows

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"


async def test_all_is_read_in_one_thread_that_is_not_the_servers(sample):
    graph, threads = sample.get_database("rightswire"), []

    async def read(held):
        threads.append(threading.current_thread())
        rows = await read_rows(held, "select :a as a, lower('Ü') as b", a=1)
        return rows + await read_rows(held, "select count(*) as a from cases")

    first, second = await at_once(graph, read)
    assert first == {"a": 1, "b": "ü"}
    assert second["a"] > 0
    assert threads[0] is not threading.main_thread()


async def test_a_query_that_takes_too_long_ends(sample, monkeypatch):
    monkeypatch.setattr(sample, "sql_time_limit_ms", 30)
    with pytest.raises(QueryInterrupted):
        await at_once(sample.get_database("rightswire"), lambda held: read_rows(held, ENDLESS))


async def test_what_waits_for_something_else_is_refused(sample):
    with pytest.raises(RuntimeError, match="database alone"):
        await at_once(sample.get_database("rightswire"), lambda _: asyncio.sleep(0))
