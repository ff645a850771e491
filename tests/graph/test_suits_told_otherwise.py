"""Suits that news alone tells of, told under other names, numbers and courts."""

import pytest

from nlp.model import Party

NYSD = "United States District Court for the Southern District of New York"
CAND = "United States District Court for the Northern District of California"


@pytest.fixture
def stories(empty_build, make_article, make_fact):
    """The cases of facts, each of an article of its own: `stories((day, relation, A, B, sentence, attributes), ...)`."""

    def tell(*facts):
        articles = [
            make_article(
                str(number),
                make_fact(relation, Party(one, kind(one)), Party(two, kind(two)), sentence, **attributes),
                day=day,
            )
            for number, (day, relation, one, two, sentence, attributes) in enumerate(facts)
        ]
        graph = empty_build(*articles)
        by_article = {article.url: article.id for article in articles}
        cases = {row.article_id: row.case_id for row in graph.evidence if row.ordinal == 0}
        return [cases[by_article[article.url]] for article in articles], graph

    return tell


def kind(name):
    return "person" if len(name.split()) > 1 and name.split()[-1] in ("Poe", "Roe") else "company"


FIRST = (
    "2026-01-06",
    "sues",
    "Ann B. Poe",
    "Xylo",
    "Ann B. Poe sued Xylo.",
    {"filed_date": "2026-01-05", "court": NYSD},
)


@pytest.mark.parametrize(
    "later",
    [
        ("sues", "Xylo", "Ann B. Poe", "Xylo filed a counterclaim against Ann B. Poe.", {"filed_date": "2026-03-03"}),
        ("ruling", "Cy Roe", "Xylo", "s", {"caption": "Poe et al. v. Xylo Inc."}),
        ("sues", "A. Poe", "Xylo", "s", {"filed_date": "2026-01"}),
        ("sues", "Ann B. Poe", "Xylo Holdings", "s", {"filed_date": "2026-01"}),
        ("sues", "Cy Roe", "Xylo", "Cy Roe joined the suit against Xylo.", {}),
        ("sues", "Ann B. Poe", "Yarn", "The suit of Ann B. Poe also names Yarn.", {}),
        ("sues", "Ann B. Poe", "Xylo", "She filed an amended complaint.", {"filed_date": "2026-11-05"}),
        ("sues", "Ann B. Poe", "Xylo", "It is now before a judge.", {"court": CAND, "docket_number": "3:26-cv-9"}),
        ("sues", "Ann B. Poe", "Xylo", "s", {"court": CAND, "docket_number": "3:26-cv-9", "filed_date": "2026-01"}),
    ],
    ids=["counterclaim", "short caption", "initials", "owner", "joined", "added", "amended", "moved", "moved silently"],
)
def test_one_suit_stays_one(stories, later):
    cases, graph = stories(FIRST, ("2026-11-10", *later))
    assert cases[0] == cases[1]
    assert [event.date for event in graph.events if event.kind == "filed"] == ["2026-01-05"]


@pytest.mark.parametrize(
    "later",
    [
        ("sues", "Xylo", "Ann B. Poe", "Xylo sued Ann B. Poe.", {"filed_date": "2026-03-03"}),
        ("sues", "Alma Poe", "Xylo", "s", {"filed_date": "2026-01", "court": NYSD}),
        ("sues", "A. Poe", "Xylo", "s", {"filed_date": "2025-05"}),
        ("sues", "Cy Roe", "Xylo", "s", {"filed_date": "2026-01-05", "court": NYSD}),
        ("sues", "Ann B. Poe", "Xylo", "s", {"filed_date": "2026-04-05", "court": CAND}),
    ],
    ids=["sued back", "another Poe", "another year", "another plaintiff", "another court and month"],
)
def test_two_suits_stay_two(stories, later):
    cases, _ = stories(FIRST, ("2026-11-10", *later))
    assert cases[0] != cases[1]


def test_a_sentence_on_two_suits_is_about_each_of_them(empty_build, make_article, make_fact):
    suits = [
        make_article(name, make_fact("sues", name, "Xylo", docket_number=f"1:26-cv-{number}"))
        for number, name in enumerate(("Ann Poe", "Bea Roe"), 1)
    ]
    both = [make_fact(relation, name, "Xylo", "s") for name in ("Ann Poe", "Bea Roe") for relation in ("settles_with",)]
    graph = empty_build(*suits, make_article("both", *both))
    settled = {row.edge_id: row.case_id for row in graph.evidence if "settles" in row.edge_id and row.ordinal == 0}
    assert settled == {"ann-poe|settles_with|xylo": "ann-poe-v-xylo", "bea-roe|settles_with|xylo": "bea-roe-v-xylo"}


