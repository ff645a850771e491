"""Facts that one sentence asserts, put together as a reader would say them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from markupsafe import Markup

from browse.reading import Row

#: How a relation reads between one subject, or several, and its object.
WORDS = {
    "sues": ("sues", "sue"),
    "settles_with": ("settles with", "settle with"),
    "ruling": ("ruling in suit against", "ruling in suit against"),
    "licenses_to": ("licenses to", "license to"),
    "accuses": ("accuses", "accuse"),
    "blocks": ("blocks", "block"),
    "says": ("takes a position for", "take a position for"),
    "invests_in": ("invests in", "invest in"),
    "represents": ("represents", "represent"),
    "plaintiff_in": ("is plaintiff in", "are plaintiffs in"),
    "defendant_in": ("is defendant in", "are defendants in"),
    "filed_in": ("is filed in", "are filed in"),
    "presides_over": ("presides over", "preside over"),
    "licensor_in": ("is licensor in", "are licensors in"),
    "licensee_in": ("is licensee in", "are licensees in"),
    "related_to": ("is related to", "are related to"),
    "part_of": ("is part of", "are part of"),
    "appeal_of": ("is the appeal of", "are appeals of"),
    "owns": ("owns", "own"),
}
#: The same where the status of a licence says that none is in force: not yet, or no more.
WORDS_BY_STATUS = {
    ("licenses_to", "in-talks"): ("is in talks to license to", "are in talks to license to"),
    ("licenses_to", "ended"): ("licensed to (ended)", "licensed to (ended)"),
    ("licenses_to", "since-ended"): ("licensed to", "licensed to"),
}
#: Status of the fact that evidence `v` of edge `e` tells: talks or the end where its sentence tells of that, and else
#: whether the licence has ended since: a sentence that tells the licence proves no end.
FACT_STATUS = """case when v.attributes ->> 'status' in ('in-talks', 'ended') then v.attributes ->> 'status'
  when e.attributes ->> 'status' = 'ended' then 'since-ended'
  else coalesce(v.attributes ->> 'status', e.attributes ->> 'status') end"""
#: So sure is a fact, in words, from this confidence on; the same bounds as the register's own three.
CONFIDENCE = ((0.9, "high"), (0.7, "medium"), (0.0, "low"))


def relation_words(relation: str, several: bool = False, alone: bool = False, status: object = None) -> str:
    """A relation as people say it.

    Args:
        relation: as the graph names it; one that WORDS does not know stands as it is, with blanks.
        several: whether it has more than one subject.
        alone: whether it has no object.
        status: of the fact or edge; talks are no licence yet, and an ended licence is none any more.
    """
    usual = WORDS.get(relation, (relation.replace("_", " "),) * 2)
    words = WORDS_BY_STATUS.get((relation, str(status)), usual)[several]
    return words.removesuffix(" for") if alone else words


def told_apart(relation: str, status: object) -> str | None:
    """The status, where it changes how the relation reads."""
    return str(status) if (relation, str(status)) in WORDS_BY_STATUS else None


def confidence_words(confidence: float) -> str:
    """'high', 'medium' or 'low'."""
    return next((word for least, word in CONFIDENCE if confidence >= least), CONFIDENCE[-1][1])


@dataclass(frozen=True, slots=True)
class Party:
    """A party as a page links to it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """'A, B and C sue D and E': facts of one relation that hold for each of the subjects and each of the objects.

    Attributes:
        particular: stance or outcome, None where the facts have none.
        confidence: of the least sure of them.
        edge_id: of the only fact; None where there are several.
        status: where it changes how the relation reads.
    """

    subjects: tuple[Party, ...]
    relation: str
    objects: tuple[Party, ...]
    particular: str | None
    confidence: float
    edge_id: str | None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A sentence of an article, with what it asserts.

    Attributes:
        marked: the sentence, escaped, with the names of the parties marked; empty until somebody marks them.
        background: whether the article only recalls all of that.
        single_source: whether one of the facts rests on one aggregator alone.
    """

    lines: tuple[Line, ...]
    sentence: str
    article_id: str
    article_title: str
    address: str
    outlet: str | None
    outlet_id: str | None
    published: str | None
    background: bool = False
    single_source: bool = False
    marked: Markup = field(default_factory=Markup)


#: What the facts of one sentence have in common.
SHARED = ("sentence", "article_id", "article_title", "address", "outlet", "outlet_id", "published")


def group_reports(rows: Iterable[Row]) -> tuple[Report, ...]:
    """Put rows together that stand next to each other and share article and sentence.

    Args:
        rows: with subject_id, subject, relation, object_id, object (None where there is none), edge_id, particular,
            confidence, sentence, background, single_source and SHARED; `status` where somebody knows it.
    """
    reports = []
    for _, members in groupby(rows, key=lambda row: (row["address"], row["sentence"])):
        facts = list(members)
        shared = {name: facts[0][name] for name in SHARED}
        background = all(fact["background"] for fact in facts)
        single = any(fact["single_source"] for fact in facts)
        reports.append(Report(lines=_lines(facts), background=background, single_source=single, **shared))
    return tuple(reports)


def _lines(facts: list[Row]) -> tuple[Line, ...]:
    """Facts with one relation and object share their subjects; those with the same subjects share their objects."""
    by_object: dict[tuple[Any, ...], list[Row]] = {}
    for fact in facts:
        status = told_apart(fact["relation"], fact.get("status"))
        key = (fact["relation"], status, fact["particular"], fact["object_id"], fact["object"])
        by_object.setdefault(key, []).append(fact)
    by_subjects: dict[tuple[Any, ...], list[list[Row]]] = {}
    for (relation, status, particular, _, name), members in by_object.items():
        subjects = tuple(Party(fact["subject_id"], fact["subject"]) for fact in members)
        by_subjects.setdefault((relation, status, particular, subjects, name is None), []).append(members)
    lines = []
    for (relation, status, particular, subjects, alone), groups in by_subjects.items():
        objects = () if alone else tuple(Party(group[0]["object_id"], group[0]["object"]) for group in groups)
        members = [fact for group in groups for fact in group]
        edge = members[0]["edge_id"] if len(members) == 1 else None
        confidence = min(fact["confidence"] for fact in members)
        lines.append(Line(subjects, relation, objects, particular, confidence, edge, status))
    return tuple(lines)
