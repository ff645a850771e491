"""An annotated article as numbers: pieces, tags, marked parties, pairs with their relations."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.learned.encoder import KINDS, LONGEST, MOST_PARTIES, PARTY_KINDS
from nlp.learned.wordpiece import Pieces, cut
from nlp.training.articles import Row, content_of
from nlp.training.places import Move, Names, Place, place, swap

#: How an article is disturbed in training: a name left unmarked, a kind told wrong, pairs of nothing left out.
UNMARKED, WRONG_KIND, MOST_PAIRS = 0.04, 0.1, 500
#: Share of the articles whose names are swapped, and of the parties in them.
SWAPPED_ARTICLES, SWAPPED_PARTIES = 0.7, 0.65

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """One article. Parties are numbered in `names`; the number behind the last is 'nobody'."""

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    tags: list[int]
    marks: list[int]
    mark_kinds: list[int]
    mentions: list[list[int]]
    kinds: list[int]
    pairs: list[Pair]
    facts: dict[Pair, dict[str, Row]]
    evidence: dict[Pair, list[int]]
    relevant: float
    names: list[str]


@dataclass(frozen=True, slots=True)
class Disturbance:
    """What is needed to disturb an article: names to swap in, dice, whether to swap at all."""

    names: Names
    dice: random.Random
    swap: bool


def make_example(row: Row, places: list[Place] | None = None, disturbance: Disturbance | None = None) -> Example:
    """Turn an article into numbers, as it is, or disturbed for training."""
    content, parties = content_of(row), row["parties"]
    places = place(content, parties) if places is None else places
    move: Move = int
    if disturbance and disturbance.swap:
        content, places, move = swap(row, places, disturbance.names, disturbance.dice, SWAPPED_PARTIES)
    pieces = cut(content, LONGEST)
    tags, runs = _tag(pieces, places, parties, disturbance)
    kept = _kept(runs, row, disturbance)
    marks, mark_kinds, kinds = _mark(
        len(pieces.ids), [runs[party] for party in kept], [parties[p] for p in kept], disturbance
    )
    names = [parties[party]["name"] for party in kept]
    sides = [number for number, party in enumerate(kept) if parties[party]["kind"] in PARTY_KINDS]
    pairs = [(a, b) for a in sides for b in sides if a != b] + [(a, len(kept)) for a in sides]
    facts = _facts(row, names)
    if disturbance and len(pairs) > MOST_PAIRS:
        empty = [pair for pair in pairs if pair not in facts]
        disturbance.dice.shuffle(empty)
        pairs = [pair for pair in pairs if pair in facts] + empty[:MOST_PAIRS]
    return Example(
        ids=pieces.ids,
        shapes=pieces.shapes,
        tags=tags,
        marks=marks,
        mark_kinds=mark_kinds,
        mentions=[[run[0] for run in runs[party]] for party in kept],
        kinds=[*kinds, 0],
        pairs=pairs,
        facts=facts,
        evidence=_evidence(row, facts, pieces, move),
        relevant=float(row["relevant"]),
        names=names,
    )


def _tag(
    pieces: Pieces, places: list[Place], parties: Sequence[Row], disturbance: Disturbance | None
) -> tuple[list[int], dict[int, list[list[int]]]]:
    """Tag of each piece, and by party the runs of pieces that are to be marked."""
    tags = [0] * len(pieces.ids)
    runs: dict[int, list[list[int]]] = {}
    at = 1
    last = len(pieces.ids) - 1
    for start, end, party in places:
        while at < last and pieces.ends[at] <= start:
            at += 1
        run: list[int] = []
        while at + len(run) < last and pieces.starts[at + len(run)] < end:
            run.append(at + len(run))
        if not run:
            continue
        kind = KINDS.index(parties[party]["kind"])
        for number, piece in enumerate(run):
            tags[piece] = 2 * kind - (number == 0)
        if disturbance and disturbance.dice.random() < UNMARKED:
            continue
        runs.setdefault(party, []).append(run)
    return tags, runs


def _kept(runs: dict[int, list[list[int]]], row: Row, disturbance: Disturbance | None) -> list[int]:
    """The parties that are marked: at most MOST_PARTIES, those of facts first in training, else the most named."""
    order = sorted(runs, key=lambda party: -len(runs[party]))
    if disturbance:
        told = {fact["subject"] for fact in row["facts"]} | {fact.get("object") for fact in row["facts"]}
        order.sort(key=lambda party: row["parties"][party]["name"] not in told)
    return sorted(order[:MOST_PARTIES])


def _mark(
    length: int, runs: list[list[list[int]]], parties: list[Row], disturbance: Disturbance | None
) -> tuple[list[int], list[int], list[int]]:
    """Party mark and kind of each piece, and kind of each party; marks are shuffled in training: they mean nothing."""
    numbers = list(range(1, MOST_PARTIES + 1))
    if disturbance:
        disturbance.dice.shuffle(numbers)
    marks, mark_kinds, kinds = [0] * length, [0] * length, []
    for number, party in enumerate(parties):
        kind = KINDS.index(party["kind"])
        if disturbance and disturbance.dice.random() < WRONG_KIND:
            kind = 0 if disturbance.dice.random() < 0.5 else disturbance.dice.choice([1, 2, 4, 1])
        kinds.append(kind)
        for run in runs[number]:
            for piece in run:
                marks[piece], mark_kinds[piece] = numbers[number], kind
    return marks, mark_kinds, kinds


def _facts(row: Row, names: list[str]) -> dict[Pair, dict[str, Row]]:
    facts: dict[Pair, dict[str, Row]] = {}
    for fact in row["facts"]:
        if fact["subject"] in names and (not fact.get("object") or fact["object"] in names):
            other = names.index(fact["object"]) if fact.get("object") else len(names)
            facts.setdefault((names.index(fact["subject"]), other), {})[fact["relation"]] = fact
    return facts


def _evidence(row: Row, facts: dict[Pair, dict[str, Row]], pieces: Pieces, move: Move) -> dict[Pair, list[int]]:
    """By pair the pieces of the words that prove its relations."""
    content = content_of(row)
    out = {}
    for pair, told in facts.items():
        quoted = [words for fact in told.values() for words in _quotes(fact) if words in content]
        spans = [(move(content.find(words)), move(content.find(words) + len(words))) for words in quoted]
        out[pair] = [
            number
            for number in range(1, len(pieces.ids) - 1)
            if any(pieces.starts[number] < end and pieces.ends[number] > start for start, end in spans)
        ]
    return {pair: found for pair, found in out.items() if found}


def _quotes(fact: Row) -> list[str]:
    quoted = fact.get("evidence") or []
    return [quoted] if isinstance(quoted, str) else quoted
