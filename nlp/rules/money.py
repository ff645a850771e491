"""Who invests in whom and who represents whom."""

from collections.abc import Iterator

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.model import Attributes
from nlp.reference import NOBODY, Found, first_of, parties_of, subject_parties
from nlp.rules.candidate import CONFIDENCE, Candidate, parties, propose
from nlp.syntax import after_preposition, is_passive, is_verb, objects_of, subject_of
from nlp.values import find_money
from nlp.words import nouns


def find_investments(article: Article) -> Iterator[Candidate]:
    """Candidates for `invests_in`: 'A-backed B', 'B, whose backers include A', 'A invested in B', 'its backer A'."""
    for sentence in article.sentences:
        for token in sentence.span:
            if token.lower_ == "backed" and token.i > 1 and article.doc[token.i - 1].text == "-":
                yield from _backed(token, sentence, article)
            elif is_verb(token, "invest") and is_asserted(token, plans_count=True):
                yield from _invested(token, sentence, article)
            elif token.lower_ in nouns("investor"):
                yield from _backer(token, sentence, article)


def _backed(token: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    before = next((name for name in sentence.names if name.end == token.i - 1), None)
    behind = next((name for name in sentence.names if 0 <= name.start - token.i - 1 <= 3), None)
    if before and behind:
        yield from propose(
            "invests_in", Found((before,), "named"), Found((behind,), "named"), sentence, token.i, "invests.backed"
        )


def _invested(verb: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    company = first_of(after_preposition(verb, "in", "into"), article)
    for noun in objects_of(verb):
        company = company or first_of(after_preposition(noun, "in", "into"), article)
    if verb.lower_ in {"backs", "backed", "funded", "bankrolled"} and is_passive(verb):
        company = subject_parties(verb, article)
        investor = first_of(after_preposition(verb, "by"), article)
    else:
        investor = subject_parties(verb, article)
    for candidate in propose("invests_in", investor, company, sentence, verb.i, "invests.verb"):
        sums = [money.usd for money in find_money(sentence.span.text) if money.per == "total" and money.usd]
        yield (
            candidate
            if len(sums) != 1
            else Candidate(
                candidate.relation,
                candidate.subjects,
                candidate.objects,
                sentence,
                verb.i,
                candidate.rule,
                candidate.confidence,
                Attributes(amount_usd=sums[0]),
            )
        )


def _backer(noun: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    """'Perplexity, whose investors include Jeff Bezos', "OpenAI's backer Microsoft", 'A, an investor in B'."""
    owner = NOBODY
    for child in noun.children:
        if child.dep_ == "poss":
            owner = parties_of(child.head.head, article) if child.lower_ == "whose" else parties_of(child, article)
            if child.lower_ == "whose":
                owner = _antecedent(child, sentence)
    company = owner or first_of(after_preposition(noun, "in", "of"), article)
    if not company:
        return
    found = first_of((child for child in noun.children if child.dep_ == "appos"), article)
    if not found and noun.dep_ == "nsubj" and noun.head.lower_ in {"include", "includes", "included", "are", "is"}:
        found = first_of((child for child in noun.head.children if child.dep_ in {"dobj", "attr"}), article)
    if not found and noun.dep_ == "appos":
        found = parties_of(noun.head, article)
    if not found:
        behind = next((group for group in sentence.groups if 0 <= group.start - noun.i - 1 <= 1), None)
        found = Found(behind.names, "described") if behind and owner else NOBODY
    left = tuple(party for party in parties(found.names) if party not in parties(company.names))
    if left and len(company.names) == 1:
        yield Candidate(
            "invests_in", left, parties(company.names), sentence, noun.i, "invests.backer", CONFIDENCE["described"]
        )


def _antecedent(whose: Token, sentence: Sentence) -> Found:
    before = [name for name in sentence.names if name.end <= whose.i and whose.i - name.end <= 2]
    return Found((before[-1],), "named") if before else NOBODY


def find_counsel(article: Article) -> Iterator[Candidate]:
    """Candidates for `represents`: 'F represents P', 'P is represented by F', 'F, who acts for P', 'counsel for P'."""
    for sentence in article.sentences:
        if not sentence.names:
            continue
        for token in sentence.span:
            if (
                token.lower_ in {"represents", "represented", "representing", "represent"}
                and token.tag_.startswith("VB")
                and is_asserted(token)
            ):
                if is_passive(token):
                    client, lawyer = (
                        parties_of(token.head if token.dep_ == "acl" else subject_of(token), article),
                        first_of(after_preposition(token, "by"), article),
                    )
                else:
                    client, lawyer = first_of(objects_of(token), article), subject_parties(token, article)
                yield from propose("represents", lawyer, client, sentence, token.i, "represents.verb")
            elif token.lower_ in {
                "acts",
                "acted",
                "appeared",
                "appears",
                "appearing",
                "acting",
            } and token.tag_.startswith("VB"):
                client = first_of(after_preposition(token, "for"), article)
                yield from propose(
                    "represents", subject_parties(token, article), client, sentence, token.i, "represents.acts"
                )
            elif token.lower_ in {"counsel", "lawyer", "lawyers", "attorney", "attorneys"}:
                yield from _counsel(token, sentence, article)


def _counsel(noun: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    """'A and B are counsel for P', 'A, a lawyer for P', "P's lawyer A"."""
    client = first_of(after_preposition(noun, "for"), article)
    if not client:
        client = first_of((child for child in noun.children if child.dep_ == "poss"), article)
    lawyer = NOBODY
    if noun.dep_ == "attr":
        lawyer = subject_parties(noun.head, article)
    elif noun.dep_ == "appos":
        lawyer = parties_of(noun.head, article)
    else:
        lawyer = first_of((child for child in noun.children if child.dep_ == "appos"), article)
    kinds = {name.party.kind for name in lawyer.names}
    if kinds and kinds <= {"person", "law-firm"}:
        yield from propose("represents", lawyer, client, sentence, noun.i, "represents.counsel")
