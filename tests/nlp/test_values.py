"""Money, terms and dates in the wordings of news: total, never guessed; precise, never sharpened."""

from datetime import date

import pytest

from nlp.dates import find_dates
from nlp.values import find_money, term_years, total_usd

TOTALS = [
    ("$1.5 billion", 1.5e9),
    ("$1.5bn", 1.5e9),
    ("$1.5B", 1.5e9),
    ("$1.5-billion", 1.5e9),
    ("US$10 million", 1e7),
    ("USD 10 million", 1e7),
    ("U.S. $10 million", 1e7),
    ("$250m", 2.5e8),
    ("$20mn", 2e7),
    ("$16 million", 1.6e7),
    ("10 million dollars", 1e7),
    ("ten million dollars", 1e7),
    ("a million dollars", 1e6),
    ("half a billion dollars", 5e8),
    ("$1,500,000", 1.5e6),
    ("$700,000", 7e5),
    ("more than $250 million over five years", 2.5e8),
    ("at least $40 million", 4e7),
    ("up to $50 million", 5e7),
    ("as much as $5 million", 5e6),
    ("a $1.5 billion settlement", 1.5e9),
    ("$25 million a year for three years", 7.5e7),
    ("$25 million per year over three years", 7.5e7),
    ("$25 million annually for three years", 7.5e7),
    ("an annual fee of $2 million for four years", 8e6),
    ("up to $50 million a year for at least three years", 1.5e8),
    ("$1 million a month for two years", 2.4e7),
    ("$500,000 a quarter for one year", 2e6),
    ("$1.5 billion, or about $3,000 per work", 1.5e9),
    ("$1.5 billion ($3,000 for each book)", 1.5e9),
    ("$20 million; the $20 million", 2e7),
]
NO_TOTALS = [
    "$1 million to $5 million a year",
    "between $1 million and $5 million a year",
    "from $2 million to $3 million",
    "$1-5 million",
    "$1 million–$5 million",
    "$5 million and $10 million",
    "$150,000 a work",
    "$150,000 per work",
    "$3,000 each",
    "$3,000 for each title",
    "$3,000 per book",
    "$5 a month",
    "$60 million a year",
    "$25 million annually",
    "£1.2bn",
    "£1.2 billion",
    "€10m",
    "€10 million",
    "10 million euros",
    "20 million pounds",
    "2.2 billion yen",
    "Y4.4bn",
    "¥4.4 billion",
    "₹50 crore",
    "A$20 million",
    "C$5 million",
    "NZ$5 million",
    "5 million Canadian dollars",
    "30 million Swedish kronor",
    "20 million logs",
    "1.5 billion parameters",
    "465,000 works",
    "multimillion-dollar",
    "tens of millions",
    "",
]


@pytest.mark.parametrize(("text", "usd"), TOTALS)
def test_a_total_in_dollars(text, usd):
    assert total_usd(text) == usd


@pytest.mark.parametrize("text", NO_TOTALS)
def test_a_range_rate_unit_price_or_other_currency_is_no_total(text):
    assert total_usd(text) is None


def test_a_sum_carries_its_place_and_basis():
    (first, second) = find_money("It pays $3,000 per work, $1.5 billion in all.")
    assert (first.usd, first.per, second.usd, second.per) == (3000, "unit", 1.5e9, "total")
    assert "It pays $3,000 per work, $1.5 billion in all."[second.start : second.end] == "$1.5 billion"


TERMS = [
    ("a three-year deal", 3),
    ("over five years", 5),
    ("a 10-year licence", 10),
    ("for 18 months", 1.5),
    ("two and a half years", 2.5),
    ("a multi-year agreement", None),
    ("two years ago", None),
    ("a three-year-old company", None),
    ("three years after the filing", None),
    ("a two-year deal and a three-year option", None),
]


@pytest.mark.parametrize(("text", "years"), TERMS)
def test_a_term_in_years(text, years):
    assert term_years(text) == years


WEDNESDAY = date(2025, 9, 17)
DATES = [
    ("on Wednesday", "2025-09-17"),
    ("on Tuesday", "2025-09-16"),
    ("on Thursday", "2025-09-11"),
    ("last Wednesday", "2025-09-10"),
    ("today", "2025-09-17"),
    ("yesterday", "2025-09-16"),
    ("last month", "2025-08"),
    ("earlier this month", "2025-09"),
    ("last week", "2025-09"),
    ("last year", "2024"),
    ("this year", "2025"),
    ("in June", "2025-06"),
    ("in October", "2024-10"),
    ("last November", "2024-11"),
    ("in June last year", "2024-06"),
    ("in December 2023", "2023-12"),
    ("December 2023", "2023-12"),
    ("on March 18", "2025-03-18"),
    ("on March 18, 2024", "2024-03-18"),
    ("on 10 December", "2024-12-10"),
    ("27 September 2024", "2024-09-27"),
    ("Sept. 5, 2024", "2024-09-05"),
    ("in 2023", "2023"),
    ("since 2023", "2023"),
    ("late 2024", "2024"),
    ("2024-05-22", "2024-05-22"),
]


@pytest.mark.parametrize(("text", "iso"), DATES)
def test_a_date_is_as_precise_as_its_words(text, iso):
    assert [dated.iso for dated in find_dates(text, WEDNESDAY)] == [iso]


NO_DATES = [
    "a 2023 model of 1500 words",
    "in the spring",
    "soon",
    "March of the penguins",
    "31 February 2024",
    "two years ago",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_vague_is_no_date(text):
    assert not any(len(dated.iso) > 4 and "02-31" in dated.iso for dated in find_dates(text, WEDNESDAY))
    assert all(dated.iso != "2025-03" for dated in find_dates(text, WEDNESDAY))


def test_relative_dates_need_a_day_of_publication():
    assert find_dates("on Wednesday, last year", None) == ()
    assert [dated.iso for dated in find_dates("on March 18, 2024", None)] == ["2024-03-18"]


def test_a_date_ahead_is_marked():
    (dated,) = find_dates("a hearing on September 25", WEDNESDAY)
    assert (dated.iso, dated.future) == ("2025-09-25", True)
