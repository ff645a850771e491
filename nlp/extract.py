"""From a parsed article to facts: run the rules, attach attributes, merge what says the same."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nlp.article import Article
from nlp.attributes import attach, with_values
from nlp.context import is_works_suit, paragraph, says
from nlp.explain import why_taken
from nlp.gazetteer import Gazetteer
from nlp.marks import Marks, resolve_caption
from nlp.model import RELATIONS, Attributes, Fact, Party, Refusal, Value
from nlp.refusals import SAME, Refusals, find_unasserted
from nlp.rules.candidate import Candidate
from nlp.rules.complaints import find_accusations, find_blocks
from nlp.rules.counsel import find_counsel
from nlp.rules.investments import find_investments
from nlp.rules.licences import find_licences
from nlp.rules.rulings import Case, find_rulings
from nlp.rules.settlements import find_settlements
from nlp.rules.stances import find_positions
from nlp.rules.suits import find_suits
from nlp.sides import AI, Sides
from nlp.surroundings import Surroundings

#: No more sentences than this prove one fact: the best are kept.
MOST_EVIDENCE = 5
LEAST_CONFIDENCE = 0.5
#: What one rule says of the same parties more often than this adds nothing, and costs a look around each time.
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an article says, and what was proposed for it and refused."""

    facts: tuple[Fact, ...]
    refused: tuple[Refusal, ...]


def extract_facts(article: Article, marks: Marks, gazetteer: Gazetteer) -> Extraction:
    """Read the facts of an article.

    Args:
        article: parsed, with its names.
        marks: what was found in its text without the parser.
        gazetteer: the register.

    Returns:
        Facts by relation, subject and object, each with its evidence, and what was refused, with the reason; the same
        article gives the same.
    """
    sides = Sides(article, gazetteer)
    refusals = Refusals(article)

    def ours(candidates: Iterable[Candidate]) -> list[Candidate]:
        return refusals.sift(candidates, lambda candidate: _why_not_ours(candidate, article, sides))

    suits = ours(find_suits(article, sides))
    captions = ours(_captioned(article, marks, gazetteer))
    cases = [Case(c.subjects, _some(c.objects), c.sentence, c.attributes.caption) for c in (*captions, *suits)]
    rulings = ours(find_rulings(article, cases, sides))
    settlements = ours(find_settlements(article, cases, sides))
    core = [*suits, *captions, *rulings, *settlements, *find_licences(article, sides)]
    pairs = {(subject, object_) for c in core for subject in c.subjects for object_ in c.objects}
    side = refusals.sift(
        _side_relations(article, sides, [*captions, *suits]), lambda candidate: _why_no_room(candidate, pairs, sides)
    )
    around = Surroundings(article, marks, cases)
    refusals.refused += find_unasserted(article, sides)
    facts = _merged([attach(candidate, around) for candidate in _few((*core, *side))], article)
    doubts = {fact: reason for fact in facts if (reason := _why_doubted(fact))}
    kept = tuple(fact for fact in facts if fact not in doubts)
    doubted = [
        Refusal(fact.relation, fact.subject, fact.object, fact.evidence[0], fact.rule, reason)
        for fact, reason in doubts.items()
    ]
    return Extraction(kept, refusals.told(kept, doubted))


def _side_relations(article: Article, sides: Sides, suits: list[Candidate]) -> Iterator[Candidate]:
    counsel = list(find_counsel(article, suits, sides))
    yield from counsel
    yield from find_positions(article, suits, counsel, sides)
    yield from find_accusations(article, suits, sides)
    yield from find_blocks(article, suits, sides)
    yield from find_investments(article, sides)


def _why_doubted(fact: Fact) -> str:
    """Why a fact is not sure enough to be told; positions have no second side to mistake."""
    if fact.relation == "says":
        return ""
    if fact.subject == fact.object:
        return SAME
    if fact.confidence < LEAST_CONFIDENCE:
        return f"confidence {fact.confidence:.2f} is below {LEAST_CONFIDENCE:.2f}"
    return ""


