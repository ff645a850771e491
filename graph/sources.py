"""What kind of source an article is, and which of several readings of one thing is chosen. Pure.

The order: the register (which people keep), a first party's own statement, a court's record, the number of independent
sources, that of stories, the latest word. Independent are different outlets, and copies of one story are one source; an
aggregator is none where anybody else tells the same.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph.model import ReadArticle
from graph.outlets import kind_of_outlet
from graph.parties import Directory
from graph.story_rules import kinds_of_hosts

if TYPE_CHECKING:
    from graph.reports import Report

#: What decided between two readings, in the order in which they are asked.
REASONS = ("register", "first-party", "court-record", "sources", "articles", "sources", "articles", "recency")


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells an article.

    Attributes:
        kind: 'court-record', 'release' (a press release), 'aggregator' or 'newsroom'.
        nodes: the outlet's, its owners' and those of what it owns.
    """

    kind: str = "newsroom"
    nodes: frozenset[str] = frozenset()


#: An article of which nothing is known.
NEWSROOM = Teller()


@dataclass(frozen=True, slots=True)
class Backing:
    """Who stands behind a reading.

    Attributes:
        reports: of news.
        register, docket: whether the register or a court's docket says so too.
    """

    reports: tuple["Report", ...] = ()
    register: bool = False
    docket: bool = False


def read_teller(article: ReadArticle, directory: Directory) -> Teller:
    """Who tells an article: by its address and its outlet; a portal never speaks for the firm that runs it."""
    kind = _kind_of_host(_host(article.url)) or kind_of_outlet(article.outlet)
    if kind == "aggregator":
        return Teller(kind)
    node = directory.find(article.outlet, "outlet") if article.outlet.strip() else None
    return Teller(kind or "newsroom", frozenset((node, *directory.kin(node))) if node else frozenset())


@lru_cache(maxsize=65_536)
def _kind_of_host(host: str) -> str:
    parts = host.casefold().split(".")
    tails = (".".join(parts[start:]) for start in range(len(parts)))
    return next((kind for tail in tails if (kind := kinds_of_hosts().get(tail))), "")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # a bracket that belongs to no IPv6 address
        return ""


def source_kind(report: "Report", parties: Collection[str]) -> str:
    """'first-party', 'court-record', 'newsroom' or 'aggregator', for a story with these parties."""
    if report.teller.kind == "release" or not report.teller.nodes.isdisjoint(parties):
        return "first-party"
    return report.teller.kind


def source_kinds(backing: Backing, parties: Collection[str]) -> list[str]:
    """The kinds of source behind a reading, the weightiest first."""
    kinds = {source_kind(report, parties) for report in backing.reports}
    kinds |= {"register"} if backing.register else set()
    kinds |= {"court-record"} if backing.docket else set()
    return [kind for kind in ("register", "first-party", "court-record", "newsroom", "aggregator") if kind in kinds]


def independent(reports: Iterable["Report"]) -> int:
    """How many independent sources reports are: all that one outlet tells is one, and so are a story and its copies.

    A story counts for the outlet that brought it first among these reports; another that copied it counts by what it
    tells itself. An article of no known outlet is a source of its own.
    """
    return support(reports)[0]


def support(reports: Iterable["Report"]) -> tuple[int, int]:
    """How many independent sources reports are, and how many stories, a story and its copies being one."""
    firsts: dict[str, Report] = {}
    for report in reports:
        held = firsts.setdefault(report.article.source_id, report)
        if held is not report and _place(report) < _place(held):
            firsts[report.article.source_id] = report
    return len({_outlet(report) for report in firsts.values()}), len(firsts)


def _place(report: "Report") -> tuple[bool, tuple[str, int, int]]:
    return bool(report.article.copy_of), report.order


def _outlet(report: "Report") -> object:
    return report.teller.nodes or report.article.outlet.strip().casefold() or (report.article.source_id,)


def weight(backing: Backing, parties: Collection[str]) -> "Weight":
    """How much a reading weighs; compare with another's. Its places are those of REASONS."""
    kinds = source_kinds(backing, parties)
    own = [report for report in backing.reports if source_kind(report, parties) != "aggregator"]
    return (
        "register" in kinds,
        "first-party" in kinds,
        "court-record" in kinds,
        *support(own),
        *support(backing.reports),
        max((report.day for report in backing.reports), default=""),
    )


Weight = tuple[int, int, int, int, int, int, int, str]


def deciding(chosen: Weight, others: Iterable[Weight], otherwise: str = "order") -> str:
    """What decided for a reading: one of REASONS, 'only' where there is no other.

    Args:
        chosen: its weight.
        others: of the readings that were not chosen.
        otherwise: what decided where another is as weighty, or weightier.
    """
    best = max(others, default=None)
    if best is None:
        return "only"
    if chosen <= best:
        return otherwise
    return next(name for name, one, other in zip(REASONS, chosen, best, strict=True) if one != other)


def is_single_source(backing: Backing, parties: Collection[str]) -> bool:
    """Whether all rests on one aggregator alone."""
    return source_kinds(backing, parties) == ["aggregator"] and independent(backing.reports) == 1
