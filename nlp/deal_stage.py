"""Tell from the words of a sentence that a deal was renewed, or that it goes on. Pure, without spaCy."""

import re
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


def told_stage(sentence: str) -> str:
    """'renewed' where a sentence says that a deal was renewed, 'active' where it says that it goes on; '' otherwise.

    What may be renewed, is to be, or was not, is not renewed.
    """
    plain = sentence.casefold()
    for stage in STAGES:
        if not any(hint in plain for hint in read_table("deal_stages")["hints"][stage]):
            continue
        for pattern in _patterns(stage):
            if any(_is_done(sentence, match.start()) for match in pattern.finditer(sentence)):
                return stage
    return ""


def _is_done(sentence: str, start: int) -> bool:
    before = sentence[max(0, start - 40) : start]
    return AGREED.search(before) is not None or NOT_DONE.search(before) is None
