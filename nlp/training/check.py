"""How well the network reads the articles that were set aside: names, and relations between given parties."""

from collections import Counter
from collections.abc import Sequence

import torch

from nlp.learned.encoder import RELATIONS
from nlp.model import CORE_RELATIONS, SIDE_RELATIONS
from nlp.training.articles import Row
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
        lower = network.lower(torch.tensor([example.ids]), torch.tensor([example.shapes]))
        found, wanted = _runs(network.tag(lower)[0].argmax(-1).tolist()), _runs(example.tags)
        names.update(right=len(found & wanted), found=len(found), gold=len(wanted))
        upper, attention = network.upper(lower, torch.tensor([example.marks]), torch.tensor([example.mark_kinds]))
        if example.pairs:
            scores, _, _ = network.relate(upper[0], attention[0], example.mentions, example.pairs, example.kinds)
            pairs.append((example, row, torch.sigmoid(scores)))
    print(f"  names: F1 {2 * names['right'] / max(1, names['found'] + names['gold']):.3f}")
    for title, relations in (("CORE", CORE_RELATIONS), ("SIDE", SIDE_RELATIONS)):
        best, threshold = max((_f1(pairs, relations, value), value) for value in THRESHOLDS)
        print(f"  {title}, parties given: F1 {best:.3f} at {threshold:.2f}", flush=True)
    network.train()


def _f1(pairs: list[tuple[Example, Row, torch.Tensor]], relations: Sequence[str], threshold: float) -> float:
    right = found = gold = 0
    for example, row, scores in pairs:
        gold += sum(fact["relation"] in relations and fact.get("stance") != "neutral" for fact in row["facts"])
        for number, pair in enumerate(example.pairs):
            for relation in relations:
                if scores[number, RELATIONS.index(relation)] > threshold:
                    found += 1
                    right += relation in example.facts.get(pair, {})
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
