"""A reader's mistake is answered with 400 and a sentence that says what is wrong."""

import pytest

from browse.parameters import wrong_values

MISTAKES = [
    ("cases_as_of", "day=2026-02-31", "“2026-02-31” is no date: day is written YYYY-MM-DD"),
    ("deals_as_of", "day=zzzz", "“zzzz” is no date"),
    ("relations_as_of", "day=2026-13", "“2026-13” is no date"),
    ("facts_of_the_last_days", "days=zzzz", "“zzzz” cannot be days: it is a whole number from 1 to 36,500."),
    ("facts_of_the_last_days", "days=0", "“0” cannot be days"),
    ("facts_of_the_last_days", "days=7&until=soon", "“soon” is no date: until is written"),
    ("path_between", "max_steps=99", "“99” cannot be max steps: it is a whole number from 1 to 6."),
    ("positions", "stance=angry", "“angry” is not known: stance is ai-use-lawful, rights-holder or neutral."),
    ("rulings_by_outcome", "outcome=won", "“won” is not known: outcome is"),
    ("parties", "kind=court", "“court” is not known: kind is"),
]


@pytest.mark.parametrize(("query", "asked", "told"), MISTAKES)
async def test_a_bad_parameter_is_said_in_every_form(sample, query, asked, told):
    page = await sample.client.get(f"/rightswire/{query}?{asked}")
    assert (page.status_code, told in page.text) == (400, True)
    assert "Nothing in the graph answers this" not in page.text
    found = await sample.client.get(f"/rightswire/{query}.json?{asked}")
    assert (found.status_code, found.json()["ok"], told in found.json()["error"]) == (400, False, True)
    for address in (f"/rightswire/{query}.csv", f"/-/feeds/query/{query}.atom"):
        plain = await sample.client.get(f"{address}?{asked}")
        assert (plain.status_code, told in plain.text) == (400, True)


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("cases_as_of", "day="),
        ("cases_as_of", "day=2026"),
        ("cases_as_of", "day=2026-02"),
        ("cases_as_of", "day=2026-02-28"),
        ("facts_of_the_last_days", "days=30&until=2025-11-18"),
        ("positions", "stance=Neutral"),
        ("parties", "kind="),
    ],
)
async def test_what_can_be_meant_is_answered(sample, query, asked):
    assert (await sample.client.get(f"/rightswire/{query}?{asked}")).status_code == 200
    assert (await sample.client.get(f"/rightswire/{query}.json?{asked}")).status_code == 200


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("_sort=nope", "This table has no column “nope” to sort by."),
        ("_sort_desc=nope", "This table has no column “nope” to sort by."),
        ("_sort=id&_sort_desc=id", "not by both"),
        ("_through=zz", "_through is no JSON"),
    ],
)
async def test_a_table_asked_for_what_it_cannot_do_says_so(sample, asked, told):
    for end in ("", ".json"):
        response = await sample.client.get(f"/rightswire/cases{end}?{asked}")
        assert response.status_code == 400
        assert told in (response.text if not end else response.json()["error"])


def test_hostile_values_are_cut_and_no_digits_of_other_alphabets_count():
    about = {"days": {"type": "number", "least": 1, "most": 9}}
    assert wrong_values(about, {"days": "٣"})
    assert len(wrong_values(about, {"days": "9" * 5000})[0]) < 200


async def test_a_hostile_value_is_escaped(sample):
    text = (await sample.client.get("/rightswire/cases_as_of?day=%3Cscript%3E")).text
    assert "<script>“" not in text
    assert "“&lt;script&gt;” is no date" in text
