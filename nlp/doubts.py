"""Why a candidate or a fact is not taken, in words: what the encoder proposes is held to what the rules know."""

import re
from collections.abc import Iterable

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import why_not_asserted
from nlp.context import is_content_deal, is_works_suit, paragraph, pattern, says
from nlp.mentions import Name
from nlp.model import CORE_RELATIONS, Fact, Party
from nlp.refusals import SAME
from nlp.rules.candidate import Candidate
from nlp.rules.licences import gives_tools_only
from nlp.sides import AI, Sides
from nlp.speakers import is_anothers, names_or_refers
from nlp.thresholds import Thresholds
from nlp.words import verbs

BESIDE = "an accusation beside a suit or deal between the two: that says more"
OTHER_MATTER = "the words around speak of another matter than the use of works"
#: Relations that a verb tells more often than a noun, with the class of relations.toml that holds those verbs.
TELLING_VERBS = {"blocks": "block", "invests_in": "invest", "accuses": "accuse", "ruling": "rule"}
#: A name stands at most so many words behind the 'against' that it belongs to.
FURTHEST_BEHIND = 4
#: Beside these within so many characters a name is that of who brings the news.
NEAR = 40
REPORTS_BEHIND = re.compile(r"(?:,? (?:which|that|who))?(?: has| had| have| first)* report(?:ed|s|ing)?\b")
REPORTS_BEFORE = re.compile(
    r"(?i)(?:according to|report(?:ed|s)? (?:by|in)|told|as seen by|interview with|in an article (?:by|in))(?: the)? $"
)
Pairs = set[tuple[Party, Party | None]]


def why_not_read(candidate: Candidate, pairs: Pairs, article: Article, sides: Sides) -> str:
    """Why a proposal of the encoder cannot stand, by what the rules know of its sentence; empty where it can."""
    sentence = candidate.sentence
    if candidate.relation == "says":
        return _why_no_position(candidate, article) or _why_pleaded(candidate, pairs)
    if denied := _why_denied(candidate):
        return denied
    if candidate.relation in {"sues", "ruling", "settles_with"}:
        return _why_no_suit(candidate, article)
    if candidate.relation == "licenses_to":
        return _why_no_licence(sentence, article) or _why_reporter(candidate, article)
    return why_no_room(candidate, pairs, sides) if candidate.relation in {"accuses", "invests_in"} else ""


def _why_no_suit(candidate: Candidate, article: Article) -> str:
    """Why nothing of a case between two is told: of another matter, of none at all, or of one against somebody else."""
    sentence = candidate.sentence
    if not is_works_suit(sentence, article):
        return OTHER_MATTER
    near = article.sentences[max(0, sentence.index - 1) : sentence.index + 2]
    if not any(says(other, "court") for other in (*near, *paragraph(sentence, article))):
        return "nothing around speaks of a suit"
    named = {name.party for name in sentence.names}
    against = {name.party for token in sentence.span if token.lower_ == "against" for name in _behind(token, sentence)}
    if against and not named & set(candidate.objects):
        return "the sentence speaks of a case against somebody else"
    if candidate.relation == "ruling" and says(sentence, "undecided"):
        return "the court has not decided yet"
    return ""


def _behind(word: Token, sentence: Sentence) -> tuple[Name, ...]:
    """The names of the list that stands right behind a word, with nobody else ('against it and A') between them."""
    group = next((group for group in sentence.groups if group.start > word.i), None)
    if group is None or group.start - word.i > FURTHEST_BEHIND:
        return ()
    between = word.doc[word.i + 1 : group.start]
    return () if any(token.tag_.startswith("PRP") or token.lower_ == "and" for token in between) else group.names


def _why_reporter(candidate: Candidate, article: Article) -> str:
    """Why an outlet licenses nothing: wherever it is named it only reports ('the Journal reported')."""
    text = article.layout.text
    for party in candidate.subjects:
        places = [article.doc[name.start : name.end] for name in article.names if name.party == party]
        if party.kind == "outlet" and all(
            REPORTS_BEHIND.match(text[span.end_char :][:NEAR]) or REPORTS_BEFORE.search(text[: span.start_char][-NEAR:])
            for span in places
        ):
            return "the outlet only reports"
    return ""


