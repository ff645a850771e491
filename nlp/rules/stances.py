"""Who takes which position, who accuses whom, who shuts whom out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.context import pattern, says
from nlp.mentions import Name
from nlp.model import Attributes, Party
from nlp.reference import NOBODY, Found, first_of, parties_of, subject_parties
from nlp.rules.candidate import Candidate, parties, propose
from nlp.sides import AI, RIGHTS, Sides
from nlp.syntax import after_preposition, is_passive, is_verb, objects_of
from nlp.words import verbs

STANCES = ("ai-use-lawful", "rights-holder")
NEGATION = re.compile(
    r"(?i)\b(?:not|n['\u2019]t|never|no|isn['\u2019]t|reject(?:s|ed)?|den(?:y|ies|ied)|dismiss(?:es|ed)?"
    r"|dispute[sd]?)\b(?:\W+\w+){0,3}\W*$"
)
ACCESS = re.compile(r"(?i)crawl|scrap|\bbots?\b|robots\.txt|access")
NEWS = re.compile(r"(?i)\bnews\b")

CLAUSE_END = re.compile(r";|,? (?:but|while|whereas|although) ")
SHORTEST_CLAUSE = 4


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and the organisation for which."""

    who: Party
    for_whom: Party | None
    how: str


def find_positions(article: Article, sides: Sides) -> Iterator[Candidate]:
    """Candidates for `says`."""
    for sentence in article.sentences:
        if not sentence.names and not any(token.tag_ == "PRP" for token in sentence.span):
            continue
        if pattern("stances", "no_comment").search(sentence.span.text):
            continue
        for token in sentence.span:
            if is_verb(token, "say") and is_asserted(token) and (speaker := _speaker(token, sentence, article)):
                stance = _stance(_clause(token, sentence), sentence, sides, speaker)
                if stance:
                    confidence = 0.75 if speaker.how == "named" else 0.6
                    yield Candidate(
                        "says",
                        (speaker.who,),
                        (speaker.for_whom,),
                        sentence,
                        token.i,
                        "says.verb",
                        confidence,
                        Attributes(stance=stance),
                    )


def _clause(verb: Token, sentence: Sentence) -> str:
    """What is said: the words behind the verb up to the next clause; those before it too where few follow."""
    text, start = sentence.span.text, sentence.span.start_char
    behind = CLAUSE_END.split(text[verb.idx - start + len(verb.text) :], maxsplit=1)[0]
    if len(behind.split()) >= SHORTEST_CLAUSE:
        return behind
    return text[: verb.idx - start] + behind


def _speaker(verb: Token, sentence: Sentence, article: Article) -> Speaker | None:
    subject = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or is_passive(verb):
        return None
    if verb.dep_ == "ccomp" and verb.head.lower_ in verbs("say") and subject.tag_ == "PRP":
        # "He said that it acknowledged": one speaks, and it is not the pronoun.
        return None
    found = parties_of(subject, article)
    if found:
        name = found.names[0]
        if len(found.names) > 1:
            return None
        return Speaker(name.party, _employer(name, sentence, article), found.how)
    # "a Meta spokesman", "OpenAI's defence": the organisation speaks.
    for child in subject.children:
        if (
            child.dep_ in {"compound", "poss", "nmod"}
            and (inner := parties_of(child, article))
            and inner.names[0].party.kind != "person"
        ):
            return Speaker(inner.names[0].party, inner.names[0].party, "described")
    return None


def _employer(person: Name, sentence: Sentence, article: Article) -> Party | None:
    """The organisation for which a person speaks, as the article introduces that person."""
    if person.party.kind != "person":
        return person.party
    for name in article.names:
        if name.party != person.party:
            continue
        place = article.sentence_of(article.doc[name.start])
        others = [other for other in place.names if other.party.kind != "person" and other.label != "product"]
        behind = [
            other
            for other in others
            if 0 < other.start - name.end <= 14 and article.doc[name.end].text in {",", "(", "of", "at"}
        ]
        before = [
            other
            for other in others
            if 0 <= name.start - other.end <= 6
            and not any(token.tag_.startswith("VB") for token in article.doc[other.end : name.start])
        ]
        for choice in (behind, before):
            if choice and not any(
                token.tag_ in {"VBD"}
                for token in article.doc[min(name.end, choice[0].end) : max(name.start, choice[0].start)]
            ):
                return choice[0].party
    return None


