"""What has become of a suit, as the sentences that prove a fact plainly tell it: dismissed, appealed, joined, moved.

Also the docket number that the sentence of a settlement or ruling prints, and the court of a settlement: by these the
graph knows which of several suits ends.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from nlp.article import Article, Sentence
from nlp.attributes import with_values
from nlp.captions import Marked
from nlp.context import pattern
from nlp.fact_dates import FILING
from nlp.marks import Marks
from nlp.model import Fact, Party
from nlp.proposals import LEARNED
from nlp.vocabulary import read_table

#: The relations of suits, and those of which a sentence may print another's number.
OF_SUITS, ENDINGS = frozenset({"sues", "ruling"}), frozenset({"settles_with", "ruling"})
#: A ruling is no appeal and no trial: that it tells of one says nothing of its own outcome.
OF_RULINGS = frozenset({"dismissed", "consolidated", "transferred"})
#: Steps that decide nothing between the sides.
MERE_PROCEDURE = frozenset({"consolidated", "transferred"})
#: So far from the words that tell a step its date may stand.
DATE_REACH = 60
#: Where one clause ends and another may speak of another suit.
CLAUSE = re.compile(
    r";|,? (?:but|while|whereas|although|though|even as|after|when|because)\b|, (?:and|as) ", re.IGNORECASE
)
#: Beside these a number may be another suit's.
OTHER_SUIT = re.compile(
    r"(?i)\b(?:other|another|separate|similar|parallel|related|first|earlier) (?:law)?(?:suits?|cases?|actions?)\b"
    r"|\b(?:goes|go) on\b|\bcontinues?\b|\bremains?\b|\bstill (?:pending|open)\b|\bun(?:touched|affected)\b"
)


@dataclass(frozen=True, slots=True)
class _Step:
    """A status with the sentence and the place that tell it."""

    status: str
    sentence: Sentence
    start: int
    end: int


def tell_steps(facts: Sequence[Fact], article: Article, marks: Marks) -> tuple[Fact, ...]:
    """The facts in their order: suits and rulings with what became of the suit, endings with their suit's number."""
    places = ((s, article.layout.evidence(s.span.start_char, s.span.end_char)) for s in article.sentences)
    sentences = {evidence: sentence for sentence, evidence in places}
    suits = [fact for fact in facts if fact.relation in OF_SUITS]
    parties = [{fact.subject for fact in suits}, {fact.object for fact in suits if fact.object}]

    def told(fact: Fact) -> Fact:
        proving = [sentences[evidence] for evidence in fact.evidence if evidence in sentences]
        given: dict[str, str | None] = {}
        if fact.relation in OF_SUITS and not fact.attributes.status:
            given |= _step(fact, proving, parties, marks)
        if fact.relation == "ruling" and any(pattern("rulings", "divided").search(one.span.text) for one in proving):
            given["outcome"] = "mixed"  # the encoder looks for a winner
        if fact.relation in ENDINGS and proving:
            given |= _whose(fact, proving[0], marks)
        return replace(fact, attributes=with_values(fact.attributes, given)) if given else fact

    return tuple(map(told, facts))


def _step(
    fact: Fact, proving: Iterable[Sentence], parties: Sequence[set[Party]], marks: Marks
) -> dict[str, str | None]:
    found = [step for sentence in proving for step in _steps(sentence) if _is_of(step, fact, parties)]
    if fact.relation == "ruling":
        found = [step for step in found if step.status in OF_RULINGS]
    order = [status for status, _ in _patterns()]
    step = min(found, key=lambda one: order.index(one.status), default=None)
    if step is None:
        return {}
    given: dict[str, str | None] = {"status": step.status}
    if fact.relation == "ruling" and step.status in MERE_PROCEDURE and fact.rule.startswith(LEARNED):
        given["outcome"] = "procedural"  # the encoder looks for a winner
    if (day := _date_of(step, marks)) and not fact.attributes.date:
        given["date"] = day
        if fact.attributes.filed_date == day:
            given["filed_date"] = None  # no suit is filed on the day on which it ends or moves
    return given


