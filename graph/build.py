"""From articles with their facts, and the register, to the whole graph. Pure: one input in any order, one graph."""

from collections.abc import Iterable, Iterator, Sequence

from graph.appeals import name_courts
from graph.borrowed import without_borrowed
from graph.case_links import case_links
from graph.cases import resolve_cases
from graph.claims import RegisterClaim, case_register_claims, deal_register_claims, news_claims, related_claims
from graph.clues import CaseFile
from graph.collector import collector_paused
from graph.copies import tie_within
from graph.corrections import Correction
from graph.deals import DealFile, resolve_deals
from graph.directions import without
from graph.docket_events import DocketDesk, docket_events
from graph.editing import Editing
from graph.judges import full_names
from graph.laying import Resolved, lay_tables
from graph.model import ReadArticle
from graph.names import Ids
from graph.parties import Directory, Use
from graph.places import with_own_courts
from graph.register import Known
from graph.reports import make_reports, party_uses, sort_articles
from graph.rows import Graph, Part
from graph.stated_renames import stated_renames
from graph.tables import case_name, deal_names
from graph.told_ends import tell_ends
from ingest.stored import StoredDocketEntry
from nlp.register import Register
from rightswire.errors import Problem


def build_graph(
    articles: Iterable[ReadArticle],
    register: Register,
    known: Known,
    dockets: Iterable[StoredDocketEntry] = (),
    corrections: Iterable[Correction] = (),
) -> Graph:
    """Build the graph as a value; what is too large for that goes from `lay_graph` to the store part by part.

    Args:
        articles: relevant articles with their facts, in any order.
        register: known parties and courts.
        known: known cases and deals.
        dockets: entries of court dockets, in any order.
        corrections: what people decided, in the order of the file.

    Returns:
        rows for every table; facts that could not be drawn are told in `problems`.
    """
    return Graph.of(lay_graph(articles, register, known, dockets, corrections))


def lay_graph(
    articles: Iterable[ReadArticle],
    register: Register,
    known: Known,
    dockets: Iterable[StoredDocketEntry] = (),
    corrections: Iterable[Correction] = (),
) -> Iterator[Part]:
    """Resolve all facts at once, then lay out the tables as they are asked for. Arguments as for `build_graph`.

    Returns:
        names of tables with their rows; `problems` comes last.
    """
    with collector_paused():
        ordered, problems = sort_articles(articles)
        ordered = tie_within(ordered)
        resolved, bad_facts = _resolve(ordered, register, known, dockets, corrections)
    return lay_tables(resolved, problems + bad_facts)


def _resolve(
    ordered: list[ReadArticle],
    register: Register,
    known: Known,
    dockets: Iterable[StoredDocketEntry],
    corrections: Iterable[Correction],
) -> tuple[Resolved, list[Problem]]:
    """Which node, case and deal each fact is about, and what could not be drawn or fits several cases."""
    ids = Ids()
    directory = Directory(register, ids, _uses(ordered, known), stated_renames(ordered))
    editing = Editing(corrections, known.names, directory, ids)
    reports, bad_facts = make_reports(ordered, directory)
    reports = name_courts(without_borrowed(with_own_courts(reports)), register.courts)
    reports = editing.facts.apply(editing.rejections.left(reports))
    reports = tell_ends(reports, known.deals, directory, editing.facts)
    cases, case_of, unplaced = resolve_cases(reports, known.cases, directory, ids)
    bad_facts += [one.problem for one in unplaced]
    cases = editing.stories.correct(cases, case_of)
    deals, deal_of, turned = resolve_deals(reports, known.deals, directory, ids)
    reports, told_wrong = without(turned, reports)
    bad_facts += told_wrong
    deals = editing.stories.correct(deals, deal_of)
    names = {case.id: case_name(case, directory) for case in cases}
    names |= deal_names(deals, directory)
    names |= editing.stories.names
    docketed, to_review = docket_events(DocketDesk(cases, directory, register), dockets, names)
    between = case_links(cases, directory)
    claims = [*news_claims(reports, case_of, deal_of, directory), *between.news]
    of_register = editing.rejections.left_of_register(
        [*_register_claims(cases, deals, directory), *related_claims(cases), *between.register]
    )
    resolved = Resolved(
        ordered, directory, reports, cases, deals, names, claims, of_register, docketed, to_review, editing, known.rates
    )
    return resolved, bad_facts


def _register_claims(
    cases: Iterable[CaseFile], deals: Iterable[DealFile], directory: Directory
) -> Iterator[RegisterClaim]:
    for case in cases:
        yield from case_register_claims(case, directory)
    for deal in deals:
        yield from deal_register_claims(deal)


def _uses(articles: Sequence[ReadArticle], known: Known) -> Iterable[Use]:
    yield from party_uses(articles)
    yield from (Use(name, "person") for name in full_names(case.judge for case in known.cases))
    for article in articles:
        texts = (fact.attributes.judge for fact in article.facts if fact.attributes.judge)
        yield from (Use(name, "person", run=article.first_run) for name in full_names(texts))
