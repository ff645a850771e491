"""How sure a fact is, from all that speaks for and against it: a logistic function fitted on annotated articles.

The coefficients are data (nlp/weights/joining.toml), fitted by nlp/training/fit_joining.py on articles on which the
encoder was not trained.
"""

import math
import tomllib
from collections.abc import Mapping
from functools import cache

from nlp.learned.encoder import WEIGHTS
from nlp.signals import NAMES, Signals
from rightswire.errors import ConfigurationError

SUREST = 0.99
#: A rule's word counts for this share of its confidence whatever the encoder says: described or named sides pass.
RULES_OWN = 0.72


@cache
def coefficients() -> Mapping[str, Mapping[str, float]]:
    """By relation the coefficient of each signal, with 'bias', and 'alone' for rules where there are no signals.

    Raises:
        ConfigurationError: the file is missing or damaged.
    """
    path = WEIGHTS / "joining.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(str(path), f"cannot be read: {error}", "restore it from the project") from error


def joined(relation: str, rule: float | None, signals: Signals | None) -> float:
    """Probability that a fact is right.

    Args:
        relation: of the fact.
        rule: confidence of the best rule that found it, None where none did.
        signals: what speaks for and against it, None where the encoder has not seen both parties.

    Returns:
        0 to 1; about so many of the facts with this number are right (see docs/reading.md for the check).
    """
    known = coefficients()[relation]
    if signals is None:
        return min(SUREST, known["alone"] * (rule or 0.0))
    own = RULES_OWN * (rule or 0.0)
    # A signal that is newer than the coefficients counts for nothing until they are fitted anew.
    z = known["bias"] + sum(known.get(name, 0.0) * value for name, value in zip(NAMES, signals.values, strict=True))
    return max(own, min(SUREST, 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))))
