"""Words and phrases that the rules look for, as data: one TOML file for each step, edited without touching code."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from rightswire.errors import ConfigurationError

FOLDER = Path(__file__).parent


@cache
def read_table(name: str) -> dict[str, Any]:
    """Read a vocabulary file.

    Args:
        name: stem of a TOML file in this folder.

    Raises:
        ConfigurationError: the file is missing or is not TOML.
    """
    path = FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(str(path), f"vocabulary cannot be read: {error}", "restore the file") from error


def digest() -> str:
    """Eight hexadecimal digits that change with any word of any vocabulary file: part of a reader's version."""
    total = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.toml")):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:8]
