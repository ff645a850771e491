"""The rules of graph/story_rules.toml, loaded once and checked."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, ValidationError

from rightswire.errors import ConfigurationError

_WORD = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")


class Negations(BaseModel):
    """Words that turn round what follows within so many words."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    before: frozenset[str]
    words: int


class StoryRules(BaseModel):
    """See graph/story_rules.toml for what each of them means."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    second_deal_days: int
    talks_days: int
    second_suit_days: int
    sued_again_days: int
    second_words: tuple[str, ...]
    joining_days: int
    other_deal_words: tuple[str, ...]
    longest_term_years: int
    programme_words: tuple[str, ...]
    programme_names: tuple[str, ...]
    moving_words: tuple[str, ...]
    counter_words: tuple[str, ...]
    joining_words: tuple[str, ...]
    leading_words: tuple[str, ...]
    ending_words: tuple[str, ...]
    deal_over: tuple[str, ...]
    gathering_words: tuple[str, ...]
    other_suit_words: tuple[str, ...]
    again_words: tuple[str, ...]
    sued_again: tuple[str, ...]
    renamed_from: tuple[str, ...]
    renamed_to: tuple[str, ...]
    renamed_around: tuple[tuple[str, str], ...]
    trial_judges: tuple[str, ...]
    reversals: tuple[str, ...]
    appeal_courts: tuple[str, ...]
    no_appeal_courts: tuple[str, ...]
    appeal_heard: tuple[str, ...]
    unnamed_licensors: dict[str, str]
    uses: dict[str, frozenset[str]]
    negations: Negations
    hosts: dict[str, tuple[str, ...]]
    outlets: dict[str, tuple[str, ...]]
    exclusive: dict[str, tuple[str, ...]]
    same_step_days: dict[str, int]

    def hears_appeals(self, court: str) -> bool:
        """Whether a court, by its name, is one that others' decisions are taken to."""
        name = court.casefold()
        return any(word in name for word in self.appeal_courts) and not any(
            word in name for word in self.no_appeal_courts
        )

    def behind_leading_words(self, sentences: str) -> str:
        """What stands behind the first words after which the suit that leads is named; '' where there are none."""
        match = re.search("|".join(rf"(?:{word})" for word in self.leading_words), sentences, re.IGNORECASE)
        return sentences[match.end() :] if match else ""

    def unnamed(self, media: Sequence[str]) -> str:
        """Who licenses works of these media where no source names them: 'unnamed news publishers'."""
        return self.unnamed_licensors.get(media[0] if len(media) == 1 else "", self.unnamed_licensors["other"])


@cache
def story_rules() -> StoryRules:
    """The rules that come with the package.

    Raises:
        ConfigurationError: the file lacks something, or has something of the wrong kind.
    """
    text = files("graph").joinpath("story_rules.toml").read_text(encoding="utf-8")
    try:
        return StoryRules.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ConfigurationError("graph/story_rules.toml", f"cannot be used: {error}") from error


@cache
def kinds_of_hosts() -> dict[str, str]:
    """Host -> what kind of source it is."""
    return {host: kind for kind, hosts in story_rules().hosts.items() for host in hosts}


@lru_cache(maxsize=8192)
def told_uses(sentence: str) -> Mapping[str, bool]:
    """What a sentence says of the uses of a licence: allowed, or ruled out by a negation shortly before."""
    rules, told = story_rules(), dict[str, bool]()
    words = [word.casefold() for word in _WORD.findall(sentence)]
    for use, forms in sorted(rules.uses.items()):
        for place in (place for place, word in enumerate(words) if word in forms):
            before = words[max(0, place - rules.negations.words) : place]
            told[use] = rules.negations.before.isdisjoint(before) and told.get(use, True)
    return MappingProxyType(told)


@lru_cache(maxsize=256)
def _spaced(sentences: str) -> str:
    """Lower case, one blank before each word: asked of the same sentences again and again."""
    return f" {' '.join(sentences.casefold().split())}"


@lru_cache(maxsize=8192)
def holds(sentences: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words, or the beginning of one, stands in the text at the beginning of a word."""
    text = _spaced(sentences)
    standing = [word for word in words if word in text]
    return bool(standing) and any(re.search(rf"(?<![^\W_]){re.escape(word)}", text) for word in standing)


@cache
def _again() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in story_rules().sued_again), re.IGNORECASE)


@lru_cache(maxsize=256)
def sues_again(sentences: str) -> bool:
    """Whether sentences say that somebody sues once more whom he sued before."""
    text = _spaced(sentences)
    return any(word in text for word in story_rules().again_words) and _again().search(sentences) is not None
