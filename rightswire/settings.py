"""Where things lie and how the machine is used: the folder of data, and data/settings.toml in it."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nlp.thresholds import KEPT, LEAST_CORE, LEAST_SIDE, Thresholds
from rightswire.errors import ConfigurationError

#: The data folder of the clone that this package was installed from.
CLONE = Path(__file__).resolve().parent.parent


class FetchSettings(BaseModel):
    """[fetch] in data/settings.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    contact: str = Field(default="", description="address for site owners, sent with every request")
    workers: int = Field(default=8, ge=1, le=64, description="feeds and pages fetched at once")
    timeout_seconds: float = Field(default=20.0, gt=0, description="without an answer, a request ends after this")
    host_spacing_seconds: float = Field(
        default=1.0, ge=0, le=60, description="from one request to a host to the next; robots.txt may ask for more"
    )
    revisit_days: tuple[Annotated[float, Field(gt=0, le=365)], ...] = Field(
        default=(1.0, 7.0), description="an article's page is asked for again so many days after it was first had"
    )
    revisits: int = Field(default=200, ge=0, description="pages asked for again in one run, at most")


class ReadingSettings(BaseModel):
    """[reading] in data/settings.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    model: str = Field(default="", description="another installed spaCy pipeline, such as en_core_web_md")
    processes: int = Field(default=0, ge=0, le=64, description="0 is one for each core")


class GraphSettings(BaseModel):
    """[graph] in data/settings.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    minimum_confidence: float = Field(
        default=LEAST_CORE, ge=KEPT.core, le=1, description="suits, settlements, rulings and licences below stay out"
    )
    minimum_side_confidence: float = Field(
        default=LEAST_SIDE, ge=KEPT.side, le=1, description="all other facts below stay out"
    )
    minimum_new_confidence: float = Field(
        default=0.9,
        ge=KEPT.core,
        le=1,
        description="suits, settlements, rulings and licences that the encoder alone saw between parties that no known "
        "case or deal joins: those below stay out",
    )

    @property
    def thresholds(self) -> Thresholds:
        """Both, as the reading takes them."""
        return Thresholds(self.minimum_confidence, self.minimum_side_confidence)


class StatusSettings(BaseModel):
    """[status] in data/settings.toml: when `rightswire status` raises an alarm; 0 turns one off."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    newest_fact_days: float = Field(default=7, ge=0, description="age of the newest fact that reached the graph")
    last_run_days: float = Field(default=2, ge=0, description="age of the last run that finished")
    failing_share: float = Field(default=0.5, ge=0, le=1, description="share of feeds that fail")


class ExportSettings(BaseModel):
    """[export] in data/settings.toml: which files each run writes anew in data/exports."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    formats: tuple[Literal["gexf", "graphml", "json", "csv"], ...] | None = Field(
        default=None, description="None is those that the folder holds already, an empty list none at all"
    )


class Settings(BaseModel):
    """data/settings.toml; every key may be left out, and so may the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fetch: FetchSettings = FetchSettings()
    reading: ReadingSettings = ReadingSettings()
    graph: GraphSettings = GraphSettings()
    status: StatusSettings = StatusSettings()
    export: ExportSettings = ExportSettings()


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of one data folder: what people edit, and what runs produce."""

    data: Path

    @property
    def feeds(self) -> Path:
        """The list of feeds."""
        return self.data / "feeds.toml"

    @property
    def register(self) -> Path:
        """The folder of known parties, courts, cases and deals."""
        return self.data / "register"

    @property
    def corrections(self) -> Path:
        """What people decided against the machine; may be missing."""
        return self.data / "corrections.csv"

    @property
    def settings(self) -> Path:
        """Settings; may be missing."""
        return self.data / "settings.toml"

    @property
    def archive(self) -> Path:
        """What was fetched, and what was read in it."""
        return self.data / "archive.db"

    @property
    def database(self) -> Path:
        """The graph that is served."""
        return self.data / "rightswire.db"

    @property
    def exports(self) -> Path:
        """Where exports go."""
        return self.data / "exports"


def find_data(given: Path | None) -> Path:
    """The data folder: the one given, else $RIGHTSWIRE_DATA, else data/ of the clone.

    Raises:
        ConfigurationError: the folder does not exist.
    """
    folder = given or Path(os.environ.get("RIGHTSWIRE_DATA") or CLONE / "data")
    if not folder.is_dir():
        raise ConfigurationError(str(folder), "no such folder", "give the folder of feeds.toml with --data")
    return folder.resolve()


def find_register(paths: Paths) -> Path:
    """The register of the data folder, or the one of the clone where the folder has none of its own."""
    return paths.register if paths.register.is_dir() else CLONE / "data" / "register"


def load_settings(path: Path) -> Settings:
    """Read settings; a missing file gives the defaults.

    Raises:
        ConfigurationError: no TOML, an unknown key or a value out of range, with the key's name.
    """
    if not path.exists():
        return Settings()
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigurationError(str(path), f"cannot be read as TOML: {error}", "mend or remove it") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(str(path), f"{key}: {first['msg']}", "README.md lists every setting") from error
