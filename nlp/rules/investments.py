"""Who invests in whom."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.model import Attributes
from nlp.reference import Found
from nlp.rules.candidate import CONFIDENCE, Candidate, parties, propose
from nlp.rules.roles import Roles
from nlp.rules.templates import Wording, find_wordings
from nlp.sides import Sides
from nlp.values import find_money

FURTHEST_BACKED = 3
INVESTORS = frozenset({"company", "outlet", "person", "organisation", "government"})


def find_investments(article: Article, sides: Sides) -> Iterator[Candidate]:
    """Candidates for `invests_in`: 'A-backed B', 'B, whose backers include A', 'A invested in B', 'its backer A'."""
    roles = Roles(article, ())
    for sentence in article.sentences:
        if not sentence.names:
            continue
        for token in sentence.span:
            if token.lower_ == "backed" and token.i > 1 and article.doc[token.i - 1].text == "-":
                yield from _backed(token, sentence)
        for wording in find_wordings("invests_in", sentence, article):
            if is_asserted(wording.anchor, plans_count=True):
                yield from _invested(wording, sentence, roles)


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
