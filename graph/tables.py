"""Rows of nodes, cases, deals, articles and aliases, out of what is known and what is reported."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter

from graph.claims import NewsClaim
from graph.clues import CaseFile
from graph.copies import count_sources
from graph.deal_steps import announced_date, talks_date
from graph.deals import DealFile
from graph.dockets import caption_key
from graph.edges import span
from graph.model import ReadArticle
from graph.parties import Directory, NodeDraft
from graph.rates import Rates
from graph.readings import told_scope
from graph.rows import AliasRow, ArticleRow, CaseRow, DealRow, NodeRow, provenance
from graph.sources import is_single_source
from graph.story_rules import story_rules
from graph.story_values import CaseValues, DealValues, day_of, last_docket, own_docket
from graph.sums import value_columns
from graph.told_steps import backing

_NO_RATES = Rates()


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
    """Nodes of parties, courts and judges that something refers to, and their owners; the register has many more.

    Args:
        directory: of all parties.
        used: ids of nodes that an edge, an article or a case refers to.
        listed: ids of nodes that edges of the register refer to: judges of known cases among them.
        about: what news asserts about each node.
    """
    needed, in_register = set(used), set(listed)
    needed |= {owner for node in sorted(needed) for owner in directory.owners(node)}
    for draft in directory.nodes.values():
        if draft.id in needed:
            yield _node(draft, draft.known or draft.id in in_register, about.get(draft.id, [])), draft


def _node(draft: NodeDraft, known: bool, claims: list[NewsClaim]) -> NodeRow:
    first, last = span(claims)
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
    return count_sources(claim.article for claim in claims)


def case_name(case: CaseFile, directory: Directory) -> str:
    """Name of a case: the register's, else the caption that most reports give, else 'Plaintiff v. Defendant'.

    An appeal has that of the case from which it was taken, with its number.
    """
    if case.known:
        return case.known.name
    if case.appeal_of:
        number = last_docket(case)
        return f"{case_name(case.appeal_of, directory)} (appeal{f', No. {number}' if number else ''})"
    captions = Counter(text for report in case.reports if caption_key(text := report.text("caption")) in case.captions)
    if captions:
        return min(captions, key=lambda text: (-captions[text], text))
    names = (directory.nodes[next(iter(side))].name for side in (case.plaintiffs, case.defendants))
    return " v. ".join(names)


def deal_names(deals: Iterable[DealFile], directory: Directory) -> dict[str, str]:
    """Names of deals by id: 'News Corp / OpenAI (2024)', the year only where a source gives the date.

    A side that no source names is told as such: 'Unnamed news publishers / Google (2025-07)'.

    Deals that this leaves alike are told apart by month or day, else by works, kind or use, else by a number.
    """
    alike: dict[str, list[DealFile]] = defaultdict(list)
    for deal in deals:
        alike[_deal_name(deal, directory, _deal_date(deal)[:4])].append(deal)
    names: dict[str, str] = {}
    for name, group in alike.items():
        tries = [[name for _ in group]]
        tries += [[_deal_name(deal, directory, mark(deal)) for deal in group] for mark in _MARKS]
        tries.append([f"{name} [{number}]" for number, _ in enumerate(group, 1)])
        told = next(told for told in tries if len(set(told)) == len(group))
        names.update(zip((deal.id for deal in group), told, strict=True))
    return names


def _deal_date(deal: DealFile) -> str:
    return announced_date(deal) or talks_date(deal)


def _deal_name(deal: DealFile, directory: Directory, note: str) -> str:
    sides = (deal.licensors, deal.licensees)
    licensors, licensees = (" and ".join(directory.nodes[party].name for party in side[:3]) for side in sides)
    if not licensors:
        unnamed = story_rules().unnamed(deal.known.media if deal.known else ())
        licensors = unnamed[:1].upper() + unnamed[1:]
    return f"{licensors} / {licensees or 'licensee not named'}" + (f" ({note})" if note else "")


def _covers(deal: DealFile, words: Iterable[str]) -> str:
    return ", ".join(word for word in (_deal_date(deal)[:4], " and ".join(words)) if word)


#: What else may tell two deals apart, the plainest first.
_MARKS: tuple[Callable[[DealFile], str], ...] = (
    lambda deal: _deal_date(deal)[:7],
    _deal_date,
    lambda deal: _covers(deal, deal.known.media if deal.known else ()),
    lambda deal: _covers(deal, [deal.known.deal_type] if deal.known else ()),
    lambda deal: _covers(deal, deal.known.scope if deal.known else ()),
)


def case_row(case: CaseFile, name: str, directory: Directory, rates: Rates = _NO_RATES) -> CaseRow:
    """A case: what the register says, and what news adds where it says nothing or tells of a later step."""
    row, told = case.known, CaseValues(case, directory)
    court = directory.nodes[told.court_id] if told.court_id else None
    court_name, docket_number, filed_date, judge, status, status_date, outcome, amount_usd = told.cells()
    return CaseRow(
        id=case.id,
        name=name,
        court=court_name,
        court_id=told.court_id,
        country=(row.country if row else "") or (court.country if court else None),
        docket_number=docket_number,
        filed_date=filed_date,
        judge=judge,
        status=status,
        status_date=status_date,
        outcome=outcome,
        subject=(row.subject or None) if row else None,
        claims=("; ".join(row.claims) or None) if row else None,
        class_action=(row.class_action or None) if row else None,
        amount_usd=amount_usd,
        source_url=row.source_url if row else None,
        provenance=provenance(row, case.reports),
        register_confidence=row.confidence if row else None,
        articles=count_sources(report.article for report in case.reports),
        status_provenance=told.standing.provenance or None,
        status_source_url=told.standing.source_url or None,
        single_source=is_single_source(backing(told.tellings), case.parties),
        **value_columns(told.total[0], day_of(told.counted, told.total[0]) or told.filed, rates),
    )


def deal_row(deal: DealFile, name: str, rates: Rates = _NO_RATES) -> DealRow:
    """A deal: what the register says, and what news adds where it says nothing or tells of a later step."""
    row, told = deal.known, DealValues(deal)
    status, announced, amount_usd, value_text, term_years = told.cells()
    total = told.total[0]
    values = value_columns(total, told.announced or day_of(told.tellings, total), rates)
    return DealRow(
        id=deal.id,
        name=name,
        status=status,
        announced_date=announced,
        amount_usd=amount_usd,
        term_years=term_years,
        deal_type=(row.deal_type or None) if row else None,
        medium=("; ".join(row.media) or None) if row else None,
        scope="; ".join(row.scope if row else ()) or told_scope(deal),
        source_url=row.source_url if row else None,
        provenance=provenance(row, deal.reports),
        register_confidence=row.confidence if row else None,
        articles=count_sources(report.article for report in deal.reports),
        status_provenance=told.standing.provenance or None,
        status_source_url=told.standing.source_url or None,
        single_source=is_single_source(backing(told.tellings), deal.parties),
        **{**values, "value_text": value_text},
    )


def story_node(story: CaseRow | DealRow, known: bool, claims: list[NewsClaim]) -> NodeRow:
    """The node of a case or deal."""
    first, last = span(claims)
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
) -> Iterator[ArticleRow]:
    """Articles by id, each with the number of facts that the view `facts` shows for it."""
    for article in sorted(articles, key=attrgetter("id")):
        yield ArticleRow(
            id=article.id,
            url=article.url,
            title=article.title,
            outlet_id=directory.find(article.outlet, "outlet") if article.outlet.strip() else None,
            published=article.published.isoformat() if article.published else None,
            feed=article.feed or None,
            text_source=article.text_source,
            facts=facts.get(article.id, 0),
            first_run=article.first_run,
            copy_of=article.copy_of or None,
            correction=article.correction or None,
            revision=article.revision,
        )


def alias_rows(
    drafts: Iterable[NodeDraft], cases: Iterable[CaseFile], names: Mapping[str, str]
) -> tuple[AliasRow, ...]:
    """Other forms of names: of parties and courts, and captions and docket numbers of cases."""
    forms: dict[tuple[str, str], str] = {}
    for draft in drafts:
        forms.update({(draft.id, form): source for form, source in draft.forms.items()})
    for case in cases:
        known = case.known.docket_numbers if case.known else ()
        told = [report.text("docket_number") for report in case.reports if own_docket(case, report)]
        told += [text for report in case.reports if caption_key(text := report.text("caption")) in case.captions]
        forms.update({(case.id, form): "news" for form in told if form and form != names[case.id]})
        forms.update({(case.id, form): "register" for form in known})
    return tuple(AliasRow(*key, source) for key, source in sorted(forms.items()))
