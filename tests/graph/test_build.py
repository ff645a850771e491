"""The whole graph: the same from input in any order, every edge with its source, nothing lost on the way."""

import json
import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.build import build_graph
from graph.register import Known
from graph.rows import STRUCTURE, Graph
from nlp.model import Attributes, Evidence, Fact, Party

SUIT_DAY, LATER_DAY = "2024-05-23", "2025-03-01"


@pytest.fixture(scope="module")
def story(make_article, make_fact):
    """Six articles that touch every relation, known and new parties, cases and deals."""
    said = "Ann Poe and Bea Roe sued Xylo."
    return [
        make_article("known", make_fact("sues", "The Mill Gazette", "Loom AI", docket_number="No. 23-cv-11195-SHS",
                                        court="S.D.N.Y.", judge="Judge Stone", start=40),
                     make_fact("represents", "Fine LLP", "The Mill Gazette", start=90)),
        make_article("suit", make_fact("sues", "Ann Poe", "Xylo", said, filed_date="2024-05"),
                     make_fact("sues", "Bea Roe", "Xylo", said, filed_date="2024-05"),
                     make_fact("says", Party("Cy Doe", "person"), "Xylo", start=80, stance="ai-use-lawful")),
        make_article("ruling", make_fact("ruling", "Ann Poe", "Xylo", outcome="mixed", date="2025-02-27",
                                         judge="Bo T. Fine", court="Court of Elsewhere"), day=LATER_DAY, run=2),
        make_article("again", make_fact("sues", "Ann Poe", "Xylo, Inc."),
                     make_fact("says", Party("Cy Doe", "person"), None, start=60, stance="neutral"),
                     day=LATER_DAY, run=2),
        make_article("deal", make_fact("licenses_to", "Mill Radio", "Loom", status="announced", amount_usd=9e6),
                     make_fact("invests_in", "Weave Labs", "Loom AI", start=70), run=2),
        make_article("undated", make_fact("blocks", "The Mill Gazette", "Xylo"),
                     make_fact("accuses", "Jo Reed", "Xylo", start=50), day=None, run=3),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def graph(build, story):
    """The graph of the story."""
    return build(story)


def test_the_same_input_in_any_order_gives_the_same_graph(build, story, graph):
    shuffler = random.Random(7)
    for _ in range(12):
        mixed = [replace(article, facts=tuple(shuffler.sample(article.facts, len(article.facts)))) for article in story]
        shuffler.shuffle(mixed)
        assert repr(build(mixed)) == repr(graph)


def test_tables_are_in_the_order_of_their_keys(graph):
    for table in ("nodes", "articles", "cases", "deals", "edges", "evidence", "events", "changes"):
        ids = [row.id for row in getattr(graph, table)]
        assert ids == sorted(set(ids)), table


def test_every_fact_is_drawn_with_its_sentence(graph, story):
    told = {
        (article.id, evidence.sentence) for article in story for fact in article.facts for evidence in fact.evidence
    }
    drawn = {(row.article_id, row.sentence) for row in graph.evidence if row.edge_id.split("|")[1] not in STRUCTURE}
    assert drawn == told
    assert sum(article.facts for article in graph.articles) == sum(len(article.facts) for article in story)
    assert graph.problems == ()


def test_every_edge_has_a_source(graph):
    evidence, register = {row.edge_id for row in graph.evidence}, {row.edge_id for row in graph.register_sources}
    for edge in (edge for edge in graph.edges if edge.relation != "owns"):  # a column of parties.csv, without a source
        assert {"news": (True, False), "register": (False, True), "both": (True, True)}[edge.provenance] == (
            edge.id in evidence,
            edge.id in register,
        ), edge
        assert edge.articles == len({row.article_id for row in graph.evidence if row.edge_id == edge.id})
        assert edge.id == f"{edge.source}|{edge.relation}|{edge.target}"


def test_every_reference_is_kept(graph):
    nodes = {node.id for node in graph.nodes}
    named = {end for edge in graph.edges for end in (edge.source, edge.target)} | {
        alias.node_id for alias in graph.aliases
    }
    named |= {case.court_id for case in graph.cases if case.court_id} | {row.outlet_id for row in graph.articles}
    assert named <= nodes
    assert {case.id for case in graph.cases} | {deal.id for deal in graph.deals} <= nodes
    assert {event.evidence_id for event in graph.events if event.evidence_id} <= {row.id for row in graph.evidence}


def test_courts_and_judges_are_tied_to_cases(graph):
    edges = {edge.id: edge for edge in graph.edges}
    assert edges["mill-gazette-v-loom|filed_in|nysd"].provenance == "both"
    assert edges["ada-b-stone|presides_over|mill-gazette-v-loom"].provenance == "both"
    assert edges["ann-poe-v-xylo|filed_in|court-of-elsewhere"].provenance == "news"
    assert edges["bo-t-fine|presides_over|ann-poe-v-xylo"].provenance == "news"
    assert "unused" not in {node.id for node in graph.nodes}


def test_a_position_without_an_organisation_ends_at_its_speaker(graph):
    loop = next(edge for edge in graph.edges if edge.source == edge.target)
    assert (loop.relation, json.loads(loop.attributes)) == ("says", {"stance": "neutral"})


def test_an_edge_has_the_value_published_last_but_the_registers_before_all(build, make_article, make_fact):
    articles = [
        make_article("new", make_fact("licenses_to", "Mill Media Group", "Weave Labs", amount_usd=2.0), day=LATER_DAY),
        make_article("old", make_fact("licenses_to", "Mill Media Group", "Weave Labs", amount_usd=1.0, term_years=4.0),
                     day=SUIT_DAY, run=2),
        make_article("known", make_fact("licenses_to", "Mill Media Group", "Loom AI", amount_usd=7.0, date="2026")),
    ]  # fmt: skip
    edges = {edge.id: edge for edge in build(articles).edges}
    assert json.loads(edges["mill|licenses_to|weave"].attributes) == {"amount_usd": 2.0, "term_years": 4.0}
    known = json.loads(edges["mill|licenses_to|oracle-loom"].attributes)
    assert (known["amount_usd"], known["date"], known["status"]) == (250e6, "2026", "active")


def test_several_sentences_of_one_article_are_one_report_best_first(empty_build, make_article, make_fact):
    more = (Evidence("Ann Poe's suit against Xylo.", 300, 328), Evidence("Ann Poe sues Xylo.", 0, 18))
    graph = empty_build(
        make_article(
            "a",
            make_fact("sues", "Ann Poe", "Xylo", more=more, confidence=0.6, filed_date="2024"),
            make_fact("sues", "Ann Poe", "Xylo Inc", start=99, confidence=0.8, filed_date="2024-05", judge="Eve Fox"),
        )
    )
    rows = sorted((row for row in graph.evidence if "|sues|" in row.edge_id), key=lambda row: row.ordinal)
    assert [(row.ordinal, row.start, row.confidence) for row in rows] == [(0, 99, 0.8), (1, 0, 0.6), (2, 300, 0.6)]
    assert json.loads(rows[0].attributes) == {"filed_date": "2024-05", "judge": "Eve Fox"}
    edge = next(edge for edge in graph.edges if edge.relation == "sues")
    assert (edge.articles, edge.confidence) == (1, 0.8)


def test_nodes_tell_who_knows_them_and_when_they_were_in_the_news(graph):
    nodes = {node.id: node for node in graph.nodes}
    assert (nodes["xylo"].provenance, nodes["xylo"].articles) == ("news", 4)
    assert (nodes["xylo"].first_date, nodes["xylo"].last_date) == (SUIT_DAY, LATER_DAY)
    assert nodes["mill"].provenance == "register"
    assert nodes["mill-gazette"].provenance == "both"
    assert nodes["jo-reed"].wikidata_id == "Q1"
    assert nodes["example-wire"].kind == "outlet"
    assert nodes["ada-b-stone"].kind == "person"


def test_parties_that_nothing_refers_to_are_not_served_nor_their_aliases(build, make_article, make_fact):
    graph = build([make_article("a", make_fact("says", "Mill Radio", None, stance="neutral"))], cases=(), deals=())
    assert {node.id for node in graph.nodes} == {"mill-radio", "mill", "example-wire"}
    assert next(node for node in graph.nodes if node.id == "mill-radio").parent_id == "mill"
    assert graph.aliases == ()
    assert build([], cases=(), deals=()) == Graph()


def test_a_judge_that_only_the_register_names_is_the_registers(build):
    nodes = {node.id: node for node in build([]).nodes}
    assert nodes["ada-b-stone"].provenance == "register"


def test_events_keep_when_it_happened_apart_from_when_it_was_reported(graph):
    events = {(event.node_id, event.kind): event for event in graph.events}
    filed = events["mill-gazette-v-loom", "filed"]
    assert (filed.date, filed.reported, filed.provenance) == ("2023-12-27", SUIT_DAY, "both")
    ruling = events["ann-poe-v-xylo", "ruling"]
    assert (ruling.date, ruling.reported, ruling.provenance) == ("2025-02-27", LATER_DAY, "news")
    sentences = {row.id: row for row in graph.evidence}
    assert sentences[ruling.evidence_id].edge_id == "ann-poe|ruling|xylo"


@pytest.mark.parametrize(
    ("tellings", "dates"),
    [
        ([("2025-02-27", "mixed"), ("2025-02", "mixed"), (None, None)], ["2025-02-27"]),
        ([("2025-02-27", "mixed"), ("2024-06-01", "plaintiff")], ["2024-06-01", "2025-02-27"]),
        ([(None, "mixed"), (None, "mixed")], [None]),
        ([(None, "mixed"), (None, "plaintiff")], [None, None]),
        ([("2019-01-01", "plaintiff"), (None, "mixed")], [None, "2019-01-01"]),
    ],
)
def test_reports_of_one_ruling_are_one_event(empty_build, make_article, make_fact, tellings, dates):
    articles = [make_article(f"{i}", make_fact("ruling", "Ann Poe", "Xylo", date=date, outcome=outcome), day=LATER_DAY)
                for i, (date, outcome) in enumerate(tellings)]  # fmt: skip
    found = [event.date for event in empty_build(*articles).events]
    assert sorted(found, key=str) == sorted(dates, key=str)


def test_an_undated_report_of_a_settlement_is_about_the_last_one(empty_build, make_article, make_fact):
    dates = {"2024-02-01": "2024-02-02", "2025-02-01": "2025-02-02", None: "2026-01-01"}
    articles = [make_article(day, make_fact("settles_with", "Ann Poe", "Xylo", date=date), day=day)
                for date, day in dates.items()]  # fmt: skip
    suit = make_article("suit", make_fact("sues", "Ann Poe", "Xylo", filed_date="2023"), day="2023-05-01")
    events = empty_build(suit, *articles).events
    assert [(event.kind, event.date) for event in events] == [
        ("filed", "2023"),
        ("settled", "2024-02-01"),
        ("settled", "2025-02-01"),
    ]


def test_a_suit_is_filed_once_on_the_day_that_most_articles_give(empty_build, make_article, make_fact):
    days = ["2024-05-06", "2024-05-07", "2024-05", "2024-05-07", None]
    articles = [
        make_article(f"{i}", make_fact("sues", "Ann Poe", "Xylo", filed_date=day)) for i, day in enumerate(days)
    ]
    graph = empty_build(*articles)
    assert [(event.kind, event.date) for event in graph.events] == [("filed", "2024-05-07")]
    assert graph.cases[0].filed_date == "2024-05-07"


def test_changes_name_the_run_that_brought_them(graph):
    found = {(change.run_id, change.kind, change.summary) for change in graph.changes}
    assert (1, "new-case", "New case: Ann Poe v. Xylo") in found
    assert (1, "new-party", "New party: Xylo (company)") in found
    assert (1, "new-fact", "Ann Poe sues Xylo") in found
    assert (2, "new-event", "Mixed ruling in Ann Poe v. Xylo") in found
    assert (1, "new-fact", "The Mill Gazette sues Loom AI (first report of what the register knows)") in found
    assert {change.date for change in graph.changes if change.run_id == 2} == {"2026-01-03"}


@pytest.mark.parametrize(
    ("status", "deal", "fact"),
    [
        ("announced", "New deal: Mill Radio / Weave Labs", "Mill Radio licenses works to Weave Labs"),
        (
            "in-talks",
            "New talks: Mill Radio / Weave Labs (2024)",
            "Mill Radio is in talks to license works to Weave Labs",
        ),
        ("ended", "Ended: Mill Radio / Weave Labs", "Mill Radio licensed works to Weave Labs (ended)"),
    ],
)
def test_talks_and_what_has_ended_are_told_as_no_licence(build, make_article, make_fact, status, deal, fact):
    graph = build([make_article("a", make_fact("licenses_to", "Mill Radio", "Weave Labs", status=status))])
    told = {change.kind: (change.summary, change.after) for change in graph.changes}
    assert told["new-deal"] == (deal, deal.partition(": ")[2])
    assert told["new-fact"][0] == fact


def test_what_the_register_knows_is_no_change(graph, build):
    assert build([]).changes == ()
    known = [change for change in graph.changes if change.node_id in ("mill-gazette-v-loom", "mill-loom-2024")]
    assert known == []
    assert not [change for change in graph.changes if change.kind == "new-party" and "Mill" in change.summary]


def test_a_second_report_is_no_change(build, story, graph):
    before = {change for change in build(story[:5]).changes if change.run_id == 1}
    assert before == {change for change in graph.changes if change.run_id == 1}
    kinds = Counter(change.kind for change in graph.changes if change.run_id == 3)
    assert kinds == {"new-fact": 2}


def party(name, kind="company"):
    return Party(name, kind)


SOUND = Fact("sues", party("A"), party("B"), Attributes(), (Evidence("s", 0, 1),), "r", 1.0)


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        (replace(SOUND, subject=party("Loom AI"), object=party("Loom")), "both sides are one party"),
        (replace(SOUND, relation="owns"), "unknown relation"),
        (replace(SOUND, object=None), "no object"),
        (replace(SOUND, evidence=()), "no sentence"),
        (replace(SOUND, subject=party(" ")), "no name"),
        (replace(SOUND, subject=party("A", "planet")), "unknown kind of party"),
        (replace(SOUND, attributes=Attributes(filed_date="2024-02-31")), "bad filed_date"),
        (replace(SOUND, attributes=Attributes(amount_usd=float("nan"))), "bad amount_usd"),
    ],
)
def test_a_bad_fact_costs_itself_or_its_bad_value_and_is_told(build, make_article, make_fact, fact, reason):
    good = make_fact("sues", "Ann Poe", "Xylo", start=50)
    graph = build([make_article("a", fact, good)])
    assert [(problem.stage, problem.subject, problem.reason) for problem in graph.problems] == [
        ("graph", "https://wire.example/a", reason)
    ]
    assert "ann-poe|sues|xylo" in {edge.id for edge in graph.edges}
    assert ("a|sues|b" in {edge.id for edge in graph.edges}) == reason.startswith("bad")


