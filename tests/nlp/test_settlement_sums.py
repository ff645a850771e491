"""What a settlement costs, in the wordings of a class action: the least, the most, the rate; nothing is multiplied."""

import pytest

from nlp.model import Document
from nlp.stated_value import find_sums

BILLION = 1.5e9
TEXTS = [
    # text, minimum, maximum, period, basis
    ("Anthropic agreed on Friday to pay at least $1.5 billion to settle a class-action lawsuit by authors including Andrea Bartz, who said the AI company trained its chatbot on pirated books.", BILLION, None, "total", "paid"),
    ("Anthropic will pay a minimum of $1.5 billion to settle Bartz v. Anthropic, a class action over pirated books used for AI.", BILLION, None, "total", "paid"),
    ("Anthropic has settled the copyright lawsuit that Andrea Bartz brought over AI training for no less than $1.5 billion.", BILLION, None, "total", "paid"),
    ("Anthropic has settled the copyright suit brought by Andrea Bartz over AI training. The settlement is worth $1.5bn or more.", BILLION, None, "total", "paid"),
    ("Anthropic has settled the copyright suit brought by Andrea Bartz. The AI company will pay roughly $3,000 per book for about 500,000 books.", 3000, 3000, "work", "paid"),
    ("Anthropic has reached a settlement with Andrea Bartz over books used to train AI. The payout could reach $1.5 billion.", None, BILLION, "total", "paid"),
    ("Anthropic has agreed to pay up to $1.5 billion to settle the copyright lawsuit that Andrea Bartz brought over AI training.", None, BILLION, "total", "paid"),
    ("Anthropic settled the copyright lawsuit of Andrea Bartz over AI training for as much as $1.5 billion.", None, BILLION, "total", "paid"),
    ("The settlement between Anthropic and Andrea Bartz over AI training on books has a floor of $1.5 billion; for each work beyond 500,000 the company pays another $3,000.", BILLION, None, "total", "paid"),
    ("Anthropic settled the copyright lawsuit of Andrea Bartz over AI training. It might have faced damages of $1 trillion, but will now pay $1.5 billion at the least.", BILLION, None, "total", "paid"),
    ("Anthropic settled with Andrea Bartz over AI training on pirated books by setting up a $1.5 billion fund.", BILLION, BILLION, "total", "fund"),
    ("Anthropic settled the copyright lawsuit of Andrea Bartz over AI. It will make a per-book payment of about $3,000.", 3000, 3000, "work", "paid"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "minimum", "maximum", "period", "basis"), TEXTS)
def test_the_sum_of_a_settlement_is_read_as_it_is_worded(reader, text, minimum, maximum, period, basis):
    facts = reader.read(Document("https://wire.test/a", "Anthropic settles with authors", text)).facts
    values = [fact.attributes.value for fact in facts if fact.relation == "settles_with"]
    assert values
    for value in values:
        assert value
        assert (value.minimum, value.maximum, value.period, value.basis) == (minimum, maximum, period, basis)


BOUNDS = [
    ("for no less than $1.5 billion", BILLION, None),
    ("for no fewer than $1.5 billion", BILLION, None),
    ("for less than $1.5 billion", None, BILLION),
    ("for not more than $1.5 billion", None, BILLION),
    ("which tops $1.5 billion", BILLION, None),
    ("will exceed $1.5 billion", BILLION, None),
    ("may be at least $1.5 billion", BILLION, None),
    ("could ultimately total $1.5 billion", None, BILLION),
]


@pytest.mark.parametrize(("text", "minimum", "maximum"), BOUNDS)
def test_the_nearest_whole_bound_holds(text, minimum, maximum):
    (one,) = find_sums(text)
    assert (one.minimum, one.maximum) == (minimum, maximum)


def test_what_could_be_more_than_a_sum_has_neither_end():
    assert find_sums("a payout that could exceed $1.5 billion") == ()
    assert find_sums("a bill that might well top $1.5 billion") == ()


def test_a_suit_that_is_settled_was_brought(rows_of):
    rows = rows_of("Anthropic paid $5 million to settle a lawsuit by authors including Andrea Bartz.", "sues")
    assert rows == {("sues", "Andrea Bartz", "Anthropic")}


def test_a_date_beside_something_else_is_none_of_the_settlement(reader):
    text = (
        "Anthropic settled the copyright lawsuit of Andrea Bartz over AI training for as much as $1.5 billion. "
        "Anthropic raised $13 billion in June 2025."
    )
    for fact in reader.read(Document("https://wire.test/a", "Anthropic settles", text)).facts:
        assert (fact.attributes.filed_date, fact.attributes.date) == (None, None)
