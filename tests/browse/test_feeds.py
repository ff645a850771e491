"""Feeds of changes and of queries: what RFC 4287 asks for, which changes are whose, and what a reader is spared."""

import html
import re
import sqlite3
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from browse.atom import Entry, Feed, write_feed
from browse.codes import coded_words
from browse.replies import Kept

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f]*")
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*(#[A-Za-z0-9._~-]*)?")
REGISTERED = {"alternate", "self", "via", "related", "enclosure", None}
CHILDREN = {
    "feed": {"author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title", "updated", "entry"},
    "entry": {"author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary", "title", "updated"},
    "author": {"name", "uri", "email"},
}  # fmt: skip


def named(element, *names):
    return [child for name in names for child in element.iter(ATOM + name)]


def children(element, name):
    return element.findall(ATOM + name)


def holders(root):
    return [root, *children(root, "entry")]


def exactly_one(*names):
    return lambda root: [(h.tag, name) for h in holders(root) for name in names if len(children(h, name)) != 1]


def at_most_one(*names):
    return lambda root: [(h.tag, name) for h in holders(root) for name in names if len(children(h, name)) > 1]


def alternates(holder):
    links = [link for link in children(holder, "link") if link.get("rel") in (None, "alternate")]
    return [(link.get("type"), link.get("hreflang")) for link in links]


def unknown_children(root):
    return [
        child.tag
        for parent, known in CHILDREN.items()
        for holder in ([root] if parent == "feed" else named(root, parent))
        for child in holder
        if child.tag.removeprefix(ATOM) not in known
    ]


def bad_content(root):
    kinds = [
        (content, content.get("type", "text")) for content in named(root, "content", "title", "subtitle", "summary")
    ]
    return [(content.tag, kind) for content, kind in kinds if kind not in {"text", "html"} or len(content)]


# section of RFC 4287, what it asks for, what breaks it in a document
RULES = [
    ("2", "the root is atom:feed", lambda root: [] if root.tag == f"{ATOM}feed" else [root.tag]),
    ("2", "xml:lang is a language tag", lambda root: [] if re.fullmatch(r"[a-z]{2,3}", root.get(f"{XML}lang", "en")) else ["lang"]),
    ("3.1.1", "text and html hold no elements", bad_content),
    ("3.2.1", "a person has exactly one name", lambda root: [p for p in named(root, "author") if len(children(p, "name")) != 1 or not p.findtext(f"{ATOM}name")]),
    ("3.3", "dates are RFC 3339", lambda root: [d.text for d in named(root, "updated", "published") if not RFC3339.fullmatch(d.text or "")]),
    ("4.1.1", "feed: author, unless every entry has one", lambda root: [] if children(root, "author") else ["author"]),
    ("4.1.1", "feed: at most one of these", lambda root: [n for n in ("generator", "icon", "logo", "rights", "subtitle") if len(children(root, n)) > 1]),
    ("4.1.1", "feed and entry: exactly one id, title, updated", exactly_one("id", "title", "updated")),
    ("4.1.1", "feed: one link to itself", lambda root: [] if len([1 for link in children(root, "link") if link.get("rel") == "self"]) == 1 else ["self"]),
    ("4.1.1, 4.1.2", "alternate links differ in type or language", lambda root: [a for h in holders(root) if len(a := alternates(h)) != len(set(a))]),
    ("4.1.2", "entry: at most one of these", at_most_one("content", "published", "rights", "source", "summary")),
    ("4.1.2", "entry: content or an alternate link", lambda root: [e for e in children(root, "entry") if not children(e, "content") and not alternates(e)]),
    ("4.1.3.3", "content of type html is text", lambda root: [c for c in named(root, "content") if len(c)]),
    ("4.2.2.1", "category has a term", lambda root: [c for c in named(root, "category") if not c.get("term")]),
    ("4.2.6", "ids are whole IRIs", lambda root: [i.text for i in named(root, "id") if not IRI.fullmatch(i.text or "")]),
    ("4.2.6.1", "no two entries share an id", lambda root: duplicates([e.findtext(f"{ATOM}id") for e in children(root, "entry")])),
    ("4.2.7.1", "links have an address", lambda root: [link.attrib for link in named(root, "link") if not IRI.fullmatch(link.get("href", ""))]),
    ("4.2.7.2", "relations of links are registered", lambda root: [link.get("rel") for link in named(root, "link") if link.get("rel") not in REGISTERED]),
    ("6", "no elements that RFC 4287 does not have", unknown_children),
    ("RFC 4151", "ids are tag: addresses", lambda root: [i.text for i in named(root, "id") if not TAG_URI.fullmatch(i.text or "")]),
    ("3.3", "dates are UTC", lambda root: [d.text for d in named(root, "updated", "published") if not d.text.endswith(("Z", "+00:00"))]),
    ("4.2.15", "the feed is as new as its newest entry", lambda root: [] if not children(root, "entry") or root.findtext(f"{ATOM}updated") == max(e.findtext(f"{ATOM}updated") for e in children(root, "entry")) else ["updated"]),
]  # fmt: skip


def duplicates(values):
    return [value for value in values if values.count(value) > 1]


def assert_atom(body):
    root = ET.fromstring(body)
    assert {(section, words): faults for section, words, check in RULES if (faults := check(root))} == {}
    parsed = feedparser.parse(body)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


@pytest.fixture
def read(sample):
    """Fetches a feed, checks it and parses it."""

    async def fetch(path, datasette=sample):
        response = await datasette.client.get(path)
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
        return assert_atom(response.content)

    return fetch


def summaries(parsed):
    return [entry.title for entry in parsed.entries]


@pytest.mark.parametrize("graph", ["sample", "hostile", "starter", "empty"])
async def test_every_feed_is_as_the_standard_asks(make_datasette, databases, queries, read, graph):
    datasette = make_datasette(databases[graph])
    with sqlite3.connect(databases[graph]) as connection:
        nodes = [row[0] for row in connection.execute("select id from nodes")]
    connection.close()
    await read("/-/feeds/changes.atom", datasette)
    for node in nodes:
        await read(f"/-/feeds/changes.atom?{httpx_query(node=node)}", datasette)
    for name in queries:
        await read(f"/-/feeds/query/{name}.atom", datasette)


def httpx_query(**parameters):
    import httpx

    return httpx.QueryParams(parameters)


# what is asked for, titles that must be among the entries, titles that must not
SUBSCRIPTIONS = [
    ("", ["Süddeutsche Probe blocks OpenAI", "Getty Images v. Stability AI"], []),
    ("node=openai", ["Süddeutsche Probe blocks OpenAI", "Microsoft invests in OpenAI"], ["Getty Images v. Stability AI"]),
    ("node=getty-images", ["Getty Images v. Stability AI", "Getty Images v. Stability AI: Ruling for the defendant on most claims"], ["Microsoft invests in OpenAI"]),
    ("node=bartz-v-anthropic", ["Bartz v. Anthropic: Claims open under the settlement"], ["Microsoft invests in OpenAI"]),
    ("node=new-york-times-amazon-2025", ["The New York Times / Amazon (2025)"], ["Getty Images v. Stability AI"]),
    ("node=cand", ["Bartz v. Anthropic: Claims open under the settlement"], ["Getty Images v. Stability AI"]),
    ("node=sample-tribune", [], ["Microsoft invests in OpenAI"]),
    ("kind=new-deal", ["The New York Times / Amazon (2025)"], ["Getty Images v. Stability AI", "Mara Lindqvist"]),
    ("kind=new-deal,new-party", ["The New York Times / Amazon (2025)", "Mara Lindqvist"], ["Getty Images v. Stability AI"]),
    ("kind=new-deal&kind=new-case", ["The New York Times / Amazon (2025)", "Getty Images v. Stability AI"], ["Mara Lindqvist"]),
    ("kind=news", ["Mara Lindqvist"], []),
    ("kind=register", [], ["Mara Lindqvist"]),
    ("node=openai&kind=new-case", [], ["Süddeutsche Probe blocks OpenAI"]),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "there", "missing"), SUBSCRIPTIONS)
