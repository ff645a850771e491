"""What the gate sees of an article: its words, and how topics stand together in sentences and passages."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

from nlp.furniture import find_furniture
from nlp.vocabulary import read_table

#: Sentences that make a passage.
PASSAGE = 3
#: Words whose topics are remembered between articles; a bound on memory.
REMEMBERED_WORDS = 20_000
#: Longer strings are addresses and rubbish.
LONGEST_WORD = 40
TOKEN = re.compile(r"a\.i\.|robots\.txt|[a-zà-ÿ][a-zà-ÿ0-9]*(?:['\u2019-][a-zà-ÿ0-9]+)*")
POSSESSIVE = re.compile(r"['\u2019]s?$")
SENTENCE_END = re.compile(r"(?<=[.!?:;”\"])\s+|\n+")
CASED_AI = re.compile(r"\b(?:IA|KI|[A-Z]\w*AI)\b")

CLASSES = ("ai", "works", "use", "licence", "suit", "stance", "strong", "foreign", "licence_told")


@dataclass(frozen=True, slots=True)
class Clues:
    """What was seen: whether a machine is spoken of at all, topic figures by name, and the words in lower case."""

    machine: bool
    topics: dict[str, float]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Topics:
    """Topics as bits of a number, and the combinations that are counted: (name, bits, whether weak words count)."""

    bits: dict[str, int]
    patterns: dict[str, re.Pattern[str]]
    together: tuple[tuple[str, int, bool], ...]


@cache
def _topics() -> _Topics:
    table = read_table("gate")["topics"]
    bits = {name: 1 << index for index, name in enumerate(table)}
    patterns = {name: re.compile("(?:" + "|".join(words) + r")\Z") for name, words in table.items()}
    together = []
    for combination in read_table("gate")["together"]:
        names = combination.split("+")
        needed = sum(bits[name] for name in names)
        together.append((combination, needed, False))
        if "machine" in names:
            together.append((combination.replace("machine", "any_machine"), needed, True))
    return _Topics(bits, patterns, tuple(together))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = read_table("gate")
    return {key: re.compile(r"(?<!\w)(?:" + "|".join(table[key]) + r")(?!\w)", re.IGNORECASE) for key in CLASSES}


@lru_cache(maxsize=REMEMBERED_WORDS)
def _topic_bits(word: str) -> int:
    topics = _topics()
    plain = POSSESSIVE.sub("", word)
    found = sum(topics.bits[name] for name, pattern in topics.patterns.items() if pattern.match(plain))
    machine = topics.patterns["machine"]
    if not found & topics.bits["machine"] and "-" in plain and any(map(machine.match, plain.split("-"))):
        found |= topics.bits["machine"]
    return found


def find_clues(title: str, text: str) -> Clues:
    """Look at an article as the gate does.

    Args:
        title: its headline.
        text: its text, of bounded length; furniture in it is passed over.

    Returns:
        Figures between 0 and about 4 by the names that the table of weights has, and the words in lower case.
    """
    topics = _topics()
    paragraphs = list(_paragraphs(title, text))
    sentences: list[int] = []
    words: set[str] = set()
    for sentence in (part for each in paragraphs for part in SENTENCE_END.split(each) if part.strip()):
        found = topics.bits["machine"] if CASED_AI.search(sentence) else 0
        tokens = {token for token in TOKEN.findall(sentence.lower()) if len(token) <= LONGEST_WORD}
        for token in tokens:
            found |= _topic_bits(token)
        words.update(tokens)
        sentences.append(found)
    machine = topics.bits["machine"] | topics.bits["weak_machine"]
    if not any(found & machine for found in sentences):
        return Clues(False, {}, frozenset(words))
    figures = {**_singly(sentences, topics), **_jointly(sentences, topics), **_by_paragraph(paragraphs)}
    return Clues(True, figures, frozenset(words))


def _paragraphs(title: str, text: str) -> Iterator[str]:
    yield title
    at = 0
    for start, end in (*find_furniture(text), (len(text), len(text))):
        yield from (part for part in text[at:start].split("\n\n") if part.strip())
        at = end


def _singly(sentences: list[int], topics: _Topics) -> dict[str, float]:
    """For each topic the share of the sentences that have it, and whether some have it."""
    figures: dict[str, float] = {"length": log(len(sentences))}
    for name, bit in topics.bits.items():
        with_it = sum(1 for found in sentences if found & bit)
        figures[f"share {name}"] = with_it / len(sentences)
        figures[f"some {name}"] = min(with_it, 3) / 3
    return figures


def _jointly(sentences: list[int], topics: _Topics) -> dict[str, float]:
    """For each combination of topics how often it stands in one sentence, or in one passage."""
    figures: dict[str, float] = {}
    weak, machine = topics.bits["weak_machine"], topics.bits["machine"]
    passages = list(sentences)
    for before in range(1, PASSAGE):
        passages = [found | (sentences[at - before] if at >= before else 0) for at, found in enumerate(passages)]
    for where, units in (("sentence", sentences), ("passage", passages)):
        strict = Counter(units)
        lenient = Counter({found: count for found, count in strict.items() if not found & weak})
        for found, count in strict.items():
            if found & weak:
                lenient[found | machine] += count
        for name, needed, weakly in topics.together:
            counted = lenient if weakly else strict
            times = sum(count for found, count in counted.items() if found & needed == needed)
            figures[f"{where} {name}"] = min(times, 2) / 2
            figures[f"{where} share {name}"] = times / len(units)
    return figures


def _by_paragraph(paragraphs: list[str]) -> dict[str, float]:
    """Paragraphs that speak of works and AI together with a use, licence or suit, and of other matters."""
    patterns = _patterns()
    total = dict.fromkeys(("used", "used_in_dispute", "licensed", "litigated", "strong"), 0)
    foreign, near, told = 0, False, False
    for part in paragraphs:
        has = {key: patterns[key].search(part) is not None for key in CLASSES if key != "strong"}
        foreign += has["foreign"]
        told |= has["ai"] and has["licence_told"] and not has["foreign"]
        # "The firm" of one paragraph is the AI company of the one before.
        here, near = has["ai"] or near, has["ai"]
        if not here:
            continue
        total["strong"] += len(patterns["strong"].findall(part))
        if not has["works"] and not (has["use"] and (has["suit"] or has["stance"])):
            continue
        total["used"] += has["use"]
        total["used_in_dispute"] += has["use"] and (has["suit"] or has["licence"] or has["stance"])
        total["licensed"] += has["licence"] and not has["foreign"]
        total["litigated"] += has["suit"] and not has["foreign"]
    counts: dict[str, float] = {key: min(value, 4 if key == "strong" else 3) for key, value in total.items()}
    counts["licence_told"] = told
    counts["foreign_share"] = foreign / len(paragraphs)
    counts["nothing_foreign"] = foreign == 0
    counts["ten_paragraphs"] = min(len(paragraphs), 20) / 10
    return counts
