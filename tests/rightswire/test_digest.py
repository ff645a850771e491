"""The digest of changes, in each form, from rows of others' texts; the days that --since may name; coverage."""

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from lxml import html
from rich.console import Console

from graph.derived import derive
from graph.store import schema
from rightswire.changes_command import FORMATS, digest, find_day
from rightswire.coverage_command import candidates, print_coverage
from rightswire.errors import ConfigurationError, RightswireError
from rightswire.settings import Paths

TODAY = date(2026, 11, 25)  # a Wednesday
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(2)) *bold* `code` & \x1b[31m"

ROWS = f"""
INSERT INTO nodes (id, kind, name, country, provenance) VALUES
 ('a-v-b', 'case', 'A v. B', NULL, 'news'), ('c-v-d', 'case', 'C v. D', NULL, 'both'), ('e-v-f', 'case', 'E v. F', NULL, 'register'),
 ('g-h', 'deal', 'G / H', NULL, 'both'), ('i-j', 'deal', 'I / J', NULL, 'news'), ('wire', 'outlet', 'Example Wire', NULL, 'news'),
 ('g', 'outlet', 'G', 'France', 'register'), ('a', 'company', 'A', NULL, 'news'), ('b', 'company', 'B', NULL, 'register');
INSERT INTO articles (id, url, title, outlet_id, published, feed, text_source) VALUES
 ('1', 'https://wire.example/1?"><img>', '{HOSTILE}', 'wire', '2026-11-20', 'Wire', 'page'),
 ('2', 'javascript:alert(3)', 'Two', 'wire', '2026-11-21', 'Other', 'page');
INSERT INTO cases (id, name, status, subject, country, filed_date, docket_number, provenance, articles) VALUES
 ('a-v-b', 'A v. B', 'filed', 'news', NULL, '2026-11-19', '26-cv-1; 26-cv-2', 'news', 1),
 ('c-v-d', 'C v. D', 'filed', 'books', 'Canada', '2026-10', NULL, 'both', 2),
 ('e-v-f', 'E v. F', 'filed', 'books', 'Canada', '2026-10-02', NULL, 'register', 0);
INSERT INTO deals (id, name, medium, announced_date, provenance, articles, amount_usd) VALUES
 ('g-h', 'G / H', 'news', '2026', 'both', 1, NULL), ('i-j', 'I / J', 'music', NULL, 'news', 1, 5e6);
INSERT INTO edges (id, source, relation, target, confidence, provenance, attributes) VALUES
 ('a|plaintiff_in|a-v-b', 'a', 'plaintiff_in', 'a-v-b', 1, 'news', '{{}}'),
 ('b|defendant_in|a-v-b', 'b', 'defendant_in', 'a-v-b', 1, 'news', '{{}}'),
 ('g|licensor_in|g-h', 'g', 'licensor_in', 'g-h', 1, 'register', '{{}}');
INSERT INTO evidence (id, edge_id, article_id, ordinal, sentence, field, start, end, rule, confidence, case_id, deal_id, attributes) VALUES
 (1, 'a|plaintiff_in|a-v-b', '1', 0, 's', 'text', 0, 1, 'r', 0.9, 'a-v-b', NULL, '{{}}'),
 (2, 'a|plaintiff_in|a-v-b', '1', 1, 's', 'text', 0, 1, 'r', 0.9, 'c-v-d', NULL, '{{}}'),
 (3, 'b|defendant_in|a-v-b', '2', 0, 's', 'text', 0, 1, 'r', 0.9, 'c-v-d', NULL, '{{}}'),
 (4, 'g|licensor_in|g-h', '2', 0, 's', 'text', 0, 1, 'r', 0.9, NULL, 'g-h', '{{}}'),
 (5, 'g|licensor_in|g-h', '2', 1, 's', 'text', 0, 1, 'r', 0.9, NULL, 'i-j', '{{}}');
INSERT INTO changes (id, run_id, date, kind, node_id, article_id, field, before, after, summary) VALUES
 (1, 1, '2026-11-16', 'new-case', 'c-v-d', NULL, 'case', NULL, 'C v. D', 'New case: C v. D'),
 (2, 2, '2026-11-23', 'status-changed', 'c-v-d', '1', 'status', 'filed', 'settled', 'C v. D: status filed → settled'),
 (3, 2, '2026-11-23', 'reread', 'g-h', '2', 'status', NULL, 'ended', 'G / H: status ended'),
 (4, 3, '2026-11-24', 'withdrawn', NULL, '2', 'fact', 'x', NULL, '{HOSTILE}');
"""


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    """A data folder whose graph has four changes."""
    told = Paths(tmp_path_factory.mktemp("data"))
    with closing(sqlite3.connect(told.database)) as connection:
        connection.executescript(schema() + ROWS)
        derive(connection)
        connection.commit()
    return told


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-25"), ("Yesterday", "2026-11-24"), ("2026-11-02", "2026-11-02"),
        ("monday", "2026-11-23"), ("Mon", "2026-11-23"), ("tuesday", "2026-11-24"),
        ("WEDNESDAY", "2026-11-18"), ("sunday", "2026-11-22"), ("7d", "2026-11-18"), ("0d", "2026-11-25"),
        (" 1d ", "2026-11-24"), ("99999d", "1753-02-10"),
    ],
)  # fmt: skip
def test_since_names_a_day(text, day):
    assert find_day(text, TODAY).isoformat() == day


