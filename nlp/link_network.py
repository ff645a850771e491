"""The weights by which marks are linked to facts, and the score that they give a mark.

A small network: a mark's score for an attribute is the weighted sum of its signals, and of what hidden units make of
them (tanh; Rumelhart, Hinton and Williams 1986). The units are shared by all attributes; each begins them elsewhere
and weighs them anew. Signals of two that hold together count by themselves alone, not in the units.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.learned.encoder import WEIGHTS
from rightswire.errors import ConfigurationError

Array = NDArray[np.float64]
Signals = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one attribute: the least probability of a value, the weights of signals and of units."""

    least: float
    direct: Array
    start: Array
    units: Array


@dataclass(frozen=True, slots=True)
class Network:
    """Which signal has which row, the first rows by unit, and by 'relation.attribute' what is known of it."""

    rows: Mapping[str, int]
    hidden: Array
    attributes: Mapping[str, Known]

    def scores(self, attribute: str, marks: Sequence[Signals]) -> Array:
        """The score of each mark; signals that were not fitted count nothing."""
        known, rows = self.attributes[attribute], self.rows
        given = np.zeros((len(marks), len(rows)))
        for number, signals in enumerate(marks):
            for name, value in signals.items():
                if (row := rows.get(name)) is not None:
                    given[number, row] = value
        made = np.tanh(given[:, : len(self.hidden)] @ self.hidden + known.start)
        scores: Array = given @ known.direct + made @ known.units
        return scores


def make_network(table: Mapping[str, Any]) -> Network:
    """A network of what its file holds.

    Raises:
        KeyError, TypeError, ValueError: the table is not one of a network.
    """
    taken, attributes = table["hidden"], table["attributes"]
    others = sorted({signal for one in attributes.values() for signal in one["signals"]} - taken.keys())
    signals, hidden = [*taken, *others], np.array(list(taken.values()), float)
    known = {
        name: Known(
            float(one["least"]),
            np.array([one["signals"].get(signal, 0.0) for signal in signals]),
            np.array(one["start"], float),
            np.array(one["units"], float),
        )
        for name, one in attributes.items()
    }
    if any(one.start.shape != hidden.shape[1:] or one.units.shape != hidden.shape[1:] for one in known.values()):
        raise ValueError("its units are not of one number")
    return Network({name: row for row, name in enumerate(signals)}, hidden, known)


@cache
def load_network() -> Network:
    """The network of the project.

    Raises:
        ConfigurationError: the file is missing or damaged.
    """
    path = WEIGHTS / "linking.toml"
    try:
        return make_network(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(str(path), f"cannot be read: {error}", "restore it from the project") from error
