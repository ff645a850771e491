"""One node for each party, whatever it was called; nothing is merged on likeness."""

import pytest

from graph.names import Ids
from graph.parties import Directory, Use
from nlp.register import Register, RegisterParty


@pytest.fixture
def directory(register):
    """A directory of the small register and the names given."""
    return lambda *uses: Directory(register, Ids(), [Use(*use) for use in uses])


@pytest.mark.parametrize(
    ("name", "kind", "register_id"),
    [
        ("anything", "company", "oracle-loom"),
        ("Loom AI", "company", None),
        ("LOOM AI, Inc.", "company", None),
        ("Loom", "outlet", None),
        ("Loom AI", "person", None),
        ("LoomChat", "product", None),
        ("LoomChat", "company", None),
        ("Loom", "company", "no-such-id"),
    ],
)
def test_the_registers_party_is_found_by_id_or_any_strong_form(directory, name, kind, register_id):
    uses = directory((name, kind, register_id))
    assert uses.find(name, kind, register_id) == "oracle-loom"
    assert [node.id for node in uses.nodes.values() if not node.known] == []


def test_a_weak_form_alone_means_nobody_that_we_know(directory):
    found = directory(("the Gazette", "outlet"))
    assert found.find("the Gazette", "outlet") != "mill-gazette"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Loom 471", "company"), ("Mill", "company"), ("Weave", "company"), ("Jo Reeds", "person"), ("LoomChat", "work")],
)
def test_likeness_never_merges(directory, name, kind):
    found = directory((name, kind))
    assert not found.nodes[found.find(name, kind)].known


def test_spellings_of_a_new_name_are_one_node_and_its_other_forms_are_kept(directory):
    uses = [
        ("Ampersand Books", "company"),
        ("Ampersand Books, LLC", "company"),
        ("AMPERSAND BOOKS\u2019", "organisation"),
    ]
    found = directory(*uses, ("Ampersand Books", "company", None, 2))
    assert {found.find(*use) for use in uses} == {"ampersand-books"}
    node = found.nodes["ampersand-books"]
    assert (node.name, node.kind, node.known) == ("Ampersand Books", "company", False)
    assert node.forms == {"AMPERSAND BOOKS\u2019": "news", "Ampersand Books, LLC": "news"}


def test_one_name_of_a_person_a_firm_and_a_work_is_three_nodes(directory):
    found = directory(("Orion", "company"), ("Orion", "person"), ("Orion", "work"))
    assert [found.find("Orion", kind) for kind in ("company", "person", "work")] == [
        "orion",
        "orion-person",
        "orion-work",
    ]


def test_who_came_first_keeps_the_plain_id(directory):
    later = directory(("Orion", "person", None, 1), ("Orion", "company", None, 2))
    assert (later.find("Orion", "person"), later.find("Orion", "company")) == ("orion", "orion-body")


def test_a_form_from_news_is_told_from_the_registers(directory):
    found = directory(("Loom AI, Inc.", "company", "oracle-loom"))
    assert found.nodes["oracle-loom"].forms == {"Loom": "register", "LoomChat": "register", "Loom AI, Inc.": "news"}


@pytest.mark.parametrize(
    ("names", "nodes"),
    [
        (["Sidney Stein", "Sidney H. Stein", "Judge Sidney Stein"], 1),
        (["George Poe", "George W. Poe", "George H. Poe"], 3),
        (["Sidney H. Stein", "Sarah Stein"], 2),
    ],
)
def test_a_middle_initial_does_not_make_another_person_unless_there_are_two(directory, names, nodes):
    found = directory(*((name, "person") for name in names))
    assert len({found.find(name, "person") for name in names}) == nodes


def test_a_form_that_two_parties_of_the_register_share_is_resolved_by_kind_or_not_at_all():
    rows = [
        ("a", "outlet", "Delta"),
        ("b", "person", "Delta"),
        ("c", "company", "Echo Inc"),
        ("d", "company", "Echo LLC"),
    ]
    twins = Register(tuple(RegisterParty(*row) for row in rows))
    found = Directory(twins, Ids(), [Use("Delta", "person"), Use("Echo", "company"), Use("Echo LLC", "company")])
    assert found.find("Delta", "person") == "b"
    assert found.find("Echo LLC", "company") == "d"
    assert found.find("Echo", "company") == "echo"


def test_courts_are_found_by_official_name_and_alias(directory):
    names = ["U.S. District Court for the Southern District of New York", "S.D.N.Y.", "Court of Elsewhere"]
    found = directory(*((name, "court") for name in names))
    assert [found.find(name, "court") for name in names] == ["nysd", "nysd", "court-of-elsewhere"]


def test_owners_and_what_they_own_are_kin_and_siblings_are_not(directory):
    found = directory()
    assert list(found.kin("mill-radio")) == ["mill"]
    assert list(found.kin("mill")) == ["mill-gazette", "mill-radio"]


def test_parents_that_own_each_other_do_not_hang():
    ring = Register(
        (RegisterParty("a", "company", "A1", parent_id="b"), RegisterParty("b", "company", "B1", parent_id="a"))
    )
    found = Directory(ring, Ids(), [])
    assert (list(found.kin("a")), list(found.kin("b"))) == (["b"], ["a"])
