"""New names of parties as sentences state them: 'Zephyrine, formerly Ostwind Labs'. A statement, no likeness."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from graph.model import ReadArticle
from graph.names import name_key
from graph.rules import rules
from graph.story_rules import story_rules

#: Names are sought among so many words beside those that tell of the change.
MOST_WORDS = 8
#: Name as the earlier name's key -> the later name's key.
Renames = Mapping[str, str]
_OPENING = re.compile(r"^[\s,(\"'\u201c\u2018]+")
_CLOSING = re.compile(r"[\s,(\"'\u201d\u2019]+$")


@cache
def _telling() -> re.Pattern[str]:
    """Any words of the rules, so that most sentences are passed over at once."""
    told = story_rules()
    words = [*told.renamed_from, *told.renamed_to, *(after for _, after in told.renamed_around)]
    return re.compile("|".join(rf"\b{re.escape(word)}\b" for word in words))


def stated_renames(articles: Iterable[ReadArticle]) -> dict[str, str]:
    """Keys of names that bodies bore, each with that of the next name that they bore, as sentences of facts tell.

    Both must be names that facts use. Names may follow one another: of 'C, formerly A' and 'C, formerly B' and 'B,
    formerly A' the first says nothing more. A name that is said to have become several is left alone, and so is one
    that several are said to have become, and so are names that are said to have become each other.
    """
    articles = list(articles)
    names = _names(articles)
    told: dict[str, set[str]] = defaultdict(set)
    for sentence in _sentences(articles):
        for old, new in _read(sentence, names):
            told[old].add(new)
    plain = {old: next(iter(left)) for old, news in told.items() if len(left := _nearest(news, told)) == 1}
    olds, rings = Counter(plain.values()), _rings(plain)
    return {old: new for old, new in plain.items() if olds[new] == 1 and old not in rings}


def _nearest(news: Collection[str], told: Mapping[str, Collection[str]]) -> list[str]:
    """Of the names that one became those to which none of the others led, as far as one step tells."""
    return [new for new in news if not any(new in told.get(other, ()) for other in news if other != new)]


def _rings(renames: Mapping[str, str]) -> set[str]:
    """Names that lead back to themselves."""
    seen: dict[str, str] = {}
    rings: set[str] = set()
    for first in renames:
        path, name = [], first
        while name in renames and name not in seen:
            seen[name] = first
            path.append(name)
            name = renames[name]
        if path and seen.get(name) == first:
            rings.update(path[path.index(name) :])
    return rings


def in_order(renames: Mapping[str, str]) -> list[list[str]]:
    """The names of each body, one after another, the oldest first; by their oldest names.

    Args:
        renames: as `stated_renames` gives them: no name has two before or after it, and none leads back to itself.
    """
    chains = []
    for first in sorted(renames.keys() - set(renames.values())):
        chain = [first]
        while following := renames.get(chain[-1]):
            chain.append(following)
        chains.append(chain)
    return chains


def _names(articles: Iterable[ReadArticle]) -> set[str]:
    return {
        name_key(party.name)
        for article in articles
        for fact in article.facts
        for party in (fact.subject, fact.object)
        if party and rules().kind_groups.get(party.kind) == "body"
    }


def _sentences(articles: Iterable[ReadArticle]) -> list[str]:
    found = {
        evidence.sentence
        for article in articles
        for fact in article.facts
        for evidence in fact.evidence
        if _telling().search(evidence.sentence)
    }
    return sorted(found)


def _read(sentence: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Old and new names in a sentence."""
    told = story_rules()
    for words in told.renamed_from:
        for before, after in _parts(sentence, words):
            yield from _pair(_first_name(after, names), _last_name(before, names))
    for words in told.renamed_to:
        for before, after in _parts(sentence, words):
            yield from _pair(_last_name(before, names), _first_name(after, names))
    for opening, closing in told.renamed_around:
        for before, _ in _parts(sentence, closing):
            place = before.rfind(f" {opening} ")
            if place >= 0:
                old = before[place + len(opening) + 2 :]
                yield from _pair(name_key(old) if name_key(old) in names else "", _last_name(before[:place], names))


def _pair(old: str, new: str) -> Iterator[tuple[str, str]]:
    if old and new and old != new:
        yield old, new


def _parts(sentence: str, words: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(rf"\b{re.escape(words)}\b", sentence):
        yield sentence[: match.start()], sentence[match.end() :]


def _first_name(text: str, names: Collection[str]) -> str:
    """The longest name with which a text begins; '' for none, or for one whose own it is ('Nimbra's partner')."""
    words = re.split(r"[,;()]", _OPENING.sub("", text), maxsplit=1)[0].split()[:MOST_WORDS]
    return next((key for length in range(len(words), 0, -1) if (key := _key(words[:length], names))), "")


def _last_name(text: str, names: Collection[str]) -> str:
    """The longest name with which a text ends."""
    words = re.split(r"[,;()]", _CLOSING.sub("", text))[-1].split()[-MOST_WORDS:]
    return next((key for start in range(len(words)) if (key := _key(words[start:], names))), "")


def _key(words: list[str], names: Collection[str]) -> str:
    text = " ".join(words).rstrip(".")
    key = name_key(text)
    return key if key in names and text[:1].isupper() and not text.endswith(("'s", "\u2019s", "s'", "s\u2019")) else ""