def test_a_suit_that_a_sentence_only_compares_with_a_known_one_is_its_own(build, make_article, make_fact):
    sentence = "Ann Poe sued Loom AI on Monday, as The Mill Gazette did in 2023."
    facts = [
        make_fact("sues", "Ann Poe", "Loom AI", sentence, filed_date="2026-02-02"),
        make_fact("sues", "The Mill Gazette", "Loom AI", sentence, filed_date="2023"),
    ]
    graph = build([make_article("a", *facts, day="2026-02-03")])
    assert {case.id for case in graph.cases} == {"mill-gazette-v-loom", "ann-poe-v-oracle-loom"}


def test_a_suit_that_took_the_number_of_another_is_part_of_it(empty_build, make_article, make_fact):
    suits = [
        make_article(name, make_fact("sues", name, "Xylo", docket_number=f"1:26-cv-{number}", filed_date=f"2026-0{number}-01"))
        for number, name in enumerate(("Ann Poe", "Bea Roe"), 1)
    ]  # fmt: skip
    joined = make_fact("sues", "Bea Roe", "Xylo", "It was consolidated with that of Ann Poe under No. 1:26-cv-1.",
                       status="consolidated", docket_number="1:26-cv-1")  # fmt: skip
    graph = empty_build(*suits, make_article("joined", joined))
    assert [edge.id for edge in graph.edges if edge.relation == "part_of"] == ["bea-roe-v-xylo|part_of|ann-poe-v-xylo"]


LATER_SUIT = "bea-roe-v-xylo|part_of|ann-poe-v-xylo"


@pytest.mark.parametrize(
    ("told_of", "sentence", "edge"),
    [
        ("Ann Poe", "Bea Roe's suit (1:26-cv-2) was consolidated with Ann Poe's, No. 1:26-cv-1.", LATER_SUIT),
        ("Bea Roe", "Bea Roe's suit (1:26-cv-2) was consolidated with Ann Poe's, No. 1:26-cv-1.", LATER_SUIT),
        ("Ann Poe", "Ann Poe's suit was consolidated with No. 1:26-cv-2.", LATER_SUIT),
        ("Ann Poe", "Ann Poe's suit (1:26-cv-1) was consolidated into No. 1:26-cv-2.", "ann-poe-v-xylo|part_of|bea-roe-v-xylo"),
        ("Ann Poe", "The suits were consolidated; the lead case is No. 1:26-cv-2.", "ann-poe-v-xylo|part_of|bea-roe-v-xylo"),
    ],
)  # fmt: skip
def test_the_later_suit_is_part_of_the_earlier_unless_it_is_named_as_leading(
    empty_build, make_article, make_fact, told_of, sentence, edge
):
    suits = [
        make_article(name, make_fact("sues", name, "Xylo", docket_number=f"1:26-cv-{number}", filed_date=f"2026-0{number}-01"))
        for number, name in enumerate(("Ann Poe", "Bea Roe"), 1)
    ]  # fmt: skip
    graph = empty_build(*suits, make_article("joined", make_fact("sues", told_of, "Xylo", sentence, date="2026-05-01")))
    assert [one.id for one in graph.edges if one.relation == "part_of"] == [edge]


def test_a_suit_told_with_number_and_caption_of_the_one_that_it_joined_stays_itself(
    build, make_case, make_article, make_fact
):
    sentence = "The suit of Ann Poe (1:26-cv-02222) was consolidated with Mill Gazette v. Loom AI, 1:23-cv-11195."
    own = make_fact("sues", "Ann Poe", "Loom AI", docket_number="1:26-cv-02222", filed_date="2026-03-09")
    wrong = {"docket_number": "1:23-cv-11195", "caption": "Mill Gazette Company v. Loom AI"}
    joined = make_article("b", make_fact("sues", "Ann Poe", "Loom AI", sentence, **wrong), day="2026-06-03")
    graph = build([make_article("a", own, day="2026-03-10"), joined], cases=[make_case(class_action="yes")])
    assert [edge.id for edge in graph.edges if edge.relation == "part_of"] == [
        "ann-poe-v-oracle-loom|part_of|mill-gazette-v-loom"
    ]
    assert {row.case_id for row in graph.evidence if row.article_id == joined.id} == {"ann-poe-v-oracle-loom"}
    (filed,) = [event for event in graph.events if event.id.startswith("mill-gazette-v-loom|filed")]
    assert "Ann Poe" not in filed.parties