async def test_a_feed_holds_what_was_asked_for(read, asked, there, missing):
    parsed = await read(f"/-/feeds/changes.atom?{asked}")
    titles = summaries(parsed)
    assert [title for title in there if title not in titles] == []
    assert [title for title in titles if title in missing] == []
    assert parsed.feed.id.startswith("tag:rightswire.example,2026:feed/changes")


async def test_an_outlet_brings_what_its_articles_brought(make_datasette, databases, tmp_path, read):
    path = changed_copy(databases["sample"], tmp_path, "update changes set article_id = 'a09' where id = 8")
    parsed = await read("/-/feeds/changes.atom?node=sample-tribune", make_datasette(path))
    (entry,) = parsed.entries
    assert entry.title == "Microsoft invests in OpenAI"
    assert [link.href for link in entry.links if link.rel == "via"] == [
        "https://sample-tribune.test/law/2025/11/18/discovery"
    ]
    assert "<blockquote>" in entry.content[0].value
    assert re.search("Sample Tribune · <time[^>]*>18 November 2025</time>", entry.content[0].value)


def changed_copy(database, folder, *statements):
    path = folder / "rightswire.db"
    path.write_bytes(database.read_bytes())
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


async def test_a_change_of_value_shows_before_and_after_and_is_dated_by_its_run(
    make_datasette, databases, tmp_path, read
):
    path = changed_copy(
        databases["sample"],
        tmp_path,
        "insert into changes (id, run_id, date, kind, node_id, summary, field, before, after, article_id) values"
        " (50, 2, '2025-11-20', 'status-changed', 'bartz-v-anthropic', 'Status of Bartz v. Anthropic: settled', 'status',"
        " 'filed', 'settled', 'a06')",
    )
    parsed = await read("/-/feeds/changes.atom?kind=status-changed", make_datasette(path))
    (entry,) = parsed.entries
    assert "<del>filed</del> → <ins>settled</ins>" in entry.content[0].value
    assert entry.updated == entry.published == "2025-11-20T04:00:00+00:00"
    assert entry.id == "tag:rightswire.example,2026:change/50"
    assert entry.link.endswith("/rightswire/cases/bartz-v-anthropic")


