"""Where a case or deal stands: the register's word, until the news tells of a later step."""

import json
from dataclasses import replace

import pytest

from graph.rules import rules

CLASS = {"class_action": "yes", "defendants": ("oracle-loom",)}
PAIR = {"defendants": ("oracle-loom",)}


@pytest.fixture
def case_after(build, make_article, make_fact, make_case):
    """The case after one report: `case_after('settles_with', day, row, **attributes)`; the row stands at 2025-04."""

    def tell(relation, day="2026-10-01", row=None, other="Loom AI", **attributes):
        fact = make_fact(relation, "The Mill Gazette", other, **attributes)
        graph = build([make_article("one", fact, day=day)], cases=(make_case(**(PAIR if row is None else row)),))
        edge = next(edge for edge in graph.edges if edge.id == "mill-gazette|sues|oracle-loom")
        case = next(case for case in graph.cases if case.id == "mill-gazette-v-loom")
        assert json.loads(edge.attributes)["status"] == case.status
        return case

    return tell


@pytest.mark.parametrize(
    ("relation", "attributes", "day", "standing"),
    [
        ("settles_with", {}, "2026-10-01", ("settled", "2026-10-01")),
        ("settles_with", {"date": "2026-09-28"}, "2026-10-01", ("settled", "2026-09-28")),
        ("settles_with", {"date": "2026-09"}, "2026-10-01", ("settled", "2026-09")),
        ("sues", {"status": "dismissed", "date": "2026-09-28"}, "2026-10-01", ("dismissed", "2026-09-28")),
        ("sues", {"status": "appeal", "date": "2026-09-28"}, "2026-10-01", ("appeal", "2026-09-28")),
        ("ruling", {"date": "2026-09-28", "outcome": "mixed"}, "2026-10-01", ("ruling", "2026-09-28")),
        # an old article, read today
        ("settles_with", {}, "2025-03-01", ("discovery", "2025-04")),
        ("settles_with", {"date": "2025-03"}, "2026-10-01", ("discovery", "2025-04")),
        ("settles_with", {}, None, ("discovery", "2025-04")),
        ("sues", {"status": "filed", "filed_date": "2023-12-27"}, "2026-10-01", ("discovery", "2025-04")),
        # not surely later, of no day that could be known, or no step
        ("settles_with", {"date": "2025-04-20"}, "2026-10-01", ("discovery", "2025-04")),
        ("settles_with", {"date": "2026-11-01"}, "2026-10-01", ("discovery", "2025-04")),
        ("ruling", {}, "2026-10-01", ("discovery", "2025-04")),
        ("sues", {"status": "filed", "filed_date": "2026-09-28"}, "2026-10-01", ("discovery", "2025-04")),
        ("ruling", {"date": "2026-09-28", "outcome": "procedural"}, "2026-10-01", ("discovery", "2025-04")),
    ],
)
def test_a_further_step_after_the_registers_moves_a_known_case(case_after, relation, attributes, day, standing):
    case = case_after(relation, day, **attributes)
    assert (case.status, case.status_date) == standing


@pytest.mark.parametrize(
    ("row", "relation", "attributes", "status"),
    [
        (PAIR | {"status": "settled", "status_date": "2025-09-05"}, "ruling", {"date": "2026-01-09"}, "settled"),
        (PAIR | {"status": "judgment-defendant", "status_date": "2025-11-04"}, "ruling", {"date": "2025-11-05"},
         "judgment-defendant"),
        (PAIR | {"status": "judgment-defendant", "status_date": "2025-11-04"}, "sues",
         {"status": "appeal", "date": "2025-12-20"}, "appeal"),
        (PAIR | {"status_date": ""}, "settles_with", {}, "settled"),
        (PAIR | {"status_date": "", "filed_date": ""}, "ruling", {"date": "2026-01-09"}, "ruling"),
        (PAIR | {"status": "", "status_date": ""}, "settles_with", {}, "settled"),
        ({}, "settles_with", {}, "discovery"),  # the other defendant goes on
        (PAIR | {"plaintiffs": ("mill-gazette", "jo-reed")}, "settles_with", {}, "discovery"),
        (CLASS | {"plaintiffs": ("mill-gazette", "jo-reed")}, "settles_with", {}, "settled"),
    ],
)  # fmt: skip
def test_how_far_a_case_has_come_counts_and_who_takes_part(case_after, row, relation, attributes, status):
    assert case_after(relation, row=row, **attributes).status == status


def test_what_an_undated_article_only_recalls_does_not_end_a_case_on_its_own_day(
    build, make_article, make_fact, make_case
):
    fact = replace(make_fact("sues", "The Mill Gazette", "Loom AI", status="dismissed"), background=True)
    graph = build([make_article("one", fact, day="2026-10-01")], cases=(make_case(**PAIR),))
    case = next(case for case in graph.cases if case.id == "mill-gazette-v-loom")
    assert (case.status, case.status_date) == ("discovery", "2025-04")


def test_several_settlements_may_end_a_case_together_and_an_owner_settles_for_what_it_owns(
    build, make_article, make_fact
):
    facts = [make_fact("settles_with", "Mill Media Group", other, start=99 * number, amount_usd=5e6)
             for number, other in enumerate(("Loom AI", "Weave Labs"))]  # fmt: skip
    graph = build([make_article("one", *facts, day="2026-10-01")])
    assert [(case.status, case.status_date, case.amount_usd) for case in graph.cases] == [
        ("settled", "2026-10-01", 5e6)
    ]


