"""Attach to a candidate what the sentences around it say of court, judge, docket number, dates, sums and terms."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from nlp.article import Sentence
from nlp.deal_stage import told_stage
from nlp.fact_dates import fact_date, filing_date, first_date, step_date, told_date
from nlp.fact_value import OTHER_BEHIND, OTHER_SUMS, SUM_REACH, deal_value, investment_value, sum_sought, sums_of
from nlp.model import Attributes, Value
from nlp.rules.candidate import Candidate
from nlp.rules.rulings import Case
from nlp.surroundings import (
    Scope,
    Surroundings,
    deal_scope,
    first_other,
    is_told_of_another,
    judge_scopes,
    lead,
    settlement_scope,
    suit_scopes,
)
from nlp.values import find_money, find_terms, term_years, total_usd

#: Terms further from the word that tells of a deal belong to something else.
TERM_REACH = 90
#: So many characters behind a name or caption a docket number is that one's: ', case number '.
RIGHT_BEHIND = 18
Given = dict[str, str | float | Value | None]


def attach(candidate: Candidate, around: Surroundings) -> Candidate:
    """The candidate with the attributes that its relation can have and the article gives."""
    give = GIVING.get(candidate.relation)
    if give is None:
        return candidate
    present = candidate.attributes.present()
    given = give(candidate, around)
    found = {
        key: value for key, value in given.items() if value is not None and (key not in present or key == "status")
    }
    return replace(candidate, attributes=with_values(candidate.attributes, found))


def with_values(attributes: Attributes, values: Mapping[str, str | float | Value | None]) -> Attributes:
    """Attributes with some values put in."""
    known: dict[str, Any] = dict(values)
    return replace(attributes, **known)


def _of_suit(candidate: Candidate, around: Surroundings) -> Given:
    caption = _caption_of(candidate, around)
    scopes = suit_scopes(candidate, around)
    out: Given = {
        "court": _nearest((mark.start, mark.name) for mark in around.marks.courts)(scopes),
        "docket_number": _nearest(_own_dockets(candidate, around))(scopes),
        "judge": _nearest((mark.start, mark.text) for mark in around.marks.judges)(
            judge_scopes(candidate, around, scopes)
        ),
        "filed_date": filing_date(candidate, around, scopes),
        "caption": caption.caption if caption else None,
        "value": sum_sought(scopes, around.article),
    }
    if caption:
        out.update({key: value for key, value in _of_caption(caption, around).items() if value})
    return out


def _own_dockets(candidate: Candidate, around: Surroundings) -> Iterator[tuple[int, str]]:
    """Docket numbers but those right behind another's name or caption, as in 'joined with that of X, No. 1'."""
    doc, text = around.article.doc, around.article.layout.text
    sides = {*candidate.subjects, *candidate.objects}
    names = [(doc[name.end - 1].idx + len(doc[name.end - 1]), name.party in sides) for name in around.article.names]
    own = [party.name.split()[-1] for party in candidate.subjects]
    names += [(mark.end, any(word in text[mark.start : mark.end] for word in own)) for mark in around.marks.captions]
    for mark in around.marks.dockets:
        before = max((name for name in names if mark.start - RIGHT_BEHIND <= name[0] <= mark.start), default=(0, True))
        if "-md-" not in mark.text and before[1]:
            yield mark.start, mark.text


def _of_ruling(candidate: Candidate, around: Surroundings) -> Given:
    own = candidate.sentence
    following = list(around.article.sentences[own.index + 1 : own.index + 3])
    scopes: list[Scope] = [[own], following]
    if around.single_case:
        scopes.append(around.article.sentences)
    return {
        "court": _nearest((mark.start, mark.name) for mark in around.marks.courts)(scopes),
        "judge": _nearest((mark.start, mark.text) for mark in around.marks.judges)(scopes[:2]),
        "date": told_date(candidate, around, lead(candidate, around)),
    }


def _of_settlement(candidate: Candidate, around: Surroundings) -> Given:
    terms = [*deal_scope(candidate, around), *settlement_scope(candidate, around)]
    return {
        "amount_usd": _sum(candidate, terms),
        "date": told_date(candidate, around, lead(candidate, around)),
        "value": deal_value(candidate, around.article, [candidate.sentence, *terms]),
    }


