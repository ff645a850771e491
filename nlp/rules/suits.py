"""Who sues whom, told by a verb: 'X sued Y', 'X took Y to court'; and how one-sided tellings are completed."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.context import pattern
from nlp.mentions import Name
from nlp.model import Party
from nlp.reference import NOBODY, Found, all_of, first_of, parties_of, subject_parties
from nlp.rules.candidate import Candidate, parties, propose
from nlp.rules.suit_nouns import NOMINAL, Telling, tell_by_noun, tell_by_role, with_companions
from nlp.sides import AI, Sides, topic
from nlp.syntax import after_preposition, is_passive, is_verb, objects_of, subject_of
from nlp.words import nouns, verbs, words

#: A side that one sentence leaves out stands at most so many sentences away.
NEIGHBOURS = 2
TWO_PLACES = "sues.two-places"
AUXILIARIES = frozenset({"MD", "RB", "VBZ", "VBD", "VBP", "VBN"})
POINTING = frozenset({"that", "this", "those", "these"})
#: Words that are a suit only where a court is spoken of.
LOOSE = frozenset({"claim", "claims", "charge", "charges", "dispute", "battle", "fight", "challenge", "case"})
IN_COURT = re.compile(
    r"(?i)\b(?:courts?|judges?|su(?:e|es|ed|ing|its?)|lawsuits?|fil(?:e|es|ed|ing)|plaintiffs?|dismiss\w*)\b"
)
#: A shop's or platform's suit over who may enter it; only words for works make it one of ours.
ACCESS_QUARREL = re.compile(
    r"(?i)\b(?:shopp(?:ing|ers?)|shops?|purchas\w+|customers?['\u2019]? accounts?|user accounts?|log-?ins?|passwords?"
    r"|computer (?:fraud|misuse|trespass)|hacking|checkout|booking\w*|fares?|tickets?)\b"
)
WORKS = re.compile(
    r"(?i)\b(?:copyright\w*|train(?:ed|ing|s)?|scrap(?:ed|ing|es)|infring\w+|pirat\w+|articles?|books?|music|songs?|images?"
    r"|lyrics|journalism|novels?|films?|recordings?|licen[cs]\w+)\b"
)


def find_suits(article: Article, sides: Sides) -> Iterator[Candidate]:
    """Candidates for `sues`."""
    tellings = [telling for telling in _tell(article, sides) if _is_suit(telling, article)]
    for telling in tellings:
        if telling.plaintiffs and telling.defendants:
            defendants = _opposed(telling)
            yield from propose("sues", telling.plaintiffs, defendants, telling.sentence, telling.anchor, telling.rule)
        elif defendants := _joined_with(telling, tellings):
            yield from propose("sues", telling.plaintiffs, defendants, telling.sentence, telling.anchor, TWO_PLACES)
        elif telling.plaintiffs and telling.reliable:
            yield from _completed(telling, tellings, article, sides)


def _joined_with(telling: Telling, tellings: Sequence[Telling]) -> Found:
    """Whom the suit is against that another of its sentence is joined with: 'combined with the case brought by X'."""
    if (
        not telling.plaintiffs
        or not telling.owned
        or not pattern("suit_steps", "joining").search(telling.sentence.span.text)
    ):
        return NOBODY
    others = [other for other in tellings if other.sentence is telling.sentence and other.defendants]
    sued = {tuple(parties(other.defendants.names)) for other in others}
    return Found(others[0].defendants.names, "inferred") if len(sued) == 1 else NOBODY


def _is_suit(telling: Telling, article: Article) -> bool:
    """Whether what is told is a suit about works at all, not 'their claims' at large nor a quarrel over access."""
    text = telling.sentence.span.text
    if ACCESS_QUARREL.search(text) and not WORKS.search(text):
        return False
    loose = article.doc[telling.anchor].lower_ in LOOSE and telling.plaintiffs.how == "inferred"
    return not loose or IN_COURT.search(text) is not None


def _opposed(telling: Telling) -> Found:
    """Defendants without those whom a list joins to the plaintiffs: 'OpenAI and Meta' stand on one side."""
    joined = {
        party
        for group in telling.sentence.groups
        if set(parties(group.names)) & set(parties(telling.plaintiffs.names))
        for party in parties(group.names)
    }
    kept = tuple(name for name in telling.defendants.names if name.party not in joined)
    return Found(kept, telling.defendants.how)


def _tell(article: Article, sides: Sides) -> Iterator[Telling]:
    for sentence in article.sentences:
        if not sentence.names and not any(token.tag_.startswith("PRP") for token in sentence.span):
            continue
        for token in sentence.span:
            if is_verb(token, "sue"):
                yield from _sue(token, sentence, article, sides)
            elif token.lower_ in nouns("suit") | nouns("court_step"):
                yield from tell_by_noun(token, sentence, article)
            elif token.lower_ in nouns("role"):
                yield from tell_by_role(token, sentence, article)
            elif token.lower_ == "court" and token.dep_ == "pobj":
                yield from _take_to_court(token, sentence, article)
            elif token.lower_ in POINTING and token.dep_ == "pobj":
                yield from _that_of(token, sentence, article)
            elif token.lower_ == "filed" and token.tag_.startswith("VB"):
                yield from _filed_against(token, sentence, article)


def _sue(verb: Token, sentence: Sentence, article: Article, sides: Sides) -> Iterator[Telling]:
    if not is_asserted(verb):
        return
    if is_passive(verb):
        defendants = parties_of(verb.head if verb.dep_ == "acl" else subject_of(verb), article)
        plaintiffs = first_of(after_preposition(verb, "by"), article)
        yield Telling(plaintiffs, defendants, sentence, verb.i, "sues.passive", reliable=True)
        return
    subject = subject_of(verb)
    plaintiffs = subject_parties(verb, article) if subject is not None else _group_before(verb, sentence, article)
    objects = list(objects_of(verb))
    defendants = all_of(objects, article) or _group_behind(verb, sentence, article)
    if not objects and not defendants:
        defendants = _alleged(verb, article, sides)
    plaintiffs, defendants = _seat_companions(with_companions(plaintiffs, verb, article), plaintiffs, defendants, sides)
    yield Telling(plaintiffs, defendants, sentence, verb.i, "sues.active", reliable=not objects)


def _seat_companions(joined: Found, plaintiffs: Found, defendants: Found, sides: Sides) -> tuple[Found, Found]:
    """'A sued B along with C and D': where one of the companions makes AI, they are sued; else they sue with A."""
    companions = tuple(name for name in joined.names if name not in plaintiffs.names)
    if defendants and any(sides.of(name.party) == AI for name in companions):
        return plaintiffs, Found((*defendants.names, *companions), defendants.how)
    return joined, defendants


def _alleged(verb: Token, article: Article, sides: Sides) -> Found:
    """'X sued in June, alleging that Y copied': who is accused in the clause behind is sued."""
    for child in verb.children:
        if child.dep_ not in {"advcl", "conj"} or child.lower_ not in words("alleging"):
            continue
        for word in child.subtree:
            found = parties_of(word, article) if word.dep_ in {"nsubj", "nsubjpass", "dobj"} else NOBODY
            if found and all(sides.of(name.party) == AI for name in found.names):
                return Found(found.names, "inferred")
    return NOBODY


def _that_of(word: Token, sentence: Sentence, article: Article) -> Iterator[Telling]:
    """'Was joined with that of X': the suit of X."""
    owners = first_of(after_preposition(word, "of", "by"), article)
    if owners and pattern("suit_steps", "joining").search(sentence.span.text):
        yield Telling(owners, NOBODY, sentence, word.i, "sues.noun", owned=True)


def _filed_against(verb: Token, sentence: Sentence, article: Article) -> Iterator[Telling]:
    """'X filed against Y in Manhattan': a suit without the noun."""
    if any(True for _ in objects_of(verb)) or is_passive(verb) or not is_asserted(verb):
        return
    defendants = all_of(after_preposition(verb, "against"), article)
    if defendants:
        yield Telling(subject_parties(verb, article), defendants, sentence, verb.i, "sues.filed-against")


def _take_to_court(court: Token, sentence: Sentence, article: Article) -> Iterator[Telling]:
    """'X took Y to court', 'X has taken Y to the Tokyo District Court'."""
    verb = court.head.head
    if court.head.lower_ not in {"to", "into", "before"} or verb.lower_ not in verbs("take") or not is_asserted(verb):
        return
    subject, objects = subject_parties(verb, article), all_of(objects_of(verb), article)
    if is_passive(verb):
        subject, objects = first_of(after_preposition(verb, "by"), article), subject
    yield Telling(subject, objects, sentence, verb.i, "sues.to-court")


def _completed(telling: Telling, tellings: Sequence[Telling], article: Article, sides: Sides) -> Iterator[Candidate]:
    """A telling that names plaintiffs only, joined to the defendants that the article leaves no doubt about."""
    own = set(parties(telling.plaintiffs.names))
    others = [other for other in tellings if other.defendants and other is not telling]
    same = [other for other in others if own & set(parties(other.plaintiffs.names))]
    around = tuple(name for name in telling.sentence.names if sides.of(name.party) == AI and name.party not in own)
    near = [other for other in others if not other.plaintiffs and _distance(other, telling) <= NEIGHBOURS]
    if around:
        # A maker of AI in the sentence itself is nearer than any other.
        near = [other for other in near if set(parties(around)) & set(parties(other.defendants.names))]
    listed = any(set(around) <= set(group.names) for group in telling.sentence.groups)
    beside = around if telling.owned and (listed or len({name.party for name in around}) == 1) else ()
    pointed = any(child.lower_ in POINTING for child in article.doc[telling.anchor].children)
    if pointed or (telling.plaintiffs.how == "inferred" and telling.owned):
        # "that case" is the one of the sentence before, whatever else the article is about;
        # "its suit": who 'it' is was a guess, so the other side may not be one as well.
        near, same = [], []
    elsewhere = _only(other.defendants.names for other in same) if telling.rule == "sues.role" else ()
    for choice in (_only(other.defendants.names for other in near), beside, elsewhere):
        if choice and all(sides.of(party) == AI for party in parties(choice)):
            found = Found(choice, "inferred")
            yield from propose("sues", telling.plaintiffs, found, telling.sentence, telling.anchor, TWO_PLACES)
            return
    if pointed or telling.plaintiffs.how == "inferred":
        return
    focus = topic(article, sides, AI, tuple(own))
    if focus and not around and not near:
        yield from _on_topic(telling, focus, article)


def _on_topic(telling: Telling, focus: Party, article: Article) -> Iterator[Candidate]:
    name = next(name for name in article.names if name.party == focus)
    yield from propose(
        "sues", telling.plaintiffs, Found((name,), "topic"), telling.sentence, telling.anchor, "sues.topic"
    )


def _distance(one: Telling, other: Telling) -> int:
    return abs(one.sentence.index - other.sentence.index)


def _only(choices: Iterator[tuple[Name, ...]] | list[tuple[Name, ...]]) -> tuple[Name, ...]:
    """The names of the only set of parties among some; nobody where they differ."""
    found = {tuple(sorted({name.party.name for name in names})): names for names in choices}
    return next(iter(found.values())) if len(found) == 1 else ()


def _group_before(verb: Token, sentence: Sentence, article: Article) -> Found:
    """The names right before a verb whose subject the parser has missed."""
    for group in reversed(sentence.groups):
        gap = article.doc[group.end : verb.i]
        if group.end <= verb.i and len(gap) <= 3 and all(token.tag_ in AUXILIARIES for token in gap):
            return Found(group.names, "described")
    return NOBODY


def _group_behind(verb: Token, sentence: Sentence, article: Article) -> Found:
    """The names right behind a verb whose object the parser has missed."""
    group = next((group for group in sentence.groups if group.start > verb.i), None)
    if group is None:
        return NOBODY
    gap = article.doc[verb.i + 1 : group.start]
    near = len(gap) <= 6 and all(token.tag_ in NOMINAL for token in gap)
    return Found(group.names, "described") if near else NOBODY
