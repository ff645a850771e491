"""The measures that reading is held to, each with its bar, and how far chance may move them.

Intervals are percentile bootstraps over articles (Efron 1979): facts of one article stand or fall together, so
articles are drawn, not facts.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nlp.model import CORE_RELATIONS, SIDE_RELATIONS
from rightswire.evaluation import COMPOSED, REAL, ArticleScore, Evaluation, Score

DRAWS = 1_000
SEED = 20_250_917
COVERED = 0.95


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the summary (0 to 1, more is better).

    Attributes:
        bar: what it has to reach, None where nothing is asked.
        aim: what to aim at then.
        kind: the kind of text that it is taken over, None for all.
        count: what an article adds to it.
        figure: what is made of the sum.
    """

    name: str
    bar: float | None
    aim: float | None
    kind: str | None
    count: Callable[[ArticleScore], Score]
    figure: Callable[[Score], float]


def _core(article: ArticleScore) -> Score:
    return article.total(CORE_RELATIONS)


def _side(article: ArticleScore) -> Score:
    return article.total(SIDE_RELATIONS)


def _attributes(article: ArticleScore) -> Score:
    return sum(article.attributes.values(), Score())


def _relevance(article: ArticleScore) -> Score:
    return article.relevance


def _f1(score: Score) -> float:
    return score.f1


def _precision(score: Score) -> float:
    return score.precision


CORE_F1 = Measure("CORE F1", None, None, None, _core, _f1)
BY_KIND = (
    Measure(f"CORE F1, {REAL}", 0.80, 0.92, REAL, _core, _f1),
    Measure(f"CORE F1, {COMPOSED}", 0.60, 0.90, COMPOSED, _core, _f1),
)
OVER_ALL = (
    Measure("CORE precision", 0.88, 0.96, None, _core, _precision),
    Measure("SIDE F1", 0.50, 0.80, None, _side, _f1),
    Measure("attributes F1", 0.80, 0.92, None, _attributes, _f1),
    Measure("relevance accuracy", 0.95, 0.99, None, _relevance, _precision),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure taken: its figure, the 95 % interval around it, and the trivial baseline's figure."""

    name: str
    figure: float
    low: float
    high: float
    bar: float | None
    aim: float | None
    baseline: float

    @property
    def reached(self) -> bool:
        """Whether the figure stands at its bar or over it."""
        return self.bar is None or self.figure >= self.bar

    def figures(self) -> dict[str, Any]:
        """The measure as plain data for JSON."""
        return {key: value for key, value in asdict(self).items() if key != "name"}


def take_measures(reading: Evaluation, baseline: Evaluation) -> tuple[Measured, ...]:
    """The summary of a set: CORE F1 by kind of text where the set tells kinds, then what is taken over all."""
    by_kind = tuple(measure for measure in BY_KIND if measure.kind in reading.kinds) or (CORE_F1,)
    return tuple(_take(measure, reading, baseline) for measure in (*by_kind, *OVER_ALL))


def _take(measure: Measure, reading: Evaluation, baseline: Evaluation) -> Measured:
    here = reading.of_kind(measure.kind) if measure.kind else reading
    trivial = baseline.of_kind(measure.kind) if measure.kind else baseline
    low, high = bootstrap_interval([measure.count(article) for article in here.articles], measure.figure)
    return Measured(
        name=measure.name,
        figure=measure.figure(here.total(measure.count)),
        low=low,
        high=high,
        bar=measure.bar,
        aim=measure.aim,
        baseline=measure.figure(trivial.total(measure.count)),
    )


def bootstrap_interval(scores: Sequence[Score], figure: Callable[[Score], float]) -> tuple[float, float]:
    """The middle 95 % of a figure over sets of as many articles, drawn with replacement; the same on every run.

    Args:
        scores: what each article adds.
        figure: what is made of the sum.
    """
    if not scores:
        return 0.0, 0.0
    chance = random.Random(SEED)  # noqa: S311  (a repeatable draw, no secret)
    figures = []
    for _ in range(DRAWS):
        drawn = chance.choices(scores, k=len(scores))
        sums = (sum(s.gold for s in drawn), sum(s.found for s in drawn), sum(s.right for s in drawn))
        figures.append(figure(Score(*sums)))
    figures.sort()
    outside = round(DRAWS * (1 - COVERED) / 2)
    return figures[outside], figures[-outside - 1]
