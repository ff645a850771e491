"""Who settles with whom: 'X and Y settled', 'Y's settlement with X', 'agreed to pay … to settle X v. Y'."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import why_not_asserted
from nlp.model import Party
from nlp.reference import NOBODY, Found, first_of, parties_of, subject_parties
from nlp.rules.candidate import CONFIDENCE, Candidate, parties
from nlp.rules.rulings import Case
from nlp.rules.suit_nouns import owners_of
from nlp.sides import AI, RIGHTS, Sides
from nlp.syntax import after_preposition, governors, is_passive, is_verb, objects_of
from nlp.words import nouns, verbs

#: In a sentence with one of these a settlement is no more than an aim.
SOUGHT = (
    "settlement talks",
    "no settlement",
    "no settlements",
    "possible settlement",
    "potential settlement",
    "under consideration",
    "proposed to settle",
    "settlement frameworks",
    "expected a settlement",
    "could settle",
)
UNDER_WHICH_NONE = frozenset(
    {"talks", "negotiations", "discussions", "refused", "declined", "promise", "urged", "hopes", "wants"}
)


def find_settlements(article: Article, cases: Sequence[Case], sides: Sides) -> Iterator[Candidate]:
    """Candidates for `settles_with`, and for `sues` where only the settlement tells of the suit."""
    for sentence in article.sentences:
        for token in sentence.span:
            if is_verb(token, "settle") and (
                token.lower_ in verbs("settle_strict") | {"resolved", "resolve"} or _pays_to_end(token)
            ):
                found = _by_verb(token, sentence, article)
            elif token.lower_ in nouns("settlement_strict"):
                found = _by_noun(token, article)
            elif token.lower_ == "peace" and token.head.lower_ in {"made", "makes", "make"}:
                found = (
                    subject_parties(token.head, article),
                    first_of(after_preposition(token, "with"), article)
                    or first_of(after_preposition(token.head, "with"), article),
                )
            else:
                continue
            if why_not_agreed(token):
                continue
            captioned = [case for case in cases if case.caption and case.caption in sentence.span.text]
            if len(captioned) == 1:
                yield Candidate(
                    "settles_with",
                    captioned[0].plaintiffs,
                    captioned[0].defendants,
                    sentence,
                    token.i,
                    "settlement.caption",
                    0.85,
                )
            else:
                yield from _paired(found, cases, sentence, token.i, sides)


def why_not_agreed(token: Token) -> str:
    """Why a settlement is sought, not agreed ('talks to settle', 'could settle'); empty where it is agreed."""
    if reason := why_not_asserted(token, plans_count=True):
        return reason
    sentence = token.sent.text.lower()
    if sought := next((words for words in SOUGHT if words in sentence), ""):
        return f"only sought: '{sought}'"
    governor = next((head.lower_ for head in governors(token) if head.lower_ in UNDER_WHICH_NONE), "")
    return f"only sought: under '{governor}'" if governor else ""


def _by_verb(verb: Token, sentence: Sentence, article: Article) -> tuple[Found, Found]:
    payer = subject_parties(verb, article)
    other = first_of(after_preposition(verb, "with"), article)
    for noun in objects_of(verb):
        if not other:
            other = _suit_of(noun, article)
        if not other and verb.head.lower_ in verbs("pay"):
            other = first_of(objects_of(verb.head), article)  # 'will pay X $5 million to settle the suit'
        if not other and not is_passive(verb) and noun.lower_ in nouns("suit"):
            # 'To settle a lawsuit by authors including A': the parser may hang 'by' on the verb.
            other = first_of(after_preposition(verb, "by"), article)
    return payer, other


def _pays_to_end(verb: Token) -> bool:
    """'Will pay $5 million to end the lawsuit'."""
    return verb.head.lower_ in verbs("pay") and any(noun.lower_ in nouns("suit_strict") for noun in objects_of(verb))


def _suit_of(noun: Token, article: Article) -> Found:
    """'settle a lawsuit that X brought', 'settle with X', "settle X's claims", 'settle claims against Y'."""
    found = first_of(after_preposition(noun, "by", "from", "with", "against"), article)
    if not found and noun.lower_ in nouns("suit_strict"):
        found = owners_of(noun, article) or first_of(after_preposition(noun, "of"), article)
    for child in noun.children:
        if not found and child.dep_ in {"acl", "relcl"}:
            found = first_of(after_preposition(child, "by"), article)
        if not found and child.dep_ in {"poss", "compound"}:
            found = parties_of(child, article)
    return found


def _by_noun(noun: Token, article: Article) -> tuple[Found, Found]:
    first = NOBODY
    for child in noun.children:
        if child.dep_ in {"poss", "compound", "nmod"} and (first := parties_of(child, article)):
            break
    between = [found for token in after_preposition(noun, "between") if (found := parties_of(token, article))]
    if between:
        return between[0], between[-1]
    other = first_of(after_preposition(noun, "with"), article)
    by_class = next(
        (
            first_of(after_preposition(child, "by"), article)
            for token in after_preposition(noun, "of")
            for child in token.children
            if child.dep_ == "acl"
        ),
        NOBODY,
    )
    verb = noun.head
    if not first and verb.tag_.startswith("VB") and noun.dep_ in {"dobj", "pobj"}:
        first = subject_parties(verb, article)
        other = other or first_of(after_preposition(verb, "with"), article)
    return first, other or by_class


def _paired(
    found: tuple[Found, Found], cases: Sequence[Case], sentence: Sentence, anchor: int, sides: Sides
) -> Iterator[Candidate]:
    first, second = parties(found[0].names), parties(found[1].names)
    if not first:
        return
    if set(second) <= set(first):
        second = ()
    if not second and len(first) > 1:
        # "X and Y settled": two sides in one subject.
        second = tuple(party for party in first if sides.of(party) == AI)
        first = tuple(party for party in first if party not in second)
        if not first or not second:
            return
    elif not second:
        return
    plaintiffs, defendants = _turned(first, second, cases, sides)
    if not plaintiffs or set(plaintiffs) & set(defendants):
        return
    confidence = min(CONFIDENCE[one.how] for one in found if one)
    yield Candidate("settles_with", plaintiffs, defendants, sentence, anchor, "settlement", confidence)
    yield Candidate("sues", plaintiffs, defendants, sentence, anchor, "sues.settlement", confidence - 0.05)


def _turned(
    first: tuple[Party, ...], second: tuple[Party, ...], cases: Sequence[Case], sides: Sides
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Plaintiffs and defendants of two sides, by the suits that are known, else by what they do."""
    for case in cases:
        if set(first) & set(case.plaintiffs) and set(second) & set(case.defendants):
            return first, second
        if set(second) & set(case.plaintiffs) and set(first) & set(case.defendants):
            return second, first
    if any(sides.of(party) == AI for party in second) or all(sides.of(party) == RIGHTS for party in first):
        return first, second
    if any(sides.of(party) == AI for party in first) or all(sides.of(party) == RIGHTS for party in second):
        return second, first
    return (), ()
