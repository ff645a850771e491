"""On which step of a case a date hangs in the parse: its filing, or what became of it.

'Dismissed in May the suit filed in 2024': a date belongs to the step whose verb or noun it stands with.
"""

import re

from spacy.tokens import Doc, Token

from nlp.words import nouns, verbs

FILED, LATER = "filed", "later"
#: Words that say that a suit was brought; one between a date and a later step shows that the parser went astray.
BROUGHT = re.compile(r"(?i)\b(?:fil(?:ed|ing|es)|brought|lodged|sued|sues|suing|instituted|commenced)\b")
BEGINNING = frozenset({"began", "begins", "begun", "opened", "opens", "started", "starts"})
FILING_VERBS = frozenset({"filed", "files", "filing", "brought", "lodged", "sued", "sues", "suing", "instituted"})
#: The verb further off than this many words up the parse tells nothing of the date.
HIGHEST = 12


def owner_of_date(doc: Doc, start: int) -> str:
    """The step that a date stands with.

    Args:
        doc: parsed text.
        start: where the date begins, in characters.

    Returns:
        FILED, LATER (dismissed, settled, ruled, amended, ...) or '' where the parse tells neither.
    """
    date = token_at(doc, start)
    return _owner(date) or (LATER if _before_known_suit(date) else "")


def _owner(date: Token) -> str:
    """What tells of the date in the parse above it."""
    token = date
    for _ in range(HIGHEST):
        if token.head.i == token.i and not token.tag_.startswith("VB"):
            return ""
        if token.tag_.startswith("VB") and token.dep_ not in {"aux", "auxpass"}:
            return _of_verb(token, date)
        if token.tag_.startswith("NN") and token.lower_ in nouns("step"):
            return _unless_brought(token, date)
        if token.lower_ in nouns("suit_strict") and _stands_with(date, token):
            return FILED
        token = token.head
    return ""


def _of_verb(verb: Token, date: Token) -> str:
    if verb.lower_ in FILING_VERBS:
        joined = any(child.lower_ == "together" for child in verb.children)  # 'brought together twelve suits'
        return LATER if joined else FILED
    begins = verb.lower_ in BEGINNING and any(
        child.dep_ in {"nsubj", "nsubjpass"} and child.lower_ in nouns("court_step") for child in verb.children
    )
    return _unless_brought(verb, date) if begins or verb.lower_ in verbs("step") else ""


def _unless_brought(step: Token, date: Token) -> str:
    first, last = sorted((step.i, date.i))
    return "" if BROUGHT.search(step.doc[first:last].text) else LATER


def _stands_with(date: Token, noun: Token) -> bool:
    """'The May lawsuit', 'a complaint of May', 'a suit from 2023'."""
    walk = date
    while walk.head.i != noun.i and walk.head.dep_ in {"pobj", "nummod", "compound"}:
        walk = walk.head
    head = walk.head
    return head.i == noun.i or (head.dep_ == "prep" and head.head.i == noun.i and head.lower_ in {"of", "from"})


def _before_known_suit(date: Token) -> bool:
    """'Said on 3 May that they ended the lawsuit which A had brought': the filing is of a suit known before."""
    sentence = date.sent
    for noun in date.doc[date.i + 1 : sentence.end]:
        if noun.lower_ in nouns("suit") and any(child.dep_ in {"det", "poss"} for child in noun.children):
            known = not any(child.lower_ in {"a", "an"} for child in noun.children)
            filed = any(child.dep_ in {"acl", "relcl"} and child.lower_ in FILING_VERBS for child in noun.children)
            if known and filed:
                return BROUGHT.search(date.doc[sentence.start : noun.i].text) is None
    return False


def token_at(doc: Doc, place: int) -> Token:
    """The token that holds a character."""
    span = doc.char_span(place, place + 1, alignment_mode="expand")
    return span[0] if span is not None else doc[0]
