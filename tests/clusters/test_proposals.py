"""Names that look alike: what is proposed is mostly right, most of what is right is proposed, and nothing is merged."""

import csv
import hashlib
import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def test_proposals_stay_above_their_floor(proposals):
    floor = tomllib.loads((HERE / "proposals_floor.toml").read_text(encoding="utf-8"))
    names = (HERE / "lookalikes.csv").read_bytes()
    assert hashlib.sha256(names).hexdigest() == floor.pop("sha256"), "the names changed: measure again, renew the floor"
    figures, _ = proposals.score()
    assert figures.pop("wrongly_one") == 0
    assert set(floor) == set(figures)
    assert {key: value for key, value in figures.items() if value < floor[key]} == {}


def test_the_names_hold_variants_and_strangers(proposals):
    with (HERE / "lookalikes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 100
    assert len({row["party"] for row in rows}) <= 0.75 * len(rows)
    assert len({row["name"] for row in rows}) == len(rows)
