"""data/corrections.csv: checked row by row, applied in order, undone by deleting a row, and ids that lead on."""

import json
from dataclasses import fields
from datetime import date

import pytest

from graph.build import build_graph
from graph.corrections import COLUMNS, Correction, append_corrections, load_corrections
from graph.rows import Graph
from nlp.model import Party, Value

GOOD = "merge,a,b,Jo,2026-11-20,same firm"


def dump(graph):
    """Every row of every table, as text."""
    return "\n".join(repr(row) for field in fields(Graph) for row in getattr(graph, field.name))


def ids(graph, kind=None):
    return {node.id for node in graph.nodes if kind in (None, node.kind)}


def edges(graph):
    return {edge.id for edge in graph.edges}


@pytest.fixture
def correct(register, known):
    """Build a graph of articles with corrections: `correct(articles, ('merge', 'a', 'b'), ...)`."""

    def build(articles, *rows):
        corrections = [
            Correction(line, *row, "Jo", "2026-11-20", "because")
            for line, row in enumerate(rows, start=2)
        ]  # fmt: skip
        return build_graph(articles, register, known, (), corrections)

    return build


@pytest.fixture
def stories(make_article, make_fact):
    """Two names of one plaintiff, two articles each on her suit, and a licence."""
    return [
        make_article("a", make_fact("sues", "Ann Poe Books", "Xylo", filed_date="2025-01-02")),
        make_article("b", make_fact("sues", "A.P. Books", "Xylo", filed_date="2025-01-02"), run=2),
        make_article("c", make_fact("licenses_to", "Yarn", "Xylo"), run=2),
        make_article("d", make_fact("says", Party("Bo Lee", "person"), "Yarn"), run=3),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("merge,a,a,Jo,2026-11-20,x", "named twice"),
        ("merge,A!,b,Jo,2026-11-20,x", "no id of a node"),
        ("swallow,a,b,Jo,2026-11-20,x", "is none of"),
        ("merge,a,b,,2026-11-20,x", "the row is left out"),
        ("merge,a,b,Jo,yesterday,x", "not YYYY-MM-DD"),
        ("merge,a,b,Jo,2026-11-20,", "the row is left out"),
        ("rename,a,,Jo,2026-11-20,x", "is empty"),
        ("split,a,;,Jo,2026-11-20,x", "is empty"),
        ("retype,a,planet,Jo,2026-11-20,x", "'planet' is none of"),
        ("reject,a,,Jo,2026-11-20,x", "no edge"),
        ("reject,a|plaintiff_in|b,,Jo,2026-11-20,x", "no edge"),
        ("fix,a,1,Jo,2026-11-20,x", "not 'id.field'"),
        ("fix,a.colour,red,Jo,2026-11-20,x", "'colour' is none of"),
        ("fix,a.filed_date,soon,Jo,2026-11-20,x", "cannot be a filed_date"),
        ("fix,a.amount_usd,-5,Jo,2026-11-20,x", "cannot be a amount_usd"),
        ("fix,a|sues|b.colour,red,Jo,2026-11-20,x", "'colour' is none of"),
        ("fix,a|swallows|b.court,nysd,Jo,2026-11-20,x", "is no fact"),
        ("fix,a|sues|b|https://x.example/y.html.filed_date,soon,Jo,2026-11-20,x", "cannot be a filed_date"),
        ("fix,a-v-b|filed|2025-01-02|1.kind,ended it,Jo,2026-11-20,x", "cannot be a kind"),
        ("fix,a-v-b|filed|2025-01-02|1.kind,,Jo,2026-11-20,x", "is empty"),
        ("fix,a-v-b|filed|2025-01-02|1.court,nysd,Jo,2026-11-20,x", "'court' is none of"),
        ("merge,a", "2 cells, not 6"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_left_out(tmp_path, row, told):
    path = tmp_path / "corrections.csv"
    path.write_text("\n".join([",".join(COLUMNS), row, GOOD]) + "\n")
    rows, problems = load_corrections(path)
    assert [(kept.line, kept.target) for kept in rows] == [(3, "a")]
    assert [problem.subject.split()[0] for problem in problems] == ["corrections.csv:2"]
    assert told in problems[0].detail


def test_a_missing_file_holds_nothing(tmp_path):
    assert load_corrections(tmp_path / "none.csv") == ((), [])


def test_what_is_appended_is_read_again_and_what_stood_there_stays(tmp_path):
    path = tmp_path / "corrections.csv"
    path.write_text(",".join(COLUMNS) + "\n" + GOOD)  # no line break at the end
    append_corrections(path, [Correction(0, "apart", "a", "c", "Jo", "2026-11-21", 'not\nthe "same", really')])
    rows, problems = load_corrections(path)
    assert problems == []
    assert [(row.line, row.action, row.why) for row in rows] == [
        (2, "merge", "same firm"),
        (3, "apart", 'not the "same", really'),
    ]
    fresh = tmp_path / "new.csv"
    append_corrections(fresh, rows)
    assert load_corrections(fresh)[0] == rows


def test_a_merge_joins_parties_and_their_suits_and_deleting_the_row_undoes_it_to_the_byte(correct, stories):
    before = correct(stories)
    assert {"ann-poe-books", "ap-books"} <= ids(before)
    after = correct(stories, ("merge", "ap-books", "ann-poe-books"))
    assert "ap-books" not in ids(after)
    assert {case.id for case in after.cases if case.provenance == "news"} == {"ann-poe-books-v-xylo"}
    assert {row.alias for row in after.aliases if row.node_id == "ann-poe-books"} == {"A.P. Books"}
    assert dump(correct(stories)) == dump(before) != dump(after)


def test_old_ids_lead_to_their_successors(correct, stories):
    graph = correct(stories, ("merge", "ann-poe-books", "ap-books"), ("merge", "ap-books", "yarn"))
    leads = {row.old_id: row.new_id for row in graph.successors}
    assert {leads["ann-poe-books"], leads["ap-books"]} == {"yarn"}
    assert leads["ann-poe-books-v-xylo"] == leads["ap-books-v-xylo"] == "yarn-v-xylo"
    assert set(leads.values()) <= ids(graph)
    assert not set(leads) & ids(graph)


def test_the_registers_name_of_a_party_leads_to_it(correct, make_article, make_fact):
    graph = correct([make_article("a", make_fact("sues", "Ann Poe", "Weave Labs"))])
    assert ("weave-labs", "weave") in {(row.old_id, row.new_id) for row in graph.successors}


def test_rows_work_in_the_order_of_the_file_on_what_earlier_rows_left(correct, stories):
    graph = correct(
        stories,
        ("merge", "ap-books", "ann-poe-books"),
        ("rename", "ap-books", "Poe House"),
        ("retype", "ann-poe-books", "outlet"),
        ("fix", "ann-poe-books.country", "France"),
        ("fix", "ann-poe-books.parent_id", "weave"),
    )
    (node,) = [node for node in graph.nodes if node.id == "ann-poe-books"]
    assert (node.name, node.kind, node.country, node.parent_id) == ("Poe House", "outlet", "France", "weave")
    assert "weave|owns|ann-poe-books" in edges(graph)
    assert all(row.applied for row in graph.corrections)


def test_a_form_that_is_somebody_else_becomes_a_node_of_its_own(correct, make_article, make_fact):
    facts = make_fact("sues", "Ann Poe Books", "Xylo"), make_fact("sues", "Ann Poe Books LLC", "Yarn")
    articles = [make_article("a", *facts)]
    assert "ann-poe-books|sues|yarn" in edges(correct(articles))
    graph = correct(articles, ("rename", "ann-poe-books", "Poe of Old"), ("split", "ann-poe-books", "Ann Poe Books"))
    assert graph.problems == ()
    assert "ann-poe-books-body|sues|yarn" in edges(graph)


def test_a_rejected_fact_opens_no_case_and_comes_back_with_the_row_gone(correct, stories, make_article, make_fact):
    url = "https://wire.example/b"
    graph = correct(stories, ("reject", "ap-books|sues|xylo", url))
    assert not any("ap-books" in edge for edge in edges(graph))
    assert dump(correct(stories)) == dump(correct(stories))
    register = correct([], ("reject", "mill-gazette|sues|oracle-loom", ""))
    assert "mill-gazette|sues|oracle-loom" not in edges(register)
    assert "mill-gazette|sues|oracle-loom" in edges(correct([]))


def test_cases_are_merged_split_renamed_and_fixed(correct, stories):
    merged = correct(
        stories,
        ("merge", "ap-books-v-xylo", "ann-poe-books-v-xylo"),
        ("rename", "ap-books-v-xylo", "The Xylo suit"),
        ("fix", "ap-books-v-xylo.judge", "Ada B. Stone"),
        ("fix", "ann-poe-books-v-xylo.amount_usd", "1500000"),
        ("fix", "ann-poe-books-v-xylo.court_id", "nysd"),
    )
    (case,) = [case for case in merged.cases if case.provenance == "news"]
    assert (case.name, case.judge, case.amount_usd, case.articles) == ("The Xylo suit", "Ada B. Stone", 1.5e6, 2)
    assert (case.court_id, case.country) == ("nysd", "United States")
    assert all(row.applied for row in merged.corrections)
    split = correct(
        stories,
        ("merge", "ap-books-v-xylo", "ann-poe-books-v-xylo"),
        ("split", "ann-poe-books-v-xylo", "https://wire.example/b"),
    )
    assert len([case for case in split.cases if case.provenance == "news"]) == 2


FIRST = "ann-poe-books|sues|xylo|https://wire.example/a"


def test_what_an_article_says_is_fixed_and_all_that_follows_from_it(correct, stories):
    rows = [
        ("fix", f"{FIRST}.filed_date", "2025-02-03"),
        ("fix", f"{FIRST}.docket_number", "1:25-cv-00001"),
        ("fix", f"{FIRST}.court", "S.D.N.Y."),
        ("fix", "yarn|licenses_to|xylo.amount_usd", "2000000"),
    ]
    graph = correct(stories, *rows)
    case = next(case for case in graph.cases if case.id == "ann-poe-books-v-xylo")
    assert (case.filed_date, case.docket_number, case.court_id) == ("2025-02-03", "1:25-cv-00001", "nysd")
    assert ("filed", "2025-02-03") in {(row.kind, row.date) for row in graph.events if row.node_id == case.id}
    assert [deal.amount_usd for deal in graph.deals if deal.id == "yarn-xylo"] == [2e6]
    rules = {(row.node_id, row.field): row.rule for row in graph.readings if row.chosen}
    assert rules[case.id, "date-filed"] == rules["yarn-xylo", "amount"] == "correction"
    assert {rule for (node, _), rule in rules.items() if node not in (case.id, "yarn-xylo")} <= {"only"}
    assert all(row.applied for row in graph.corrections)
    gone = correct(stories, ("fix", f"{FIRST}.filed_date", ""))
    assert [case.filed_date for case in gone.cases if case.id == "ann-poe-books-v-xylo"] == [None]


def test_events_are_fixed_alone_and_keep_their_id(correct, stories):
    event = "ann-poe-books-v-xylo|filed|2025-01-02|1"
    rows = [("fix", f"{event}.date", "2025-01-03"), ("fix", f"{event}.amount_usd", "7.5"), ("fix", f"{event}.kind", "ruling"),
            ("fix", f"{event}.judge", "Ada B. Stone")]  # fmt: skip
    graph = correct(stories, *rows)
    (row,) = [row for row in graph.events if row.id == event]
    assert (row.date, row.kind, row.amount_usd, row.value_currency) == ("2025-01-03", "ruling", 7.5, "USD")
    assert (row.summary, row.judge) == ("Ruling in Ann Poe Books v. Xylo", "Ada B. Stone")
    assert [case.filed_date for case in graph.cases if case.id == "ann-poe-books-v-xylo"] == ["2025-01-02"]
    assert all(row.applied for row in graph.corrections)


def test_deals_are_merged_into_those_of_the_register(correct, stories):
    graph = correct(stories, ("merge", "yarn-xylo", "mill-loom-2024"), ("fix", "mill-loom-2024.term_years", ""))
    (deal,) = graph.deals
    assert (deal.id, deal.articles, deal.term_years) == ("mill-loom-2024", 1, None)
    assert ("yarn-xylo", "mill-loom-2024") in {(row.old_id, row.new_id) for row in graph.successors}


@pytest.mark.parametrize(
    ("gone", "kept", "edge"),
    [("spool-yarn", "yarn-spool", "yarn|licenses_to|spool"), ("yarn-spool", "spool-yarn", "spool|licenses_to|yarn")],
)
def test_a_deal_merged_into_its_opposite_takes_its_direction(correct, make_article, make_fact, gone, kept, edge):
    articles = [
        make_article(day, make_fact("licenses_to", *pair, announced_date=day), day=day)
        for day, pair in (("2023-01-10", ("Spool", "Yarn")), ("2025-04-08", ("Yarn", "Spool")))
    ]
    assert {"spool|licenses_to|yarn", "yarn|licenses_to|spool"} <= edges(correct(articles))
    graph = correct(articles, ("merge", gone, kept))
    assert {one for one in edges(graph) if "licenses_to" in one and "spool" in one} == {edge}
    assert len([one for one in edges(graph) if one.endswith(f"_in|{kept}")]) == 2


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("merge", "nobody", "yarn"), "no such node now"),
        (("merge", "yarn", "nobody"), "no such node now"),
        (("split", "yarn", "Wool"), "no such form"),
        (("split", "yarn", "Yarn"), "its own name"),
        (("fix", "yarn.judge", "Jo"), "a party has no judge"),
        (("fix", "yarn-xylo.judge", "Jo"), "a deal has no judge"),
        (("fix", "mill.parent_id", "mill-gazette"), "own itself"),
        (("fix", "ann-poe-books-v-xylo.court_id", "yarn"), "is no court"),
        (("retype", "yarn-xylo", "company"), "no other kind"),
        (("fix", "yarn|sues|xylo.court", "nysd"), "nobody asserts it"),
        (("fix", "yarn|licenses_to|xylo|https://wire.example/a.date", "2025"), "nobody asserts it"),
        (("fix", "yarn-xylo|ended||1.date", "2025"), "no such event now"),
        (("reject", "yarn|sues|xylo", ""), "nobody asserts it"),
        (("split", "yarn-xylo", "https://wire.example/c"), "no article would be left"),
    ],
)
def test_what_cannot_be_applied_is_told_with_its_line(correct, stories, row, told):
    graph = correct(stories, row)
    (problem,) = [problem for problem in graph.problems if problem.subject.startswith("corrections.csv:2")]
    assert told in problem.detail
    assert [(line.applied, told in line.fault) for line in graph.corrections] == [(False, True)]


