"""Whether the network is down: then nothing is known of any feed or page, and no failure of one counts.

Without a network every host is unknown or out of reach. One answer of any host, be it 'not found', shows that there is
one; then a host that is unknown is that host's failure.
"""

from collections.abc import Iterable

from ingest.pacing import PAUSED
from ingest.robots import UNREACHABLE
from rightswire.errors import FeedError, PageError

NO_NETWORK = "no network"
#: What the system says where it has no way to any host.
_NO_WAY = ("unknown host", "Network is unreachable", "No route to host", "Network is down")
#: Failures that may come of that; that of a robots.txt tells its own reason in its particulars.
_MAY_BE = frozenset(("unknown host", "cannot connect", UNREACHABLE))
#: Failures that were found without asking anybody.
_UNASKED = frozenset((PAUSED, "interrupted", "bad address", "outside the folder", "no such file", "cannot be read"))


def may_be_no_network(reason: str, detail: str) -> bool:
    """Whether a failure is of the kind that every request has without a network."""
    return reason in _MAY_BE and any(words in f"{reason}: {detail}" for words in _NO_WAY)


def is_no_network(answer: object) -> bool:
    """Whether what came of a request is a failure of that kind."""
    return isinstance(answer, FeedError | PageError) and may_be_no_network(answer.reason, answer.advice)


def shows_network(failure: FeedError | PageError) -> bool:
    """Whether a failure shows that some host was reached."""
    return failure.reason not in _UNASKED and not may_be_no_network(failure.reason, failure.advice)


def feeds_show_network(errors: Iterable[str | None]) -> bool:
    """Whether any web feed that a run has asked shows it: by an answer (None), or by an error that is an answer."""
    split = (error.partition(": ") if error else None for error in errors)
    return any(
        error is None or (error[0] not in _UNASKED and not may_be_no_network(error[0], error[2])) for error in split
    )
