"""How well articles are read: facts found against facts annotated.

A fact is right when relation, subject and object agree (`says`: relation and speaker); attributes are scored on right
facts alone. Names are folded (case, accents, legal suffixes, leading 'the') and joined by a table of aliases.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.model import CORE_RELATIONS, RELATIONS, SIDE_RELATIONS

#: The attributes that are scored, by relation.
SCORED_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "sues": ("filed_date", "court", "docket_number", "judge"),
    "settles_with": ("amount_usd", "date"),
    "ruling": ("outcome", "judge", "court", "date"),
    "licenses_to": ("status", "amount_usd", "term_years", "announced_date"),
    "says": ("stance",),
    "invests_in": ("amount_usd",),
    "accuses": ("date",),
    "blocks": (),
    "represents": (),
}
LEGAL_SUFFIX = re.compile(
    r"\b(inc|incorporated|corp|corporation|company|co|llc|ltd|limited|plc|gmbh|ag|sa|se|nv|pbc|lp|llp|et al)\b\.?"
)
AMOUNT_TOLERANCE = 0.02

FactKey = tuple[str, str, str]
FactRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of facts annotated, found and right, and what follows from them (each 0 to 1)."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Share of the found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.gold + other.gold, self.found + other.found, self.right + other.right)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The table: facts by relation, attributes by 'relation.attribute', relevance, and each error in words."""

    relations: dict[str, Score]
    attributes: dict[str, Score]
    relevant_right: int
    articles: int
    errors: tuple[str, ...]

    def total(self, relations: Iterable[str]) -> Score:
        """The sum over some relations."""
        return sum((self.relations[name] for name in relations), Score())

    @property
    def core(self) -> Score:
        """sues, settles_with, ruling and licenses_to together."""
        return self.total(CORE_RELATIONS)

    @property
    def side(self) -> Score:
        """accuses, blocks, says, invests_in and represents together."""
        return self.total(SIDE_RELATIONS)

    @property
    def all_attributes(self) -> Score:
        """All scored attributes of right facts together."""
        return sum(self.attributes.values(), Score())

    @property
    def relevance(self) -> float:
        """Share of the articles that the gate judged right."""
        return self.relevant_right / self.articles if self.articles else 0.0

    def figures(self) -> dict[str, Any]:
        """The table as plain data for JSON: precision, recall and F1 of each relation and sum, and relevance."""
        scores = {**self.relations, "CORE": self.core, "SIDE": self.side, "attributes": self.all_attributes}
        return {
            **{
                name: {"precision": score.precision, "recall": score.recall, "f1": score.f1, "annotated": score.gold}
                for name, score in scores.items()
            },
            "relevance": self.relevance,
        }


def fold(name: object) -> str:
    """A name without case, accents, possessive, legal suffix, punctuation and leading 'the'."""
    plain = unicodedata.normalize("NFKD", str(name)).encode("ascii", "ignore").decode().lower().replace("&", " and ")
    plain = re.sub(r"['\u2019]s\b", "", plain)
    plain = LEGAL_SUFFIX.sub(" ", re.sub(r"[^a-z0-9. ]+", " ", plain))
    return " ".join(re.sub(r"^the\b", "", plain.replace(".", " ").strip()).split())


class Names:
    """Which names are the same party: rows of forms, the canonical first; the first row to claim a form keeps it."""

    def __init__(self, rows: Iterable[Iterable[str]] = ()) -> None:
        self._canonical: dict[str, str] = {}
        for row in rows:
            forms = [form for form in row if form.strip()]
            for form in forms:
                self._canonical.setdefault(fold(form), fold(forms[0]))

    def canonical(self, name: object) -> str:
        """The folded canonical form; '' for no name."""
        return self._canonical.get(fold(name), fold(name)) if name else ""


