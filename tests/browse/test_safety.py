"""What a hostile page or a rude reader may try: every kind of answer stays harmless, and says no plainly."""

import json
import re
import sqlite3
import xml.etree.ElementTree as ET

import pytest
from datasette.utils import tilde_encode

from browse.limits import MAX_ADDRESS
from browse.security import CONTENT_SECURITY_POLICY

HOSTILE_NODE = tilde_encode('x"><svg/onload=alert(1)>')
PAGES = [
    "/",
    "/rightswire",
    "/rightswire/facts",
    "/rightswire/cases",
    "/rightswire/cases/hostile-v-plain",
    f"/rightswire/nodes/{HOSTILE_NODE}",
    "/rightswire/articles/h01",
    "/rightswire/timeline",
    "/rightswire/history_of_case_or_deal",
    "/rightswire/search?words=script",
    "/rightswire?sql=select+%27%3Cscript%3E%27",
    "/-/subscribe",
    "/-/subscribe?about=%3Cscript%3Ealert(1)%3C/script%3E",
    "/-/subscribe?about=DROP",
    "/-/subscribe?about=drop-tables",
    "/-/downloads",
    "/-/databases",
    "/-/threads",
    "/-/metadata",
    "/-/starter/nope",
    "/nope<script>alert(1)</script>",
    "/rightswire/nope%22%3E%3Cscript%3E",
    "/-/feeds/changes.atom?kind=%3Cscript%3E",
    "/-/feeds/changes.atom?node=%22%3E%3Cscript%3E",
    "/-/calendar.ics?from=%3Cscript%3E",
]
OTHERS = [
    ("/favicon.ico", "image/png"),
    ("/-/static-plugins/rightswire/rightswire.css", "text/css"),
    ("/-/static/app.css", "text/css"),
    ("/-/static/nope.js", "text/html"),
    ("/-/static-plugins/rightswire/../../../archive.db", ""),
    ("/rightswire/cases.json", "application/json"),
    ("/rightswire/cases/hostile-v-plain.json", "application/json"),
    ("/rightswire/nope.json", "application/json"),
    ("/rightswire/cases.csv", "text/plain"),
    ("/rightswire/cases.csv?_dl=1", "text/csv"),
    ("/rightswire.json?sql=select+1", "application/json"),
    ("/-/databases.json", "application/json"),
    ("/-/feeds/changes.atom", "application/atom+xml"),
    ("/-/calendar.ics", "text/calendar"),
    ("/rightswire.db", ""),
]


@pytest.mark.parametrize("path", PAGES)
async def test_pages_are_harmless(hostile, path, parse_page):
    response = await hostile.client.get(path, follow_redirects=True)
    page = parse_page(response.text)
    assert page.scripts == []
    assert not page.tags & {"svg", "img", "iframe", "object", "embed", "base", "i", "b", "u"}
    assert not [name for name in page.attributes if name.startswith("on") or name == "style"]
    schemes = {
        link.split(":")[0].lower() for link in page.links if re.match(r"\s*[a-z][a-z0-9+.-]*:", link, re.IGNORECASE)
    }
    assert schemes <= {"http", "https"}
    assert response.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(("path", "content_type"), [*((path, "text/html") for path in PAGES), *OTHERS])
async def test_every_answer_carries_policy_and_type(hostile, path, content_type):
    response = await hostile.client.get(path)
    if content_type and not response.is_redirect:
        assert response.headers["content-type"].partition(";")[0] == content_type
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "unsafe" not in CONTENT_SECURITY_POLICY


async def test_feeds_escape_twice_and_link_to_the_web_alone(hostile):
    for path in (
        "/-/feeds/changes.atom",
        "/-/feeds/changes.atom?node=hostile-v-plain",
        "/-/feeds/query/suits_by_defendant.atom",
    ):
        root = ET.fromstring((await hostile.client.get(path)).content)
        for element in root.iter():
            address = element.get("href", "http:")
            assert address.startswith(("http:", "https:")), address
            if element.get("type") == "html":
                assert "<script" not in element.text
                assert "<img" not in element.text
                assert not re.search(r"href=\"(?!https?://)", element.text)


