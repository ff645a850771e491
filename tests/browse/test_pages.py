"""Pages through Datasette's own client: they answer, escape, link and tell the truth about an empty graph."""

import re
import sqlite3

import pytest
import rich
from datasette import handle_exception
from datasette.utils import tilde_encode

TABLES = (
    "nodes",
    "aliases",
    "articles",
    "cases",
    "deals",
    "edges",
    "evidence",
    "register_sources",
    "events",
    "feeds",
    "runs",
    "problems",
    "changes",
    "facts",
)
ROWS = (
    ("cases", "hostile-v-plain"),
    ("deals", "hostile-deal"),
    ("nodes", 'x"><svg/onload=alert(1)>'),
    ("nodes", "drop-tables"),
    ("nodes", "hostile-v-plain"),
    ("articles", "h01"),
    ("articles", "h02"),
    ("evidence", "901"),
    ("runs", "3"),
    ("edges", 'x"><svg/onload=alert(1)>|sues|drop-tables'),
    ("edges", "drop-tables|says|drop-tables"),
    ("feeds", "<feed>"),
    ("events", "hostile-v-plain|filed||1"),
    ("changes", "901"),
)
SAFE_TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "link",
    "script",
    "body",
    "header",
    "nav",
    "main",
    "footer",
    "section",
    "article",
    "canvas",
    "figure",
    "aside",
    "div",
    "span",
    "p",
    "a",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "form",
    "input",
    "button",
    "select",
    "option",
    "label",
    "small",
    "textarea",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "details",
    "summary",
    "blockquote",
    "q",
    "mark",
    "meter",
    "time",
    "strong",
    "em",
    "code",
    "pre",
    "br",
}
ODD_WORDS = [
    "23-cv",
    '"',
    "'",
    '"unbalanced',
    "a AND",
    "NEAR(",
    "*",
    "sentence:x",
    "-",
    "(",
    "\x00",
    "",
    "émile",
    "a" * 5000,
]


@pytest.fixture
def assert_harmless(parse_page):
    """Asserts that nothing of what a hostile row holds became markup, a script or a link."""

    def check(text):
        page = parse_page(text)
        assert page.tags <= SAFE_TAGS, page.tags - SAFE_TAGS
        assert not [name for name in page.attributes if name.startswith("on") or name == "style"]
        assert page.scripts == []
        schemes = {link.split(":")[0].lower() for link in page.links if re.match(r"\s*[a-z][a-z0-9+.-]*:", link, re.I)}
        assert schemes <= {"http", "https"}, page.links

    return check


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
async def test_every_table_and_query_answers(hostile, queries, ending, assert_harmless):
    for name in (*TABLES, *queries):
        response = await hostile.client.get(f"/rightswire/{name}{ending}")
        assert response.status_code == 200, name
        if not ending:
            assert_harmless(response.text)


async def test_every_table_with_all_columns(hostile, assert_harmless):
    for name in TABLES:
        response = await hostile.client.get(
            f"/rightswire/{name}?_columns=all&_facet=provenance"
            if name == "cases"
            else f"/rightswire/{name}?_columns=all"
        )
        assert response.status_code == 200, name
        assert_harmless(response.text)


@pytest.mark.parametrize(("table", "key"), ROWS)
async def test_hostile_rows_are_shown_harmless(hostile, table, key, assert_harmless):
    response = await hostile.client.get(f"/rightswire/{table}/{tilde_encode(key)}")
    assert response.status_code == 200
    assert_harmless(response.text)


async def test_every_row_that_the_sample_holds_has_a_page(sample, databases):
    connection = sqlite3.connect(databases["sample"])
    for table in ("cases", "deals", "nodes", "edges", "articles", "events"):
        for (key,) in connection.execute(f"select id from {table}").fetchall():
            response = await sample.client.get(f"/rightswire/{table}/{tilde_encode(key)}")
            assert response.status_code == 200, (table, key)
    connection.close()


@pytest.mark.parametrize(
    "path", ["/", "/rightswire", "/rightswire?sql=select+name+from+nodes", "/nope", "/rightswire/nope"]
)
async def test_other_pages_are_harmless_and_carry_the_headers(hostile, path, assert_harmless):
    response = await hostile.client.get(path)
    assert response.status_code == (404 if "nope" in path else 200)
    assert_harmless(response.text)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_hostile_parameters_are_escaped(sample, queries, assert_harmless):
    nasty = "\"><script>alert(1)</script>'; drop table nodes; --"
    for name, query in queries.items():
        response = await sample.client.get(f"/rightswire/{name}", params=dict.fromkeys(query.get("params", []), nasty))
        assert response.status_code in (200, 400), name  # 400 where one is a date, a number or one of a few words
        assert_harmless(response.text)


@pytest.mark.parametrize("words", ODD_WORDS)
@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
async def test_odd_search_terms_are_answered(sample, words, ending):
    for path, name in (("evidence", "_search"), ("articles", "_search"), ("search", "words")):
        response = await sample.client.get(f"/rightswire/{path}{ending}", params={name: words})
        assert response.status_code == 200, (path, words)


