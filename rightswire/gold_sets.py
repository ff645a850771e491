"""Annotated articles: read from JSON lines, and the development set split into two halves."""

import csv
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from nlp.register import Register
from rightswire.agreement import Names
from rightswire.errors import ConfigurationError
from rightswire.evaluation import COMPOSED_SOURCE
from rightswire.settings import CLONE

#: Articles of our own, which the gate test reads; and the development set, which lies beside some clones.
GOLD = CLONE / "tests" / "gold"
DEVELOPMENT = CLONE.parent / "shared" / "eval" / "dev.jsonl"
BUILDING, CHECKING = "building half", "checking half"


class GoldFact(BaseModel):
    """What every annotated fact has; further keys are attributes."""

    relation: str
    subject: str
    object: str | None = None


class GoldArticle(BaseModel):
    """What every annotated article has; further keys are carried along."""

    url: str
    title: str = ""
    text: str
    published: date | datetime | None = None
    relevant: bool
    facts: list[GoldFact]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Articles that are scored together.

    Attributes:
        title: the file's name, with the half where it is one.
        path: the file.
        rows: the annotated articles.
        held_out: its errors are counted and never shown, or rules would be written for its sentences.
    """

    title: str
    path: Path
    rows: tuple[dict[str, Any], ...]
    held_out: bool


def find_gold() -> list[Path]:
    """The files at hand: those of the tests, then the development set."""
    return [*sorted(GOLD.glob("*.jsonl")), *([DEVELOPMENT] if DEVELOPMENT.exists() else [])]


def load_sets(path: Path, *, held_out: bool = False) -> list[GoldSet]:
    """The sets of a file: two halves of a development set (`dev.jsonl`), one set of any other.

    Args:
        path: JSON lines, each an annotated article.
        held_out: nobody is to look at the articles' errors; the checking half never shows them.

    Raises:
        ConfigurationError: the file cannot be read or holds no annotated articles.
    """
    rows = _read_rows(path)
    if path.name != DEVELOPMENT.name:
        return [GoldSet(path.name, path, tuple(rows), held_out)]
    building, checking = split_halves(rows)
    return [
        GoldSet(f"{path.name}, {BUILDING}", path, tuple(building), held_out=False),
        GoldSet(f"{path.name}, {CHECKING}", path, tuple(checking), held_out=True),
    ]


def _read_rows(path: Path) -> list[dict[str, Any]]:
    advice = "each line needs url, text, relevant and facts with relation and subject"
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise ConfigurationError(str(path), f"cannot be read: {error}", "give JSON lines in UTF-8") from error
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            GoldArticle.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"])) or "line"
            raise ConfigurationError(f"{path}:{number}", f"{field}: {first['msg']}", advice) from error
        rows.append(json.loads(line))
    if not rows:
        raise ConfigurationError(str(path), "holds no annotated articles", advice)
    return rows


def split_halves(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Split by article, once and for all: every second one of each kind of text, in the order of the digest of its id.

    Returns:
        The half to build with, and the half to check with.
    """
    building: list[dict[str, Any]] = []
    checking: list[dict[str, Any]] = []
    for composed in (True, False):
        part = [row for row in rows if (row.get("source") == COMPOSED_SOURCE) == composed]
        part.sort(key=lambda row: hashlib.sha256(str(row.get("id", row["url"])).encode()).hexdigest())
        building += part[0::2]
        checking += part[1::2]
    return building, checking


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal: figures are worth something only beside the articles' digest."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load_names(register: Register, gold: Path) -> Names:
    """Forms that count as one party: `aliases.csv` beside the annotated articles where there is one, else the register.

    The table alone, for figures are to equal those of other scorers that use it.
    """
    beside = gold.with_name("aliases.csv")
    if beside.exists():
        with beside.open(encoding="utf-8", newline="") as lines:
            return Names([row for row in csv.reader(lines) if row and not row[0].startswith("#")])
    return Names([party.name, *party.aliases] for party in register.parties)
