"""Who has won, by the words of the sentences that tell a ruling (nlp/vocabulary/rulings.toml).

A sentence is read clause by clause: one that goes for each side makes a mixed outcome. What the words do not tell is
left to the encoder.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from nlp.article import Article, Sentence
from nlp.context import pattern
from nlp.model import Fact, Party
from nlp.vocabulary import read_table

PROCEDURAL = "procedural"
PLAINTIFFS = re.compile(
    r"\b[Tt]he (?:plaintiffs?|authors|writers|publishers|labels|claimants?|artists|photographers?|novelists?"
    r"|newspapers?|musicians?)\b"
)
DEFENDANTS = re.compile(r"\b[Tt]he (?:defendants?|company|start-?up|developer|firm)\b")
#: The parties of a case, by the word that stands for them where a sentence is read: the third are in other cases.
ROLES = ("PLAINTIFF", "DEFENDANT", "OTHER")
SIDES = frozenset({"refusal", "plaintiff", "defendant"})
#: What no word of a gap may be, by its sign.
UNLIKE = {
    "": "",
    "!": r"(?!(?:not|never|no|none|neither|cannot|but|while|\w+n['\u2019]t)\b)",
    "+": r"(?!(?:and|but|while|though|although)\b)",
    "-": r"(?!PLAINTIFF|DEFENDANT)",
}
#: What stands in a sentence for words that have been read.
_TOLD, _TOLD_AS = "[told_{}]", re.compile(r"\[told_(\w+)\]")
_GAP = re.compile(r"<([!+-]?)(\d+)>")


def tell_outcomes(facts: Sequence[Fact], article: Article) -> tuple[Fact, ...]:
    """The facts in their order, rulings with the outcome that their sentences tell; else that which they had."""
    places = ((s, article.layout.evidence(s.span.start_char, s.span.end_char)) for s in article.sentences)
    sentences = {evidence: sentence for sentence, evidence in places}
    suits = [fact for fact in facts if fact.relation in {"sues", "ruling"} and fact.object]

    def told(fact: Fact) -> Fact:
        if fact.relation != "ruling":
            return fact
        proving = [sentences[evidence] for evidence in fact.evidence if evidence in sentences]
        outcome = _outcome(proving, article, _roles(fact, suits))
        return replace(fact, attributes=replace(fact.attributes, outcome=outcome)) if outcome else fact

    return tuple(map(told, facts))


def judge_outcome(masked: str) -> str | None:
    """Who has won by a sentence in which the sides are written PLAINTIFF and DEFENDANT; None where it does not tell."""
    if pattern("rulings", "divided").search(masked):
        return "mixed"
    read = masked
    for told, words in _readings():
        read = words.sub(_TOLD.format(told) if told != "nothing" else "_", read)
    table, has = _patterns(), _classes(read) | (_classes(masked) & {"mixed", PROCEDURAL})
    if PROCEDURAL in has and "refusal" not in has and not _decides(has, read, masked):
        return PROCEDURAL
    clauses = {side for clause in table["contrast"].split(read) if (side := _winner(_classes(clause)))}
    if len(clauses) > 1 or ("mixed" in has and clauses):
        return "mixed"
    return clauses.pop() if clauses else _winner(has)


def mask(sentence: Sentence, roles: Mapping[Party, str]) -> str:
    """A sentence with the word of its role for each party that has one."""
    text, offset, doc = sentence.span.text, sentence.span.start_char, sentence.span.doc
    for name in reversed(sentence.names):
        if name.party in roles:
            span = doc[name.start : name.end]
            text = text[: span.start_char - offset] + roles[name.party] + text[span.end_char - offset :]
    return DEFENDANTS.sub(ROLES[1], PLAINTIFFS.sub(ROLES[0], text))


def _roles(fact: Fact, suits: Iterable[Fact]) -> dict[Party, str]:
    """Who is on which side of a fact's case, co-parties too."""
    roles: dict[Party, str] = {}
    for suit in suits:
        for party, role, own in (
            (suit.subject, ROLES[0], suit.object == fact.object),
            (suit.object, ROLES[1], suit.subject == fact.subject),
        ):
            if party and (own or party not in roles):
                roles[party] = role if own else ROLES[2]
    roles[fact.subject] = ROLES[0]
    if fact.object:
        roles[fact.object] = ROLES[1]
    return roles


def _outcome(proving: Sequence[Sentence], article: Article, roles: Mapping[Party, str]) -> str | None:
    """What the proving sentences tell, the ruling that decides something first; else a neighbour about the case."""
    told = [outcome for sentence in proving if (outcome := judge_outcome(mask(sentence, roles)))]
    if told:
        return next((outcome for outcome in told if outcome != PROCEDURAL), PROCEDURAL)
    near = (
        article.sentences[number]
        for sentence in proving
        for number in (sentence.index + 1, sentence.index - 1)
        if 0 <= number < len(article.sentences)
    )
    return next(
        (outcome for one in near if _goes_on(one, roles) and (outcome := judge_outcome(mask(one, roles)))), None
    )


def _goes_on(sentence: Sentence, roles: Mapping[Party, str]) -> bool:
    """Whether a sentence tells what a court does and names a side of the case, and nobody of another."""
    named = {roles[name.party] for name in sentence.names if name.party in roles}
    text = sentence.span.text
    return (
        bool(named)
        and ROLES[2] not in named
        and pattern("rulings", "decides").search(text) is not None
        and not pattern("rulings", "pending").search(text)
    )


def _decides(has: set[str], read: str, masked: str) -> bool:
    """Whether the claims are decided although a sentence holds a word of procedure."""
    table, told = _patterns(), _told(read) & {"plaintiff", "defendant"}
    return bool(("plaintiff" in has and table["decided"].search(read)) or (told and table["undoes"].search(masked)))


def _winner(has: set[str]) -> str | None:
    # "Denied the motion to dismiss" holds "dismiss" as well: what is refused does not count for the other side.
    if has & {"refusal", "plaintiff"}:
        return "plaintiff"
    return "defendant" if "defendant" in has else None


def _classes(text: str) -> set[str]:
    """The classes that a text tells: who wins is taken from the readings where they tell it."""
    told = _told(text)
    found = {name for name in read_table("rulings")["outcomes"] if _patterns()[name].search(text)}
    return told | (found - SIDES if told & SIDES else found)


def _told(text: str) -> set[str]:
    return set(_TOLD_AS.findall(text))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = read_table("rulings")
    known = {name: _written(words, r"[^\s;.]") for name, words in table["outcomes"].items()}
    known |= {"contrast": "|".join(table["contrast"]), "decided": table["decided"], "undoes": table["undoes"]}
    return {name: re.compile(words, re.IGNORECASE) for name, words in known.items()}


@cache
def _readings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What is read before the classes, in order, with what it tells."""
    table = read_table("rulings")
    written = [(step["tells"], _written(step["words"], r"[^\s;.,\[]")) for step in table["readings"]["steps"]]
    for name, words in table["words"].items():
        written = [(tells, text.replace(f"{{{name}}}", words)) for tells, text in written]
    return tuple((tells, re.compile(text, re.IGNORECASE)) for tells, text in written)


def _written(words: Sequence[str], letter: str) -> str:
    """Expressions as one, with the gaps between words of which each is of such letters."""

    def gap(found: re.Match[str]) -> str:
        return rf"(?:{UNLIKE[found[1]]}{letter}+ ){{0,{found[2]}}}?"

    return rf"(?<!\w)(?:{_GAP.sub(gap, '|'.join(words))})"