def evaluate(gold: Iterable[FactRow], found: Iterable[FactRow], names: Names) -> Evaluation:
    """Score readings against annotated articles; both are rows with `url`, `relevant` and `facts`, joined by url.

    An annotated article without a reading counts as read without finding anything.
    """
    readings = {row["url"]: row for row in found}
    relations: Counter[tuple[str, str]] = Counter()
    attributes: Counter[tuple[str, str]] = Counter()
    errors: list[str] = []
    relevant_right = articles = 0
    for article in gold:
        reading = readings.get(article["url"], {"relevant": False, "facts": []})
        articles += 1
        relevant_right += bool(article["relevant"]) == bool(reading.get("relevant"))
        wanted, got = _facts_by_key(article, article, names), _facts_by_key(reading, article, names)
        for key in wanted:
            relations[key[0], "gold"] += 1
        for key in got:
            relations[key[0], "found"] += 1
        for key in wanted.keys() & got.keys():
            relations[key[0], "right"] += 1
            _score_attributes(key, wanted[key], got[key], names, attributes)
        where = article.get("id", article["url"])
        errors += [f"missed\t{where}\t{_line(wanted[key])}" for key in sorted(wanted.keys() - got.keys())]
        errors += [f"spurious\t{where}\t{_line(got[key])}" for key in sorted(got.keys() - wanted.keys())]
    return Evaluation(
        relations={name: _score(relations, name) for name in RELATIONS},
        attributes={
            f"{relation}.{attribute}": _score(attributes, f"{relation}.{attribute}")
            for relation, scored in SCORED_ATTRIBUTES.items()
            for attribute in scored
        },
        relevant_right=relevant_right,
        articles=articles,
        errors=tuple(errors),
    )


def _score(counts: Counter[tuple[str, str]], name: str) -> Score:
    return Score(counts[name, "gold"], counts[name, "found"], counts[name, "right"])


def _line(fact: FactRow) -> str:
    quoted = str(fact.get("evidence") or "")[:160]
    return f"{fact['relation']}\t{fact.get('subject')} -> {fact.get('object')}\t{quoted}"


def _key(fact: FactRow, names: Names) -> FactKey:
    relation = str(fact["relation"])
    target = "" if relation == "says" else names.canonical(fact.get("object"))
    return relation, names.canonical(fact.get("subject")), target


def _facts_by_key(row: FactRow, annotated: FactRow, names: Names) -> dict[FactKey, dict[str, Any]]:
    """Facts of one article by key, equal keys merged; neutral positions are annotated but not scored."""
    neutral = {_key(fact, names) for fact in annotated["facts"] if _is_neutral(fact)}
    facts: dict[FactKey, dict[str, Any]] = {}
    for fact in row.get("facts", []):
        key = _key(fact, names)
        if fact["relation"] in SCORED_ATTRIBUTES and not _is_neutral(fact) and key not in neutral:
            merged = facts.setdefault(key, dict(fact))
            for name, value in fact.items():
                merged.setdefault(name, value)
    return facts


def _is_neutral(fact: FactRow) -> bool:
    return fact["relation"] == "says" and fact.get("stance") == "neutral"


def _score_attributes(
    key: FactKey, wanted: FactRow, got: FactRow, names: Names, counts: Counter[tuple[str, str]]
) -> None:
    for attribute in SCORED_ATTRIBUTES[key[0]]:
        name = f"{key[0]}.{attribute}"
        counts[name, "found"] += got.get(attribute) not in (None, "")
        if wanted.get(attribute) not in (None, ""):
            counts[name, "gold"] += 1
            counts[name, "right"] += same_value(attribute, wanted[attribute], got.get(attribute), names)


def same_value(attribute: str, wanted: object, got: object, names: Names) -> bool:
    """Whether a found value agrees: amounts within 2 %, dates as precise as annotated, judges by surname."""
    if got in (None, ""):
        return False
    if attribute in ("amount_usd", "term_years"):
        return abs(float(str(wanted)) - float(str(got))) <= AMOUNT_TOLERANCE * abs(float(str(wanted)))
    if attribute.endswith("date"):
        return str(got).startswith(str(wanted)) or (
            len(str(got)) >= len("2024-05") and str(wanted).startswith(str(got))
        )
    if attribute == "docket_number":
        return _docket(wanted) == _docket(got)
    if attribute == "judge":
        return fold(wanted).split()[-1:] == fold(got).split()[-1:]
    return names.canonical(wanted) == names.canonical(got)


def _docket(number: object) -> str:
    bare = re.sub(r"^\d:", "", re.sub(r"\s", "", str(number).lower()))
    return bare[:11].replace("-0", "-")