@pytest.mark.parametrize(
    ("sentence", "one"),
    [
        ("Zephyr, formerly Ostwind Labs, was sued.", True),
        ("Zephyr (formerly known as Ostwind Labs) was sued.", True),
        ("Ostwind Labs has renamed itself Zephyr.", True),
        ("The suit is against Zephyr, as Ostwind Labs has been called since May.", True),
        ("Zephyr, formerly of Ostwind Labs, was sued.", False),
        ("Zephyr, formerly Ostwind Labs' partner, was sued.", False),
        ("Zephyr and Ostwind Labs were formerly partners.", False),
    ],
)
def test_a_stated_new_name_is_the_same_party_and_nothing_less_is(empty_build, make_article, make_fact, sentence, one):
    graph = empty_build(
        make_article("a", make_fact("sues", "Ann Poe", "Ostwind Labs")),
        make_article("b", make_fact("sues", "Ann Poe", "Zephyr", sentence)),
    )
    names = {node.id: node.name for node in graph.nodes if node.kind == "company" and node.id != "ann-poe"}
    assert names == ({"ostwind-labs": "Zephyr"} if one else {"ostwind-labs": "Ostwind Labs", "zephyr": "Zephyr"})
    if one:
        assert ("zephyr", "ostwind-labs") in {(row.old_id, row.new_id) for row in graph.successors}


AGAIN = "Ann B. Poe filed a second suit against Xylo."


@pytest.mark.parametrize(
    ("day", "sentence", "attributes"),
    [
        ("2026-05-12", AGAIN, {"filed_date": "2026-05-11", "court": NYSD}),
        ("2027-03-02", AGAIN, {}),
        ("2027-03-02", "Ann B. Poe sued Xylo Inc. again on Monday.", {}),
        ("2027-03-02", "Ann B. Poe's second lawsuit against Xylo is over her plays.", {}),
    ],
    ids=["months later", "undated", "again", "whose second"],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_suit_told_as_the_second_is_another(stories, day, sentence, attributes, turned):
    told = [FIRST, (day, "sues", "Ann B. Poe", "Xylo", sentence, attributes)]
    cases, graph = stories(*(reversed(told) if turned else told))
    assert cases[0] != cases[1]
    assert not any(reading.contested for reading in graph.readings)


@pytest.mark.parametrize(
    ("day", "sentence", "attributes"),
    [
        ("2026-01-12", AGAIN, {"filed_date": "2026-01-05"}),
        ("2026-01-12", AGAIN, {"filed_date": "2026-01"}),
        ("2026-01-12", AGAIN, {}),
        ("2026-06-12", "Ann B. Poe could sue Xylo again.", {}),
        ("2026-06-12", "Ann B. Poe sued Xylo, and lawyers warn of a second suit, by others.", {}),
        ("2026-06-12", "Ann B. Poe filed a second amended complaint against Xylo.", {"filed_date": "2026-06-11"}),
        ("2026-06-12", "Ann B. Poe sued Xylo, her second lawsuit against an AI company.", {}),
    ],
    ids=["the same day", "the same month", "at once", "may sue", "of others", "amended", "against another"],
)
def test_a_suit_of_the_same_time_or_only_thought_of_is_no_second(stories, day, sentence, attributes):
    cases, _ = stories(FIRST, (day, "sues", "Ann B. Poe", "Xylo", sentence, attributes))
    assert cases[0] == cases[1]


def test_a_third_suit_is_told_from_the_second(stories):
    second = ("2026-05-12", "sues", "Ann B. Poe", "Xylo", AGAIN, {"filed_date": "2026-05-11"})
    third = ("2026-09-15", "sues", "Ann B. Poe", "Xylo", "Ann B. Poe filed a third suit against Xylo.", {"filed_date": "2026-09-14"})  # fmt: skip
    cases, _ = stories(FIRST, second, third)
    assert len(set(cases)) == len(cases)


def test_who_sues_again_after_a_settlement_has_a_new_suit(stories):
    settled = ("2026-06-02", "settles_with", "Ann B. Poe", "Xylo", "They settled the suit.", {"date": "2026-06-01"})
    again = ("2027-09-07", "sues", "Ann B. Poe", "Xylo", "Ann B. Poe sued Xylo again.", {})
    cases, graph = stories(FIRST, settled, again)
    assert cases[0] == cases[1] != cases[2]
    assert {case.id: case.status for case in graph.cases} == {cases[0]: "settled", cases[2]: "filed"}


def test_the_second_of_two_suits_goes_on_under_that_name(stories):
    second = ("2027-03-02", "sues", "Ann B. Poe", "Xylo", "Ann B. Poe sued Xylo.", {"filed_date": "2027-03-01"})
    later = ("2028-01-11", "ruling", "Ann B. Poe", "Xylo", "Ann B. Poe's second suit against Xylo may go on.", {})
    cases, _ = stories(FIRST, second, later)
    assert cases[0] != cases[1] == cases[2]


TWO = (
    (*FIRST[:5], {"filed_date": "2026-01-05", "docket_number": "1:26-cv-00011", "court": NYSD}),
    ("2027-03-02", "sues", "Ann B. Poe", "Xylo", "s", {"filed_date": "2027-03-01", "docket_number": "3:27-cv-00022"}),
)


@pytest.mark.parametrize("relation", ["settles_with", "ruling"])
@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Ann B. Poe and Xylo settled case No. 1:26-cv-00011 over her plays.", 0),
        ("Ann B. Poe and Xylo settled case No. 3:27-cv-00022 over her novels.", 1),
        ("Poe and Xylo settled; the other suit, No. 3:27-cv-00022, goes on.", None),
        ("Poe and Xylo settled, Nos. 1:26-cv-00011 and 3:27-cv-00022.", None),
    ],
)
def test_the_number_in_its_sentence_tells_which_suit_ends(stories, relation, sentence, place):
    end = ("2028-01-11", relation, "Ann B. Poe", "Xylo", sentence, {"date": "2028-01-10"})
    cases, _ = stories(*TWO, end)
    told = None if place is None else cases[place]
    assert cases[0] != cases[1]
    assert cases[2] == told


