"""Attach to a candidate what the sentences around it say of court, judge, docket number, dates, sums and terms."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlp.article import Article, Sentence
from nlp.context import paragraph
from nlp.marks import Marks
from nlp.rules.candidate import Candidate
from nlp.rules.rulings import Case
from nlp.values import find_money, term_years, total_usd

#: A sum behind one of these is no price of the deal or settlement told in the sentence.
OTHER_SUMS = re.compile(
    r"(?i)\b(?:invest\w*|raised?|valuation|worth of|funding|revenue|sales|stake|equity|fine[ds]?|damages|seek\w*|demand\w*|statutory|market value|shares?|per cent|income|earn\w*)\b(?:\W+\w+){0,4}\W*$"
)
#: Sums and terms further from the word that tells of a deal belong to something else.
SUM_REACH, TERM_REACH = 200, 90
#: Dates of these are not the date of the suit or deal.
FILING = re.compile(
    r"(?i)\b(?:fil(?:ed|ing)|brought|lodged|sued|sues|launched|issued proceedings|instituted|begun|commenced|dat(?:es|ing) (?:from|to|back))\b"
)
OTHER_DATES = re.compile(
    r"(?i)\b(?:hearing|trial|scheduled|expected|until|deadline|founded|born|appeal|argument|launch\w*|due)\b(?:\W+\w+){0,5}\W*$"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What attributes are taken from: the article, its marks, the suits known in it."""

    article: Article
    marks: Marks
    cases: Sequence[Case]

    @property
    def single_case(self) -> bool:
        """Whether all suits of the article are one case, so that court and judge may stand anywhere in it."""
        return len({case.defendants for case in self.cases}) == 1 and len({case.plaintiffs for case in self.cases}) <= 2


def attach(candidate: Candidate, around: Surroundings) -> Candidate:
    """The candidate with the attributes that its relation can have and the article gives."""
    give = {
        "sues": _of_suit,
        "ruling": _of_ruling,
        "settles_with": _of_settlement,
        "licenses_to": _of_licence,
        "accuses": _of_accusation,
    }
    found = give[candidate.relation](candidate, around) if candidate.relation in give else {}
    present = candidate.attributes.present()
    return replace(
        candidate,
        attributes=replace(
            candidate.attributes,
            **{key: value for key, value in found.items() if value is not None and key not in present},
        ),
    )


def _of_suit(candidate: Candidate, around: Surroundings) -> dict[str, str | float | None]:
    caption = _caption_of(candidate, around)
    scope = _scope(candidate, around)
    out: dict[str, str | float | None] = {
        "court": _only(mark.name for mark in _within(around.marks.courts, scope)),
        "docket_number": _only(mark.text for mark in _within(around.marks.dockets, scope) if "-md-" not in mark.text),
        "judge": _only(mark.text for mark in _within(around.marks.judges, _near(candidate, scope, around))),
        "filed_date": _date(candidate, around) if _tells_filing(candidate) else None,
        "caption": caption.caption if caption else None,
    }
    if caption and caption.caption:
        out.update({key: value for key, value in _of_caption(caption, around).items() if value})
    return out


def _of_ruling(candidate: Candidate, around: Surroundings) -> dict[str, str | float | None]:
    scope = [candidate.sentence]
    if around.single_case:
        scope = around.article.sentences
    elif not _within(around.marks.judges, scope):
        scope = paragraph(candidate.sentence, around.article)
    return {
        "court": _only(mark.name for mark in _within(around.marks.courts, scope)),
        "judge": _only(mark.text for mark in _within(around.marks.judges, [candidate.sentence]))
        or _only(mark.text for mark in _within(around.marks.judges, scope)),
        "date": _date(candidate, around),
    }


def _of_settlement(candidate: Candidate, around: Surroundings) -> dict[str, str | float | None]:
    return {"amount_usd": _sum(candidate), "date": _date(candidate, around)}


def _of_licence(candidate: Candidate, around: Surroundings) -> dict[str, str | float | None]:
    status = candidate.attributes.status
    single = len(candidate.subjects) == 1 and len(candidate.objects) == 1
    return {
        "amount_usd": _sum(candidate) if single else None,
        "term_years": _term(candidate) if single else None,
        "announced_date": _date(candidate, around) if status != "in-talks" else None,
    }


def _of_accusation(candidate: Candidate, around: Surroundings) -> dict[str, str | float | None]:
    return {"date": _date(candidate, around)}


def _scope(candidate: Candidate, around: Surroundings) -> list[Sentence]:
    """Sentences that can speak of a suit: all where the article has one case, else its own and the next without another."""
    if around.single_case:
        return around.article.sentences
    own = candidate.sentence
    others = {
        case.sentence.index
        for case in around.cases
        if case.sentence is not own and case.defendants != candidate.objects
    }
    scope = [own]
    for sentence in around.article.sentences[own.index + 1 : own.index + 3]:
        if sentence.paragraph != own.paragraph or sentence.index in others:
            break
        scope.append(sentence)
    return scope


def _near(candidate: Candidate, scope: Sequence[Sentence], around: Surroundings) -> list[Sentence]:
    """Of some sentences those of the candidate's paragraph or that name one of its parties."""
    own = {*candidate.subjects, *candidate.objects}
    return [
        sentence
        for sentence in scope
        if sentence.paragraph == candidate.sentence.paragraph or own & {name.party for name in sentence.names}
    ]


def _tells_filing(candidate: Candidate) -> bool:
    """Whether the sentence speaks of bringing the suit, so that its date is the suit's."""
    return (
        candidate.rule in {"sues.active", "sues.passive", "sues.to-court", "sues.filed-against"}
        or FILING.search(candidate.sentence.span.text) is not None
    )


def _within(marks: Iterable, scope: Sequence[Sentence]) -> list:  # type: ignore[type-arg]
    spans = [(sentence.span.start_char, sentence.span.end_char) for sentence in scope]
    if len(spans) > 20:
        return list(marks)
    return [mark for mark in marks if any(start <= mark.start < end for start, end in spans)]


def _only(values: Iterable[str]) -> str | None:
    """The only value; None where there is none or they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


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
        and not mark.future
        and not OTHER_DATES.search(text[max(span.start_char, mark.start - 50) : mark.start])
    ]
    return min(near)[1] if near else None


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
