"""A run in a process of its own that may be killed at any moment: the real nightly run, with a faked reader or the real."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from rich.console import Console

import rightswire.nightly
from nlp.model import Attributes, Document, Evidence, Fact, Party, Reading
from rightswire.progress import Progress
from rightswire.settings import Paths, Settings

_FACT = re.compile(r"(?P<subject>[^.\n]+?) (?P<verb>has licensed its articles to|sued) (?P<object>[\w ]+?)(,| over)")
_RELATIONS = {"sued": "sues", "has licensed its articles to": "licenses_to"}


#: What a run does after each step that it shows, until the next begins.
_NEXT = {"feeds": "before articles", "articles": "before reading", "reading": "before graph", "graph": "writing"}
#: Every step that a run may be killed in.
STEPS = ("opening", "feeds", "articles", "again", "reading", "graph", "writing")


class TellingProgress(Progress):
    """Tells each step as it begins."""

    def __init__(self, told: Connection) -> None:
        super().__init__(Console(quiet=True))
        self._told = told

    def track(self, items, step, total):
        self._told.send(step)
        yield from super().track(items, step, total)
        self._told.send(_NEXT.get(step, f"after {step}"))


def live(data: Path, moment: datetime, is_faked: bool, told: Connection) -> None:
    """One run over the folder `data` at `moment`; `told` is given its steps, and the exit code as the last."""
    if is_faked:
        rightswire.nightly.read_documents = _read_documents
    settings = Settings.model_validate({"reading": {"processes": 1}, "fetch": {"host_spacing_seconds": 0}})
    run = rightswire.nightly.Run(Paths(data), settings, TellingProgress(told), lambda: moment)
    told.send("opening")
    run.ingest(None)
    told.send("done")


def _read_documents(documents: Iterable[Document], *_: object) -> Iterator[Reading]:
    for document in documents:
        facts = tuple(_facts(document))
        yield Reading(document.url, "faked", bool(facts), "faked", facts=facts)


def _facts(document: Document) -> Iterator[Fact]:
    for found in _FACT.finditer(document.text):
        evidence = Evidence(found[0], found.start(), found.end())
        sides = (Party(found[side].strip(), "company") for side in ("subject", "object"))
        yield Fact(_RELATIONS[found["verb"]], *sides, Attributes(), (evidence,), "faked", 0.9)
