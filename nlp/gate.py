"""Decide before any parsing whether an article is on the use of works by AI: cheap, on the raw text."""

import re
from collections.abc import Iterator

from nlp.characters import drop_invisible
from nlp.furniture import find_furniture
from nlp.model import Document
from nlp.vocabulary import read_table

#: No more than this is judged or read: news articles are shorter, and a page of a million characters is not one.
LONGEST_TEXT = 60_000
CLASSES = ("ai", "works", "use", "licence", "suit", "stance", "strong", "foreign")


def _compiled(key: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(read_table("gate")[key]) + r")(?!\w)", re.IGNORECASE)


PATTERNS = {key: _compiled(key) for key in CLASSES}
#: An article without any of these is rejected at once. Cased: 'ai' inside other languages' words is common.
AI_AT_ALL = re.compile(r"(?<!\w)(?:" + "|".join(read_table("gate")["ai_at_all"]) + r")(?!\w)")
#: English prose has these words in 8 to 30 of 100, notes in telegram style included; other languages in hardly any.
ENGLISH = frozenset(read_table("gate")["english"])
LEAST_ENGLISH, FEWEST_WORDS, SAMPLE = 0.03, 40, 4_000
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
    if not AI_AT_ALL.search(document.title) and not AI_AT_ALL.search(text):
        return False, "AI is not mentioned"
    if not _is_english(text):
        return False, "not in English"
    counts = _count(list(_paragraphs(document.title, text)))
    if not any(counts[key] for key in ("used", "licensed", "litigated")) and counts["strong"] < 2:
        return False, "no paragraph speaks of works and AI together with a use, licence or suit"
    weights = read_table("gate")["weights"]
    score = weights["bias"] + sum(weights[key] * value for key, value in counts.items())
    told = ", ".join(f"{value:.2g} {key.replace('_', ' ')}" for key, value in counts.items() if value)
    return score > 0, f"{'on' if score > 0 else 'not on'} works and AI: score {score:.1f} from {told}"


def _is_english(text: str) -> bool:
    """Whether English words join a text's words; too short a text is given the benefit of the doubt."""
    words = WORD.findall(text[:SAMPLE].lower())
    return len(words) < FEWEST_WORDS or sum(word in ENGLISH for word in words) >= LEAST_ENGLISH * len(words)


def _paragraphs(title: str, text: str) -> Iterator[str]:
    yield title
    at = 0
    for start, end in (*find_furniture(text), (len(text), len(text))):
        yield from (part for part in text[at:start].split("\n\n") if part.strip())
        at = end


def _count(paragraphs: list[str]) -> dict[str, float]:
    """Features of an article by the names of the weights."""
    total = dict.fromkeys(("used", "used_in_dispute", "licensed", "litigated", "strong"), 0)
    foreign, near = 0, False
    for part in paragraphs:
        has = {key: PATTERNS[key].search(part) is not None for key in CLASSES if key != "strong"}
        foreign += has["foreign"]
        # "The firm" of one paragraph is the AI company of the one before.
        here, near = has["ai"] or near, has["ai"]
        if not here:
            continue
        total["strong"] += len(PATTERNS["strong"].findall(part))
        if not has["works"] and not (has["use"] and (has["suit"] or has["stance"])):
            continue
        total["used"] += has["use"]
        total["used_in_dispute"] += has["use"] and (has["suit"] or has["licence"] or has["stance"])
        total["licensed"] += has["licence"] and not has["foreign"]
        total["litigated"] += has["suit"] and not has["foreign"]
    counts: dict[str, float] = {key: min(value, 4 if key == "strong" else 3) for key, value in total.items()}
    counts["foreign_share"] = foreign / len(paragraphs)
    counts["nothing_foreign"] = foreign == 0
    counts["ten_paragraphs"] = len(paragraphs) / 10
    return counts
