"""Fit which of an article's dates, courts and judges are whose: `python -m nlp.training.fit_linking`.

A conditional logit over a small network (nlp/link_network.py), fitted by gradient descent (Adam, Kingma and Ba 2015)
on the facts that are found and annotated. Each attribute has its own weights of signals, drawn towards those of all
attributes together. Several networks are fitted and their scores averaged; units begin and are left out (dropout,
Srivastava and others 2014) by a lot that is the same each time.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
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

#: How strongly an attribute's weights are drawn towards the common ones; the common ones, and the units', to nothing.
TO_COMMON, TO_NOTHING, UNITS_TO_NOTHING = 100.0, 10.0, 1.0
ROUNDS, RATE, LATE_RATE, LATE_FROM = 250, 0.06, 0.02, 165
#: So many networks of so many units; the share of units left out in each round; how much slower they are fitted.
NETWORKS, UNITS, LEFT_OUT, SLOWER = 3, 24, 0.2, 0.3
#: A value is given from this probability. Weights are written with so many places.
LEAST, PLACES = 0.45, 3
#: Where articles that the weights were not fitted on gain by giving more.
LEAST_OF = {"ruling": {"date": 0.35, "judge": 0.40}, "licenses_to": {"announced_date": 0.40}, "accuses": {"date": 0.40}}
HEADER = """\
# Whose is a date, court or judge (nlp/linking.py, nlp/link_network.py): by relation and attribute the weights of the
# signals that nlp/link_signals.py gathers, where the hidden units start and what they count; 'least' is the probability
# from which a value is given.
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
    """The marks asked for, as numbers: a row each, rows of one question together, questions by attribute."""

    def __init__(self, asked: Sequence[Asked], names: Sequence[str], attributes: Sequence[str]) -> None:
        asked = sorted(asked, key=lambda one: attributes.index(one.attribute))
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
        of = [attributes.index(asked[number].attribute) for number in self.question]
        ends = np.searchsorted(of, np.arange(len(attributes) + 1))
        self.parts = [slice(*ends[number : number + 2]) for number in range(len(attributes))]
        # An article with a hundred facts does not weigh a hundred times.
        often = Counter((one.url, one.attribute) for one in asked)
        self.weight = np.array([1 / math.sqrt(often[one.url, one.attribute]) for one in asked])
        self.none_right = np.bincount(self.question, self.right, self.count) == 0

    def slope(self, scores: Array) -> Array:
        """How the loss grows with each score: what is expected less what is right."""
        odds = np.exp(np.clip(scores, -30, 30))
        chance = odds / (1 + np.bincount(self.question, odds, self.count))[self.question]
        total = np.bincount(self.question, odds * self.right, self.count) + self.none_right
        return np.asarray((chance - odds * self.right / total[self.question]) * self.weight[self.question])


