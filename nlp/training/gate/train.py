"""Train the gate's weights: `make train-gate`. Deterministic: no chance but the seed of the folds.

Logistic regression by Nesterov's accelerated gradient over topic figures and the presence of words. Only words that are
mostly written in lower case are taken, so that no name is learned; words of every other article are left out, so
that little of a style is. Articles of real news (`--real`) count three times.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.characters import drop_invisible
from nlp.gate_features import TOKEN, Clues, find_clues

FOLDER = Path(__file__).resolve().parent
WEIGHTS = FOLDER.parents[1] / "vocabulary" / "gate_weights.toml"
MOST_WORDS, FEWEST_ARTICLES, COMMONEST = 1_800, 3, 0.4
#: Of a word's uses in running text this share must be in lower case: else it is taken for a name.
LOWER_SHARE = 0.5
WORD_SCALE, WORD_PENALTY, TOPIC_PENALTY, ROUNDS = 9.0, 0.01, 0.1, 400
REAL_COUNTS, FOLDS, SEED = 3.0, 5, 7
#: What the single paragraphs of an article count together, beside the article: news in brief is to be judged too.
PARAGRAPHS_COUNT = 0.5
#: Relevant articles that may be lost in cross-validation, at most: the threshold is the best that keeps to it.
MOST_LOST = 0.04

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """An article as the training sees it."""

    source: str
    clues: Clues
    relevant: bool
    counts: float
    lower: frozenset[str]
    capital: frozenset[str]
    paragraphs: tuple[Clues, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in the units of the data file."""

    bias: float
    topics: dict[str, float]
    words: dict[str, float]

    def score(self, clues: Clues) -> float:
        """As `nlp.gate.judge` does."""
        words = [self.words[word] for word in clues.words if word in self.words]
        topics = sum(weight * clues.topics[name] for name, weight in self.topics.items())
        return float(self.bias + topics + sum(sorted(words)) / np.sqrt(max(1, len(words))))


def read_examples(path: Path, counts: float) -> list[Example]:
    """Articles of a file of annotated ones, a JSON object a line."""
    examples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = drop_invisible(row["text"])
        running = text.split()
        lower = frozenset(token for word in running if word == word.lower() for token in TOKEN.findall(word))
        capital = frozenset(token for word in running if word != word.lower() for token in TOKEN.findall(word.lower()))
        clues, paragraphs = find_clues(row["title"], text), tuple(telling_paragraphs(row, text))
        examples.append(Example(path.name, clues, row["relevant"], counts, lower, capital, paragraphs))
    return examples


def telling_paragraphs(row: dict[str, Any], text: str) -> Iterator[Clues]:
    """Paragraphs that tell by themselves: all of an irrelevant article, else those with a fact, AI and works."""
    evidence = [piece for fact in row["facts"] for piece in np.atleast_1d(fact.get("evidence", []))]
    for paragraph in text.split("\n\n"):
        clues = find_clues("", paragraph)
        if not clues.machine:
            continue
        if not row["relevant"] or (
            any(piece in paragraph for piece in evidence)
            and clues.topics["some machine"]
            and clues.topics["some works"]
        ):
            yield clues


def choose_words(examples: Sequence[Example]) -> list[str]:
    """The words that tell relevant from irrelevant articles best, at most MOST_WORDS, in the order of the alphabet."""
    lower = Counter(word for example in examples for word in example.lower)
    capital = Counter(word for example in examples for word in example.capital)
    seen = Counter(word for example in examples for word in example.clues.words)
    with_relevant = Counter(word for example in examples if example.relevant for word in example.clues.words)
    relevant = sum(example.relevant for example in examples)
    others = len(examples) - relevant

    def tells(word: str) -> float:
        ratio = (with_relevant[word] + 0.5) / (relevant + 1) / ((seen[word] - with_relevant[word] + 0.5) / (others + 1))
        return float(abs(np.log(ratio)) * min(seen[word], 20) ** 0.5)

    ordinary = (
        word
        for word, articles in seen.items()
        if FEWEST_ARTICLES <= articles <= COMMONEST * len(examples)
        and lower[word] >= max(2, LOWER_SHARE * (lower[word] + capital[word]))
    )
    return sorted(sorted(ordinary, key=lambda word: (-tells(word), word))[:MOST_WORDS])


def fit(matrix: Floats, labels: Floats, shares: Floats) -> tuple[Floats, float]:
    """Weights and bias of a logistic regression with a quadratic penalty on the weights."""
    step = 1 / (
        0.25 * np.linalg.norm(np.sqrt(shares)[:, None] * np.c_[matrix, np.ones(len(matrix))], 2) ** 2 + WORD_PENALTY
    )
    weights = before = np.zeros(matrix.shape[1])
    bias = bias_before = 0.0
    for index in range(ROUNDS):
        momentum = index / (index + 3)
        ahead, bias_ahead = weights + momentum * (weights - before), bias + momentum * (bias - bias_before)
        error = shares * (1 / (1 + np.exp(-(matrix @ ahead + bias_ahead))) - labels)
        before, bias_before = weights, bias
        weights = ahead - step * (matrix.T @ error + WORD_PENALTY * ahead)
        bias = float(bias_ahead - step * error.sum())
    return weights, bias