def _stance(text: str, sentence: Sentence, sides: Sides, speaker: Speaker) -> str | None:
    """The stance of a clause, by its words; the side on which the speaker stands decides where both fit."""
    if not says(sentence, "works") and not says(sentence, "ai"):
        return None
    fits = {}
    for stance in STANCES:
        match = pattern("stances", stance).search(text)
        fits[stance] = match is not None and not NEGATION.search(text[: match.start()])
    side = sides.of(speaker.for_whom or speaker.who)
    if speaker.who.kind == "person" and speaker.for_whom is None:
        side = None
    if fits["ai-use-lawful"] and side != RIGHTS:
        return "ai-use-lawful"
    if fits["rights-holder"] and side != AI:
        return "rights-holder"
    return None


def find_accusations(article: Article, sides: Sides) -> Iterator[Candidate]:
    """Candidates for `accuses`; those with a suit between the two are dropped later."""
    for sentence in article.sentences:
        for token in sentence.span:
            if (
                is_verb(token, "accuse")
                and is_asserted(token)
                and pattern("context", "works").search(sentence.span.text)
            ):
                subject, accused = subject_parties(token, article), first_of(objects_of(token), article)
                if is_passive(token):
                    subject, accused = first_of(after_preposition(token, "by"), article), subject
                yield from propose("accuses", subject, accused, sentence, token.i, "accuses.verb")
            elif token.lower_ in {"cease-and-desist", "cease-and-desists"} or (
                token.lower_ == "desist" and token.i > 1
            ):
                yield from _letter(token, sentence, article)


def _letter(token: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    """'X sent Y a cease-and-desist letter', 'X sent a cease-and-desist to Y'."""
    verb = next((head for head in token.ancestors if head.tag_.startswith("VB")), None)
    if (
        verb is None
        or verb.lower_ not in {"sent", "sends", "send", "sending", "issued", "issues", "served", "serves", "dispatched"}
        or not is_asserted(verb)
    ):
        return
    accused = (
        first_of(after_preposition(verb, "to"), article)
        or first_of(after_preposition(token, "to"), article)
        or first_of((one for one in objects_of(verb) if one.dep_ == "dative"), article)
    )
    yield from propose("accuses", subject_parties(verb, article), accused, sentence, verb.i, "accuses.letter")


def find_blocks(article: Article, sides: Sides) -> Iterator[Candidate]:
    """Candidates for `blocks`: crawlers, archives, countries."""
    for sentence in article.sentences:
        for token in sentence.span:
            if is_verb(token, "block") and is_asserted(token):
                yield from _block(token, sentence, article)


def _block(verb: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    place = (sentence, verb.i)
    if is_passive(verb):
        blocker, blocked = first_of(after_preposition(verb, "by"), article), subject_parties(verb, article)
        if ACCESS.search(sentence.span.text):
            yield from propose("blocks", blocker, blocked, *place, "blocks.passive")
        return
    blocker = subject_parties(verb, article)
    countries = _countries(verb, sentence)
    if ACCESS.search(sentence.span.text):
        yield from propose("blocks", blocker, _shut_out(verb, article), *place, "blocks.verb")
    elif blocker and countries and verb.lower_ in verbs("block_strict") and NEWS.search(sentence.span.text):
        yield Candidate("blocks", parties(blocker.names), countries, *place, "blocks.country", 0.8)


def _countries(verb: Token, sentence: Sentence) -> tuple[Party, ...]:
    """States named behind a verb."""
    return parties(name for name in sentence.names if name.start > verb.i and name.party.kind == "government")


def _shut_out(verb: Token, article: Article) -> Found:
    """Whom a verb shuts out: 'blocks OpenAI', "limits the Archive's crawlers", 'blocking or limiting X'."""
    objects = list(objects_of(verb))
    for child in verb.children:
        if child.dep_ == "conj" and child.tag_.startswith("VB"):
            objects += objects_of(child)
    for token in objects:
        owners = (child for child in token.children if child.dep_ in {"compound", "poss", "nmod"})
        if found := parties_of(token, article) or first_of(owners, article):
            return found
    return NOBODY
