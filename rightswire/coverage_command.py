"""`rightswire coverage`: what our news reports of the register, what it misses, and what the register lacks."""

import csv
import io
import json
from typing import Any

from rich.console import Console

from graph.register import CASE_COLUMNS, DEAL_COLUMNS
from rightswire.errors import ConfigurationError
from rightswire.health import Row, query
from rightswire.report import plain, print_line
from rightswire.settings import Paths

GROUPS = ("medium", "country", "month", "feed")
CANDIDATES = ("cases", "deals")
TOTALS = """
SELECT kind || 's' AS story, count(*) AS known, sum(reported) AS reported, count(*) - sum(reported) AS missed,
       round(100.0 * sum(reported) / count(*), 1) AS percent
FROM coverage GROUP BY kind ORDER BY kind
"""
_GROUPED = """
SELECT kind || 's' AS story, coalesce({column}, 'not known') AS {column}, count(*) AS known, sum(reported) AS reported,
       count(*) - sum(reported) AS missed, round(100.0 * sum(reported) / count(*), 1) AS percent
FROM coverage GROUP BY 1, 2 ORDER BY 1, 2
"""
BY_FEED = """
SELECT feed, cases, deals, first_to_report, cases_lacking, deals_lacking FROM feed_coverage
ORDER BY cases + deals DESC, feed
"""
LACKING = "SELECT kind || 's' AS story, count(*) AS lacking FROM register_candidates GROUP BY kind ORDER BY kind"
#: Of a case or deal that news alone tells of, the cells of a row of the register that can be filled.
_CASES = """
SELECT r.*, c.court_id, c.country, c.docket_number AS docket_numbers, c.filed_date, c.judge, c.subject, c.claims,
       c.class_action, c.status, c.status_date, c.amount_usd
FROM register_candidates r JOIN cases c ON c.id = r.id ORDER BY r.articles DESC, r.id
"""
_DEALS = """
SELECT r.*, r.plaintiffs AS licensors, r.defendants AS licensees, d.announced_date, d.status, d.medium AS media,
       d.amount_usd, d.value_text, d.term_years, d.scope, coalesce(d.deal_type, 'license') AS deal_type
FROM register_candidates r JOIN deals d ON d.id = r.id ORDER BY r.articles DESC, r.id
"""
#: Cells in which the register wants a list with semicolons.
_LISTS = ("docket_numbers", "claims", "media", "scope")


def print_coverage(console: Console, paths: Paths, by: str | None, as_json: bool) -> None:
    """Print how much of the register our news reports: in all, and by medium, country, month or feed.

    Raises:
        ConfigurationError: no such group.
        RightswireError: there is no graph yet, or it cannot be read.
    """
    if by is not None and by not in GROUPS:
        raise ConfigurationError(f"--by {by}", "is no way to group", f"use {', '.join(GROUPS)}")
    told: dict[str, list[Row]] = {"register": query(paths.database, TOTALS), "lacking": query(paths.database, LACKING)}
    if by:
        told[f"by_{by}"] = query(paths.database, BY_FEED if by == "feed" else _GROUPED.format(column=by))
    if as_json:
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for row in told["register"]:
        words = f"{row['known']} known to the register, {row['reported']} reported ({row['percent']} %)"
        print_line(console, f"{row['story']:<6} {words}, {row['missed']} missed")
    for row in told["lacking"]:
        print_line(console, f"{row['story']:<6} {row['lacking']} in the news that the register lacks")
    for row in told.get(f"by_{by}", []):
        print_line(console, _line(row, by or ""))


def _line(row: Row, by: str) -> str:
    if by == "feed":
        lacking = row["cases_lacking"] + row["deals_lacking"]
        found = f"{row['cases']} cases, {row['deals']} deals, first to report {row['first_to_report']}"
        return f"  {plain(row['feed'])}: {found}, {lacking} that the register lacks"
    share = f"{row['reported']} of {row['known']} ({row['percent']} %)"
    return f"  {row['story']:<6} {plain(row[by])}: {share}"


def candidates(paths: Paths, kind: str) -> str:
    """Rows for data/register/cases.csv or deals.csv, with their header: to be checked by a person and pasted.

    Ids of parties are nodes' ids: of a party that data/register/parties.csv lacks a row has to be written there too.

    Raises:
        ConfigurationError: no such kind.
        RightswireError: there is no graph yet, or it cannot be read.
    """
    if kind not in CANDIDATES:
        raise ConfigurationError(f"--candidates {kind}", "are no candidates", f"use {' or '.join(CANDIDATES)}")
    columns, sql = (CASE_COLUMNS, _CASES) if kind == "cases" else (DEAL_COLUMNS, _DEALS)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in query(paths.database, sql):
        writer.writerow([_cell(column, row) for column in columns])
    return out.getvalue().rstrip("\n")


def _cell(column: str, row: Row) -> str:
    value: Any = "low" if column == "confidence" else row.get(column)
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    text = " ".join("".join(char if char.isprintable() else " " for char in str(value)).split())
    text = ";".join(part.strip() for part in text.split(";")) if column in _LISTS else text
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