def train(examples: Sequence[Example]) -> Model:
    """A model of all the examples that mention AI."""
    examples = [example for example in examples if example.clues.machine]
    words = choose_words(examples)
    names = sorted(examples[0].clues.topics)
    places = {word: place for place, word in enumerate(words)}
    seen = [(each.clues, each.relevant, each.counts) for each in examples]
    for each in examples:
        seen += [(one, each.relevant, PARAGRAPHS_COUNT / len(each.paragraphs)) for one in each.paragraphs]
    presence = np.zeros((len(seen), len(words)))
    for row, (clues, _, _) in enumerate(seen):
        presence[row, [places[word] for word in clues.words if word in places]] = 1
    presence *= WORD_SCALE / np.sqrt(np.maximum(1, presence.sum(axis=1, keepdims=True)))
    topics = np.array([[clues.topics[name] for name in names] for clues, _, _ in seen])
    middle, spread = topics.mean(axis=0), np.maximum(topics.std(axis=0), 1e-6)
    scale = np.sqrt(WORD_PENALTY / TOPIC_PENALTY) / spread
    labels = np.array([float(relevant) for _, relevant, _ in seen])
    shares = np.array([counts for _, _, counts in seen])
    shares /= np.where(labels == 1, shares[labels == 1].sum(), shares[labels == 0].sum())
    found, bias = fit(np.hstack([presence, (topics - middle) * scale]), labels, shares / 2)
    of_topics = found[len(words) :] * scale
    return Model(
        round(float(bias - middle @ of_topics), 4),
        {name: round(float(weight), 4) for name, weight in zip(names, of_topics, strict=True)},
        {word: round(float(weight * WORD_SCALE), 3) for word, weight in zip(words, found, strict=False)},
    )


def cross_validate(examples: Sequence[Example]) -> Floats:
    """Scores of all examples, each by a model that has not seen it."""
    folds = np.random.RandomState(SEED).permutation(len(examples)) % FOLDS
    scores = np.full(len(examples), -np.inf)
    for fold in range(FOLDS):
        model = train([example for example, its in zip(examples, folds, strict=True) if its != fold])
        for index in map(int, np.flatnonzero(folds == fold)):
            if examples[index].clues.machine:
                scores[index] = model.score(examples[index].clues)
    return scores


def choose_threshold(examples: Sequence[Example], scores: Floats) -> float:
    """The threshold with the most right decisions among those that lose few relevant articles."""
    labels = np.array([example.relevant for example in examples])
    allowed = [cut for cut in np.linspace(-3, 1, 81) if (scores[labels] <= cut).mean() <= MOST_LOST]
    return round(float(max(allowed, key=lambda cut: (((scores > cut) == labels).mean(), -cut), default=-3.0)), 2)


def report(examples: Sequence[Example], scores: Floats, threshold: float) -> Iterable[str]:
    """Lines of a table: accuracy, share of the relevant kept, share of the others kept out, by file."""
    for source in (*sorted({example.source for example in examples}), "all"):
        chosen = [source in (example.source, "all") for example in examples]
        labels = np.array([example.relevant for example in examples])[chosen]
        taken = scores[chosen] > threshold
        kept = taken[labels].mean() if labels.any() else float("nan")
        out = 1 - taken[~labels].mean() if not labels.all() else float("nan")
        right = (taken == labels).mean()
        yield f"{source:24} {len(labels):5} articles  right {right:.3f}  relevant kept {kept:.3f}  others out {out:.3f}"


def write(model: Model, threshold: float) -> None:
    """Write the data file, heaviest words readable at a glance: sorted by the alphabet, one a line."""
    lines = [
        "# Learned by `make train-gate` from annotated articles; edit gate.toml or the articles, and train again.",
        f"bias = {model.bias}",
        f"threshold = {threshold}",
        "",
        "[topics]",
        *(f'"{name}" = {weight}' for name, weight in model.topics.items()),
        "",
        "# Words of ordinary vocabulary; a word's weight is divided by the root of how many of them an article has.",
        "[words]",
        *(f'"{word}" = {weight}' for word, weight in model.words.items()),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Cross-validate, choose the threshold, train on everything, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("more", nargs="*", type=Path, help="further files of annotated articles")
    parser.add_argument("--real", nargs="*", type=Path, default=[], help="files of real news: they count three times")
    arguments = parser.parse_args()
    own = [*sorted(FOLDER.parent.glob("*.jsonl")), FOLDER / "articles.jsonl"]
    examples = [example for path in (*own, *arguments.more) for example in read_examples(path, 1.0)]
    examples += [example for path in arguments.real for example in read_examples(path, REAL_COUNTS)]
    scores = cross_validate(examples)
    threshold = choose_threshold(examples, scores)
    print(f"threshold {threshold}", *report(examples, scores, threshold), sep="\n")
    write(train(examples), threshold)


if __name__ == "__main__":
    main()
