"""Which sentence is shown as the proof of a fact: the one that tells it, not the one that tells something else."""

import pytest

import nlp.proving
import nlp.reader
from nlp.attributes import with_values
from nlp.merge import MOST_EVIDENCE
from nlp.model import RELATIONS, Document
from nlp.proof_signals import NAMES
from nlp.proposals import LEARNED, Learned
from nlp.proving import weights
from nlp.rules.candidate import NO_ATTRIBUTES, Candidate
from rightswire.errors import ConfigurationError

SUIT = ("sues", "Le Monde", "OpenAI")
SETTLED = ("settles_with", "Le Monde", "OpenAI")
RULED = ("ruling", "Le Monde", "OpenAI")
BEGUN = "Le Monde sued OpenAI in August 2024 over articles on which ChatGPT was trained."
BODY = [
    # headline, text, fact, words of the sentence that proves it
    ("Le Monde sues OpenAI over articles", f"{BEGUN}\n\nThe court has not set a date.", SUIT, "in August 2024"),
    ("Le Monde takes OpenAI to court", f"A newspaper is in court over the training of AI on articles. {BEGUN}", SUIT, "in August 2024"),
    ("OpenAI settles with Le Monde", f"OpenAI and Le Monde settled their case over articles on Monday. {BEGUN}", SETTLED, "settled their case"),
]  # fmt: skip


def shown(reading, fact):
    (found,) = (one for one in reading.facts if (one.relation, one.subject.name, one.object.name) == fact)
    return found.evidence


@pytest.mark.parametrize(("title", "text", "fact", "words"), BODY, ids=[row[0] for row in BODY])
def test_a_headline_proves_nothing_that_the_text_tells(reader, title, text, fact, words):
    evidence = shown(reader.read(Document("u", title, text)), fact)
    assert words in evidence[0].sentence
    assert evidence[0].field == "text"
    assert len(evidence) <= MOST_EVIDENCE


@pytest.fixture
def attended(reader, monkeypatch):
    """Read a text with an encoder that proposes a fact, and attends to the sentence with `by` alone."""

    def read(text, fact, by):
        relation, subject, target = fact

        def ask(article, seen):
            parties = {name.party.name: name.party for name in article.names}
            pair = parties[subject], parties[target]
            sentence = next(each for each in article.sentences if by in each.span.text)
            given = with_values(NO_ATTRIBUTES, {"outcome": "plaintiff"} if relation == "ruling" else {})
            place = (sentence, sentence.span.root.i, LEARNED + relation)
            candidate = Candidate(relation, pair[:1], pair[1:], *place, 0.98, given)
            return Learned((candidate,), {(relation, *pair): 0.98}, frozenset(parties.values()))

        monkeypatch.setattr(nlp.reader, "ask", ask)
        return reader.read(Document("u", "", text))

    return read


ELSEWHERE = [
    (f"{BEGUN}\n\nThe start-up agreed on Friday to pay $9 million to settle the suit.", SETTLED, "to settle the suit"),
    (f"OpenAI is to settle a class action over AI, papers show. They were filed on Friday.\n\n{BEGUN}", SETTLED, "settle a class action"),
    (f"{BEGUN}\n\nIn May the start-up lost: training on articles was no fair use, Judge Ada Stone held.", RULED, "no fair use"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fact", "words"), ELSEWHERE, ids=[row[2] for row in ELSEWHERE])
def test_a_sentence_that_tells_of_the_suit_does_not_prove_what_came_of_it(attended, text, fact, words):
    assert words in shown(attended(text, fact, "in August 2024"), fact)[0].sentence


def test_the_sentence_by_which_a_fact_was_found_stays(attended):
    text, fact, _ = ELSEWHERE[0]
    assert "in August 2024" in shown(attended(text, fact, "in August 2024"), fact)[1].sentence


def test_a_rules_own_sentence_that_names_both_is_shown_before_one_about_the_suit(reader):
    text = (
        "Getty Images has sued Stability AI in London over photographs on which it trained its model.\n\n"
        "The complaint, filed on Monday by Getty Images, alleges copyright infringement and breach of contract."
    )
    evidence = shown(reader.read(Document("u", "", text)), ("sues", "Getty Images", "Stability AI"))
    assert "has sued" in evidence[0].sentence


def test_a_heading_proves_nothing(attended):
    text = f"{BEGUN}\n\nA suit settled\n\nThe start-up agreed on Friday to pay $9 million to settle the suit."
    assert shown(attended(text, SETTLED, "in August 2024"), SETTLED)[0].sentence != "A suit settled"


def test_a_sentence_that_denies_it_is_not_shown(attended):
    text = (
        "OpenAI trains AI on articles of Le Monde, which went to court. Le Monde has not sued OpenAI in Paris.\n\n"
        + BEGUN
    )
    assert "has not" not in shown(attended(text, SUIT, "in August 2024"), SUIT)[0].sentence


def test_every_signal_has_a_weight_for_every_relation():
    assert weights().keys() == set(RELATIONS)
    assert all(known.shape == (len(NAMES),) and known.any() for known in weights().values())


def test_missing_weights_say_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(nlp.proving, "WEIGHTS", tmp_path)
    weights.cache_clear()
    with pytest.raises(ConfigurationError, match="restore it"):
        weights()
    weights.cache_clear()


OF_TWO = [
    "Google has paid Le Monde for its archive since 2024, about $60 million a year, and OpenAI since May 2024.",
    "Le Monde licensed its archive to Google for about $60 million a year, and to OpenAI on terms that were not published.",
]


@pytest.mark.parametrize("text", OF_TWO)
@pytest.mark.parametrize(("target", "told"), [("Google", "about $60 million a year"), ("OpenAI", None)])
def test_a_sum_of_the_one_named_before_it_is_not_that_of_who_joins_behind(attended, text, target, told):
    fact = ("licenses_to", "Le Monde", target)
    found = [fact for fact in attended(text, fact, "OpenAI").facts if fact.object.name == target]
    assert [fact.attributes.value and fact.attributes.value.text for fact in found] == [told]