async def test_calendars_hold_no_address_but_the_webs(make_datasette, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["hostile"].read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("update events set date = '2025-11-19' where node_id = 'hostile-v-plain'")
    connection.close()
    text = (await make_datasette(path).client.get("/-/calendar.ics?node=hostile-v-plain")).text.replace("\r\n ", "")
    assert "BEGIN:VEVENT" in text
    assert "javascript:" not in text


# method, path, status
METHODS = [
    *((method, path, 405) for method in ("PUT", "PATCH", "DELETE", "TRACE", "DISPATCH_REQUEST", "AS_CSV", "FOO") for path in ("/", "/rightswire/cases", "/-/downloads", "/-/versions.json")),
    *(("POST", path, 405) for path in ("/-/downloads", "/-/subscribe", "/-/feeds/changes.atom", "/-/calendar.ics", "/rightswire/cases", "/rightswire/cases/bartz-v-anthropic")),
    *(("HEAD", path, 200) for path in ("/", "/rightswire/cases", "/rightswire/cases.csv", "/rightswire/cases.json", "/-/downloads", "/-/feeds/changes.atom", "/-/calendar.ics")),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status"), METHODS)
async def test_methods(sample, method, path, status):
    response = await sample.client.request(method, path)
    assert response.status_code == status
    if status == 405:
        assert "content-security-policy" in response.headers


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/" + "a" * MAX_ADDRESS, 414),
        ("/rightswire?sql=select+1+--" + "a" * MAX_ADDRESS, 414),
        ("/" + "a" * 5000, 404),
        ("/rightswire/" + "a" * 300, 404),
        ("/rightswire/cases/" + "a" * 300, 404),
        ("/a/b/c/" + "d" * 300, 404),
        ("/rightswire/nodes/" + "~22" * 2000, 404),
        ("/-/static/" + "a" * 300, 404),
        ("/-/static-plugins/rightswire/" + "a" * 300, 404),
        ("/-/static/" + "a/" * 3000, 404),
        ("/-/starter/01-" + "a" * 300, 404),
        ("/-/feeds/query/" + "a" * 300 + ".atom", 404),
        ("/rightswire/search?words=" + "a" * 8000, 200),
        ("/rightswire/cases?_search=" + "x" * 8000, 200),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_long_addresses(sample, path, status):
    response = await sample.client.get(path)
    assert response.status_code == status
    assert "content-security-policy" in response.headers
    assert "site-packages" not in response.text


@pytest.mark.parametrize(
    "path",
    ["/rightswire/nodes/~00", "/rightswire/nodes/~ff~fe", "/rightswire/~", "/rightswire/nodes/~E2~80~AE", "/-/nope/~2e~2e/x", "/a/..;/b", "//evil.test/x", "/rightswire/cases/x.y.z", "/rightswire/nodes/a,b,c"],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["", ".json"])
async def test_odd_addresses_are_not_found(sample, path, ending):
    response = await sample.client.get(path + ending)
    assert response.status_code == 404


async def ask_raw(datasette, raw_path, headers=()):
    await datasette.invoke_startup()
    told = []

    async def send(message):
        told.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": "/x", "raw_path": raw_path, "query_string": b"", "headers": list(headers), "http_version": "1.1", "scheme": "http", "server": ("localhost", 80)}  # fmt: skip
    await datasette.app()(scope, receive, send)
    return told[0]["status"], dict(told[0]["headers"])


async def test_raw_bytes_in_an_address_are_refused(sample):
    status, headers = await ask_raw(sample, "/é".encode("latin-1"))
    assert status == 400
    assert b"content-security-policy" in headers


async def test_cookies_of_somebody_else_do_not_matter(sample):
    status, _ = await ask_raw(sample, b"/-/versions.json", [(b"host", b"localhost"), (b"cookie", b"a/b=1; x=2")])
    assert status == 200


async def test_a_failure_names_no_path_and_carries_the_policy(sample, monkeypatch):
    def fail(*_):
        raise PermissionError(13, "Permission denied", "/srv/secret/place")

    await sample.invoke_startup()
    monkeypatch.setattr("browse.downloads.find_exports", fail)
    response = await sample.client.get("/-/downloads")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "content-security-policy" in response.headers


async def test_an_exception_that_datasette_lets_through_is_answered_too(sample, monkeypatch):
    await sample.invoke_startup()

    async def fail(*_):
        raise RuntimeError("late")

    monkeypatch.setattr("datasette.app.DatasetteRouter.route_path", fail)
    told = []

    async def send(message):
        told.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "headers": []}
    with pytest.raises(RuntimeError, match="late"):
        await sample.app()(scope, None, send)
    assert told[0]["status"] == 500
    assert b"content-security-policy" in dict(told[0]["headers"])
    assert b"late" not in told[1]["body"]


@pytest.mark.parametrize("statements", [(), ("drop table successors",)])
async def test_a_graph_of_another_version_keeps_a_missing_page_a_404(make_datasette, databases, tmp_path, statements):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    response = await make_datasette(path).client.get("/rightswire/nodes/nobody")
    assert response.status_code == 404


WRITES = [
    "delete from nodes",
    "insert into nodes (id) values ('x')",
    "update nodes set name = 'x'",
    "drop table nodes",
    "create table x (y)",
    "pragma journal_mode = delete",
    "pragma query_only = off",
    "attach 'x.db' as x",
    "vacuum into '/tmp/x.db'",
    "select 1; delete from nodes",
    "with x as (select 1) delete from nodes",
    "select load_extension('x')",
    "explain delete from nodes; delete from nodes",
]


@pytest.mark.parametrize("sql", WRITES)
@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
async def test_no_sql_of_a_reader_writes(make_datasette, databases, tmp_path, sql, ending):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    response = await make_datasette(path).client.get(f"/rightswire{ending}", params={"sql": sql})
    assert response.status_code == 400
    assert path.read_bytes() == databases["sample"].read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["rightswire.db"]


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
async def test_sql_is_cut_at_its_time_limit(sample, ending):
    sample._settings["sql_time_limit_ms"] = 50
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    response = await sample.client.get(f"/rightswire{ending}", params={"sql": endless})
    assert response.status_code == 400
    assert "too long" in response.text or "interrupted" in response.text.lower()
    assert "content-security-policy" in response.headers


async def test_a_feed_of_a_query_that_takes_too_long_says_so(sample):
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    sample._settings["sql_time_limit_ms"] = 50
    sample._metadata_local["databases"]["rightswire"]["queries"]["endless"] = {"sql": endless}
    response = await sample.client.get("/-/feeds/query/endless.atom")
    assert response.status_code == 400
    assert "cannot be answered" in response.text


@pytest.mark.parametrize("name", ["databases", "threads", "metadata", "settings", "versions", "plugins", "actor"])
@pytest.mark.parametrize("ending", ["", ".json"])
async def test_the_server_tells_no_path_of_the_machine(sample, databases, name, ending):
    response = await sample.client.get(f"/-/{name}{ending}")
    assert response.status_code == 200
    assert str(databases["sample"].parent) not in response.text
    assert not re.search(r"/(home|root|tmp|usr|srv|var|opt|work)/", response.text)
    if ending and name == "databases":
        (told,) = response.json()
        assert told["path"] == "rightswire.db"
        assert told["is_mutable"] is True


async def test_metadata_holds_no_secret(sample):
    def keys(value):
        if isinstance(value, dict):
            return set(value) | {key for item in value.values() for key in keys(item)}
        return {key for item in value for key in keys(item)} if isinstance(value, list) else set()

    told = (await sample.client.get("/-/metadata.json")).json()
    assert not [key for key in keys(told) if re.search(r"secret|token|password|api.?key|contact", key, re.IGNORECASE)]
    assert "contact" not in json.dumps((await sample.client.get("/-/settings.json")).json())
    for path in ("/-/permissions", "/-/auth-token", "/_internal", "/_internal/databases.json"):
        assert (await sample.client.get(path)).status_code in {403, 404}, path


@pytest.mark.parametrize("ending", ["", ".json"])
async def test_a_part_of_a_key_is_no_row(sample, ending):
    response = await sample.client.get(f"/rightswire/aliases/1{ending}")
    assert response.status_code == 404
    assert "only a part" in response.text
