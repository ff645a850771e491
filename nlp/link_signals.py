"""What speaks for and against a date, court, judge or docket number being that of a fact, as named numbers.

Where the mark stands from the sentences that prove the fact, who is named around it, which words it stands beside, and
what the rules say. All are between 0 and 1 but the logarithms of counts.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nlp.article import Article
from nlp.court_hints import find_hints
from nlp.date_owners import owner_of_date
from nlp.fact_dates import FILING, OTHER_DATES, OTHER_FILINGS, OTHER_STEPS, TELLING
from nlp.link_order import find_allies, find_nearest, tell_order
from nlp.marks import Marks
from nlp.model import Fact, Party
from nlp.proposals import LEARNED
from nlp.surroundings import APPEAL, OTHER_MATTER

#: The attributes that are linked, by relation, and which of an article's marks give them.
LINKED = {
    "sues": {"filed_date": "dates", "court": "courts", "judge": "judges"},
    "settles_with": {"date": "dates"},
    "ruling": {"date": "dates", "court": "courts", "judge": "judges"},
    "licenses_to": {"announced_date": "dates"},
    "accuses": {"date": "dates"},
}
#: Words beside which a mark stands: what is told there.
TELLS = {"filing": FILING, **TELLING}
TOPICS = {
    **TELLS,
    "appeal": APPEAL,
    "other": OTHER_MATTER,
    "bench": re.compile(r"(?i)\b(?:before|assigned|presid\w+|overse\w+|hear(?:ing|s|d)?|trial|pending)\b"),
}
#: At so many characters a word or name counts for a third.
NEAR = 40.0
#: The signal of a mark that is no court's name, only a hint at one; and the relations that have courts.
HINTED, OF_COURTS = "hinted", frozenset({"sues", "ruling"})
HIGHER = re.compile(r"(?i)appeal|supreme|circuit|cassation|federal court of justice|european union")
#: A day of the last so many days is fresh; the head of an article is so many paragraphs or sentences.
FRESH, HEAD, HEAD_SENTENCES = 7, 2, 3

#: Signals of which each two together count once more: 'in the same sentence, and a rival is named there'.
TOGETHER = (
    "same_sentence", "first_sentence", "paragraph", "has_rival", "has_subject", "has_object", "alone", "learned",
    "ruled", "unruled", "rival_here", "rival_between", "only", "head", "rival_nearer", "pair_sentence", "hinted",
)  # fmt: skip

Signals = Mapping[str, float]
Roles = Mapping[Party | None, Sequence[str]]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark: its value, its characters, the number of its sentence, and what holds for it whichever fact is asked."""

    value: str
    start: int
    end: int
    sentence: int
    own: Signals


@dataclass(frozen=True, slots=True)
class Weighed:
    """A mark with what speaks for and against its being a fact's."""

    value: str
    signals: Signals


