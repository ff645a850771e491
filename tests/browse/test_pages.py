"""Pages through Datasette's own client: they answer, escape, link and tell the truth about an empty graph."""

import re
import sqlite3
from html.parser import HTMLParser

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


class Page(HTMLParser):
    """What of a page could act: tags, attributes, links."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.links, self.scripts = set(), set(), [], []
        self.in_script = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.add(tag)
        self.attributes |= set(values)
        self.links += [values[name] for name in ("href", "src", "action") if name in values]
        self.in_script = tag == "script"

    def handle_endtag(self, tag):
        self.in_script = False

    def handle_data(self, data):
        if self.in_script and data.strip():
            self.scripts.append(data)


def assert_harmless(text):
    """Nothing of what a hostile row holds became markup, a script or a link."""
    page = Page(text)
    assert page.tags <= SAFE_TAGS, page.tags - SAFE_TAGS
    assert not [name for name in page.attributes if name.startswith("on") or name == "style"]
    assert page.scripts == []
    schemes = {link.split(":")[0].lower() for link in page.links if re.match(r"\s*[a-z][a-z0-9+.-]*:", link, re.I)}
    assert schemes <= {"http", "https"}, page.links


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
async def test_every_table_and_query_answers(hostile, queries, ending):
    for name in (*TABLES, *queries):
        response = await hostile.client.get(f"/rightswire/{name}{ending}")
        assert response.status_code == 200, name
        if not ending:
            assert_harmless(response.text)


async def test_every_table_with_all_columns(hostile):
    for name in TABLES:
        response = await hostile.client.get(
            f"/rightswire/{name}?_columns=all&_facet=provenance"
            if name == "cases"
            else f"/rightswire/{name}?_columns=all"
        )
        assert response.status_code == 200, name
        assert_harmless(response.text)


@pytest.mark.parametrize(("table", "key"), ROWS)
async def test_hostile_rows_are_shown_harmless(hostile, table, key):
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
async def test_other_pages_are_harmless_and_carry_the_headers(hostile, path):
    response = await hostile.client.get(path)
    assert response.status_code == (404 if "nope" in path else 200)
    assert_harmless(response.text)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_hostile_parameters_are_escaped(sample, queries):
    nasty = "\"><script>alert(1)</script>'; drop table nodes; --"
    for name, query in queries.items():
        response = await sample.client.get(f"/rightswire/{name}", params=dict.fromkeys(query.get("params", []), nasty))
        assert response.status_code == 200, name
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


async def test_bad_sql_is_told_and_no_failure(sample):
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


async def test_home_tells_figures_changes_and_where_to_go(sample, queries):
    text = (await sample.client.get("/")).text
    for words in (
        "<strong>4</strong> cases",
        "<strong>4</strong> deals",
        "<strong>20</strong> facts from news",
        "2 problems",
        "1 feed failing",
        "newest 2025-11-19",
        "2 of the cases and deals",
    ):
        assert words in text, words
    links = Page(text).links
    assert "/rightswire/cases/bartz-v-anthropic" in links
    assert "/rightswire/edges/microsoft~7Cinvests_in~7Copenai" in links
    assert {f"/rightswire/{name}" for name in queries} <= set(links)
    assert text.index("2025-11-20") < text.index("2025-11-12")


async def test_home_of_an_empty_graph_says_so(empty):
    text = (await empty.client.get("/")).text
    assert "The graph is empty so far" in text
    assert "No run has been recorded yet" in text


async def test_home_without_a_graph_says_so(make_datasette, tmp_path):
    sqlite3.connect(tmp_path / "other.db").close()
    response = await make_datasette(tmp_path / "other.db").client.get("/")
    assert response.status_code == 200
    assert "No graph is served here" in response.text
    assert "/other" in Page(response.text).links


async def test_home_of_a_graph_that_lacks_tables_says_so(make_datasette, tmp_path):
    connection = sqlite3.connect(tmp_path / "rightswire.db")
    connection.execute("create table nodes (id)")
    connection.close()
    response = await make_datasette(tmp_path / "rightswire.db").client.get("/")
    assert response.status_code == 200
    assert "The graph cannot be read" in response.text
    assert "no such table" in response.text


async def test_case_without_an_article_says_so(sample):
    text = (await sample.client.get("/rightswire/cases/thomson-reuters-v-ross")).text
    assert "No article here reports on it" in text


async def test_case_page_leads_from_sentence_to_article(sample):
    page = Page((await sample.client.get("/rightswire/cases/bartz-v-anthropic")).text)
    assert "https://example-wire.test/2025/09/06/settlement" in page.links
    assert "/rightswire/nodes/andrea-bartz" in page.links


async def test_node_of_a_case_shows_the_case(sample):
    text = (await sample.client.get("/rightswire/nodes/bartz-v-anthropic")).text
    assert "Timeline" in text
    assert "Plaintiffs" in text


async def test_sentence_in_the_table_of_evidence_leads_to_its_article(sample):
    page = Page((await sample.client.get("/rightswire/evidence")).text)
    assert "https://sample-tribune.test/law/2025/11/18/discovery" in page.links


async def test_facts_of_one_sentence_stand_together(sample):
    text = (
        await sample.client.get("/rightswire/facts?article_title=Publishers+press+OpenAI+for+records+in+New+York")
    ).text
    assert text.count("asked the court on Monday for more records") == 1
    assert text.count('<article class="fact') == 3


async def test_row_and_table_link_to_all_columns(sample):
    text = (await sample.client.get("/rightswire/cases")).text
    assert "8 of 19 columns are shown" in text
    text = (await sample.client.get("/rightswire/cases?_columns=all")).text
    assert "claims" in re.findall(r'data-column="(\w+)"', text)


async def test_pages_work_under_another_root(make_datasette, databases):
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
        local = [link for link in Page(response.text).links if not link.startswith(("http", "#", "?"))]
        assert [link for link in local if not link.startswith("/graph/")] == [], path


async def test_our_files_are_served(sample):
    page = Page((await sample.client.get("/rightswire/cases")).text)
    for link in (link for link in page.links if "/-/static" in link):
        response = await sample.client.get(link)
        assert response.status_code == 200, link
