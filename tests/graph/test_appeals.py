"""Appeals that news tells of: a case of their own by court or number, a step of the suit else."""

from dataclasses import replace

import pytest

from graph.build import build_graph
from graph.register import Known
from nlp.register import RegisterCourt

CAND = "United States District Court for the Northern District of California"
NINTH = "United States Court of Appeals for the Ninth Circuit"
SUIT = {"filed_date": "2026-01-05", "court": CAND, "docket_number": "3:26-cv-00123"}


@pytest.fixture
def told(empty_build, make_article, make_fact):
    """The graph of a suit, a ruling in it, and one more fact of a later article."""

    def tell(relation, source, target, **attributes):
        suit = make_article("suit", make_fact("sues", "Ann Poe", "Xylo", **SUIT), day="2026-01-06")
        ruling = make_fact("ruling", "Ann Poe", "Xylo", date="2026-03-02", outcome="plaintiff")
        later = make_fact(relation, source, target, **attributes)
        return empty_build(
            suit, make_article("r", ruling, day="2026-03-03"), make_article("l", later, day="2026-04-10")
        )

    return tell


def steps(graph, case):
    return sorted((event.kind, event.date) for event in graph.events if event.node_id == case)


@pytest.mark.parametrize(
    "attributes",
    [{"court": NINTH}, {"docket_number": "26-1180"}, {"court": NINTH, "docket_number": "26-1180"}],
    ids=["court", "number", "both"],
)
def test_an_appeal_with_a_court_or_number_is_a_case_taken_from_the_suit(told, attributes):
    graph = told("sues", "Xylo", "Ann Poe", status="appeal", date="2026-04-09", **attributes)
    assert [case.id for case in graph.cases] == ["ann-poe-v-xylo", "ann-poe-v-xylo-appeal"]
    assert "ann-poe-v-xylo-appeal|appeal_of|ann-poe-v-xylo" in {edge.id for edge in graph.edges}
    sides = {edge.id for edge in graph.edges if edge.target == "ann-poe-v-xylo-appeal"}
    assert {"ann-poe|plaintiff_in|ann-poe-v-xylo-appeal", "xylo|defendant_in|ann-poe-v-xylo-appeal"} <= sides
    trial, appeal = graph.cases
    assert trial.docket_number == "3:26-cv-00123"
    assert trial.court is None or "Northern" in trial.court
    assert appeal.docket_number == attributes.get("docket_number")
    assert (trial.status, trial.status_date) == (appeal.status, appeal.status_date) == ("appeal", "2026-04-09")
    assert appeal.name.startswith("Ann Poe v. Xylo (appeal")


def test_that_it_was_appealed_is_a_step_of_the_suit_and_what_is_decided_one_of_the_appeal(
    empty_build, make_article, make_fact
):
    facts = {
        "a": make_fact("sues", "Ann Poe", "Xylo", **SUIT),
        "b": make_fact("ruling", "Ann Poe", "Xylo", date="2026-03-02", outcome="plaintiff", court=CAND),
        "c": make_fact("sues", "Xylo", "Ann Poe", status="appeal", date="2026-04-09", docket_number="26-1180"),
        "d": make_fact("ruling", "Xylo", "Ann Poe", date="2026-09-01", outcome="plaintiff", docket_number="26-1180"),
    }
    days = {"a": "2026-01-06", "b": "2026-03-03", "c": "2026-04-10", "d": "2026-09-02"}
    graph = empty_build(*(make_article(name, fact, day=days[name]) for name, fact in facts.items()))
    assert steps(graph, "ann-poe-v-xylo") == [
        ("appealed", "2026-04-09"),
        ("filed", "2026-01-05"),
        ("ruling", "2026-03-02"),
    ]
    assert steps(graph, "ann-poe-v-xylo-appeal") == [("ruling", "2026-09-01")]
    assert {case.id: case.status_date for case in graph.cases} == {
        "ann-poe-v-xylo": "2026-09-01",
        "ann-poe-v-xylo-appeal": "2026-09-01",
    }
    history = [row for row in graph.case_history if row.case_id == "ann-poe-v-xylo"]
    assert [(row.known_from, row.status) for row in history] == [
        ("2026-01-06", "filed"),
        ("2026-03-03", "ruling"),
        ("2026-04-10", "appeal"),
        ("2026-09-02", "ruling"),
    ]


def test_that_somebody_appealed_is_a_step_of_the_suit(told):
    graph = told("sues", "Xylo", "Ann Poe", status="appeal", date="2026-04-09")
    assert [case.id for case in graph.cases] == ["ann-poe-v-xylo"]
    assert ("appealed", "2026-04-09") in steps(graph, "ann-poe-v-xylo")
    assert not [edge for edge in graph.edges if edge.relation == "appeal_of"]


