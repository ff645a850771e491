"""Which case a report is about: by docket number, by caption, by its parties; else a new case. Ambiguous means none.

Likeness of text plays no part. A report that fits several cases equally stays an edge between its parties.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from graph.clues import CaseFile, Clue, Pair, open_known, read_clue
from graph.dockets import Docket, read_dockets
from graph.model import KnownCase
from graph.names import Ids, slug
from graph.parties import Directory
from graph.reports import Report

CASE_RELATIONS = ("sues", "settles_with", "ruling")
#: A settlement alone is no evidence of a suit: it joins a case, and opens none.
OPENING_RELATIONS = ("sues", "ruling")
#: So many of docket, court and year of filing must contradict before equal parties are taken for another case.
CONTRADICTIONS = 2


@dataclass(frozen=True, slots=True)
class Match:
    """What looking for a case gave: one case, or none because no case or because several fit."""

    case: CaseFile | None = None
    ambiguous: bool = False


class CaseBook:
    """All cases with the ways to find one."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self.cases: list[CaseFile] = []
        self._by_docket: dict[str, list[CaseFile]] = defaultdict(list)
        self._by_caption: dict[str, list[CaseFile]] = defaultdict(list)
        self._by_pair: dict[Pair, list[CaseFile]] = defaultdict(list)

    def add(self, case: CaseFile) -> CaseFile:
        """Take up a case."""
        self.cases.append(case)
        self._index(case, case.dockets, case.captions, case.pairs)
        return case

    def read(self, reports: Iterable[Report]) -> Clue:
        """What the reports tell together."""
        return read_clue(reports, self._directory)

    def learn(self, case: CaseFile, clue: Clue, reports: Iterable[Report]) -> None:
        """File reports under a case that is in the book."""
        sides = len(case.plaintiffs), len(case.defendants)
        case.learn(clue, reports)
        grown = sides != (len(case.plaintiffs), len(case.defendants))
        self._index(case, clue.dockets, clue.captions, case.pairs if grown else ())

    def _index(self, case: CaseFile, dockets: Iterable[Docket], captions: Iterable[str], pairs: Iterable[Pair]) -> None:
        for docket in dockets:
            _enter(self._by_docket[docket.core], case)
        for caption in captions:
            _enter(self._by_caption[caption], case)
        for pair in pairs:
            _enter(self._by_pair[pair], case)

    def find(self, clue: Clue) -> Match:
        """The case of a clue. The first of docket, caption, parties and their owners that fits any case decides."""
        for look in (self._same_docket, self._same_caption, self._same_parties, self._kindred_parties):
            fitting = look(clue)
            if fitting:
                best = narrow(fitting, clue)
                return Match(best[0]) if len(best) == 1 else Match(ambiguous=True)
        return Match()

    def _same_docket(self, clue: Clue) -> list[CaseFile]:
        """A number alone is no proof: it repeats from court to court, and a sentence may give another suit's.

        A party must agree, or an owner or part of it; where the register names no party of the case, office or court.
        """
        found: list[CaseFile] = []
        for docket in sorted(clue.dockets):
            for case in self._by_docket.get(docket.core, ()):
                twins = [other for other in case.dockets if docket.same(other)]
                office = any(docket.office and other.office for other in twins)
                nameless = not case.plaintiffs and not case.defendants
                if twins and (self._shares_party(case, clue) or (nameless and (office or clue.courts & case.courts))):
                    _enter(found, case)
        return found

    def _shares_party(self, case: CaseFile, clue: Clue) -> bool:
        sides = case.plaintiffs.keys() | case.defendants.keys()
        return any(
            party in sides or not sides.isdisjoint(self._directory.kin(party)) for pair in clue.pairs for party in pair
        )

    def _same_caption(self, clue: Clue) -> list[CaseFile]:
        found = [case for caption in sorted(clue.captions) for case in self._by_caption.get(caption, ())]
        return _unlike_none(found, clue)

    def _same_parties(self, clue: Clue) -> list[CaseFile]:
        pairs = sorted(clue.pairs)
        found = [case for pair in pairs for case in self._by_pair.get(pair, ())]
        if not found and clue.either_way:
            found = [case for source, target in pairs for case in self._by_pair.get((target, source), ())]
        return _unlike_none(found, clue)

    def _kindred_parties(self, clue: Clue) -> list[CaseFile]:
        found: list[CaseFile] = []
        for source, target in sorted(clue.pairs):
            for plaintiff in (source, *self._directory.kin(source)):
                for defendant in (target, *self._directory.kin(target)):
                    found += self._by_pair.get((plaintiff, defendant), ())
        return _unlike_none(found, clue)


