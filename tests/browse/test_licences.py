"""Deals are counted alike on each page: licences apart from talks and from deals that license no works."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest

from browse.reading import LICENCES
from browse.summaries import deal_summary, deal_unknown, party_summary

LICENCES_OF_JSON = " ".join(LICENCES.split())


@pytest.fixture
def mixed(make_datasette, databases, tmp_path):
    """Datasette over the sample, with OpenAI in talks with one party and in an investment with another."""
    path = shutil.copy(databases["sample"], tmp_path / "rightswire.db")
    with closing(sqlite3.connect(path)) as connection:
        for key, status, kind in (("talks", "in-talks", "license"), ("fund", "ended", "equity")):
            connection.execute(
                "insert into nodes (id, kind, name, provenance) values (?, 'deal', ?, 'register')", (key, key)
            )
            connection.execute(
                "insert into deals (id, name, status, deal_type, amount_usd, provenance) values (?, ?, ?, ?, 9e9, 'register')",
                (key, key, status, kind),
            )
            connection.execute(
                "insert into edges (id, source, relation, target, confidence, provenance, attributes)"
                " values (?, 'openai', 'licensee_in', ?, 1, 'register', '{}')",
                (f"openai|licensee_in|{key}", key),
            )
        connection.commit()
    return make_datasette(path)


async def test_home_counts_licences_as_the_query_does(mixed):
    text = (await mixed.client.get("/")).text
    (first, *_) = (await mixed.client.get("/rightswire/most_licensed.json?_shape=array")).json()
    assert f"{first['licensee']}: {first['deals']} licences" in text
    assert ">4 licences, 1 with a known value</span>" in text


async def test_no_sum_of_talks_or_of_what_licenses_nothing(mixed):
    rows = (await mixed.client.get("/rightswire/value_by_licensee.json?_shape=array")).json()
    assert {row["licensee_id"]: (row["amount_usd"], row["deals"]) for row in rows}["openai"] == (2.5e8, 3)


async def test_one_definition_of_what_counts(mixed, queries):
    totals = {}
    for name in ("deals_by_month", "deals_by_medium_and_year", "value_by_licensee", "most_licensed"):
        rows = (await mixed.client.get(f"/rightswire/{name}.json?_shape=array")).json()
        totals[name] = (sum(row["with_value"] for row in rows), sum(row["amount_usd"] or 0 for row in rows))
        assert LICENCES_OF_JSON in " ".join(queries[name]["sql"].split()), name
    assert set(totals.values()) == {(1, 2.5e8)}
    rows = (await mixed.client.get("/rightswire/suits_and_deals_by_month.json?_shape=array")).json()
    assert sum(row["number"] for row in rows if row["what"] == "deal") == 4


@pytest.mark.parametrize("query", ["deals_by_month", "suits_and_deals_by_month", "most_licensed"])
async def test_what_is_left_out_is_counted(mixed, sample, query):
    left = "Left out: 1 deal in talks and 1 deal that licenses no works, 2 of them with a known value ($18 billion)"
    assert left in (await mixed.client.get(f"/rightswire/{query}")).text
    assert "Left out" not in (await sample.client.get(f"/rightswire/{query}")).text


async def test_licences_without_a_licensee_are_told_where_licensees_are_counted(make_datasette, databases, tmp_path):
    path = shutil.copy(databases["sample"], tmp_path / "lone.db")
    path = path.rename(tmp_path / "rightswire.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("delete from edges where relation = 'licensee_in' and target = 'news-corp-openai-2024'")
        connection.commit()
    served = make_datasette(path)
    text = (await served.client.get("/rightswire/value_by_licensee")).text
    assert "Left out: 1 licence without a known licensee, 1 of them with a known value ($250 million)." in text
    assert "Left out" not in (await served.client.get("/rightswire/deals_by_month")).text


async def test_a_deal_that_licenses_nothing_says_so_on_the_first_page(mixed):
    assert "Investment, no licence" in re.sub("<[^>]+>", "", (await mixed.client.get("/")).text)


async def test_a_party_tells_licences_and_talks(mixed):
    text = re.sub("<[^>]+>", "", (await mixed.client.get("/rightswire/nodes/openai")).text)
    assert "icensee in 5 deals (3 licences, 1 in talks, 1 licenses no works)" in text


def test_without_other_deals_nothing_more_is_told():
    counts = {"licensee_in": 2, "licensee_in licence": 2}
    assert "icensee in 2 deals." in party_summary({"kind": "company"}, counts)


@pytest.mark.parametrize(
    ("words", "lacking"), [("tens of millions of euros", False), ("a nine-figure sum", False), ("undisclosed", True)]
)
def test_a_sum_in_words_is_known(words, lacking):
    assert ("the sum" in deal_unknown({"value_text": words}, {})) == lacking


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("more than 250 million dollars over five years", "worth more than 250 million dollars over five years."),
        ("up to $250 million", "worth up to $250 million."),
        ("over $250 million", "worth over $250 million."),
        ("250 million dollars over 5 years", "$250 million</span>."),
    ],
)
def test_a_sum_of_which_one_end_is_told_is_not_told_bare(words, told):
    assert deal_summary({"value_text": words, "amount_usd": 2.5e8}, {}).endswith(told)


def test_the_summary_of_a_deal_tells_what_kind_of_licensor_is_not_named():
    row = {"deal_type": "license", "medium": "news", "status": "in-talks"}
    google = {"licensee_in": (["Google"], 1)}
    assert deal_summary(row, google).startswith("Talks between unnamed news publishers and Google on a ")
    assert "between Wiley and parties not named" in deal_summary(
        {**row, "status": "active"}, {"licensor_in": (["Wiley"], 1)}
    )


async def test_talks_say_what_suit_was_surely_filed_after_them(mixed, databases, tmp_path):
    page = (await mixed.client.get("/rightswire/deals/talks")).text
    assert "Suit filed since" not in page
    with closing(sqlite3.connect(tmp_path / "rightswire.db")) as connection:
        plaintiff, case, filed = connection.execute(
            "select e.source, c.id, c.filed_date from edges e join cases c on c.id = e.target"
            " join edges o on o.target = c.id and o.source = 'openai' and o.relation = 'defendant_in'"
            " where e.relation = 'plaintiff_in' and c.filed_date is not null order by c.filed_date limit 1"
        ).fetchone()
        connection.execute(
            "insert into edges (id, source, relation, target, confidence, provenance, attributes)"
            " values (?, ?, 'licensor_in', 'talks', 1, 'register', '{}')",
            (f"{plaintiff}|licensor_in|talks", plaintiff),
        )
        for day, told in (("2000-01", True), (filed, False), (filed[:4], False), ("2099-01", False), (None, False)):
            connection.execute("update deals set announced_date = ? where id = 'talks'", (day,))
            connection.commit()
            page = (await mixed.client.get("/rightswire/deals/talks")).text
            assert ("Suit filed since" in page) is told, (filed, day)
            assert f"/rightswire/cases/{case}" in page


async def test_neither_end_of_a_range_is_a_known_total(mixed, tmp_path):
    async def known():
        rows = (await mixed.client.get("/rightswire/most_licensed.json?_shape=array")).json()
        (home,) = re.findall(r"licences, (\d+) with a known value", (await mixed.client.get("/")).text)
        return int(home), sum(row["with_value"] for row in rows)

    def state(least, most):
        with closing(sqlite3.connect(tmp_path / "rightswire.db")) as connection:
            connection.execute(
                "update deals set amount_usd = null, value_min = ?, value_max = ?, value_currency = 'USD', value_period"
                " = 'total', value_basis = 'paid', value_usd_min = ?, value_usd_max = ? where amount_usd = 2.5e8",
                (least, most, least, most),
            )
            connection.execute(
                "update deals set value_min = ?1, value_max = ?2, value_usd_min = ?1 where value_basis = 'paid'",
                (least, most),
            )
            connection.commit()

    assert await known() == (1, 1)
    for least, most, counts in ((2e8, 3e8, 0), (2e8, None, 0), (2e8, 2e8, 1)):
        state(least, most)
        assert await known() == (counts, counts)
