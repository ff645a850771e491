"""A date belongs to the step whose verb it stands with: dismissed, settled or amended in May is not filed in May."""

import pytest

# published 2025-09-17, a Wednesday

#: A sentence, and the filing date of the suit of Le Monde against OpenAI that it tells.
FILED = [
    ("A federal judge dismissed the copyright case of Le Monde against OpenAI this May.", None),
    ("Le Monde sued OpenAI over copyright, but the judge dismissed the case this May.", None),
    ("Le Monde, whose copyright suit against OpenAI was thrown out in May, has appealed.", None),
    ("Le Monde and OpenAI settled their lawsuit over AI training and copyright in May.", None),
    ("OpenAI won a ruling in May in the copyright lawsuit that Le Monde brought over AI training.", None),
    ("A trial in the copyright lawsuit by Le Monde against OpenAI over AI training began in May.", None),
    ("Le Monde amended its copyright lawsuit against OpenAI in May to add claims over AI training.", None),
    ("A judge denied in May a bid by OpenAI to throw out the copyright lawsuit by Le Monde.", None),
    ("OpenAI and Le Monde announced in May that they settled the copyright lawsuit that Le Monde had brought.", None),
    (
        "The panel in May transferred to New York the lawsuit over AI training that Le Monde brought against OpenAI.",
        None,
    ),
    ("Le Monde launched legal action against OpenAI in May over articles used for AI training.", "2025-05"),
    ("Le Monde's lawsuit against OpenAI, filed in 2024 and dismissed last May, was about copyright.", "2024"),
    ("A judge dismissed on Monday the copyright suit that Le Monde filed against OpenAI in 2024.", "2024"),
    ("In March Le Monde filed a copyright lawsuit against OpenAI; a judge dismissed it in May.", "2025-03"),
    ("Le Monde sued OpenAI over copyright in May and settled with Meta in June.", "2025-05"),
]


@pytest.mark.parametrize(("sentence", "filed"), FILED)
def test_a_suit_is_filed_on_the_day_that_stands_with_its_filing(read_facts, sentence, filed):
    suits = [fact for fact in read_facts(sentence) if fact.relation == "sues" and fact.subject.name == "Le Monde"]
    assert {fact.attributes.filed_date for fact in suits if fact.object.name == "OpenAI"} == {filed}


def test_the_capital_tells_the_month_from_the_word(read_facts):
    (suit, *_) = read_facts("A judge dismissed Le Monde's copyright suit against OpenAI this May.")
    assert (suit.attributes.status, suit.attributes.date) == ("dismissed", "2025-05")
    (suit, *_) = read_facts("A judge may have dismissed Le Monde's copyright suit against OpenAI.")
    assert suit.attributes.status is None


def test_no_settlement_is_dated_by_the_filing(read_facts):
    facts = read_facts(
        "Andrea Bartz and other authors sued Anthropic in 2024 over pirated books used to train AI. "
        "Anthropic has settled the suit with the authors for $1.5 billion."
    )
    assert {fact.attributes.date for fact in facts if fact.relation == "settles_with"} <= {None}
