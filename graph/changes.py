"""What each run added to the graph, told by the runs that first stored the articles: where no state of before is kept.

From the second night on graph.telling compares the graph with the one that was told last.
"""

from collections.abc import Iterable, Mapping, Sequence

from graph.claims import NewsClaim
from graph.docket_events import DocketEvent
from graph.history_rows import ChangeRow
from graph.model import ReadArticle
from graph.names import free_number, row_number
from graph.reports import Report
from graph.rows import STRUCTURE, CaseRow, DealRow, EdgeRow, EventRow, NodeRow
from graph.rules import rules

#: The run that brought something, and the article, None for a docket's entry.
First = tuple[int, str | None]
#: Kinds of change whose summary is words and the name of what is new.
NAMING = ("new-case", "new-deal", "new-party")


class ChangeLog:
    """Collects changes; what the register knows makes none, save that news reports a fact for the first time."""

    def __init__(self, claims: Sequence[NewsClaim]) -> None:
        self._days: dict[int, str] = {}
        for claim in claims:
            run, day = claim.article.first_run, claim.article.first_seen.isoformat()
            self._days[run] = min(day, self._days.get(run, day))
        self._taken: set[int] = set()
        self._rows: list[ChangeRow] = []

    def take(self) -> list[ChangeRow]:
        """The changes since the last call, to be laid out now: all of them at once would be many."""
        rows, self._rows = self._rows, []
        return rows

    def add_parties(self, nodes: Iterable[NodeRow], about: Mapping[str, list[NewsClaim]]) -> None:
        """Parties that only news knows, as sides of a fact; a court, a judge or a mere outlet is no party."""
        for node in nodes:
            claims = [claim for claim in about.get(node.id, ()) if claim.link.relation not in STRUCTURE]
            if node.provenance == "news" and claims:
                self._add(_first(claims), "new-party", f"New party: {node.name} ({node.kind})", node.id)

    def add_stories(self, stories: Iterable[CaseRow | DealRow], about: Mapping[str, list[NewsClaim]]) -> None:
        """Cases and deals that only news knows."""
        for story in stories:
            if story.provenance == "news":
                kind = "case" if isinstance(story, CaseRow) else "deal"
                summary = f"{rules().new_story(kind, story.status)}: {story.name}"
                self._add(_first(about[story.id]), f"new-{kind}", summary, story.id)

    def add_fact(self, edge: EdgeRow, claims: Sequence[NewsClaim], names: Mapping[str, str]) -> None:
        """An edge between parties that news reports for the first time; none where no claim does."""
        if claims and edge.relation not in STRUCTURE:
            phrase = rules().fact(names[edge.source], edge.relation, names[edge.target], edge.attributes)
            if edge.source == edge.target:
                phrase = f"{names[edge.source]} takes a position"
            seen = "" if edge.provenance == "news" else " (first report of what the register knows)"
            self._add(_first(claims), "new-fact", phrase + seen, edge.source, edge.id)

    def add_events(self, events: Iterable[tuple[EventRow, Sequence[Report]]]) -> None:
        """Steps of cases and deals that only news tells of."""
        for event, reports in events:
            if event.provenance == "news":
                first = _first_article(report.article for report in reports)
                self._add(first, "new-event", event.summary, event.node_id, key=event.id)

    def add_docket_events(self, events: Iterable[DocketEvent]) -> None:
        """Steps of cases that their dockets tell of."""
        for event in events:
            run, day = event.stored.first_run, event.stored.first_seen.date().isoformat()
            self._days[run] = min(day, self._days.get(run, day))
            self._add((run, None), "new-event", event.row.summary, event.row.node_id, key=event.row.id)

    def _add(
        self, first: First, kind: str, summary: str, node_id: str, edge_id: str | None = None, *, key: str = ""
    ) -> None:
        run, article = first
        number = free_number(row_number(run, kind, node_id, edge_id or "", key), self._taken)
        self._taken.add(number)
        row = ChangeRow(
            id=number,
            run_id=run,
            date=self._days[run],
            kind=kind,
            node_id=node_id,
            edge_id=edge_id,
            summary=summary,
            article_id=article,
            subject_id=edge_id or node_id,
            field=kind.removeprefix("new-"),
            after=summary.partition(": ")[2] if kind in NAMING else summary,
        )
        self._rows.append(row)


def _first(claims: Iterable[NewsClaim]) -> First:
    return _first_article(claim.article for claim in claims)


def _first_article(articles: Iterable[ReadArticle]) -> First:
    """Of those that the first run stored the one published first."""
    found = min(articles, key=lambda one: (one.first_run, one.published or one.first_seen, one.id))
    return found.first_run, found.id
