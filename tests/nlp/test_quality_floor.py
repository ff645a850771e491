"""The quality of reading cannot sink unnoticed: floors on articles of our own, pinned with the articles' digest."""

import tomllib
from pathlib import Path

import pytest

from nlp.reader import make_reader
from nlp.register import load_register
from rightswire.baseline import Baseline
from rightswire.evaluation_command import assess
from rightswire.gold_sets import file_digest, load_sets

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold"
FLOORS = GOLD / "floor.toml"
SETS = sorted(GOLD.glob("*.jsonl"))
RENEWING = (
    "To renew a pin by hand: run `rightswire eval tests/gold/{name}.jsonl --json`, write its sha256 and floors 0.02 under "
    "the figures of scores.all into [{name}] of tests/gold/floor.toml, and say in the commit why."
)


@pytest.fixture(scope="module")
def measured():
    """The figures of a set by the names that its floors have; one reader for all sets."""
    register, _ = load_register(ROOT / "data" / "register")
    reader, baseline = make_reader(register), Baseline(register)

    def measure(path):
        (gold,) = load_sets(path, held_out=True)
        evaluation = assess(gold, reader, baseline, register).evaluation
        return {
            "core_precision": evaluation.core.precision,
            "core_f1": evaluation.core.f1,
            "side_f1": evaluation.side.f1,
            "attributes_f1": evaluation.all_attributes.f1,
            "relevance": evaluation.relevance,
        }

    return measure


@pytest.fixture(scope="module")
def floors():
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def test_every_pin_has_its_articles(floors):
    orphans = sorted(set(floors) - {path.stem for path in SETS})
    assert not orphans, (
        f"floor.toml pins {orphans}, and no such articles lie beside it: drop the pin or restore the file"
    )


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_reading_stays_over_its_floors(path, floors, measured):
    advice = RENEWING.format(name=path.stem)
    pinned = dict(floors.get(path.stem, {}))
    assert pinned, f"{path.name} has no floors. {advice}"
    assert pinned.pop("sha256", None) == file_digest(path), (
        f"{path.name} is not what its floors were measured on: its figures cannot be compared. {advice}"
    )
    figures = measured(path)
    assert pinned.keys() == figures.keys(), f"[{path.stem}] needs a floor for each of {sorted(figures)}. {advice}"
    sunk = [
        f"{name} is {figures[name]:.3f}, its floor {floor}" for name, floor in pinned.items() if figures[name] < floor
    ]
    assert not sunk, (
        f"reading {path.name} got worse: {'; '.join(sunk)}. Mend the reading; a floor is lowered only with a reason. {advice}"
    )