IN_RE = {"caption": "In re Xylo Copyright Litigation", "docket_number": "1:26-md-03999"}


@pytest.mark.parametrize("turned", [False, True])
def test_a_proceeding_told_to_gather_suits_holds_them_and_has_an_id_of_its_own(stories, turned):
    told = [
        ("2026-01-06", "sues", "Bole Books", "Xylo", "s", {"docket_number": "3:26-cv-00011", "court": CAND}),
        ("2026-02-06", "sues", "Cane Press", "Xylo", "s", {"docket_number": "3:26-cv-00022", "court": CAND}),
        ("2026-06-06", "sues", "Bole Books", "Xylo", "In re Xylo, MDL No. 3999, gathers the suit of Bole.", IN_RE),
        ("2026-06-07", "sues", "Cane Press", "Xylo", "In re Xylo, MDL No. 3999, gathers the suit of Cane.", IN_RE),
    ]
    cases, graph = stories(*(reversed(told) if turned else told))
    if turned:
        cases.reverse()
    assert cases[:2] == ["bole-books-v-xylo", "cane-press-v-xylo"]
    assert cases[2] == cases[3] == "in-re-xylo-copyright-litigation"
    parts = {(edge.source, edge.target) for edge in graph.edges if edge.relation == "part_of"}
    assert parts == {(cases[0], cases[2]), (cases[1], cases[2])}


def test_a_settlement_of_one_plaintiff_is_told_of_that_one(stories):
    joint = [("2026-01-06", "sues", name, "Xylo", "s", {"docket_number": "1:26-cv-00011"}) for name in ("Bole", "Cane")]
    defendant = ("2026-01-06", "sues", "Bole", "Yarn", "s", {"docket_number": "1:26-cv-00011"})
    settled = ("2026-06-02", "settles_with", "Cane", "Xylo", "They settled the suit.", {"date": "2026-06-01"})
    cases, graph = stories(*joint, defendant, settled)
    assert len(set(cases)) == 1
    assert [case.status for case in graph.cases] == ["filed"]
    (event,) = [event for event in graph.events if event.kind == "settled"]
    assert event.summary == "Cane, Xylo: settled in Bole v. Xylo"


def test_a_settlement_of_all_ends_the_case_in_words(stories):
    settled = ("2026-06-02", "settles_with", "Ann B. Poe", "Xylo", "They settled the suit.", {"date": "2026-06-01"})
    _, graph = stories(FIRST, settled)
    assert [event.summary for event in graph.events if event.kind == "settled"] == ["Ann B. Poe v. Xylo is settled"]


def test_a_ruling_that_dismisses_the_suit_ends_it(stories):
    ruling = (
        "2026-06-02", "ruling", "Ann B. Poe", "Xylo", "A judge dismissed the suit.",
        {"date": "2026-06-01", "outcome": "defendant", "status": "dismissed"},
    )  # fmt: skip
    _, graph = stories(FIRST, ruling)
    assert [(case.status, case.status_date) for case in graph.cases] == [("dismissed", "2026-06-01")]
    assert {event.kind: event.date for event in graph.events} == {
        "filed": "2026-01-05",
        "dismissed": "2026-06-01",
    }


