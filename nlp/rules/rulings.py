"""What courts decide between parties whose case the article knows, and who has won."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.context import pattern
from nlp.model import Attributes, Party
from nlp.outcomes import ROLES, judge_outcome, mask
from nlp.rules.candidate import Candidate
from nlp.sides import AI, RIGHTS, Sides
from nlp.syntax import is_passive, subject_of
from nlp.words import verbs, words

#: Words that say that nothing is decided where they govern the verb: a plain sign is enough, a wrong ruling costs more.
NEGATED = re.compile(
    r"(?i)\b(?:has|have|had|did|does|is|was) not (?:yet )?(?:ruled|decided|said|issued)\b|\bno (?:ruling"
    r"|decision|judgment|verdict)\b|\bif (?:the|a) (?:court|judge)\b|\bwhether\b(?=.*\bcourt\b)"
)


@dataclass(frozen=True, slots=True)
class Case:
    """Sides of a suit that the article knows, and the sentence that told of it; `caption` where one is printed."""

    plaintiffs: tuple[Party, ...]
    defendants: tuple[Party, ...]
    sentence: Sentence
    caption: str | None = None


def find_rulings(article: Article, cases: Sequence[Case], sides: Sides) -> Iterator[Candidate]:
    """Candidates for `ruling`, and for `sues` where a ruling itself tells of the suit."""
    for sentence in article.sentences:
        text = sentence.span.text
        if not pattern("rulings", "court").search(text) and not re.search(
            r"(?i)\b(?:ruling|verdict|judge?ment|lost|won|wins|loses)\b", text
        ):
            continue
        if (
            not pattern("rulings", "decides").search(text)
            or pattern("rulings", "pending").search(text)
            or NEGATED.search(text)
        ):
            continue
        if not _court_decides(sentence, article):
            continue
        case = _case_of(sentence, cases, article)
        if case:
            outcome = judge_outcome(_masked(sentence, case))
            if outcome:
                confidence = 0.85 if case.sentence is sentence or _names_both(sentence, case) else 0.65
                yield Candidate(
                    "ruling",
                    case.plaintiffs,
                    case.defendants,
                    sentence,
                    sentence.span.start,
                    "ruling.case",
                    confidence,
                    Attributes(outcome=outcome),
                )
        else:
            yield from _unheralded(sentence, article, sides)


def _court_decides(sentence: Sentence, article: Article) -> bool:
    """Whether a sentence tells what a court does, or speaks of a decision or of who has won."""
    for token in sentence.span:
        if token.lower_ in words("decisions") or (token.lower_ in words("winning") and token.tag_.startswith("VB")):
            return True
        if token.lower_ not in verbs("rule") or not token.tag_.startswith("VB") or not is_asserted(token):
            continue
        if is_passive(token):
            return True
        subject = subject_of(token)
        if subject is not None and _is_court(subject, sentence, article):
            return True
    return False


def _is_court(subject: Token, sentence: Sentence, article: Article) -> bool:
    if subject.tag_ == "PRP":
        before = article.sentences[max(0, sentence.index - 2) : sentence.index + 1]
        return any(
            token.lower_ in words("courts") for earlier in before for token in earlier.span if token.i < subject.i
        )
    return any(token.lower_ in words("courts") for token in subject.subtree if token.i <= subject.i)


def _case_of(sentence: Sentence, cases: Sequence[Case], article: Article) -> Case | None:
    """The one case that a sentence can be about."""
    captioned = [case for case in cases if case.caption and case.caption in sentence.span.text]
    if len(captioned) == 1:
        return captioned[0]
    named = {name.party for name in sentence.names}
    both = _merged([case for case in cases if named & set(case.plaintiffs) and named & set(case.defendants)])
    if both:
        return both
    one = [case for case in cases if named & (set(case.plaintiffs) | set(case.defendants))]
    near = [case for case in one if abs(case.sentence.index - sentence.index) <= 3]
    for choice in (near, one):
        case = _merged(choice)
        if case and (choice is near or len(article.sentences) < 4):
            return case
    if not named:
        return _merged([case for case in cases if 0 <= sentence.index - case.sentence.index <= 2])
    return None


def _merged(cases: Sequence[Case]) -> Case | None:
    """Cases with one and the same defendant as one; None where they differ."""
    if not cases or len({case.defendants for case in cases}) > 1:
        return None
    plaintiffs = tuple(dict.fromkeys(party for case in cases for party in case.plaintiffs))
    return Case(plaintiffs, cases[0].defendants, cases[0].sentence, cases[0].caption)


def _names_both(sentence: Sentence, case: Case) -> bool:
    named = {name.party for name in sentence.names}
    return bool(named & set(case.plaintiffs)) and bool(named & set(case.defendants))


def _masked(sentence: Sentence, case: Case) -> str:
    return mask(sentence, dict.fromkeys(case.defendants, ROLES[1]) | dict.fromkeys(case.plaintiffs, ROLES[0]))


def _unheralded(sentence: Sentence, article: Article, sides: Sides) -> Iterator[Candidate]:
    """'A Munich court backed GEMA, ruling that OpenAI ...': an owner of works and a maker of AI before a court."""
    if not pattern("rulings", "court").search(sentence.span.text) or not pattern("context", "works").search(
        sentence.span.text
    ):
        return
    owners = tuple(dict.fromkeys(name.party for name in sentence.names if sides.of(name.party) == RIGHTS))
    makers = tuple(dict.fromkeys(name.party for name in sentence.names if sides.of(name.party) == AI))
    listed = any({name.party for name in group.names} >= set(owners) for group in sentence.groups)
    if not owners or len(makers) != 1 or not (len(owners) == 1 or listed):
        return
    case = Case(owners, makers, sentence)
    masked = _masked(sentence, case)
    strict = re.search(
        r"(?i)(?:backed|sided with|ruled (?:for|in favou?r of)|found for|judgment for|won|wins"
        r"|awarded) (?:the )?(?:\w+ ){0,2}(?:PLAINTIFF|DEFENDANT)"
        r"|PLAINTIFF (?:has |have )?(?:won|lost|prevailed)|DEFENDANT (?:was|is|were"
        r"|has been) (?:\w+ )?(?:held|found)\b|(?:against|held|found|ruled (?:\w+ ){0,3}that"
        r"|ruling (?:\w+ ){0,3}that) (?:\w+ ){0,2}DEFENDANT",
        masked,
    )
    outcome = judge_outcome(masked)
    if strict and outcome:
        yield Candidate(
            "ruling", owners, makers, sentence, sentence.span.start, "ruling.sides", 0.7, Attributes(outcome=outcome)
        )
        yield Candidate("sues", owners, makers, sentence, sentence.span.start, "sues.ruling", 0.7)
