"""Which case a report is about; ambiguous is none."""

import pytest

NYSD = "United States District Court for the Southern District of New York"
CAND = "United States District Court for the Northern District of California"


def case_of(graph, edge_id=None):
    """Cases of evidence between parties, by edge."""
    found = {row.edge_id: row.case_id for row in graph.evidence if row.ordinal == 0}
    return found[edge_id] if edge_id else found


@pytest.fixture
def told(build, make_article, make_fact):
    """The case of one fact: `told('sues', 'A', 'B', cases=..., day=..., **attributes)`."""

    def tell(relation, subject, other, cases=None, day="2026-10-01", **attributes):
        graph = build([make_article("one", make_fact(relation, subject, other, **attributes), day=day)], cases=cases)
        rows = [row.case_id for row in graph.evidence if row.edge_id.split("|")[1] == relation]
        return rows[0], graph

    return tell


@pytest.mark.parametrize("docket", ["1:23-cv-11195", "No. 23-cv-11195-SHS", "1:23-CV-11195"])
@pytest.mark.parametrize("plaintiff", ["The Mill Gazette", "Mill Media Group", "A Later Plaintiff"])
def test_a_docket_number_decides(told, make_case, plaintiff, docket):
    cases = (make_case(class_action="yes" if plaintiff == "A Later Plaintiff" else "no"),)
    case, graph = told("sues", plaintiff, "Loom AI", cases=cases, docket_number=docket)
    assert case == "mill-gazette-v-loom"
    assert len(graph.cases) == 1
    assert {edge.source for edge in graph.edges if edge.relation == "plaintiff_in"} == {"mill-gazette"}


@pytest.mark.parametrize(
    ("plaintiff", "defendant", "docket", "court"),
    [
        ("Ann Poe", "Some Firm", "23-cv-11195", None),
        ("Ann Poe", "Some Firm", "1:23-cv-11195", NYSD),  # a sentence that names two suits
        ("Ann Poe", "Loom AI", "3:23-cv-11195", None),
        ("Ann Poe", "Loom AI", "1:23-cv-11195", NYSD),
        ("The Mill Gazette", "Some Firm", "1:23-cv-11195", NYSD),
        ("Loom AI", "The Mill Gazette", "1:23-cv-11195", NYSD),
    ],
)
def test_the_number_of_another_suit_is_no_match(told, plaintiff, defendant, docket, court):
    case, graph = told("sues", plaintiff, defendant, docket_number=docket, court=court)
    assert case != "mill-gazette-v-loom"
    assert len(graph.cases) == 2


def test_a_misplaced_number_stays_no_name_of_the_case(told):
    _, graph = told("sues", "Ann Poe", "Loom AI", docket_number="1:23-cv-11195")
    assert [(row.node_id, row.source) for row in graph.aliases if row.alias == "1:23-cv-11195"] == [
        ("mill-gazette-v-loom", "register")
    ]
    assert [case.docket_number for case in graph.cases if case.provenance == "news"] == [None]
    _, graph = told("sues", "The Mill Gazette", "Loom AI", docket_number="9:29-cv-00009")
    assert not [row for row in graph.aliases if row.alias == "9:29-cv-00009"]


@pytest.mark.parametrize("class_action", ["yes", "no"])
def test_a_case_of_the_very_pair_goes_before_the_number_of_another(told, make_case, class_action):
    other = make_case(id="reed-v-loom", name="Reed v. Loom", plaintiffs=("jo-reed",), docket_numbers=("1:24-cv-5",))
    cases = (make_case(class_action=class_action), other)
    case, graph = told("sues", "Jo Reed", "Loom AI", cases=cases, docket_number="1:23-cv-11195")
    assert case == "reed-v-loom"
    assert len(graph.cases) == 2


def test_a_plaintiff_of_another_known_suit_joins_no_class_and_is_no_new_suit(told, make_case):
    other = make_case(id="reed-v-weave", name="Reed v. Weave", plaintiffs=("jo-reed",), defendants=("weave",),
                      docket_numbers=("1:24-cv-5",))  # fmt: skip
    cases = (make_case(class_action="yes", defendants=("oracle-loom",)), other)
    case, graph = told("sues", "Jo Reed", "Loom AI", cases=cases, docket_number="1:23-cv-11195")
    assert case is None
    assert len(graph.cases) == 2
    assert told("sues", "Jo Reed", "Loom AI", cases=cases)[0] == "jo-reed-v-oracle-loom"