def ruled(day, **attributes):
    return (day, "ruling", "Ann B. Poe", "Xylo", "A judge ruled.", attributes)


DISMISSED = ruled("2026-06-02", date="2026-06-01", outcome="defendant", status="dismissed")


@pytest.mark.parametrize(
    "also",
    [
        ruled("2026-06-02", date="2026-06-01", outcome="defendant"),
        ruled("2026-06-03", date="2026-06-02", outcome="defendant"),  # of the day on which others wrote
        ruled("2026-06-02", date="2026-06-01"),
        ruled("2026-06-04", outcome="defendant"),
        ruled("2026-06-04", date="2026-06", outcome="defendant"),
    ],
)
def test_a_dismissal_is_one_event_with_all_who_tell_of_it(stories, also):
    for told in ((FIRST, DISMISSED, also), (also, DISMISSED, FIRST)):
        _, graph = stories(*told)
        (event,) = [event for event in graph.events if event.kind != "filed"]
        assert (event.kind, event.date, event.articles) == ("dismissed", "2026-06-01", 2)
        assert [(case.status, case.status_date) for case in graph.cases] == [("dismissed", "2026-06-01")]
        assert len([row for row in graph.event_evidence if row.event_id == event.id]) == 2


@pytest.mark.parametrize(
    "also",
    [
        ruled("2026-06-02", date="2026-06-01", outcome="plaintiff"),
        ruled("2026-03-02", date="2026-03-01", outcome="defendant"),
        ruled("2026-05-30", outcome="defendant"),
        ruled("2026-09-30", outcome="defendant"),
    ],
)
def test_another_ruling_is_no_dismissal(stories, also):
    _, graph = stories(FIRST, DISMISSED, also)
    assert sorted(event.kind for event in graph.events) == ["dismissed", "filed", "ruling"]


def test_what_fits_several_cases_is_left_to_people_by_name(stories):
    end = ("2028-01-11", "settles_with", "Ann B. Poe", "Xylo", "They settled the suit.", {"date": "2028-01-10"})
    cases, graph = stories(*TWO, end)
    assert cases[2] is None
    (problem,) = graph.problems
    assert (problem.subject, problem.reason) == ("https://wire.example/2", "fits several cases")
    assert cases[0] in problem.detail
    assert cases[1] in problem.detail


def test_a_proceeding_is_not_the_only_suit_that_it_gathers(stories):
    gathered = ("2026-06-06", "sues", "Ann B. Poe", "Xylo", "In re Xylo, MDL No. 3999, gathers the suit of Poe.", IN_RE)
    cases, graph = stories(FIRST, gathered)
    assert cases == ["ann-b-poe-v-xylo", "in-re-xylo-copyright-litigation"]
    assert [edge.target for edge in graph.edges if edge.relation == "part_of"] == [cases[1]]


@pytest.mark.parametrize("ruling", [{"outcome": "defendant", "date": "2025-03-03"}, {"date": "2025-03-03"}, {}])
def test_a_ruling_for_one_defendant_is_no_dismissal_of_another(empty_build, make_article, make_fact, ruling):
    suits = [make_fact("sues", "Ann Poe", name, filed_date="2024-01-02") for name in ("Loom AI", "Weave Labs")]
    end = make_fact("ruling", "Ann Poe", "Loom AI", status="dismissed", date="2025-03-03")
    graph = empty_build(
        make_article("a", *suits, day="2024-01-03"),
        make_article("b", end, day="2025-03-04"),
        make_article("c", make_fact("ruling", "Ann Poe", "Weave Labs", **ruling), day="2025-03-04"),
    )
    assert graph.cases[0].status != "dismissed"
    assert sorted(event.kind for event in graph.events) == ["dismissed", "filed", "ruling"]


def test_a_dismissal_dated_by_its_year_is_not_each_ruling_of_that_year(empty_build, make_article, make_fact):
    graph = empty_build(
        make_article("a", make_fact("sues", "Ann Poe", "Loom AI", filed_date="2024-01-02"), day="2024-01-03"),
        make_article("b", make_fact("ruling", "Ann Poe", "Loom AI", date="2025-03-01"), day="2025-03-02"),
        make_article("c", make_fact("ruling", "Ann Poe", "Loom AI", status="dismissed", date="2025"), day="2025-11-20"),
    )
    assert {(event.kind, event.date) for event in graph.events if event.kind != "filed"} == {
        ("ruling", "2025-03-01"),
        ("dismissed", "2025"),
    }
