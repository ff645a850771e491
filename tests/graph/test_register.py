"""The register's cases and deals: the shipped rows are sound, and a bad cell costs no more than it must."""

from datetime import date
from pathlib import Path

import pytest

from graph.names import Ids
from graph.parties import Directory
from graph.register import CASE_COLUMNS, CONFIDENCES, DEAL_COLUMNS, LICENCE_TYPES, Known, load_known
from nlp.register import Register, RegisterCourt, RegisterParty, load_register
from rightswire.errors import DataFileError

TODAY = date(2026, 11, 20)
SHIPPED = Path(__file__).parents[2] / "data" / "register"
REGISTER = Register(
    parties=(RegisterParty("acme", "company", "Acme"), RegisterParty("zeta", "company", "Zeta")),
    courts=(RegisterCourt("us-nysd", "United States District Court for the Southern District of New York"),),
)
CASE = {
    "id": "acme-v-zeta",
    "name": "Acme v. Zeta",
    "plaintiffs": "acme",
    "defendants": "zeta",
    "court_id": "us-nysd",
    "docket_numbers": "1:24-cv-00001",
    "filed_date": "2024-05-01",
    "status": "filed",
    "source_url": "https://example.org/case",
    "confidence": "high",
}
DEAL = {
    "id": "acme-zeta-2024",
    "licensors": "acme",
    "licensees": "zeta",
    "announced_date": "2024-05",
    "status": "active",
    "deal_type": "license",
    "amount_usd": "1000000",
    "source_url": "https://example.org/deal",
    "confidence": "high",
}


@pytest.fixture(scope="module")
def shipped() -> Known:
    register, _ = load_register(SHIPPED)
    known, problems = load_known(SHIPPED, register)
    assert problems == []
    return known


def line(columns: tuple[str, ...], row: dict[str, str]) -> str:
    return ",".join(row.get(column, "") for column in columns) + "\n"


def write(folder: Path, cases: list[dict[str, str]], deals: list[dict[str, str]]) -> Path:
    for name, columns, rows in (("cases.csv", CASE_COLUMNS, cases), ("deals.csv", DEAL_COLUMNS, deals)):
        text = ",".join(columns) + "\n" + "".join(line(columns, row) for row in rows)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_every_shipped_case_and_deal_has_a_source_and_a_confidence(shipped: Known) -> None:
    assert len(shipped.cases) >= 150
    assert len(shipped.deals) >= 150
    for row in (*shipped.cases, *shipped.deals):
        assert row.source_url.startswith("http"), row.id
        assert row.confidence in CONFIDENCES, row.id


def test_no_docket_number_is_given_to_two_cases(shipped: Known) -> None:
    numbers = [number for case in shipped.cases for number in case.docket_numbers]
    assert len(numbers) == len(set(numbers))


def test_nothing_shipped_ends_before_it_began(shipped: Known) -> None:
    for case in shipped.cases:
        length = min(len(case.filed_date), len(case.status_date))
        assert case.filed_date[:length] <= case.status_date[:length], case.id


def test_shipped_cases_name_each_other_both_ways(shipped: Known) -> None:
    related = {case.id: case.related for case in shipped.cases}
    assert [(one, other) for one, others in related.items() for other in others if one not in related[other]] == []


def test_every_shipped_case_and_deal_names_a_party(shipped: Known) -> None:
    anonymous = [case.id for case in shipped.cases if not case.plaintiffs and not case.defendants]
    assert anonymous == ["medusa-shanghai", "munich-ai-logos"]
    generic = [deal.id for deal in shipped.deals if not deal.licensors and not deal.licensees]
    assert generic == []


def test_the_same_case_and_deal_are_found_where_news_would_look(shipped: Known) -> None:
    times = next(case for case in shipped.cases if case.id == "nyt-v-openai")
    assert (times.plaintiffs, times.defendants) == (("new-york-times",), ("microsoft", "openai"))
    assert (times.court, times.docket_numbers, times.filed_date) == ("us-nysd", ("1:23-cv-11195",), "2023-12-27")
    news_corp = next(deal for deal in shipped.deals if deal.id == "openai-news-corp-2024")
    assert (news_corp.licensors, news_corp.licensees) == (("news-corp",), ("openai",))
    assert (news_corp.amount_usd, news_corp.term_years, news_corp.status) == (250_000_000, 5, "active")


@pytest.mark.parametrize("deal_id", ["google-a24-2026", "xai-telegram-2025", "microsoft-semafor-2024"])
def test_what_is_no_licence_is_not_listed_as_one(shipped: Known, deal_id: str) -> None:
    assert next(deal for deal in shipped.deals if deal.id == deal_id).deal_type not in LICENCE_TYPES


