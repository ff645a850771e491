"""Tell from the words of a sentence that a deal was renewed, or that it goes on. Pure, without spaCy."""

import re
from collections.abc import Sequence
from functools import cache

from nlp.vocabulary import read_table

#: In the order in which they are asked for.
STAGES = ("renewed", "active")
#: What stands before a verb that tells of a plan, a wish or a denial, and not of what was done.
NOT_DONE = re.compile(
    r"(?i)(?:\b(?:to|not|never|will|would|may|might|can|could|should|shall|must|without|did|does|do|won|cannot|be)"
    r"|n['\u2019]t)\s+(?:\w+ly\s+|have\s+)?$"
    r"|\b(?:if|whether|unless|until|before|talks|negotiations|discussions|negotiat\w+|seek\w*|want\w*|hop(?:e|es|ing)"
    r"|offer\w*|propos\w+|plan\w*|option)\b(?:\s+(?!and\b|who\b|which\b)[\w'\u2019-]+){0,3}\s+$"
)
#: Behind the words, in the same clause, with whom: 'extended its agreement with Anthropic'.
WITH = re.compile(r"[^.;,]{0,60}?\bwith (?:the )?([A-Z][\w&.'\u2019-]*)")
#: 'Agreed to renew' is done.
AGREED = re.compile(r"(?i)\b(?:agree|agrees|agreed|decided)\s+to\s+$")


@cache
def _patterns(stage: str) -> tuple[re.Pattern[str], ...]:
    table = read_table("deal_stages")
    nouns, between = table["nouns"], table["between"]
    return tuple(
        re.compile(form.replace("NOUN", nouns).replace("BETWEEN", between), re.IGNORECASE)
        for form in table["forms"][stage]
    )


def told_stage(sentence: str, sides: Sequence[str] = ()) -> str:
    """'renewed' where a sentence says that a deal was renewed, 'active' where it says that it goes on; '' otherwise.

    What may be renewed, is to be, or was not, is not renewed; nor is a deal that somebody else is said to have.

    Args:
        sentence: one that tells of the deal.
        sides: names of its parties; none where they are not known yet.
    """
    plain = sentence.casefold()
    for stage in STAGES:
        if not any(hint in plain for hint in read_table("deal_stages")["hints"][stage]):
            continue
        for pattern in _patterns(stage):
            found = pattern.finditer(sentence)
            if any(_is_done(sentence, one.start()) and _is_theirs(sentence, one.end(), sides) for one in found):
                return stage
    return ""


def _is_done(sentence: str, start: int) -> bool:
    before = sentence[max(0, start - 40) : start]
    return AGREED.search(before) is not None or NOT_DONE.search(before) is None


def _is_theirs(sentence: str, end: int, sides: Sequence[str]) -> bool:
    """Whether whom the words are followed by, if by anybody, is a side, by a word of its name or its initials."""
    other = WITH.match(sentence, end)
    if other is None or not sides:
        return True
    word = other[1].rstrip(".'\u2019").removesuffix("'s").removesuffix("\u2019s").casefold()
    words = [side.casefold().removeprefix("the ").split() for side in sides]
    return any(word in name or word == "".join(part[0] for part in name) for name in words)
