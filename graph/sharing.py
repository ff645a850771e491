"""One object for equal values: a million facts name few parties, outlets and days, and say few things of them."""

from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from graph.model import ReadArticle
from nlp.model import Attributes, Evidence, Fact, Party

Same = TypeVar("Same", str, int, date, Party)


class Sharing:
    """Makes articles lean: equal values become one object, and what only explains a fact to people is left out."""

    def __init__(self) -> None:
        self._values: dict[Any, Any] = {}
        self._attributes: dict[Any, Attributes] = {}

    def article(self, article: ReadArticle) -> ReadArticle:
        """The article with the same facts, in the same order."""
        said: dict[tuple[Evidence, ...], tuple[Evidence, ...]] = {}  # facts of one sentence stand in one article
        return replace(
            article,
            published=self._one(article.published) if article.published else None,
            outlet=self._one(article.outlet),
            feed=self._one(article.feed),
            text_source=self._one(article.text_source),
            first_seen=self._one(article.first_seen),
            facts=tuple(self._fact(fact, said) for fact in article.facts),
        )

    def _fact(self, fact: Fact, said: dict[tuple[Evidence, ...], tuple[Evidence, ...]]) -> Fact:
        return replace(
            fact,
            relation=self._one(fact.relation),
            subject=self._one(fact.subject),
            object=self._one(fact.object) if fact.object else None,
            attributes=self._attributes_of(fact),
            evidence=said.get(fact.evidence) or said.setdefault(fact.evidence, tuple(map(self._place, fact.evidence))),
            rule=self._one(fact.rule),
            why="",
            rule_confidence=None,
            signals=(),
        )

    def _place(self, evidence: Evidence) -> Evidence:
        start, end = self._one(evidence.start), self._one(evidence.end)
        return replace(evidence, start=start, end=end, field=self._one(evidence.field))

    def _attributes_of(self, fact: Fact) -> Attributes:
        """Numbers are told apart by type too: 5 and 5.0 are equal, and are written differently."""
        told = fact.attributes
        numbers = (told.amount_usd, told.term_years, *((told.value.minimum, told.value.maximum) if told.value else ()))
        return self._attributes.setdefault((told, *map(type, numbers)), told)

    def _one(self, value: Same) -> Same:
        shared: Same = self._values.setdefault(value, value)
        return shared
