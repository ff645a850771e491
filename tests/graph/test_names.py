"""Keys by which names are equal, and ids made from them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.names import (
    SLUG_LENGTH,
    Ids,
    court_key,
    digest,
    free_number,
    name_key,
    person_key,
    row_number,
    slug,
    without_initials,
)

SAME = [
    ("OpenAI", "OpenAI, Inc."),
    ("OpenAI", "openai inc"),
    ("Anthropic", "Anthropic PBC"),
    ("Anthropic", "Anthropic's"),
    ("Anthropic", "Anthropic PBC\u2019s"),
    ("The New York Times", "New York Times Company"),
    ("The New York Times", "the new york times\u2019"),
    ("Thomson Reuters", "THOMSON REUTERS"),
    ("Süddeutsche Zeitung", "Suddeutsche Zeitung GmbH"),
    ("Shueisha", "Shueisha Co., Ltd."),
    ("Dow Jones", "Dow Jones & Company, Inc."),
    ("Simon & Schuster", "Simon and Schuster"),
    ("U.S. News", "US News"),
    ("J.K. Rowling", "J. K. Rowling"),
    ("Anna's Archive", "Anna\u2019s Archive"),
    ("Straße", "STRASSE"),
    ("Łódź", "Lodz"),
    ("Reti Televisive", "Reti Televisive S.p.A."),
    ("LAION", "LAION e.V."),
    ("한국방송", "한국방송".encode().decode()),
]
DIFFERENT = [
    ("Intel", "Intel 471"),
    ("Daily News", "New York Daily News"),
    ("Meta", "Meta Bank"),
    ("CNN", "Cable News Network"),
    ("Authors Guild", "Actors Guild"),
    ("Universal Music", "Universal"),
    ("朝日新聞", "読売新聞"),
    ("ガーディアン", "カーディアン"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_likeness_is_not_equality(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["The", "Inc.", "The The", "Company", "& Co.", "'s", "!!!", "the inc"])
def test_a_name_of_nothing_but_dropped_words_keeps_a_key(name):
    assert name_key(name)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Judge Sidney H. Stein", "sidney h stein"),
        ("U.S. District Judge Vince Chhabria", "vince chhabria"),
        ("Dr. José Núñez", "jose nunez"),
        ("Judge", "judge"),
    ],
)
def test_titles_are_no_part_of_a_persons_name(name, key):
    assert person_key(name) == key


@pytest.mark.parametrize(
    ("key", "shorter"),
    [("sidney h stein", "sidney stein"), ("jk rowling", "jk rowling"), ("plato", "plato"), ("a b", "a b"), ("", "")],
)
def test_initials_between_first_and_last_name_can_be_left_out(key, shorter):
    assert without_initials(key) == shorter


def test_united_states_in_a_courts_name_may_be_short():
    assert court_key("U.S. District Court for X") == court_key("United States District Court for X")


@given(st.text())
@example("The Inc. the")
@example("a b the c d")
@example("İstanbul")
@example("ŉ'")
def test_a_key_is_its_own_key_and_never_empty(name):
    for key in (name_key, person_key, court_key):
        assert key(key(name)) == key(name)
        assert key(name) or not name.strip()


@given(st.text())
@example("the\u0345 \u1e9b\u0323")
def test_case_does_not_count(name):
    assert name_key(name.casefold()) == name_key(name)


@given(st.text(), st.integers(12, SLUG_LENGTH))
def test_a_slug_is_short_plain_and_stable(text, limit):
    made = slug(text, limit)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= max(limit, len("name-12345678"))
    assert slug(text, limit) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("The New York Times", "the-new-york-times"),
        ("Anna\u2019s Archive", "annas-archive"),
        ("../../etc/passwd", "etc-passwd"),
        ("'; DROP TABLE nodes; --", "drop-table-nodes"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
    ],
)
def test_slugs_that_people_can_read(text, made):
    assert slug(text) == made


@given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from(["body", "person", "work"])), unique=True))
def test_every_claim_gets_its_own_id(claims):
    ids = Ids()
    made = [ids.claim(text, kind) for text, kind in claims]
    assert len(set(made)) == len(made)
    again = Ids()
    assert [again.claim(text, kind) for text, kind in claims] == made


def test_a_taken_slug_gets_the_kind_then_a_digest():
    ids = Ids()
    assert ids.reserve("orion") == "orion"
    assert ids.claim("Orion", "person") == "orion-person"
    assert ids.claim("Orion", "person") == f"orion-{digest('Orion', 'person')}"
    assert ids.reserve("orion") == "orion-2"


def test_digests_tell_where_one_part_ends():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("\ud800")


@given(st.integers(0, 8191), st.text())
def test_row_numbers_sort_by_run_and_are_exact_in_javascript(run, text):
    number = row_number(run, text)
    assert 0 <= number < 2**53
    assert row_number(run + 1, "x") > number
    assert free_number(number, {number, number + 1}) == number + 2
