"""Which of an article's sums is the value of a deal, a settlement or an investment, or is sought in a suit."""

import re
from collections.abc import Iterable, Sequence

from nlp.article import Article, Sentence
from nlp.model import Value
from nlp.rules.candidate import Candidate
from nlp.stated_value import StatedSum, find_sums
from nlp.surroundings import first_other, is_told_of_another

#: A sum behind one of these is no price of the deal or settlement told in the sentence.
OTHER_SUMS = re.compile(
    r"(?i)\b(?:invest\w*|raised?|valuation|worth of|funding|financing|brought in|book(?:ed|s(?=\W*$))|revenue|sales"
    r"|stake|(?:first|initial|upfront|down) (?:payment|fee|instal?lment)|equity|fine[ds]?|damages"
    r"|seek\w*|demand\w*|statutory|market value|shares?|per cent|income|earn\w*"
    r"|valu(?:es|ed|ing) (?:it|them|itself|[A-Z]\w+|the (?:company|start-?up|firm|business|group|maker)) at"
    r"|(?:, which (?:is|was|has been)|company|start-?up|firm|maker) (?:\w+ )?valued at)\b"
    r"(?:\W+\w+){0,4}\W*$"
)
#: Nor is a sum before one of these.
OTHER_BEHIND = re.compile(
    r"(?i)^(?:,? (?:in|of))?(?: \w+)?[- ](?:first year|initially|upfront|at first|valuation|damages|revenues?|sales"
    r"|funding|stake|fine|lawsuit|suit|claim)\b"
)
OTHER_INVESTMENTS = re.compile(r"(?i)\b(?:valu\w+|worth|revenue|sales|income|earn\w*|fine[ds]?)\b(?:\W+\w+){0,4}\W*$")
#: What a plaintiff asks for stands behind one of these, or before one of the others.
SOUGHT = re.compile(
    r"(?i)\b(?:seek\w*|sought|demand\w*|ask(?:s|ed|ing)?\b[^.;]{0,40}? (?:for|to award)|request\w*"
    r"|claim\w* (?:\w+ ){0,2}damages|su(?:e|es|ed|ing)\b[^.;]{0,60}? for)\b(?:\W+[\w'\u2019-]+){0,12}\W*$"
)
SOUGHT_BEHIND = re.compile(r"(?i)^(?:[- ](?:copyright |class[- ]action |infringement )?(?:law)?suit\b)")
#: Speculation on what a suit may cost is nobody's claim; what was paid or awarded was sought no longer.
NOT_SOUGHT = re.compile(
    r"(?i)\b(?:could|may|might|would|potential\w*|theoretical\w*|up against|exposure|settle\w*|paid|pays?|award\w*"
    r"|raised?|valued|worth|revenues?)\b(?:\W+[\w'\u2019-]+){0,8}\W*$"
)
#: Sums further from the word that tells of a deal belong to something else.
SUM_REACH = 200


def deal_value(candidate: Candidate, article: Article, told: Sequence[Sentence]) -> Value | None:
    """The value of a licence or settlement.

    Args:
        candidate: the deal.
        article: what it is told in.
        told: its own sentence, and others that tell of its terms.
    """
    basis = "offered" if candidate.attributes.status == "in-talks" else "paid"
    for sentence in told:
        sums = [
            one
            for one in sums_of(sentence)
            if not OTHER_SUMS.search(_before(one, sentence))
            and not OTHER_BEHIND.match(sentence.span.text[one.end :])
            and (sentence is not candidate.sentence or _is_near(one, candidate))
        ]
        if sums:
            return _value(sums, sentence, article, basis)
    return None


def investment_value(candidate: Candidate, article: Article) -> Value | None:
    """What an investor puts in, where its sentence states one sum and no other."""
    sums = [
        one for one in sums_of(candidate.sentence) if not OTHER_INVESTMENTS.search(_before(one, candidate.sentence))
    ]
    return _value(sums, candidate.sentence, article, "invested")


def sum_sought(scopes: Iterable[Sequence[Sentence]], article: Article) -> Value | None:
    """What the plaintiffs ask for, in the first of some scopes of sentences that tells it."""
    for scope in scopes:
        for sentence in scope:
            if sums := [one for one in sums_of(sentence) if _is_sought(one, sentence)]:
                return _value(sums, sentence, article, "sought")
    return None


def _is_sought(one: StatedSum, sentence: Sentence) -> bool:
    before, behind = _before(one, sentence), sentence.span.text[one.end :]
    if SOUGHT_BEHIND.match(behind):
        return True
    return SOUGHT.search(before) is not None and NOT_SOUGHT.search(before) is None


def sums_of(sentence: Sentence) -> tuple[StatedSum, ...]:
    """Sums of a sentence, with offsets into it."""
    return find_sums(sentence.span.text)


def _before(one: StatedSum, sentence: Sentence) -> str:
    return str(sentence.span.text[max(0, one.start - 110) : one.start])


def _is_near(one: StatedSum, candidate: Candidate) -> bool:
    span = candidate.sentence.span
    if is_told_of_another((one.start, one.end), candidate):
        return False
    anchor = span.doc[candidate.anchor].idx - span.start_char
    return abs(one.start - anchor) <= SUM_REACH and one.start < first_other(candidate)


def _value(sums: Sequence[StatedSum], sentence: Sentence, article: Article, basis: str) -> Value | None:
    """The one total, or where there is none the one rate: '$1.5 billion, or $3,000 per work' is $1.5 billion."""
    for group in ([one for one in sums if one.period == "total"], sums):
        kinds = {(one.minimum, one.maximum, one.currency, one.period) for one in group}
        if len(kinds) == 1:
            one = group[0]
            start = sentence.span.start_char
            words = article.layout.original(start + one.start, start + one.end)
            return Value(one.minimum, one.maximum, one.currency, one.period, one.basis or basis, words)
        if kinds:
            return None
    return None