class Linker:
    """Gathers the signals of one article's marks.

    Args:
        article: with its names.
        marks: its dates, courts, judges and docket numbers.
        facts: all facts, with the attributes that the rules gave.
    """

    def __init__(self, article: Article, marks: Marks, facts: Sequence[Fact]) -> None:
        self._article = article
        self._facts = [fact for fact in facts if fact.relation in LINKED]
        self._starts = [sentence.span.start_char for sentence in article.sentences]
        self._topics = [_topics(sentence.span.text) for sentence in article.sentences]
        spans = ((s, article.layout.evidence(s.span.start_char, s.span.end_char)) for s in article.sentences)
        numbers = {evidence: sentence.index for sentence, evidence in spans}
        self._proved: dict[int, tuple[int, ...]] = {}
        self._pairs: dict[tuple[Party, Party | None], list[int]] = {}
        for fact in self._facts:
            found = tuple(numbers[evidence] for evidence in fact.evidence if evidence in numbers)
            self._proved[id(fact)] = found
            self._pairs.setdefault((fact.subject, fact.object), []).extend(found)
        text = article.layout.text
        placed: dict[str, list[tuple[int, int, str, Signals]]] = {
            "dates": [(m.start, m.end, m.iso, self._of_date(m.start, m.iso, m.future)) for m in marks.dates],
            "courts": self._of_courts(marks),
            "judges": [
                (m.start, m.end, m.text, {"magistrate": "agistrate" in text[m.start : m.end]}) for m in marks.judges
            ],
        }
        self._placed = {kind: self._place(found) for kind, found in placed.items()}

    def weigh(self, fact: Fact, attribute: str, filed: str | None = None) -> list[Weighed]:
        """All marks that could give an attribute of a fact, with what speaks for each; `filed` is known."""
        placed = self._placed[LINKED[fact.relation][attribute]]
        if not placed or not self._proved[id(fact)]:
            return []
        ruled = getattr(fact.attributes, attribute)
        told = self._told_elsewhere(fact)
        elsewhere = self._of_others(fact)
        allies = find_allies(fact, self._facts, self._proved)
        apart = self._of_others(fact, allies)
        rivals = {p for other in self._facts for p in (other.subject, other.object)} - {fact.subject, fact.object}
        roles: Roles = {party: ("rival",) if party in allies else ("rival", "stranger") for party in rivals}
        values = {mark.value for mark in placed if HINTED not in mark.own} or {mark.value for mark in placed}
        own = self._proved[id(fact)]
        nearest = find_nearest(own, [mark.sentence for mark in placed])
        learned = fact.rule.startswith(LEARNED)
        out = []
        for mark in placed:
            same = ruled == mark.value
            signals: dict[str, float] = {
                **mark.own,
                **self._distance(fact, mark, elsewhere),
                **tell_order(own, mark.sentence, apart, nearest),
                **self._names(fact, mark, roles),
                "bias": 1.0,
                "learned": learned,
                "several": math.log(len(values)),
                "only": len(values) == 1,
                "often": math.log(sum(other.value == mark.value for other in placed)),
                "alone": not elsewhere,
                "ruled": same,
                "unruled": ruled is None,
                "ruled_learned": same and learned,
                "ruled_other": ruled is not None and not same,
                "told_elsewhere": mark.value in told,
                "before_filing": self._is_before(filed or fact.attributes.filed_date, mark.sentence),
            }
            out.append(Weighed(mark.value, _with_pairs(signals)))
        return out

    def is_appealed(self, fact: Fact) -> bool:
        """Whether the paragraphs that prove a fact speak of an appeal: the judge there may have the case no more."""
        sentences = self._article.sentences
        paragraphs = {sentences[number].paragraph for number in self._proved.get(id(fact), ())}
        return any("appeal" in self._topics[s.index] for s in sentences if s.paragraph in paragraphs)

    def _is_before(self, filed: str | None, sentence: int) -> bool:
        """Whether a sentence tells of days before a filing alone: who acts there is not the judge of that suit."""
        days = [mark.value for mark in self._placed["dates"] if mark.sentence == sentence]
        return filed is not None and bool(days) and all(day < filed[: len(day)] for day in days)

    def _place(self, marks: Iterable[tuple[int, int, str, Signals]]) -> list[Placed]:
        placed = []
        for start, end, value, own in marks:
            number = bisect_right(self._starts, start) - 1
            if number >= 0 and start < self._article.sentences[number].span.end_char:
                placed.append(Placed(value, start, end, number, {**own, **self._near_topics(number, start, end)}))
        return placed

    def _of_courts(self, marks: Marks) -> list[tuple[int, int, str, Signals]]:
        """The courts that are named, and the words that only point at one."""
        named: list[tuple[int, int, str, Signals]] = [
            (m.start, m.end, m.name, {"higher": bool(HIGHER.search(m.name))}) for m in marks.courts
        ]
        if not any(fact.relation in OF_COURTS for fact in self._facts):
            return named
        hints = find_hints(self._article.layout.text, marks.courts)
        return [*named, *((h.start, h.end, h.name, {HINTED: True, h.kind: True}) for h in hints)]

    def _of_date(self, start: int, iso: str, future: bool) -> Signals:
        text, published = self._article.layout.text, self._article.layout.document.published
        before = text[max(0, start - 50) : start].lower()
        out: dict[str, float] = {
            "year": len(iso) == len("2025"),
            "day": len(iso) == len("2025-01-01"),
            "future": future,
            "other_date": bool(OTHER_DATES.search(before)),
            "other_step": bool(OTHER_STEPS.search(before)),
            f"of_{owner_of_date(self._article.doc, start)}": True,
            "since": before.endswith("since ") or text[start : start + 5].lower() == "since",
            "from": before.endswith("from "),
        }
        if published and out["day"]:
            out["fresh"] = 0 <= (published - date.fromisoformat(iso)).days <= FRESH
        elif published:
            out["this_month"] = not out["year"] and published.isoformat().startswith(iso)
        return out

    def _near_topics(self, number: int, start: int, end: int) -> Signals:
        base = self._starts[number]
        gaps = {
            topic: min(max(first + base - end, start - last - base, 0) for first, last in places)
            for topic, places in self._topics[number].items()
        }
        out = {f"near_{topic}": math.exp(-gap / NEAR) for topic, gap in gaps.items()}
        telling = {topic: gap for topic, gap in gaps.items() if topic in TELLS and topic != "accuses"}
        least = min(telling.values(), default=0)
        return out | {f"first_{topic}": 1.0 for topic, gap in telling.items() if gap == least}

    def _told_elsewhere(self, fact: Fact) -> set[str]:
        """The dates that the rules gave to other relations of the same two."""
        others = (o.attributes for o in self._facts if o.relation != fact.relation and _sides(o) == _sides(fact))
        return {value for a in others for value in (a.filed_date, a.date, a.announced_date) if value}

    def _of_others(self, fact: Fact, allies: Iterable[Party | None] = ()) -> list[int]:
        """The sentences of facts of the same relation that share none with this one, and of which no ally is a side."""
        own, sides = set(self._proved[id(fact)]), {fact.subject, fact.object, *allies} if allies else set()
        proved = (
            self._proved[id(other)]
            for other in self._facts
            if other.relation == fact.relation and not {other.subject, other.object} <= sides
        )
        return [number for numbers in proved if not own & set(numbers) for number in numbers]

    def _distance(self, fact: Fact, mark: Placed, elsewhere: Sequence[int]) -> Signals:
        own, sentences = self._proved[id(fact)], self._article.sentences
        gap = min((mark.sentence - number for number in own), key=abs)
        pair = min(abs(mark.sentence - number) for number in self._pairs[_sides(fact)])
        rival = min((abs(mark.sentence - number) for number in elsewhere), default=len(sentences))
        paragraph = sentences[mark.sentence].paragraph
        return {
            "same_sentence": gap == 0,
            "first_sentence": mark.sentence == own[0],
            "next": gap == 1,
            "second_next": gap in {2, 3},
            "before": gap == -1,
            "paragraph": any(sentences[number].paragraph == paragraph for number in own),
            "far": math.log1p(abs(gap)),
            "head": paragraph <= HEAD,
            "own_head": min(own) <= HEAD_SENTENCES,
            "pair_sentence": pair == 0,
            "pair_next": pair == 1,
            "pair_far": math.log1p(pair),
            "rival_nearer": rival < abs(gap),
            "rival_here": rival == 0,
        }

    def _names(self, fact: Fact, mark: Placed, others: Roles) -> Signals:
        """Who is named in a mark's sentence: the fact's sides, or others; how near, and where."""
        sentence, doc = self._article.sentences[mark.sentence], self._article.doc
        roles: dict[Party | None, Sequence[str]] = {**others, fact.subject: ("subject",)}
        roles.setdefault(fact.object, ("object",))
        gaps: dict[str, int] = {}
        nearest: dict[str, tuple[int, str]] = {}
        for name in sentence.names:
            found, begin = roles.get(name.party), doc[name.start].idx
            end = doc[name.end - 1].idx + len(doc[name.end - 1])
            if found is None or begin <= mark.start < end:
                continue
            gap = max(begin - mark.end, mark.start - end, 0)
            for role in found:
                gaps[role] = min(gap, gaps.get(role, gap))
            where = "left" if end <= mark.start else "right"
            if where not in nearest or gap < nearest[where][0]:
                nearest[where] = (gap, found[-1])
        out: dict[str, float] = {f"has_{role}": 1.0 for role in gaps}
        out.update({f"near_{role}": math.exp(-gap / NEAR) for role, gap in gaps.items()})
        out.update({f"{where}_{role}": 1.0 for where, (_, role) in nearest.items()})
        mine = min((gap for role, gap in gaps.items() if role in ("subject", "object")), default=None)
        if mine is not None:
            out["rival_between"] = gaps.get("rival", mine) < mine
            out["stranger_between"] = gaps.get("stranger", mine) < mine
            at = mark.start - sentence.span.start_char
            out["semicolon"] = ";" in sentence.span.text[max(0, at - mine) : at + mine]
        return out


def _sides(fact: Fact) -> tuple[Party, Party | None]:
    return fact.subject, fact.object


def _topics(text: str) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for topic, pattern in TOPICS.items():
        spans = [match.span() for match in pattern.finditer(text)]
        if topic == "filing":
            spans = [span for span in spans if not OTHER_FILINGS.search(text[max(0, span[0] - 40) : span[1] + 30])]
        if spans:
            found[topic] = spans
    return found


def _with_pairs(signals: Mapping[str, float]) -> Signals:
    """The signals that are not nothing, and each two of TOGETHER that both hold."""
    out = {name: float(value) for name, value in signals.items() if value}
    held = [name for name in TOGETHER if name in out]
    out.update({f"{one}+{other}": 1.0 for place, one in enumerate(held) for other in held[place + 1 :]})
    return out