@pytest.mark.parametrize("text", ["tomorrow", "", "d", "-1d", "mo", "2026-02-30", "99999999d"])
def test_what_names_no_day_is_told(text):
    with pytest.raises(ConfigurationError, match="YYYY-MM-DD"):
        find_day(text, TODAY)


def test_json_gives_every_row_with_before_after_and_article(paths):
    rows = json.loads(digest(paths, "2026-11-23", "json", TODAY))
    assert [row["kind"] for row in rows] == ["reread", "status-changed", "withdrawn"]
    assert (rows[1]["before"], rows[1]["after"], rows[1]["outlet"]) == ("filed", "settled", "Example Wire")


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_digest_tells_cases_first_and_what_was_read_anew_apart(paths, form):
    told = digest(paths, "monday", form, TODAY)
    headings = [told.lower().index(part) for part in ("cases", "parties and relations", "read anew")]
    assert headings == sorted(headings)
    assert "New case" not in told
    assert "status filed → settled" in told
    assert "\x1b" not in told


def test_a_case_that_is_gone_is_told_under_cases(paths, tmp_path):
    copied = Paths(tmp_path)
    shutil.copy(paths.database, copied.database)
    with closing(sqlite3.connect(copied.database)) as connection:
        connection.execute(
            "INSERT INTO changes (id, run_id, date, kind, node_id, field, before, after, summary) "
            "VALUES (99, 9, '2026-11-25', 'withdrawn', NULL, 'case', 'Z v. Y', NULL, 'Withdrawn: Z v. Y')"
        )
        connection.commit()
    told = digest(copied, "today", "markdown", TODAY)
    assert "## Cases" in told
    assert "Parties and relations" not in told
    assert "Withdrawn: Z v. Y" in told


def test_text_is_what_it_is(paths):
    told = digest(paths, None, "text", TODAY)
    assert told.splitlines()[0] == "Rightswire: 1 change since 24 November 2026"
    assert "24 November 2026  <script>alert(1)</script>" in told


def test_html_runs_nothing_and_leads_to_the_web_only(paths):
    told = digest(paths, "2026-11-01", "html", TODAY)
    page = html.fromstring(told)
    assert not page.xpath("//script | //style | //img | //link[@href] | //@onclick")
    assert page.xpath("//a/@href") == ["https://wire.example/1?%22%3E%3Cimg%3E"]
    assert "<script>alert(1)</script>" in page.text_content()
    assert all(element.get("style") for element in page.xpath("//body | //h1 | //h2 | //h3 | //ul | //li | //p"))


def test_markdown_of_others_means_nothing(paths):
    told = digest(paths, "2026-11-01", "markdown", TODAY)
    assert r"\[x\]\(javascript:alert\(2\)\) \*bold\*" in told
    assert "](javascript" not in told
    assert "<script" not in told.replace(r"\<script", "")