def _of_investment(candidate: Candidate, around: Surroundings) -> Given:
    if len(candidate.subjects) > 1 or candidate.rule != "invests.verb":
        return {}
    return {"value": investment_value(candidate, around.article)}


def _of_licence(candidate: Candidate, around: Surroundings) -> Given:
    status = _stage(candidate)
    single = len(candidate.subjects) == 1 and len(candidate.objects) == 1
    terms = deal_scope(candidate, around)
    told = [*lead(candidate, around), *terms]
    return {
        "amount_usd": _sum(candidate, terms) if single else None,
        "term_years": _term(candidate, terms) if single else None,
        "value": deal_value(candidate, around.article, [candidate.sentence, *terms]) if single else None,
        "status": status,
        **_deal_dates(status, candidate, around, told),
    }


def _stage(candidate: Candidate) -> str | None:
    """How far a deal has come; of what the encoder alone calls announced, as far as the words tell."""
    status = candidate.attributes.status
    sides = [party.name for party in (*candidate.subjects, *candidate.objects) if party]
    if status == "announced":
        return told_stage(candidate.sentence.span.text, sides) or status
    if status == "renewed" and told_stage(candidate.sentence.span.text, sides) != status:
        return "announced"
    return status


def _deal_dates(status: str | None, candidate: Candidate, around: Surroundings, told: Sequence[Sentence]) -> Given:
    """When a deal was announced, and when it was renewed or ended: one date is not both."""
    if status == "in-talks":
        return {}
    if status not in ("renewed", "ended"):
        return {"announced_date": told_date(candidate, around, told)}
    when, first = step_date(candidate, around), first_date(candidate, around)
    if status == "ended" and not first:
        first = told_date(candidate, around, told)
    return {"date": when, "announced_date": first if first != when else None}


def _of_accusation(candidate: Candidate, around: Surroundings) -> Given:
    return {"date": fact_date(candidate, around)}


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
    text = around.article.layout.text
    start = case.sentence.span.start_char + case.sentence.span.text.find(case.caption or "")
    end = start + len(case.caption or "")
    limit = min([mark.start for mark in around.marks.captions if mark.start > start] + [end + 120, len(text)])
    dockets = [mark.text for mark in around.marks.dockets if end <= mark.start < limit]
    courts = [mark.name for mark in around.marks.courts if end <= mark.start < limit]
    return {"docket_number": dockets[0] if dockets else None, "court": courts[0] if courts and dockets else None}


def _near_anchor(candidate: Candidate, reach: int) -> str:
    """The part of a sentence within some characters of the word that tells the relation, up to another party's name."""
    span = candidate.sentence.span
    anchor = span.doc[candidate.anchor].idx - span.start_char
    text = str(span.text[max(0, anchor - reach) : anchor + reach])
    return text[: first_other(candidate) - max(0, anchor - reach)]


def _sum(candidate: Candidate, terms: Sequence[Sentence]) -> float | None:
    """The total in dollars, in the deal's own sentence, else in the first of those behind that names a sum."""
    is_own = not any(is_told_of_another((one.start, one.end), candidate) for one in sums_of(candidate.sentence))
    own = (_near_anchor(candidate, SUM_REACH),) if is_own else ()
    for text in (*own, *(sentence.span.text for sentence in terms)):
        sums = find_money(text)
        if any(
            OTHER_SUMS.search(text[max(0, money.start - 60) : money.start]) or OTHER_BEHIND.match(text[money.end :])
            for money in sums
        ):
            return None
        if sums:
            return total_usd(text)
    return None


def _term(candidate: Candidate, terms: Sequence[Sentence]) -> float | None:
    for text in (_near_anchor(candidate, TERM_REACH), *(sentence.span.text for sentence in terms)):
        if find_terms(text):
            return term_years(text)
    return None


GIVING: dict[str, Callable[[Candidate, Surroundings], Given]] = {
    "sues": _of_suit,
    "ruling": _of_ruling,
    "settles_with": _of_settlement,
    "licenses_to": _of_licence,
    "accuses": _of_accusation,
    "invests_in": _of_investment,
}