@pytest.mark.parametrize(
    ("table", "words", "found"),
    [("articles", "discovery OR records", 0), ("articles", "settlements", 1), ("evidence", "records", 3)],
)
async def test_search_finds_words(sample, table, words, found):
    response = await sample.client.get(f"/rightswire/{table}.json", params={"_search": words, "_shape": "array"})
    assert len(response.json()) == found


@pytest.mark.parametrize("path", ["/nope", "/rightswire/nope", "/rightswire/cases/nope", "/a/b/c/d/e", "/-/nope"])
@pytest.mark.parametrize("ending", ["", ".json"])
async def test_what_is_not_there_is_404(sample, path, ending):
    response = await sample.client.get(path + ending)
    assert response.status_code == 404


async def test_fault_that_startup_mends_is_still_there(sample, monkeypatch):
    """Once Datasette answers 404 beside rich by itself, this fails: then take startup() out of browse/plugin.py."""
    await sample.invoke_startup()
    monkeypatch.setattr(handle_exception, "rich", rich)
    with pytest.raises(ValueError, match="trace"):
        await sample.client.get("/a/b/c/d/e")


async def test_bad_sql_is_told_and_no_failure(sample, assert_harmless):
    response = await sample.client.get("/rightswire?sql=select+nope")
    assert response.status_code == 400
    assert "no such column: nope" in response.text
    assert_harmless(response.text)


async def test_database_cannot_be_written(sample):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await sample.databases["rightswire"].execute("delete from nodes")
    response = await sample.client.get("/rightswire?sql=delete+from+nodes")
    assert response.status_code == 400


async def test_graph_that_changes_is_shown_without_a_restart(make_datasette, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    datasette = make_datasette(path)
    assert "Bartz v. Anthropic" in (await datasette.client.get("/")).text
    with sqlite3.connect(path) as connection:
        connection.execute("update cases set name = 'Bartz v. Renamed' where id = 'bartz-v-anthropic'")
    connection.close()
    assert "Bartz v. Renamed" in (await datasette.client.get("/")).text


async def test_pages_work_under_another_root(make_datasette, databases, parse_page):
    datasette = make_datasette(databases["sample"])
    datasette._settings["base_url"] = "/graph/"
    for path in (
        "/graph/",
        "/graph/rightswire",
        "/graph/rightswire/facts",
        "/graph/rightswire/cases/bartz-v-anthropic",
    ):
        response = await datasette.client.get(path.removeprefix("/graph"))
        assert response.status_code == 200
        local = [link for link in parse_page(response.text).links if not link.startswith(("http", "#", "?"))]
        assert [link for link in local if not link.startswith("/graph/")] == [], path


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("rightswire/most_sued", "Queries and tables"),
        ("rightswire/cases", "Queries and tables"),
        ("rightswire/runs/2", "Runs"),
        ("rightswire/cases/bartz-v-anthropic", "Cases"),
        ("rightswire/nodes/anthropic", "Parties"),
    ],
)
async def test_the_way_up_reads_alike_on_every_page(sample, path, above):
    text = (await sample.client.get(f"/{path}")).text
    crumbs = re.findall(r'<nav class="crumbs" aria-label="You are here"><a href="/">Rightswire</a>.*?</nav>', text)
    assert len(crumbs) == 1
    assert crumbs[0].endswith(f">{above}</a></nav>")
    assert "home /" not in text


@pytest.mark.parametrize("path", ["cases", "edges?_columns=all", "suits_by_defendant"])
async def test_headings_are_words_with_the_columns_name_on_hover(sample, path):
    text = (await sample.client.get(f"/rightswire/{path}")).text
    heads = re.findall(r'<th class="col-[^"]*" scope="col" title="(\w+)[^>]*>(.*?)</th>', text, re.DOTALL)
    assert len(heads) > 4
    for column, shown in heads:
        said = re.sub(r"<[^>]*>|&nbsp;.", "", shown)
        assert said[0].isupper()
        assert "_" not in said
        if path != "suits_by_defendant":
            assert re.search(rf"_sort(_desc)?={column}\b", shown) or "<a" not in shown


async def test_our_files_are_served(sample, parse_page):
    page = parse_page((await sample.client.get("/rightswire/cases")).text)
    for link in (link for link in page.links if "/-/static" in link):
        response = await sample.client.get(link)
        assert response.status_code == 200, link


@pytest.fixture
def talks(make_datasette, databases, tmp_path):
    """A graph where News Corp only talks with OpenAI, and where the licence to Amazon has ended."""
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["pages"].read_bytes())
    set_status = "update {} set attributes = json_set(attributes, '$.status', ?) where {} = ?"
    with sqlite3.connect(path) as connection:
        for status, edge in (
            ("in-talks", "news-corp|licenses_to|openai"),
            ("ended", "the-new-york-times|licenses_to|amazon"),
        ):
            connection.execute(set_status.format("edges", "id"), (status, edge))
            connection.execute("update facts set status = ? where edge_id = ?", (status, edge))
        connection.execute(set_status.format("evidence", "edge_id"), ("in-talks", "news-corp|licenses_to|openai"))
    connection.close()
    return make_datasette(path)


