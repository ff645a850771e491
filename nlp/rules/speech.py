"""Who says what: quotes and reported speech, each piece with its speaker and whom that speaker speaks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.mentions import Name
from nlp.model import Party
from nlp.reference import PERSONAL, Found, parties_of
from nlp.rules.roles import SUED, Roles
from nlp.rules.templates import Place
from nlp.syntax import RELATIVES, SUBJECTS, after_preposition, is_passive, is_verb, subject_of
from nlp.vocabulary import read_table
from nlp.words import verbs

QUOTES = frozenset('"\u201c\u201d')
CLAUSE_END = re.compile(r",? (?:while|whereas|although) ")
ORGANISATIONS = frozenset({"company", "outlet", "organisation", "government"})
#: A title and the name of the house stand at most so many words from a person's name.
FURTHEST_BEHIND, FURTHEST_BEFORE = 14, 8
#: Verbs that share the subject of the verb they hang on.
SHARED = frozenset({"conj", "advcl"})
SINGULAR = frozenset({"it", "its"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, the organisation spoken for, and how the speaker was found."""

    who: Party
    for_whom: Party | None
    how: str


@dataclass(slots=True)
class Utterance:
    """What one speaker is reported to say: pieces of text with their sentences; `verb` reports it."""

    speakers: tuple[Speaker, ...]
    verb: Token
    sentence: Sentence
    pieces: list[tuple[str, Sentence]] = field(default_factory=list)


def find_speech(article: Article, roles: Roles) -> Iterator[Utterance]:
    """Utterances of parties, in order; quotes that go on over sentences of a paragraph are joined."""
    for _, group in groupby(article.sentences, key=lambda sentence: sentence.paragraph):
        paragraph = list(group)
        reported: dict[int, list[Utterance]] = {}
        last: Utterance | None = None
        for sentence in paragraph:
            reported[sentence.index] = list(_reported(sentence, article, roles, last))
            last = reported[sentence.index][-1] if reported[sentence.index] else last
        _join_quotes(paragraph, reported)
        for sentence in paragraph:
            yield from reported[sentence.index]


def _join_quotes(paragraph: list[Sentence], reported: dict[int, list[Utterance]]) -> None:
    """Give sentences that are quoted whole to who spoke before them in the paragraph, else to who speaks after them."""
    is_open = False
    last: Utterance | None = None
    waiting: list[Sentence] = []
    for sentence in paragraph:
        text = sentence.span.text.strip()
        quoted = is_open or text[:1] in QUOTES
        is_open ^= sum(text.count(mark) for mark in QUOTES) % 2 == 1
        own = reported[sentence.index]
        if own:
            own[0].pieces += [(one.span.text, one) for one in waiting]
            waiting, last = [], own[-1]
        elif quoted and last is not None:
            last.pieces.append((text, sentence))
        elif quoted:
            waiting.append(sentence)


def _reported(sentence: Sentence, article: Article, roles: Roles, last: Utterance | None) -> Iterator[Utterance]:
    start = sentence.span.start
    for token in sentence.span:
        if not is_verb(token, "say") or is_passive(token) or not is_asserted(token):
            continue
        subject = next((child for child in token.children if child.dep_ in SUBJECTS), None)
        if subject is None:
            subject = _subject_by_place(token, sentence) or (subject_of(token) if token.dep_ in SHARED else None)
        elif subject.lower_ in RELATIVES and token.dep_ == "relcl":
            subject = token.head
        if subject is None or _is_quoted(subject, sentence):
            continue
        if (token.dep_ == "relcl" and subject.lower_ in SINGULAR) or any(c.lower_ == "what" for c in token.children):
            # "an app that it says was trained", "what it calls rehearsal": asides.
            continue
        if token.dep_ == "ccomp" and token.head.lower_ in verbs("say") and subject.tag_ == "PRP":
            # "He said that it acknowledged": one speaks, and it is not the pronoun.
            continue
        speakers = tuple(_speakers(subject, sentence, article, roles, last))
        if speakers:
            piece = _said(token, subject, start, _next_report(token, sentence))
            yield Utterance(speakers, token, sentence, [(piece, sentence)])
            start = token.i + 1


def _is_quoted(token: Token, sentence: Sentence) -> bool:
    """Whether a word stands inside a quote that the same sentence opens."""
    before = sentence.span.doc[sentence.span.start : token.i].text
    behind = sentence.span.doc[token.i : sentence.span.end].text
    opened = sum(before.count(mark) for mark in QUOTES) % 2 == 1
    return opened and any(mark in behind for mark in QUOTES) and sentence.span.text.lstrip()[:1] not in {"\u201d"}


def _subject_by_place(verb: Token, sentence: Sentence) -> Token | None:
    """'..., said NAME', '..., NAME said' where the parser sees no subject."""
    doc = verb.doc
    for name in sentence.names:
        if name.start == verb.i + 1 or (name.end == verb.i and doc[name.start - 1].text in {",", '"', "\u201d"}):
            return doc[name.start : name.end].root
    return None


