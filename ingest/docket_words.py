"""The tables of dockets.toml, read once."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel


class DocketWords(BaseModel):
    """What dockets.toml holds; its comments say what each table is for."""

    legal_forms: frozenset[str]
    other_words: frozenset[str]
    surnames: frozenset[str]
    watched_types: frozenset[str]
    default_zone: str
    zones: dict[str, list[str]]

    def zone(self, court: str) -> str:
        """The time zone where a court sits, by its whole id or else by the first two letters, its state."""
        for key in (court, court[:2]):
            for zone, courts in self.zones.items():
                if key in courts:
                    return zone
        return self.default_zone


@cache
def docket_words() -> DocketWords:
    """The tables of dockets.toml, read once."""
    return DocketWords.model_validate(tomllib.loads(Path(__file__).with_name("dockets.toml").read_text("utf-8")))
