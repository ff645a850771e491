"""Edges with their evidence, out of what articles and the register assert."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from graph.claims import Link, NewsClaim, RegisterClaim, Values
from graph.copies import count_sources
from graph.names import free_number, row_number
from graph.rows import EdgeRow, EvidenceRow, RegisterSourceRow, provenance
from graph.sources import Backing, is_single_source
from nlp.model import Evidence

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def span(days: Iterable[str]) -> tuple[str | None, str | None]:
    """First and last of days of publication; None where there is none."""
    known = sorted(set(days))
    return (known[0], known[-1]) if known else (None, None)


def published(claims: Iterable[NewsClaim]) -> list[str]:
    """Days of publication of the articles, of those that tell."""
    return [claim.article.published.isoformat() for claim in claims if claim.article.published]


def as_json(values: Values) -> str:
    """A JSON object with sorted keys."""
    return _ENCODER.encode(dict(values)) if values else "{}"


def edge_rows(
    news: Iterable[NewsClaim], register: Iterable[RegisterClaim]
) -> tuple[tuple[EdgeRow, ...], tuple[RegisterSourceRow, ...]]:
    """One edge for each link that anybody asserts, in the order of ids, and the register's sources for them."""
    reported: dict[Link, list[NewsClaim]] = defaultdict(list)
    for claim in news:
        reported[claim.link].append(claim)
    listed: dict[Link, list[RegisterClaim]] = defaultdict(list)
    for row in register:
        listed[row.link].append(row)
    links = sorted({*reported, *listed}, key=lambda link: link.id)
    edges = tuple(edge_row(link, reported.get(link, []), listed.get(link, [])) for link in links)
    sources = {
        (row.link.id, row.node_id): RegisterSourceRow(
            row.link.id, row.node_id, row.source_url, row.confidence, as_json(row.attributes)
        )
        for rows in listed.values()
        for row in rows
    }
    return edges, tuple(sources[key] for key in sorted(sources))


def edge_row(link: Link, news: Sequence[NewsClaim], register: Sequence[RegisterClaim]) -> EdgeRow:
    """The edge that these assert, one of them at least."""
    first, last = span(published(news))
    return EdgeRow(
        id=link.id,
        source=link.source,
        relation=link.relation,
        target=link.target,
        first_date=first,
        last_date=last,
        articles=count_sources(claim.article for claim in news),
        confidence=max([row.confidence for row in register] + [claim.report.fact.confidence for claim in news]),
        provenance=provenance(register, news),
        attributes=as_json({**latest(news), **_agreed([row.current for row in register])}),
        single_source=is_single_source(
            Backing(tuple(claim.report for claim in news), bool(register)), (link.source, link.target)
        ),
    )


def latest(claims: Iterable[NewsClaim]) -> dict[str, str | float]:
    """For each attribute the value that was published last."""
    values: dict[str, str | float] = {}
    for claim in sorted(claims, key=lambda claim: claim.report.order):
        _update(values, claim.attributes)
    return values


def _update(values: dict[str, str | float], later: Values) -> None:
    """Put later values in place of earlier; a sum's ends, currency and words never mix with those of another."""
    if "value_text" in later:
        for key in [key for key in values if key.startswith("value_")]:
            del values[key]
    values.update(later)


def _agreed(rows: Sequence[Values]) -> dict[str, str | float]:
    """Attributes on which all rows agree: two suits of one pair have two dockets, and the edge then has none."""
    keys = {key for row in rows for key in row}
    return {key: rows[0][key] for key in sorted(keys) if all(row.get(key) == rows[0].get(key) for row in rows)}


def evidence_rows(claims: Iterable[NewsClaim]) -> tuple[EvidenceRow, ...]:
    """The sentences for each edge and article, best first; a sentence that shows an edge twice counts once.

    Ids are made from run, edge, article and place of the sentence, so that they stay the same from night to night.
    """
    ordered = sorted(claims, key=attrgetter("report.number"))
    ordered.sort(key=attrgetter("report.fact.confidence"), reverse=True)
    ordered.sort(key=attrgetter("article.id"))
    ordered.sort(key=attrgetter("link.id"))  # one after another: a tuple for each claim takes more than the claim
    rows: list[EvidenceRow] = []
    taken: set[int] = set()
    for key, group in groupby(ordered, key=attrgetter("link.id", "article.id")):
        rows += _sentences(*key, list(group), taken)
    rows.sort(key=attrgetter("id"))
    return tuple(rows)


def _sentences(edge_id: str, article_id: str, claims: Sequence[NewsClaim], taken: set[int]) -> list[EvidenceRow]:
    said: dict[str, str | float] = {}
    for claim in reversed(claims):
        _update(said, claim.attributes)
    places: dict[tuple[str, int, int], tuple[Evidence, NewsClaim]] = {}
    for claim in claims:
        for evidence in claim.evidence:
            places.setdefault((evidence.field, evidence.start, evidence.end), (evidence, claim))
    rows = []
    for ordinal, (place, (evidence, claim)) in enumerate(places.items()):
        number = free_number(row_number(claim.article.first_run, edge_id, article_id, *map(str, place)), taken)
        taken.add(number)
        rows.append(
            EvidenceRow(
                id=number,
                edge_id=edge_id,
                article_id=article_id,
                ordinal=ordinal,
                sentence=evidence.sentence,
                field=evidence.field,
                start=evidence.start,
                end=evidence.end,
                rule=claim.report.fact.rule,
                confidence=claim.report.fact.confidence,
                case_id=claim.case_id,
                deal_id=claim.deal_id,
                background=all(claim.report.fact.background for claim in claims),
                attributes=as_json(said),
            )
        )
    return rows


def first_sentences(rows: Iterable[EvidenceRow]) -> Mapping[tuple[str, str], EvidenceRow]:
    """The best sentence for each edge and article."""
    return {(row.edge_id, row.article_id): row for row in rows if row.ordinal == 0}
