"""What an article denies is no fact, however far the denial stands from the word that tells the relation."""

import pytest

from nlp.model import Document

#: A sentence, and a relation that it denies.
DENIED = [
    ("OpenAI, a start-up, has no licensing agreement with Le Monde, a daily, for articles.", "licenses_to"),
    ("Le Monde, a daily, has signed no licensing agreement with OpenAI for its articles.", "licenses_to"),
    ("Le Monde, a daily, does not block OpenAI from its site, nor has it licensed its articles to the AI company.", "licenses_to"),
    ("Le Monde, a daily, has not sued Meta, nor has it sued OpenAI over copyright in AI training.", "sues"),
    ("Neither Le Monde, a daily, nor Axel Springer, a publisher, has sued OpenAI over copyright.", "sues"),
    ("None of the publishers, among them Le Monde and Axel Springer, has sued OpenAI over copyright.", "sues"),
    ("No court has found that OpenAI, an AI company, infringed the copyright of Le Monde, a daily.", "ruling"),
    ("No court has found that OpenAI, an AI company, infringed the copyright of Le Monde, a daily.", "sues"),
    ("The court did not find that OpenAI, an AI company, infringed the copyright of Le Monde, a daily.", "ruling"),
    ("It is not true that Le Monde, a daily, has sued OpenAI, an AI company, over copyright.", "sues"),
    ("It is false that Le Monde, a daily, has sued OpenAI, an AI company, over copyright.", "sues"),
    ("Le Monde, which publishes poems, denies blocking the crawler of OpenAI, which trains AI on articles.", "blocks"),
    ("OpenAI, the AI company, rejected on Tuesday a report that it had settled with Le Monde over articles.", "settles_with"),
    ("Meta, an AI company, will pay Le Monde $4 million to settle the suit over its articles.", "licenses_to"),
    ("Le Monde, a daily, has not sued OpenAI, which trains AI models on articles.", "sues"),
    ("Le Monde (a daily) denies having licensed its articles to OpenAI, which trains AI models.", "licenses_to"),
    ("OpenAI, founded in 2015, has reached no settlement with Le Monde, a daily, in the copyright suit.", "settles_with"),
    ("Le Monde, a daily, denies having settled with OpenAI in the copyright lawsuit.", "settles_with"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "relation"), DENIED)
def test_what_is_denied_is_no_fact(read_facts, sentence, relation):
    assert relation not in {fact.relation for fact in read_facts(sentence)}


TOLD = [
    ("It is not the first time that Le Monde, a daily, has sued OpenAI over copyright.", "sues"),
    ("No fewer than three publishers, among them Le Monde and Axel Springer, have sued OpenAI over copyright.", "sues"),
    ("OpenAI has not denied that Le Monde, a daily, has sued it over copyright in AI training.", "sues"),
    ("Le Monde, a daily, has sued OpenAI over copyright and has not sued Meta.", "sues"),
    ("No longer content to wait, Le Monde has sued OpenAI over copyright.", "sues"),
]


@pytest.mark.parametrize(("sentence", "relation"), TOLD)
def test_a_negation_of_something_else_denies_nothing(read_facts, sentence, relation):
    assert relation in {fact.relation for fact in read_facts(sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Le Monde, the French newspaper, has not licensed its articles to OpenAI for AI training.",
        "Le Monde, which publishes poems, is not suing OpenAI over copyright in AI training.",
        "Le Monde, which publishes poems, denies licensing its articles to OpenAI for AI training.",
    ],
)
def test_nobody_takes_a_position_in_what_only_says_what_was_not_done(reader, sentence):
    told = reader.read(Document("https://wire.test/a", "Publishers and AI", sentence)).facts
    assert not [fact for fact in told if fact.relation == "says" and fact.confidence >= 0.5]
