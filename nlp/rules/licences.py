"""Who licenses works to whom: signed deals, licences granted, talks under way, deals that ended."""

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.context import deal_status, is_content_deal, says
from nlp.model import Attributes, Party
from nlp.reference import NOBODY, Found, all_of, first_of, parties_of, subject_parties
from nlp.rules.candidate import CONFIDENCE, Candidate, parties
from nlp.sides import AI, RIGHTS, Sides, topic
from nlp.syntax import after_preposition, governors, is_passive, is_verb, objects_of, term
from nlp.words import nouns, verbs, words

FURTHEST_PARTNER = 9
WITHIN = frozenset({"under", "through", "via", "in"})
#: In a sentence that denies or only expects, no side is guessed.
UNSURE = re.compile(r"(?i)\b(?:not|no|never|without|none|will|could|may|might|should|n['\u2019]t)\b|n['\u2019]t\b")


def find_licences(article: Article, sides: Sides) -> Iterator[Candidate]:
    """Candidates for `licenses_to`."""
    for sentence in article.sentences:
        if not sentence.names:
            continue
        for token in sentence.span:
            if is_verb(token, "license"):
                yield from _license(token, sentence, article, sides)
            elif term(token) in nouns("deal") | nouns("talks") and not _in_name(token, sentence):
                yield from _deal(token, sentence, article, sides)
            elif is_verb(token, "partner") or is_verb(token, "talk"):
                yield from _partner(token, sentence, article, sides)
            elif is_verb(token, "enlist"):
                yield from _enlist(token, sentence, article, sides)
            elif is_verb(token, "pay"):
                yield from _pay(token, sentence, article, sides)
            elif is_verb(token, "grant"):
                yield from _grant(token, sentence, article, sides)


def _license(verb: Token, sentence: Sentence, article: Article, sides: Sides) -> Iterator[Candidate]:
    """'P licenses its archive to A', 'A licenses songs from P', 'A has been licensed by P'."""
    if not is_asserted(verb, plans_count=True) or not is_content_deal(sentence, article):
        return
    subject = subject_parties(verb, article)
    to, source = (
        first_of(after_preposition(verb, "to", "with"), article),
        first_of(after_preposition(verb, "from", "by"), article),
    )
    for noun in objects_of(verb):
        to = to or first_of(after_preposition(noun, "to"), article)
        source = source or first_of(after_preposition(noun, "from"), article)
    if is_passive(verb):
        yield from _directed(source, to or subject, sentence, verb.i, "licence.passive", sides)
        return
    if to and set(to.names) <= set(subject.names):
        # "P ... will license its catalogue to the company": not to itself.
        to = _only_maker(sentence, sides)
    if to:
        yield from _directed(subject, to, sentence, verb.i, "licence.verb-to", sides)
    elif source:
        yield from _directed(source, subject, sentence, verb.i, "licence.verb-from", sides)
    else:
        owned = first_of(objects_of(verb), article)
        yield from _oriented(subject, owned, sentence, verb.i, "licence.verb", sides)


def _only_maker(sentence: Sentence, sides: Sides) -> Found:
    """The one maker of AI that a sentence names."""
    makers = tuple(name for name in sentence.names if sides.of(name.party) == AI)
    return Found(makers[:1], "inferred") if len({name.party for name in makers}) == 1 else NOBODY


def _deal(noun: Token, sentence: Sentence, article: Article, sides: Sides) -> Iterator[Candidate]:
    """'P signs a deal with A', 'a partnership between P and A', 'the P deal of A', 'P's agreement with A'."""
    verb = _carrier(noun)
    talks = noun.lower_ in nouns("talks")
    # "The Disney deal would have let users ...": what a deal would do does not unmake it.
    exists = noun.dep_ == "nsubj" and any(
        child.dep_ in {"det", "poss"} and child.lower_ not in {"a", "an", "no", "any"} for child in noun.children
    )
    if not is_asserted(noun, plans_count=True) or (
        verb is not None and not exists and not is_asserted(verb, plans_count=True) and not talks
    ):
        return
    if not is_content_deal(sentence, article):
        return
    ended = verb is not None and verb.lower_ in verbs("end") and (noun.dep_ in {"dobj", "nsubj"})
    between = [found for token in after_preposition(noun, "between") if (found := parties_of(token, article))]
    partner = all_of(after_preposition(noun, "with"), article)
    if verb is not None and not partner:
        partner = all_of(after_preposition(verb, "with"), article)
    if not between:
        between = list(_further_on(noun, sentence))
    if verb is not None and verb.dep_ == "relcl" and not partner:
        # "publishers with which OpenAI has concluded partnerships include A and B".
        partner = parties_of(verb.head, article)
    owner = _owner(noun, article)
    subject = NOBODY
    if (
        verb is not None
        and noun.dep_ not in {"nsubj", "nsubjpass"}
        and (verb.lower_ in verbs("sign") | verbs("talk") | verbs("end") or talks)
    ):
        subject = subject_parties(verb, article)
    elif verb is not None and noun.dep_ == "pobj" and (owner or (partner and noun.head.lower_ in WITHIN)):
        # "Getty Images soared on an OpenAI licensing deal", "A will show articles under an agreement with P".
        subject = subject_parties(verb, article)
    everyone = [found for found in (*between, subject, owner, partner) if found]
    if not everyone:
        return
    rule = "licence.talks" if talks else "licence.deal"
    for candidate in _split_sides(everyone, sentence, noun.i, rule, sides, article):
        yield from _with_status(candidate, ended)


