"""Whole articles: the seed, and annotated ones beside the repository, which not every checkout has."""

import json
from datetime import date
from pathlib import Path

import pytest

from nlp.model import CORE_RELATIONS, Document
from nlp.reader import Reader, make_reader
from nlp.register import load_register
from nlp.thresholds import Thresholds

REGISTER = Path(__file__).resolve().parents[2] / "data" / "register"
SEED_TITLE = "Zuckerberg claims creators overvalue their AI training contributions"
SEED_FACTS = {
    ("sues", "Sarah Silverman", "Meta"),
    ("licenses_to", "Shutterstock", "OpenAI"),
    ("licenses_to", "Universal Music Group", "Meta"),
    ("blocks", "Meta", "Australia"),
    ("blocks", "Meta", "Canada"),
    ("says", "Mark Zuckerberg", "Meta"),
}


@pytest.fixture(scope="module")
def full_reader() -> Reader:
    made = make_reader(load_register(REGISTER)[0])
    made.least = Thresholds()
    return made


@pytest.fixture(scope="module")
def annotated(shared: Path) -> list[dict]:
    return [json.loads(line) for line in (shared / "eval" / "dev.jsonl").read_text(encoding="utf-8").splitlines()]


def _document(row: dict) -> Document:
    return Document(row["url"], row["title"], row["text"], date.fromisoformat(row["published"]), row["outlet"])


def test_the_seed_gives_its_facts_and_its_furniture_none(full_reader, shared):
    (path,) = (shared / "seed").glob("*.txt")
    text = path.read_text(encoding="utf-8")
    facts = full_reader.read(Document("https://example.test/seed", SEED_TITLE, text, date(2024, 9, 26))).facts
    assert {(fact.relation, fact.subject.name, fact.object.name) for fact in facts} == SEED_FACTS
    (stance,) = [fact.attributes.stance for fact in facts if fact.relation == "says"]
    assert stance == "ai-use-lawful"
    start = text.index("Legal landscape") - 2_000
    end = text.index("Recent News")
    assert all(
        start <= evidence.start and evidence.end <= end
        for fact in facts
        for evidence in fact.evidence
        if evidence.field == "text"
    )


def test_annotated_articles_are_read_well_and_every_offset_is_right(full_reader, annotated):
    """Floors well under what was measured (core F1 0.98 on the real texts): a fall through them is no noise."""
    real = [row for row in annotated if row["source"] != "written for this set"]
    right = got = hit = gold = 0
    for row, reading in zip(annotated, full_reader.read_many(map(_document, annotated)), strict=True):
        right += reading.relevant == row["relevant"]
        for fact in reading.facts:
            for evidence in fact.evidence:
                assert row[evidence.field][evidence.start : evidence.end] == evidence.sentence
        for mention in reading.mentions:
            assert row[mention.field][mention.start : mention.end] == mention.text
        if row in real:
            want = {
                (f["relation"], f["subject"].removeprefix("The "), f["object"].removeprefix("The "))
                for f in row["facts"]
                if f["relation"] in CORE_RELATIONS
            }
            have = {
                (f.relation, f.subject.name.removeprefix("The "), f.object.name.removeprefix("The "))
                for f in reading.facts
                if f.relation in CORE_RELATIONS
            }
            gold, got, hit = gold + len(want), got + len(have), hit + len(want & have)
    assert right / len(annotated) >= 0.9
    assert hit / got >= 0.85
    assert hit / gold >= 0.8
