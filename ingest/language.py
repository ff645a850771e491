"""The language of a text, by the words that nothing can be said without. Pure; the words are languages.toml.

It only has to tell English from the rest: the reader reads no other. A text that does not tell counts as English.
"""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

from pydantic import BaseModel, field_validator

#: Texts with fewer words do not tell.
LEAST_WORDS = 20
#: A text has this share of such words, at least, in the language it is written in; English prose has 0.35 to 0.5.
_LEAST_SHARE = 0.15
#: So much of a text is looked at, from its beginning.
_MOST_CHARACTERS = 20_000
#: A script counts from this share of the letters. Kana and Hangul stand between Chinese characters.
_SCRIPT_SHARE = 0.25
_WORD = re.compile(r"[^\W\d_]+")


class Script(BaseModel):
    """A range of characters that only one language of those we tell apart is written in."""

    language: str
    first: str
    last: str


class Languages(BaseModel):
    """What languages.toml holds."""

    words: dict[str, frozenset[str]]
    scripts: tuple[Script, ...]

    @field_validator("words", mode="before")
    @classmethod
    def _split(cls, value: dict[str, str]) -> dict[str, frozenset[str]]:
        return {language: frozenset(words.split()) for language, words in value.items()}


@cache
def languages() -> Languages:
    """The lists of languages.toml, read once."""
    return Languages.model_validate(tomllib.loads(Path(__file__).with_name("languages.toml").read_text("utf-8")))


def language_of(text: str, told: str = "") -> str:
    """The language of a text (ISO 639-1); empty where it is too short to tell, or like none that is known.

    Args:
        text: paragraphs.
        told: what its page says, believed only for a language that our lists do not know.
    """
    start = text[:_MOST_CHARACTERS].lower()
    if script := _by_script(start):
        return script
    words = _WORD.findall(start)
    if len(words) < LEAST_WORDS:
        return ""
    counted = Counter(words)
    shares = {
        language: sum(counted[word] for word in listed) / len(words) for language, listed in languages().words.items()
    }
    best = max(sorted(shares), key=lambda language: shares[language])
    if shares["en"] >= _LEAST_SHARE and shares["en"] >= 0.9 * shares[best]:
        return "en"
    if shares[best] >= _LEAST_SHARE:
        return best
    return told if told not in languages().words and shares["en"] < _LEAST_SHARE / 2 else ""


def is_read(language: str) -> bool:
    """Whether the reader takes a text in this language."""
    return language in ("", "en")


def _by_script(text: str) -> str:
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < LEAST_WORDS:
        return ""
    for script in languages().scripts:
        if sum(script.first <= letter <= script.last for letter in letters) >= _SCRIPT_SHARE * len(letters):
            return script.language
    return ""