async def test_changes_of_a_run_at_work_wait_for_its_date(make_datasette, databases, tmp_path, read):
    path = changed_copy(databases["sample"], tmp_path, "delete from runs where id = 2")
    parsed = await read("/-/feeds/changes.atom", make_datasette(path))
    assert {entry.updated for entry in parsed.entries} == {"2025-11-12T04:00:00+00:00"}


async def test_ids_do_not_depend_on_where_the_server_stands(sample, read):
    here = await read("/-/feeds/changes.atom")
    there = await sample.client.get("/-/feeds/changes.atom", headers={"host": "graph.example:8443"})
    moved = feedparser.parse(there.content)
    assert [entry.id for entry in here.entries] == [entry.id for entry in moved.entries]
    assert moved.entries[0].link.startswith("http://graph.example:8443/")


async def test_a_feed_is_bounded_and_says_so(make_datasette, databases, tmp_path, read):
    path = changed_copy(
        databases["sample"],
        tmp_path,
        "with recursive n(i) as (select 1000 union all select i + 1 from n where i < 1200) insert into changes"
        " (id, run_id, date, kind, node_id, summary) select i, 2, '2025-11-20', 'new-fact', 'openai', 'Fact ' || i from n",
    )
    parsed = await read("/-/feeds/changes.atom", make_datasette(path))
    assert len(parsed.entries) == 100
    assert "The newest 100" in parsed.feed.subtitle
    assert "Mara Lindqvist" in summaries(parsed), "many facts of a night do not push out what is rarer"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/-/feeds/changes.atom?node=nobody", 404, "nobody"),
        ("/-/feeds/changes.atom?kind=nothing", 400, "no kind of change"),
        ("/-/feeds/query/nope.atom", 404, "nope"),
        ("/-/feeds/query/party.atom/x", 404, ""),
        ("/-/feeds/other.atom", 404, ""),
    ],
)
async def test_what_cannot_be_subscribed_to_is_told(sample, path, status, words):
    response = await sample.client.get(path)
    assert response.status_code == status
    assert words in response.text


