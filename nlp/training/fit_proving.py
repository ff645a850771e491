"""Fit which sentence is shown as a fact's proof: `python -m nlp.training.fit_proving`.

A conditional logit, fitted by gradient descent on the facts that are found and annotated with their evidence. Each
relation has its own weights, drawn towards those of all relations together. Nothing is drawn by lot.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from nlp.article import Article
from nlp.learned.encoder import WEIGHTS, Matrix
from nlp.model import RELATIONS, Document, Evidence, Fact
from nlp.proof_signals import NAMES, Witness
from nlp.proposals import Learned
from nlp.reader import make_reader
from nlp.register import load_register
from nlp.training.articles import CLONE, Row, load, rows_of
from nlp.training.fit_linking import Adam
from nlp.training.naming import with_parties
from rightswire.errors import ReadingError

#: How strongly a relation's weights are drawn towards the common ones, and the common ones towards nothing.
TO_COMMON, TO_NOTHING = 10.0, 3.0
ROUNDS, RATE, LATE_RATE, LATE_FROM = 400, 0.06, 0.02, 280
#: Annotated articles about real parties that name evidence and are not for measuring what is unseen.
REAL_NAMES = ("starter.jsonl",)
#: A sentence and an annotated stretch share at least so much of the shorter.
LEAST_SHARED = 0.5
HEADER = """\
# Which sentence proves a fact best (nlp/proving.py): by relation the weights of the signals that nlp/proof_signals.py
# names. Written by nlp/training/fit_proving.py.
"""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact: the signals of its article's sentences, and which of them are annotated as its evidence."""

    relation: str
    signals: Matrix
    right: tuple[bool, ...]
    url: str


def collect(rows: Sequence[Row]) -> list[Asked]:
    """Read articles, and ask for each fact that is found and annotated which sentences are its evidence."""
    register, _ = load_register(CLONE / "data" / "register")
    reader = make_reader(register)
    seen: list[tuple[Fact, Matrix, list[Evidence]]] = []

    def watch(article: Article, learned: Learned, facts: Sequence[Fact], _: Collection[object]) -> tuple[Fact, ...]:
        if facts:
            witness = Witness(article, learned, facts)
            evidence = [witness.evidence(number) for number in range(len(article.sentences))]
            seen.extend((fact, witness.signals(fact), evidence) for fact in facts)
        return tuple(facts)

    asked: list[Asked] = []
    with patch("nlp.extract.prove", watch):
        for row in rows:
            published = date.fromisoformat(row["published"][:10]) if row.get("published") else None
            reading = reader.read(Document(row["url"], row["title"], row["text"], published, row["outlet"]))
            if reading.failure:
                raise ReadingError(row["url"], "cannot be read", reading.failure)
            asked += _ask(seen, row)
            seen.clear()
    return asked


def _ask(seen: Iterable[tuple[Fact, Matrix, list[Evidence]]], row: Row) -> Iterator[Asked]:
    names = {_fold(form): party["name"] for party in row["parties"] for form in (*party["forms"], party["name"])}
    wanted = {_key(fact["relation"], fact["subject"], fact.get("object")): fact for fact in row["facts"]}
    for fact, signals, evidence in seen:
        object_ = names.get(_fold(fact.object.name), "?") if fact.object else None
        annotated = wanted.get(_key(fact.relation, names.get(_fold(fact.subject.name), "?"), object_))
        if annotated is None or not annotated.get("evidence"):
            continue
        places = list(_places(annotated["evidence"], row))
        right = tuple(any(_share(one, place) for place in places) for one in evidence)
        if any(right):
            yield Asked(fact.relation, signals, right, row["url"])


def _key(relation: str, subject: str, object_: str | None) -> tuple[str, str, str | None]:
    return relation, subject, None if relation == "says" else object_


def _places(evidence: str | Sequence[str], row: Row) -> Iterator[tuple[str, int, int]]:
    for stretch in [evidence] if isinstance(evidence, str) else evidence:
        for field in ("text", "title"):
            start = row[field].find(stretch)
            if start >= 0:
                yield field, start, start + len(stretch)
                break


def _share(one: Evidence, place: tuple[str, int, int]) -> bool:
    field, start, end = place
    shared = min(one.end, end) - max(one.start, start)
    return one.field == field and shared >= LEAST_SHARED * min(one.end - one.start, end - start)


def _fold(name: str) -> str:
    return name.lower().removeprefix("the ").rstrip(".")


class Table:
    """The sentences asked of for one relation, as numbers: a row each, rows of one fact together."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self.columns = np.concatenate([one.signals for one in asked] or [np.zeros((0, len(NAMES)), np.float32)])
        self.question = np.repeat(np.arange(len(asked)), [len(one.right) for one in asked])
        self.right = np.array([right for one in asked for right in one.right], float)
        self.count = len(asked)
        # An article with a hundred facts does not weigh a hundred times.
        often = Counter(one.url for one in asked)
        self.weight = np.array([1 / math.sqrt(often[one.url]) for one in asked])

    def slope(self, weights: Array) -> Array:
        """How the loss grows with each weight: what is expected less what is right."""
        odds = np.exp(np.clip(self.columns @ weights, -30, 30))
        chance = odds / np.bincount(self.question, odds, self.count)[self.question]
        total = np.bincount(self.question, odds * self.right, self.count)[self.question]
        return np.asarray(self.columns.T @ ((chance - odds * self.right / total) * self.weight[self.question]))


def fit(asked: Sequence[Asked]) -> dict[str, Array]:
    """Weights by relation, in the order of NAMES."""
    tables = {relation: Table([one for one in asked if one.relation == relation]) for relation in RELATIONS}
    total = sum(table.weight.sum() for table in tables.values())
    common, own = Adam(len(NAMES)), {relation: Adam(len(NAMES)) for relation in RELATIONS}
    for number in range(ROUNDS):
        rate = RATE if number < LATE_FROM else LATE_RATE
        slopes = {name: tables[name].slope(common.weights + own[name].weights) for name in RELATIONS}
        for name, slope in slopes.items():
            own[name].step((slope + TO_COMMON * own[name].weights) / max(1.0, tables[name].weight.sum()), rate)
        common.step((sum(slopes.values()) + TO_NOTHING * common.weights) / total, rate)
    return {name: common.weights + own[name].weights for name in RELATIONS}


def write(weights: Mapping[str, Array]) -> None:
    """Write the weights for the reader."""
    lines = [HEADER]
    for relation, values in weights.items():
        named = zip(NAMES, values, strict=True)
        lines.append(f"\n[{relation}]\n" + "".join(f"{name} = {value:.3f}\n" for name, value in named))
    (WEIGHTS / "proving.toml").write_text("".join(lines), encoding="utf-8")


def training_rows() -> list[Row]:
    """Articles that the encoder's training has set aside, and the starter articles: to others it attends too well."""
    _, held_out = load()
    real = [with_parties(row) for name in REAL_NAMES for row in rows_of(CLONE / "tests" / "gold" / name)]
    return [*held_out, *real]


def main() -> None:
    """Fit on articles whose facts name their evidence, but those for measuring."""
    rows = training_rows()
    asked = collect(rows)
    write(fit(asked))
    print(f"{len(asked)} facts found in {len(rows)} articles")


if __name__ == "__main__":
    main()