def test_merging_an_owner_into_what_it_owns_leaves_no_ring(correct, make_article, make_fact):
    articles = [make_article("a", make_fact("sues", "The Mill Gazette", "Xylo"))]
    graph = correct(articles, ("merge", "mill", "mill-gazette"))
    parents = {node.id: node.parent_id for node in graph.nodes}
    assert "mill" not in parents
    assert parents["mill-gazette"] is None


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("merge,a,b,Jo,2026-11-25,x", "has not come yet"),
        ("fix,a.filed_date,2099,Jo,2026-11-20,x", "has not come yet"),
        ("fix,a.status_date,2026-11-25,Jo,2026-11-20,x", "has not come yet"),
        ("fix,a|sues|b.filed_date,2027-01,Jo,2026-11-20,x", "has not come yet"),
        ("fix,a-v-b|filed|2025-01-02|1.date,2027-01-01,Jo,2026-11-20,x", "has not come yet"),
        ("fix,a|sues|b.status,renewed,Jo,2026-11-20,x", "'renewed' is none of"),
        ("fix,a|licenses_to|b.status,dismissed,Jo,2026-11-20,x", "'dismissed' is none of"),
        ("fix,a-v-b|filed|2025-01-02|1.kind,renewed,Jo,2026-11-20,x", "'renewed' is none of"),
        ("fix,a-b|talks|2025-01-02|1.kind,settled,Jo,2026-11-20,x", "'settled' is none of"),
    ],
)
def test_what_cannot_be_is_told_with_its_line_and_left_out(tmp_path, row, told):
    path = tmp_path / "corrections.csv"
    path.write_text("\n".join([",".join(COLUMNS), row, GOOD]) + "\n")
    rows, problems = load_corrections(path, date(2026, 11, 23))
    assert [kept.line for kept in rows] == [3]
    assert told in problems[0].detail


