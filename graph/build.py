"""From articles with their facts, and the register, to the whole graph. Pure: one input in any order, one graph."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from graph.as_of import Historian
from graph.case_links import case_links
from graph.cases import resolve_cases
from graph.changes import ChangeLog
from graph.claims import (
    NewsClaim,
    RegisterClaim,
    case_register_claims,
    deal_register_claims,
    news_claims,
    related_claims,
)
from graph.clues import CaseFile
from graph.collector import collector_paused
from graph.copies import tie_within
from graph.corrections import Correction
from graph.deals import DealFile, resolve_deals
from graph.docket_events import DocketDesk, DocketEvent, docket_events, without_filings
from graph.edges import edge_rows, evidence_rows, first_sentences
from graph.editing import Editing, own_edges
from graph.events import Context, Event, Story, event_rows
from graph.judges import full_names
from graph.model import ReadArticle
from graph.names import Ids
from graph.parties import Directory, Use
from graph.rates import Rates
from graph.readings import all_readings
from graph.register import Known
from graph.reports import Report, make_reports, party_uses, sort_articles
from graph.rows import STRUCTURE, CaseRow, DealRow, EdgeRow, EvidenceRow, Graph, NodeRow, ReviewRow
from graph.stated_renames import stated_renames
from graph.tables import (
    alias_rows,
    article_rows,
    case_name,
    case_row,
    claims_by_node,
    deal_names,
    deal_row,
    party_rows,
    story_node,
)
from graph.told_steps import case_tellings, deal_tellings
from ingest.stored import StoredDocketEntry
from nlp.register import Register
from rightswire.errors import Problem


@dataclass(frozen=True, slots=True)
class _Resolved:
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


@collector_paused()
def build_graph(
    articles: Iterable[ReadArticle],
    register: Register,
    known: Known,
    dockets: Iterable[StoredDocketEntry] = (),
    corrections: Iterable[Correction] = (),
) -> Graph:
    """Build the graph.

    Args:
        articles: relevant articles with their facts, in any order.
        register: known parties and courts.
        known: known cases and deals.
        dockets: entries of court dockets, in any order.
        corrections: what people decided, in the order of the file.

    Returns:
        rows for every table; facts that could not be drawn are told in `problems`.
    """
    ordered, problems = sort_articles(articles)
    resolved, bad_facts = _resolve(tie_within(ordered), register, known, dockets, corrections)
    return _tables(resolved, problems + bad_facts)


def _resolve(
    ordered: list[ReadArticle],
    register: Register,
    known: Known,
    dockets: Iterable[StoredDocketEntry],
    corrections: Iterable[Correction],
) -> tuple[_Resolved, list[Problem]]:
    """Which node, case and deal each fact is about, and what could not be drawn."""
    ids = Ids()
    directory = Directory(register, ids, _uses(ordered, known), stated_renames(ordered))
    editing = Editing(corrections, known.names, directory, ids)
    reports, bad_facts = make_reports(ordered, directory)
    reports = editing.facts.apply(editing.rejections.left(reports))
    cases, case_of = resolve_cases(reports, known.cases, directory, ids)
    cases = editing.stories.correct(cases, case_of)
    deals, deal_of = resolve_deals(reports, known.deals, directory, ids)
    deals = editing.stories.correct(deals, deal_of)
    names = {case.id: case_name(case, directory) for case in cases}
    names |= deal_names(deals, directory)
    names |= editing.stories.names
    of_dockets, to_review = docket_events(DocketDesk(cases, directory, register), dockets, names)
    claims = list(news_claims(reports, case_of, deal_of, directory))
    between = case_links(cases, directory)
    of_register = [claim for case in cases for claim in case_register_claims(case, directory)]
    of_register += [claim for deal in deals for claim in deal_register_claims(deal)]
    of_register = editing.rejections.left_of_register([*of_register, *related_claims(cases), *between.register])
    claims += between.news
    resolved = _Resolved(
        ordered,
        directory,
        reports,
        cases,
        deals,
        names,
        claims,
        of_register,
        of_dockets,
        to_review,
        editing,
        known.rates,
    )
    return resolved, bad_facts


def _uses(articles: Sequence[ReadArticle], known: Known) -> Iterable[Use]:
    yield from party_uses(articles)
    yield from (Use(name, "person") for name in full_names(case.judge for case in known.cases))
    for article in articles:
        texts = (fact.attributes.judge for fact in article.facts if fact.attributes.judge)
        yield from (Use(name, "person", run=article.first_run) for name in full_names(texts))


# Longer than other functions: one step a table, in the order in which what is large can be let go.
def _tables(resolved: _Resolved, problems: Sequence[Problem]) -> Graph:
    about = claims_by_node(resolved.claims)
    edges, sources = edge_rows(resolved.claims, resolved.register_claims)
    evidence = evidence_rows(resolved.claims)
    facts = Counter(row.article_id for row in evidence if row.ordinal == 0 and _between_parties(row))
    article_table = article_rows(resolved.articles, facts, resolved.directory)
    fix = resolved.editing.stories.fix
    rates = resolved.rates
    case_table = fix(case_row(case, resolved.names[case.id], resolved.directory, rates) for case in resolved.cases)
    deal_table = fix(deal_row(deal, resolved.names[deal.id], rates) for deal in resolved.deals)
    used = {node for edge in edges for node in (edge.source, edge.target)}
    used |= {article.outlet_id for article in article_table if article.outlet_id}
    used |= {case.court_id for case in case_table if case.court_id}
    used |= resolved.editing.people(resolved.claims, used)
    listed = {node for claim in resolved.register_claims for node in (claim.link.source, claim.link.target)}
    parties = list(party_rows(resolved.directory, used, listed, about))
    stories = _story_nodes(resolved, case_table, deal_table, about)
    names = resolved.names | {node.id: node.name for node, _ in parties}
    log = ChangeLog(resolved.claims)
    log.add_parties((node for node, _ in parties), about)
    log.add_stories([*case_table, *deal_table], about)
    del about  # here and below: what is large goes as soon as it was used, for memory
    log.add_facts(edges, resolved.claims, names)
    sentences = _sentences(resolved, evidence)
    events = _events(resolved, sentences)
    of_dockets = without_filings(resolved.docket_events, [event.row for event in events])
    log.add_events((event.row, event.reports) for event in events)
    log.add_docket_events(of_dockets)
    event_table = sorted([*(event.row for event in events), *(event.row for event in of_dockets)], key=attrgetter("id"))
    event_evidence = [row for event in events for row in event.evidence]
    event_evidence.sort(key=attrgetter("event_id", "evidence_id"))
    del events
    readings = all_readings(resolved.cases, resolved.deals, resolved.directory, sentences)
    del sentences
    who = resolved.editing.tables(resolved.claims, names)
    all_edges = tuple(sorted([*edges, *own_edges(node for node, _ in parties)], key=lambda edge: edge.id))
    return Graph(
        nodes=tuple(sorted([*(node for node, _ in parties), *stories], key=lambda node: node.id)),
        aliases=alias_rows((draft for _, draft in parties), resolved.cases, resolved.names),
        articles=article_table,
        cases=tuple(sorted(case_table, key=lambda row: row.id)),
        deals=tuple(sorted(deal_table, key=lambda row: row.id)),
        edges=all_edges,
        evidence=evidence,
        register_sources=sources,
        events=tuple(event_table),
        event_evidence=tuple(event_evidence),
        readings=readings.rows,
        reading_sources=readings.sources,
        cases_to_review=resolved.to_review,
        changes=log.rows(),
        **_histories(resolved, (case_table, deal_table, all_edges)),
        names=who.names,
        people=who.people,
        successors=who.successors,
        corrections=who.corrections,
        review=who.review,
        problems=(*problems, *who.problems),
    )


def _histories(
    resolved: _Resolved, now: tuple[Sequence[CaseRow], Sequence[DealRow], Sequence[EdgeRow]]
) -> dict[str, Any]:
    """What was known when, out of what is known now."""
    directory, names = resolved.directory, resolved.names
    days = (max(one.first_seen, one.published or one.first_seen).isoformat() for one in resolved.articles)
    historian = Historian(directory, max(days, default=""))
    cases, deals, edges = now
    by_id = {row.id: row for row in cases}
    of_cases = historian.cases(
        resolved.cases, by_id, lambda then: case_row(then, names[then.id], directory, resolved.rates)
    )
    told = {"case_history": tuple(sorted(of_cases, key=lambda row: (row.case_id, row.known_from)))}
    deals_by_id = {row.id: row for row in deals}
    of_deals = historian.deals(resolved.deals, deals_by_id, lambda then: deal_row(then, names[then.id], resolved.rates))
    return {
        **told,
        "deal_history": tuple(sorted(of_deals, key=lambda row: (row.deal_id, row.known_from))),
        "edge_history": tuple(historian.edges(edges, resolved.claims)),
    }


def _between_parties(row: EvidenceRow) -> bool:
    return row.edge_id.split("|")[1] not in STRUCTURE


def _story_nodes(
    resolved: _Resolved, cases: Sequence[CaseRow], deals: Sequence[DealRow], about: Mapping[str, list[NewsClaim]]
) -> list[NodeRow]:
    known = {case.id for case in resolved.cases if case.known} | {deal.id for deal in resolved.deals if deal.known}
    stories: list[CaseRow | DealRow] = [*cases, *deals]
    return [story_node(story, story.id in known, about.get(story.id, [])) for story in stories]


def _sentences(resolved: _Resolved, evidence: Iterable[EvidenceRow]) -> dict[int, EvidenceRow]:
    """For each report's number the best sentence of its article for its edge."""
    first = first_sentences(row for row in evidence if row.ordinal == 0 and _between_parties(row))
    between = [claim for claim in resolved.claims if claim.link.relation not in STRUCTURE]
    return {claim.report.number: first[claim.link.id, claim.article.id] for claim in between}


def _events(resolved: _Resolved, sentences: Mapping[int, EvidenceRow]) -> list[Event]:
    parties = {node.id: node.name for node in resolved.directory.nodes.values()}
    context = Context(sentences, parties, resolved.rates)
    told = [(case.id, case.parties, case_tellings(case)) for case in resolved.cases]
    told += [(deal.id, deal.parties, deal_tellings(deal)) for deal in resolved.deals]
    fix = resolved.editing.events.apply
    return [
        replace(event, row=fix(event.row, resolved.names))
        for node_id, sides, tellings in told
        for event in event_rows(Story(node_id, resolved.names[node_id], sides), tellings, context)
    ]