def _partner(verb: Token, sentence: Sentence, article: Article, sides: Sides) -> Iterator[Candidate]:
    """'P partners with A', 'P signed with A', 'A is negotiating with P'."""
    talks = is_verb(verb, "talk")
    if not is_asserted(verb, plans_count=True) or not is_content_deal(sentence, article):
        return
    if talks and not says(sentence, "talks"):
        return
    other = first_of(after_preposition(verb, "with"), article)
    subject = subject_parties(verb, article)
    if verb.lower_ in verbs("sign") and not other:
        other = first_of(objects_of(verb), article)
    for noun in objects_of(verb):
        # "P joined Perplexity's programme".
        if not other and term(noun) in nouns("scheme"):
            other = _owner(noun, article)
    if not subject or not other:
        return
    for candidate in _oriented(subject, other, sentence, verb.i, "licence.partner", sides):
        yield from _with_status(candidate, ended=False)


def _pay(verb: Token, sentence: Sentence, article: Article, sides: Sides) -> Iterator[Candidate]:
    """'A pays P for access to its articles'."""
    payer, owner = subject_parties(verb, article), first_of(objects_of(verb), article)
    used = any(token.lower_ in words("access") | nouns("content") for token in verb.subtree)
    makers = {sides.of(party) for party in parties(payer.names)}
    if used and makers == {AI} and not says(sentence, "foreign_suit") and is_asserted(verb, plans_count=True):
        yield from _directed(owner, payer, sentence, verb.i, "licence.pays", sides)


def _enlist(verb: Token, sentence: Sentence, article: Article, sides: Sides) -> Iterator[Candidate]:
    """'A counts P and Q among its licensors', 'P counts A as a customer'."""
    allies = (token for token in after_preposition(verb, "among", "as") if token.lower_ in nouns("ally"))
    if any(True for _ in allies) and is_asserted(verb) and is_content_deal(sentence, article):
        yield from _oriented(
            subject_parties(verb, article),
            all_of(objects_of(verb), article),
            sentence,
            verb.i,
            "licence.ally",
            sides,
        )


def _grant(verb: Token, sentence: Sentence, article: Article, sides: Sides) -> Iterator[Candidate]:
    """'P lets A train on', 'P gives A access to', 'P sells articles to A', 'P agreed to supply dispatches to A'."""
    if not is_asserted(verb, plans_count=True) or not is_content_deal(sentence, article):
        return
    subject = subject_parties(verb, article)
    if is_passive(verb) or not subject:
        return
    to = first_of(after_preposition(verb, "to"), article)
    direct = first_of(objects_of(verb), article)
    for clause in verb.children:
        # "P lets A use": A is the subject of what it may do.
        if not direct and clause.dep_ in {"ccomp", "xcomp"}:
            direct = first_of((child for child in clause.children if child.dep_ == "nsubj"), article)
    used = any(token.lower_ in words("access") | nouns("content") for token in verb.subtree)
    receiver = to or direct
    if not receiver or not used:
        return
    if {sides.of(party) for party in parties(receiver.names)} == {AI} and AI not in {
        sides.of(party) for party in parties(subject.names)
    }:
        yield from _directed(subject, receiver, sentence, verb.i, "licence.grant", sides)


def _further_on(noun: Token, sentence: Sentence) -> Iterator[Found]:
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


def _in_name(token: Token, sentence: Sentence) -> bool:
    """'Alliance' in the name of a trade body is no deal."""
    return any(name.start <= token.i < name.end for name in sentence.names) or (
        token.tag_.startswith("NNP") and token.i != sentence.span.start
    )


def _carrier(noun: Token) -> Token | None:
    walk = noun
    for head in governors(noun):
        if head.tag_.startswith("VB"):
            return head
        if (
            walk.dep_
            not in {"dobj", "pobj", "prep", "conj", "nsubj", "nsubjpass", "appos", "attr", "compound", "nmod", "pcomp"}
            or head.i - noun.i > 12
        ):
            return None
        if walk.dep_ == "prep" and walk.lower_ not in {"into", "in", "to", "of", "on", "under", "with", "through"}:
            return None
        walk = head
    return None


def _owner(noun: Token, article: Article) -> Found:
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


def _split_sides(
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
    if (
        not makers
        and owners
        and not UNSURE.search(sentence.span.text)
        and (focus := topic(article, sides, AI, tuple(owners)))
    ):
        makers, how = {focus: None}, "topic"
    if owners and makers:
        yield Candidate("licenses_to", tuple(owners), tuple(makers), sentence, anchor, rule, CONFIDENCE[how])


def _directed(
    owner: Found, maker: Found, sentence: Sentence, anchor: int, rule: str, sides: Sides
) -> Iterator[Candidate]:
    left = parties(owner.names)
    right = tuple(party for party in parties(maker.names) if party not in left)
    # A maker of AI that licenses something gives a model, not works.
    left = tuple(party for party in left if sides.of(party) != AI)
    if left and right:
        confidence = min(CONFIDENCE[owner.how], CONFIDENCE[maker.how])
        yield from _with_status(Candidate("licenses_to", left, right, sentence, anchor, rule, confidence), ended=False)


def _oriented(
    first: Found, second: Found, sentence: Sentence, anchor: int, rule: str, sides: Sides
) -> Iterator[Candidate]:
    """Two sides of which one owns works and the other makes AI, in either order."""
    if not first or not second:
        return
    left = {sides.of(party) for party in parties(first.names)}
    right = {sides.of(party) for party in parties(second.names)}
    if (AI in right and AI not in left) or (RIGHTS in left and RIGHTS not in right):
        yield from _directed(first, second, sentence, anchor, rule, sides)
    elif (AI in left and AI not in right) or (RIGHTS in right and RIGHTS not in left):
        yield from _directed(second, first, sentence, anchor, rule, sides)


def _with_status(candidate: Candidate, ended: bool) -> Iterator[Candidate]:
    status = deal_status(candidate.sentence, ended)
    if status:
        yield replace(candidate, attributes=Attributes(status=status))
