"""Which case a report is about: a known one, else a new one for the reports of an article that belong together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.appeals import part_appeals
from graph.casebook import CaseBook, filed_apart
from graph.clues import CaseFile, is_counterclaim, open_known, tells_of_transfer, told_dockets
from graph.dates import agree, is_later
from graph.dockets import Docket, caption_key, gather
from graph.model import KnownCase
from graph.names import Ids, slug
from graph.parties import Directory
from graph.reports import Report
from graph.rules import rules
from graph.story_rules import holds, sues_again
from rightswire.errors import Problem

CASE_RELATIONS = ("sues", "settles_with", "ruling")
#: A settlement alone is no evidence of a suit: it joins a case, and opens one only where it tells of a suit.
OPENING_RELATIONS = ("sues", "ruling")
#: So many of the cases that a report fits are named.
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A report that fits several cases equally, so that it is shown between its parties alone.

    Attributes:
        cases: ids.
    """

    report: Report
    cases: tuple[str, ...]

    @property
    def problem(self) -> Problem:
        """What to tell people."""
        told, fact = self.report, self.report.fact
        words = f"{fact.subject.name!r} {fact.relation} {fact.object.name if fact.object else 'nobody'!r}"
        named = ", ".join(self.cases[:MOST_NAMED]) + (" and others" if len(self.cases) > MOST_NAMED else "")
        detail = f"{words}: one of {named}; it stays between its parties until a source gives number, court or date"
        return Problem("graph", told.article.url, "fits several cases", detail)


def resolve_cases(
    reports: Sequence[Report], known: Iterable[KnownCase], directory: Directory, ids: Ids
) -> tuple[list[CaseFile], dict[int, CaseFile], list[Unplaced]]:
    """Tell for every report on a suit which case it is about.

    Returns:
        cases of the register in their order, then those of news by first report, then appeals; the case of each
        report's number; and the reports that fit several cases, which are left to people.
    """
    book = CaseBook(directory)
    for row in known:
        book.add(open_known(row, directory, ids.reserve(row.id)))
    of_known = len(book.cases)
    found: dict[int, CaseFile] = {}
    unknown: list[Report] = []
    beside_known: list[Report] = []  # a sentence that tells of a known suit may only list another plaintiff of many
    for same_article in _by_article(report for report in reports if report.fact.relation in CASE_RELATIONS):
        left, told = _resolve_known(book, same_article, found)
        for report in left:
            others = told.get(_sentence(report), [])
            (beside_known if any(_may_be_listed(report, other) for other in others) else unknown).append(report)
    groups = [group for same_article in _by_article(unknown) for group in group_reports(same_article)]
    groups.sort(key=_turn)
    for group in groups:  # the sort is stable: else in the order of articles
        _join(book, group, found, may_open=_opens(group) or _ends_a_suit(group))
    for report in beside_known:
        _join(book, [report], found, may_open=False)
    _join_by_article(book, [report for report in reports if report.fact.relation in CASE_RELATIONS], found)
    _leave_to_own_suits(book, reports, found)
    news = sorted(book.cases[of_known:], key=lambda case: min(report.number for report in case.reports))
    for case in news:
        first = min(case.reports, key=lambda report: (case.is_turned(report), report.number))
        caption = caption_key(first.text("caption"))
        case.id = ids.reserve(slug(caption if caption.startswith("in re ") else f"{first.source}-v-{first.target}"))
    cases = book.cases[:of_known] + news
    unplaced = list(_fitting_several(book, reports, found))
    return cases + part_appeals(cases, found, directory, ids), found, unplaced


def _fitting_several(book: CaseBook, reports: Iterable[Report], found: dict[int, CaseFile]) -> Iterator[Unplaced]:
    for report in reports:
        if report.fact.relation in CASE_RELATIONS and report.number not in found:
            several = book.find(book.read([report])).several
            if several:
                yield Unplaced(report, tuple(sorted(case.id for case in several)))


def _opens(group: Iterable[Report]) -> bool:
    return any(report.fact.relation in OPENING_RELATIONS for report in group)


