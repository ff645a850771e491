"""The two sides of a licence: who is named with a deal, who of them owns works, and who makes AI."""

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.context import deal_status
from nlp.model import Attributes, Party
from nlp.reference import NOBODY, Found, all_of, parties_of
from nlp.rules.candidate import CONFIDENCE, Candidate, parties
from nlp.sides import AI, RIGHTS, Sides, topic
from nlp.syntax import after_preposition, governors, term
from nlp.words import words

FURTHEST_PARTNER = 9
#: In a sentence that denies or only expects, no side is guessed.
UNSURE = re.compile(
    r"(?i)\b(?:not|no|never|without|none|will|could"
    r"|(?<!in )(?<!last )(?<!since )may(?! \d)|might|should|n['\u2019]t)\b|n['\u2019]t\b"  # not the month
)


#: The ways by which a deal noun hangs on the verb that carries it, and the prepositions that may stand between.
CARRYING = frozenset(
    {"dobj", "pobj", "prep", "conj", "nsubj", "nsubjpass", "appos", "attr", "compound", "nmod", "pcomp"}
)
BETWEEN = frozenset({"into", "in", "to", "of", "on", "under", "with", "through"})
FURTHEST_VERB = 12


def deal_verb(noun: Token) -> Token | None:
    """The verb that carries a deal noun: 'signed a deal', 'entered into a pact', 'the agreement covers'."""
    walk = noun
    for head in governors(noun):
        if head.tag_.startswith("VB"):
            return head
        if walk.dep_ not in CARRYING or head.i - noun.i > FURTHEST_VERB:
            return None
        if walk.dep_ == "prep" and walk.lower_ not in BETWEEN:
            return None
        walk = head
    return None


def deal_owner(noun: Token, article: Article) -> Found:
    """Whose deal a noun says it is: "P's deal", 'the Disney partnership', 'an OpenAI licensing deal'."""
    for child in noun.subtree:
        if (
            child.i < noun.i
            and child.dep_ in {"poss", "compound", "nmod", "amod"}
            and (found := parties_of(child, article))
            and child.head.i <= noun.i
        ):
            near = article.doc[child.i + 1 : noun.i]
            if not any(
                (token.tag_.startswith("VB") and token.tag_ != "VBG") or token.text in {",", ";"} for token in near
            ):
                return found
    return NOBODY


def split_sides(
    everyone: list[Found], sentence: Sentence, anchor: int, rule: str, sides: Sides, article: Article
) -> Iterator[Candidate]:
    """Owners and makers among all who are named with a deal."""
    owners: dict[Party, None] = {}
    makers: dict[Party, None] = {}
    unknown: list[tuple[Party, ...]] = []
    for found in everyone:
        unit = parties(found.names)
        known = {sides.of(party) for party in unit} - {None}
        if known == {RIGHTS}:
            owners.update(dict.fromkeys(unit))
        elif known == {AI}:
            makers.update(dict.fromkeys(unit))
        elif known:
            owners.update(dict.fromkeys(party for party in unit if sides.of(party) == RIGHTS))
            makers.update(dict.fromkeys(party for party in unit if sides.of(party) == AI))
        else:
            unknown.append(unit)
    for unit in unknown:
        # One side known tells the other.
        if makers and not owners:
            owners.update(dict.fromkeys(unit))
        elif owners and not makers:
            makers.update(dict.fromkeys(unit))
    how = min((found.how for found in everyone), key=CONFIDENCE.__getitem__)
    if owners and not makers and not UNSURE.search(sentence.span.text):
        makers, how = _missing_maker(owners, sentence, sides, article)
    if owners and makers:
        yield Candidate("licenses_to", tuple(owners), tuple(makers), sentence, anchor, rule, CONFIDENCE[how])


def _missing_maker(
    owners: dict[Party, None], sentence: Sentence, sides: Sides, article: Article
) -> tuple[dict[Party, None], str]:
    """The maker whom a deal's words leave out, and how it is known: one that the sentence names, else the article's."""
    if any(sides.of(name.party) == AI and name.party not in owners for name in sentence.names):
        return dict.fromkeys(parties(only_maker(sentence, sides).names)), "inferred"
    focus = topic(article, sides, AI, tuple(owners))
    return ({focus: None} if focus else {}), "topic"


def directed(
    owner: Found, maker: Found, sentence: Sentence, anchor: int, rule: str, sides: Sides
) -> Iterator[Candidate]:
    """A licence from owner to maker, where the words give the direction."""
    left = parties(owner.names)
    right = tuple(party for party in parties(maker.names) if party not in left)
    # A maker of AI that licenses something gives a model, not works.
    left = tuple(party for party in left if sides.of(party) != AI)
    if left and right:
        confidence = min(CONFIDENCE[owner.how], CONFIDENCE[maker.how])
        ways = (owner.how, maker.how)
        candidate = Candidate("licenses_to", left, right, sentence, anchor, rule, confidence, ways=ways)
        yield from with_status(candidate, ended=False)


def oriented(
    first: Found, second: Found, sentence: Sentence, anchor: int, rule: str, sides: Sides
) -> Iterator[Candidate]:
    """Two sides of which one owns works and the other makes AI, in either order."""
    if not first or not second:
        return
    left = {sides.of(party) for party in parties(first.names)}
    right = {sides.of(party) for party in parties(second.names)}
    if (AI in right and AI not in left) or (RIGHTS in left and RIGHTS not in right):
        yield from directed(first, second, sentence, anchor, rule, sides)
    elif (AI in left and AI not in right) or (RIGHTS in right and RIGHTS not in left):
        yield from directed(second, first, sentence, anchor, rule, sides)


def with_status(candidate: Candidate, ended: bool) -> Iterator[Candidate]:
    """The candidate with how far the deal has come; nothing where the sentence says that there is none."""
    status = deal_status(candidate.sentence, ended)
    if status:
        yield replace(candidate, attributes=Attributes(status=status))


def only_maker(sentence: Sentence, sides: Sides) -> Found:
    """The one maker of AI that a sentence names."""
    makers = tuple(name for name in sentence.names if sides.of(name.party) == AI)
    return Found(makers[:1], "inferred") if len({name.party for name in makers}) == 1 else NOBODY


def partner_of(words_: tuple[Token, ...], sentence: Sentence, article: Article, sides: Sides) -> Found:
    """Who stands behind 'with': of 'the company' the one maker of AI that the sentence names."""
    for word in words_:
        tokens = list(after_preposition(word, "with"))
        only = only_maker(sentence, sides) if any(term(token) in words("generic") for token in tokens) else NOBODY
        if found := only or all_of(tokens, article):
            return found
    return NOBODY


def partners_further_on(noun: Token, sentence: Sentence) -> Iterator[Found]:
    """'Agreements are in place between A and a string of publishers: P, Q and R', '... in place with P'."""
    doc = sentence.span.doc
    for token in doc[noun.i + 1 : min(sentence.span.end, noun.i + FURTHEST_PARTNER)]:
        if token.tag_.startswith("VB") and token.lower_ not in {"is", "are", "was", "were", "be", "been"}:
            return
        if token.lower_ in {"between", "with"}:
            groups = [group for group in sentence.groups if group.start > token.i]
            listed = token.lower_ == "between" and any(mark.text == ":" for mark in doc[token.i : sentence.span.end])
            for group in groups if listed else groups[:1]:
                if group.names[0].party.kind != "government" and (listed or group.start - token.i <= 4):
                    yield Found(group.names, "described")
            return
