"""The register's known cases and deals, read from data/register and checked row by row against its parties and courts.

A bad cell costs that cell, a bad id, name or source costs the row; both are told as problems.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from graph.dates import is_date, is_later
from graph.dockets import read_dockets
from graph.model import FormerCourt, KnownCase, KnownDeal
from graph.rates import Rates, load_rates
from graph.renames import KnownName, load_names
from graph.sums import Sum, parse_sum
from nlp.register import Register
from nlp.tables import SLUG, TableRow, read_id, read_rows
from rightswire.errors import Problem

CASE_COLUMNS = (
    "id",
    "name",
    "plaintiffs",
    "defendants",
    "court_id",
    "country",
    "docket_numbers",
    "filed_date",
    "judge",
    "subject",
    "claims",
    "class_action",
    "status",
    "status_date",
    "outcome",
    "amount_usd",
    "related",
    "source_url",
    "confidence",
)
DEAL_COLUMNS = (
    "id",
    "licensors",
    "licensees",
    "announced_date",
    "status",
    "deal_type",
    "media",
    "amount_usd",
    "stated_sum",
    "value_text",
    "term_years",
    "scope",
    "source_url",
    "confidence",
)
CASE_STATUSES = (
    "filed",
    "motion-to-dismiss",
    "discovery",
    "summary-judgment",
    "trial",
    "transferred",
    "consolidated",
    "appeal",
    "settled",
    "dismissed",
    "judgment-plaintiff",
    "judgment-defendant",
)
DEAL_STATUSES = ("in-talks", "announced", "active", "renewed", "ended")
#: Deals that let the licensee use works of the licensor; the others pay for tools, placement or shares of a company.
LICENCE_TYPES = ("license", "partnership", "data-access", "revenue-share", "settlement-license")
DEAL_TYPES = (*LICENCE_TYPES, "equity", "grant", "tools", "distribution", "sponsorship")
CONFIDENCES = ("high", "medium", "low")
#: A date further ahead is a slip of the pen; a clock may be slow.
DAYS_AHEAD = 366


@dataclass(frozen=True, slots=True)
class Known:
    """Cases, deals and names of parties in the register, each in the order of its file."""

    cases: tuple[KnownCase, ...] = ()
    deals: tuple[KnownDeal, ...] = ()
    names: tuple[KnownName, ...] = ()
    rates: Rates = field(default_factory=Rates)


def load_known(folder: Path, register: Register, today: date | None = None) -> tuple[Known, list[Problem]]:
    """Read cases.csv, deals.csv and renames.csv.

    Args:
        folder: data/register.
        register: parties and courts that the rows refer to.
        today: against which dates are held that lie ahead; the clock's where None.

    Returns:
        What is known, without what was bad, and a problem for each bad cell or row, in the order of files and lines.

    Raises:
        DataFileError: one of the files cannot be used at all.
    """
    parties = register.parties_by_id()
    courts = register.courts_by_id()
    latest = ((today or datetime.now(UTC).date()) + timedelta(days=DAYS_AHEAD)).isoformat()
    taken = {*parties, *courts}
    case_rows, case_faults = read_rows(folder / "cases.csv", CASE_COLUMNS)
    cases = [(row, case) for row in case_rows if (case := _read_case(row, taken, parties, courts, latest))]
    case_ids = {case.id for _, case in cases}
    kept = tuple(replace(case, related=_known_ids(row, "related", case_ids - {case.id}, "case")) for row, case in cases)
    deal_rows, deal_faults = read_rows(folder / "deals.csv", DEAL_COLUMNS)
    deals = tuple(deal for row in deal_rows if (deal := _read_deal(row, taken, parties, latest)))
    problems = _rings(register) + case_faults + [problem for row in case_rows for problem in row.problems]
    problems += deal_faults + [problem for row in deal_rows for problem in row.problems]
    names, name_faults = load_names(folder / "renames.csv", parties)
    rates, rate_faults = load_rates(folder.parent / "rates.csv")
    return Known(kept, deals, names, rates), problems + name_faults + rate_faults


def _rings(register: Register) -> list[Problem]:
    """Parties that own each other in a ring, one problem for each ring; the graph leaves one of the ties out."""
    parents = {party.id: party.parent_id for party in register.parties}
    rings: set[tuple[str, ...]] = set()
    for party in parents:
        chain = [party]
        while (parent := parents.get(chain[-1])) and parent not in chain:
            chain.append(parent)
        if parent:
            rings.add(tuple(sorted(chain[chain.index(parent) :])))
    reason, advice = "parents in a ring", "none of them can own the others: correct one parent_id"
    return [Problem("data", "parties.csv parent_id", reason, f"{', '.join(ring)}: {advice}") for ring in sorted(rings)]


def _read_case(
    row: TableRow, taken: set[str], parties: Collection[str], courts: Collection[str], latest: str
) -> KnownCase | None:
    name, source_url = row.required("name"), _sources(row)
    if not name or not source_url or not (identifier := read_id(row, taken)):
        return None
    court = row.matching("court_id", SLUG, "a slug") or ""
    if court and court not in courts:
        row.report("court_id", "unknown court", f"{court!r} is no id of courts.csv: left empty")
        court = ""
    plaintiffs, defendants = _sides(row, "plaintiffs", "defendants", parties)
    numbers = _dockets(row, courts)
    filed_date, status_date = _date(row, "filed_date", latest), _date(row, "status_date", latest)
    if filed_date and status_date and is_later(filed_date, status_date):
        row.report("status_date", "before filing", f"{status_date} is before {filed_date}: left empty")
        status_date = ""
    return KnownCase(
        id=identifier,
        name=name,
        plaintiffs=plaintiffs,
        defendants=defendants,
        court=court,
        country=row.cells["country"],
        docket_numbers=tuple(told.number for told in numbers),
        former=tuple(told for told in numbers if told.court),
        filed_date=filed_date,
        judge=row.cells["judge"],
        subject=row.cells["subject"],
        claims=row.items("claims"),
        class_action=row.choice("class_action", ("yes", "no")) or "",
        status=row.choice("status", CASE_STATUSES) or "",
        status_date=status_date,
        outcome=row.cells["outcome"],
        amount_usd=_positive(row, "amount_usd"),
        related=(),
        source_url=source_url,
        confidence=row.choice("confidence", CONFIDENCES) or "low",
    )


def _read_deal(row: TableRow, taken: set[str], parties: Collection[str], latest: str) -> KnownDeal | None:
    source_url = _sources(row)
    if not source_url or not (identifier := read_id(row, taken)):
        return None
    licensors, licensees = _sides(row, "licensors", "licensees", parties)
    return KnownDeal(
        id=identifier,
        licensors=licensors,
        licensees=licensees,
        announced_date=_date(row, "announced_date", latest),
        status=row.choice("status", DEAL_STATUSES) or "",
        deal_type=row.choice("deal_type", DEAL_TYPES) or "",
        media=row.items("media"),
        amount_usd=_positive(row, "amount_usd"),
        value_text=row.cells["value_text"],
        term_years=_positive(row, "term_years"),
        scope=row.items("scope"),
        source_url=source_url,
        confidence=row.choice("confidence", CONFIDENCES) or "low",
        stated=_stated(row, "stated_sum"),
    )


def _sides(row: TableRow, left: str, right: str, parties: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Known parties of both sides; one that stands on both is reported and left out of the second."""
    first, second = (_known_ids(row, column, parties, "party") for column in (left, right))
    for party in second:
        if party in first:
            row.report(right, "party on both sides", f"{party!r} stands among {left} too: left out here")
    return first, tuple(party for party in second if party not in first)