@pytest.mark.parametrize("form", FORMATS)
def test_no_changes_are_told_as_such(paths, form):
    told = digest(paths, "2026-11-25", form, TODAY)
    assert told == "[]" if form == "json" else "no changes since 25 november 2026" in told.lower()


def test_wrong_usage_is_told(paths, tmp_path):
    with pytest.raises(ConfigurationError):
        digest(paths, None, "pdf", TODAY)
    with pytest.raises(RightswireError, match="ingest"):
        digest(Paths(tmp_path), None, "text", TODAY)


@pytest.fixture
def cover(paths, capsys):
    """`rightswire coverage --json`, read."""

    def ask(by=None):
        print_coverage(Console(), paths, by, as_json=True)
        return json.loads(capsys.readouterr().out)

    return ask


def test_coverage_counts_what_the_register_knows(cover):
    told = cover()
    cases, deals = told["register"]
    assert (cases["known"], cases["reported"], cases["missed"], cases["percent"]) == (2, 1, 1, 50.0)
    assert (deals["known"], deals["reported"]) == (1, 1)
    assert told["lacking"] == [{"story": "cases", "lacking": 1}, {"story": "deals", "lacking": 1}]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("medium", {"story": "cases", "medium": "books", "known": 2, "reported": 1}),
        ("country", {"story": "deals", "country": "France", "known": 1, "reported": 1}),
        ("month", {"story": "cases", "month": "2026-10", "known": 2, "reported": 1}),
        ("feed", {"feed": "Wire", "cases": 1, "deals": 0, "first_to_report": 2, "cases_lacking": 1}),
        ("feed", {"feed": "Other", "cases": 1, "deals": 1, "first_to_report": 2, "deals_lacking": 1}),
    ],
)
def test_coverage_by_group(cover, by, expected):
    assert [row for row in cover(by)[f"by_{by}"] if expected.items() <= row.items()]


def test_coverage_is_told_to_people(paths, capsys):
    print_coverage(Console(width=200), paths, "feed", as_json=False)
    told = capsys.readouterr().out
    assert "cases  2 known to the register, 1 reported (50.0 %), 1 missed" in told
    assert "Wire: 1 cases, 0 deals" in told


def test_the_view_names_the_feeds_of_each_story(paths):
    with closing(sqlite3.connect(paths.database)) as connection:
        row = connection.execute("SELECT feeds, outlets, first_reported FROM coverage WHERE id = 'c-v-d'").fetchone()
    assert (set(row[0].split(",")), *row[1:]) == ({"Wire", "Other"}, 1, "2026-11-20")


def test_candidates_are_rows_of_the_register(paths):
    (case,) = csv.DictReader(io.StringIO(candidates(paths, "cases")))
    assert (case["id"], case["plaintiffs"], case["defendants"], case["docket_numbers"]) == (
        "a-v-b", "a", "b", "26-cv-1;26-cv-2",
    )  # fmt: skip
    (deal,) = csv.DictReader(io.StringIO(candidates(paths, "deals")))
    assert (deal["id"], deal["amount_usd"], deal["media"], deal["confidence"]) == ("i-j", "5000000", "music", "low")
    with pytest.raises(ConfigurationError):
        candidates(paths, "courts")
    with pytest.raises(ConfigurationError):
        print_coverage(Console(), paths, "moon", as_json=False)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_digest_says_where_an_address_does_not_exist_and_does_not_lead_there(paths, tmp_path, form):
    told = Paths(tmp_path)
    shutil.copy(paths.database, told.database)
    with closing(sqlite3.connect(told.database)) as connection, connection:
        connection.execute("UPDATE articles SET url = 'https://rightswire.example/starter/01-x' WHERE id = '1'")
    said = digest(told, "2026-11-23", form, TODAY)
    assert said.count("written for the starter set; published nowhere else") == 1
    assert "(https://rightswire.example" not in said
    assert 'href="https://rightswire.example' not in said
