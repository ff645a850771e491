"""From a parsed article to facts: run the rules, attach attributes, merge what says the same."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp.article import Article
from nlp.attributes import attach
from nlp.context import is_works_suit, paragraph, says
from nlp.doubts import Pairs, some, speaks, why_doubted, why_no_room, why_not_read
from nlp.gazetteer import Gazetteer
from nlp.linking import link
from nlp.marks import Marks, resolve_caption
from nlp.merge import merge
from nlp.model import Attributes, Fact, Party, Refusal
from nlp.outcomes import tell_outcomes
from nlp.proposals import Learned
from nlp.proving import prove
from nlp.refusals import Refusals, find_unasserted
from nlp.rules.candidate import Candidate
from nlp.rules.complaints import find_accusations, find_blocks
from nlp.rules.counsel import find_counsel
from nlp.rules.investments import find_investments
from nlp.rules.licences import find_licences
from nlp.rules.rulings import Case, find_rulings
from nlp.rules.schemes import find_members
from nlp.rules.settlements import find_settlements
from nlp.rules.stances import find_positions
from nlp.rules.suits import find_suits
from nlp.sharing import share_within_cases
from nlp.sides import AI, Sides
from nlp.suit_steps import tell_steps
from nlp.surroundings import Surroundings
from nlp.thresholds import Thresholds, refuse

#: What one rule says of the same parties more often than this adds nothing, and costs a look around each time.
MOST_TOLD = 20
NOT_SAID = "the sentence tells what was not done, and nobody's words"


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an article says, and what was proposed for it and refused."""

    facts: tuple[Fact, ...]
    refused: tuple[Refusal, ...]


def extract_facts(
    article: Article, marks: Marks, gazetteer: Gazetteer, learned: Learned, least: Thresholds
) -> Extraction:
    """Read the facts of an article.

    Args:
        article: parsed, with its names.
        marks: what was found in its text without the parser.
        gazetteer: the register.
        learned: what the encoder says of the article.
        least: facts that it does not admit are refused.

    Returns:
        Facts by relation, subject and object, each with its evidence, and what was refused, with the reason; the same
        article gives the same.
    """
    sides = Sides(article, gazetteer)
    refusals = Refusals(article)

    def ours(candidates: Iterable[Candidate]) -> list[Candidate]:
        return refusals.sift(_few(candidates), lambda candidate: _why_not_ours(candidate, article, sides))

    suits = ours(find_suits(article, sides))
    captions = ours(_captioned(article, marks, gazetteer))
    cases = [Case(c.subjects, some(c.objects), c.sentence, c.attributes.caption) for c in (*captions, *suits)]
    rulings = ours(find_rulings(article, cases, sides))
    settlements = ours(find_settlements(article, cases, sides))
    core = [*suits, *captions, *rulings, *settlements, *find_licences(article, sides), *find_members(article, sides)]
    pairs = {(subject, object_) for c in core for subject in c.subjects for object_ in c.objects}
    side = refusals.sift(
        _side_relations(article, sides, [*captions, *suits]), lambda candidate: why_no_room(candidate, pairs, sides)
    )
    around = Surroundings(article, marks, cases)
    read = _proposed(learned, pairs, sides, refusals)
    merged = merge([attach(candidate, around) for candidate in _few((*core, *side, *read))], learned, article, sides)
    doubts = why_doubted(merged, least)
    told = tuple(fact for fact in merged if fact not in doubts)
    shared = share_within_cases(link(article, marks, told), article.doc.text)
    # Last of all: what was linked was linked by the sentences that rules and encoder found.
    kept = prove(article, learned, tell_steps(tell_outcomes(shared, article), article, marks), refusals.unasserted())
    doubted = [refuse(fact, reason) for fact, reason in doubts.items()]
    return Extraction(kept, refusals.told(kept, doubted))


def _proposed(learned: Learned, pairs: Pairs, sides: Sides, refusals: Refusals) -> list[Candidate]:
    """What the encoder proposes and no rule speaks against: a sentence that denies or supposes it proves nothing."""
    unasserted = list(find_unasserted(refusals.article, sides))
    refusals.refused += unasserted
    denied = {(candidate.relation, candidate.sentence.index): reason for candidate, reason in unasserted}
    undone = {index for _, index in denied}
    between = {(c.relation, s, o): reason for c, reason in unasserted for s in c.subjects for o in c.objects}

    def why_not(candidate: Candidate) -> str:
        key = (candidate.relation, candidate.subjects[0], candidate.objects[0])
        reason = denied.get((candidate.relation, candidate.sentence.index), "") or between.get(key, "")
        if candidate.relation == "says" and candidate.sentence.index in undone and not speaks(candidate.sentence):
            reason = NOT_SAID
        return reason or why_not_read(candidate, pairs, refusals.article, sides)

    return refusals.sift(learned.candidates, why_not)


def _side_relations(article: Article, sides: Sides, suits: list[Candidate]) -> Iterator[Candidate]:
    counsel = list(find_counsel(article, suits, sides))
    yield from counsel
    yield from find_positions(article, suits, counsel, sides)
    yield from find_accusations(article, suits, sides)
    yield from find_blocks(article, suits, sides)
    yield from find_investments(article, sides)


def _few(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates without endless repetitions, as of a page that holds one sentence a thousand times."""
    told: Counter[tuple[str, tuple[Party, ...], tuple[Party | None, ...]]] = Counter()
    for candidate in candidates:
        key = (candidate.rule, candidate.subjects, candidate.objects)
        told[key] += 1
        if told[key] <= MOST_TOLD:
            yield candidate


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
    if any(sides.of(party) == AI for party in (*candidate.subjects, *some(candidate.objects))):
        return ""
    if (says(candidate.sentence, "works") and says(candidate.sentence, "ai")) or candidate.relation != "sues":
        return ""
    return "neither side makes AI, and the sentence does not speak of works and AI"