@pytest.mark.parametrize(
    "path",
    [
        "nodes/news-corp",
        "edges/news-corp~7Clicenses_to~7Copenai",
        "deals/news-corp-openai-2024",
        "articles/a02",
        "facts?subject_id=news-corp&object_id=openai",
        "facts?subject_id=news-corp&object_id=openai&_columns=all",
        "edges?source=news-corp&target=openai&relation=licenses_to",
        "evidence_for_a_pair?party=news-corp&other=openai",
        "party?party=news-corp",
    ],
)
async def test_talks_do_not_read_as_a_licence(talks, path):
    page = (await talks.client.get(f"/rightswire/{path}")).text
    assert "s in talks to license to" in page
    assert not re.search(r'class="relation"[^>]*>licenses? to<|Licenses to</dt>|<h1>[^<]*licenses to', page)


@pytest.mark.parametrize(
    "path", ["edges/the-new-york-times~7Clicenses_to~7Camazon", "facts?subject_id=the-new-york-times&object_id=amazon"]
)
async def test_an_ended_licence_does_not_read_in_the_present(talks, path):
    page = (await talks.client.get(f"/rightswire/{path}")).text
    assert "icensed to (ended)" in page
    assert not re.search(r'class="relation"[^>]*>licenses? to<|Licenses to</dt>|<h1>[^<]*licenses to', page)


async def test_a_sentence_that_tells_a_licence_is_no_proof_of_its_end(talks):
    page = (await talks.client.get("/rightswire/edges/the-new-york-times~7Clicenses_to~7Camazon")).text
    assert re.search(r'class="relation"[^>]*>licensed to<', page)
    assert not re.search(r'class="relation"[^>]*>licensed to \(ended\)<', page)


async def test_the_explorer_tells_talks_from_licences(talks):
    told = (await talks.client.get("/-/graph/around.json?id=openai")).json()
    edges = {edge["id"]: (edge["words"], edge["look"]) for edge in told["edges"]}
    assert edges["news-corp|licenses_to|openai"] == ("is in talks to license to", "licenses_to_in-talks")
    assert edges["axel-springer|licenses_to|openai"] == ("licenses to", "licenses_to")
    panel = (await talks.client.get("/-/graph/node.json?id=news-corp")).json()
    assert {told["words"] for told in panel["sentences"]} == {"is in talks to license to"}
    plain = (await talks.client.get("/-/explore?id=news-corp")).text
    assert "is in talks to license to" in plain


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("edges?_columns=all", '<a href="/rightswire/edges/microsoft~7Cinvests_in~7Copenai" title="microsoft|invests_in|openai">Microsoft — invests in → OpenAI</a>'),
        ("facts?_columns=all", '<a href="/rightswire/edges/microsoft~7Cinvests_in~7Copenai" title="microsoft|invests_in|openai">Microsoft — invests in → OpenAI</a>'),
        ("facts?_columns=all", '<a href="/rightswire/nodes/openai" title="openai">OpenAI</a>'),
        ("timeline?_columns=all&node_id=bartz-v-anthropic", '<a href="/rightswire/nodes/bartz-v-anthropic" title="bartz-v-anthropic">Bartz v. Anthropic'),
    ],
)  # fmt: skip
async def test_all_columns_show_names_where_the_row_has_ids(sample, path, shown):
    text = (await sample.client.get(f"/rightswire/{path}&_size=max")).text
    assert shown in text
    assert not re.search(r"<td[^>]*>(<a[^>]*>)?[a-z-]+\|[a-z_]+\|[a-z-]+<", text)


async def test_a_facet_that_is_asked_for_twice_stands_once(sample):
    text = (await sample.client.get("/rightswire/nodes?_facet=kind")).text
    (summary,) = re.findall(r"<summary>Narrow down([^<]*)</summary>", text)
    assert summary.split(", ").count("kind") + summary.count(" by kind") == 1
    assert text.count('data-column="kind"><summary>') == 1


@pytest.mark.parametrize(
    ("table", "key", "told"),
    [
        ("events", "bartz-v-anthropic|filed|2024-08-19|1", "Bartz v. Anthropic: filed, 19 August 2024"),
        ("readings", "bartz-v-anthropic|amount|1500000000 USD total", "Bartz v. Anthropic: Sum"),
    ],
)
async def test_steps_and_readings_are_named_where_all_columns_are_shown(pages, table, key, told):
    text = (await pages.client.get(f"/rightswire/{table}?_columns=all&_size=max")).text
    assert re.search(rf'<td class="col-id[^>]*><a href="[^"]*" title="{re.escape(key)}">{told}</a>', text)


async def test_a_day_within_what_a_step_tells_is_in_words(sample):
    text = (await sample.client.get("/rightswire/events")).text
    assert re.search(r'preliminary way on <time datetime="2025-09-25"[^>]*>25 September 2025</time></a>', text)
