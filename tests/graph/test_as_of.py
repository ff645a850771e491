"""Every case, deal and edge as it was known on a day: one parameter, in plain SQL and in exports alike."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from graph.build import build_graph
from graph.corrections import Correction
from graph.dates import known_from
from graph.export import ExportOptions, read_graph
from graph.register import Known
from graph.store import write_graph
from nlp.register import RegisterCourt

AS_OF = "SELECT * FROM {table} WHERE {key} = ? AND known_from <= ? AND (known_until IS NULL OR known_until > ?)"


@pytest.fixture(scope="module")
def database(tmp_path_factory, build, make_article, make_fact):
    """Ann Poe sues, is heard of again, and settles; Weave talks with Mill and signs; the Gazette's suit is settled."""
    articles = [
        make_article("suit", make_fact("sues", "Ann Poe", "Xylo", filed_date="2024-03-01"), day="2024-03-02"),
        make_article("old", make_fact("sues", "Ann Poe", "Xylo", court="S.D.N.Y."), day="2024-05-01", run=2),
        make_article("end", make_fact("settles_with", "Ann Poe", "Xylo", date="2024-09-10", amount_usd=5e6),
                     day="2024-09-12"),
        make_article("talks", make_fact("licenses_to", "Mill Radio", "Weave Labs", status="in-talks"), day="2024-01-05"),
        make_article("signed", make_fact("licenses_to", "Mill Radio", "Weave Labs", status="announced",
                                         announced_date="2024-02-01", amount_usd=9e6), day="2024-02-02", run=3),
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("data") / "rightswire.db"
    write_graph(path, build(articles))
    return path


@pytest.fixture
def known_on(database):
    """The version of a case, deal or edge that was known on a day; None where it was not known."""

    def ask(table, key, identifier, day):
        with closing(sqlite3.connect(database)) as connection:
            connection.row_factory = sqlite3.Row
            rows = connection.execute(AS_OF.format(table=table, key=key), (identifier, day, day)).fetchall()
        assert len(rows) <= 1
        return dict(rows[0]) if rows else None

    return ask


# day, status, court, sum
CASE = [
    ("2024-03-01", None, None, None),
    ("2024-03-02", "filed", None, None),
    ("2024-05-01", "filed", "United States District Court for the Southern District of New York", None),
    ("2024-09-11", "filed", "United States District Court for the Southern District of New York", None),
    ("2024-09-12", "settled", "United States District Court for the Southern District of New York", 5e6),
    ("2030-01-01", "settled", "United States District Court for the Southern District of New York", 5e6),
]


@pytest.mark.parametrize(("day", "status", "court", "amount"), CASE)
def test_a_case_of_the_news_on_a_day(known_on, day, status, court, amount):
    row = known_on("case_history", "case_id", "ann-poe-v-xylo", day)
    assert (row and row["status"], row and row["court"], row and row["amount_usd"]) == (status, court, amount)


# day, status, since
KNOWN_CASE = [
    ("2023-12-26", None, None), ("2023-12-27", "filed", "2023-12-27"), ("2025-04-29", "filed", "2023-12-27"),
    ("2025-04-30", "discovery", "2025-04"), ("2030-01-01", "discovery", "2025-04"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "status", "since"), KNOWN_CASE)
def test_a_case_of_the_register_on_a_day(known_on, day, status, since):
    row = known_on("case_history", "case_id", "mill-gazette-v-loom", day)
    assert (row and row["status"], row and row["status_date"]) == (status, since)


@pytest.mark.parametrize(
    ("day", "status", "amount"),
    [("2024-01-04", None, None), ("2024-01-05", "in-talks", None), ("2024-02-02", "announced", 9e6)],
)
def test_a_deal_on_a_day(known_on, database, day, status, amount):
    with closing(sqlite3.connect(database)) as connection:
        deal = connection.execute("SELECT id FROM deals WHERE provenance = 'news'").fetchone()[0]
    row = known_on("deal_history", "deal_id", deal, day)
    assert (row and row["status"], row and row["amount_usd"]) == (status, amount)


def test_an_edge_on_a_day_says_what_was_said_by_then(known_on):
    edge = "mill-radio|licenses_to|weave"
    assert known_on("edge_history", "edge_id", edge, "2024-01-04") is None
    before = json.loads(known_on("edge_history", "edge_id", edge, "2024-02-01")["attributes"])
    after = json.loads(known_on("edge_history", "edge_id", edge, "2024-02-02")["attributes"])
    assert (before["status"], after["status"]) == ("in-talks", "announced")
    assert "amount_usd" not in before


def test_what_is_known_now_is_what_the_tables_say(database):
    with closing(sqlite3.connect(database)) as connection:
        for table, key, columns in (
            ("case", "case_id", "court, docket_number, filed_date, judge, status, status_date, outcome, amount_usd"),
            ("deal", "deal_id", "status, announced_date, amount_usd, value_text, term_years"),
            ("edge", "edge_id", "provenance, confidence, attributes"),
        ):
            told = f"SELECT {key}, {columns} FROM {table}_history WHERE known_until IS NULL ORDER BY 1"
            assert (
                connection.execute(told).fetchall()
                == connection.execute(f"SELECT id, {columns} FROM {table}s ORDER BY 1").fetchall()
            )


def test_days_of_versions_follow_one_another(database):
    with closing(sqlite3.connect(database)) as connection:
        for table, key in (("case", "case_id"), ("deal", "deal_id"), ("edge", "edge_id")):
            rows = connection.execute(f"SELECT {key}, known_from, known_until FROM {table}_history ORDER BY 1, 2")
            last = {}
            for identifier, since, until in rows:
                assert last.get(identifier, since) == since
                assert until is None or since < until
                last[identifier] = until


def test_an_export_as_of_a_day_tells_the_same(database):
    data = read_graph(database, ExportOptions(as_of="2024-05-01"))
    case = next(node.attributes for node in data.nodes if node.id == "ann-poe-v-xylo")
    assert (case["status"], case.get("amount_usd")) == ("filed", None)
    assert "ann-poe|settles_with|xylo" not in {edge.id for edge in data.edges}
    licence = next(edge.attributes for edge in data.edges if edge.id == "mill-radio|licenses_to|weave")
    assert (licence["status"], licence["amount_usd"]) == ("announced", 9e6)


def test_a_sum_that_people_emptied_leaves_no_two_versions_alike(make_article, make_fact, register):
    settled = ("settles_with", "Ann Poe", "Xylo")
    articles = [
        make_article("suit", make_fact("sues", "Ann Poe", "Xylo"), make_fact(*settled, start=90), day=None),
        make_article("sum", make_fact(*settled, amount_usd=5e6), day=None, run=3),
    ]
    emptied = Correction(2, "fix", "ann-poe-v-xylo.amount_usd", "", "Jo", "2026-11-20", "never paid")
    graph = build_graph(articles, register, Known(), (), (emptied,))
    told = [(row.known_from, row.known_until, row.amount_usd) for row in graph.case_history]
    assert told == [("2026-01-02", None, None)]


def history(graph, case):
    """Day from which on, court, number, status, since when, outcome and judge."""
    cells = ("known_from", "court", "docket_number", "status", "status_date", "outcome", "judge")
    return [tuple(getattr(row, cell) for cell in cells) for row in graph.case_history if row.case_id == case]


def test_what_the_register_learned_later_is_not_known_from_the_filing(build, make_case):
    late = {"status": "filed", "status_date": "2025-04-03", "outcome": "Amended complaint"}
    graph = build([], cases=(make_case(**late),), deals=())
    court = "United States District Court for the Southern District of New York"
    assert history(graph, "mill-gazette-v-loom") == [
        ("2023-12-27", court, "1:23-cv-11195", "filed", "2023-12-27", None, None),
        ("2025-04-03", court, "1:23-cv-11195", "filed", "2025-04-03", "Amended complaint", "Ada B. Stone"),
    ]


def test_the_court_and_number_of_an_appeal_are_not_known_before_it(register, known, make_case):
    courts = (*register.courts, RegisterCourt("us-ca2", "United States Court of Appeals for the Second Circuit"))
    row = make_case(
        court="us-ca2", docket_numbers=("25-2153", "1:23-cv-11195"), status="appeal", status_date="2025-04-03"
    )
    graph = build_graph([], replace(register, courts=courts), Known((row,), ()))
    assert [told[1:4] for told in history(graph, row.id)] == [
        (None, "1:23-cv-11195", "filed"),
        ("United States Court of Appeals for the Second Circuit", "25-2153; 1:23-cv-11195", "appeal"),
    ]


# date as a source gives it, day of the newest article, day from which it was known
KNOWN_FROM = [
    ("2024-05-02", "2026-01-04", "2024-05-02"), ("2024-05-02", "2024-05-01", "2024-05-02"), ("", "2026-01-04", ""),
    ("2024-06", "2026-01-04", "2024-06-30"), ("2024-02", "2026-01-04", "2024-02-29"), ("2024-12", "", "2024-12-31"),
    ("2025", "2026-01-04", "2025-12-31"), ("2025", "2024-12-31", "2025-12-31"), ("2025", "2025-03-01", "2025-03-01"),
    ("2025", "2025-11-01", "2025-03-01"), ("2025-11", "2025-11-20", "2025-11-01"),
]  # fmt: skip


@pytest.mark.parametrize(("when", "newest", "day"), KNOWN_FROM)
def test_a_year_or_month_counts_from_its_end(when, newest, day):
    assert known_from(when, newest, "2025-03-01") == day


@pytest.fixture(scope="module")
def imprecise(tmp_path_factory, build, make_case, make_deal, make_article, make_fact):
    """A suit and a deal that the register dates by year and month alone; the newest article is of January 2026."""
    path = tmp_path_factory.mktemp("imprecise") / "rightswire.db"
    case = make_case(filed_date="2024", status="dismissed", status_date="2025-06")
    deals = [
        make_deal(announced_date="2024-05"),
        make_deal(id="later", licensors=("mill-radio",), announced_date="2026"),
    ]
    write_graph(path, build([make_article("a", make_fact("says", "Weave Labs", None))], [case], deals))
    return path


# day, status of the suit, whether the deal of May was known, whether that of this year was
THEN = [
    ("2024-05-01", None, False, False), ("2024-05-30", None, False, False), ("2024-05-31", None, True, False),
    ("2024-12-30", None, True, False), ("2024-12-31", "filed", True, False), ("2025-06-29", "filed", True, False),
    ("2025-06-30", "dismissed", True, False), ("2026-01-01", "dismissed", True, False),
    ("2026-01-02", "dismissed", True, True),
]  # fmt: skip


@pytest.mark.parametrize(("day", "status", "may", "this_year"), THEN)
def test_all_ways_to_ask_tell_the_same(imprecise, clone, day, status, may, this_year):
    data = read_graph(imprecise, ExportOptions(as_of=day))
    nodes = {node.id: node.attributes for node in data.nodes}
    assert nodes.get("mill-gazette-v-loom", {}).get("status") == status
    assert ("mill-loom-2024" in nodes, "later" in nodes) == (may, this_year)
    edges = {edge.id: edge.attributes for edge in data.edges}
    assert ("mill|licenses_to|oracle-loom" in edges) == may
    assert all(edge["register_url"] for edge in edges.values() if edge["relation"] in ("sues", "licenses_to"))
    queries = json.loads((clone / "datasette-metadata.json").read_text("utf-8"))["databases"]["rightswire"]["queries"]
    with closing(sqlite3.connect(imprecise)) as connection:
        connection.row_factory = sqlite3.Row
        told = {
            name: connection.execute(queries[name]["sql"], {"day": day}).fetchall()
            for name in queries
            if "as_of" in name
        }
        readme = (clone / "README.md").read_text("utf-8").partition("What was known of the cases on a day")[2]
        recipe = connection.execute(readme.split("```sql")[1].split("```")[0].replace("2025-03-01", day)).fetchall()
    assert (
        [row["status"] for row in told["cases_as_of"]] == [row["status"] for row in recipe] == [status] * bool(status)
    )
    assert {row["deal_id"] for row in told["deals_as_of"]} == nodes.keys() & {"mill-loom-2024", "later"}
    assert {row["edge_id"] for row in told["relations_as_of"]} == edges.keys()


def test_what_the_register_alone_tells_is_known_from_days_that_stay(
    build, make_case, make_deal, make_article, make_fact
):
    rows = [
        make_case(related=("lead",), status="consolidated", status_date="2025-04-03"),
        make_case(
            id="lead",
            name="In re Loom",
            docket_numbers=("1:25-md-1",),
            related=("mill-gazette-v-loom",),
            filed_date="2024-02-03",
        ),
        make_case(id="undated", plaintiffs=("jo-reed",), filed_date="", status="dismissed", status_date=""),
    ]
    deals = [make_deal(announced_date=""), make_deal(id="ended", licensees=("weave",), status="ended")]
    first = make_article("a", make_fact("says", "Weave Labs", None), day="2024-05-01")
    later = make_article("b", make_fact("says", "Mill Radio", None), day="2026-10-01", run=9)
    once, again = (build(articles, rows, deals) for articles in ([first], [first, later]))
    for table in ("case_history", "deal_history", "edge_history"):
        told = getattr(once, table)
        assert set(told) <= set(getattr(again, table))
    known = {row.edge_id: row.known_from for row in again.edge_history}
    assert known["mill|owns|mill-gazette"] == "0001-01-01"
    assert known["lead|related_to|mill-gazette-v-loom"] == "2024-02-03"
    assert known["mill-gazette-v-loom|part_of|lead"] == "2025-04-03"
    assert {row.known_from for row in again.case_history if row.case_id == "undated"} == {"2026-01-02"}
    assert [(row.status, row.known_from) for row in again.deal_history if row.deal_id == "ended"] == [
        ("announced", "2024-05-22"),
        ("ended", "2026-01-02"),
    ]


def test_a_story_of_many_days_is_known_from_its_first(empty_build, make_article, make_fact):
    months = [f"2025-{month:02}" for month in range(1, 13)]
    days = [f"{month}-{day:02}" for month in months for day in (2, 9, 16, 23, 27, 28)]
    told = [make_article(day, make_fact("sues", "Ann Poe", "Xylo", date=day), day=day) for day in days]
    known = [row.known_from for row in empty_build(*told).edge_history if row.edge_id == "ann-poe|sues|xylo"]
    assert known == ["2025-01-02", *(f"{month}-28" for month in months)]