def _turn(group: Sequence[Report]) -> tuple[bool, int, int, bool]:
    """When a group has its turn: what opens cases, then what joins them, the settlement of most parties first.

    Who sues whom is plain where a suit is told, less so of a ruling, and turned round in appeals and counterclaims.
    What tells that a suit has two courts goes before what gives one of them, what may give another suit's number later;
    what dates one more suit of a plaintiff before what may be of either, what does not date it last.
    """
    opens = _opens(group)
    suits = [report for report in group if report.fact.relation == "sues"]
    turned = all(report.text("status") == "appeal" or is_counterclaim(report) for report in suits)
    certainty = 0 if suits and not turned else 2 if suits else 1
    gathers = any(gather(told_dockets(report)) for report in group)
    if gathers or any(report.text("status") == "consolidated" for report in suits):
        certainty = max(certainty, 1)
    elif any(tells_of_transfer(report) for report in suits):
        certainty = -1
    if any(sues_again(report.sentences) for report in suits):
        certainty = -2 if any(report.text("filed_date") for report in suits) else 3
    numbered = any(report.text("docket_number") for report in group)
    return not opens, 0 if opens else -len(group), certainty, not numbered


def _ends_a_suit(group: Iterable[Report]) -> bool:
    """Whether a settlement tells that there was a suit."""
    return any(report.text("caption") or holds(report.sentences, rules().suit_words) for report in group)


def _resolve_known(
    book: CaseBook, reports: Sequence[Report], found: dict[int, CaseFile]
) -> tuple[list[Report], dict[tuple[str, int], list[Report]]]:
    """Join the reports of one article to known cases.

    Returns:
        reports that no known case fits (those that fit several are dropped here), and those on known suits by sentence.
    """
    left: list[Report] = []
    told: dict[tuple[str, int], list[Report]] = defaultdict(list)
    for report in reports:
        clue = book.read([report])
        match = book.find(clue)
        if match.case:
            book.learn(match.case, clue, [report])
            found[report.number] = match.case
        if match.case or match.ambiguous:
            told[_sentence(report)].append(report)
        else:
            left.append(report)
    return left, told


def _join_by_article(book: CaseBook, reports: Iterable[Report], found: dict[int, CaseFile]) -> None:
    """Of several cases that fit a report equally, the one that its article tells of elsewhere."""
    for same_article in _by_article(reports):
        told = [found[report.number] for report in same_article if report.number in found]
        for group in group_reports([report for report in same_article if report.number not in found]) if told else ():
            clue = book.read(group)
            several = [case for case in book.find(clue).several if any(case is other for other in told)]
            if len(several) == 1:
                book.learn(several[0], clue, group)
                found.update({report.number: several[0] for report in group})


def _leave_to_own_suits(book: CaseBook, reports: Iterable[Report], found: dict[int, CaseFile]) -> None:
    """Who is no plaintiff of a known suit, and has one of the very pair that news tells, is told to sue in that one.

    The number or caption in such a report is that of the suit to which its own was joined.
    """
    own: dict[tuple[str, str], list[CaseFile]] = defaultdict(list)
    for case in book.cases:
        for pair in case.pairs if case.known is None else ():
            own[pair].append(case)
    for report in reports:
        told = found.get(report.number)
        suits = own.get((report.source, report.target), ()) if report.fact.relation == "sues" else ()
        if told is not None and told.known and len(suits) == 1 and report.source not in told.parties:
            told.reports = [one for one in told.reports if one is not report]
            book.learn(suits[0], book.read([report]), [report])
            found[report.number] = suits[0]


def _may_be_listed(report: Report, other: Report) -> bool:
    """Whether a report may be on the known suit of which its sentence tells, as one more of its parties.

    Not where both sides differ, nor where it is told to be a suit of its own or filed at another time.
    """
    if {report.source, report.target}.isdisjoint((other.source, other.target)):
        return False
    if holds(report.sentences, rules().separate_suit_words):
        return False
    filed = [one.text("filed_date") for one in (report, other)]
    return not all(filed) or agree(*filed)


