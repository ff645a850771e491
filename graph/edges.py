"""Edges out of what articles and the register assert; their evidence is in graph.told_edges."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.claims import Link, NewsClaim, RegisterClaim, Values
from graph.copies import count_sources
from graph.dates import agree
from graph.reports import DATES
from graph.rows import CaseRow, DealRow, EdgeRow, RegisterSourceRow, provenance
from graph.sources import Backing, is_single_source, weight
from graph.sums import APART, read_sum
from graph.told_steps import PROCEDURAL

#: Relations whose sum is that of one deal or case.
OF_ONE_STORY = ("licenses_to", "settles_with")
#: Columns of a sum as stated.
SUM_COLUMNS = ("value_min", "value_max", "value_currency", "value_period", "value_basis")
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def span(claims: Iterable[NewsClaim]) -> tuple[str | None, str | None]:
    """First and last day of publication of the articles that tell; None where no article has one."""
    days = {day for claim in claims if (day := claim.report.article.published)}
    return (min(days).isoformat(), max(days).isoformat()) if days else (None, None)


def as_json(values: Values) -> str:
    """A JSON object with sorted keys."""
    return _ENCODER.encode(dict(values)) if values else "{}"


def register_source_rows(register: Iterable[RegisterClaim]) -> tuple[RegisterSourceRow, ...]:
    """The register's sources for edges, in the order of edges and nodes; of several for one node the last."""
    sources = {
        (row.link.id, row.node_id): RegisterSourceRow(
            row.link.id, row.node_id, row.source_url, row.confidence, as_json(row.attributes)
        )
        for row in register
    }
    return tuple(sources[key] for key in sorted(sources))


def edge_row(link: Link, news: Sequence[NewsClaim], register: Sequence[RegisterClaim]) -> EdgeRow:
    """The edge that these assert, one of them at least."""
    first, last = span(news)
    confidence = max((claim.report.fact.confidence for claim in news), default=0.0)
    known_from, surest, attributes = edge_values(latest(news), confidence, register, is_told=bool(news))
    return EdgeRow(
        id=link.id,
        source=link.source,
        relation=link.relation,
        target=link.target,
        first_date=first,
        last_date=last,
        articles=count_sources(claim.article for claim in news),
        confidence=surest,
        provenance=known_from,
        attributes=attributes,
        single_source=is_single_source(
            Backing(tuple(claim.report for claim in news), bool(register)), (link.source, link.target)
        ),
    )


def edge_values(
    told: Values, confidence: float, register: Sequence[RegisterClaim], *, is_told: bool
) -> tuple[str, float, str]:
    """The columns that `edge_history` has behind its days: provenance, confidence and attributes.

    Args:
        told: attributes, for each what news published last.
        confidence: the highest of news, 0 where there is none.
        register: what the register asserts.
        is_told: whether news asserts the edge.
    """
    return (
        provenance(register, is_told),
        max([row.confidence for row in register] + [confidence]),
        as_json(_with_register(told, _agreed([row.current for row in register]))),
    )


def _with_register(told: Values, listed: Values) -> Values:
    """What the register says goes before what news says; its sum goes before the whole of another."""
    other_total = "amount_usd" in listed and told.get("amount_usd") != listed["amount_usd"]
    if other_total or "value_currency" in listed:
        told = replace_sum(told, ())
    return {**told, **listed}


def latest(claims: Iterable[NewsClaim]) -> dict[str, str | float]:
    """For each attribute the value that was published last; of a licence or settlement the chosen sum."""
    values: dict[str, str | float] = {}
    ordered = sorted((one for one in claims if one.attributes), key=lambda claim: claim.report.order)
    for claim in ordered:
        update(values, claim.attributes)
    return with_chosen_sum(values, ordered)


def with_chosen_sum(values: dict[str, str | float], ordered: Sequence[NewsClaim]) -> dict[str, str | float]:
    """The values with the sum behind which the weightiest sources stand, as deals and cases have it.

    Args:
        values: of one edge.
        ordered: what news asserts of it, as it was published; sums told of an earlier deal or case do not count.
    """
    if not ordered or ordered[0].link.relation not in OF_ONE_STORY:
        return values
    summed = [(claim, told) for claim in ordered if (told := read_sum(claim.attributes))]
    of_last = [(claim, told) for claim, told in summed if _story(claim) == _story(summed[-1][0])]
    told_sums = [one for one in of_last if one[1].basis not in APART]
    groups: dict[tuple[str, str], list[NewsClaim]] = defaultdict(list)
    for claim, told in told_sums:
        groups[told.field, told.label].append(claim)
    if not groups or (len(groups) == 1 and len(told_sums) == len(summed)):
        return values
    parties = (ordered[0].link.source, ordered[0].link.target)
    weights = {
        key: weight(Backing(tuple(claim.report for claim in groups[key])), parties) for key in sorted(groups, key=str)
    }
    best = max(weights, key=lambda key: weights[key])
    return replace_sum(values, [claim.attributes for claim in groups[best]])


def replace_sum(values: Values, sums: Iterable[Values]) -> dict[str, str | float]:
    """The values with another sum, the last of those given; with none where none is given."""
    others = {key: value for key, value in values.items() if not is_of_sum(key)}
    told: dict[str, str | float] = {}
    for one in sums:
        update(told, {key: value for key, value in one.items() if is_of_sum(key)})
    return {**others, **told}


def with_sum_of(edge: EdgeRow, story: CaseRow | DealRow) -> EdgeRow:
    """An edge that stands for a deal, or for the end of a case, with the sum of that; one that is no price stays."""
    held: dict[str, str | float] = json.loads(edge.attributes)
    told, same = read_sum(held), held.get("amount_usd") == story.amount_usd
    names = [name for name in ("amount_usd", *SUM_COLUMNS) if getattr(story, name) is not None]
    given = {name: getattr(story, name) for name in names}
    chosen = read_sum(given)
    if not told or told.basis in APART or (same and chosen and chosen.label == told.label):
        return edge
    return replace(edge, attributes=as_json(replace_sum(held, [given])))


def is_of_sum(attribute: str) -> bool:
    """Whether an attribute tells of a sum."""
    return attribute == "amount_usd" or attribute.startswith("value_")


def _story(claim: NewsClaim) -> tuple[str | None, str | None]:
    return claim.case_id, claim.deal_id


def update(values: dict[str, str | float], later: Values) -> None:
    """Put later values in place of earlier; a sum's ends, currency and words never mix with those of another.

    A date that says less of the same day, '2025-02' after '2025-02-03', takes nothing away; nor does what is told to
    have been on procedure take away what was decided that day.
    """
    if "value_text" in later:
        for key in [key for key in values if key.startswith("value_")]:
            del values[key]
    is_decided = later.get("outcome") == PROCEDURAL and "outcome" in values and _are_of_one_day(values, later)
    for key, value in later.items():
        held = values.get(key)
        if key == "outcome" and is_decided:
            continue
        if not (key in DATES and isinstance(held, str) and held.startswith(str(value))):
            values[key] = value


def _are_of_one_day(values: Values, later: Values) -> bool:
    dates = [str(told.get("date", "")) for told in (values, later)]
    return all(dates) and agree(*dates)


def _agreed(rows: Sequence[Values]) -> dict[str, str | float]:
    """Attributes on which all rows agree: two suits of one pair have two dockets, and the edge then has none."""
    keys = {key for row in rows for key in row}
    return {key: rows[0][key] for key in sorted(keys) if all(row.get(key) == rows[0].get(key) for row in rows)}
