"""Fit how all that speaks for and against a fact makes one probability: `python -m nlp.training.fit_joining`.

A logistic regression (Newton's method) on the facts that are found, at whatever confidence, in articles on which the
encoder was not trained. Each relation has its own coefficients, drawn towards those of all relations together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.learned.encoder import RELATIONS, WEIGHTS
from nlp.model import Document, Fact
from nlp.reader import make_reader
from nlp.register import load_register
from nlp.signals import NAMES
from nlp.thresholds import Thresholds
from nlp.training.articles import CLONE, Row, load, rows_of
from nlp.training.naming import with_parties
from rightswire.errors import ReadingError

#: How strongly a relation's coefficients are drawn towards the common ones, and the common ones towards nothing.
TO_COMMON, TO_NOTHING, ROUNDS = 4.0, 0.5, 25
#: Files of tests/gold about real parties that are not for measuring what is unseen.
REAL_NAMES = ("starter.jsonl", "tried.jsonl")
HEADER = """\
# How sure a fact is (nlp/joining.py): by relation the coefficients of a logistic function of the signals that
# nlp/signals.py names. Written by nlp/training/fit_joining.py. 'alone' is what a rule's confidence is multiplied by
# where the encoder has not seen the parties.
"""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """One fact found: its relation, signals, the best rule's confidence, whether it is right, its weight."""

    relation: str
    signals: tuple[float, ...]
    rule: float | None
    right: bool
    weight: float


def collect(rows: Sequence[Row]) -> list[Judged]:
    """Read articles and compare every fact found, at whatever confidence, with those annotated."""
    register, _ = load_register(CLONE / "data" / "register")
    reader = make_reader(register)
    reader.least = Thresholds(0.0, 0.0)
    out = []
    for row in rows:
        reading = reader.read(Document(row["url"], row["title"], row["text"], None, row["outlet"]))
        if reading.failure:
            raise ReadingError(row["url"], "cannot be read", reading.failure)
        facts = [fact for fact in reading.facts if fact.signals]
        # An article with a hundred pairs of parties does not weigh a hundred times.
        weight = min(1.0, 20 / max(1, len(facts)))
        out += [
            Judged(fact.relation, fact.signals, fact.rule_confidence, right, weight)
            for fact, right in zip(facts, compare(facts, row), strict=True)
        ]
    return out


def compare(facts: Sequence[Fact], row: Row) -> list[bool]:
    """Whether each fact is annotated, whichever of their forms its parties are named by."""
    names = {_fold(form): party["name"] for party in row["parties"] for form in (*party["forms"], party["name"])}
    wanted = {
        (fact["relation"], fact["subject"], None if fact["relation"] == "says" else fact.get("object"))
        for fact in row["facts"]
        if fact.get("stance") != "neutral"
    }
    out = []
    for fact in facts:
        object_ = names.get(_fold(fact.object.name), "?") if fact.object and fact.relation != "says" else None
        out.append((fact.relation, names.get(_fold(fact.subject.name), "?"), object_) in wanted)
    return out


def _fold(name: str) -> str:
    return name.lower().removeprefix("the ").rstrip(".")


def fit(judged: Sequence[Judged]) -> Array:
    """Coefficients by relation (rows) and signal (columns, the bias first)."""
    relation = np.array([RELATIONS.index(one.relation) for one in judged])
    columns = np.array([(1.0, *one.signals) for one in judged])
    right = np.array([one.right for one in judged], float)
    weight = np.array([one.weight for one in judged])
    common = _newton(columns, right, weight, np.zeros(columns.shape[1]), TO_NOTHING)
    table = []
    for number in range(len(RELATIONS)):
        mine = relation == number
        table.append(_newton(columns[mine], right[mine], weight[mine], common, TO_COMMON))
    return np.array(table)


def _newton(columns: Array, right: Array, weight: Array, towards: Array, pull: float) -> Array:
    """The most likely coefficients, drawn towards given ones."""
    found = towards.copy()
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(columns @ found, -30, 30)))
        slope = columns.T @ ((chance - right) * weight) + pull * (found - towards)
        curve = (columns * (chance * (1 - chance) * weight)[:, None]).T @ columns + pull * np.eye(len(found))
        found = found - np.linalg.solve(curve, slope)
    return found


def write(table: Array, judged: Sequence[Judged]) -> None:
    """Write the coefficients for the reader."""
    ruled = [one for one in judged if one.rule is not None]
    alone = sum(one.right for one in ruled) / max(1e-9, sum(one.rule or 0.0 for one in ruled))
    lines = [HEADER]
    for relation, values in zip(RELATIONS, table, strict=True):
        named = dict(zip(("bias", *NAMES), values, strict=True)) | {"alone": min(1.0, alone)}
        lines.append(f"\n[{relation}]\n" + "".join(f"{name} = {value:.4f}\n" for name, value in named.items()))
    (WEIGHTS / "joining.toml").write_text("".join(lines), encoding="utf-8")


def main() -> None:
    """Fit on the articles that the encoder's training has set aside, and on others with real names."""
    _, held_out = load()
    for name in REAL_NAMES:
        held_out += [with_parties(row) for row in rows_of(CLONE / "tests" / "gold" / name)]
    judged = collect(held_out)
    write(fit(judged), judged)
    right = sum(one.right for one in judged)
    print(f"{len(judged)} facts found in {len(held_out)} articles, {right} of them right")


if __name__ == "__main__":
    main()