def narrow(cases: Sequence[CaseFile], clue: Clue) -> list[CaseFile]:
    """Of several cases those that agree best: each test in turn keeps those that pass it, unless none does."""
    tests: tuple[Callable[[CaseFile], object], ...] = (
        lambda case: any(docket.same(other) for docket in clue.dockets for other in case.dockets),
        lambda case: not clue.pairs.isdisjoint(case.pairs),
        lambda case: case.courts & clue.courts,
        lambda case: case.judges & clue.judges,
        lambda case: any(_same_time(one, other) for one in case.filed for other in clue.filed),
        lambda case: any(one[:4] == other[:4] for one in case.filed for other in clue.filed),
        lambda case: case.captions & clue.captions,
        lambda case: not case.filed or min(case.filed) <= clue.published,
        lambda case: not clue.pairs.isdisjoint([(next(iter(case.plaintiffs), ""), next(iter(case.defendants), ""))]),
        lambda case: not case.dockets or any(docket.kind != "md" for docket in case.dockets),
    )
    kept = list(cases)
    for test in tests:
        kept = [case for case in kept if test(case)] or kept
    return kept


def contradictions(case: CaseFile, clue: Clue) -> int:
    """How many of docket number, court and year of filing both sides give, and differ on.

    Another docket number is enough for a case from news; the register may lack the number after a transfer.
    """
    trial_dockets = {docket.core for docket in clue.dockets if docket.kind}
    case_dockets = {docket.core for docket in case.dockets if docket.kind}
    years, case_years = {date[:4] for date in clue.filed}, {date[:4] for date in case.filed}
    differ = [
        _differ_all(trial_dockets, case_dockets),
        _differ_all(clue.courts, case.courts),
        _differ_all(years, case_years),
    ]
    return sum(differ) + (CONTRADICTIONS - 1 if differ[0] and case.known is None else 0)


def _differ_all(one: Set[str], other: Set[str]) -> bool:
    return bool(one and other and one.isdisjoint(other))


def _unlike_none(cases: Iterable[CaseFile], clue: Clue) -> list[CaseFile]:
    return [case for case in dict.fromkeys(cases) if contradictions(case, clue) < CONTRADICTIONS]


def _same_time(one: str, other: str) -> bool:
    """Whether two dates are one as far as both are precise."""
    return one.startswith(other) or other.startswith(one)


def _enter(cases: list[CaseFile], case: CaseFile) -> None:
    if not any(other is case for other in cases):
        cases.append(case)


def resolve_cases(
    reports: Sequence[Report], known: Iterable[KnownCase], directory: Directory, ids: Ids
) -> tuple[list[CaseFile], dict[int, CaseFile]]:
    """Tell for every report on a suit which case it is about.

    Returns:
        cases of the register in their order, then those of news by first report; and the case of each report's number.
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
        unknown += [report for report in left if _sentence(report) not in told]
        beside_known += [report for report in left if _sentence(report) in told]
    groups = [group for same_article in _by_article(unknown) for group in group_reports(same_article)]
    groups.sort(key=lambda group: (not _opens(group), not any(report.text("docket_number") for report in group)))
    for group in groups:  # the sort is stable: else in the order of articles
        _join(book, group, found, may_open=_opens(group))
    for report in beside_known:
        _join(book, [report], found, may_open=False)
    news = sorted(book.cases[of_known:], key=lambda case: min(report.number for report in case.reports))
    for case in news:
        first = min(case.reports, key=lambda report: report.number)
        case.id = ids.reserve(slug(f"{first.source}-v-{first.target}"))
    return book.cases[:of_known] + news, found


def _opens(group: Iterable[Report]) -> bool:
    return any(report.fact.relation in OPENING_RELATIONS for report in group)


def _resolve_known(
    book: CaseBook, reports: Sequence[Report], found: dict[int, CaseFile]
) -> tuple[list[Report], set[tuple[str, int]]]:
    """Join the reports of one article to known cases.

    Returns:
        reports that no known case fits (those that fit several are dropped here), and the sentences that were joined.
    """
    left: list[Report] = []
    told: set[tuple[str, int]] = set()
    for report in reports:
        clue = book.read([report])
        match = book.find(clue)
        if match.case:
            book.learn(match.case, clue, [report])
            found[report.number] = match.case
            told.add(_sentence(report))
        elif not match.ambiguous:
            left.append(report)
    return left, told


def _join(book: CaseBook, group: Sequence[Report], found: dict[int, CaseFile], may_open: bool) -> None:
    clue = book.read(group)
    match = book.find(clue)
    case = match.case
    if case is None and may_open and not match.ambiguous:
        case = book.add(CaseFile())
    if case is not None:
        book.learn(case, clue, group)
        found.update({report.number: case for report in group})


def group_reports(reports: Sequence[Report]) -> list[list[Report]]:
    """Reports of one article that are about one case: the same docket number, pair, or defendants and sentence."""
    targets: dict[tuple[object, str], set[str]] = defaultdict(set)
    for report in reports:
        targets[_sentence(report), report.source].add(report.target)
    groups: list[_Group] = []
    for report in reports:
        dockets = read_dockets(report.text("docket_number"))
        keys: set[object] = {(report.source, report.target), *dockets}
        keys.add((_sentence(report), frozenset(targets[_sentence(report), report.source])))
        same = [group for group in groups if group.keys & keys and not _differ(group.dockets, dockets)]
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