async def test_a_merged_node_leads_to_its_successors_feed(make_datasette, databases, tmp_path):
    path = changed_copy(databases["sample"], tmp_path, "insert or replace into successors values ('open-ai', 'openai')")
    response = await make_datasette(path).client.get("/-/feeds/changes.atom?node=open-ai&kind=new-case")
    assert response.status_code == 301
    assert response.headers["location"] == "/-/feeds/changes.atom?node=openai&kind=new-case"


@pytest.mark.parametrize("path", ["/-/feeds/changes.atom", "/-/feeds/query/party.atom", "/-/calendar.ics"])
async def test_a_reader_that_has_it_gets_304(sample, path):
    whole = await sample.client.get(path)
    assert whole.headers["last-modified"] == "Thu, 20 Nov 2025 04:05:12 GMT"
    etag = whole.headers["etag"]
    for headers, status in [
        ({"if-none-match": etag}, 304),
        ({"if-none-match": f'"other", W/{etag}'}, 304),
        ({"if-none-match": '"other"'}, 200),
        ({"if-none-match": '"other"', "if-modified-since": whole.headers["last-modified"]}, 200),
        ({"if-modified-since": whole.headers["last-modified"]}, 304),
        ({"if-modified-since": "Wed, 19 Nov 2025 04:05:12 GMT"}, 200),
        ({"if-modified-since": "yesterday"}, 200),
    ]:
        answer = await sample.client.get(path, headers=headers)
        assert answer.status_code == status, headers
        assert answer.headers["etag"] == etag
        assert bool(answer.content) == (status == 200)


@pytest.mark.parametrize("journal", ["wal", "delete"])
async def test_a_graph_that_is_written_while_it_is_served_brings_a_new_feed(
    make_datasette, databases, tmp_path, read, journal
):
    """A document is kept while the graph holds, and no longer: not even where the log was not taken into the file yet."""
    path = changed_copy(databases["sample"], tmp_path, f"pragma journal_mode = {journal}")
    datasette = make_datasette(path)
    before = await read("/-/feeds/changes.atom", datasette)
    again = await datasette.client.get("/-/feeds/changes.atom")
    writer = sqlite3.connect(path)
    writer.execute(
        "insert into changes (id, run_id, date, kind, node_id, summary) values (77, 2, '2025-11-20', 'merged', 'openai', 'Merged')"
    )
    writer.commit()
    after = await read("/-/feeds/changes.atom", datasette)
    writer.close()
    assert summaries(feedparser.parse(again.content)) == summaries(before)
    assert set(summaries(after)) - set(summaries(before)) == {"Merged"}


