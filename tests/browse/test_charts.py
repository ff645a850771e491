"""Charts: each query's names columns of its answer, and the page hands the browser what it draws from."""

import json
import re
import sqlite3
from contextlib import closing
from html import unescape

import pytest

SPEC_COLUMNS = ("x", "y", "series", "side")
#: What analysts ask first, and the query that draws it.
DRAWN = [
    "suits_and_deals_by_month",
    "deals_by_month",
    "value_by_licensee",
    "suits_by_court_and_status",
    "share_of_outlets",
]


def ask(path, query):
    parameters = {name: about.get("default", "") for name, about in query.get("parameters", {}).items()}
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        connection.create_function("lower", 1, lambda text: text.lower() if isinstance(text, str) else text)
        return [dict(row) for row in connection.execute(query["sql"], parameters)]


def test_charts_name_columns_of_the_answer(queries, databases):
    drawn = {name: query for name, query in queries.items() if "chart" in query}
    assert set(DRAWN) <= set(drawn)
    for name, query in drawn.items():
        rows = ask(databases["sample"], query)
        assert rows, name
        assert {query["chart"][key] for key in SPEC_COLUMNS if key in query["chart"]} <= set(rows[0]), name
        assert query["chart"]["kind"] in {"rows", "bar", "line", "mirror"}, name


def test_months_count_every_suit_and_deal_but_talks_once(queries, databases):
    rows = ask(databases["sample"], queries["suits_and_deals_by_month"])
    with closing(sqlite3.connect(databases["sample"])) as connection:
        suits = connection.execute("select count(*) from cases").fetchone()[0]
        deals = connection.execute("select count(*) from deals where coalesce(status, '') <> 'in-talks'").fetchone()[0]
    assert sum(row["number"] for row in rows if row["what"] == "suit") == suits
    assert sum(row["number"] for row in rows if row["what"] == "deal") == deals
    assert {row["month"] for row in rows} >= {"2020-05", "2024-05"}


def test_value_by_licensee_estimates_nothing(queries, databases):
    rows = {row["licensee_id"]: row for row in ask(databases["sample"], queries["value_by_licensee"])}
    assert rows["openai"]["amount_usd"] == 2.5e8
    assert rows["openai"]["with_value"] < rows["openai"]["deals"]


@pytest.fixture
def with_bundle(monkeypatch):
    """As if `make frontend` had made the bundle, or not."""
    from browse import plugin

    def make(built):
        digests = {name: digest for name, digest in plugin._digests().items() if not name.startswith("built/")}
        monkeypatch.setattr(plugin, "_digests", lambda: {**digests, **({"built/charts.js": "1"} if built else {})})

    return make


async def test_a_query_hands_over_its_json_and_columns(sample, with_bundle):
    with_bundle(True)
    text = (await sample.client.get("/rightswire/suits_by_court_and_status")).text
    figure = re.search(r"<figure class=\"chart chart-rows\"[^>]*>", text)[0]
    source = unescape(re.search(r'data-source="([^"]*)"', figure)[1])
    assert 'data-x="court" data-y="suits" data-series="status"' in figure
    rules = json.loads(unescape(re.search(r'data-courts="([^"]*)"', figure)[1]))
    assert rules["fronts"][0] == ["United States District Court for the ", ""]
    assert ["Southern District of ", "S.D. "] in rules["initials"]
    rows = (await sample.client.get(f"{source}{'&' if '?' in source else '?'}_shape=array")).json()
    assert {"court", "status", "suits"} <= set(rows[0])


@pytest.mark.parametrize(
    "path", ["/rightswire/cases?status=settled", "/rightswire?sql=select+*+from+deals", "/rightswire/most_sued"]
)
async def test_a_reader_can_draw_any_rows(sample, with_bundle, path):
    with_bundle(True)
    text = (await sample.client.get(path)).text
    source = unescape(re.search(r'<details class="chart-maker" data-source="([^"]*)"', text)[1])
    rows = (await sample.client.get(f"{source}{'&' if '?' in source else '?'}_shape=array")).json()
    assert isinstance(rows, list)
    assert rows


async def test_pages_do_without_charts_where_none_were_built(sample, with_bundle):
    with_bundle(False)
    for path in ("/", "/rightswire/most_sued", "/rightswire/cases"):
        answer = await sample.client.get(path)
        assert answer.status_code == 200
        assert "chart-maker" not in answer.text
        assert "built/" not in answer.text