def test_the_rest_of_a_sentence_in_which_two_suits_are_read_as_one_opens_no_case(
    build, make_case, make_article, make_fact
):
    other = make_case(id="reed-v-weave", name="Reed v. Weave", plaintiffs=("jo-reed",), defendants=("weave",))
    facts = [make_fact("sues", "Jo Reed", "Loom AI", "s", docket_number="1:23-cv-11195"),
             make_fact("ruling", "Jo Reed", "Loom AI", "s")]  # fmt: skip
    assert len(build([make_article("a", *facts)], cases=(make_case(), other)).cases) == 2


@pytest.mark.parametrize(
    ("sides", "pair", "fits"),
    [
        ({"plaintiffs": ()}, ("Ann Poe", "Loom AI"), True),
        ({"plaintiffs": ()}, ("Ann Poe", "Some Firm"), False),
        ({"defendants": ()}, ("The Mill Gazette", "Some Firm"), True),
        ({"defendants": ()}, ("Ann Poe", "Some Firm"), False),
        ({"plaintiffs": (), "defendants": ()}, ("Ann Poe", "Some Firm"), True),
        ({"plaintiffs": ("mill-gazette", "mill", "mill-radio", "jo-reed", "weave")}, ("Ann Poe", "Loom AI"), True),
    ],
)
def test_of_a_number_and_a_side_that_the_register_leaves_open_the_other_side_decides(
    told, make_case, sides, pair, fits
):
    case, _ = told("sues", *pair, cases=(make_case(**sides),), docket_number="1:23-cv-11195")
    assert (case == "mill-gazette-v-loom") == fits


def test_suits_of_one_article_with_a_number_that_stands_beside_both_are_two(empty_build, make_article, make_fact):
    pairs = (("Ann Poe", "Xylo"), ("Bea Roe", "Yarn"))
    facts = [make_fact("sues", *pair, start=99 * n, docket_number="1:26-cv-7") for n, pair in enumerate(pairs)]
    assert len(empty_build(make_article("a", *facts)).cases) == 2


def test_a_caption_decides(told):
    case, _ = told("ruling", "Somebody", "Loom AI", caption="Mill Gazette Co. et al. vs. Loom AI")
    assert case == "mill-gazette-v-loom"


@pytest.mark.parametrize(("relation", "plaintiff", "defendant"), [
    ("sues", "The Mill Gazette", "Weave Labs"),
    ("ruling", "Weave Labs", "The Mill Gazette"),
    ("settles_with", "Mill Media Group", "Loom AI"),
])  # fmt: skip
def test_parties_decide_an_owner_for_what_it_owns_and_an_appeal_turns_the_sides(told, relation, plaintiff, defendant):
    case, graph = told(relation, plaintiff, defendant)
    assert case == "mill-gazette-v-loom"
    assert len(graph.cases) == 1


def test_on_appeal_the_sides_stay_what_the_register_says(told):
    _, graph = told("ruling", "Weave Labs", "The Mill Gazette")
    ties = {edge.id for edge in graph.edges if edge.relation in ("plaintiff_in", "defendant_in")}
    assert ties == {
        "mill-gazette|plaintiff_in|mill-gazette-v-loom",
        "oracle-loom|defendant_in|mill-gazette-v-loom",
        "weave|defendant_in|mill-gazette-v-loom",
    }


def test_a_sibling_is_not_the_party(told):
    case, _ = told("sues", "Mill Radio", "Loom AI")
    assert case == "mill-radio-v-oracle-loom"


def test_equal_parties_but_another_court_and_year_are_another_suit(told):
    case, graph = told("sues", "The Mill Gazette", "Loom AI", court=CAND, filed_date="2026-02-01")
    assert case == "mill-gazette-v-oracle-loom"
    assert len(graph.cases) == 2