def _join(book: CaseBook, group: Sequence[Report], found: dict[int, CaseFile], may_open: bool) -> None:
    clue = book.read(group)
    match = book.find(clue)
    case = match.case
    pairs = {(report.source, report.target) for report in group}
    if match.several and len(pairs) > 1:  # one sentence on several suits
        for pair in sorted(pairs):
            _join(book, [one for one in group if (one.source, one.target) == pair], found, may_open=False)
        return
    if case is None and may_open and not match.ambiguous:
        case = book.add(CaseFile(again=clue.again))
    if case is not None:
        book.learn(case, clue, group)
        found.update({report.number: case for report in group})


def group_reports(reports: Sequence[Report]) -> list[list[Report]]:
    """Reports of one article that are about one case: one pair, party and docket number, or defendants and sentence."""
    targets: dict[tuple[object, str], set[str]] = defaultdict(set)
    for report in reports:
        targets[_sentence(report), report.source].add(report.target)
    groups: list[_Group] = []
    for report in reports:
        dockets = told_dockets(report)
        keys: set[object] = {(report.source, report.target)}
        keys |= {(docket, party) for docket in dockets for party in (report.source, report.target)}
        if report.text("status") != "consolidated" and not holds(report.sentences, rules().separate_suit_words):
            keys.add((_sentence(report), frozenset(targets[_sentence(report), report.source])))
        same = [group for group in groups if group.keys & keys and not _apart(group, report, dockets)]
        whole = _Group(keys, set(dockets), [report])
        for group in same:
            whole = _Group(whole.keys | group.keys, whole.dockets | group.dockets, group.reports + whole.reports)
        groups = [group for group in groups if group not in same] + [whole]
    return sorted((sorted(group.reports, key=_number) for group in groups), key=lambda group: group[0].number)


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    keys: set[object]
    dockets: set[Docket]
    reports: list[Report]


def _apart(group: _Group, report: Report, dockets: Collection[Docket]) -> bool:
    """Whether a report is on another suit than a group: of another number, court or time of filing."""
    if _differ(group.dockets, dockets):
        return True
    filed = report.text("filed_date")
    if filed and any(start and not agree(start, filed) for start in (one.text("filed_date") for one in group.reports)):
        return not any({report.source, report.target} == {one.source, one.target} for one in group.reports) or any(
            _two_suits(report, other) for other in group.reports if report.source in (other.source, other.target)
        )
    return any(_two_suits(report, other) for other in group.reports if report.source in (other.source, other.target))


def _two_suits(one: Report, other: Report) -> bool:
    filed, courts = [[side.text(name) for side in (one, other)] for name in ("filed_date", "court")]
    if all(filed) and not agree(*filed) and (filed[0][:4] != filed[1][:4] or filed_apart({filed[0]}, {filed[1]})):
        return True
    moved = tells_of_transfer(one) or tells_of_transfer(other) or one.fact.relation == other.fact.relation == "ruling"
    if all(courts) and courts[0] != courts[1] and not moved and not all(filed):
        return True
    ruled = [side.text("date") for side in (one, other)]
    if one.fact.relation == other.fact.relation == "ruling" and all(ruled) and ruled[0][:4] != ruled[1][:4]:
        return True  # each finds its case by itself, be it one or two
    steps = ((one.text("date"), other.text("filed_date")), (other.text("date"), one.text("filed_date")))
    return any(step and start and is_later(start, step) for step, start in steps)


def _differ(one: Collection[Docket], other: Collection[Docket]) -> bool:
    return bool(one and other) and not any(first.same(second) for first in one for second in other)


def _number(report: Report) -> int:
    return report.number


def _sentence(report: Report) -> tuple[str, int]:
    best = report.fact.evidence[0]
    return best.field, best.start


def _by_article(reports: Iterable[Report]) -> Iterator[list[Report]]:
    for _, group in groupby(reports, key=lambda report: report.article.id):
        yield list(group)
