"""Answers that are kept: quick the second time, never old, never somebody else's."""

import asyncio
import sqlite3

import pytest
from datasette.database import Database

from browse.answers import Answer, Answers


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


@pytest.fixture
def count_queries(monkeypatch):
    """How many queries the database was asked."""
    asked, execute = [], Database.execute

    async def counted(self, sql, *arguments, **options):
        asked.append(sql)
        return await execute(self, sql, *arguments, **options)

    monkeypatch.setattr(Database, "execute", counted)
    return asked


@pytest.mark.parametrize(
    "path",
    ["/", "/rightswire/cases", "/rightswire/cases/bartz-v-anthropic", "/rightswire/parties", "/-/search?words=nyt"],
)
async def test_the_second_answer_asks_the_database_nothing(sample, count_queries, path):
    first = await sample.client.get(path)
    asked = len(count_queries)
    second = await sample.client.get(path)
    assert asked
    assert len(count_queries) == asked
    assert (second.text, second.status_code, dict(second.headers)) == (first.text, 200, dict(first.headers))
    assert "content-security-policy" in second.headers


async def test_who_has_it_still_is_told_so(sample):
    first = await sample.client.get("/rightswire/cases")
    again = await sample.client.get("/rightswire/cases", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = await sample.client.get("/rightswire/cases", headers={"if-none-match": '"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/rightswire/cases", "Bartz v. Renamed"),
        ("/-/calendar.ics", "Bartz v. Renamed"),
        ("/-/feeds/query/open_cases_by_court.atom", "Bartz v. Renamed"),
    ],
)
async def test_what_changed_is_shown_at_once(changing, path, shown):
    datasette, change = changing
    assert shown not in (await datasette.client.get(path)).text
    change(
        "update cases set name = 'Bartz v. Renamed', status = 'filed', court = 'N.D. Cal.' where id = 'bartz-v-anthropic'"
    )
    change("update nodes set name = 'Bartz v. Renamed' where id = 'bartz-v-anthropic'")
    assert shown in (await datasette.client.get(path)).text


async def test_a_page_that_takes_long_is_told_as_it_was_and_made_meanwhile(changing, held_up, monkeypatch):
    monkeypatch.setattr("browse.answers.PATIENCE_SECONDS", 0.05)
    datasette, change = changing
    await datasette.client.get("/rightswire/cases")
    change("update cases set name = 'Bartz v. Renamed' where id = 'bartz-v-anthropic'")
    go_on = held_up(datasette)
    told = await asyncio.wait_for(datasette.client.get("/rightswire/cases"), 30)
    assert (told.status_code, "Bartz v. Renamed" in told.text) == (200, False)
    go_on.set()
    while "Bartz v. Renamed" not in told.text:
        told = await asyncio.wait_for(datasette.client.get("/rightswire/cases"), 30)
        await asyncio.sleep(0.01)


async def test_a_page_that_cannot_be_made_anew_is_logged(changing, monkeypatch, caplog):
    datasette, change = changing
    before = await datasette.client.get("/rightswire/cases")
    change("update cases set name = 'Bartz v. Renamed' where id = 'bartz-v-anthropic'")
    failed = asyncio.Event()

    async def fail_late(*_, **__):
        await asyncio.sleep(0.2)
        failed.set()
        raise RuntimeError("not today")

    monkeypatch.setattr("browse.answers.PATIENCE_SECONDS", 0)
    monkeypatch.setattr("browse.limits._refusal", lambda scope: None)
    monkeypatch.setattr("datasette.app.DatasetteRouter.route_path", fail_late)
    told = await datasette.client.get("/rightswire/cases")
    assert (told.status_code, told.text) == (200, before.text)
    await asyncio.wait_for(failed.wait(), 30)
    while not caplog.records:
        await asyncio.sleep(0.01)
    assert "made anew" in caplog.text
    assert "not today" in caplog.text


async def test_feeds_and_calendars_keep_the_marks_of_their_own(sample, count_queries):
    first = await sample.client.get("/-/calendar.ics")
    asked = len(count_queries)
    again = await sample.client.get("/-/calendar.ics")
    assert len(count_queries) == asked
    assert again.headers.get_list("etag") == first.headers.get_list("etag") == [first.headers["etag"]]
    for asks in ({"if-none-match": first.headers["etag"]}, {"if-modified-since": first.headers["last-modified"]}):
        assert (await sample.client.get("/-/calendar.ics", headers=asks)).status_code == 304


async def test_a_change_is_shown_at_once(changing):
    datasette, change = changing
    before = await datasette.client.get("/rightswire/cases")
    change("update cases set name = 'Bartz v. Renamed' where id = 'bartz-v-anthropic'")
    after = await datasette.client.get("/rightswire/cases", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert "Bartz v. Renamed" in after.text


@pytest.fixture
def held_up(monkeypatch):
    """Lets a server's queries wait for the event that it gives."""

    def hold(datasette):
        graph = datasette.databases["rightswire"]
        go_on, execute = asyncio.Event(), graph.execute

        async def waiting(*arguments, **options):
            await go_on.wait()
            return await execute(*arguments, **options)

        monkeypatch.setattr(graph, "execute", waiting)
        return go_on

    return hold


async def test_while_one_page_is_made_anew_others_are_told_as_they_were(changing, held_up):
    datasette, change = changing
    cases, deals = "/rightswire/cases", "/rightswire/deals"
    for path in (cases, deals):
        await datasette.client.get(path)
    change("update cases set name = 'Bartz v. Renamed' where id = 'bartz-v-anthropic'")
    change("update deals set name = 'A deal renamed'")
    go_on = held_up(datasette)
    slow = asyncio.create_task(datasette.client.get(cases))
    await asyncio.sleep(0.05)
    meanwhile = await asyncio.wait_for(datasette.client.get(deals), 5)
    go_on.set()
    assert "A deal renamed" not in meanwhile.text
    assert "Bartz v. Renamed" in (await slow).text
    assert "A deal renamed" in (await datasette.client.get(deals)).text


def test_an_old_answer_is_told_for_a_minute_at_most():
    answers, key, answer = Answers(), ("http", "/", b"", b"", None), Answer((1,), 200, (), b"x", b'"x"')
    answers.keep(key, answer)
    assert answers.find_outdated(key, (1,), 0.0) is None
    assert answers.find_outdated(key, (2,), 1000.0) == answer
    assert answers.find_outdated(key, (3,), 1059.0) == answer
    assert answers.find_outdated(key, (3,), 1060.0) is None


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/rightswire/cases", {"cookie": "ds_actor=x"}),
        ("/rightswire/cases", {"authorization": "Bearer x"}),
        ("/rightswire?sql=select+random()", {}),
        ("/rightswire/cases/nobody", {}),
        ("/-/versions", {}),
    ],
)
async def test_what_is_personal_or_passing_is_not_kept(sample, path, headers):
    response = await sample.client.get(path, headers=headers)
    assert "etag" not in response.headers


async def test_another_host_gets_links_of_its_own(sample):
    for host in ("one.test", "two.test"):
        response = await sample.client.get("/rightswire/cases", headers={"host": host})
        assert host in response.headers["link"]


def test_memory_is_bounded():
    answers = Answers(most_bytes=100)
    for number in range(10):
        answers.keep(("http", str(number), b"", b"", None), Answer((1,), 200, (), b"x" * 30, b'"x"'))
    held = [number for number in range(10) if answers.find(("http", str(number), b"", b"", None), (1,))]
    assert held == [7, 8, 9]
    assert answers.find(("http", "9", b"", b"", None), (2,)) is None
