"""What the two halves of fetching share.

What was fetched is stored before it is parsed, and what came of it before it is told: a run may be killed at any
moment and run again with nothing lost or twice. Threads only fetch; the archive is written, and pages are read, by
the thread that takes the outcomes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from ingest.archive import Archive
from ingest.model import FetchOptions


@dataclass(frozen=True, slots=True)
class Run:
    """What every step of one run needs."""

    archive: Archive
    options: FetchOptions
    run_id: int
    now: Callable[[], datetime]


def host_of(address: str) -> str:
    """Host and port of an address; empty, and so one host, for everything on disk."""
    return urlsplit(address).netloc.lower()