@pytest.mark.parametrize(
    ("node", "status", "word"),
    [("ann-poe-books-v-xylo", "in-talks", "case"), ("yarn-xylo", "settled", "deal"), ("yarn-xylo", "ended", "")],
)
def test_a_status_is_one_of_its_kind_of_story(correct, stories, node, status, word):
    graph = correct(stories, ("fix", f"{node}.status", status))
    (row,) = graph.corrections
    assert row.applied is not bool(word)
    assert f"a {word} cannot be" in row.fault if word else not row.fault
    assert (status in {story.status for story in (*graph.cases, *graph.deals)}) is not bool(word)


def test_a_sum_that_is_fixed_takes_the_sum_as_stated_with_it(correct, make_article, make_fact):
    value = Value(30e6, 30e6, "USD", "total", "paid", "$30 million")
    told = make_fact("licenses_to", "Yarn", "Xylo", amount_usd=30e6, value=value)
    (row,) = [row for row in correct([make_article("a", told)], ("fix", "yarn-xylo.amount_usd", "5000000")).deals
              if row.id == "yarn-xylo"]  # fmt: skip
    assert (row.amount_usd, row.value_min, row.value_max, row.value_usd_min, row.value_text) == (
        5e6,
        5e6,
        5e6,
        5e6,
        None,
    )
    (row,) = [row for row in correct([make_article("a", told)], ("fix", "yarn-xylo.amount_usd", "")).deals
              if row.id == "yarn-xylo"]  # fmt: skip
    assert (row.amount_usd, row.value_min, row.value_currency, row.value_text) == (None, None, None, None)


