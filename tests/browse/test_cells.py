"""Single values: which may be links, how sums read, what stands in a quotation."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browse.cells import Cell, column_words, pairs, render
from browse.links import Site, web_link
from browse.naming import without_name
from browse.plugin import folded
from browse.questions import by_group, in_order
from browse.reports import group_reports, relation_words
from browse.sums import dollars
from browse.words import words
from graph.rules import rules

SITE = Site(row=lambda table, key: f"/{table}/{key}", path=lambda path: f"/base{path}")


def shown(value, column, table=None, **row):
    return render(Cell(value, column, table, {column: value, **row}), SITE)


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("https://example.test/a?b=c", True),
        (" http://example.test ", True),
        ("HTTPS://EXAMPLE.TEST", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.test", False),
        ("https://", False),
        ("https:example", False),
        ("http://[broken", False),
        ("https://a.test/ b", False),
        ("ftp://a.test", False),
        ("https://a.test/\x00", False),
        ("https://a.test/\u202egnp", False),
        ("mailto:a@b.test", False),
        ("", False),
        (None, False),
        (3, False),
    ],
)
def test_web_link(value, link):
    assert bool(web_link(value)) is link


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.5e9, "$1.5 billion"),
        (250_000_000, "$250 million"),
        (1_234_567.89, "$1.23 million"),
        (700_000, "$700,000"),
        (25e6, "$25 million"),
        (3000, "$3,000"),
        (12.5, "$12.50"),
        (0, "$0"),
        (2.5e12, "$2.5 trillion"),
        (True, None),
        ("5", None),
        (None, None),
        (999_999_999, "$1 billion"),
        (-4e6, "-$4 million"),
        (float("inf"), None),
    ],
)
def test_dollars(value, text):
    assert dollars(value) == text


@pytest.mark.parametrize(
    ("cell", "markup"),
    [
        (shown(1.5e9, "amount_usd"), '<span class="money" title="1,500,000,000 US dollars">$1.5 billion</span>'),
        (shown(5.0, "term_years"), "5 years"),
        (shown(1, "term_years"), "1 year"),
        (shown(5, "facts"), None),
        (shown("OpenAI", "subject", subject_id="openai"), '<a href="/nodes/openai">OpenAI</a>'),
        (shown("A v. B", "case", case_id="a-v-b"), '<a href="/cases/a-v-b">A v. B</a>'),
        (shown("Found", "result", result_id="x", result_table="deals"), '<a href="/deals/x">Found</a>'),
        (shown("a|sues|b", "edge_id"), '<a href="/edges/a|sues|b" title="a|sues|b">a — sues → b</a>'),
        (
            shown("a-v-b|ruling|2025", "event_id", "event_evidence"),
            '<a href="/events/a-v-b|ruling|2025">a-v-b|ruling|2025</a>',
        ),
        (shown("a|amount|5", "reading_id", "reading_sources"), '<a href="/readings/a|amount|5">a|amount|5</a>'),
        (shown("a|sues|b", "subject_id", "changes"), '<a href="/edges/a|sues|b" title="a|sues|b">a — sues → b</a>'),
        (shown("a-v-b", "subject_id", "changes"), '<a href="/nodes/a-v-b" title="a-v-b">a v b</a>'),
        (shown("2023-01", "first_filed"), '<time datetime="2023-01" title="2023-01">January 2023</time>'),
        (
            shown({"value": "openai", "label": "OpenAI"}, "node_id", "events"),
            '<a href="/nodes/openai" title="openai">OpenAI</a>',
        ),
        (
            shown({"value": "openai", "label": None}, "source", "edges"),
            '<a href="/nodes/openai" title="openai">openai</a>',
        ),
        (shown("Said so.", "evidence", article_url="javascript:alert(1)"), "<q>Said so.</q>"),
        (shown("licenses_to", "relation"), '<span class="relation" title="licenses_to">licenses to</span>'),
        (shown('judgment" x', "status"), '<span class="status status-judgment-x">judgment&#34; x</span>'),
        (shown("javascript:alert(1)", "source_url"), None),
        (shown("plain", "name"), None),
        (shown(None, "evidence"), None),
        (
            shown("Q95", "wikidata_id"),
            '<a class="outside" rel="noopener noreferrer nofollow" href="https://www.wikidata.org/wiki/Q95">Q95</a>',
        ),
        (shown("Q95/../x", "wikidata_id"), None),
        (shown(b"bytes", "name"), None),
        (shown('{"a": ', "attributes"), None),
        (shown('{"<b>": "<i>"}', "attributes"), '<dl class="pairs"><dt>&lt;b&gt;</dt><dd>&lt;i&gt;</dd></dl>'),
    ],
)
def test_render(cell, markup):
    assert cell == markup


def test_evidence_leads_to_its_article():
    assert 'href="https://a.test/1"' in shown("Said so.", "evidence", article_url="https://a.test/1")


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https://rightswire.example/starter/01-a-sues-b", "/base/-/starter/01-a-sues-b"),
        ("https://rightswire.example/starter/../x", "https://rightswire.example/starter/../x"),
        ("https://rightswire.example/starter/01-a?b", "https://rightswire.example/starter/01-a?b"),
        ("https://rightswire.example/today", "https://rightswire.example/today"),
        ("https://wire.example/starter/01-a", "https://wire.example/starter/01-a"),
        ("javascript:alert(1)", None),
        (None, None),
    ],
)
def test_starter_articles_are_links_to_our_own_pages(address, href):
    assert SITE.href(address) == href


def test_links_that_stay_here_do_not_say_that_they_leave():
    here = shown("Said so.", "evidence", article_url="https://rightswire.example/starter/01-a")
    assert here == '<q><a href="/base/-/starter/01-a">Said so.</a></q>'


def test_several_sources_become_several_links():
    assert shown("https://a.test/1;https://b.test/2", "source_url").count("<a ") == 2


@given(
    st.text(),
    st.sampled_from(["evidence", "article_title", "source_url", "attributes", "status", "relation", "subject", "url"]),
    st.text(),
)
def test_no_text_becomes_a_tag_or_a_bad_link(value, column, address):
    markup = shown(value, column, article_url=address, subject_id="x") or ""
    inner = markup.replace("<br>", "")
    assert "<script" not in inner
    for part in inner.split('href="')[1:]:
        assert part.lower().startswith(("http://", "https://", "/"))


def test_pairs_are_bounded():
    assert "60 more" in pairs("{" + ",".join(f'"{number}": 1' for number in range(100)) + "}")


def test_folded_columns_are_those_behind_links():
    columns = ["case", "case_id", "court_id", "article_title", "article_url", "result_table", "result", "evidence_id"]
    assert folded(columns) == {"case_id", "article_url", "result_table"}
    assert folded(["article_url"]) == set()


def test_groups_keep_their_order_and_the_rest_comes_last():
    queries = [{"name": "x"}, {"name": "b", "group": "Z"}, {"name": "a", "group": "A"}, {"name": "c", "group": "Z"}]
    assert [(group, [query["name"] for query in members]) for group, members in by_group(queries)] == [
        ("Z", ["b", "c"]),
        ("A", ["a"]),
        ("Other", ["x"]),
    ]


def test_order_follows_the_metadata():
    items = [{"name": "c"}, {"name": "b"}, {"name": "a"}]
    assert [item["name"] for item in in_order(items, ["b"])] == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("summary", "short"),
    [
        ("A v. B is filed", "Filed"),
        ("Mixed ruling in A v. B", "Mixed ruling"),
        ("A v. B", "A v. B"),
        ("Settled", "Settled"),
        ("A v. B ends", "Ends"),
        ("A v. B is announced: ended in A v. B's first year", "Announced: ended in A v. B's first year"),
        ("Talks: A v. B", "Talks"),
        ("Talks: A v. B: undisclosed, in two rounds", "Talks: undisclosed, in two rounds"),
        ("C: settled in A v. B", "C: settled"),
        ("A v. BB is filed", "A v. BB is filed"),
        ("", ""),
    ],
)
def test_own_page_does_not_repeat_the_name(summary, short):
    assert without_name(summary, "A v. B") == short


@pytest.mark.parametrize("phrase", rules().event_phrases.values())
def test_no_step_repeats_the_name_on_the_page_of_its_case_or_deal(phrase):
    name = "Disney / OpenAI (2025)"
    assert name not in without_name(phrase.format(name=name, parties="Suno"), name)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("outlet_id", "Outlet"),
        ("amount_usd", "Sum"),
        ("wikidata_id", "Wikidata"),
        ("id", "Id"),
        ("last_date", "Last told"),
        ("scope", "Scope"),
    ],
)
def test_headings_of_columns(column, words):
    assert column_words(column) == words


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("aliases", "source", "Known from"),
        ("readings", "rule", "Why it was chosen"),
        ("evidence", "rule", "How it was found"),
        ("cases", "court_id", "Court"),
    ],
)
def test_headings_of_columns_that_mean_something_else_in_one_table(table, column, words):
    assert column_words(column, table) == words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (relation_words("sues"), "sues"),
        (relation_words("sues", several=True), "sue"),
        (relation_words("says", alone=True), "takes a position"),
        (relation_words("some_new_tie"), "some new tie"),
    ],
)
def test_relation_words(words, expected):
    assert words == expected


def fact(subject, relation, target, sentence="S.", **values):
    base = {
        "subject_id": subject,
        "subject": subject.upper(),
        "relation": relation,
        "object_id": target,
        "object": target,
        "edge_id": f"{subject}|{relation}|{target}",
        "particular": None,
        "background": 0,
        "single_source": 0,
        "confidence": 0.9,
        "sentence": sentence,
        "article_id": "a1",
        "article_title": "T",
        "address": "https://a.test",
        "outlet": None,
        "outlet_id": None,
        "published": None,
    }
    return {**base, **values}


def test_cross_product_is_one_line():
    rows = [fact(subject, "sues", target) for subject in "ab" for target in "xy"]
    (report,) = group_reports(rows)
    (line,) = report.lines
    assert [party.id for party in line.subjects] == ["a", "b"]
    assert [party.id for party in line.objects] == ["x", "y"]
    assert line.edge_id is None


def test_facts_that_differ_stay_apart():
    rows = [
        fact("a", "sues", "x"),
        fact("a", "ruling", "x", particular="mixed", confidence=0.5),
        fact("a", "sues", "x", sentence="T."),
    ]
    first, second = group_reports(rows)
    assert [(line.relation, line.particular, line.confidence) for line in first.lines] == [
        ("sues", None, 0.9),
        ("ruling", "mixed", 0.5),
    ]
    assert first.lines[0].edge_id == "a|sues|x"
    assert second.sentence == "T."


def test_position_for_nobody_else_has_no_object():
    (report,) = group_reports([fact("a", "says", "a", object=None)])
    assert report.lines[0].objects == ()


def test_a_name_beside_an_id_that_was_looked_up_is_a_link():
    link = shown("S.D.N.Y.", "court", "cases", court_id={"value": "nysd", "label": "S.D.N.Y."})
    assert link == shown("S.D.N.Y.", "court", "cases", court_id="nysd")
    assert "/nodes/nysd" in link


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("United States District Court for the Southern District of New York", "Southern District of New York"),
        ("United States Court of Appeals for the Third Circuit", "Third Circuit"),
        ("United States Court of Federal Claims", "Court of Federal Claims"),
        ("Superior Court of California, County of Santa Clara", "Superior Court, Santa Clara"),
        ("Supreme Court of the United States", None),
        ("Munich Regional Court I", None),
    ],
)
def test_a_court_is_shown_by_what_tells_it_from_others_and_heard_whole(name, short):
    link, text = shown(name, "court", "cases", court_id="x"), shown(name, "court", None)
    labelled = shown({"value": "x", "label": name}, "court_id", "cases", court_id="x")
    if short is None:
        assert (link, text) == (f'<a href="/nodes/x">{name}</a>', name)
    else:
        assert link == labelled == f'<a href="/nodes/x" title="{name}" aria-label="{name}">{short}</a>'
        assert f'title="{name}"' in text
        assert f'<span aria-hidden="true">{short}</span>' in text
        assert f'<span class="unseen">{name}</span>' in text


def test_no_two_courts_of_the_register_are_shown_alike():
    with (Path(__file__).parents[2] / "data" / "register" / "courts.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    rules = words().court_rules()
    fronts = [words().short_court(name) for name in names]
    assert len(set(fronts)) == len(set(names))
    initials = []
    for name in fronts:
        old, new = next((rule for rule in rules["initials"] if name.startswith(rule[0])), ("", ""))
        initials.append(new + name.removeprefix(old))
    assert len(set(initials)) == len(set(names))
