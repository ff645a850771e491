"""A status and the step that brought it about: every date that a case shows stands in its timeline, once."""

import pytest

from graph.model import FormerCourt

CASE_ID = "mill-gazette-v-loom"


def events(graph, node=CASE_ID):
    return [(row.kind, row.date, row.provenance) for row in graph.events if row.node_id == node and row.kind != "filed"]


@pytest.mark.parametrize(
    ("status", "day", "kind"),
    [
        ("motion-to-dismiss", "2025-04-02", "motion-to-dismiss"),
        ("discovery", "2025-04", "discovery"),
        ("summary-judgment", "2025", "summary-judgment"),
        ("trial", "2025-04-02", "trial"),
        ("transferred", "2025-04-02", "transferred"),
        ("consolidated", "2025-04-02", "consolidated"),
        ("filed", "2025-04-02", "pending"),
    ],
)
def test_a_stage_that_the_register_dates_is_an_event_of_its_own(build, make_case, status, day, kind):
    graph = build([], cases=[make_case(status=status, status_date=day, outcome="Denied")], deals=())
    assert events(graph) == [(kind, day, "register")]
    (event,) = [row for row in graph.events if row.kind == kind]
    assert (event.source_url, event.amount_usd, event.evidence_id) == ("https://register.example/1", None, None)
    assert "Mill Gazette Company v. Loom AI, Inc." in event.summary
    assert (graph.cases[0].status, graph.cases[0].status_date) == (status, day)


@pytest.mark.parametrize(
    ("status", "day"), [("discovery", ""), ("filed", "2023-12-27"), ("filed", "2023"), ("filed", "")]
)
def test_a_stage_that_is_not_dated_or_is_the_filing_is_none(build, make_case, status, day):
    assert events(build([], cases=[make_case(status=status, status_date=day)], deals=())) == []


def test_a_stage_is_not_told_beside_the_decision_of_its_day(build, make_case, make_article, make_fact):
    ruling = make_fact("ruling", "The Mill Gazette", "Loom AI", date="2025-04-02", outcome="procedural")
    case = make_case(status="discovery", status_date="2025-04-02")
    graph = build([make_article("a", ruling, day="2025-04-03")], cases=[case], deals=())
    assert events(graph) == [("ruling", "2025-04-02", "news")]


def test_a_stage_that_news_tells_too_is_one_event(build, make_case, make_article, make_fact):
    moved = make_fact("sues", "The Mill Gazette", "Loom AI", status="transferred", date="2025-04-04", amount_usd=5e6)
    case = make_case(status="transferred", status_date="2025-04-02")
    graph = build([make_article("a", moved, day="2025-04-05")], cases=[case], deals=())
    assert [(kind, provenance) for kind, _, provenance in events(graph)] == [("transferred", "both")]
    (event,) = [row for row in graph.events if row.kind == "transferred"]
    assert graph.cases[0].status_date == event.date
    assert event.amount_usd is None


@pytest.mark.parametrize("turned", [False, True])
def test_status_and_event_are_of_one_day(build, make_case, make_article, make_fact, turned):
    case = make_case(defendants=("oracle-loom",), status="filed", status_date="2023-12-27")
    dated = make_fact("settles_with", "The Mill Gazette", "Loom AI", date="2026-10-05", amount_usd=5e6)
    articles = [
        make_article("a", make_fact("settles_with", "The Mill Gazette", "Loom AI"), day="2026-10-06"),
        make_article("b", dated, day="2026-10-05"),
        make_article("c", make_fact("settles_with", "The Mill Gazette", "Loom AI"), day="2026-10-06"),
    ]
    graph = build(articles[::-1] if turned else articles, cases=[case], deals=())
    assert events(graph) == [("settled", "2026-10-05", "news")]
    assert (graph.cases[0].status, graph.cases[0].status_date) == ("settled", "2026-10-05")
    assert [row.status_date for row in graph.case_history if row.status == "settled"] == ["2026-10-05"]
    assert "mill-gazette-v-loom|date-settled 2026-10-05|2026-10-05" in {row.id for row in graph.readings if row.chosen}


def test_a_number_stands_with_the_court_that_gave_it_and_the_old_court_holds_before_the_transfer(build, make_case):
    former = (FormerCourt("1:23-cv-11195", "cand", "2025-04-03"),)
    graph = build([], cases=[make_case(status="consolidated", status_date="2025-04-03", former=former)], deals=())
    southern, northern = (f"United States District Court for the {name}" for name in
                          ("Southern District of New York", "Northern District of California"))  # fmt: skip
    assert (graph.cases[0].court, graph.cases[0].docket_number) == (southern, f"1:23-cv-11195 ({northern})")
    assert [(row.known_from, row.court, row.docket_number) for row in graph.case_history] == [
        ("2023-12-27", northern, "1:23-cv-11195"),
        ("2025-04-03", southern, f"1:23-cv-11195 ({northern})"),
    ]


def test_the_number_before_a_transfer_is_kept_with_its_court(build, make_article, make_fact):
    there, here = "S.D.N.Y.", "United States District Court for the Northern District of California"
    first = make_fact("sues", "Ann Poe", "Loom AI", filed_date="2026-02-10", court=there, docket_number="1:26-cv-01234",
                      status="transferred", date="2026-05-05")  # fmt: skip
    then = make_fact("sues", "Ann Poe", "Loom AI", court=here, docket_number="3:26-cv-04321")
    articles = [make_article("a", first, day="2026-05-06"), make_article("b", then, day="2026-09-10")]
    graph = build(articles, cases=(), deals=())
    assert [(row.court, row.docket_number) for row in graph.cases] == [
        (here, "3:26-cv-04321; 1:26-cv-01234 (S.D.N.Y.)")
    ]
