"""What news asserts, edge by edge, and the sentences that show it.

Rows of evidence are made when they are asked for: all of them at once take more than all that is told.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import numpy as np

from graph.claims import Link, NewsClaim
from graph.edges import as_json, update
from graph.names import free_number, row_number
from graph.rows import STRUCTURE, EvidenceRow
from nlp.model import Evidence

_EDGE_AND_ARTICLE = attrgetter("link.id", "article.id")


class ToldEdges:
    """What news asserts, in the order of edges, within an edge by article, the surest first.

    Args:
        claims: in any order; they are put into this one.
    """

    def __init__(self, claims: list[NewsClaim]) -> None:
        claims.sort(key=attrgetter("report.number"))
        claims.sort(key=attrgetter("report.fact.confidence"), reverse=True)
        claims.sort(key=attrgetter("article.id"))
        claims.sort(key=attrgetter("link.id"))  # one after another: a tuple for each claim takes more than the claim
        self.claims: Sequence[NewsClaim] = claims
        self._starts: dict[str, int] = {}
        for place, claim in enumerate(claims):
            self._starts.setdefault(claim.link.id, place)

    @property
    def links(self) -> Iterator[Link]:
        """Links of all edges, in the order of ids."""
        return (self.claims[start].link for start in self._starts.values())

    def of(self, edge_id: str) -> list[NewsClaim]:
        """All that news says of an edge; nothing for an edge that the register alone knows."""
        claims, start = self.claims, self._starts.get(edge_id)
        if start is None:
            return []
        end = start + 1
        while end < len(claims) and claims[end].link.id == edge_id:
            end += 1
        return list(claims[start:end])

    def by_article(self) -> Iterator[tuple[int, list[NewsClaim]]]:
        """What each article says of each edge, with the place of the first among all claims."""
        start = 0
        for _, group in groupby(self.claims, key=_EDGE_AND_ARTICLE):
            told = list(group)
            yield start, told
            start += len(told)


class Sentences:
    """The sentences for each edge and article, best first; one that shows an edge twice counts once.

    Ids are made from run, edge, article and place of the sentence, so that they stay the same from night to night.

    Attributes:
        facts: for each article's id the number of facts between parties that it tells.
    """

    def __init__(self, told: ToldEdges) -> None:
        self._told = told
        self._starts, self._counts, self._ordinals = array("i"), array("i"), array("i")
        self._best = array("q", [-1]) * (1 + max((claim.report.number for claim in told.claims), default=-1))
        self.facts: Counter[str] = Counter()
        numbers = array("q")
        for start, claims in told.by_article():
            relation = claims[0].link.relation
            if relation not in STRUCTURE:
                self.facts[claims[0].article.id] += 1
                for claim in claims:
                    self._best[claim.report.number] = len(numbers)
            elif relation == "licensor_in":  # one told the wrong way round makes no edge between its parties
                for claim in claims:
                    if self._best[claim.report.number] < 0:
                        self._best[claim.report.number] = len(numbers)
            for ordinal, (evidence, claim) in enumerate(_places(claims)):
                numbers.append(_number(claim, evidence))
                self._starts.append(start)
                self._counts.append(len(claims))
                self._ordinals.append(ordinal)
        self._numbers = _each_once(numbers)

    def best(self, report: int) -> int:
        """Id of the best sentence that the article of a report has for its edge, by the report's number."""
        place = self._best[report]
        if place < 0:
            raise LookupError(f"report {report} makes no edge")
        return self._numbers[place]

    def rows(self) -> Iterator[EvidenceRow]:
        """All rows in the order of ids."""
        for place in np.argsort(np.asarray(self._numbers)):
            start = self._starts[place]
            claims = self._told.claims[start : start + self._counts[place]]
            yield _row(self._numbers[place], claims, self._ordinals[place])


def _row(number: int, claims: Sequence[NewsClaim], ordinal: int) -> EvidenceRow:
    said: dict[str, str | float] = {}
    for claim in reversed(claims):
        update(said, claim.attributes)
    evidence, claim = _places(claims)[ordinal]
    return EvidenceRow(
        id=number,
        edge_id=claim.link.id,
        article_id=claim.article.id,
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


def _places(claims: Sequence[NewsClaim]) -> list[tuple[Evidence, NewsClaim]]:
    """The sentences of what one article says of one edge, each with the surest claim that it shows."""
    places: dict[tuple[str, int, int], tuple[Evidence, NewsClaim]] = {}
    for claim in claims:
        for evidence in claim.evidence:
            places.setdefault((evidence.field, evidence.start, evidence.end), (evidence, claim))
    return list(places.values())


def _number(claim: NewsClaim, evidence: Evidence) -> int:
    place = (evidence.field, str(evidence.start), str(evidence.end))
    return row_number(claim.article.first_run, claim.link.id, claim.article.id, *place)


def _each_once(numbers: "array[int]") -> "array[int]":
    """The numbers, each that came before with the next free one in its place."""
    ordered = np.sort(np.asarray(numbers))
    if (ordered[1:] != ordered[:-1]).all():
        return numbers
    taken: set[int] = set()
    for place, number in enumerate(numbers):
        numbers[place] = free_number(number, taken)
        taken.add(numbers[place])
    return numbers
