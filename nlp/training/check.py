"""How well the network reads the articles that were set aside: names, and relations between given parties."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from nlp.learned.encoder import RELATIONS
from nlp.model import CORE_RELATIONS, SIDE_RELATIONS
from nlp.training.articles import Row
from nlp.training.batch import collate
from nlp.training.examples import Example, make_example
from nlp.training.network import Network

THRESHOLDS = [number / 20 for number in range(3, 20)]


@torch.no_grad()
def print_check(network: Network, rows: Sequence[Row]) -> None:
    """Print F1 of names and of relations, the latter at the threshold where it is best."""
    network.eval()
    names: Counter[str] = Counter()
    pairs = []
    for row in rows:
        example = make_example(row)
        batch = collate([example])
        lower = network.lower(batch.ids, batch.shapes)
        found, wanted = _runs(network.tag(lower)[0].argmax(-1).tolist()), _runs(example.tags)
        names.update(right=len(found & wanted), found=len(found), gold=len(wanted))
        if example.pairs:
            words, attention = network.upper(lower, batch.marks, batch.mark_kinds)
            scores, _, _ = network.relate(words, attention, batch)
            pairs.append((example, row, torch.sigmoid(scores).cpu().numpy()))
    print(f"  names: F1 {2 * names['right'] / max(1, names['found'] + names['gold']):.3f}")
    for title, relations in (("CORE", CORE_RELATIONS), ("SIDE", SIDE_RELATIONS)):
        best, threshold = max((_f1(pairs, relations, value), value) for value in THRESHOLDS)
        print(f"  {title}, parties given: F1 {best:.3f} at {threshold:.2f}", flush=True)
    network.train()


def _f1(pairs: Sequence[tuple[Example, Row, NDArray[np.float32]]], relations: Sequence[str], threshold: float) -> float:
    right = found = gold = 0
    columns = [RELATIONS.index(relation) for relation in relations]
    for example, row, scores in pairs:
        gold += sum(fact["relation"] in relations and fact.get("stance") != "neutral" for fact in row["facts"])
        taken = np.argwhere(scores[:, columns] > threshold)
        found += len(taken)
        right += sum(relations[one] in example.facts.get(example.pairs[pair], {}) for pair, one in taken)
    return 2 * right / max(1, found + gold)


def _runs(tags: Sequence[int]) -> set[tuple[int, int, int]]:
    """First piece, piece behind the last, and kind of each name that tags tell."""
    out: set[tuple[int, int, int]] = set()
    start, kind = 0, 0
    for number, tag in enumerate([*tags, 0]):
        if kind and tag == 2 * kind:
            continue
        if kind:
            out.add((start, number, kind))
        start, kind = number, (tag + 1) // 2 if tag % 2 else 0
    return out