def _few(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates without endless repetitions, as of a page that holds one sentence a thousand times."""
    told: Counter[tuple[str, tuple[Party, ...], tuple[Party | None, ...]]] = Counter()
    for candidate in candidates:
        key = (candidate.rule, candidate.subjects, candidate.objects)
        told[key] += 1
        if told[key] <= MOST_TOLD:
            yield candidate


def _some(parties: Iterable[Party | None]) -> tuple[Party, ...]:
    return tuple(party for party in parties if party is not None)


def _captioned(article: Article, marks: Marks, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Suits that an article names by their caption alone."""
    for caption in marks.captions:
        both = resolve_caption(caption, article.doc, article.names, gazetteer)
        span = article.doc.char_span(caption.start, caption.end, alignment_mode="expand")
        if both and span is not None:
            sentence = article.sentence_of(span[0])
            yield Candidate(
                "sues", both[:1], both[1:], sentence, span.start, "sues.caption", 0.85, Attributes(caption=caption.text)
            )


def _why_not_ours(candidate: Candidate, article: Article, sides: Sides) -> str:
    """Why a suit is not about works and AI, by the words around it and by who is in it; empty where it is."""
    if not is_works_suit(candidate.sentence, article):
        return "the words around speak of another matter than the use of works"
    if candidate.rule == "sues.caption" and not any(
        says(other, "works") for other in paragraph(candidate.sentence, article)
    ):
        named = {name.party for name in article.names}
        plays_a_part = bool(named & {*candidate.subjects, *candidate.objects})
        return "" if plays_a_part else "a precedent that is only cited: nobody in it plays a part in the article"
    if any(sides.of(party) == AI for party in (*candidate.subjects, *_some(candidate.objects))):
        return ""
    if (says(candidate.sentence, "works") and says(candidate.sentence, "ai")) or candidate.relation != "sues":
        return ""
    return "neither side makes AI, and the sentence does not speak of works and AI"


def _why_no_room(candidate: Candidate, pairs: set[tuple[Party, Party | None]], sides: Sides) -> str:
    """Why the core facts leave a side relation no room; empty where they do."""
    if candidate.relation == "accuses" and any((s, o) in pairs for s in candidate.subjects for o in candidate.objects):
        return "an accusation beside a suit or deal between the two: that says more"
    involved = {p for pair in pairs for p in pair} | {p for p in _some(candidate.objects) if sides.of(p) == AI}
    if candidate.relation == "invests_in" and not involved & set(_some(candidate.objects)):
        return "the firm invested in has no part in any suit, ruling, settlement or licence of the article"
    return ""


def _merged(candidates: list[Candidate], article: Article) -> tuple[Fact, ...]:
    rows: dict[tuple[str, Party, Party | None], list[Candidate]] = {}
    for candidate in candidates:
        for subject in candidate.subjects:
            for object_ in candidate.objects:
                key = object_ if candidate.relation != "says" else None
                rows.setdefault((candidate.relation, subject, key), []).append(candidate)
    settled = {(subject, object_) for relation, subject, object_ in rows if relation == "settles_with"}
    facts = [
        _fact(relation, subject, object_, group, article, settled)
        for (relation, subject, object_), group in rows.items()
    ]
    order = {relation: index for index, relation in enumerate(RELATIONS)}
    return tuple(sorted(facts, key=lambda f: (order[f.relation], f.subject.name, f.object.name if f.object else "")))


def _share_court(rows: dict[tuple[str, Party, Party | None], list[Candidate]]) -> None:
    """A suit's judge and court are those of the ruling in it, where only one is named."""
    for (relation, subject, object_), group in rows.items():
        rulings = rows.get(("ruling", subject, object_), [])
        if relation != "sues" or not rulings:
            continue
        shared = {}
        for key in ("court", "judge"):
            values = {value for candidate in rulings if (value := getattr(candidate.attributes, key))}
            if len(values) == 1 and not any(getattr(candidate.attributes, key) for candidate in group):
                shared[key] = values.pop()
        group[0] = replace(group[0], attributes=with_values(group[0].attributes, shared))


def _fact(
    relation: str,
    subject: Party,
    object_: Party | None,
    group: list[Candidate],
    article: Article,
    settled: set[tuple[Party, Party | None]],
) -> Fact:
    # Of several rulings in one case the one that decides something counts, and it alone gives the date.
    group = sorted(group, key=lambda candidate: (candidate.attributes.outcome == "procedural", -candidate.confidence))
    best = group[0]
    values: dict[str, str | float | Value] = {}
    for candidate in group:
        for key, value in candidate.attributes.present().items():
            if key != "date" or candidate.attributes.outcome == best.attributes.outcome:
                values.setdefault(key, value)
        if candidate.attributes.value:
            values.setdefault("value", candidate.attributes.value)
    statuses = {candidate.attributes.status for candidate in group}
    if relation == "licenses_to":
        values["status"] = next(status for status in ("ended", "announced", "in-talks") if status in statuses)
    if relation == "sues" and (subject, object_) in settled:
        values["status"] = "settled"
    if relation == "says":
        object_ = next((o for candidate in group for o in candidate.objects if o is not None), None)
    spans = (candidate.sentence.span for candidate in group)
    evidence = dict.fromkeys(article.layout.evidence(span.start_char, span.end_char) for span in spans)
    confidence = min(0.97, best.confidence + 0.03 * (len(evidence) - 1))
    return Fact(
        relation,
        subject,
        object_,
        with_values(Attributes(), values),
        tuple(evidence)[:MOST_EVIDENCE],
        best.rule,
        round(confidence, 2),
        why_taken(best, subject, object_, article),
    )
