"""People with role and affiliation, names that parties bore, owners: what the graph tells of who is who."""

import pytest

from graph.affiliations import is_role, read_role, read_trade
from graph.build import build_graph
from graph.names import name_key, stated_initials
from graph.parties import Directory, Ids, Use
from graph.register import Known
from graph.renames import KnownName, load_names
from nlp.model import Party
from nlp.register import Register, RegisterParty

JO = Party("Jo Lane", "person")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Jo Lane, chief executive of Yarn, said so.", ("chief executive", "Yarn")),
        ("Jo Lane, the co-founder of the Mill Gazette, spoke.", ("co-founder", "Mill Gazette")),
        ("Yarn CEO Jo Lane said so.", ("CEO", "Yarn")),
        ("Mill Media's general counsel Jo Lane said so.", ("general counsel", "Mill Media")),
        ("Jo Lane, who was born in a suburb of London, sued.", None),
        ("Jo Lane sued Yarn.", None),
        ("Ann Poe, chief executive of Yarn, spoke of Jo Lane.", None),
    ],
)
def test_a_sentence_gives_a_person_a_role(sentence, told):
    assert read_role(sentence, "Jo Lane") == told


@pytest.mark.parametrize(
    ("sentence", "trade"),
    [
        ("Novelist Jo Lane sued Loom AI.", "novelist"),
        ("A judge dismissed the suit of photographer Jo Lane.", "photographer"),
        ("The author, Jo Lane, sued.", ""),
        ("Jo Lane sued Loom AI.", ""),
        ("She told Jo Lane so.", ""),
    ],
)
def test_a_trade_before_a_name_is_a_role(sentence, trade):
    assert read_trade(sentence, "Jo Lane") == trade


def test_a_role_has_a_word_for_it():
    assert is_role("deputy general counsel")
    assert not is_role("a resident")


def test_people_have_role_and_affiliation_by_the_register_or_else_by_news(build, make_article, make_fact):
    said = make_fact("says", JO, "Loom AI", "Jo Lane, chief scientist and head of Loom AI, called it lawful.")
    graph = build([make_article("a", said), make_article("b", make_fact("says", "Jo Reed", "Loom AI"))])
    people = {row.name: row for row in graph.people}
    lane, reed = people["Jo Lane"], people["Jo Reed"]
    assert (lane.role, lane.affiliation_id, lane.provenance) == ("chief scientist and head", "oracle-loom", "news")
    assert lane.evidence.startswith("Jo Lane, chief")
    assert (reed.role, reed.affiliation_id, reed.provenance) == ("novelist", None, "both")
    (node,) = [node for node in graph.nodes if node.id == "jo-lane"]
    assert node.description == "chief scientist and head of Loom AI"


def test_a_party_is_called_as_it_is_now_and_found_by_what_it_was_called(register, make_article, make_fact, make_deal):
    names = (
        KnownName("mill", "Mill Media Group", "2001", "2025-07-31", "https://r.example/"),
        KnownName("mill", "Grist Inc.", "2025-07-31", "", "https://r.example/"),
    )
    facts = make_fact("sues", "Mill Media Group", "Xylo")
    graph = build_graph([make_article("a", facts)], register, Known((), (make_deal(),), names))
    (node,) = [node for node in graph.nodes if node.id == "mill"]
    assert node.name == "Grist Inc."
    assert "Mill Media Group" in {row.alias for row in graph.aliases if row.node_id == "mill"}
    assert [(row.name, row.from_date, row.to_date) for row in graph.names] == [
        ("Mill Media Group", "2001", "2025-07-31"),
        ("Grist Inc.", "2025-07-31", ""),
    ]


def test_bad_renames_are_told_with_their_line(tmp_path):
    path = tmp_path / "renames.csv"
    path.write_text(
        "party_id,name,from_date,to_date,source_url\n"
        "mill,Grist,2025,,https://r.example/\n"
        "nobody,Grist,2025,,https://r.example/\n"
        "mill,Grist,soon,,https://r.example/\n"
        "mill,Grist,2025,2024,https://r.example/\n"
        "mill,,2025,,https://r.example/\n"
    )
    names, problems = load_names(path, {"mill"})
    assert [name.name for name in names] == ["Grist"]
    assert [problem.subject.split()[0] for problem in problems] == [f"renames.csv:{line}" for line in (3, 4, 5, 6)]


def test_owners_are_tied_to_what_they_own(build, make_article, make_fact):
    graph = build([make_article("a", make_fact("sues", "Mill Radio", "Xylo"))], deals=())
    assert "mill|owns|mill-radio" in {edge.id for edge in graph.edges}


def test_a_name_that_is_a_word_means_the_party_only_as_an_outlet():
    time = RegisterParty("time", "outlet", "Time", ("TIME",), ("Time",))
    found = Directory(Register((time,)), Ids(), [Use("Time", "company"), Use("TIME", "company"), Use("Time", "outlet")])
    assert found.find("Time", "outlet") == "time"
    assert found.find("TIME", "company") == "time"
    assert found.find("Time", "company") == "time-body"


@pytest.mark.parametrize(
    ("name", "party"),
    [("Universal Music", "group"), ("UNIVERSAL MUSIC", "group"), ("Universal Music Corp.", "publisher"),
     ("Universal Music Corp", "publisher"), ("Universal Music, Inc.", "group")],
)  # fmt: skip
def test_parties_that_differ_by_legal_form_alone_stay_two(name, party):
    rows = (
        RegisterParty("group", "company", "Universal Music Group", ("Universal Music",)),
        RegisterParty("publisher", "company", "Universal Music Publishing Group", ("Universal Music Corp",)),
    )
    assert Directory(Register(rows), Ids(), [Use(name, "company")]).find(name, "company") == party


def test_initials_that_a_name_states_are_that_party():
    uses = [
        Use("Wool Weavers Network (WWN)", "company"),
        Use("WWN", "organisation"),
        Use("Wool Weavers Network", "company"),
    ]
    found = Directory(Register(), Ids(), uses)
    assert {found.find(use.name, use.kind) for use in uses} == {"wool-weavers-network"}
    two = [Use("Wool Weavers Network (WWN)", "company"), Use("World Wide News (WWN)", "company"), Use("WWN", "company")]
    assert len({Directory(Register(), Ids(), two).find(use.name, use.kind) for use in two}) == 3


def test_brackets_that_hold_no_initials_count():
    assert name_key("Guild of Weavers (GW)") == "guild of weavers"
    assert stated_initials("Guild of Weavers (UK)") == ""
    assert name_key("Guild of Weavers (UK)") != name_key("Guild of Weavers")
