"""Rows of nodes, cases, deals, articles and aliases, out of what is known and what is reported."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from graph.claims import NewsClaim
from graph.clues import CaseFile
from graph.deals import DealFile
from graph.dockets import caption_key, read_dockets
from graph.edges import provenance, published, span
from graph.events import best_date, case_tellings, deal_tellings
from graph.model import ReadArticle
from graph.parties import Directory, NodeDraft
from graph.reports import Report
from graph.rows import AliasRow, ArticleRow, CaseRow, DealRow, NodeRow
from graph.rules import rules


def claims_by_node(claims: Iterable[NewsClaim]) -> dict[str, list[NewsClaim]]:
    """What news asserts about each node: parties, cases, deals, courts and judges."""
    about: dict[str, list[NewsClaim]] = defaultdict(list)
    for claim in claims:
        for node in dict.fromkeys(claim.nodes):
            about[node].append(claim)
    return about


def party_rows(
    directory: Directory, used: Iterable[str], listed: Iterable[str], about: Mapping[str, list[NewsClaim]]
) -> Iterable[tuple[NodeRow, NodeDraft]]:
    """Nodes of parties, courts and judges. A court of the register that nothing refers to is left out.

    Args:
        directory: of all parties.
        used: ids of nodes that an edge or an article refers to.
        listed: ids of nodes that edges of the register refer to: judges of known cases among them.
        about: what news asserts about each node.
    """
    needed, in_register = set(used), set(listed)
    for draft in directory.nodes.values():
        if draft.id in needed or (draft.known and draft.kind != "court"):
            yield _node(draft, draft.known or draft.id in in_register, about.get(draft.id, [])), draft


def _node(draft: NodeDraft, known: bool, claims: list[NewsClaim]) -> NodeRow:
    first, last = span(published(claims))
    return NodeRow(
        id=draft.id,
        kind=draft.kind,
        name=draft.name,
        description=draft.description,
        country=draft.country,
        wikidata_id=draft.wikidata_id,
        parent_id=draft.parent_id,
        provenance=provenance(known, claims),
        articles=_count(claims),
        first_date=first,
        last_date=last,
    )


def _count(claims: Iterable[NewsClaim]) -> int:
    return len({claim.article.id for claim in claims})


def case_name(case: CaseFile, directory: Directory) -> str:
    """Name of a case: the register's, else the caption that most reports give, else 'Plaintiff v. Defendant'."""
    if case.known:
        return case.known.name
    captions = Counter(text for report in case.reports if caption_key(text := report.text("caption")) in case.captions)
    if captions:
        return min(captions, key=lambda text: (-captions[text], text))
    names = (directory.nodes[next(iter(side))].name for side in (case.plaintiffs, case.defendants))
    return " v. ".join(names)


def deal_name(deal: DealFile, directory: Directory) -> str:
    """Name of a deal: 'News Corp / OpenAI (2024)', the year only where a source gives the date."""
    parties = [[directory.nodes[party].name for party in side[:3]] for side in (deal.licensors, deal.licensees)]
    sides = (" and ".join(names) or "unnamed" for names in parties)
    year = best_date(telling for telling in deal_tellings(deal) if telling.kind in ("announced", "talks"))[:4]
    return " / ".join(sides) + (f" ({year})" if year else "")


def case_row(case: CaseFile, name: str, directory: Directory) -> CaseRow:
    """A case: what the register says, and what news adds where it says nothing."""
    row = case.known
    court_text = _last(case.reports, "court")
    court_id = directory.find(row.court, "court", row.court) if row and row.court else None
    court_id = court_id or (directory.find(court_text, "court") if court_text else None)
    status, status_date = (row.status, row.status_date) if row and row.status else _case_status(case.reports)
    filed = best_date(telling for telling in case_tellings(case) if telling.kind == "filed")
    court = directory.nodes[court_id] if court_id else None
    return CaseRow(
        id=case.id,
        name=name,
        court=court.name if court else None,
        court_id=court_id,
        country=(row.country if row else "") or (court.country if court else None),
        docket_number=("; ".join(row.docket_numbers) if row else "") or _last_docket(case),
        filed_date=filed or None,
        judge=(row.judge if row else "") or _last(case.reports, "judge"),
        status=status or None,
        status_date=status_date or None,
        outcome=(row.outcome or None) if row else None,
        subject=(row.subject or None) if row else None,
        claims=("; ".join(row.claims) or None) if row else None,
        class_action=(row.class_action or None) if row else None,
        amount_usd=(row.amount_usd if row else None) or _amount(case.reports, ("settles_with", "ruling")),
        source_url=row.source_url if row else None,
        provenance=provenance(row, case.reports),
        articles=len({report.article.id for report in case.reports}),
    )