def _next_report(verb: Token, sentence: Sentence) -> int:
    """Where what another says begins behind a verb of saying, else where the sentence ends."""
    for token in verb.doc[verb.i + 1 : sentence.span.end]:
        if token.dep_ in SUBJECTS and token.head.i > token.i and is_verb(token.head, "say") and token.tag_ != "PRP":
            return int(token.left_edge.i)
    return int(sentence.span.end)


def _said(verb: Token, subject: Token, start: int, end: int) -> str:
    """The words that a verb reports: behind it, and before it where the speaker is named between or behind."""
    doc = verb.doc
    left, right = min(verb.i, subject.left_edge.i), max(verb.i, subject.right_edge.i) + 1
    if subject.i < verb.i:
        right = verb.i + 1
    behind = CLAUSE_END.split(doc[right : max(right, end)].text, maxsplit=1)[0]
    before = doc[start:left].text.rstrip() if left > start else ""
    told_first = before[-1:] in {",", *QUOTES, "?", "!", "\u2014", "'", "\u2019"}
    return f"{before} {behind}" if told_first else behind


def _speakers(
    subject: Token, sentence: Sentence, article: Article, roles: Roles, last: Utterance | None
) -> Iterator[Speaker]:
    if subject.lower_ in PERSONAL:
        if last is not None and all(speaker.who.kind == "person" for speaker in last.speakers):
            yield from last.speakers
            return
        for name in roles.person_before(subject, sentence).names:
            yield Speaker(name.party, employer(name.party, article, roles), "inferred")
        return
    group = sentence.group_at(subject)
    if group:
        names = [
            name for name in group.names if name.party.kind not in {"court", "law-firm"} and name.label != "product"
        ]
        for name in names:
            yield Speaker(name.party, employer(name.party, article, roles), "named")
        return
    titled = _person_in(subject, sentence)
    if titled is not None:
        yield Speaker(titled.party, employer(titled.party, article, roles), "named")
        return
    found = _house(subject, article)
    if not found and subject.lower_ in SUED:
        found = roles.of(Place((), subject))
    for name in found.names:
        if name.party.kind in ORGANISATIONS:
            yield Speaker(name.party, name.party, found.how)


def _person_in(subject: Token, sentence: Sentence) -> Name | None:
    """'Its editor, A, said', "Warner's boss, A, said": the person whom a title explains."""
    doc = subject.doc
    for name in sentence.names:
        if name.party.kind != "person" or not subject.i < name.start <= subject.right_edge.i:
            continue
        between = doc[subject.i + 1 : name.start]
        if len(between) <= FURTHEST_BEFORE and not any(token.tag_.startswith(("VB", "W")) for token in between):
            return name
    return None


def _house(subject: Token, article: Article) -> Found:
    """The organisation that speaks: 'the company', 'an OpenAI spokesman', 'lawyers for A', "A's defence"."""
    spokes = frozenset(read_table("stances")["spokes"])
    if subject.lower_ in spokes:
        owners = [child for child in subject.children if child.dep_ in {"compound", "poss", "nmod", "amod"}]
        for child in (*owners, *after_preposition(subject, "for", "of")):
            if found := parties_of(child, article):
                return found
        return Found((), "named")
    found = parties_of(subject, article)
    return found if subject.lower_ not in {"they", "who"} or found.how != "inferred" else Found((), "named")


def employer(person: Party, article: Article, roles: Roles) -> Party | None:
    """The organisation for which a person speaks, as the article introduces them; organisations are their own."""
    if person.kind != "person":
        return person
    for name in article.names:
        if name.party == person and (found := _introduced(name, article, roles)) is not None:
            return found
    return None


def _introduced(name: Name, article: Article, roles: Roles) -> Party | None:
    doc = article.doc
    place = article.sentence_of(doc[name.start])
    others = [other for other in place.names if other.party.kind in ORGANISATIONS and other.label != "product"]
    if name.end < place.span.end and doc[name.end].lower_ in {",", "(", "of", "at", "for", "from"}:
        for other in others:
            gap = doc[name.end : other.start]
            if 0 < len(gap) <= FURTHEST_BEHIND and not any(token.tag_ in {"VBD", "VBP"} for token in gap):
                return other.party
    for other in reversed(others):
        gap = doc[other.end : name.start]
        if 0 <= name.start - other.end <= FURTHEST_BEFORE and not any(
            token.tag_.startswith("VB") or token.text in {";", ":"} or token.is_sent_start for token in gap
        ):
            return other.party
    window = doc[max(place.span.start, name.start - FURTHEST_BEFORE) : name.start]
    behind = doc[name.end : min(place.span.end, name.end + FURTHEST_BEFORE)] if _is_pause(doc, name.end) else ()
    for token in (*reversed(list(window)), *behind):
        if token.tag_.startswith("VB"):
            break
        if token.lower_ in {"its", "their"} and (found := parties_of(token, article)):
            return found.names[0].party if found.names[0].party.kind in ORGANISATIONS else None
        if token.tag_ == "POS" and token.i and (called := roles.called(doc[token.i - 1])):
            return called.names[0].party
    return None


def _is_pause(doc: object, index: int) -> bool:
    return index < len(doc) and doc[index].text in {",", "("}  # type: ignore[arg-type,index]
