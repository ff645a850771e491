"""Who accuses whom of misusing works, and who shuts whom out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.context import pattern
from nlp.mentions import Name
from nlp.model import Party
from nlp.reference import NOBODY, Found, first_of, parties_of, subject_parties
from nlp.rules.candidate import CONFIDENCE, Candidate, parties, propose
from nlp.rules.roles import Roles
from nlp.rules.templates import Place, Wording, find_wordings
from nlp.sides import AI, RIGHTS, Sides
from nlp.syntax import after_preposition, is_passive, is_verb, objects_of
from nlp.words import verbs

ACCESS = re.compile(r"(?i)crawl|scrap|\bbots?\b|robots?\b|access|robots\.txt|servers?")
NEWS = re.compile(r"(?i)\bnews\b")
#: A sentence that tells a suit tells no accusation beside it.
SUIT = re.compile(
    r"(?i)\b(?:su(?:es|ed|ing)|law ?suits?|suits?|court|complaint|filed|plaintiffs?|defendants?|writ|proceedings)\b"
)
#: Names behind these are told as members or examples: they do not do what the sentence goes on to say.
MEMBERS = re.compile(
    r"(?i)\b(?:whose|including|includes?|such as|like|among|members|represent\w*|on behalf of)\b[^;.]{0,80}$"
)


def find_accusations(article: Article, suits: Sequence[Candidate], sides: Sides) -> Iterator[Candidate]:
    """Candidates for `accuses`; those with a suit between the two are dropped later."""
    roles = Roles(article, suits)
    for sentence in article.sentences:
        if not sentence.names or SUIT.search(sentence.span.text):
            continue
        for token in sentence.span:
            if (
                is_verb(token, "accuse")
                and is_asserted(token)
                and pattern("context", "works").search(sentence.span.text)
            ):
                yield from _accused(token, sentence, article)
            elif token.lower_.startswith("cease-and-desist") or (token.lower_ == "desist" and token.i > 1):
                yield from _letter(token, sentence, article)
        for wording in find_wordings("accuses", sentence, article):
            if is_asserted(wording.anchor) and not MEMBERS.search(wording.before):
                yield from _charged(wording, sentence, roles, sides)


def _accused(verb: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    """'A accuses B of copying', 'B is accused by A of copying'."""
    subject, accused = subject_parties(verb, article), first_of(objects_of(verb), article)
    if is_passive(verb):
        subject, accused = first_of(after_preposition(verb, "by"), article), subject
    if subject.how == "named" and not any(_is_crowd(name, article) for name in subject.names):
        # "Authors accuse B", "members of A accuse B": who they are is not said.
        yield from propose("accuses", subject, accused, sentence, verb.i, "accuses.verb")


def _charged(wording: Wording, sentence: Sentence, roles: Roles, sides: Sides) -> Iterator[Candidate]:
    who, whom = roles.of(wording.places.get("name") or wording.places["owner"]), roles.of(_target(wording))
    names = (name for name in who.names if not _is_crowd(name, roles.article))
    left = tuple(party for party in parties(names) if sides.of(party) != AI and party.kind != "law-firm")
    right = tuple(party for party in parties(whom.names) if _may_misuse(party, sides) and party not in left)
    if left and right:
        how = CONFIDENCE[min((who.how, whom.how), key=CONFIDENCE.__getitem__)]
        yield Candidate("accuses", left, right, sentence, wording.anchor.i, wording.key, how)


def _is_crowd(name: Name, article: Article) -> bool:
    """'YouTubers', 'Redditors': people of a kind, whom the recogniser takes for a firm."""
    plural = all(article.doc[index].tag_ in {"NNS", "NNPS"} for index in range(name.start, name.end))
    return name.party.register_id is None and plural


def _target(wording: Wording) -> Place:
    """The place of whom the other side is told about."""
    return wording.places["name" if "owner" in wording.places else "side"]


def _may_misuse(party: Party, sides: Sides) -> bool:
    return party.kind in {"company", "organisation"} and sides.of(party) != RIGHTS


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
    if accused.how != "inferred":
        yield from propose("accuses", subject_parties(verb, article), accused, sentence, verb.i, "accuses.letter")


def find_blocks(article: Article, suits: Sequence[Candidate], sides: Sides) -> Iterator[Candidate]:
    """Candidates for `blocks`: crawlers, archives, countries."""
    roles = Roles(article, suits)
    for sentence in article.sentences:
        if not sentence.names:
            continue
        for token in sentence.span:
            if is_verb(token, "block") and is_asserted(token):
                yield from _may_block(_block(token, sentence, article), sides)
        for wording in find_wordings("blocks", sentence, article):
            if is_asserted(wording.anchor) and not MEMBERS.search(wording.before):
                yield from _may_block(_shut(wording, sentence, roles), sides)


def _may_block(candidates: Iterable[Candidate], sides: Sides) -> Iterator[Candidate]:
    """Candidates without those shut out who send no crawler: outlets and persons; who makes AI shuts out countries."""
    for candidate in candidates:
        kept = tuple(party for party in candidate.objects if party is not None and _may_crawl(party, sides))
        if kept:
            yield replace(candidate, objects=kept)


def _may_crawl(party: Party, sides: Sides) -> bool:
    if party.kind in {"outlet", "person", "court", "law-firm"}:
        return False
    return party.kind in {"government", "organisation"} or sides.of(party) != RIGHTS


def _shut(wording: Wording, sentence: Sentence, roles: Roles) -> Iterator[Candidate]:
    who, whom = roles.of(wording.places["side"]), roles.of(wording.places["name"])
    text, country = sentence.span.text, wording.key == "blocks.country"
    left = tuple(party for party in parties(who.names) if party.kind not in {"person", "government"})
    right = tuple(party for party in parties(whom.names) if (party.kind == "government") == country)
    if left and right and (NEWS if country else ACCESS).search(text):
        right = tuple(party for party in right if party not in left)
        how = CONFIDENCE["described" if who.how == "named" else who.how]
        yield Candidate("blocks", left, right, sentence, wording.anchor.i, wording.key, how)


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
