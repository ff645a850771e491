"""Fit which of an article's dates, courts, judges and docket numbers are whose: `python -m nlp.training.fit_linking`.

A conditional logit, fitted by gradient descent (Adam, Kingma and Ba 2015) on the facts that are found and annotated.
Each attribute has its own weights, drawn towards those of all attributes together. Nothing is drawn by lot.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from nlp.article import Article
from nlp.courts import CourtFinder
from nlp.learned.encoder import WEIGHTS
from nlp.link_signals import LINKED, Linker, Weighed
from nlp.marks import Marks
from nlp.model import Document, Fact
from nlp.reader import make_reader
from nlp.register import load_register
from nlp.training.articles import CLONE, Row, load, rows_of
from nlp.training.fit_joining import REAL_NAMES
from nlp.training.naming import with_parties
from rightswire.errors import ReadingError

#: How strongly an attribute's weights are drawn towards the common ones, and the common ones towards nothing.
TO_COMMON, TO_NOTHING = 100.0, 10.0
ROUNDS, RATE, LATE_RATE, LATE_FROM = 300, 0.06, 0.02, 200
#: A value is given from this probability. Weights nearer to nothing than the second are left out.
LEAST, SMALLEST = 0.45, 0.01
#: Where articles that the weights were not fitted on gain by giving more.
LEAST_OF = {"ruling": {"date": 0.35, "judge": 0.40}, "licenses_to": {"announced_date": 0.40}, "accuses": {"date": 0.40}}
HEADER = """\
# Whose is a date, court, judge or docket number (nlp/linking.py): by relation and attribute the weights of the signals
# that nlp/link_signals.py gathers; 'least' is the probability from which a value is given.
# Written by nlp/training/fit_linking.py.
"""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """An attribute of a fact: the marks that could give it, whether each is right, and the weight of the whole."""

    attribute: str
    marks: tuple[Weighed, ...]
    right: tuple[bool, ...]
    url: str


def collect(rows: Sequence[Row]) -> list[Asked]:
    """Read articles, and ask for each attribute of each fact that is found and annotated which marks are right."""
    register, _ = load_register(CLONE / "data" / "register")
    reader, courts = make_reader(register), CourtFinder(register.courts)
    seen: list[tuple[Linker, Sequence[Fact]]] = []

    def watch(article: Article, marks: Marks, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        seen.append((Linker(article, marks, facts), facts))
        return tuple(facts)

    asked: list[Asked] = []
    with patch("nlp.extract.link", watch):
        for row in rows:
            published = date.fromisoformat(row["published"][:10]) if row.get("published") else None
            reading = reader.read(Document(row["url"], row["title"], row["text"], published, row["outlet"]))
            if reading.failure:
                raise ReadingError(row["url"], "cannot be read", reading.failure)
            asked += [one for linker, facts in seen for one in _ask(linker, facts, row, courts)]
            seen.clear()
    return asked


def _ask(linker: Linker, facts: Iterable[Fact], row: Row, courts: CourtFinder) -> Iterator[Asked]:
    names = {_fold(form): party["name"] for party in row["parties"] for form in (*party["forms"], party["name"])}
    wanted = {(fact["relation"], fact["subject"], fact.get("object")): fact for fact in row["facts"]}
    for fact in facts:
        object_ = names.get(_fold(fact.object.name), "?") if fact.object else None
        annotated = wanted.get((fact.relation, names.get(_fold(fact.subject.name), "?"), object_))
        if annotated is None:
            continue
        for attribute in LINKED.get(fact.relation, ()):
            marks = tuple(linker.weigh(fact, attribute))
            gold = annotated.get(attribute)
            right = tuple(bool(gold) and _is_same(attribute, str(gold), mark.value, courts) for mark in marks)
            if marks:
                yield Asked(f"{fact.relation}.{attribute}", marks, right, row["url"])


def _is_same(attribute: str, wanted: str, got: str, courts: CourtFinder) -> bool:
    if attribute == "court":
        return wanted == got or got in {court.name for court in courts.find(wanted)}
    if attribute == "judge":
        return _fold(wanted).split()[-1] == _fold(got).split()[-1]
    return got.startswith(wanted) or (len(got) >= len("2024-05") and wanted.startswith(got))


def _fold(name: str) -> str:
    return name.lower().removeprefix("the ").rstrip(".")


class Table:
    """The marks asked for one attribute, as numbers: a row each, rows of one question together."""

    def __init__(self, asked: Sequence[Asked], names: Sequence[str]) -> None:
        place = {name: number for number, name in enumerate(names)}
        rows = [
            (number, mark, right)
            for number, one in enumerate(asked)
            for mark, right in zip(one.marks, one.right, strict=True)
        ]
        self.columns = np.zeros((len(rows), len(names)), np.float32)
        for number, (_, mark, _) in enumerate(rows):
            for name, value in mark.signals.items():
                self.columns[number, place[name]] = value
        self.question = np.array([number for number, _, _ in rows])
        self.right = np.array([right for _, _, right in rows], float)
        self.count = len(asked)
        # An article with a hundred facts does not weigh a hundred times.
        often = Counter(one.url for one in asked)
        self.weight = np.array([1 / math.sqrt(often[one.url]) for one in asked])
        self.none_right = np.bincount(self.question, self.right, self.count) == 0

    def slope(self, weights: Array) -> Array:
        """How the loss grows with each weight: what is expected less what is right."""
        odds = np.exp(np.clip(self.columns @ weights, -30, 30))
        chance = odds / (1 + np.bincount(self.question, odds, self.count))[self.question]
        total = np.bincount(self.question, odds * self.right, self.count) + self.none_right
        return np.asarray(
            self.columns.T @ ((chance - odds * self.right / total[self.question]) * self.weight[self.question])
        )


class Adam:
    """Steps of one vector of weights."""

    def __init__(self, size: int) -> None:
        self.weights: Array = np.zeros(size)
        self._mean, self._square, self._steps = np.zeros(size), np.zeros(size), 0

    def step(self, slope: Array, rate: float) -> None:
        """Go down a slope."""
        self._steps += 1
        self._mean = 0.9 * self._mean + 0.1 * slope
        self._square = 0.999 * self._square + 0.001 * slope * slope
        mean, square = self._mean / (1 - 0.9**self._steps), self._square / (1 - 0.999**self._steps)
        self.weights = self.weights - rate * mean / (np.sqrt(square) + 1e-8)


def fit(asked: Sequence[Asked]) -> dict[str, dict[str, float]]:
    """Weights by attribute and signal."""
    names = sorted({name for one in asked for mark in one.marks for name in mark.signals})
    attributes = [f"{relation}.{attribute}" for relation, linked in LINKED.items() for attribute in linked]
    tables = {name: Table([one for one in asked if one.attribute == name], names) for name in attributes}
    total = sum(table.weight.sum() for table in tables.values())
    common, own = Adam(len(names)), {name: Adam(len(names)) for name in attributes}
    for number in range(ROUNDS):
        rate = RATE if number < LATE_FROM else LATE_RATE
        slopes = {name: tables[name].slope(common.weights + own[name].weights) for name in attributes}
        for name, slope in slopes.items():
            own[name].step((slope + TO_COMMON * own[name].weights) / tables[name].weight.sum(), rate)
        common.step((sum(slopes.values()) + TO_NOTHING * common.weights) / total, rate)
    return {
        name: {signal: float(value) for signal, value in zip(names, common.weights + own[name].weights, strict=True)}
        for name in attributes
    }


def write(weights: dict[str, dict[str, float]]) -> None:
    """Write the weights for the reader."""
    lines = [HEADER]
    for name, signals in weights.items():
        relation, attribute = name.split(".")
        least = LEAST_OF.get(relation, {}).get(attribute, LEAST)
        kept = {signal: value for signal, value in signals.items() if abs(value) >= SMALLEST}
        lines.append(
            f'\n["{name}"]\nleast = {least}\n' + "".join(f'"{s}" = {value:.3f}\n' for s, value in kept.items())
        )
    (WEIGHTS / "linking.toml").write_text("".join(lines), encoding="utf-8")


def training_rows() -> list[Row]:
    """The articles of the encoder's training, those that it set aside, and others with real names."""
    trained, held_out = load()
    real = [with_parties(row) for name in REAL_NAMES for row in rows_of(CLONE / "tests" / "gold" / name)]
    return [*trained, *held_out, *real]


def main() -> None:
    """Fit on all annotated articles but those for measuring."""
    rows = training_rows()
    asked = collect(rows)
    write(fit(asked))
    print(f"{len(asked)} attributes of facts found in {len(rows)} articles")


if __name__ == "__main__":
    main()