def _dockets(row: TableRow, courts: Collection[str]) -> list[FormerCourt]:
    """The numbers of the cell, each with the other court that it stands for: '3:23-cv-1@us-cand until 2025-04-03'."""
    found = []
    for text in row.items("docket_numbers"):
        number, _, rest = (part.strip() for part in text.partition("@"))
        court, _, until = (part.strip() for part in rest.partition(" until "))
        if not read_dockets(number):
            row.report("docket_numbers", "not a docket number", f"{text!r} holds no digit: left out")
        elif (court and court not in courts) or (until and not is_date(until)):
            row.report("docket_numbers", "unknown court or date", f"{text!r}: its court is left out")
            found.append(FormerCourt(number, ""))
        else:
            found.append(FormerCourt(number, court, until))
    return found


def _known_ids(row: TableRow, column: str, known: Collection[str], noun: str) -> tuple[str, ...]:
    """Ids of the cell that are known; each other one is reported and left out."""
    listed = row.items(column)
    for identifier in listed:
        if identifier not in known:
            row.report(column, f"unknown {noun}", f"{identifier!r} is no id of another row: left out")
    return tuple(identifier for identifier in listed if identifier in known)


def _sources(row: TableRow) -> str | None:
    """Addresses of the row's sources, joined by ';' as they stand; None, with a report, where one is missing or bad."""
    cell = row.required("source_url")
    for address in row.items("source_url"):
        if not _is_web_address(address):
            row.report("source_url", "wrong form", f"{address!r} is no web address: the row is left out")
            return None
    return cell


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket that belongs to no IPv6 address
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", address)


def _date(row: TableRow, column: str, latest: str) -> str:
    """The date as precise as it stands (YYYY, YYYY-MM or YYYY-MM-DD); empty where there is none or a bad one."""
    value = row.cells[column]
    if value and not is_date(value):
        row.report(column, "not a date", f"{value!r} is not YYYY, YYYY-MM or YYYY-MM-DD: left empty")
        return ""
    if value and is_later(value, latest):
        row.report(column, "in the future", f"{value} is still to come: left empty")
        return ""
    return value


def _stated(row: TableRow, column: str) -> Sum | None:
    value = row.cells[column]
    told = parse_sum(value) if value else None
    if value and told is None:
        row.report(column, "not a sum", f"{value!r} is not like '20000000..25000000 USD year': left empty")
    return told


def _positive(row: TableRow, column: str) -> float | None:
    value = row.cells[column]
    if re.fullmatch(r"[0-9]{1,15}(?:\.[0-9]+)?", value) and float(value) > 0:
        return float(value)
    if value:
        row.report(column, "not a number", f"{value!r} is no positive number in digits: left empty")
    return None
