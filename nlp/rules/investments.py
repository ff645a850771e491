"""Who invests in whom."""

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.context import paragraph
from nlp.model import Attributes, Party
from nlp.reference import Found
from nlp.rules.candidate import CONFIDENCE, Candidate, parties, propose
from nlp.rules.roles import Roles
from nlp.rules.templates import Wording, find_wordings
from nlp.sides import AI, Sides, topic
from nlp.values import find_money

FURTHEST_BACKED = 3
#: A paragraph with these tells of money raised.
ROUND = re.compile(
    r"\b(?:[Ss]eries [A-H]|[Ff]unding round|[Ff]inancing|[Ff]undraising|round|raised (?:[$\u20ac\u00a3\u00a5]|US))"
)
#: Words of a wording that make no investment of it; 'is to invest' is a plan told as news or as rumour.
UNSURE = re.compile(
    r"(?i)\b(?:no|not|never|neither|nor|former|formerly|ex|sold|rumou?r\w*"
    r"|(?<!in )(?<!last )(?<!since )may(?! \d)|might|could|would)\b"  # not the month
)
INVESTORS = frozenset({"company", "outlet", "person", "organisation", "government"})


def find_investments(article: Article, sides: Sides) -> Iterator[Candidate]:
    """Candidates for `invests_in`: 'A-backed B', 'B, whose backers include A', 'A invested in B', 'its backer A'."""
    roles = Roles(article, ())
    raising = topic(article, sides, AI, ())
    for sentence in article.sentences:
        if not sentence.names:
            continue
        for token in sentence.span:
            if token.lower_ == "backed" and token.i > 1 and article.doc[token.i - 1].text == "-":
                yield from _backed(token, sentence)
        for wording in find_wordings("invests_in", sentence, article):
            if is_asserted(wording.anchor, plans_count=True) and not UNSURE.search(wording.text):
                yield from _invested(wording, sentence, roles)
        if raising is not None and any(ROUND.search(other.span.text) for other in paragraph(sentence, article)):
            yield from _joined_round(sentence, article, raising)


def _joined_round(sentence: Sentence, article: Article, raising: Party) -> Iterator[Candidate]:
    """'A led the round, and B took part': in a paragraph on the money that the article's company has raised."""
    for wording in find_wordings("rounds", sentence, article):
        investors = tuple(
            party for party in parties(wording.places["name"].names) if party.kind in INVESTORS and party != raising
        )
        if investors and is_asserted(wording.anchor) and not UNSURE.search(wording.text):
            how = CONFIDENCE["inferred"]
            yield Candidate("invests_in", investors, (raising,), sentence, wording.anchor.i, "invests.round", how)


def _backed(token: Token, sentence: Sentence) -> Iterator[Candidate]:
    before = next((name for name in sentence.names if name.end == token.i - 1), None)
    behind = next((name for name in sentence.names if 0 <= name.start - token.i - 1 <= FURTHEST_BACKED), None)
    if before and behind:
        sides = Found((before,), "named"), Found((behind,), "named")
        yield from propose("invests_in", *sides, sentence, token.i, "invests.backed")


def _invested(wording: Wording, sentence: Sentence, roles: Roles) -> Iterator[Candidate]:
    investors, companies = (
        roles.of(wording.places["name"]),
        roles.of(wording.places.get("side") or wording.places["owner"]),
    )
    if set(companies.names) & set(investors.names):
        # "The company, whose investors include A and B": a list of investors says nothing of who 'the company' is.
        return
    into = tuple(party for party in parties(companies.names) if party.kind != "person")
    left = tuple(party for party in parties(investors.names) if party.kind in INVESTORS and party not in into)
    if not left or len(into) != 1:
        return
    how = CONFIDENCE["described" if companies.how == "named" else companies.how]
    candidate = Candidate("invests_in", left, into, sentence, wording.anchor.i, wording.key, how)
    sums = [money.usd for money in find_money(wording.text) if money.per == "total" and money.usd]
    if len(sums) == 1 and len(left) == 1 and wording.key == "invests.verb":
        candidate = replace(candidate, attributes=Attributes(amount_usd=sums[0]))
    yield candidate
