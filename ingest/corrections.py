"""Notices that an article was corrected. Pure; how outlets word them is corrections.toml."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel

#: So much of a notice is kept.
_MOST_NOTICE = 500
_MARKUP = " *_[]\u2022\u2014\u2013-"


class Corrections(BaseModel):
    """What corrections.toml holds; its comments say what each entry is for."""

    within: int
    openings: tuple[str, ...]
    phrases: tuple[str, ...]


@cache
def corrections() -> Corrections:
    """The lists of corrections.toml, read once."""
    return Corrections.model_validate(tomllib.loads(Path(__file__).with_name("corrections.toml").read_text("utf-8")))


def correction_notice(text: str) -> str:
    """The paragraph that tells of a correction, the first where there are more; empty where there is none."""
    lists = corrections()
    for paragraph in text.split("\n\n"):
        said = paragraph.lower().replace("\u2019", "'").lstrip(_MARKUP)
        start = said[: lists.within]
        if start.startswith(lists.openings) or _tells(start, lists.phrases):
            return paragraph[:_MOST_NOTICE]
    return ""


def _tells(start: str, phrases: tuple[str, ...]) -> bool:
    """Whether a phrase stands at a place where the outlet itself speaks: not within quotation marks."""
    for phrase in phrases:
        before, found, _ = start.partition(phrase)
        if found and not any(mark in before for mark in '"\u201c'):
            return True
    return False
