"""Each licensor of a programme or marketplace is read, whether it is listed beside it or in a sentence behind."""

import pytest

SCHEME = "Perplexity pays publishers for articles in a licensing programme for its AI answers. "


@pytest.mark.parametrize(
    ("sentence", "members"),
    [
        ("The new members include Reach, Le Monde and Axel Springer.", {"Reach", "Le Monde", "Axel Springer"}),
        ("Le Monde, Axel Springer and Getty Images are taking part as well.", {"Le Monde", "Axel Springer", "Getty Images"}),
        ("Le Monde and Axel Springer have not joined.", set()),
        ("Le Monde and Axel Springer joined the lawsuit against it.", set()),
    ],
)  # fmt: skip
def test_each_member_of_a_scheme_licenses_to_its_maker(read_facts, sentence, members):
    facts = read_facts(SCHEME + sentence)
    found = {fact.subject.name for fact in facts if fact.rule == "licence.scheme"}
    assert found == members


def test_a_name_with_today_is_no_date(read_facts):
    facts = read_facts("USA Today sued OpenAI for copyright infringement over articles used to train its AI.")
    assert {fact.attributes.filed_date for fact in facts} == {None}
