"""The words of browse/words.toml, loaded once and checked."""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, ValidationError

from rightswire.errors import ConfigurationError


class Status(BaseModel):
    """How a status is told: on a badge, in a summary, and whether the day given is that since when it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    badge: str
    tail: str
    since: bool = False


class DealType(BaseModel):
    """How a kind of deal is told, and whether rights go from one side to the other."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    words: str
    directed: bool = False


class Words(BaseModel):
    """See browse/words.toml for what each table holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    case_status: dict[str, Status]
    deal_status: dict[str, Status]
    deal_type: dict[str, DealType]
    node_kind: dict[str, str]
    event_kind: dict[str, str]
    change_kind: dict[str, str]
    contested_field: dict[str, str]
    contested_rule: dict[str, str]
    source_kind: dict[str, str]
    provenance: dict[str, str]
    text_source: dict[str, str]
    outcome: dict[str, str]
    stance: dict[str, str]
    standing: dict[str, str]
    heading: dict[str, str]
    own_addresses: dict[str, str]
    court_fronts: dict[str, str]
    court_initials: dict[str, str]

    def own_note(self, address: object) -> str:
        """What is to be said beside an address that exists nowhere on the web; '' for others."""
        return next((note for start, note in self.own_addresses.items() if str(address or "").startswith(start)), "")

    def short_court(self, name: str) -> str:
        """A court's name without what it has in common with many at its front."""
        front = next((front for front in self.court_fronts if name.startswith(front)), None)
        return name if front is None or name == front else self.court_fronts[front] + name.removeprefix(front)

    def court_rules(self) -> dict[str, list[tuple[str, str]]]:
        """How names of courts are shortened, for charts, the first that fits: fronts, then initials."""
        return {"fronts": list(self.court_fronts.items()), "initials": list(self.court_initials.items())}

    def say(self, table: str, value: object) -> str:
        """The words for a value of a table, not of status; one that it lacks stands as it is, with blanks."""
        text = str(value or "")
        known = getattr(self, table).get(text)
        if isinstance(known, DealType):
            return known.words
        return known if isinstance(known, str) else plain(text)

    def badge(self, status: object) -> str:
        """The words on the badge of a case's or deal's status."""
        found = self.case_status.get(str(status)) or self.deal_status.get(str(status))
        return found.badge if found else plain(str(status or ""))

    def badges(self) -> dict[str, str]:
        """The words of every status, for charts."""
        return {status: known.badge for status, known in (self.deal_status | self.case_status).items()}


def plain(value: str) -> str:
    """A slug or column's name with blanks in place of its strokes."""
    return value.replace("-", " ").replace("_", " ")


@cache
def words() -> Words:
    """The words of the pages.

    Raises:
        ConfigurationError: the file that came with the package was edited so that it cannot be used.
    """
    text = files("browse").joinpath("words.toml").read_text(encoding="utf-8")
    try:
        return Words.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ConfigurationError("browse/words.toml", f"cannot be used: {error}") from error
