"""Whose words a sentence gives: whether it names or refers to a speaker, or reports somebody else."""

from collections.abc import Collection

from spacy.tokens import Token

from nlp.article import Sentence
from nlp.model import Party
from nlp.syntax import governors
from nlp.vocabulary import read_table
from nlp.words import verbs, words

#: Who speaks in a quote of several sentences calls himself so.
OWN = frozenset({"i", "me", "my", "mine", "we", "us", "our", "ours"})
#: By whether a person is meant.
REFERRING = {True: frozenset({"he", "she", "him", "her", "his", "hers"}), False: frozenset({"it", "its"})}
MARKS = frozenset('"\u201c\u201d')


def names_or_refers(sentence: Sentence, party: Party) -> bool:
    """Whether a sentence names a party, or has a pronoun, a quote or 'the company' that may mean it."""
    if any(name.party == party for name in sentence.names):
        return True
    said = {token.lower_ for token in sentence.span}
    if said & (OWN | REFERRING[party.kind == "person"]) or any(mark in sentence.span.text for mark in MARKS):
        return True
    if party.kind == "person":
        return False
    return bool(said & frozenset(read_table("stances")["spokes"])) or any(
        token.lower_ in words("generic") and any(child.lower_ in {"the", "this"} for child in token.children)
        for token in sentence.span
    )


def is_anothers(sentence: Sentence, speakers: Collection[Party]) -> bool:
    """Whether a sentence reports what others say, each of them named, and not what the speakers say."""
    others = False
    for verb in sentence.span:
        if verb.lower_ not in verbs("say") or not verb.tag_.startswith("VB") or _is_reported(verb):
            continue
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if subject is None:
            continue
        left, right = subject.left_edge.i, subject.right_edge.i
        named = {name.party for name in sentence.names if left <= name.start <= right}
        if named & set(speakers) or not (named or subject.tag_ in {"NNP", "NNPS"}):
            return False
        others = True
    return others


def _is_reported(verb: Token) -> bool:
    """Whether another's verb of saying governs this one: 'the department told the court that it considers it fair'."""
    clause = verb
    for head in governors(verb):
        if clause.dep_ in {"ccomp", "xcomp", "advcl"} and head.lower_ in verbs("say"):
            return True
        clause = head
    return False
