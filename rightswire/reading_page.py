"""Write what was read in one article as one page of HTML: no script, no other resource, all text of others escaped."""

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from nlp.gate import LONGEST_TEXT
from nlp.model import PARTY_KINDS, Document, Fact, Reading
from rightswire.errors import ConfigurationError
from rightswire.marked_text import Marker, Stretch, find_stretches, stretch_of
from rightswire.wording import TOLD_BY, between, details, in_words, named_object

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as the page shows it; `proofs` are numbers of stretches of evidence, each once."""

    number: int
    fact: Fact
    relation: str
    object: str
    details: tuple[tuple[str, str], ...]
    proofs: tuple[int, ...]

    @property
    def sentence(self) -> str:
        """The fact in words, as a label for links that show only its number."""
        return " ".join(filter(None, (self.fact.subject.name, self.relation, self.object)))


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party as the legend lists it: how often it is named, and whether the register knows it."""

    name: str
    kind: str
    times: int
    known: bool


def write_page(out: Path, source: str, document: Document, reading: Reading) -> None:
    """Write the page.

    Args:
        out: file to write; its folder must be there.
        source: address or file name, as the person gave it.
        document: what was read.
        reading: what it gave.

    Raises:
        ConfigurationError: the file cannot be written.
    """
    page = render_page(source, document, reading)
    try:
        # Half of a character that takes two has no place in UTF-8.
        out.write_bytes(page.encode("utf-8", errors="replace"))
    except OSError as error:
        advice = "name a file in a folder that is there and may be written to"
        raise ConfigurationError(str(out), error.strerror or "cannot be written", advice) from error


def render_page(source: str, document: Document, reading: Reading) -> str:
    """The page as text; the same reading gives the same page."""
    style = (TEMPLATES / "reading.css").read_text(encoding="utf-8")
    stretches = find_stretches(reading.facts)
    marker = Marker(reading.mentions, stretches)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rows = {number: _row(number, fact, stretches) for number, fact in enumerate(reading.facts, 1)}
    template = environment.get_template("reading.html")
    return template.render(
        # Only the style that stands in the page may act: its digest is the one thing the policy allows.
        style=Markup(style),  # noqa: S704  (our own file)
        digest=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        source=source,
        linked=source.startswith(("https://", "http://")),
        document=document,
        reading=reading,
        rows=rows,
        title=marker.paragraphs("title", document.title),
        paragraphs=marker.paragraphs("text", document.text[:LONGEST_TEXT]),
        shortened=len(document.text) > LONGEST_TEXT,
        parties=_parties(reading),
        between=between,
    )


def _row(number: int, fact: Fact, stretches: Sequence[Stretch]) -> FactRow:
    name = named_object(fact)
    return FactRow(
        number,
        fact,
        in_words(fact),
        f"for {name}" if fact.relation == "says" and name else name,
        # What the relation's words tell already is not told again.
        tuple((what, value) for what, value in details(fact) if what != TOLD_BY.get(fact.relation)),
        tuple(sorted({stretch_of(evidence, stretches) for evidence in fact.evidence})),
    )


def _visible(value: Any) -> Any:
    """Text with a blank for each control or format character: none may turn the direction of what stands behind it."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return "".join(char if char.isprintable() or char == "\n" else " " for char in value)


def _parties(reading: Reading) -> list[tuple[str, list[PartyRow]]]:
    """Every party once, under its kind, those first that are named most often."""
    named = Counter((mention.name, mention.label) for mention in reading.mentions if mention.label in PARTY_KINDS)
    known = {mention.name for mention in reading.mentions if mention.register_id is not None}
    rows = [PartyRow(name, kind, times, name in known) for (name, kind), times in named.items()]
    rows.sort(key=lambda row: (PARTY_KINDS.index(row.kind), -row.times, row.name))
    return [(kind, list(group)) for kind, group in groupby(rows, key=lambda row: row.kind)]