def deal_row(deal: DealFile, name: str) -> DealRow:
    """A deal: what the register says, and what news adds where it says nothing."""
    row = deal.known
    term = row.term_years if row else None
    return DealRow(
        id=deal.id,
        name=name,
        status=(row.status if row else "") or _deal_status(deal.reports),
        announced_date=best_date(telling for telling in deal_tellings(deal) if telling.kind == "announced") or None,
        amount_usd=(row.amount_usd if row else None) or _amount(deal.reports, ("licenses_to",)),
        value_text=(row.value_text or None) if row else None,
        term_years=term or _number(deal.reports, "term_years"),
        deal_type=(row.deal_type or None) if row else None,
        medium=("; ".join(row.media) or None) if row else None,
        scope=("; ".join(row.scope) or None) if row else None,
        source_url=row.source_url if row else None,
        provenance=provenance(row, deal.reports),
        articles=len({report.article.id for report in deal.reports}),
    )


def _case_status(reports: Iterable[Report]) -> tuple[str, str]:
    """Status and its date as news tells: the furthest step counts, of equal ones the one published last."""
    ranks = rules().case_status_ranks
    told = []
    for report in reports:
        status = {"settles_with": "settled", "ruling": "ruling"}.get(
            report.fact.relation, report.text("status") or "filed"
        )
        when = report.text("filed_date") if status == "filed" else report.text("date")
        told.append((ranks.get(status, 0), report.order, status, when))
    return max(told)[2:] if told else ("", "")


def _deal_status(reports: Iterable[Report]) -> str | None:
    ranks = rules().deal_status_ranks
    told = [(ranks.get(status := report.text("status") or "announced", 0), report.order, status) for report in reports]
    return max(told)[2] if told else None


def _last_docket(case: CaseFile) -> str | None:
    """The number that was reported last, of those that are no other case's."""
    return _last([report for report in case.reports if _own_docket(case, report)], "docket_number")


def _own_docket(case: CaseFile, report: Report) -> bool:
    return not case.dockets.isdisjoint(read_dockets(report.text("docket_number")))


def _last(reports: Iterable[Report], attribute: str) -> str | None:
    told = [(report.order, text) for report in reports if (text := report.text(attribute))]
    return max(told)[1] if told else None


def _number(reports: Iterable[Report], attribute: str) -> float | None:
    told = [(report.order, report.attributes[attribute]) for report in reports if attribute in report.attributes]
    return float(max(told)[1]) if told else None


def _amount(reports: Iterable[Report], relations: tuple[str, ...]) -> float | None:
    return _number([report for report in reports if report.fact.relation in relations], "amount_usd")


def story_node(story: CaseRow | DealRow, known: bool, claims: list[NewsClaim]) -> NodeRow:
    """The node of a case or deal."""
    first, last = span(published(claims))
    is_case = isinstance(story, CaseRow)
    return NodeRow(
        id=story.id,
        kind="case" if is_case else "deal",
        name=story.name,
        description=story.subject if isinstance(story, CaseRow) else story.value_text,
        country=story.country if isinstance(story, CaseRow) else None,
        wikidata_id=None,
        parent_id=None,
        provenance=provenance(known, claims),
        articles=_count(claims),
        first_date=first,
        last_date=last,
    )


def article_rows(
    articles: Iterable[ReadArticle], facts: Mapping[str, int], directory: Directory
) -> tuple[ArticleRow, ...]:
    """Articles, each with the number of facts that the view `facts` shows for it."""
    rows = (
        ArticleRow(
            id=article.id,
            url=article.url,
            title=article.title,
            outlet_id=directory.find(article.outlet, "outlet") if article.outlet.strip() else None,
            published=article.published.isoformat() if article.published else None,
            feed=article.feed or None,
            text_source=article.text_source,
            facts=facts.get(article.id, 0),
            first_run=article.first_run,
        )
        for article in articles
    )
    return tuple(sorted(rows, key=lambda row: row.id))


def alias_rows(
    drafts: Iterable[NodeDraft], cases: Iterable[CaseFile], names: Mapping[str, str]
) -> tuple[AliasRow, ...]:
    """Other forms of names: of parties and courts, and captions and docket numbers of cases."""
    forms: dict[tuple[str, str], str] = {}
    for draft in drafts:
        forms.update({(draft.id, form): source for form, source in draft.forms.items()})
    for case in cases:
        known = case.known.docket_numbers if case.known else ()
        told = [report.text("docket_number") for report in case.reports if _own_docket(case, report)]
        told += [text for report in case.reports if caption_key(text := report.text("caption")) in case.captions]
        forms.update({(case.id, form): "news" for form in told if form and form != names[case.id]})
        forms.update({(case.id, form): "register" for form in known})
    return tuple(AliasRow(*key, source) for key, source in sorted(forms.items()))
