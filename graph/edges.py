"""Edges out of what articles and the register assert; their evidence is in graph.told_edges."""

import json
from collections.abc import Iterable, Sequence

from graph.claims import Link, NewsClaim, RegisterClaim, Values
from graph.copies import count_sources
from graph.dates import agree
from graph.reports import DATES
from graph.rows import EdgeRow, RegisterSourceRow, provenance
from graph.sources import Backing, is_single_source
from graph.told_steps import PROCEDURAL

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
        as_json({**told, **_agreed([row.current for row in register])}),
    )


def latest(claims: Iterable[NewsClaim]) -> dict[str, str | float]:
    """For each attribute the value that was published last."""
    values: dict[str, str | float] = {}
    for claim in sorted((one for one in claims if one.attributes), key=lambda claim: claim.report.order):
        update(values, claim.attributes)
    return values


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
