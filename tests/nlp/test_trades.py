"""A trade before a name makes no second party, and a name that begins with one stays whole."""

import pytest

TELLING = "{} sued Anthropic for copyright infringement, saying that it trained its AI models on pirated works."


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Novelist Ann Teal", "Ann Teal"),
        ("Author JR Moehring", "JR Moehring"),
        ("Photographer Dana Whitlock", "Dana Whitlock"),
        ("Comedian Rob Ferris", "Rob Ferris"),
        ("Publisher Teal House", "Teal House"),
        ("Publisher Orchard Books", "Orchard Books"),
        ("Artist Rights Society", "Artist Rights Society"),
        ("Developer Tools Inc", "Developer Tools"),
        ("The Authors Guild", "The Authors Guild"),
        ("The Publishers Association", "Publishers Association"),
        ("The Songwriters Alliance", "Songwriters Alliance"),
    ],
)
def test_a_trade_is_no_part_of_a_name(told, name, read_facts):
    facts = read_facts(TELLING.format(told))
    assert {fact.subject.name for fact in facts if fact.relation == "sues"} == {name}
