"""Who takes part in a maker's programme or marketplace, told in the sentences behind the one that names it."""

import re
from collections.abc import Iterator

from nlp.article import Article, Group, Sentence
from nlp.context import is_content_deal
from nlp.model import Attributes, Party
from nlp.rules.candidate import Candidate, parties
from nlp.sides import AI, Sides
from nlp.syntax import term
from nlp.words import nouns

#: Behind these the members are listed: 'the new members include', 'the first to join are'.
LISTED = re.compile(
    r"(?i)\b(?:members?|participants?|partners?|licensors?|signatories|(?:first|latest|others?|publishers|labels|studios)"
    r" to (?:join|sign(?: up)?|enrol|take part))\b[^.;]{0,40}?\b(?:are|is|includes?|including|were|was)\b[^A-Z]{0,20}$"
)
#: Right behind a list these say that it is one of members.
JOINING = re.compile(
    r"^,?\s*(?:(?:have|has|had|are|is|were|also|all|both|already|since)\s+){0,3}"
    r"(?:join(?:ed|s|ing)?|sign(?:ed|s)? (?:up|on)"
    r"|enrol(?:led|s)?|(?:tak(?:e|es|en|ing)|took) part|participat\w+)\b"
    r"(?!\s+(?:a |the )?(?:law)?(?:suit|case|action|complaint))"
)
#: A sentence with one of these tells of more than a list of members.
OTHERWISE = re.compile(
    r"(?i)\b(?:not|n['\u2019]t|never|no|refus\w+|declin\w+|left|leav\w+|quit|withdr[ae]w\w*|without|would|could|might"
    r"|(?:law)?suits?|su(?:ed|es|ing)|court|talks?|consider\w*|if|whether)\b"
)
CONFIDENCE = 0.7
#: Sentences behind the one that names the scheme in which its members are looked for.
REACH = 4


def find_members(article: Article, sides: Sides) -> Iterator[Candidate]:
    """Candidates for `licenses_to`: each member of a scheme and the one maker of AI that runs it."""
    for sentence in article.sentences:
        maker = _maker(sentence, sides)
        if maker is None or not is_content_deal(sentence, article):
            continue
        for other in article.sentences[sentence.index : sentence.index + REACH]:
            if OTHERWISE.search(other.span.text) or any(_is_rival(name.party, maker, sides) for name in other.names):
                continue
            for group in other.groups:
                members = tuple(p for p in parties(group.names) if sides.of(p) != AI and p.kind != "person")
                if members and _is_list_of_members(group, other):
                    yield Candidate(
                        "licenses_to", members, (maker,), other, max(group.start - 1, other.span.start),
                        "licence.scheme", CONFIDENCE, Attributes(status="announced"),
                    )  # fmt: skip


def _is_rival(party: Party, maker: Party, sides: Sides) -> bool:
    return party != maker and sides.of(party) == AI


def _maker(sentence: Sentence, sides: Sides) -> Party | None:
    """The one maker of AI that a sentence names with a scheme."""
    makers = {name.party for name in sentence.names if sides.of(name.party) == AI}
    told = any(term(token) in nouns("scheme") for token in sentence.span)
    return next(iter(makers)) if told and len(makers) == 1 else None


def _is_list_of_members(group: Group, sentence: Sentence) -> bool:
    doc = sentence.span.doc
    before, behind = doc[sentence.span.start : group.start].text, doc[group.end : sentence.span.end].text
    return LISTED.search(before) is not None or JOINING.search(behind) is not None
