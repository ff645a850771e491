"""The training articles are what their notes say: whole, exact, and told apart."""

import json
from collections import Counter
from pathlib import Path

import pytest

from nlp.model import PARTY_KINDS, RELATIONS, Attributes

FOLDER = Path(__file__).resolve().parents[2] / "nlp" / "training"
ARTICLES = [
    json.loads(line) for path in sorted(FOLDER.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
]
FIELDS = {"relation", "subject", "object", "evidence"} | set(Attributes.__dataclass_fields__)


def test_there_are_as_many_as_the_notes_say_and_each_once():
    notes = (FOLDER / "NOTES.md").read_text("utf-8")
    counts = {path.name: len(path.read_text("utf-8").splitlines()) for path in FOLDER.glob("*.jsonl")}
    assert all(f"| {name} | {count} |" in notes for name, count in counts.items())
    assert f"{sum(counts.values())} articles" in notes
    assert max(Counter(article["id"] for article in ARTICLES).values()) == 1
    assert max(Counter(article["text"] for article in ARTICLES).values()) == 1


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["id"])
def test_every_form_and_evidence_stands_in_the_article(article):
    text = f"{article['title']}\n\n{article['text']}"
    names = {party["name"] for party in article["parties"]}
    assert {party["kind"] for party in article["parties"]} <= {*PARTY_KINDS, "work"}
    assert not [form for party in article["parties"] for form in party["forms"] if form not in text]
    for fact in article["facts"]:
        assert fact["relation"] in RELATIONS
        assert fact.keys() <= FIELDS, fact.keys() - FIELDS
        assert {fact["subject"], fact.get("object") or fact["subject"]} <= names
        quoted = fact["evidence"] if isinstance(fact["evidence"], list) else [fact["evidence"]]
        assert all(piece in text for piece in quoted)
    assert article["relevant"] or not article["facts"]