def test_the_event_that_tells_a_sum_follows_when_the_sum_of_its_deal_is_fixed(correct, make_article, make_fact):
    def licence(slug, number, text, **told):
        value = Value(number, number, "USD", "total", "paid", text)
        fact = make_fact("licenses_to", "Yarn", "Xylo", amount_usd=number, value=value, **told)
        return make_article(slug, fact, day=told.get("announced_date") or told["date"])

    articles = [
        licence("a", 30e6, "$30 million", announced_date="2024-05-12"),
        licence("b", 9e6, "$9 million", status="renewed", date="2025-06-02"),
    ]
    fix = ("fix", "yarn-xylo.amount_usd", "8000000")
    graph = correct(articles, fix)
    told = {
        row.kind: (row.amount_usd, row.value_min, row.value_text) for row in graph.events if row.node_id == "yarn-xylo"
    }
    assert told == {"announced": (30e6, 30e6, "$30 million"), "renewed": (8e6, 8e6, None)}
    readings = {row.value: row.chosen for row in graph.readings if row.field == "amount" and row.node_id == "yarn-xylo"}
    assert readings == {"30000000 USD total": False, "9000000 USD total": False, "8000000 USD total": True}
    emptied = {row.kind: row.amount_usd for row in correct(articles, ("fix", "yarn-xylo.amount_usd", "")).events}
    assert (emptied["announced"], emptied["renewed"]) == (30e6, None)
    (edge,) = [edge for edge in correct(articles, fix).edges if edge.id == "yarn|licenses_to|xylo"]
    assert (json.loads(edge.attributes)["amount_usd"], "value_text" in edge.attributes) == (8e6, False)
    own = ("fix", "yarn-xylo|renewed|2025-06-02|1.amount_usd", "7000000")  # what people say of the event itself holds
    assert {row.amount_usd for row in correct(articles, fix, own).events if row.kind == "renewed"} == {7e6}


