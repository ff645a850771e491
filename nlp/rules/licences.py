"""Who licenses works to whom: signed deals, licences granted, talks under way, deals that ended."""

import re
from collections.abc import Iterator

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.context import is_content_deal, says
from nlp.reference import NOBODY, all_of, first_of, parties_of, subject_parties
from nlp.rules.candidate import Candidate, parties
from nlp.rules.licence_sides import (
    deal_owner,
    deal_verb,
    directed,
    only_maker,
    oriented,
    partner_of,
    partners_further_on,
    split_sides,
    with_status,
)
from nlp.sides import AI, Sides
from nlp.syntax import after_preposition, is_passive, is_verb, objects_of, subject_of, term
from nlp.words import nouns, verbs, words

WITHIN = frozenset({"under", "through", "via", "in"})


#: A maker's tools taken into use are no works given to it, unless words for those stand by.
TOOLS_USED = re.compile(
    r"(?i)\b(?:us(?:e|es|ing)|adopt\w*|deploy\w*|integrat\w+|roll\w* out|try|tr(?:ies|ying)|test(?:s|ing)?|equip\w*"
    r"|access to|draw(?:s|ing)? on) (?:[\w'\u2019.-]+ ){0,5}(?:tools?|software|models?|technolog(?:y|ies)|platforms?"
    r"|assistants?|systems?|products?|suite|generators?|services?|chatbots?|capabilities|workflows?|Claude|ChatGPT|Copilot"
    r"|Gemini)\b"
)
WORKS_GIVEN = re.compile(
    r"(?i)\b(?:train(?:ed|ing|s)?|licen[cs]\w+|archives?|librar(?:y|ies)|catalogu?es?|footage|articles?|journalism|characters?"
    r"|likeness\w*|voices?|repertoire|recordings?|songs?|rights|royalt\w+|content|books?|titles?|news|stories|data|summar\w+)\b"
)


def find_licences(article: Article, sides: Sides) -> Iterator[Candidate]:
    """Candidates for `licenses_to`."""
    for sentence in article.sentences:
        if not sentence.names or gives_tools_only(sentence):
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


def gives_tools_only(sentence: Sentence) -> bool:
    """Whether a sentence tells that somebody takes software into use and nothing of works."""
    return TOOLS_USED.search(sentence.span.text) is not None and not WORKS_GIVEN.search(sentence.span.text)


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
        if source and not (to or subject):
            # "trained on images licensed from P".
            subject = only_maker(sentence, sides)
        yield from directed(source, to or subject, sentence, verb.i, "licence.passive", sides)
        return
    if to and set(to.names) <= set(subject.names):
        # "P ... will license its catalogue to the company": not to itself.
        to = only_maker(sentence, sides)
    if to:
        yield from directed(subject, to, sentence, verb.i, "licence.verb-to", sides)
    elif source:
        yield from directed(source, subject, sentence, verb.i, "licence.verb-from", sides)
    else:
        owned = first_of(objects_of(verb), article)
        yield from oriented(subject, owned, sentence, verb.i, "licence.verb", sides)


def _deal(noun: Token, sentence: Sentence, article: Article, sides: Sides) -> Iterator[Candidate]:
    """'P signs a deal with A', 'a partnership between P and A', 'the P deal of A', 'P's agreement with A'."""
    verb = deal_verb(noun)
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
    ended = verb is not None and verb.lower_ in verbs("end") and noun.dep_ in {"dobj", "nsubj", "nsubjpass"}
    between = [found for token in after_preposition(noun, "between") if (found := parties_of(token, article))]
    partner = partner_of((noun, *([verb] if verb is not None else [])), sentence, article, sides)
    if not between:
        between = list(partners_further_on(noun, sentence))
    if verb is not None and verb.dep_ == "relcl" and not partner:
        # "publishers with which OpenAI has concluded partnerships include A and B".
        partner = parties_of(verb.head, article)
    owner = deal_owner(noun, article)
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
    for candidate in split_sides(everyone, sentence, noun.i, rule, sides, article):
        yield from with_status(candidate, ended)


def _partner(verb: Token, sentence: Sentence, article: Article, sides: Sides) -> Iterator[Candidate]:
    """'P partners with A', 'P signed with A', 'A is negotiating with P'."""
    talks = is_verb(verb, "talk")
    if not is_asserted(verb, plans_count=True) or not is_content_deal(sentence, article):
        return
    if talks and not says(sentence, "talks"):
        return
    other = partner_of((verb,), sentence, article, sides)
    subject = subject_parties(verb, article)
    if verb.lower_ in verbs("sign") and not other:
        other = first_of(objects_of(verb), article)
    for noun in objects_of(verb):
        # "P joined Perplexity's programme".
        if not other and term(noun) in nouns("scheme"):
            other = deal_owner(noun, article)
    if not subject or not other:
        return
    for candidate in oriented(subject, other, sentence, verb.i, "licence.partner", sides):
        yield from with_status(candidate, ended=False)


def _pay(verb: Token, sentence: Sentence, article: Article, sides: Sides) -> Iterator[Candidate]:
    """'A pays P for access to its articles'."""
    payer, owner = subject_parties(verb, article), first_of(objects_of(verb), article)
    used = any(token.lower_ in words("access") | nouns("content") for token in verb.subtree)
    makers = {sides.of(party) for party in parties(payer.names)}
    ends_suit = any(token.lower_ in nouns("suit_strict") | verbs("settle_strict") for token in verb.subtree)
    if (
        used
        and not ends_suit
        and makers == {AI}
        and not says(sentence, "foreign_suit")
        and is_asserted(verb, plans_count=True)
    ):
        yield from directed(owner, payer, sentence, verb.i, "licence.pays", sides)


def _enlist(verb: Token, sentence: Sentence, article: Article, sides: Sides) -> Iterator[Candidate]:
    """'A counts P and Q among its licensors', 'P counts A as a customer', "A's pilot has P and Q as members"."""
    subject = subject_of(verb)
    known = nouns("ally") | (
        nouns("member") if subject is not None and subject.lower_ in nouns("scheme") else frozenset()
    )
    allies = (token for token in after_preposition(verb, "among", "as") if token.lower_ in known)
    if any(True for _ in allies) and is_asserted(verb) and is_content_deal(sentence, article):
        yield from oriented(
            subject_parties(verb, article) or (deal_owner(subject, article) if subject is not None else NOBODY),
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
        yield from directed(subject, receiver, sentence, verb.i, "licence.grant", sides)


def _in_name(token: Token, sentence: Sentence) -> bool:
    """'Alliance' in the name of a trade body is no deal."""
    return any(name.start <= token.i < name.end for name in sentence.names) or (
        token.tag_.startswith("NNP") and token.i != sentence.span.start
    )
