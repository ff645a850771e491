"""What a run did: counted while it goes on, told at its end or where it is stopped, and kept in table `runs`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.store import GraphCounts
from rightswire.errors import Problem


@dataclass(slots=True)
class Tally:
    """What a run has done so far; the run alone changes it.

    Attributes:
        feeds, articles: outcomes by result.
        read: articles by relevance, and facts that are sure enough for the graph.
        stale: articles that another version of the reader has read.
        graph: None until it is derived.
    """

    feeds: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    stale: int = 0
    graph: GraphCounts | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, as it is told at its end and kept in table `runs`.

    Attributes:
        stopped: exit code where a signal ended the run before it was done, 0 where it was done.
    """

    run_id: int
    command: str
    tally: Tally
    seconds: float
    stopped: int = 0

    @property
    def nothing_done(self) -> bool:
        """Feeds were to be fetched, and not one could be, or is asked any more."""
        feeds = self.tally.feeds
        return self.command == "ingest" and feeds.total() == feeds["failed"] + feeds["retired"]

    def figures(self) -> dict[str, object]:
        """Plain data for JSON."""
        tally = self.tally
        return {
            "feeds": dict(sorted(tally.feeds.items())),
            "articles": dict(sorted(tally.articles.items())),
            "read": dict(sorted(tally.read.items())),
            "stale": tally.stale,
            "graph": tally.graph.to_dict() if tally.graph else {},
            "problems": dict(sorted(Counter(problem.reason for problem in tally.problems).items())),
            "seconds": round(self.seconds, 1),
            "stopped": bool(self.stopped),
        }


def problems_by_reason(problems: Iterable[Problem]) -> dict[tuple[str, str], list[Problem]]:
    """Problems grouped by stage and reason, most frequent first."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.stage, problem.reason), []).append(problem)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))
