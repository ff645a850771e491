"""Sums as news writes them: both ends, currency, what they are due for and what they are, and the words themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.stated_value import find_sums

OPEN = None
#: What is written, least, most, currency, period. The words of the sum are all that is written, up to a '|'.
SUMS = [
    ("$1.5 billion", 1.5e9, 1.5e9, "USD", "total"),
    ("$1.5bn", 1.5e9, 1.5e9, "USD", "total"),
    ("$1.5-billion| suit", 1.5e9, 1.5e9, "USD", "total"),
    ("US$10 million", 1e7, 1e7, "USD", "total"),
    ("USD 10 million", 1e7, 1e7, "USD", "total"),
    ("5m USD", 5e6, 5e6, "USD", "total"),
    ("$1,500,000", 1.5e6, 1.5e6, "USD", "total"),
    ("ten million dollars", 1e7, 1e7, "USD", "total"),
    ("twenty-five million dollars", 2.5e7, 2.5e7, "USD", "total"),
    ("half a billion dollars", 5e8, 5e8, "USD", "total"),
    ("a million dollars", 1e6, 1e6, "USD", "total"),
    ("€10m", 1e7, 1e7, "EUR", "total"),
    ("EUR 5m", 5e6, 5e6, "EUR", "total"),
    ("5 million €", 5e6, 5e6, "EUR", "total"),
    ("10 million euros", 1e7, 1e7, "EUR", "total"),
    ("£20m", 2e7, 2e7, "GBP", "total"),
    ("£1.2bn", 1.2e9, 1.2e9, "GBP", "total"),
    ("1 million pounds sterling", 1e6, 1e6, "GBP", "total"),
    ("¥100 million", 1e8, 1e8, "JPY", "total"),
    ("Y4.4bn", 4.4e9, 4.4e9, "JPY", "total"),
    ("2.2 billion yen", 2.2e9, 2.2e9, "JPY", "total"),
    ("RMB 3 million", 3e6, 3e6, "CNY", "total"),
    ("A$20 million", 2e7, 2e7, "AUD", "total"),
    ("C$5 million", 5e6, 5e6, "CAD", "total"),
    ("5 million Canadian dollars", 5e6, 5e6, "CAD", "total"),
    ("NZ$3m", 3e6, 3e6, "NZD", "total"),
    ("HK$1m", 1e6, 1e6, "HKD", "total"),
    ("CHF 2m", 2e6, 2e6, "CHF", "total"),
    ("30 million Swedish kronor", 3e7, 3e7, "SEK", "total"),
    ("2 million Norwegian kroner", 2e6, 2e6, "NOK", "total"),
    ("688 million rand", 6.88e8, 6.88e8, "ZAR", "total"),
    ("₹50 crore", 5e8, 5e8, "INR", "total"),
    ("50 crore rupees", 5e8, 5e8, "INR", "total"),
    ("Rs 5 lakh", 5e5, 5e5, "INR", "total"),
    ("Rs. 2.5 lakh crore", 2.5e12, 2.5e12, "INR", "total"),
    ("INR 10,00,000", 1e6, 1e6, "INR", "total"),
    # one end open
    ("at least $40 million", 4e7, OPEN, "USD", "total"),
    ("more than $250 million over five years", 2.5e8, OPEN, "USD", "total"),
    ("more than about $5 million", 5e6, OPEN, "USD", "total"),
    ("$5 million or more", 5e6, OPEN, "USD", "total"),
    ("$5m+", 5e6, OPEN, "USD", "total"),
    ("£100,000-plus", 1e5, OPEN, "GBP", "total"),
    ("up to $50 million a year for at least three years", OPEN, 5e7, "USD", "year"),
    ("as much as $5 million", OPEN, 5e6, "USD", "total"),
    ("nearly $16 million", OPEN, 1.6e7, "USD", "total"),
    ("less than $1 million", OPEN, 1e6, "USD", "total"),
    ("no more than £3m", OPEN, 3e6, "GBP", "total"),
    # ranges
    ("between $1.2 million and $23.5 million", 1.2e6, 2.35e7, "USD", "total"),
    ("$1.2 million to $23.5 million", 1.2e6, 2.35e7, "USD", "total"),
    ("$1-5 million", 1e6, 5e6, "USD", "total"),
    ("€10 to €20 million", 1e7, 2e7, "EUR", "total"),
    ("10 to 20 million euros", 1e7, 2e7, "EUR", "total"),
    ("$1 million\u2013$5 million a year", 1e6, 5e6, "USD", "year"),
    ("$500 to $1 million", 500, 1e6, "USD", "total"),
    ("between 5 cents and 1 dollar", 0.05, 1, "USD", "total"),
    # round words
    ("tens of millions of dollars", 1e7, 99_999_999, "USD", "total"),
    ("hundreds of millions of euros", 1e8, 999_999_999, "EUR", "total"),
    ("millions of dollars", 1e6, OPEN, "USD", "total"),
    ("several million pounds", 1e6, OPEN, "GBP", "total"),
    ("multimillion-dollar| deal", 1e6, OPEN, "USD", "total"),
    ("double-digit millions of euros", 1e7, 99_999_999, "EUR", "total"),
    ("eight-figure| sum", 1e7, 99_999_999, None, "total"),
    ("seven-figure dollar| deal", 1e6, 9_999_999, "USD", "total"),
    ("low nine figures", 1e8, 999_999_999, None, "total"),
    # due for what
    ("about $60 million a year", 6e7, 6e7, "USD", "year"),
    ("$25 million a year for three years", 2.5e7, 2.5e7, "USD", "year"),
    ("$20 million per annum", 2e7, 2e7, "USD", "year"),
    ("$5m-a-year| deal", 5e6, 5e6, "USD", "year"),
    ("annual fee of $2 million for four years", 2e6, 2e6, "USD", "year"),
    ("$5 a month", 5, 5, "USD", "month"),
    ("$1 million a quarter", 1e6, 1e6, "USD", "quarter"),
    ("up to $150,000 per infringed work", OPEN, 150_000, "USD", "work"),
    ("$3,000 for each of the 482,460 books", 3000, 3000, "USD", "work"),
    ("5,000 dollars a title", 5000, 5000, "USD", "work"),
    ("$10,000 per author", 10_000, 10_000, "USD", "each"),
    ("$3,000 each", 3000, 3000, "USD", "each"),
]


@pytest.mark.parametrize(("written", "least", "most", "currency", "period"), SUMS)
def test_a_sum_as_it_is_stated(written, least, most, currency, period):
    words, _, rest = written.partition("|")
    text = f"It pays {words}{rest}."
    (found,) = find_sums(text)
    assert (found.minimum, found.maximum, found.currency, found.period) == (least, most, currency, period)
    assert text[found.start : found.end] == words


NO_SUMS = ["20 million logs", "1.5 billion parameters", "465,000 works", "tens of millions of books", "XX$5 million",
           "ten figures in the book", "2 million won by the plaintiffs", "in 2024-25", "", "chapter 5 to 10"]  # fmt: skip


@pytest.mark.parametrize("text", NO_SUMS)
def test_what_is_no_money_is_no_sum(text):

    assert find_sums(text) == ()


SEVERAL = [
    ("$5 million and $10 million", [5e6, 1e7]),
    ("it rose from $2 million to $3 million", [2e6, 3e6]),
    ("$1.5 billion, or about $3,000 per work", [1.5e9, 3000]),
    ("in 2024-$5 million", [5e6]),
    ("€5m (£4.2m)", [5e6, 4.2e6]),
]


@pytest.mark.parametrize(("text", "amounts"), SEVERAL)
def test_sums_that_only_stand_together_are_no_range(text, amounts):
    assert [(found.minimum, found.maximum) for found in find_sums(text)] == [(amount, amount) for amount in amounts]


BASES = [
    ("$5 million in cloud credits", "credits"),
    ("credits worth $5 million", "credits"),
    ("$250 million in cash and credits", "mixed"),
    ("a $42.5 million fund", "fund"),
    ("a pool of $42.5 million", "fund"),
    ("$42.5 million", ""),
]


@pytest.mark.parametrize(("text", "basis"), BASES)
def test_words_beside_a_sum_tell_what_it_is(text, basis):
    (found,) = find_sums(text)
    assert found.basis == basis


@given(st.text(alphabet="$€£1234567890.,- miolnbtoandveryearRs", max_size=60))
def test_any_text_gives_sums_whose_ends_are_in_order(text):
    for found in find_sums(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.minimum is None or found.maximum is None or found.minimum <= found.maximum
