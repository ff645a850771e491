"""When a fact found is a fact annotated: names folded and joined by a table, facts keyed, attribute values compared.

A fact agrees when relation, subject and object do (`says`: relation and speaker). The rules are those of the reference
scorer beside the development set, and a test holds both to the same figures.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

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

#: Relation, canonical subject, canonical object ('' for `says`).
FactKey = tuple[str, str, str]
FactRow = Mapping[str, Any]


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


def fact_key(fact: FactRow, names: Names) -> FactKey:
    """What two equal facts share."""
    relation = str(fact["relation"])
    target = "" if relation == "says" else names.canonical(fact.get("object"))
    return relation, names.canonical(fact.get("subject")), target


def facts_by_key(row: FactRow, annotated: FactRow, names: Names) -> dict[FactKey, dict[str, Any]]:
    """Facts of one article by key, equal keys merged; neutral positions are annotated but not scored.

    Args:
        row: the article with its facts, annotated or found.
        annotated: the same article as annotated, which tells the neutral positions.
        names: which names are the same.
    """
    neutral = {fact_key(fact, names) for fact in annotated["facts"] if _is_neutral(fact)}
    facts: dict[FactKey, dict[str, Any]] = {}
    for fact in row.get("facts", []):
        key = fact_key(fact, names)
        if fact["relation"] in SCORED_ATTRIBUTES and not _is_neutral(fact) and key not in neutral:
            merged = facts.setdefault(key, dict(fact))
            for name, value in fact.items():
                merged.setdefault(name, value)
    return facts


def _is_neutral(fact: FactRow) -> bool:
    return fact["relation"] == "says" and fact.get("stance") == "neutral"


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
