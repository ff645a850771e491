"""The rules of graph/rules.toml, loaded once and checked."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from nlp.model import PARTY_KINDS, RELATIONS
from rightswire.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Rules:
    """See graph/rules.toml for what each of them means.

    Attributes:
        kind_groups: kind of party -> group.
        register_confidence: confidence of a row of the register -> of its edges, 0 to 1.
        lines_of_business: word -> number of its line.
        phrases: relation -> sentence with {subject} and {object}.
        phrases_by_status: relation -> status -> the sentence where the relation has that status.
        new_stories: 'case', 'deal' -> the words before the name of one that is new.
        new_deals: status -> the words for a deal that is first told with it.
        unpaid: kinds of event by which nothing is paid or agreed.
        event_phrases: kind of event -> sentence with {name} of the case or deal.
    """

    legal_forms: frozenset[str]
    small_words: frozenset[str]
    house_words: frozenset[str]
    generic_words: frozenset[str]
    lines_of_business: Mapping[str, int]
    role_words: frozenset[str]
    trades: frozenset[str]
    titles: frozenset[str]
    name_suffixes: frozenset[str]
    not_persons: frozenset[str]
    kind_groups: Mapping[str, str]
    case_status_ranks: Mapping[str, int]
    deal_status_ranks: Mapping[str, int]
    case_events: Mapping[str, str]
    case_stages: Mapping[str, str]
    unpaid: frozenset[str]
    judgments: Mapping[str, str]
    deal_events: Mapping[str, str]
    case_ends: tuple[str, ...]
    told_when_new: frozenset[str]
    register_confidence: Mapping[str, float]
    phrases: Mapping[str, str]
    phrases_by_status: Mapping[str, Mapping[str, str]]
    new_stories: Mapping[str, str]
    new_deals: Mapping[str, str]
    once: frozenset[str]
    suit_words: tuple[str, ...]
    many_words: tuple[str, ...]
    added_words: tuple[str, ...]
    amended_words: tuple[str, ...]
    separate_suit_words: tuple[str, ...]
    separate_deal_words: tuple[str, ...]
    partner_words: tuple[str, ...]
    own_deal_days: int
    event_phrases: Mapping[str, str]

    def fact(self, subject: str, relation: str, target: str, attributes: str) -> str:
        """A relation between two parties, by their names, as `changes` tells it; attributes are those of its edge."""
        phrase = self.phrases.get(relation, f"{{subject}} {relation.replace('_', ' ')} {{object}}")
        if relation in self.phrases_by_status:
            phrase = self.phrases_by_status[relation].get(str(json.loads(attributes).get("status")), phrase)
        return phrase.format(subject=subject, object=target)

    def new_story(self, kind: str, status: object) -> str:
        """What a case or deal that is new is called before its name: talks are no deal yet."""
        return (kind == "deal" and self.new_deals.get(str(status))) or self.new_stories[kind]


@cache
def rules() -> Rules:
    """The rules that come with the package.

    Raises:
        ConfigurationError: the file lacks a table, a kind of party or a relation.
    """
    text = files("graph").joinpath("rules.toml").read_text(encoding="utf-8")
    try:
        return _parse(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise ConfigurationError("graph/rules.toml", f"cannot be used: {error}") from error


def _parse(data: dict[str, Any]) -> Rules:
    groups = {kind: group for group, kinds in data["kind_groups"].items() for kind in kinds}
    return Rules(
        legal_forms=frozenset(data["legal_forms"]),
        small_words=frozenset(data["small_words"]),
        house_words=frozenset(data["house_words"]),
        generic_words=frozenset(data["generic_words"]),
        lines_of_business={word: line for line, words in enumerate(data["lines_of_business"]) for word in words},
        role_words=frozenset(data["role_words"]),
        trades=frozenset(data["trades"]),
        titles=frozenset(data["titles"]),
        name_suffixes=frozenset(data["name_suffixes"]),
        not_persons=frozenset(data["not_persons"]),
        kind_groups={kind: groups[kind] for kind in (*PARTY_KINDS, "work")},
        case_status_ranks=data["case_status_ranks"],
        deal_status_ranks=data["deal_status_ranks"],
        case_events=data["case_events"],
        case_stages=data["case_stages"],
        unpaid=frozenset(("filed", *data["case_stages"].values())),
        judgments=data["judgments"],
        deal_events=data["deal_events"],
        case_ends=tuple(data["case_ends"]),
        told_when_new=frozenset(data["told_when_new"]),
        register_confidence=data["register_confidence"],
        once=frozenset(data["once"]),
        suit_words=tuple(data["suit_words"]),
        many_words=tuple(data["many_words"]),
        added_words=tuple(data["added_words"]),
        amended_words=tuple(data["amended_words"]),
        separate_suit_words=tuple(data["separate_suit_words"]),
        separate_deal_words=tuple(data["separate_deal_words"]),
        partner_words=tuple(data["partner_words"]),
        own_deal_days=data["own_deal_days"],
        event_phrases=data["event_phrases"],
        phrases_by_status=data["phrases_by_status"],
        new_stories=data["new_stories"],
        new_deals=data["new_deals"],
        phrases={relation: data["phrases"][relation] for relation in RELATIONS},
    )
