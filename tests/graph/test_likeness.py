"""Names that look alike are proposed with score and reasons, and nothing is merged by it."""

import pytest

from graph.build import build_graph
from graph.corrections import Correction


@pytest.fixture
def pairs(register, known, make_article, make_fact):
    """Pairs proposed among plaintiffs of the names given, each in an article of its own: {names: row}."""

    def propose(*names, kind="company", corrections=()):
        articles = []
        for number, name in enumerate(names):
            fact = make_fact("sues", name, f"{['Quartz', 'Xenon', 'Zinc', 'Iron'][number]} {number}")
            fact = type(fact)(**{slot: getattr(fact, slot) for slot in fact.__slots__} | {
                "subject": type(fact.subject)(name, kind)})  # fmt: skip
            articles.append(make_article(str(number), fact, outlet=f"Wire {number}"))
        graph = build_graph(articles, register, known, (), corrections)
        return {frozenset((row.merge_name, row.keep_name)): row for row in graph.review}

    return propose


ALIKE = [
    ("Cable News Network", "CNN", "initials"),
    ("Federation of Danish Writers", "FDW", "initials"),
    ("Tidewater Publishing Group", "Tidewater Media", "same words but for common ones"),
    ("Tidewater Gazette", "Tidewatr Gazette", "letters alike"),
    ("Open Loom", "OpenLoom", "same letters"),
    ("Guild of Weavers", "Weavers of Guild", "another order"),
]
UNLIKE = [
    ("Intel", "Intel 471"),
    ("Concord East", "Concord West"),
    ("Authors Guild", "Actors Guild"),
    ("Daily News", "Daily Post"),
    ("Boston Globe", "Chicago Tribune"),
]


@pytest.mark.parametrize(("one", "other", "reason"), ALIKE)
def test_names_that_look_alike_are_proposed_with_a_reason(pairs, one, other, reason):
    row = pairs(one, other)[frozenset((one, other))]
    assert reason in row.reasons
    assert 0.6 <= row.score < 1


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_names_that_differ_by_what_tells_are_not_proposed(pairs, one, other):
    assert frozenset((one, other)) not in pairs(one, other)


@pytest.mark.parametrize(
    ("one", "other", "proposed"),
    [("J. Rivera", "Jane Rivera", True), ("Jane Rivera", "Jaen Rivera", True), ("Jane Rivera", "Mary Rivera", False),
     ("George W. Poe", "George H. Poe", True)],
)  # fmt: skip
def test_people_are_proposed_by_surname_and_first_name(pairs, one, other, proposed):
    assert (frozenset((one, other)) in pairs(one, other, kind="person")) == proposed


def test_a_party_of_the_register_stays_and_owners_are_no_likeness(pairs):
    row = pairs("Weave Lab")[frozenset(("Weave Lab", "Weave Labs"))]
    assert (row.merge_id, row.keep_id, row.known) == ("weave-lab", "weave", True)
    assert frozenset(("The Mill Gazette", "Mill Media Group")) not in pairs("The Mill Gazette")


def test_those_who_meet_in_one_fact_are_two(register, known, make_article, make_fact):
    graph = build_graph([make_article("a", make_fact("sues", "Open Loom", "OpenLoom"))], register, known)
    assert graph.review == ()


def test_a_shared_opponent_and_outlet_speak_for_it(register, known, make_article, make_fact):
    def score(*outlets, opponents=("Xylo", "Yarn")):
        names = ("Tidewater Group", "Tidewater Media")
        facts = [make_fact("sues", *pair) for pair in zip(names, opponents, strict=True)]
        articles = [make_article(outlet + fact.subject.name, fact, outlet=outlet)
                    for outlet, fact in zip(outlets, facts, strict=True)]  # fmt: skip
        (row,) = [row for row in build_graph(articles, register, known).review if "Tidewater" in row.merge_name]
        return row.score, row.reasons

    assert score("A", "B")[0] < score("A", "A")[0] < score("A", "A", opponents=("Xylo", "Xylo"))[0]
    assert "both beside xylo; same outlet" in score("A", "A", opponents=("Xylo", "Xylo"))[1]


def test_a_rejected_pair_does_not_come_back_and_numbers_stay(pairs):
    first = pairs("Open Loom", "OpenLoom", "Cable News Network", "CNN")
    row = first[frozenset(("Open Loom", "OpenLoom"))]
    apart = Correction(2, "apart", row.merge_id, row.keep_id, "Jo", "2026-11-20", "two firms")
    later = pairs("Open Loom", "OpenLoom", "Cable News Network", "CNN", corrections=[apart])
    assert frozenset(("Open Loom", "OpenLoom")) not in later
    assert (
        later[frozenset(("Cable News Network", "CNN"))].number == first[frozenset(("Cable News Network", "CNN"))].number
    )


def test_a_word_that_many_share_proposes_nothing_by_itself(pairs):
    names = [f"Harbour {word}" for word in ("Apple", "Brick", "Cloud", "Dance", "Eagle", "Flute", "Grape", "House")]
    assert pairs(*names[:4]) == {}