def test_the_documents_asked_for_last_are_kept():
    kept = Kept(size=2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.find("a") == 1
    kept.keep("c", 3)
    assert [kept.find(key) for key in ("a", "b", "c")] == [1, None, 3]


async def test_rows_of_a_query_keep_ids_and_dates_while_they_stay_the_same(make_datasette, databases, tmp_path, read):
    address = "/-/feeds/query/suits_by_defendant.atom"
    before = await read(address, make_datasette(databases["sample"]))
    path = changed_copy(
        databases["sample"],
        tmp_path,
        "insert into runs (id, started, finished, command, version, summary) values (3, '2025-11-25T04:00:00+00:00', '2025-11-25T04:01:00+00:00', 'ingest', '', '{}')",
        "update cases set status = 'trial', status_date = '2025-11-24' where id = 'bartz-v-anthropic'",
    )
    after = await read(address, make_datasette(path))
    then = {entry.id: entry.updated for entry in before.entries}
    now = {entry.id: entry.updated for entry in after.entries}
    assert then.keys() == now.keys()
    (moved,) = [key for key in then if then[key] != now[key]]
    entry = next(entry for entry in after.entries if entry.id == moved)
    assert "trial" in entry.content[0].value
    assert entry.updated == "2025-11-24T00:00:00+00:00"
    assert entry.link.endswith(("/cases/bartz-v-anthropic", "/nodes/anthropic"))


async def test_a_count_that_grows_stays_the_same_entry(make_datasette, databases, tmp_path, read):
    """Rows without ids are known by their words: a year by its name, not by how many deals it had so far."""
    address = "/-/feeds/query/deals_by_medium_and_year.atom"
    before = await read(address, make_datasette(databases["sample"]))
    path = changed_copy(
        databases["sample"],
        tmp_path,
        "insert into nodes (id, kind, name, provenance) values ('new-deal', 'deal', 'New deal', 'news')",
        "insert into deals (id, name, announced_date, medium, provenance) values ('new-deal', 'New deal', '2024-07-01', 'news', 'news')",
    )
    after = await read(address, make_datasette(path))
    assert {entry.id for entry in before.entries} == {entry.id for entry in after.entries}
    assert sorted(entry.content[0].value for entry in before.entries) != sorted(
        entry.content[0].value for entry in after.entries
    )


@pytest.fixture
def by_rule(make_datasette, databases, tmp_path):
    """A graph whose sentences were all read by one rule."""
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("update evidence set rule = 'sues.active'")
    connection.close()
    return make_datasette(path)


@pytest.mark.parametrize("query", ["evidence_for_a_pair", "single_article_facts", "relations_as_of"])
async def test_codes_are_told_in_words_and_exactly_in_json(by_rule, query):
    told = [await by_rule.client.get(path) for path in (f"/-/feeds/query/{query}.atom", f"/rightswire/{query}")]
    feed, page = (html.unescape(answer.text) for answer in told)
    for text in (feed, page):
        shown = re.sub(r'title="[^"]*"', "", text)  # the exact value stands on hover
        assert not re.search(r"sues\.active|>\{\}<|>\{\"|>licenses_to<", shown)
    rows = (await by_rule.client.get(f"/rightswire/{query}.json?_shape=array")).json()
    if query == "relations_as_of":
        assert "{}" in {row["attributes"] for row in rows}
    else:
        assert "a verb says who sues whom" in feed
        assert "a verb says who sues whom" in page
        assert {row["rule"] for row in rows} == {"sues.active"}


RAW = re.compile(r"\b[0-9]{4}-[0-9]{2}\b|(?<![0-9,.:-])[0-9]{5,}(?![0-9,.]*[0-9])")


@pytest.mark.parametrize("query", ["deals_by_licensee", "most_licensed", "deals_by_month", "facts_of_the_last_days"])
async def test_dates_and_sums_are_written_as_the_pages_write_them(read, query):
    entries = (await read(f"/-/feeds/query/{query}.atom")).entries
    shown = [re.sub(r"<q>.*?</q>|<[^>]*>", " ", entry.content[0].value) for entry in entries]
    assert entries
    assert [found for text in (*shown, *(entry.title for entry in entries)) for found in RAW.findall(text)] == []


async def test_a_sum_and_a_date_in_the_feed_of_a_query(read):
    entries = (await read("/-/feeds/query/deals_by_licensee.atom?licensee=OpenAI")).entries
    told = next(entry.content[0].value for entry in entries if "News Corp" in entry.content[0].value)
    assert '<span class="money" title="250,000,000 US dollars">$250 million</span>' in told
    assert '<time datetime="2024-05-22" title="2024-05-22">22 May 2024</time>' in told


async def test_a_change_writes_dates_and_sums_as_the_pages_do(make_datasette, databases, tmp_path, read):
    path = changed_copy(
        databases["sample"],
        tmp_path,
        "insert into changes (id, run_id, date, kind, node_id, summary, field, before, after, article_id) values"
        " (50, 2, '2025-11-20', 'amount-changed', 'bartz-v-anthropic', 'Sum of 2025-09', 'amount_usd', '1400000000', '1500000000', 'a06'),"
        " (51, 2, '2025-11-20', 'date-learned', 'bartz-v-anthropic', 'Filed', 'filed_date', '2024', '2024-08-19', 'a06')",
    )
    one, other = (await read("/-/feeds/changes.atom?kind=amount-changed,date-learned", make_datasette(path))).entries
    told = {entry.title.partition(": ")[2]: html.unescape(entry.content[0].value) for entry in (one, other)}
    assert set(told) == {"Sum of September 2025", "Filed"}
    assert "$1.4 billion</span></del>" in told["Sum of September 2025"]
    assert "19 August 2024</time></ins>" in told["Filed"]
    assert "6 September 2025</time>" in told["Filed"]


async def test_a_query_keeps_its_parameters(read):
    parsed = await read("/-/feeds/query/suits_by_defendant.atom?defendant=OpenAI")
    assert "OpenAI" in parsed.feed.title
    shown = next(link.href for link in parsed.feed.links if link.rel == "alternate")
    assert dict(parse_qsl(urlsplit(shown).query)) == {"defendant": "OpenAI"}
    assert parsed.entries
    assert all("OpenAI" in entry.content[0].value for entry in parsed.entries)


async def test_pages_name_their_feeds(sample, parse_page):
    for path, address in [
        ("/", "/-/feeds/changes.atom"),
        ("/rightswire/nodes/openai", "/-/feeds/changes.atom?node=openai"),
        ("/rightswire/cases/bartz-v-anthropic", "/-/feeds/changes.atom?node=bartz-v-anthropic"),
        ("/rightswire/party?party=openai", "/-/feeds/query/party.atom?party=openai"),
    ]:
        text = (await sample.client.get(path)).text
        assert re.search(
            rf'<link rel="alternate" type="application/atom\+xml"[^>]* href="{re.escape(address)}"', text
        ), path
        assert (await sample.client.get(address)).status_code == 200


hostile_text = st.text(alphabet=st.characters(codec=None), max_size=400) | st.sampled_from(
    ["]]>", "<script>alert(1)</script>", "\x00\x08\x0b\x1f\x7f\x9f", "\ud800", "🧑‍⚖️" * 200, "a" * 5000, "&amp;", "\u202e", "", "\r\n\r\n", "\ufffe\uffff"]
)  # fmt: skip


@settings(deadline=None)
@given(hostile_text, hostile_text, hostile_text)
def test_no_text_breaks_a_feed(title, name, sentence):
    when = datetime(2025, 11, 20, 4, tzinfo=UTC)
    content = Markup("<p>{}</p><blockquote>{}</blockquote>").format(name, sentence)
    entry = Entry("change/1", title, "http://localhost/x", when, content, ("new-case",), "https://a.test/?q=<\"'>é")
    body = write_feed(Feed("feed/x", name, sentence, "http://localhost/f", "http://localhost/", when, (entry,)))
    assert len(assert_atom(body).entries) == 1
    markup = ET.fromstring(body).find(f"{ATOM}entry/{ATOM}content").text
    assert set(re.findall(r"<(/?[a-z]+)[^>]*>", markup)) == {"p", "/p", "blockquote", "/blockquote"}
    assert body == write_feed(Feed("feed/x", name, sentence, "http://localhost/f", "http://localhost/", when, (entry,)))


async def test_a_party_that_was_renamed_is_called_as_now_in_entries(make_datasette, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute(
            "update nodes set kind = 'law-firm', name = 'New & Name LLP' where id = 'guild-of-sample-writers'"
        )
        connection.execute(
            "insert into changes (id, run_id, date, kind, node_id, field, summary) values"
            " (9001, 1, '2025-11-14', 'new-party', 'guild-of-sample-writers', 'party', 'New party: Old Name LLP (law-firm)')"
        )
    connection.close()
    feed = (await make_datasette(path).client.get("/-/feeds/changes.atom?node=guild-of-sample-writers")).text
    assert "<title>New party: New &amp; Name LLP (law firm)</title>" in feed
    assert "Old Name" not in feed


async def test_query_feeds_say_codes_in_words(sample):
    feed = (await sample.client.get("/-/feeds/query/parties.atom?kind=law-firm")).text
    assert "(law firm)</title>" in feed


@pytest.mark.parametrize(
    ("column", "code", "words"),
    [
        ("status", "motion-to-dismiss", "motion to dismiss"),
        ("subject_kind", "law-firm", "law firm"),
        ("relation", "licenses_to", "licenses to"),
        ("provenance", "both", "the register and news"),
        ("name", "both", None),
    ],
)
def test_codes_in_words(column, code, words):
    assert coded_words(column, code) == words
