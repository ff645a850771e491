"""Merge candidates that say the same into one fact, as sure as rules and encoder make it together."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.article import Article
from nlp.attributes import with_values
from nlp.explain import why_taken
from nlp.joining import joined
from nlp.model import RELATIONS, Attributes, Fact, Party, Value
from nlp.proposals import LEARNED, Learned
from nlp.rules.candidate import Candidate
from nlp.sides import Sides
from nlp.signals import Weigher

#: No more sentences than this prove one fact: the best are kept.
MOST_EVIDENCE = 5
#: Each further sentence by which the rules find a fact makes them surer, up to a bound.
FURTHER_SENTENCE, SUREST_RULE = 0.03, 0.97
#: Of several statuses that one article gives to a deal, the first of these holds.
DEAL_STATUSES = ("ended", "renewed", "announced", "active", "in-talks")

Key = tuple[str, Party, Party | None]


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates for one fact: those of rules first, the surest first."""

    key: Key
    candidates: tuple[Candidate, ...]

    @property
    def by_rules(self) -> tuple[Candidate, ...]:
        """Those that a rule found."""
        return tuple(candidate for candidate in self.candidates if not candidate.rule.startswith(LEARNED))


def merge(candidates: list[Candidate], learned: Learned, article: Article, sides: Sides) -> tuple[Fact, ...]:
    """Facts of an article by relation, subject and object, each as sure as rules and encoder make it."""
    rows: dict[Key, list[Candidate]] = {}
    for candidate in candidates:
        for subject in candidate.subjects:
            for object_ in candidate.objects:
                key = object_ if candidate.relation != "says" else None
                rows.setdefault((candidate.relation, subject, key), []).append(candidate)
    groups = [Group(key, tuple(sorted(found, key=_order))) for key, found in rows.items()]
    settled = {group.key[1:] for group in groups if group.key[0] == "settles_with" and group.by_rules}
    ruled = {group.key: rule for group in groups if (rule := _rule_confidence(group)) is not None}
    weigher = Weigher(article, sides, learned, ruled)
    facts = [_fact(group, weigher, article, group.key[1:] in settled) for group in groups]
    order = {relation: index for index, relation in enumerate(RELATIONS)}
    return tuple(sorted(facts, key=lambda f: (order[f.relation], f.subject.name, f.object.name if f.object else "")))


def _order(candidate: Candidate) -> tuple[bool, bool, float]:
    """Rules first; of several rulings in one case the one that decides something, then the surest."""
    return candidate.rule.startswith(LEARNED), candidate.attributes.outcome == "procedural", -candidate.confidence


def _rule_confidence(group: Group) -> float | None:
    """How sure the rules are; each further sentence makes them surer."""
    rules = group.by_rules
    if not rules:
        return None
    sentences = {candidate.sentence.index for candidate in rules}
    return min(SUREST_RULE, rules[0].confidence + FURTHER_SENTENCE * (len(sentences) - 1))


def _fact(group: Group, weigher: Weigher, article: Article, settled: bool) -> Fact:
    relation, subject, object_ = group.key
    rule, signals = _rule_confidence(group), weigher.signals(group.key)
    # Where a rule found it, the encoder's sentences and attributes are not needed: they are less exact.
    telling = group.by_rules or group.candidates
    best = telling[0]
    values = _values(telling)
    if relation == "licenses_to":
        statuses = {candidate.attributes.status for candidate in group.by_rules or telling[:1]}
        values["status"] = next((status for status in DEAL_STATUSES if status in statuses), "announced")
    if relation == "sues" and settled:
        values["status"] = "settled"
    if relation == "says":
        object_ = next((o for candidate in telling for o in candidate.objects if o is not None), None)
    spans = (candidate.sentence.span for candidate in telling)
    evidence = dict.fromkeys(article.layout.evidence(span.start_char, span.end_char) for span in spans)
    return Fact(
        relation,
        subject,
        object_,
        with_values(Attributes(), values),
        tuple(evidence)[:MOST_EVIDENCE],
        best.rule,
        round(joined(relation, rule, signals), 2),
        why_taken(best, subject, object_, article),
        rule_confidence=rule,
        signals=signals.values if signals else (),
    )


def _values(candidates: Sequence[Candidate]) -> dict[str, str | float | Value | None]:
    """The attributes of all candidates, the first that gives one holds."""
    values: dict[str, str | float | Value | None] = {}
    deciding = candidates[0].attributes.outcome
    for candidate in candidates:
        for key, value in candidate.attributes.present().items():
            # The ruling that decides most gives the date.
            if key != "date" or candidate.attributes.outcome == deciding:
                values.setdefault(key, value)
        if candidate.attributes.value:
            values.setdefault("value", candidate.attributes.value)
    return values