@pytest.mark.parametrize(
    ("attributes", "day", "number"),
    [
        ({"court": CAND}, "2026-10-01", 2),
        ({"court": NYSD}, "2026-10-01", 1),
        ({"judge": "Judge Marsh"}, "2026-10-01", 2),
        ({"filed_date": "2026-02"}, "2026-10-01", 2),
        ({"filed_date": "2023"}, "2026-10-01", 1),
        ({"caption": "Mill Gazette v. Loom (second suit)"}, "2026-10-01", 2),
        ({}, "2025-01-01", 1),
        ({}, "2026-10-01", None),
    ],
)
def test_of_several_cases_the_one_that_agrees_else_none(told, make_case, attributes, day, number):
    second = make_case(id="second", name="Mill Gazette v. Loom", court="cand", docket_numbers=("3:26-cv-00001",),
                       filed_date="2026-02-01", judge="Eve T. Marsh")  # fmt: skip
    case, graph = told("sues", "The Mill Gazette", "Loom AI", cases=(make_case(), second), day=day, **attributes)
    assert case == {1: "mill-gazette-v-loom", 2: "second", None: None}[number]
    assert len(graph.cases) == 2


def test_a_suit_of_its_own_goes_before_the_multi_district_proceeding_that_holds_it(told, make_case):
    proceeding = make_case(id="mdl", name="In re Loom", docket_numbers=("1:25-md-03143",))
    assert told("sues", "The Mill Gazette", "Loom AI", cases=(proceeding, make_case()))[0] == "mill-gazette-v-loom"
    assert (
        told("ruling", "The Mill Gazette", "Loom AI", cases=(proceeding, make_case()), docket_number="25-md-3143")[0]
        == "mdl"
    )


def test_a_suit_that_bears_the_partys_name_goes_before_one_that_it_joined(told, make_case):
    joined = make_case(id="joined", name="Reed v. Loom", plaintiffs=("jo-reed", "mill-gazette"), docket_numbers=())
    assert told("sues", "The Mill Gazette", "Loom AI", cases=(joined, make_case()))[0] == "mill-gazette-v-loom"


def test_three_plaintiffs_and_two_defendants_of_one_sentence_are_one_new_case(empty_build, make_article, make_fact):
    sentence = "Ann Poe, Bea Roe and Cy Doe sued Xylo and Yarn."
    facts = [
        make_fact("sues", one, other, sentence, start=10)
        for one in ("Ann Poe", "Bea Roe", "Cy Doe")
        for other in ("Xylo", "Yarn")
    ]
    graph = empty_build(make_article("one", *facts))
    assert [(case.id, case.name) for case in graph.cases] == [("ann-poe-v-xylo", "Ann Poe v. Xylo")]
    ties = {(edge.source, edge.relation) for edge in graph.edges if edge.target == "ann-poe-v-xylo"}
    plaintiffs = {(party, "plaintiff_in") for party in ("ann-poe", "bea-roe", "cy-doe")}
    assert ties == plaintiffs | {("xylo", "defendant_in"), ("yarn", "defendant_in")}


def test_two_suits_told_in_one_sentence_are_two_cases(empty_build, make_article, make_fact):
    sentence = "Ann Poe sued Xylo, and Bea Roe sued Yarn."
    graph = empty_build(
        make_article(
            "one", make_fact("sues", "Ann Poe", "Xylo", sentence), make_fact("sues", "Bea Roe", "Yarn", sentence)
        )
    )
    assert len(graph.cases) == 2


def test_forty_articles_on_one_suit_are_one_case(empty_build, make_article, make_fact):
    articles = [
        make_article(f"n{i}", make_fact("sues", "Ann Poe", "Xylo Inc." if i % 2 else "Xylo"), run=i % 9)
        for i in range(40)
    ]
    graph = empty_build(*articles)
    assert [(case.id, case.articles) for case in graph.cases] == [("ann-poe-v-xylo", 40)]
    assert len([row for row in graph.evidence if row.edge_id == "ann-poe|sues|xylo"]) == 40


def test_articles_that_share_only_the_docket_number_are_on_one_case(empty_build, make_article, make_fact):
    graph = empty_build(
        make_article("a", make_fact("sues", "Ann Poe", "Xylo", docket_number="1:26-cv-00077")),
        make_article("b", make_fact("sues", "Bea Roe", "Xylo", docket_number="No. 26-cv-77-ABC"), run=2),
        make_article(
            "c", make_fact("settles_with", "Ann Poe", "Xylo", amount_usd=5e6, date="2026-03"), day="2026-03-02"
        ),
    )
    (case,) = graph.cases
    assert (case.id, case.status, case.status_date, case.amount_usd) == ("ann-poe-v-xylo", "settled", "2026-03", 5e6)
    assert {edge.source for edge in graph.edges if edge.relation == "plaintiff_in"} == {"ann-poe", "bea-roe"}


