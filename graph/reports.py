"""A fact of an article with its parties resolved, in an order that does not depend on how the input was ordered."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any

from graph.dates import is_date
from graph.model import ReadArticle
from graph.parties import Directory, Use
from graph.programme_names import is_programme, named_owner, owner_names
from graph.rules import rules
from graph.sharing import Sharing
from graph.sources import NEWSROOM, Teller, read_teller
from nlp.deal_stage import told_stage
from nlp.model import RELATIONS, Attributes, Fact, Party
from rightswire.errors import Problem

ATTRIBUTES = tuple(known.name for known in fields(Attributes) if known.name != "value")
DATES = ("filed_date", "announced_date", "date")


@dataclass(frozen=True, slots=True)
class Report:
    """A fact as one article asserts it, between nodes.

    Attributes:
        number: place in the order of all reports: by first run, article, position in the article.
        source, target: ids of nodes; the same for `says` by somebody who speaks for nobody else.
        attributes: those that the article gives.
        teller: what kind of source the article is.
        day: of publication, or that on which we first saw the article; kept, for it is asked for again and again.
        sentences: that show the fact, as one text; kept likewise.
    """

    number: int
    article: ReadArticle
    fact: Fact
    source: str
    target: str
    attributes: dict[str, str | float]
    teller: Teller = NEWSROOM
    day: str = field(init=False)
    sentences: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "day", _iso(self.article.published or self.article.first_seen))
        object.__setattr__(self, "sentences", " ".join(evidence.sentence for evidence in self.fact.evidence))

    @property
    def order(self) -> tuple[str, int, int]:
        """By publication: what comes later is the later word."""
        return self.day, self.article.first_run, self.number

    def text(self, attribute: str) -> str:
        """An attribute as text, '' where the article does not give it."""
        return str(self.attributes.get(attribute, ""))


@cache
def _iso(day: date) -> str:
    return day.isoformat()


def sort_articles(articles: Iterable[ReadArticle]) -> tuple[list[ReadArticle], list[Problem]]:
    """Articles by run and id, lean and cleaned of characters that no database or file can hold, facts by position.

    An article that comes twice counts once; the other is told as a problem.
    """
    copies: dict[str, list[ReadArticle]] = {}
    sharing = Sharing()
    for article in map(_cleaned, articles):
        lean = sharing.article(replace(article, facts=_sorted_facts(article.facts)))
        copies.setdefault(lean.url, []).append(lean)
    kept = [
        min(same, key=lambda one: (one.first_run, repr(one))) if len(same) > 1 else same[0] for same in copies.values()
    ]
    problems = [
        Problem("graph", url, "article twice", "the one of the first run is kept")
        for url, same in sorted(copies.items())
        if len(same) > 1
    ]
    return sorted(kept, key=lambda article: (article.first_run, article.id)), problems


def _sorted_facts(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    positions = [_position(fact) for fact in facts]
    if len(set(positions)) == len(positions):
        return tuple(fact for _, fact in sorted(zip(positions, facts, strict=True), key=itemgetter(0)))
    return tuple(sorted(facts, key=lambda fact: (_position(fact), repr(fact))))


def _position(fact: Fact) -> tuple[Any, ...]:
    best = fact.evidence[0] if fact.evidence else None
    place = (best.field != "title", best.start, _find(best.sentence, fact.subject)) if best else (True, -1, 0)
    sides = (fact.subject.name, fact.object.name if fact.object else "")
    return (*place, RELATIONS.index(fact.relation) if fact.relation in RELATIONS else -1, *sides)


def _find(sentence: str, party: Party) -> int:
    place = sentence.find(party.name)
    return place if place >= 0 else len(sentence)


def party_uses(articles: Iterable[ReadArticle]) -> Iterable[Use]:
    """Every name that facts or articles use for a party, an outlet or a court."""
    for article in articles:
        if article.outlet.strip():
            yield Use(article.outlet, "outlet", run=article.first_run)
        for fact in article.facts:
            if refusal(fact):
                continue
            for party in filter(None, (fact.subject, fact.object)):
                yield Use(party.name, party.kind, party.register_id, article.first_run)
                if not party.register_id and (owner := named_owner(party.name, fact)):
                    yield Use(owner, "company", run=article.first_run)
            if fact.attributes.court:
                yield Use(fact.attributes.court, "court", run=article.first_run)


def refusal(fact: Fact) -> str:
    """Why a fact cannot be drawn; '' where it can."""
    if fact.relation not in RELATIONS:
        return "unknown relation"
    if not fact.evidence or not any(evidence.sentence.strip() for evidence in fact.evidence):
        return "no sentence"
    if fact.object is None and fact.relation != "says":
        return "no object"
    parties = [party for party in (fact.subject, fact.object) if party]
    if any(party.kind not in rules().kind_groups for party in parties):
        return "unknown kind of party"
    return "" if all(party.name.strip() for party in parties) else "no name"


def make_reports(articles: Iterable[ReadArticle], directory: Directory) -> tuple[list[Report], list[Problem]]:
    """Facts between nodes, in the order of articles; a fact that cannot be drawn becomes a problem."""
    reports: list[Report] = []
    problems: list[Problem] = []
    tellers: dict[Teller, Teller] = {}  # one for all articles of an outlet
    read: dict[int, tuple[dict[str, str | float], list[str]]] = {}  # by the attributes' id(): reports keep them alive
    for article in articles:
        found = read_teller(article, directory)
        teller = tellers.setdefault(found, found)
        for fact in article.facts:
            reason = refusal(fact)
            source, target = ("", "") if reason else _ends(fact, directory)
            if not reason and source == target and fact.object is not None and fact.relation != "says":
                reason = "both sides are one party"
            if reason:
                problems.append(Problem("graph", article.url, reason, f"{_described(fact)}: the fact is left out"))
                continue
            values, bad = read.get(id(fact.attributes)) or read.setdefault(id(fact.attributes), _values(fact))
            problems += [
                Problem("graph", article.url, f"bad {key}", f"{_described(fact)}: the value is left out") for key in bad
            ]
            reports.append(Report(len(reports), article, fact, source, target, _with_stage(fact, values), teller))
    return reports, problems


def _values(fact: Fact) -> tuple[dict[str, str | float], list[str]]:
    """The attributes that can be used, and the names of those that cannot: no day of the calendar, no finite number."""
    given = dict(_given(fact.attributes))
    bad = [key for key, value in given.items() if not _usable(key, value)]
    return {key: value for key, value in given.items() if key not in bad}, bad


def _with_stage(fact: Fact, values: dict[str, str | float]) -> dict[str, str | float]:
    """The attributes of a fact; of a licence that its sentences call renewed, with that as its status."""
    if fact.relation != "licenses_to" or values.get("status", "announced") not in ("announced", "active"):
        return values
    sides = [party.name for party in (fact.subject, fact.object) if party]
    renewed = any(told_stage(evidence.sentence, sides) == "renewed" for evidence in fact.evidence)
    return {**values, "status": "renewed"} if renewed else values


def _given(attributes: Attributes) -> Iterator[tuple[str, str | float]]:
    """As `Attributes.present`, which copies deeply, at a tenth of its time."""
    for name in ATTRIBUTES:
        value = getattr(attributes, name)
        if value is not None and value != "":
            yield name, value
    if attributes.value:
        yield from attributes.value.columns().items()


def _usable(key: str, value: str | float) -> bool:
    if not isinstance(value, str):
        return math.isfinite(value)
    return key not in DATES or is_date(value)


def _ends(fact: Fact, directory: Directory) -> tuple[str, str]:
    subject = _node(fact.subject, directory)
    return subject, _node(fact.object, directory) if fact.object else subject


def _node(named: Party, directory: Directory) -> str:
    party = _whose_programme(named, directory)
    found = directory.find(party.name, party.kind, party.register_id)
    if found is None:
        raise LookupError(f"{party} is missing from the uses that the directory was made of")
    return found


def _whose_programme(party: Party, directory: Directory) -> Party:
    """The party; where its name is that of a programme of another one, that one.

    'Nimbar Content Marketplace' is Nimbar where a fact has a company Nimbar as a party, or its sentence names it.
    """
    if party.register_id or not is_programme(party.name) or directory.find_known(party.name, party.kind):
        return party
    for owner in owner_names(party.name):
        node = directory.nodes.get(directory.find(owner, "company") or "")
        if node and node.kind == "company":
            return Party(owner, "company")
    return party


def _described(fact: Fact) -> str:
    other = fact.object.name if fact.object else "nobody"
    return f"{fact.subject.name!r} {fact.relation} {other!r}"


def _cleaned(article: ReadArticle) -> ReadArticle:
    """The article without NUL and lone surrogates, which neither SQLite nor UTF-8 can hold; offsets stay true."""
    if _storable(repr_of_texts := "\n".join(_texts(article))) and "\0" not in repr_of_texts:
        return article
    cleaned: ReadArticle = _clean_value(article)
    return cleaned


def _texts(article: ReadArticle) -> Iterable[str]:
    yield from (article.url, article.title, article.outlet, article.feed)
    for fact in article.facts:
        yield from (party.name for party in (fact.subject, fact.object) if party)
        yield from (evidence.sentence for evidence in fact.evidence)
        yield from (value for _, value in _given(fact.attributes) if isinstance(value, str))


def _storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _clean_value(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    if isinstance(value, tuple):
        return tuple(_clean_value(item) for item in value)
    if value is None or isinstance(value, int | float | date):
        return value
    return replace(value, **{name: _clean_value(getattr(value, name)) for name in value.__slots__})
