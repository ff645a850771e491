"""The gate, furniture, offsets, and the promises of a reader: order, determinism, no crash, bounded time."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.furniture import find_furniture
from nlp.gate import judge
from nlp.layout import lay_out
from nlp.model import Document, Reading
from nlp.reader import make_reader
from nlp.register import Register
from rightswire.errors import ConfigurationError

RELEVANT = [
    "The New York Times sued OpenAI, saying its articles were used to train ChatGPT without permission.",
    "Axel Springer will license its journalism to OpenAI under a three-year deal.",
    "The song generator faces a copyright suit from record labels over recordings it was trained on.",
    "Actors demand consent and payment before studios clone their voices with AI.",
    "A judge held that training a language model on books is fair use.",
]
IRRELEVANT = [
    "The town council voted to repair the bridge before winter.",
    "OpenAI released a faster model that writes code.",
    "Nvidia and a start-up fight over a patent on chips for AI data centres.",
    "The club sold the naming rights of its stadium to a software company.",
    "Shareholders sued Apple over promises about Siri.",
    "",
    "Le conseil municipal a voté la réparation du pont.",
]


@pytest.mark.parametrize("text", RELEVANT)
def test_the_gate_lets_the_subject_in(text):
    assert judge(Document("u", "", text))[0]


@pytest.mark.parametrize("text", IRRELEVANT)
def test_the_gate_keeps_other_news_out_and_says_why(text):
    relevant, reason = judge(Document("u", "", text))
    assert not relevant
    assert reason


FURNITURE = [
    ("News.\n\nJoin our daily newsletter for news on AI\n\nMore.", ["Join our daily newsletter for news on AI"]),
    ("Written by\nPublished on\n\nThe publisher sued.", ["Written by\nPublished on"]),
    ("The publisher sued OpenAI over its training data and won.\n\nRecent News\n\nDisney sues Midjourney\n\nMore on that.", ["Recent News", "Disney sues Midjourney", "More on that."]),
    ("The court ruled.\n\nRead next: Disney sues Midjourney", ["Read next: Disney sues Midjourney"]),
    ("The court ruled.\n\nJane Doe is a senior reporter covering media.", ["Jane Doe is a senior reporter covering media."]),
    ("The court ruled for the publisher, and the company said it would appeal.\n\nAbout Example Wire\n\nExample Wire is a brand.", ["About Example Wire", "Example Wire is a brand."]),
    ("The court ruled.\n\nThe reader who wrote is an editor.", []),
    ("Related lawsuits against OpenAI go on.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cut"), FURNITURE)
def test_furniture_is_cut_and_prose_is_not(text, cut):
    assert [text[start:end] for start, end in find_furniture(text)] == cut


def test_furniture_asserts_nothing_and_offsets_stay_right(reader):
    text = (
        "Join our newsletter: Disney sued Midjourney.\n\nLe Monde sued OpenAI over AI training on its copyrighted articles.\n\n"
        "Recent News\n\nGetty Images sues Stability AI over training data"
    )
    facts = reader.read(Document("u", "", text)).facts
    assert [(fact.subject.name, fact.object.name) for fact in facts] == [("Le Monde", "OpenAI")]
    (evidence,) = facts[0].evidence
    assert (
        text[evidence.start : evidence.end]
        == evidence.sentence
        == "Le Monde sued OpenAI over AI training on its copyrighted articles."
    )


@given(title=st.text(max_size=60), text=st.text(max_size=400))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_the_parser_reads_is_as_long_as_the_document(title, text):
    layout = lay_out(Document("u", title, text), frozenset())
    assert len(layout.text) == len(title) + 2 + len(text)
    for start, end in ((0, len(title)), (layout.start, len(layout.text))):
        evidence = layout.evidence(start, end)
        field = title if evidence.field == "title" else text
        assert field[evidence.start : evidence.end] == evidence.sentence


HOSTILE = {
    "nothing": "",
    "blanks": " \n\n \t",
    "one endless sentence": "The publisher sued OpenAI over AI training on copyrighted books and " * 30_000,
    "endless names": "OpenAI, Le Monde, " * 4_000 + "copyright suit over AI training on articles",
    "endless capitals": "The lawsuit over AI training on copyrighted books. " + "Aa Inc. Judge " * 4_000,
    "endless captions": "The lawsuit over AI training on copyrighted books. " + "Meta v. OpenAI, " * 3_500,
    "control characters": "Le Monde\x00 sued\x07 OpenAI\x1b over AI training on its copyrighted articles.\x85\u2028\ufeff\ud800",
    "capitals": "LE MONDE SUED OPENAI OVER AI TRAINING ON ITS COPYRIGHTED ARTICLES.",
    "German": "Das Landgericht München I hat entschieden: OpenAI darf Liedtexte nicht ohne Lizenz nutzen. KI-Training, Copyright, Musik.",
    "brackets": "((((" * 2_000 + " AI copyright training books lawsuit " + "))))" * 2_000,
    "markup": "<script>alert('AI copyright lawsuit training books')</script>" * 50,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_breaks_the_reader(reader, text):
    reading = reader.read(Document("u", "", text))
    assert reading.reason
    assert reading.relevant or not reading.facts
    if len(text) > 60_000 and reading.relevant:
        assert "only the first 60,000" in reading.reason


def _documents() -> list[Document]:
    sentences = [*RELEVANT, *IRRELEVANT, "GEMA sued Suno over song lyrics used in AI training, copyright in hand."]
    return [
        Document(f"https://wire.test/{number}", "", text, date(2025, 9, 17))
        for number, text in enumerate(sentences * 2)
    ]


def test_reading_many_is_reading_each_in_order(reader):
    documents = _documents()
    many = list(reader.read_many(iter(documents)))
    assert many == [reader.read(document) for document in documents]
    assert [reading.url for reading in many] == [document.url for document in documents]


def test_a_reading_survives_json(reader):
    reading = reader.read(Document("u", "", RELEVANT[0], date(2025, 9, 17)))
    assert reading.facts
    assert Reading.from_dict(json.loads(json.dumps(reading.to_dict()))) == reading


def test_the_version_changes_with_the_register(reader, register):
    other = make_reader(Register(register.parties[:3], register.courts))
    assert other.version != reader.version
    assert other.version.split("+register.")[0] == reader.version.split("+register.")[0]


def test_a_missing_model_is_told_by_name(register):
    with pytest.raises(ConfigurationError, match="en_core_web_none"):
        make_reader(register, "en_core_web_none")


def test_names_sums_days_and_works_are_marked_by_what_they_are(reader):
    text = (
        'The New York Times and Sarah Silverman sued OpenAI on May 3, 2024, saying that it copied "The Great Gatsby" to '
        "train ChatGPT. They want $5 million for the copyright."
    )
    labels = {mention.text: mention.label for mention in reader.read(Document("u", "", text)).mentions}
    assert labels["OpenAI"] == "company"
    assert labels["Sarah Silverman"] == "person"
    assert labels["ChatGPT"] == "product"
    assert labels["The Great Gatsby"] == "work"
    assert labels["May 3, 2024"] == "date"
    assert labels["$5 million"] == "money"