def _why_denied(candidate: Candidate) -> str:
    """Why a sentence asserts nothing, where each verb that could tell the relation is denied or lies ahead.

    'Has not blocked', 'denied that it had invested', 'will decide in June'.
    """
    telling = verbs(TELLING_VERBS[candidate.relation]) if candidate.relation in TELLING_VERBS else frozenset()
    verbs_told = [token for token in candidate.sentence.span if token.lower_ in telling and token.tag_.startswith("VB")]
    # 'Denies blocking': what is denied counts, not the denial.
    carried = {token.head.i for token in verbs_told if token.dep_ in {"xcomp", "ccomp"}}
    found = [token for token in verbs_told if token.i not in carried]
    reasons = [why_not_asserted(token) for token in found]
    return reasons[0] if reasons and all(reasons) else ""


def _why_pleaded(candidate: Candidate, pairs: Pairs) -> str:
    """Why a sentence that tells a house's suit is no position of it: a complaint's own claims are none."""
    if pattern("stances", "speaks").search(candidate.sentence.span.text):
        return ""
    named = {name.party for name in candidate.sentence.names}
    for house in candidate.subjects:
        opponents = {o for s, o in pairs if s == house} | {s for s, o in pairs if o == house}
        if house.kind != "person" and opponents & named:
            return "a complaint's own claims are no position"
    return ""


def _why_no_licence(sentence: Sentence, article: Article) -> str:
    if says(sentence, "no_talks"):
        return "the sentence says that there is no deal"
    if gives_tools_only(sentence) or not is_content_deal(sentence, article):
        return "the words around speak of other goods than works"
    return ""


def _why_no_position(candidate: Candidate, article: Article) -> str:
    if candidate.attributes.stance == "neutral":
        return "takes no side on the use of works"
    own = [other for other in paragraph(candidate.sentence, article) if other.index <= candidate.sentence.index]
    if not any(name.party in candidate.subjects for other in own for name in other.names):
        return "the words are not the speaker's"
    if pattern("stances", "no_comment").search(candidate.sentence.span.text):
        return "a refusal to comment is no position"
    if not any(says(other, "works") for other in paragraph(candidate.sentence, article)):
        return OTHER_MATTER
    if is_anothers(candidate.sentence, candidate.subjects):
        return "the words are somebody else's"
    referred = all(names_or_refers(candidate.sentence, party) for party in candidate.subjects)
    return "" if referred else "the sentence neither names nor refers to the speaker"


def speaks(sentence: Sentence) -> bool:
    """Whether a sentence holds a word of speaking or thinking; a denial by itself takes no position."""
    said = any(token.lower_ in verbs("say") - verbs("contradict") for token in sentence.span)
    return said or pattern("stances", "speaks").search(sentence.span.text) is not None


def why_no_room(candidate: Candidate, pairs: Pairs, sides: Sides) -> str:
    """Why the core facts leave a side relation no room; empty where they do."""
    if candidate.relation == "accuses" and any((s, o) in pairs for s in candidate.subjects for o in candidate.objects):
        return BESIDE
    involved = {p for pair in pairs for p in pair} | {p for p in some(candidate.objects) if sides.of(p) == AI}
    if candidate.relation == "invests_in" and not involved & set(some(candidate.objects)):
        return "the firm invested in has no part in any suit, ruling, settlement or licence of the article"
    return ""


def why_doubted(facts: Iterable[Fact], least: Thresholds) -> dict[Fact, str]:
    """Facts that are not told, with the reason; a house says nothing where a person speaks for it."""
    doubts = {fact: reason for fact in facts if (reason := _why_unsure(fact, least))}
    speak = {
        fact.object
        for fact in facts
        if fact.relation == "says" and fact.subject.kind == "person" and fact not in doubts
    }
    for fact in facts:
        if fact.relation == "says" and fact.subject in speak and fact.subject.kind != "person":
            doubts.setdefault(fact, "a named person speaks for it")
    told = {(f.subject, f.object) for f in facts if f.relation in CORE_RELATIONS and f not in doubts}
    for fact in facts:
        if fact.relation == "accuses" and (fact.subject, fact.object) in told:
            doubts.setdefault(fact, BESIDE)
    return doubts


def _why_unsure(fact: Fact, least: Thresholds) -> str:
    if fact.subject == fact.object and fact.relation != "says":
        return SAME
    return "" if least.admits(fact) else least.reason(fact)


def some(parties: Iterable[Party | None]) -> tuple[Party, ...]:
    """Those that are named."""
    return tuple(party for party in parties if party is not None)