@pytest.mark.parametrize(
    ("column", "value", "reason", "kept"),
    [
        ("id", "", "missing value", False),
        ("id", "Acme v Zeta", "wrong form", False),
        ("id", "acme", "duplicate id", False),
        ("id", "first", "duplicate id", False),
        ("name", "", "missing value", False),
        ("source_url", "", "missing value", False),
        ("source_url", "example.org/case", "wrong form", False),
        ("source_url", "https://example.org/a;javascript:alert(1)", "wrong form", False),
        ("source_url", "http://[example.org/", "wrong form", False),
        ("plaintiffs", "acme;nobody", "unknown party", True),
        ("defendants", "nobody", "unknown party", True),
        ("court_id", "nowhere", "unknown court", True),
        ("filed_date", "2024-02-30", "not a date", True),
        ("filed_date", "May 2024", "not a date", True),
        ("status_date", "2024-5-1", "not a date", True),
        ("status", "won", "unknown value", True),
        ("class_action", "maybe", "unknown value", True),
        ("confidence", "sure", "unknown value", True),
        ("amount_usd", "1.5 billion", "not a number", True),
        ("amount_usd", "-5", "not a number", True),
        ("related", "other-case", "unknown case", True),
        ("claims", "fraud;fraud", "repeated item", True),
        ("defendants", "zeta;acme", "party on both sides", True),
        ("docket_numbers", "banana;1:24-cv-00001", "not a docket number", True),
        ("filed_date", "2035-01-01", "in the future", True),
        ("status_date", "2035", "in the future", True),
        ("status_date", "2024-04", "before filing", True),
    ],
)
def test_a_bad_case_is_named_and_costs_no_other(
    tmp_path: Path, column: str, value: str, reason: str, kept: bool
) -> None:
    cases = [CASE | {"id": "first"}, CASE | {column: value}, CASE | {"id": "last"}]
    known, problems = load_known(write(tmp_path, cases, [DEAL]), REGISTER, TODAY)
    assert [(problem.subject, problem.reason) for problem in problems] == [(f"cases.csv:3 {column}", reason)]
    assert [case.id for case in known.cases] == (["first", "acme-v-zeta", "last"] if kept else ["first", "last"])
    assert [deal.id for deal in known.deals] == [DEAL["id"]]


@pytest.mark.parametrize(
    ("column", "value", "reason", "kept"),
    [
        ("id", "acme-v-zeta", "duplicate id", False),
        ("source_url", "ftp://example.org/", "wrong form", False),
        ("licensors", "nobody", "unknown party", True),
        ("licensees", "zeta;nobody", "unknown party", True),
        ("announced_date", "2024-13", "not a date", True),
        ("status", "done", "unknown value", True),
        ("deal_type", "gift", "unknown value", True),
        ("term_years", "three", "not a number", True),
        ("amount_usd", "0", "not a number", True),
        ("stated_sum", "25 million", "not a sum", True),
        ("licensees", "acme", "party on both sides", True),
        ("announced_date", "2035-02", "in the future", True),
    ],
)
def test_a_bad_deal_is_named_and_costs_no_other(
    tmp_path: Path, column: str, value: str, reason: str, kept: bool
) -> None:
    deals = [DEAL | {"id": "first"}, DEAL | {column: value}, DEAL | {"id": "last"}]
    known, problems = load_known(write(tmp_path, [CASE], deals), REGISTER, TODAY)
    assert [(problem.subject, problem.reason) for problem in problems] == [(f"deals.csv:3 {column}", reason)]
    assert [deal.id for deal in known.deals] == (["first", "acme-zeta-2024", "last"] if kept else ["first", "last"])


def test_a_bad_cell_is_left_empty_and_the_others_are_kept(tmp_path: Path) -> None:
    bad = CASE | {"plaintiffs": "acme;nobody", "filed_date": "May", "confidence": "sure", "amount_usd": "12.5"}
    known, problems = load_known(write(tmp_path, [bad], []), REGISTER)
    (case,) = known.cases
    assert len(problems) == 3
    assert (case.plaintiffs, case.filed_date, case.confidence, case.amount_usd) == (("acme",), "", "low", 12.5)


def test_what_cannot_be_is_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    bad = CASE | {"defendants": "zeta;acme", "docket_numbers": "banana;1:24-cv-00001", "status_date": "2024-04-30"}
    known, problems = load_known(write(tmp_path, [bad], [DEAL | {"licensees": "acme"}]), REGISTER)
    (case,), (deal,) = known.cases, known.deals
    assert len(problems) == 4
    assert (case.plaintiffs, case.defendants) == (("acme",), ("zeta",))
    assert (case.docket_numbers, case.filed_date, case.status_date) == (("1:24-cv-00001",), "2024-05-01", "")
    assert (deal.licensors, deal.licensees) == (("acme",), ())


@pytest.mark.parametrize(("today", "kept"), [(date(2024, 5, 1), True), (date(2022, 1, 1), False)])
def test_what_lies_ahead_is_held_against_the_day_that_is_passed_in(tmp_path: Path, today: date, kept: bool) -> None:
    known, problems = load_known(write(tmp_path, [CASE], []), REGISTER, today)
    assert (bool(known.cases[0].filed_date), not problems) == (kept, kept)


def test_parents_in_a_ring_are_told_once_and_the_graph_has_no_ring(tmp_path: Path) -> None:
    ring = [RegisterParty(one, "company", one.upper(), parent_id=parent) for one, parent in ("ab", "bc", "ca", "da")]
    register = Register(parties=tuple(ring))
    _, problems = load_known(write(tmp_path, [], []), register)
    assert [(problem.reason, problem.detail.partition(":")[0]) for problem in problems] == [
        ("parents in a ring", "a, b, c")
    ]
    directory = Directory(register, Ids(), ())
    assert set(directory.kin("d")) == {"a", "b", "c"}
    assert [node.id for node in directory.nodes.values() if node.parent_id is None] == ["c"]


def test_related_cases_may_stand_further_down(tmp_path: Path) -> None:
    cases = [CASE | {"related": "second"}, CASE | {"id": "second", "related": "acme-v-zeta"}]
    known, problems = load_known(write(tmp_path, cases, []), REGISTER)
    assert (problems, known.cases[0].related) == ([], ("second",))


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path, [CASE], [DEAL])
    (tmp_path / "deals.csv").unlink()
    with pytest.raises(DataFileError, match=r"deals\.csv"):
        load_known(tmp_path, REGISTER)