def test_a_sum_that_an_open_end_holds_is_another_when_one_is_fixed(correct, make_article, make_fact):
    def licence(slug, least, most, **told):
        value = Value(least, most, "USD", "total", "paid", "as told")
        fact = make_fact("licenses_to", "Yarn", "Xylo", amount_usd=most, value=value, **told)
        return make_article(slug, fact, day=told.get("announced_date") or told["date"])

    articles = [
        licence("a", 1e6, None, announced_date="2024-05-12"),
        licence("b", 90e6, 90e6, status="renewed", date="2025-06-02"),
    ]
    events = correct(articles, ("fix", "yarn-xylo.amount_usd", "80000000")).events
    assert {(row.kind, row.value_min, row.value_max) for row in events if row.node_id == "yarn-xylo"} == {
        ("announced", 1e6, None),
        ("renewed", 80e6, 80e6),
    }


def test_the_event_of_a_settlement_follows_when_the_sum_of_its_case_is_fixed(correct, make_article, make_fact):
    facts = [make_fact("sues", "Ann Poe", "Xylo", filed_date="2024-01-02"),
             make_fact("settles_with", "Ann Poe", "Xylo", date="2025-02-03", amount_usd=5e6, start=99)]  # fmt: skip
    graph = correct([make_article("a", *facts, day="2025-02-04")], ("fix", "ann-poe-v-xylo.amount_usd", "4000000"))
    assert {row.kind: row.amount_usd for row in graph.events if row.node_id == "ann-poe-v-xylo"} == {
        "filed": None,
        "settled": 4e6,
    }


def test_a_case_keeps_its_own_court_and_number_when_another_is_merged_into_it(correct, make_article, make_fact):
    kept = make_fact("sues", "Ann Poe", "Xylo", court="S.D.N.Y.", docket_number="1:24-cv-00001", judge="Ada Stone")
    gone = make_fact("sues", "Ann Poe", "Xylo", court="N.D. Cal.", docket_number="3:25-cv-00002", judge="Bo Hill")
    articles = [make_article("a", kept, day="2024-03-01"), make_article("b", gone, day="2025-03-01", run=2)]
    graph = correct(articles, ("merge", "ann-poe-v-xylo-2", "ann-poe-v-xylo"))
    (case,) = [case for case in graph.cases if case.provenance == "news"]
    assert (case.court_id, case.docket_number, case.judge) == ("nysd", "1:24-cv-00001", "Ada Stone")