class Adam:
    """Steps of one vector of weights."""

    def __init__(self, start: int | Array) -> None:
        self.weights: Array = np.zeros(start) if isinstance(start, int) else start
        self._mean, self._square, self._steps = np.zeros_like(self.weights), np.zeros_like(self.weights), 0

    def step(self, slope: Array, rate: float) -> None:
        """Go down a slope."""
        self._steps += 1
        self._mean = 0.9 * self._mean + 0.1 * slope
        self._square = 0.999 * self._square + 0.001 * slope * slope
        mean, square = self._mean / (1 - 0.9**self._steps), self._square / (1 - 0.999**self._steps)
        self.weights = self.weights - rate * mean / (np.sqrt(square) + 1e-8)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of a network: of signals by attribute, of units by signal, where units start and what they count."""

    direct: Array
    hidden: Array
    start: Array
    units: Array


def fit(asked: Sequence[Asked]) -> dict[str, Any]:
    """The networks as one, as nlp/link_network.py takes them."""
    found = {name for one in asked for mark in one.marks for name in mark.signals}
    names = sorted(found, key=lambda name: ("+" in name, name))
    taken = [name for name in names if "+" not in name]
    attributes = [f"{relation}.{attribute}" for relation, linked in LINKED.items() for attribute in linked]
    table = Table(asked, names, attributes)
    fitted = [_fit_one(table, len(taken), number) for number in range(NETWORKS)]
    direct = np.mean([one.direct for one in fitted], 0)
    hidden, start = (np.concatenate([getattr(one, part) for one in fitted], 1) for part in ("hidden", "start"))
    units = np.concatenate([one.units for one in fitted], 1) / NETWORKS
    return {
        "attributes": {
            name: {
                "least": LEAST_OF.get(name.split(".")[0], {}).get(name.split(".")[1], LEAST),
                "signals": dict(zip(names, _written(direct[number]), strict=True)),
                "start": _written(start[number]),
                "units": _written(units[number]),
            }
            for number, name in enumerate(attributes)
        },
        "hidden": {name: _written(row) for name, row in zip(taken, hidden, strict=True)},
    }


def _written(weights: Array) -> list[float]:
    return [round(float(value), PLACES) for value in weights]


def _fit_one(table: Table, taken: int, seed: int) -> Fitted:
    lot, signals, kinds = np.random.default_rng(seed), table.columns.shape[1], len(table.parts)
    common, own = Adam(signals), Adam(np.zeros((kinds, signals)))
    hidden, start = Adam(lot.normal(0, 0.3, (taken, UNITS))), Adam(lot.normal(0, 0.3, (kinds, UNITS)))
    units, total = Adam(lot.normal(0, 0.1, (kinds, UNITS))), table.weight.sum()
    for number in range(ROUNDS):
        rate = RATE if number < LATE_FROM else LATE_RATE
        kept = (lot.random(UNITS) > LEFT_OUT) / (1 - LEFT_OUT)
        made = table.columns[:, :taken] @ hidden.weights.astype(np.float32)
        scores, direct = np.empty(len(made)), common.weights + own.weights
        for kind, part in enumerate(table.parts):
            made[part] = np.tanh(made[part] + start.weights[kind])
            scores[part] = table.columns[part] @ direct[kind] + made[part] @ (kept * units.weights[kind])
        slope = table.slope(scores)
        slopes = np.stack([slope[part] @ table.columns[part] for part in table.parts])
        by_units = np.stack([slope[part] @ made[part] * kept for part in table.parts])
        inward = np.empty_like(made)
        for kind, part in enumerate(table.parts):
            inward[part] = np.outer(slope[part], kept * units.weights[kind]) * (1 - made[part] ** 2)
        by_start = np.stack([inward[part].sum(0) for part in table.parts])
        own.step((slopes + TO_COMMON * own.weights) / total, rate)
        common.step((slopes.sum(0) + TO_NOTHING * common.weights) / total, rate)
        hidden.step((table.columns[:, :taken].T @ inward + UNITS_TO_NOTHING * hidden.weights) / total, rate * SLOWER)
        start.step((by_start + UNITS_TO_NOTHING * start.weights) / total, rate * SLOWER)
        units.step((by_units + UNITS_TO_NOTHING * units.weights) / total, rate * SLOWER)
    return Fitted(common.weights + own.weights, hidden.weights, start.weights, units.weights)


def write(table: Mapping[str, Any]) -> None:
    """Write the weights for the reader."""
    lines = [HEADER]
    for name, known in table["attributes"].items():
        signals = {signal: value for signal, value in known["signals"].items() if value}
        lines.append(f'\n[attributes."{name}"]\nleast = {known["least"]}\nstart = {known["start"]}\n')
        lines.append(f'units = {known["units"]}\n\n[attributes."{name}".signals]\n')
        lines += [f'"{signal}" = {value}\n' for signal, value in signals.items()]
    lines.append("\n# What each hidden unit takes of each signal.\n[hidden]\n")
    lines += [f'"{signal}" = {values}\n' for signal, values in table["hidden"].items()]
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
