"""Facts missed and facts invented, sorted by what went wrong, so that work goes where most is lost."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from rightswire.agreement import FactKey, FactRow, Names, facts_by_key
from rightswire.sentences import sentence_spans

GATED = "missed: the article was taken for irrelevant"
FAILED = "missed: the article could not be read"
UNRECOGNISED = "missed: a party was not recognised at all"
TOGETHER = "missed: both parties recognised in one sentence"
APART = "missed: parties recognised in different sentences only"
SWAPPED = "spurious: direction swapped"
OTHER_RELATION = "spurious: right parties, wrong relation"
WRONG_PARTY = "spurious: wrong party on one side"
INVENTED = "spurious: other"
ERROR_CLASSES = (GATED, FAILED, UNRECOGNISED, TOGETHER, APART, SWAPPED, OTHER_RELATION, WRONG_PARTY, INVENTED)

#: Of the facts found, at most so many may have their sides swapped.
SWAPPED_BAR = 0.02


@dataclass(frozen=True, slots=True)
class FactError:
    """A fact missed or spurious.

    Attributes:
        error_class: one of ERROR_CLASSES.
        article: its id, or its address where it has none.
        fact: the fact as annotated (missed) or as found (spurious).
    """

    error_class: str
    article: str
    fact: FactRow

    def line(self) -> str:
        """The error as tab-separated values: class, article, relation, parties, evidence."""
        quoted = " ".join(str(self.fact.get("evidence") or "").split())[:160]
        parties = f"{self.fact.get('subject')} -> {self.fact.get('object')}"
        return "\t".join((self.error_class, self.article, str(self.fact["relation"]), parties, quoted))


def count_classes(errors: Iterable[FactError], relations: Iterable[str]) -> dict[str, int]:
    """How many errors of some relations each class has, in the order of ERROR_CLASSES."""
    counted = set(relations)
    counts = Counter(error.error_class for error in errors if error.fact["relation"] in counted)
    return {name: counts[name] for name in ERROR_CLASSES}


def classify_errors(article: FactRow, reading: FactRow, names: Names) -> tuple[FactError, ...]:
    """The errors of one article: first what was missed, then what is spurious, each in the order of its keys."""
    wanted, got = facts_by_key(article, article, names), facts_by_key(reading, article, names)
    where = str(article.get("id", article["url"]))
    missed, spurious = sorted(wanted.keys() - got.keys()), sorted(got.keys() - wanted.keys())
    places = _places(article, reading, names) if missed else {}
    return (
        *(FactError(_why_missed(key, reading, places), where, wanted[key]) for key in missed),
        *(FactError(_what_is_wrong(key, wanted), where, got[key]) for key in spurious),
    )


def _why_missed(key: FactKey, reading: FactRow, places: dict[str, set[int]]) -> str:
    if not reading.get("relevant"):
        return GATED
    if reading.get("failure"):
        return FAILED
    parties = [name for name in key[1:] if name]
    if not all(name in places for name in parties):
        return UNRECOGNISED
    return TOGETHER if set.intersection(*(places[name] for name in parties)) else APART


def _places(article: FactRow, reading: FactRow, names: Names) -> dict[str, set[int]]:
    """In which sentences, numbered from the title on, the reader recognised each party."""
    numbered = [
        (field, start, end) for field in ("title", "text") for start, end in sentence_spans(article.get(field) or "")
    ]
    places: dict[str, set[int]] = {}
    for mention, (number, (field, start, end)) in product(reading.get("mentions", ()), enumerate(numbered)):
        if mention["field"] == field and start <= mention["start"] < end:
            for form in {names.canonical(mention["name"]), names.canonical(mention["text"])}:
                places.setdefault(form, set()).add(number)
    return places


def _what_is_wrong(key: FactKey, wanted: Iterable[FactKey]) -> str:
    relation, subject, target = key
    same = [other[1:] for other in wanted if other[0] == relation]
    if (target, subject) in same:
        return SWAPPED
    if target and any(set(other[1:]) == {subject, target} for other in wanted):
        return OTHER_RELATION
    # A position has one side only: another speaker is another fact.
    if target and any(subject == left or target == right for left, right in same):
        return WRONG_PARTY
    return INVENTED
