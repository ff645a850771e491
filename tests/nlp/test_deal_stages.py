"""A deal that was renewed, that goes on or that ended, and when."""

import pytest

from nlp.deal_stage import told_stage

#: Published on Wednesday, 17 September 2025.
READ = [
    (
        "Le Monde renewed its licensing agreement with OpenAI on Monday, for two years.",
        {"status": "renewed", "date": "2025-09-15"},
    ),
    (
        "Le Monde and OpenAI have extended their licensing agreement of March 2023, they said on Tuesday.",
        {"status": "renewed", "date": "2025-09-16", "announced_date": "2023-03"},
    ),
    ("Le Monde has ended its licensing agreement with OpenAI, the newspaper said on September 10, 2025.",
     {"status": "ended", "date": "2025-09-10"}),
    ("The licensing agreement between Le Monde and OpenAI was terminated on May 12, 2025.",
     {"status": "ended", "date": "2025-05-12"}),
    ("The licensing agreement between Le Monde and OpenAI expired in April 2025.",
     {"status": "ended", "date": "2025-04"}),
    ("Le Monde's licensing agreement with OpenAI of 2023 remains in force.",
     {"status": "active", "announced_date": "2023"}),
    (
        "Le Monde renewed its licensing agreement with OpenAI, first announced in March 2024, on Monday.",
        {"status": "renewed", "date": "2025-09-15", "announced_date": "2024-03"},
    ),
    ("Le Monde is in talks with OpenAI to renew its licensing agreement.", {"status": "in-talks"}),
    ("Le Monde signed a licensing agreement with OpenAI on Monday.",
     {"status": "announced", "announced_date": "2025-09-15"}),
]  # fmt: skip

RENEWED = [
    "Oakline renews its contract with Spool.",
    "Oakline and Spool renew AI licence",
    "Both agreed to prolong the partnership.",
    "The licence, first signed in 2023, has since been renewed.",
    "The contract was extended on Monday by two years.",
    "Oakline signed a two-year extension of its contract with Spool.",
    "The renewed agreement lets Spool train its models.",
]
NOT_RENEWED = [
    "The licence ran out in December and was not renewed.",
    "The agreement is valid for a year and is renewed tacitly.",
    "Oakline may extend its agreement with Spool.",
    "Oakline will renew its licence.",
    "It is open whether the licence was renewed.",
    "Both are in talks on an extended licence.",
    "Oakline declined to renew its contract.",
    "Oakline renewed its call for licensing deals.",
    "Oakline extended its reach with a licensing deal.",
    "Renewed licensing talks began in March.",
    "The deal extends to the archive.",
    "Oakline expanded its partnership with Spool.",
]


@pytest.mark.parametrize(("sentence", "told"), READ)
def test_how_far_a_licence_has_come_and_since_when(read_facts, sentence, told):
    (fact,) = [fact for fact in read_facts(sentence) if fact.relation == "licenses_to"]
    given = fact.attributes.present()
    assert {key: given[key] for key in ("status", "date", "announced_date") if key in given} == told


def test_of_a_renewal_and_the_deal_before_it_each_keeps_its_date(read_facts):
    told = "Le Monde renewed its licensing agreement with OpenAI on Monday. Le Monde signed the first with OpenAI in May 2023."
    (fact,) = [fact for fact in read_facts(told) if fact.relation == "licenses_to"]
    assert (fact.attributes.status, fact.attributes.date) == ("renewed", "2025-09-15")


@pytest.mark.parametrize("sentence", RENEWED)
def test_what_is_renewed(sentence):
    assert told_stage(sentence) == "renewed"


@pytest.mark.parametrize("sentence", NOT_RENEWED)
def test_what_may_be_renewed_or_is_something_else(sentence):
    assert told_stage(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Le Monde, which this year extended its licensing agreement with Anthropic, licenses its archive to OpenAI.",
            "",
        ),
        ("Le Monde extended its licensing agreement with OpenAI.", "renewed"),
        ("Le Monde extended its licensing agreement with the LM.", "renewed"),
    ],
)
def test_a_renewal_with_somebody_else_is_not_of_this_deal(sentence, told):
    assert told_stage(sentence, ["Le Monde", "OpenAI"]) == told
