"""What a fact carries besides its parties: dates that are its own, the value as stated, judge and court."""

import pytest

from nlp.model import Attributes, Fact, Party, Reading, Value

# published 2025-09-17, a Wednesday


def of(facts, relation):
    found = [fact.attributes for fact in facts if fact.relation == relation]
    assert found, f"no {relation}"
    return found[0]


VALUES = [
    (
        "Le Monde signed a licensing deal with OpenAI worth more than $250 million over five years.",
        "licenses_to",
        Value(2.5e8, None, "USD", "total", "paid", "more than $250 million over five years"),
    ),
    (
        "Le Monde licensed its archive to OpenAI for $25 million a year for three years.",
        "licenses_to",
        Value(2.5e7, 2.5e7, "USD", "year", "paid", "$25 million a year for three years"),
    ),
    (
        "Le Monde licensed its archive to OpenAI for up to 50 million dollars a year for three years.",
        "licenses_to",
        Value(None, 5e7, "USD", "year", "paid", "up to 50 million dollars a year for three years"),
    ),
    (
        "Le Monde licensed its archive to OpenAI for between €5m and €8m a year.",
        "licenses_to",
        Value(5e6, 8e6, "EUR", "year", "paid", "between €5m and €8m a year"),
    ),
    (
        "Le Monde signed a licensing deal with OpenAI. The agreement is worth about £20m.",
        "licenses_to",
        Value(2e7, 2e7, "GBP", "total", "paid", "about £20m"),
    ),
    (
        "Anthropic settled the copyright lawsuit brought by Andrea Bartz for $1.5 billion, or about $3,000 per work.",
        "settles_with",
        Value(1.5e9, 1.5e9, "USD", "total", "paid", "$1.5 billion"),
    ),
    (
        "Getty Images sued Stability AI for copyright infringement and is seeking at least $1.7 billion in damages.",
        "sues",
        Value(1.7e9, None, "USD", "total", "sought", "at least $1.7 billion"),
    ),
    (
        "Getty Images sued Stability AI over its photographs. It seeks up to $150,000 per infringed work.",
        "sues",
        Value(None, 150_000, "USD", "work", "sought", "up to $150,000 per infringed work"),
    ),
]


@pytest.mark.parametrize(("text", "relation", "value"), VALUES)
def test_the_value_is_what_the_words_say(read_facts, text, relation, value):
    assert of(read_facts(text), relation).value == value


NO_VALUES = [
    ("Getty Images sued Stability AI, which raised $101 million last year, over its photographs.", "sues"),
    ("Getty Images sued Stability AI. Analysts said it could owe as much as $2 billion.", "sues"),
    ("Le Monde licensed its archive to OpenAI, which was valued at $300 billion.", "licenses_to"),
    ("Le Monde and The Guardian licensed their archives to OpenAI for $20 million.", "licenses_to"),
    ("Le Monde licensed its archive to OpenAI; terms were not disclosed.", "licenses_to"),
]


@pytest.mark.parametrize(("text", "relation"), NO_VALUES)
def test_another_sum_is_not_the_value(read_facts, text, relation):
    attributes = of(read_facts(text), relation)
    assert (attributes.value, attributes.amount_usd) == (None, None)


AMOUNTS = [
    ("for more than $250 million", 2.5e8),
    ("for $25 million a year for three years", 7.5e7),
    ("for up to 50 million dollars a year for three years", 1.5e8),
    ("for $1 million to $5 million a year", None),
    ("for $5 million to $8 million", None),
    ("for €20 million", None),
]


@pytest.mark.parametrize(("words", "usd"), AMOUNTS)
def test_the_total_in_dollars_keeps_its_rules_beside_the_value(read_facts, words, usd):
    attributes = of(read_facts(f"Le Monde licensed its archive to OpenAI {words}."), "licenses_to")
    assert attributes.amount_usd == usd
    assert attributes.value.text == words.removeprefix("for ")


FILED = [
    ("On Monday Getty Images sued Stability AI over its photographs.", "2025-09-15"),
    ("Getty Images has been suing Stability AI over its photographs since January 2023.", "2023-01"),
    ("Getty Images sued Stability AI over its photographs two years ago.", "2023"),
    ("Getty Images sued Stability AI over its photographs last week.", "2025-09"),
    ("Getty Images is suing Stability AI. The complaint was filed on 3 February 2023.", "2023-02-03"),
    ("Getty Images sued Stability AI in January 2023; a judge dismissed two claims in May.", "2023-01"),
    # scheduled, planned or reported is not filed
    ("Getty Images sued Stability AI over its photographs, and a hearing is set for 3 October.", None),
    ("Getty Images is suing Stability AI over its photographs; the trial is scheduled for June 9, 2025.", None),
    ("Getty Images, founded in 1995, is suing Stability AI over its photographs.", None),
    ("Getty Images is suing Stability AI. Stability filed a motion to dismiss on 3 February 2025.", None),
]


@pytest.mark.parametrize(("text", "day"), FILED)
def test_the_day_of_filing_is_that_of_the_suit(read_facts, text, day):
    assert of(read_facts(text), "sues").filed_date == day


ANNOUNCED = [
    ("Le Monde signed a licensing deal with OpenAI on Monday.", "2025-09-15"),
    ("Le Monde has a licensing deal with OpenAI that was made public last November.", "2024-11"),
    ("Le Monde has a licensing deal with OpenAI. The agreement was announced on 13 March 2024.", "2024-03-13"),
    ("Le Monde signed a licensing deal with OpenAI a year ago.", "2024"),
    ("Le Monde has a licensing deal with OpenAI that runs until 2027.", None),
    ("Le Monde has a licensing deal with OpenAI, which is expected to launch a browser on 3 October.", None),
    ("Le Monde ended its licensing deal with OpenAI on Monday.", None),
]


@pytest.mark.parametrize(("text", "day"), ANNOUNCED)
def test_the_day_of_a_deal_is_when_it_was_made_known(read_facts, text, day):
    assert of(read_facts(text), "licenses_to").announced_date == day


def test_what_the_headline_tells_is_dated_by_the_first_paragraph(read_facts):
    facts = read_facts(
        "The two said on Monday that they had agreed on a licence.", title="OpenAI signs licensing deal with Le Monde"
    )
    assert of(facts, "licenses_to").announced_date == "2025-09-15"


def test_a_judge_who_reversed_or_sat_before_an_appeal_is_not_taken_from_another_sentence(read_facts):
    text = "Getty Images is suing Stability AI over its photographs. Judge Ada Stone dismissed two claims."
    assert of(read_facts(text), "sues").judge == "Ada Stone"
    assert of(read_facts(f"{text} A court of appeals heard the case in May."), "sues").judge is None


def test_a_value_goes_to_json_and_back():
    value = Value(5e6, None, None, "total", "paid", "more than five million")
    fact = Fact("sues", Party("A", "company"), None, Attributes(value=value), (), "r", 0.5, background=True)
    reading = Reading("u", "r", True, "", facts=(fact,))
    assert Reading.from_dict(reading.to_dict()) == reading
    assert value.columns() == {
        "value_min": 5e6,
        "value_period": "total",
        "value_basis": "paid",
        "value_text": "more than five million",
    }
