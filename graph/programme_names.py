"""Names of marketplaces and programmes, and of those who run them. Pure."""

import re
from collections.abc import Iterator

from graph.rules import rules
from graph.story_rules import story_rules
from nlp.model import Fact


def is_programme(name: str) -> bool:
    """Whether a name of several words ends as that of a programme: 'Nimbar Content Marketplace'."""
    words = name.split()
    return len(words) > 1 and words[-1].casefold() in story_rules().programme_names


def owner_names(name: str) -> Iterator[str]:
    """The first words of the name of a programme, the most first: one of them may be whoever runs it."""
    words = name.split()
    for end in range(len(words) - 1, 0, -1):
        yield " ".join(words[:end])


def named_owner(name: str, fact: Fact) -> str:
    """The first words of a programme's name that a sentence of a fact names by themselves; '' where none does.

    Words that tell little of whose name it is ('Publisher') name nobody.
    """
    if not is_programme(name):
        return ""
    plain = {*rules().generic_words, *rules().small_words}
    texts = [evidence.sentence.replace(name, "") for evidence in fact.evidence]
    for owner in owner_names(name):
        alone = re.compile(rf"(?<![\w-]){re.escape(owner)}(?![\w-])")
        if not {word.casefold() for word in owner.split()} <= plain and any(map(alone.search, texts)):
            return owner
    return ""
