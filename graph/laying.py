"""Lay out the tables of what was told apart, one part after another, so that nobody has to hold them all at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import TypeVar

from graph.as_of import Historian
from graph.changes import ChangeLog
from graph.choosing import fixed_values
from graph.claims import Link, NewsClaim, RegisterClaim
from graph.clues import CaseFile
from graph.collector import collector_paused
from graph.deal_steps import deal_tellings
from graph.deals import DealFile
from graph.docket_events import DocketEvent, without_filings
from graph.doubts import Doubts
from graph.edges import OF_ONE_STORY, edge_row, register_source_rows, with_sum_of
from graph.editing import Editing, own_edges
from graph.events import Context, Event, Story, event_rows
from graph.model import ReadArticle
from graph.parties import Directory
from graph.rates import Rates
from graph.readings import story_readings
from graph.reports import Report
from graph.rows import WHOLE, CaseRow, DealRow, EdgeRow, Part, ReviewRow
from graph.rules import rules
from graph.story_values import CaseValues, DealValues
from graph.tables import alias_rows, article_rows, case_row, claims_by_node, deal_row, party_rows, story_node
from graph.told_edges import Sentences, ToldEdges
from graph.told_steps import case_tellings
from rightswire.errors import Problem

#: So many edges, or cases and deals, make a part of a table.
BATCH = 1_000
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Resolved:
    """Everything told apart: who the parties are, which case and deal each report is about."""

    articles: list[ReadArticle]
    directory: Directory
    reports: list[Report]
    cases: list[CaseFile]
    deals: list[DealFile]
    names: dict[str, str]
    claims: list[NewsClaim]
    register_claims: list[RegisterClaim]
    docket_events: list[DocketEvent]
    to_review: tuple[ReviewRow, ...]
    editing: Editing
    rates: Rates


def lay_tables(resolved: Resolved, problems: Sequence[Problem]) -> Iterator[Part]:
    """All tables, a large one in several parts; whoever has taken a part may let it go.

    Args:
        resolved: everything told apart; its claims are put into another order.
        problems: what could not be drawn; the problems of corrections are added, as a table of their own.
    """
    with collector_paused():
        layer = _Layer(resolved)
        yield from layer.nodes()
        who = resolved.editing.tables(resolved.claims, layer.names)
        for table in ("names", "people", "successors", "review"):
            yield table, getattr(who, table)
        yield from layer.articles()
        yield WHOLE, ("nodes", "aliases", "articles", "evidence")
        yield from layer.stories()
        yield from layer.edges()
        yield WHOLE, ("cases", "case_history", "deals", "deal_history", "register_sources", "edges", "edge_history")
        yield from layer.steps()
        yield "cases_to_review", resolved.to_review
        corrections, faults = resolved.editing.close()
        yield "corrections", corrections
        yield "problems", (*problems, *faults)


class _Layer:
    """Lays out table after table of one graph.

    Attributes:
        names: of all nodes that are shown, by id, once they were laid out.
    """

    def __init__(self, resolved: Resolved) -> None:
        self._resolved = resolved
        self._told = ToldEdges(resolved.claims)
        self._sentences = Sentences(self._told)
        self._log = ChangeLog(resolved.claims)
        fix, names, rates = resolved.editing.stories.fix, resolved.names, resolved.rates
        self._cases = fix(case_row(case, names[case.id], resolved.directory, rates) for case in resolved.cases)
        self._status = {case.id: case.status for case in self._cases}
        self._deals = fix(deal_row(deal, names[deal.id], rates) for deal in resolved.deals)
        seen = min((one.first_seen for one in resolved.articles), default=None)
        days = (max(one.first_seen, one.published or one.first_seen).isoformat() for one in resolved.articles)
        span = (seen.isoformat() if seen else "", max(days, default=""))
        self._historian = Historian(resolved.directory, span, resolved.editing.stories.fixed)
        self._owned: list[EdgeRow] = []
        self.names = dict(resolved.names)

    def nodes(self) -> Iterator[Part]:
        """Nodes with their other names; before all else."""
        resolved = self._resolved
        stories: list[CaseRow | DealRow] = [*self._cases, *self._deals]
        listed = {node for claim in resolved.register_claims for node in (claim.link.source, claim.link.target)}
        used = self._used() | listed
        used |= resolved.editing.people(resolved.claims, used)
        about = claims_by_node(resolved.claims)
        parties = list(party_rows(resolved.directory, used, listed, about))
        known = {case.id for case in resolved.cases if case.known} | {deal.id for deal in resolved.deals if deal.known}
        rows = [story_node(story, story.id in known, about.get(story.id, [])) for story in stories]
        nodes = [node for node, _ in parties]
        self.names |= {node.id: node.name for node in nodes}
        self._owned = sorted(own_edges(nodes), key=attrgetter("id"))
        self._log.add_parties(nodes, about)
        self._log.add_stories(stories, about)
        del about  # for memory
        yield "nodes", sorted((*rows, *nodes), key=attrgetter("id"))
        yield "aliases", alias_rows((draft for _, draft in parties), resolved.cases, resolved.names)
        yield "changes", self._log.take()

    def _used(self) -> set[str]:
        """Ids of nodes that news, an article or a case refers to."""
        used = {node for link in self._told.links for node in (link.source, link.target)}
        outlets = {article.outlet for article in self._resolved.articles if article.outlet.strip()}
        used |= {node for outlet in outlets if (node := self._resolved.directory.find(outlet, "outlet"))}
        return used | {case.court_id for case in self._cases if case.court_id}

    def articles(self) -> Iterator[Part]:
        """Articles and their sentences."""
        yield "articles", article_rows(self._resolved.articles, self._sentences.facts, self._resolved.directory)
        yield "evidence", self._sentences.rows()

    def stories(self) -> Iterator[Part]:
        """Cases and deals, and what was known of them when."""
        resolved = self._resolved
        directory = resolved.directory
        yield "cases", sorted(self._cases, key=attrgetter("id"))
        cases = sorted(resolved.cases, key=attrgetter("id"))
        rows = {row.id: row for row in self._cases}
        yield (
            "case_history",
            self._historian.cases(cases, rows, lambda then: CaseValues(then, directory).cells()),
        )
        yield "deals", sorted(self._deals, key=attrgetter("id"))
        deals = sorted(resolved.deals, key=attrgetter("id"))
        of_deals = {row.id: row for row in self._deals}
        yield (
            "deal_history",
            self._historian.deals(deals, of_deals, lambda then: DealValues(then).cells()),
        )
        self._historian.tie(resolved.register_claims, cases)

    def edges(self) -> Iterator[Part]:
        """Edges with the register's sources, and what was known of them when; after cases and deals."""
        yield "register_sources", register_source_rows(self._resolved.register_claims)
        for batch in _batches(merge(self._edge_rows(), self._owned, key=attrgetter("id"))):
            told = [(edge, self._told.of(edge.id)) for edge in batch]
            yield "edges", batch
            yield "edge_history", [row for edge, news in told for row in self._historian.edge(edge, news)]
            for edge, news in told:
                self._log.add_fact(edge, news, self.names)
            yield "changes", self._log.take()

    def _edge_rows(self) -> Iterator[EdgeRow]:
        listed: dict[Link, list[RegisterClaim]] = defaultdict(list)
        for claim in self._resolved.register_claims:
            listed[claim.link].append(claim)
        for link in sorted({*self._told.links, *listed}, key=attrgetter("id")):
            news, register = self._told.of(link.id), listed.get(link, ())
            edge = edge_row(link, news, register)
            story = self._stands_for(edge, news, register) if link.relation in OF_ONE_STORY else None
            yield with_sum_of(edge, story) if story else edge

    def _stands_for(
        self, edge: EdgeRow, news: Sequence[NewsClaim], register: Sequence[RegisterClaim]
    ) -> CaseRow | DealRow | None:
        """The deal of these two alone; of cases those whose sum people fixed: the sum of another may be an award."""
        told = {claim.deal_id if edge.relation == "licenses_to" else claim.case_id for claim in news}
        stories = told | {claim.node_id for claim in register}
        return self._of_two.get(next(iter(stories)) or "") if len(stories) == 1 else None

    @cached_property
    def _of_two(self) -> dict[str, CaseRow | DealRow]:
        """Deals with one party on each side, and such cases of which people fixed the sum."""
        resolved = self._resolved
        fixed = resolved.editing.stories.fixed
        pairs = {deal.id for deal in resolved.deals if len(deal.licensors) == len(deal.licensees) == 1}
        pairs |= {
            case.id
            for case in resolved.cases
            if len(case.plaintiffs) == len(case.defendants) == 1 and "amount_usd" in fixed.get(case.id, ())
        }
        stories: list[CaseRow | DealRow] = [*self._cases, *self._deals]
        return {row.id: row for row in stories if row.id in pairs}

    def steps(self) -> Iterator[Part]:
        """Events of cases and deals, and all readings of their fields."""
        directory, sentences = self._resolved.directory, self._sentences
        context = Context(sentences, {node.id: node.name for node in directory.nodes.values()}, self._resolved.rates)
        entered: dict[str, list[DocketEvent]] = defaultdict(list)
        for event in self._resolved.docket_events:
            entered[event.row.node_id].append(event)
        doubts = Doubts(self._resolved.reports, [*self._resolved.cases, *self._resolved.deals])
        fixed = self._fixed_values()
        # No id holds a bar, which stands behind it in the keys of the tables.
        stories: list[CaseFile | DealFile] = [*self._resolved.cases, *self._resolved.deals]
        stories.sort(key=lambda story: f"{story.id}|")
        kept: list[DocketEvent] = []
        for batch in _batches(stories):
            events = [event for story in batch for event in self._events(story, context)]
            dockets = [event for story in batch for event in entered.get(story.id, ())]
            dockets = without_filings(dockets, [event.row for event in events])
            kept += dockets
            rows = [event.row for event in events] + [event.row for event in dockets]
            yield "events", sorted(rows, key=attrgetter("id"))
            yield "event_evidence", [row for event in events for row in event.evidence]
            self._log.add_events((event.row, event.reports) for event in events)
            yield "changes", self._log.take()
            del events
            told = partial(story_readings, directory=directory, sentences=sentences, doubts=doubts, rates=context.rates)
            readings = [told(story, fixed=fixed.get(story.id, {})) for story in batch]
            mark = self._resolved.editing.facts.mark
            marked = (mark(story.parties, *told) for story, told in zip(batch, readings, strict=True))
            yield "readings", [row for rows in marked for row in rows]
            yield "reading_sources", [row for _, told in readings for row in told]
        self._log.add_docket_events(sorted(kept, key=attrgetter("row.id")))
        yield "changes", self._log.take()

    def _fixed_values(self) -> dict[str, dict[str, str]]:
        """What people fixed of cases and deals, as readings have it, by id."""
        fixed = self._resolved.editing.stories.fixed
        rows: list[CaseRow | DealRow] = [*self._cases, *self._deals]
        return {row.id: fixed_values(row, fixed[row.id]) for row in rows if row.id in fixed}

    def _events(self, story: CaseFile | DealFile, context: Context) -> list[Event]:
        tellings = case_tellings(story) if isinstance(story, CaseFile) else deal_tellings(story)
        name, ended = self._resolved.names[story.id], self._status.get(story.id) in rules().case_ends
        told = event_rows(Story(story.id, name, story.parties, ended), tellings, context)
        fix, follow = self._resolved.editing.events.apply, self._resolved.editing.stories.follow
        return [replace(event, row=fix(follow(event.row), self._resolved.names)) for event in told]


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    left = iter(items)
    while batch := list(islice(left, BATCH)):
        yield batch