def _steps(sentence: Sentence) -> Iterable[_Step]:
    text = sentence.span.text
    for start, end in _clauses(text):
        if _undone().search(text, start, end):
            continue
        for status, told in _patterns():
            if match := told.search(text, start, end):
                yield _Step(status, sentence, match.start(), match.end())


def _clauses(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for cut in CLAUSE.finditer(text):
        yield start, cut.start()
        start = cut.end()
    yield start, len(text)


def _is_of(step: _Step, fact: Fact, parties: Sequence[set[Party]]) -> bool:
    """Whether a step is of the suit of a fact: its clause names nobody in the place of one of the fact's sides.

    A clause that names neither side tells of the article's only suit, if it names nobody else.
    """
    sentence = step.sentence
    base, doc = sentence.span.start_char, sentence.span.doc
    text = sentence.span.text
    start, end = next((one for one in _clauses(text) if one[0] <= step.start < one[1]), (0, len(text)))
    named = {name.party for name in sentence.names if start <= doc[name.start].idx - base < end}
    own = {fact.subject, fact.object}
    if named & own:
        rivals = [(fact.subject, parties[0]), (fact.object, parties[1])]
        return all(side in named or not (named - own) & others for side, others in rivals) and (
            fact.subject in named or not named - own
        )
    # 'The judge folded the two suits into one': both are meant.
    return not named and len(parties[1]) == 1 and (len(parties[0]) == 1 or step.status == "consolidated")


def _date_of(step: _Step, marks: Marks) -> str:
    """The date nearest to the words that tell a step, with no filing between."""
    text, base = step.sentence.span.text, step.sentence.span.start_char
    found = []
    for mark in marks.dates:
        start, end = mark.start - base, mark.end - base
        if mark.future or not 0 <= start < len(text):
            continue
        between = text[min(step.end, end) : max(step.start, start)]
        within = step.start <= start < step.end
        apart = FILING.search(between) or FILING.search(text[max(0, start - 12) : start]) or ";" in between
        if (within or len(between) <= DATE_REACH) and not apart:
            found.append((0 if within else len(between), start, mark.iso))
    return min(found)[2] if found else ""


def _whose(fact: Fact, sentence: Sentence, marks: Marks) -> dict[str, str]:
    """The only number, and of a settlement the only court, that the sentence gives."""
    if OTHER_SUIT.search(sentence.span.text):
        return {}
    given = {}
    number = _only(_within(sentence, marks.dockets))
    if number and not fact.attributes.docket_number:
        given["docket_number"] = number
    courts = {c.name for c in marks.courts if sentence.span.start_char <= c.start < sentence.span.end_char}
    if fact.relation == "settles_with" and len(courts) == 1 and not fact.attributes.court:
        given["court"] = courts.pop()
    return given


def _within(sentence: Sentence, marks: Iterable[Marked]) -> set[str]:
    span = sentence.span
    return {mark.text for mark in marks if span.start_char <= mark.start < span.end_char}


def _only(values: set[str]) -> str:
    return next(iter(values)) if len(values) == 1 else ""


@cache
def _undone() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(read_table("suit_steps")["undone"]) + r")(?!\w)", re.IGNORECASE)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Status and what tells it, in the order of the file."""
    table = read_table("suit_steps")
    word = rf"(?!(?:{'|'.join(table['partial'])})\b)[^\s;.]*[^\s;.,]"
    gap, suit = rf"(?:{word},? ){{0,8}}?", rf"\b(?:{table['suit']})\b"

    def written(pattern: str) -> str:
        return pattern.replace("GAP", gap).replace("SUIT", suit)

    return tuple(
        (step["status"], re.compile(r"(?<!\w)(?:" + "|".join(map(written, step["told"])) + ")", re.IGNORECASE))
        for step in table["steps"]
    )
