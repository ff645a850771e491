"""What is not taken is told with its reason, and what is taken with the rule that took it."""

import json
import re
from pathlib import Path

import pytest

import nlp.reader
from nlp.link_signals import LINKED
from nlp.model import Document, Reading
from nlp.vocabulary import read_table

CONTEXT = "The dispute turns on whether copyrighted books and songs may be used to train AI models without a licence."

REFUSED = [
    # sentence, relation, subject, object, words of the reason
    ("Le Monde has not sued OpenAI over AI training.", "sues", "Le Monde", "OpenAI", "denied: 'not'"),
    ("Le Monde could sue OpenAI over AI training.", "sues", "Le Monde", "OpenAI", "only supposed: 'could'"),
    ("Le Monde will sue OpenAI over AI training.", "sues", "Le Monde", "OpenAI", "in the future: 'will'"),
    ("Le Monde threatened to sue OpenAI over AI training.", "sues", "Le Monde", "OpenAI", "'to'"),
    ("Getty Images refused to license its archive to OpenAI.", "licenses_to", "Getty Images", "OpenAI", "'refused'"),
    ("GEMA and OpenAI are in settlement talks over lyrics.", "settles_with", "GEMA", "OpenAI", "only sought"),
    ("Reuters sued Google over its patents on chips in a trade secrets case.", "sues", "Reuters", "Google", "another matter"),
    ("Le Monde sued OpenAI in Paris. Le Monde accused OpenAI of copying its articles.", "accuses", "Le Monde", "OpenAI", "says more"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "relation", "subject", "object_", "reason"), REFUSED, ids=[row[0] for row in REFUSED]
)
def test_a_refused_candidate_says_why(reader, sentence, relation, subject, object_, reason):
    reading = reader.read(Document("u", "", f"{sentence}\n\n{CONTEXT}"))
    told = {(one.relation, one.subject.name, one.object and one.object.name): one for one in reading.refused}
    assert (relation, subject, object_) in told, [one.reason for one in reading.refused]
    one = told[relation, subject, object_]
    assert reason in one.reason
    assert one.evidence.sentence in sentence
    assert (relation, subject, object_) not in {
        (f.relation, f.subject.name, f.object and f.object.name) for f in reading.facts
    }


def test_what_another_sentence_states_is_not_refused(reader):
    text = f"Le Monde had threatened to sue OpenAI over AI training. On Monday Le Monde sued OpenAI.\n\n{CONTEXT}"
    reading = reader.read(Document("u", "", text))
    assert [(fact.relation, fact.subject.name) for fact in reading.facts] == [("sues", "Le Monde")]
    assert not [one for one in reading.refused if one.relation == "sues"]


WHY = [
    ("Le Monde sued OpenAI over AI training.", ("a verb says who sues whom", "Le Monde named", "OpenAI named")),
    ("The NYT sued the maker of ChatGPT over AI training.", ("The New York Times named as 'NYT'", "OpenAI through the noun")),
    ("Le Monde is based in Paris. It sued OpenAI over AI training.", ("Le Monde understood from the words around",)),
    ("The case, Bartz v. Anthropic, is about copyrighted books and AI training. Andrea Bartz is a novelist.", ("the caption of a case", "Anthropic in the caption")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), WHY, ids=[row[0] for row in WHY])
def test_a_fact_says_why_it_was_taken(reader, text, parts):
    facts = reader.read(Document("u", "", f"{text}\n\n{CONTEXT}")).facts
    why = " | ".join(fact.why for fact in facts if fact.relation == "sues")
    for part in parts:
        assert part in why


def test_refusals_survive_json_and_old_readings_have_none(reader):
    reading = reader.read(Document("u", "", f"Le Monde could sue OpenAI over AI training.\n\n{CONTEXT}"))
    assert reading.refused
    stored = json.loads(json.dumps(reading.to_dict()))
    assert Reading.from_dict(stored) == reading
    del stored["refused"]
    assert Reading.from_dict(stored).refused == ()


def test_refusals_are_bounded(reader):
    names = ", ".join(
        ["Le Monde", "Reuters", "Getty Images", "GEMA", "Suno", "Udio", "Midjourney", "Disney", "OpenAI", "Meta"]
    )
    text = "\n\n".join(
        [f"{names} could sue Google, Anthropic, Microsoft, Perplexity and Stability AI.", *[CONTEXT] * 3] * 9
    )
    assert 0 < len(reader.read(Document("u", "", text)).refused) <= 100


def test_every_rule_is_told_in_words():
    told = read_table("rules")["rules"]
    code = "".join(path.read_text(encoding="utf-8") for path in Path(nlp.reader.__file__).parent.glob("**/*.py"))
    heads = "sues|licence|settlement|ruling|says|accuses|blocks|invests|represents"
    worded = {
        rule for part in read_table("wordings").values() if isinstance(part, dict) for rule in part if "." in rule
    }
    linked = {f"{relation}.{attribute}" for relation, attributes in LINKED.items() for attribute in attributes}
    assert (worded | set(re.findall(rf'"((?:{heads})\.[a-z][a-z-]*)"', code))) - linked <= set(told)
    assert all(text and "\n" not in text and not text.endswith(".") for text in told.values())
