"""Articles side by side, as padded tensors: eight at a time keep a GPU busy, and one core no less."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nlp.learned.encoder import RELATIONS
from nlp.learned.pairs import CHOICES, CHOSEN
from nlp.training.articles import Row
from nlp.training.examples import Example

#: The tag of padding, which no loss counts.
NO_TAG = -100


@dataclass(frozen=True, slots=True)
class Choices:
    """The statuses, outcomes or stances of a batch's facts of one relation: rows of the pairs, and what is right."""

    rows: Tensor
    right: Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles (a), pieces (t), parties (p), mentions (m), pairs of all articles in one list (r), proofs (e).

    Attributes:
        ids, shapes, marks, mark_kinds, tags: a x t.
        real: a x t, true for pieces, false for padding.
        relevant: a.
        mentions, mentioned: a x p x m, first pieces of the mentions, and which of them are no padding.
        kinds: a x (p + 1); the party behind the last is 'nobody'.
        article, subject, object: r, the numbers of an article and of two of its parties.
        wanted: r x relations, 1 where the relation holds.
        proven, proof: e and e x t, rows of the pairs that have evidence, and its pieces.
        choices: by relation.
    """

    ids: Tensor
    shapes: Tensor
    marks: Tensor
    mark_kinds: Tensor
    tags: Tensor
    real: Tensor
    relevant: Tensor
    mentions: Tensor
    mentioned: Tensor
    kinds: Tensor
    article: Tensor
    subject: Tensor
    object: Tensor
    wanted: Tensor
    proven: Tensor
    proof: Tensor
    choices: dict[str, Choices]


def collate(examples: Sequence[Example]) -> Batch:
    """Lay articles side by side."""
    pieces = max(len(example.ids) for example in examples)
    parties = max(len(example.mentions) for example in examples)
    most = max((len(places) for example in examples for places in example.mentions), default=1)
    rows = [(number, pair) for number, example in enumerate(examples) for pair in example.pairs]
    facts = [examples[number].facts.get(pair, {}) for number, pair in rows]
    proofs = [
        (row, examples[number].evidence[pair])
        for row, (number, pair) in enumerate(rows)
        if pair in examples[number].evidence
    ]
    mentions = [[_pad(places, most, 0) for places in example.mentions] for example in examples]
    mentioned = [[_pad([1] * len(places), most, 0) for places in example.mentions] for example in examples]
    nobody = [0] * most
    return Batch(
        ids=torch.tensor([_pad(example.ids, pieces, 0) for example in examples]),
        shapes=torch.tensor([_pad(example.shapes, pieces, 0) for example in examples]),
        marks=torch.tensor([_pad(example.marks, pieces, 0) for example in examples]),
        mark_kinds=torch.tensor([_pad(example.mark_kinds, pieces, 0) for example in examples]),
        tags=torch.tensor([_pad(example.tags, pieces, NO_TAG) for example in examples]),
        real=torch.tensor([_pad([1] * len(example.ids), pieces, 0) for example in examples]).bool(),
        relevant=torch.tensor([example.relevant for example in examples]),
        mentions=torch.tensor([one + [nobody] * (parties - len(one)) for one in mentions]).view(-1, parties, most),
        mentioned=torch.tensor([one + [nobody] * (parties - len(one)) for one in mentioned])
        .view(-1, parties, most)
        .bool(),
        kinds=torch.tensor([_pad(example.kinds[:-1], parties + 1, 0) for example in examples]),
        article=torch.tensor([number for number, _ in rows], dtype=torch.long),
        subject=torch.tensor([pair[0] for _, pair in rows], dtype=torch.long),
        object=torch.tensor([_object(pair[1], examples[number], parties) for number, pair in rows], dtype=torch.long),
        wanted=torch.tensor([[float(name in told) for name in RELATIONS] for told in facts]).view(-1, len(RELATIONS)),
        proven=torch.tensor([row for row, _ in proofs], dtype=torch.long),
        proof=_proof([places for _, places in proofs], pieces),
        choices={name: choices for name in CHOICES if (choices := _choices(name, facts))},
    )


def _pad(values: Sequence[int], length: int, filler: int) -> list[int]:
    return [*values, *[filler] * (length - len(values))]


def _object(number: int, example: Example, parties: int) -> int:
    """'Nobody' stands behind an article's own parties, in a batch behind the most parties of any."""
    return parties if number == len(example.mentions) else number


def _proof(places: Sequence[Sequence[int]], pieces: int) -> Tensor:
    proof = torch.zeros(len(places), pieces, device="cpu")
    for row, held in enumerate(places):
        proof[row, list(held)] = 1
    return proof.to(torch.get_default_device())


def _choices(relation: str, facts: Sequence[dict[str, Row]]) -> Choices | None:
    """What is chosen where a relation holds and its status, outcome or stance is told; None where it never is."""
    key, options = CHOSEN[relation], CHOICES[relation]
    told = [
        (row, options.index(fact[relation][key]))
        for row, fact in enumerate(facts)
        if relation in fact and fact[relation].get(key) in options
    ]
    if not told:
        return None
    return Choices(torch.tensor([row for row, _ in told]), torch.tensor([right for _, right in told]))
