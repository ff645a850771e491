"""Decide before any parsing whether an article is on the use of works by AI: cheap, on the raw text."""

import re
from math import sqrt

from nlp.characters import drop_invisible
from nlp.gate_features import find_clues
from nlp.model import Document
from nlp.vocabulary import read_table

#: No more than this is judged or read: news articles are shorter, and a page of a million characters is not one.
LONGEST_TEXT = 60_000
#: No headline is longer: what stands in a page's title beyond this is not read.
LONGEST_TITLE = 1_000
#: How many words for and against the reason names.
NAMED_WORDS = 4
#: English prose has these words in 8 to 30 of 100, notes in telegram style included; other languages in hardly any.
ENGLISH = frozenset(read_table("gate")["english"])
LEAST_ENGLISH, FEWEST_WORDS, SAMPLE = 0.03, 40, 4_000
#: Reasons of what is let in for single paragraphs, though the words of the whole speak against it. Where they are weak,
#: the reader turns the article away after all if it tells no fact.
STRONG_PARAGRAPH = "paragraphs on works and AI in an article on other matters"
WEAK_PARAGRAPH = "perhaps a paragraph on works and AI in an article on other matters"
#: A report as short as this that names AI and a licence in one paragraph has too few words to be weighed.
SHORT_LICENCE, SHORT_WORDS = "perhaps a short report of a licence to an AI company", 150
#: What begins the reasons of what is read only to see whether it tells a fact.
ON_TRIAL = (WEAK_PARAGRAPH, SHORT_LICENCE)
WORD = re.compile(r"\w+")


def judge(document: Document) -> tuple[bool, str]:
    """Tell whether to read an article.

    Args:
        document: title and text as fetched; what is furniture in it does not count.

    Returns:
        Whether it is relevant, and the reason in words for people.
    """
    text = drop_invisible(document.text[:LONGEST_TEXT])
    if not text.strip() and not document.title.strip():
        return False, "no text"
    clues = find_clues(document.title[:LONGEST_TITLE], text)
    if not clues.machine:
        return False, "AI is not mentioned"
    if not _is_english(text):
        return False, "not in English"
    learned = read_table("gate_weights")
    words = {word: learned["words"][word] for word in clues.words if word in learned["words"]}
    topics = sum(weight * clues.topics[name] for name, weight in learned["topics"].items())
    # A long article is not more relevant for having more words: each counts for less. Sorted, so that sums are equal.
    score = learned["bias"] + topics + sum(sorted(words.values())) / sqrt(max(1, len(words)))
    if score > learned["threshold"]:
        return True, f"on works and AI: score {score:.1f}{_named(words)}"
    if told := _told(clues.topics, text):
        return True, f"{told}: score {score:.1f}{_named(words)}"
    return False, f"not on works and AI: score {score:.1f}{_named(words)}"


def _told(topics: dict[str, float], text: str) -> str:
    """For what an article is read though its words as a whole speak against it; empty where for nothing."""
    if (strength := _paragraphs(topics)) > 0:
        return STRONG_PARAGRAPH if strength >= 1 else WEAK_PARAGRAPH
    return SHORT_LICENCE if topics["licence_told"] and len(WORD.findall(text)) <= SHORT_WORDS else ""


def _paragraphs(topics: dict[str, float]) -> float:
    """How strongly single paragraphs speak of works and AI; above zero makes an article relevant: see gate.toml."""
    if not any(topics[key] for key in ("used", "licensed", "litigated")) and topics["strong"] < 2:
        return 0.0
    weights = read_table("gate")["paragraphs"]
    return float(weights["bias"] + sum(weights[key] * topics[key] for key in weights if key != "bias"))


def _named(words: dict[str, float]) -> str:
    """The heaviest words, as a part of the reason."""
    heaviest = sorted(words, key=lambda word: (-abs(words[word]), word))
    told = {
        "for": [word for word in heaviest if words[word] > 0][:NAMED_WORDS],
        "against": [word for word in heaviest if words[word] < 0][:NAMED_WORDS],
    }
    return "".join(f"; {side}: {', '.join(named)}" for side, named in told.items() if named)


def _is_english(text: str) -> bool:
    """Whether English words join a text's words; too short a text is given the benefit of the doubt."""
    words = WORD.findall(text[:SAMPLE].lower())
    return len(words) < FEWEST_WORDS or sum(word in ENGLISH for word in words) >= LEAST_ENGLISH * len(words)