def test_an_article_that_comes_twice_counts_once_and_is_told(build, make_article, make_fact):
    first, again = (
        make_article("a", make_fact("sues", "Ann Poe", name), run=run) for run, name in ((1, "Xylo"), (2, "Yarn"))
    )
    graph = build([again, first])
    assert graph == build([first, again])
    assert [(row.first_run, row.facts) for row in graph.articles] == [(1, 1)]
    assert [problem.reason for problem in graph.problems] == ["article twice"]


def test_characters_that_no_file_can_hold_are_replaced_and_offsets_stay(empty_build, make_article, make_fact):
    sentence = "Ann\x00 Poe sued \ud800Xylo."
    graph = empty_build(make_article("a", make_fact("sues", "Ann\x00 Poe", "\ud800Xylo", sentence), title="a\x00b"))
    row = graph.evidence[0]
    assert len(row.sentence) == len(sentence) == row.end - row.start
    repr(graph).encode()
    assert "\x00" not in row.sentence + graph.articles[0].title + "".join(node.name for node in graph.nodes)


def test_nothing_gives_an_empty_graph(empty_build):
    assert empty_build() == Graph()


NAMES = st.sampled_from(["Ann Poe", "Xylo", "Xylo Inc.", "Yarn", "The Mill Gazette", "Loom AI", "Loom", "Weave Labs"])
FACTS = st.builds(
    Fact,
    relation=st.sampled_from(["sues", "settles_with", "ruling", "licenses_to", "says", "accuses"]),
    subject=st.builds(Party, name=NAMES, kind=st.sampled_from(["company", "person"])),
    object=st.builds(Party, name=NAMES, kind=st.just("company")),
    attributes=st.builds(
        Attributes,
        filed_date=st.sampled_from([None, "2023-12", "2024", "2024-05-06"]),
        date=st.sampled_from([None, "2025-01-02", "2025"]),
        docket_number=st.sampled_from([None, "1:23-cv-11195", "26-cv-5", "1:26-cv-00005"]),
        court=st.sampled_from([None, "S.D.N.Y.", "Court of Elsewhere"]),
        judge=st.sampled_from([None, "Stone", "Judge Ada Stone", "Eve Fox"]),
        caption=st.sampled_from([None, "Poe v. Xylo"]),
        status=st.sampled_from([None, "filed", "dismissed", "in-talks"]),
        amount_usd=st.sampled_from([None, 5e6]),
    ),
    evidence=st.builds(lambda start: (Evidence("A sentence.", start, start + 11),), st.integers(0, 3)),
    rule=st.just("r"),
    confidence=st.sampled_from([0.5, 0.9]),
)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), rows=st.lists(st.tuples(st.lists(FACTS, max_size=5), st.integers(1, 3)), max_size=6))
def test_any_news_in_any_order_gives_one_graph_whose_parts_agree(data, rows, make_article, register, known):
    articles = [make_article(str(number), *facts, run=run) for number, (facts, run) in enumerate(rows)]
    graph = build_graph(articles, register, Known(known.cases, known.deals))
    mixed = [replace(article, facts=tuple(data.draw(st.permutations(article.facts)))) for article in articles]
    assert build_graph(data.draw(st.permutations(mixed)), register, known) == graph
    nodes = [node.id for node in graph.nodes]
    assert len(set(nodes)) == len(nodes)
    assert {end for edge in graph.edges for end in (edge.source, edge.target)} <= set(nodes)
    assert {event.evidence_id for event in graph.events} <= {row.id for row in graph.evidence} | {None}
    sourced = {row.edge_id for row in graph.evidence} | {row.edge_id for row in graph.register_sources}
    assert sourced == {edge.id for edge in graph.edges if edge.relation != "owns"}
    assert sum(row.facts for row in graph.articles) == len(
        {(row.edge_id, row.article_id) for row in graph.evidence if row.edge_id.split("|")[1] not in STRUCTURE}
    )