def test_a_suit_told_of_on_appeal_alone_is_the_appeal(empty_build, make_article, make_fact):
    fact = make_fact("ruling", "Ann Poe", "Xylo", court=NINTH, docket_number="26-1180", date="2026-04-09")
    graph = empty_build(make_article("a", fact))
    assert [case.id for case in graph.cases] == ["ann-poe-v-xylo"]


def test_two_appeals_by_number_are_two(empty_build, make_article, make_fact):
    suit = make_article("a", make_fact("sues", "Ann Poe", "Xylo", **SUIT))
    appeals = [
        make_article(name, make_fact("sues", "Xylo", "Ann Poe", status="appeal", docket_number=name))
        for name in ("26-1180", "27-2290")
    ]
    ids = [case.id for case in empty_build(suit, *appeals).cases]
    assert ids == ["ann-poe-v-xylo", "ann-poe-v-xylo-appeal", "ann-poe-v-xylo-appeal-2"]


@pytest.mark.parametrize(
    ("row", "cases"),
    [
        ({"docket_numbers": ("26-1180", "1:23-cv-11195")}, 1),
        ({"status": "appeal", "status_date": "2026-04"}, 1),
        ({}, 2),
    ],
    ids=["number listed", "status listed", "not listed"],
)
def test_the_row_of_the_register_that_holds_the_appeal_stays_one_case(
    build, make_case, make_article, make_fact, row, cases
):
    fact = make_fact("sues", "Loom AI", "The Mill Gazette", status="appeal", date="2026-04-09", docket_number="26-1180")
    graph = build([make_article("a", fact, day="2026-04-10")], cases=(make_case(**row),))
    assert len(graph.cases) == cases
    assert ("mill-gazette-v-loom-appeal|appeal_of|mill-gazette-v-loom" in {edge.id for edge in graph.edges}) == (
        cases == 2
    )


@pytest.mark.parametrize(("plaintiff", "linked"), [("mill-gazette", True), ("jo-reed", False)])
def test_a_row_on_appeal_is_taken_from_a_related_row_of_the_same_two_sides(register, make_case, plaintiff, linked):
    rows = (
        make_case(related=("above",)),
        make_case(
            id="above",
            name="Above",
            plaintiffs=(plaintiff,),
            court="ca2",
            docket_numbers=("25-9",),
            related=("mill-gazette-v-loom",),
        ),
    )
    with_court = replace(
        register, courts=(*register.courts, RegisterCourt("ca2", "Court of Appeals for the Second Circuit"))
    )
    graph = build_graph([], with_court, Known(rows, ()))
    links = [edge.id for edge in graph.edges if edge.relation == "appeal_of"]
    assert links == (["above|appeal_of|mill-gazette-v-loom"] if linked else [])


# the sentence that tells of an appeal, and whether it says which court hears it
HEARD = [
    ("Xylo appealed to the Ninth Circuit on Thursday against the judgment for Ann Poe.", True),
    ("The Ninth Circuit heard the appeal of Xylo against Ann Poe.", True),
    ("Xylo filed an appeal in the Ninth Circuit against the judgment for Ann Poe.", True),
    ("Xylo appealed against the judgment for Ann Poe.", False),
    ("Xylo appealed against the judgment for Ann Poe and cited a decision of the Ninth Circuit.", False),
    ("Xylo took its appeal against Ann Poe to the Ninth Circuit, not to the Second Circuit.", False),
]


@pytest.mark.parametrize("court", [{}, {"court": CAND}], ids=["no court", "the trial's court"])
@pytest.mark.parametrize(("said", "parted"), HEARD)
def test_a_sentence_on_an_appeal_may_say_which_court_hears_it(register, make_article, make_fact, said, parted, court):
    higher = [
        RegisterCourt(
            f"us-ca{number}", f"United States Court of Appeals for the {name} Circuit", "", "", (f"{name} Circuit",)
        )
        for number, name in ((2, "Second"), (9, "Ninth"))
    ]
    suit = make_fact("sues", "Ann Poe", "Xylo", **SUIT)
    appeal = make_fact("sues", "Xylo", "Ann Poe", said, start=90, status="appeal", date="2026-04-09", **court)
    articles = [make_article("a", suit, day="2026-01-06"), make_article("b", appeal, suit, day="2026-04-10")]
    graph, other = (
        build_graph(told, replace(register, courts=(*register.courts, *higher)), Known())
        for told in (articles, articles[::-1])
    )
    assert graph == other
    links = [edge.id for edge in graph.edges if edge.relation == "appeal_of"]
    assert links == ["ann-poe-v-xylo-appeal|appeal_of|ann-poe-v-xylo"] * parted
    assert {case.id: case.court for case in graph.cases}["ann-poe-v-xylo"] == CAND
    assert steps(graph, "ann-poe-v-xylo") == [("appealed", "2026-04-09"), ("filed", "2026-01-05")]
