"""Attach to a candidate what the sentences around it say of court, judge, docket number, dates, sums and terms."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nlp.article import Article, Sentence
from nlp.fact_value import OTHER_SUMS, SUM_REACH, deal_value, investment_value, sum_sought
from nlp.marks import Marks
from nlp.model import Attributes, Value
from nlp.rules.candidate import Candidate
from nlp.rules.rulings import Case
from nlp.values import find_money, term_years, total_usd
from nlp.words import verbs

#: Terms further from the word that tells of a deal belong to something else.
TERM_REACH = 90
#: Dates of these are not the date of the suit or deal.
FILING = re.compile(
    r"(?i)\b(?:fil(?:ed|ing)|brought|lodged|sued|sues|launched|issued proceedings|instituted|begun"
    r"|commenced|dat(?:es|ing) (?:from|to|back))\b"
)
OTHER_DATES = re.compile(
    r"(?i)\b(?:hearing|trial|scheduled|expected|until|deadline|founded|born|appeal|argument|launch\w*"
    r"|due)\b(?:\W+\w+){0,5}\W*$"
)
#: Rules that take a side from another sentence than their own.
ELSEWHERE = frozenset({"sues.two-places", "sues.role"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
#: The main news stands in the title or one of so many first paragraphs.
OPENING = 2
Given = dict[str, str | float | Value | None]
Scope = Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What attributes are taken from: the article, its marks, the suits known in it."""

    article: Article
    marks: Marks
    cases: Sequence[Case]

    @property
    def single_case(self) -> bool:
        """Whether all suits of the article are one case, so that court and judge may stand anywhere in it.

        A case that is first told of far down is background: what stands above it belongs to the main news.
        """
        return (
            len({case.defendants for case in self.cases}) == 1
            and len({case.plaintiffs for case in self.cases}) <= 2
            and min(case.sentence.paragraph for case in self.cases) <= OPENING
        )


def attach(candidate: Candidate, around: Surroundings) -> Candidate:
    """The candidate with the attributes that its relation can have and the article gives."""
    give = GIVING.get(candidate.relation)
    if give is None:
        return candidate
    present = candidate.attributes.present()
    found = {key: value for key, value in give(candidate, around).items() if value is not None and key not in present}
    return replace(candidate, attributes=with_values(candidate.attributes, found))


def with_values(attributes: Attributes, values: Mapping[str, str | float | Value | None]) -> Attributes:
    """Attributes with some values put in."""
    known: dict[str, Any] = dict(values)
    return replace(attributes, **known)


def _of_suit(candidate: Candidate, around: Surroundings) -> Given:
    caption = _caption_of(candidate, around)
    scopes = _suit_scopes(candidate, around)
    out: Given = {
        "court": _nearest((mark.start, mark.name) for mark in around.marks.courts)(scopes),
        "docket_number": _nearest((mark.start, mark.text) for mark in around.marks.dockets if "-md-" not in mark.text)(
            scopes
        ),
        "judge": _nearest((mark.start, mark.text) for mark in around.marks.judges)(scopes[:1]),
        "filed_date": _date(candidate, around) if _tells_filing(candidate) else None,
        "caption": caption.caption if caption else None,
        "value": sum_sought(scopes, around.article),
    }
    if caption:
        out.update({key: value for key, value in _of_caption(caption, around).items() if value})
    return out


def _of_ruling(candidate: Candidate, around: Surroundings) -> Given:
    own = candidate.sentence
    following = list(around.article.sentences[own.index + 1 : own.index + 3])
    scopes = [[own], following]
    if around.single_case:
        scopes.append(around.article.sentences)
    return {
        "court": _nearest((mark.start, mark.name) for mark in around.marks.courts)(scopes),
        "judge": _nearest((mark.start, mark.text) for mark in around.marks.judges)(scopes[:2]),
        "date": _date(candidate, around),
    }


def _of_settlement(candidate: Candidate, around: Surroundings) -> Given:
    return {
        "amount_usd": _sum(candidate),
        "date": _date(candidate, around),
        "value": deal_value(candidate, around.article, [candidate.sentence]),
    }


def _of_investment(candidate: Candidate, around: Surroundings) -> Given:
    if len(candidate.subjects) > 1 or candidate.rule != "invests.verb":
        return {}
    return {"value": investment_value(candidate, around.article)}


def _of_licence(candidate: Candidate, around: Surroundings) -> Given:
    status = candidate.attributes.status
    single = len(candidate.subjects) == 1 and len(candidate.objects) == 1
    return {
        "amount_usd": _sum(candidate) if single else None,
        "term_years": _term(candidate) if single else None,
        "value": deal_value(candidate, around.article, [candidate.sentence]) if single else None,
        "announced_date": _date(candidate, around) if status != "in-talks" else None,
    }


def _of_accusation(candidate: Candidate, around: Surroundings) -> Given:
    return {"date": _date(candidate, around)}


