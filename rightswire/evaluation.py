"""How well articles are read: facts found against facts annotated, counted article by article.

Every sum is taken over articles, so that any part of them (real texts, a half, a draw of the bootstrap) can be summed.
Attributes are scored on right facts alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nlp.model import CORE_RELATIONS, RELATIONS, SIDE_RELATIONS
from rightswire.agreement import SCORED_ATTRIBUTES, FactKey, FactRow, Names, facts_by_key, same_value
from rightswire.error_classes import FactError, classify_errors
from rightswire.evidence_share import Proof, judge_proofs

#: An article's `source` that marks prose composed for the development set; any other source is a real text.
COMPOSED_SOURCE = "written for this set"
REAL, COMPOSED = "real texts", "composed prose"
ATTRIBUTES = tuple(f"{relation}.{name}" for relation, scored in SCORED_ATTRIBUTES.items() for name in scored)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of facts annotated, found and right, and what follows from them (each 0 to 1)."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Share of the found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.gold + other.gold, self.found + other.found, self.right + other.right)

    def figures(self) -> dict[str, float]:
        """The score as plain data for JSON."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {**shares, "annotated": self.gold, "found": self.found, "right": self.right}


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact found: how sure the reader was of it (0 to 1, None where it does not tell) and whether it is right."""

    confidence: float | None
    right: bool


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """What one article adds to every sum.

    Attributes:
        kind: REAL, COMPOSED, or '' where its file does not tell.
        relations, attributes: scores by relation and by 'relation.attribute'; absent is none annotated and none found.
        relevance: one article annotated, one found, right where the gate judged as the annotator.
        findings: the facts found, in the order of their keys.
        errors: each fact missed or spurious, with its class.
        proofs: of the right facts, whether the sentence shown is annotated as evidence.
    """

    kind: str
    relations: Mapping[str, Score]
    attributes: Mapping[str, Score]
    relevance: Score
    findings: tuple[Finding, ...] = ()
    errors: tuple[FactError, ...] = ()
    proofs: tuple[Proof, ...] = ()

    def total(self, relations: Iterable[str]) -> Score:
        """The sum over some relations."""
        return sum((self.relations.get(name, Score()) for name in relations), Score())


@dataclass(frozen=True)
class Evaluation:
    """The scores of a set of articles."""

    articles: tuple[ArticleScore, ...]

    def total(self, count: Callable[[ArticleScore], Score]) -> Score:
        """The sum of something over the articles."""
        return sum(map(count, self.articles), Score())

    def of_kind(self, kind: str) -> "Evaluation":
        """The articles of one kind alone."""
        return Evaluation(tuple(article for article in self.articles if article.kind == kind))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of text that the articles are of, none where their file does not tell."""
        return tuple(kind for kind in (REAL, COMPOSED) if any(article.kind == kind for article in self.articles))

    @cached_property
    def relations(self) -> dict[str, Score]:
        """Each relation's score."""
        return {name: self.total(lambda article, name=name: article.total([name])) for name in RELATIONS}  # type: ignore[misc]

    @cached_property
    def attributes(self) -> dict[str, Score]:
        """The score of each 'relation.attribute', over right facts."""
        empty = Score()
        return {name: sum((a.attributes.get(name, empty) for a in self.articles), empty) for name in ATTRIBUTES}

    @property
    def core(self) -> Score:
        """sues, settles_with, ruling and licenses_to together."""
        return sum((self.relations[name] for name in CORE_RELATIONS), Score())

    @property
    def side(self) -> Score:
        """accuses, blocks, says, invests_in and represents together."""
        return sum((self.relations[name] for name in SIDE_RELATIONS), Score())

    @property
    def all_attributes(self) -> Score:
        """All scored attributes of right facts together."""
        return sum(self.attributes.values(), Score())

    @property
    def relevance(self) -> float:
        """Share of the articles that the gate judged right."""
        return self.total(lambda article: article.relevance).recall

    @property
    def errors(self) -> tuple[FactError, ...]:
        """Every fact missed or spurious, article by article."""
        return tuple(error for article in self.articles for error in article.errors)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every fact found, article by article."""
        return tuple(finding for article in self.articles for finding in article.findings)

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """The proofs of right facts, article by article; none where no evidence is annotated."""
        return tuple(proof for article in self.articles for proof in article.proofs)

    def figures(self) -> dict[str, Any]:
        """The scores as plain data for JSON: each relation, the sums, the attributes and relevance."""
        sums = {"CORE": self.core, "SIDE": self.side, "attributes": self.all_attributes}
        scores = {**self.relations, **sums, **self.attributes}
        return {**{name: score.figures() for name, score in scores.items()}, "relevance": self.relevance}


def evaluate(gold: Iterable[FactRow], found: Iterable[FactRow], names: Names) -> Evaluation:
    """Score readings against annotated articles; both are rows with `url`, `relevant` and `facts`, joined by url.

    An annotated article without a reading counts as read without finding anything. Readings that also tell `mentions`
    (rows of name, text, field, start, end) let missed facts be sorted by cause.
    """
    readings = {row["url"]: row for row in found}
    nothing: FactRow = {"relevant": False, "facts": []}
    return Evaluation(tuple(_score_article(row, readings.get(row["url"], nothing), names) for row in gold))


def _score_article(article: FactRow, reading: FactRow, names: Names) -> ArticleScore:
    wanted, got = facts_by_key(article, article, names), facts_by_key(reading, article, names)
    relations = {
        name: Score(_count(wanted, name), _count(got, name), _count(wanted.keys() & got.keys(), name))
        for name in RELATIONS
    }
    findings = [Finding(got[key].get("confidence"), key in wanted) for key in sorted(got)]
    source = article.get("source")
    return ArticleScore(
        kind="" if source is None else COMPOSED if source == COMPOSED_SOURCE else REAL,
        relations=relations,
        attributes=_score_attributes(wanted, got, names),
        relevance=Score(1, 1, bool(article["relevant"]) == bool(reading.get("relevant"))),
        findings=tuple(findings),
        errors=classify_errors(article, reading, names),
        proofs=judge_proofs(article, wanted, got),
    )


def _count(keys: Iterable[FactKey], relation: str) -> int:
    return sum(key[0] == relation for key in keys)


def _score_attributes(
    wanted: Mapping[FactKey, FactRow], got: Mapping[FactKey, FactRow], names: Names
) -> dict[str, Score]:
    counts: Counter[tuple[str, str]] = Counter()
    for key in wanted.keys() & got.keys():
        for attribute in SCORED_ATTRIBUTES[key[0]]:
            name, value, expected = f"{key[0]}.{attribute}", got[key].get(attribute), wanted[key].get(attribute)
            counts[name, "found"] += value not in (None, "")
            if expected not in (None, ""):
                counts[name, "gold"] += 1
                counts[name, "right"] += same_value(attribute, expected, value, names)
    return {
        name: Score(counts[name, "gold"], counts[name, "found"], counts[name, "right"])
        for name in sorted({name for name, _ in counts})
    }
