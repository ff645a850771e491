"""The gate's weights are words that people may read, its articles are whole, and its reasons name what weighed."""

import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from nlp.gate import LONGEST_TEXT, judge
from nlp.model import Document

NLP = Path(__file__).resolve().parents[2] / "nlp"
ARTICLES = [json.loads(line) for line in (NLP / "training" / "gate" / "articles.jsonl").read_text("utf-8").splitlines()]
WEIGHTS = tomllib.loads((NLP / "vocabulary" / "gate_weights.toml").read_text("utf-8"))
FIELDS = {"id", "url", "outlet", "title", "published", "text", "relevant", "parties", "facts"}


def test_the_articles_are_whole_and_each_is_there_once():
    assert all(article.keys() == FIELDS for article in ARTICLES)
    assert all(".test/" in article["url"] for article in ARTICLES)
    for field in ("id", "url", "text"):
        assert max(Counter(article[field] for article in ARTICLES).values()) == 1
    assert sum(not article["relevant"] for article in ARTICLES) >= 150


def test_the_weights_are_few_ordinary_words():
    words = WEIGHTS["words"]
    assert len(words) <= 2_000
    assert all(word == word.lower() for word in words)
    # Names that fill the training articles, real and invented: none may decide.
    assert (
        not {"openai", "anthropic", "getty", "midjourney", "perplexity", "nvidia", "ferrous", "cormorant"}
        & words.keys()
    )


NEAR = [
    ("on", "The archive sued the chatbot maker: its recordings had been copied to train the model."),
    ("not on", "The chip maker sued the chatbot maker over a patent on cooling for data centres."),
]


@pytest.mark.parametrize(("verdict", "text"), NEAR)
def test_the_reason_names_the_words_that_weighed(verdict, text):
    relevant, reason = judge(Document("u", "", text))
    assert relevant == (verdict == "on")
    assert reason.startswith(f"{verdict} works and AI: score ")
    assert "; for: " in reason or "; against: " in reason


def test_a_machine_without_the_word_ai_is_a_mention():
    text = "The guild says that the program was reared on its tune books without permission and has taken its maker to court."
    assert judge(Document("u", "", text))[1] != "AI is not mentioned"


def test_what_stands_beyond_the_longest_text_does_not_count():
    filler = "The town council voted to repair the bridge before winter. " * (LONGEST_TEXT // 50)
    late = filler + "\n\nThe publisher sued the chatbot maker for training its model on copyrighted books."
    assert judge(Document("u", "", late)) == (False, "AI is not mentioned")


def test_judging_twice_says_the_same():
    for article in ARTICLES[:20]:
        document = Document(article["url"], article["title"], article["text"])
        assert judge(document) == judge(document)


@pytest.mark.parametrize(
    "sentence",
    [
        "Le Monde renewed its licensing deal with OpenAI on 4 March.",
        "The Guardian has extended its licensing agreement with OpenAI for two years.",
    ],
)
def test_a_short_report_of_a_licence_is_read(reader, sentence):
    (fact,) = reader.read(Document("https://wire.test/a", "", sentence, None, "Example Wire")).facts
    assert (fact.relation, fact.attributes.status) == ("licenses_to", "renewed")