def _suit_scopes(candidate: Candidate, around: Surroundings) -> list[Scope]:
    """Sentences that can speak of a suit, the nearest first: its own, those behind it without another suit, all."""
    own = candidate.sentence
    others = {case.sentence.index for case in around.cases if case.defendants != candidate.objects}
    behind: list[Sentence] = []
    for sentence in around.article.sentences[own.index + 1 : own.index + 3]:
        if sentence.paragraph != own.paragraph or sentence.index in others:
            break
        behind.append(sentence)
    scopes: list[Scope] = [[own], behind]
    if candidate.rule in ELSEWHERE:
        scopes.append(around.article.sentences[max(0, own.index - 2) : own.index])
    if around.single_case:
        scopes.append(around.article.sentences)
    return scopes


def _nearest(marks: Iterable[tuple[int, str]]) -> Callable[[Sequence[Scope]], str | None]:
    """A function that gives the value of the first scope that holds any; None where that scope holds several."""
    placed = list(marks)

    def pick(scopes: Sequence[Scope]) -> str | None:
        for scope in scopes:
            spans = [(sentence.span.start_char, sentence.span.end_char) for sentence in scope]
            values = {value for place, value in placed if any(start <= place < end for start, end in spans)}
            if values:
                return values.pop() if len(values) == 1 else None
        return None

    return pick


def _tells_filing(candidate: Candidate) -> bool:
    """Whether the sentence speaks of bringing the suit, so that its date is the suit's."""
    return (
        candidate.rule in {"sues.active", "sues.passive", "sues.to-court", "sues.filed-against"}
        or FILING.search(candidate.sentence.span.text) is not None
    )


def _caption_of(candidate: Candidate, around: Surroundings) -> Case | None:
    """The captioned case of a suit's parties."""
    fitting = [
        case
        for case in around.cases
        if case.caption
        and set(case.plaintiffs) & set(candidate.subjects)
        and set(case.defendants) & set(candidate.objects)
    ]
    if not fitting:
        fitting = (
            [case for case in around.cases if case.caption and set(case.defendants) & set(candidate.objects)]
            if around.single_case
            else []
        )
    return fitting[0] if len({case.caption for case in fitting}) == 1 else None


def _of_caption(case: Case, around: Surroundings) -> dict[str, str | None]:
    """Docket number and court that are printed right behind a caption."""
    text = around.article.doc.text
    start = case.sentence.span.start_char + case.sentence.span.text.find(case.caption or "")
    end = start + len(case.caption or "")
    limit = min([mark.start for mark in around.marks.captions if mark.start > start] + [end + 120, len(text)])
    dockets = [mark.text for mark in around.marks.dockets if end <= mark.start < limit]
    courts = [mark.name for mark in around.marks.courts if end <= mark.start < limit]
    return {"docket_number": dockets[0] if dockets else None, "court": courts[0] if courts and dockets else None}


def _date(candidate: Candidate, around: Surroundings) -> str | None:
    """The date nearest to the word that tells the relation, in its own sentence, if it lies not ahead."""
    span = candidate.sentence.span
    anchor = around.article.doc[candidate.anchor].idx
    text = around.article.doc.text
    near = [
        (abs(mark.start - anchor), mark.iso)
        for mark in around.marks.dates
        if span.start_char <= mark.start < span.end_char
        and _same_clause(candidate, mark.start)
        and not mark.future
        and not OTHER_DATES.search(text[max(span.start_char, mark.start - 50) : mark.start])
    ]
    if near:
        return min(near)[1]
    if candidate.rule in ELSEWHERE and candidate.sentence.index:
        earlier = replace(candidate, sentence=around.article.sentences[candidate.sentence.index - 1], rule="sues.noun")
        return _date(earlier, around) if _tells_filing(earlier) else None
    return None


def _same_clause(candidate: Candidate, place: int) -> bool:
    """Whether nothing else is told between the relation's word and a later date: 'which sues Y, signed in May'."""
    doc = candidate.sentence.span.doc
    anchor = doc[candidate.anchor]
    if place < anchor.idx or candidate.relation == "ruling" or candidate.rule in ELSEWHERE:
        return True
    telling = verbs("say") | (verbs("sign") if candidate.relation == "licenses_to" else verbs("file") | verbs("sue"))
    between = (token for token in doc[anchor.i + 1 : candidate.sentence.span.end] if token.idx < place)
    return not any(
        token.tag_ in FINITE and token.dep_ != "aux" and token.i != anchor.head.i and token.lower_ not in telling
        for token in between
    )


def _near_anchor(candidate: Candidate, reach: int) -> str:
    """The part of a sentence within some characters of the word that tells the relation."""
    span = candidate.sentence.span
    anchor = span.doc[candidate.anchor].idx - span.start_char
    return str(span.text[max(0, anchor - reach) : anchor + reach])


def _sum(candidate: Candidate) -> float | None:
    text = _near_anchor(candidate, SUM_REACH)
    if any(OTHER_SUMS.search(text[max(0, money.start - 60) : money.start]) for money in find_money(text)):
        return None
    return total_usd(text)


def _term(candidate: Candidate) -> float | None:
    return term_years(_near_anchor(candidate, TERM_REACH))


GIVING: dict[str, Callable[[Candidate, Surroundings], Given]] = {
    "sues": _of_suit,
    "ruling": _of_ruling,
    "settles_with": _of_settlement,
    "licenses_to": _of_licence,
    "accuses": _of_accusation,
    "invests_in": _of_investment,
}