@pytest.fixture
def deal_after(build, make_article, make_fact, make_deal):
    """The graph after one report of the deal: `deal_after(status of the row, attributes of the report, day)`."""

    def tell(status, attributes, day):
        article = make_article("one", make_fact("licenses_to", "Mill Media Group", "Loom AI", **attributes), day=day)
        return build([article], deals=(make_deal(status=status),))

    return tell


def test_what_the_register_says_stays_its_own(build, make_article, make_fact, make_case):
    article = make_article("one", make_fact("settles_with", "The Mill Gazette", "Loom AI"), day="2026-10-01")
    graph = build([article], cases=(make_case(**PAIR),))
    (row,) = [row for row in graph.register_sources if row.edge_id == "mill-gazette|sues|oracle-loom"]
    assert json.loads(row.attributes)["status"] == "discovery"


@pytest.mark.parametrize(
    ("row", "attributes", "day", "standing"),
    [
        (
            "in-talks",
            {"status": "announced", "announced_date": "2026-09-30"},
            "2026-10-01",
            ("announced", "2026-09-30"),
        ),
        ("in-talks", {}, "2026-10-01", ("announced", None)),
        ("in-talks", {"status": "announced"}, "2024-05-01", ("in-talks", "2024-05-22")),
        ("in-talks", {"status": "in-talks"}, "2026-10-01", ("in-talks", "2024-05-22")),
        ("active", {"status": "in-talks"}, "2026-10-01", ("active", "2024-05-22")),
        ("active", {"status": "announced", "announced_date": "2024-09"}, "2026-10-01", ("active", "2024-05-22")),
        ("active", {"status": "ended"}, "2026-10-01", ("ended", "2024-05-22")),
        ("active", {"status": "renewed", "date": "2026-09"}, "2026-10-01", ("renewed", "2024-05-22")),
        ("ended", {"status": "announced"}, "2026-10-01", ("ended", "2024-05-22")),
        ("", {}, "2026-10-01", ("announced", "2024-05-22")),
    ],
)
def test_a_deal_moves_likewise_and_its_licence_with_it(deal_after, row, attributes, day, standing):
    graph = deal_after(row, attributes, day)
    assert [(deal.status, deal.announced_date) for deal in graph.deals] == [standing]
    edge = next(edge for edge in graph.edges if edge.relation == "licenses_to")
    told = json.loads(edge.attributes)
    assert (told.get("status", standing[0]), told.get("announced_date")) == standing


def test_the_day_of_talks_is_kept(build, make_deal):
    deals = (make_deal(id="talks", status="in-talks"), make_deal(id="unsaid", status="", licensees=("weave",)))
    assert [deal.announced_date for deal in build([], deals=deals).deals] == ["2024-05-22", "2024-05-22"]


def ends(graph):
    """Kind and dates of what ended the one case, and since when its status says so, now and in its history."""
    (case,) = graph.cases
    events = [(event.kind, event.date, event.reported) for event in graph.events if event.kind in rules().case_ends]
    return events, case.status_date, [row.status_date for row in graph.case_history if row.status == case.status]


def test_no_article_proves_a_step_on_a_later_day(build, make_article, make_fact, make_case):
    """The register dates the settlement by its approval; the article before it proves that one was made by then."""
    row = make_case(**PAIR, status="settled", status_date="2026-07-20")
    settled = make_fact("settles_with", "The Mill Gazette", "Loom AI")
    graph = build([make_article("one", settled, day="2025-09-06")], cases=(row,))
    steps = [("settled", "2025-09-06", "2025-09-06"), ("settled", "2026-07-20", None)]
    assert ends(graph) == (steps, "2026-07-20", ["2025-09-06", "2026-07-20"])


@pytest.fixture
def told_of_mill(build, make_article, make_fact, make_case):
    """The graph after one report of an end, of a case that the register shows ended on a day, or not at all."""

    def tell(end, told, listed):
        row = make_case(**PAIR, status=end if listed else "", status_date=listed or "")
        relation, said = ("settles_with", {}) if end == "settled" else ("sues", {"status": end})
        fact = make_fact(relation, "The Mill Gazette", "Loom AI", **said, **told)
        return build([make_article("one", fact, day="2025-09-06")], cases=(row,))

    return tell


@pytest.mark.parametrize(
    ("told", "listed", "since"),
    [
        ({}, None, "2025-09-06"),  # nobody dates it: the day of the article that tells it as news
        ({"date": "2025-09"}, None, "2025-09"),
        ({}, "2025-09-05", "2025-09-05"),
        ({}, "2025-09-09", "2025-09-06"),  # it had come by then
        ({"date": "2025-09-04"}, "2025-09-09", "2025-09-04"),
    ],
)
@pytest.mark.parametrize("end", ["settled", "dismissed"])
def test_a_case_stands_since_the_day_of_the_event_that_ended_it(told_of_mill, end, told, listed, since):
    events, now, history = ends(told_of_mill(end, told, listed))
    assert (events, now, history[-1]) == ([(end, since, "2025-09-06")], since, since)


def test_an_article_on_the_settlement_alone_proves_no_filing(build, make_article, make_fact):
    filed = make_fact("sues", "The Mill Gazette", "Loom AI", "The Mill Gazette sued Loom AI.", filed_date="2026-03-02")
    suit = make_fact(
        "sues", "The Mill Gazette", "Loom AI", "The Mill Gazette settled its copyright suit against Loom AI."
    )
    settled = replace(suit, relation="settles_with")
    first, last = make_article("first", filed, day="2026-03-03"), make_article("last", suit, settled, day="2026-10-01")
    told = {event.kind: event.articles for event in build([first, last]).events}
    assert (told["filed"], told["settled"]) == (1, 1)
    assert build([last]).cases  # where nobody tells of the filing, the suit is known all the same