def test_two_docket_numbers_of_one_pair_in_one_article_are_two_cases(empty_build, make_article, make_fact):
    facts = [make_fact("sues", "Ann Poe", "Xylo", start=start, docket_number=number)
             for start, number in ((0, "1:26-cv-00077"), (99, "1:26-cv-00078"))]  # fmt: skip
    assert len(empty_build(make_article("a", *facts)).cases) == 2


def test_a_settlement_alone_is_no_suit(empty_build, make_article, make_fact):
    graph = empty_build(make_article("a", make_fact("settles_with", "Ann Poe", "Xylo")))
    assert graph.cases == ()
    assert [edge.id for edge in graph.edges] == ["ann-poe|settles_with|xylo"]


def test_a_list_of_plaintiffs_beside_a_known_one_makes_no_new_case(build, make_article, make_fact):
    sentence = "The Mill Gazette and Ann Poe have sued Loom AI."
    facts = [make_fact("sues", name, "Loom AI", sentence) for name in ("The Mill Gazette", "Ann Poe")]
    graph = build([make_article("a", *facts)])
    assert len(graph.cases) == 1
    assert case_of(graph, "ann-poe|sues|oracle-loom") is None
    own = make_article("b", make_fact("sues", "Ann Poe", "Loom AI", filed_date="2026-01"), run=2)
    assert case_of(build([make_article("a", *facts), own]))["ann-poe|sues|oracle-loom"] == "ann-poe-v-oracle-loom"


def test_the_register_speaks_before_the_news(told):
    other = {"status": "dismissed", "filed_date": "2024-01-01", "judge": "Eve Marsh", "court": CAND}
    _, graph = told("sues", "The Mill Gazette", "Loom AI", docket_number="1:23-cv-11195", **other)
    (case,) = graph.cases
    assert (case.court_id, case.status, case.filed_date, case.judge) == (
        "nysd",
        "discovery",
        "2023-12-27",
        "Ada B. Stone",
    )
    assert (case.provenance, case.articles) == ("both", 1)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ([("sues", {})], "filed"),
        ([("sues", {}), ("ruling", {})], "ruling"),
        ([("settles_with", {}), ("sues", {}), ("ruling", {})], "settled"),
        ([("sues", {"status": "dismissed"}), ("sues", {})], "dismissed"),
        ([("sues", {"status": "dismissed"}), ("sues", {"status": "appeal"})], "appeal"),
    ],
)
def test_the_furthest_step_is_the_status_of_a_case_from_news(empty_build, make_article, make_fact, facts, status):
    articles = [make_article(f"{i}", make_fact(relation, "Ann Poe", "Xylo", **more), day=f"2026-01-0{i + 1}")
                for i, (relation, more) in enumerate(facts)]  # fmt: skip
    assert empty_build(*articles).cases[0].status == status


def test_the_caption_that_articles_give_is_the_name(empty_build, make_article, make_fact):
    graph = empty_build(
        make_article("a", make_fact("sues", "Ann Poe", "Xylo", caption="Poe v. Xylo Corp.")),
        make_article("b", make_fact("sues", "Ann Poe", "Xylo"), run=2),
    )
    assert (graph.cases[0].id, graph.cases[0].name) == ("ann-poe-v-xylo", "Poe v. Xylo Corp.")


def test_a_later_article_does_not_change_the_id_of_a_case(empty_build, make_article, make_fact):
    first = make_article("z", make_fact("sues", "Bea Roe", "Xylo", filed_date="2026-01-02"), run=1)
    later = make_article("a", make_fact("sues", "Ann Poe", "Xylo", docket_number="1:26-cv-1"),
                         make_fact("sues", "Bea Roe", "Xylo", docket_number="1:26-cv-1"), run=2)  # fmt: skip
    assert [case.id for case in empty_build(first).cases] == ["bea-roe-v-xylo"]
    assert [case.id for case in empty_build(later, first).cases] == ["bea-roe-v-xylo"]
