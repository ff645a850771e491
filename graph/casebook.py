"""The cases known so far, and the ways to find one: by docket number, by caption, by its parties. Ambiguous means none.

Likeness of text plays no part. A report that fits several cases equally stays an edge between its parties.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from dataclasses import dataclass, replace

from graph.clues import CaseFile, Clue, Pair, read_clue
from graph.dates import agree, is_later, middle_day
from graph.dockets import Docket, gather
from graph.likely_cases import LikelyCases, enter
from graph.parties import Directory
from graph.reports import Report
from graph.story_rules import story_rules

#: So many of docket, court and year of filing must contradict before equal parties are taken for another case.
CONTRADICTIONS = 2
#: Days of filing that lie further apart contradict.
FILED_APART_DAYS = 31


@dataclass(frozen=True, slots=True)
class Match:
    """What looking for a case gave: one case, or none because no case or because several fit.

    Attributes:
        several: those that fit equally.
    """

    case: CaseFile | None = None
    ambiguous: bool = False
    several: tuple[CaseFile, ...] = ()


class CaseBook:
    """All cases with the ways to find one."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self.cases: list[CaseFile] = []
        self._by_docket: dict[str, list[CaseFile]] = defaultdict(list)
        self._by_caption: dict[str, list[CaseFile]] = defaultdict(list)
        self._by_pair: dict[Pair, list[CaseFile]] = defaultdict(list)
        self._known_plaintiffs: set[str] = set()
        self._likely = LikelyCases(directory)

    def add(self, case: CaseFile) -> CaseFile:
        """Take up a case."""
        self.cases.append(case)
        if case.known:
            self._known_plaintiffs.update(case.plaintiffs)
        self._index(case, case.dockets, case.captions, case.pairs)
        return case

    def read(self, reports: Iterable[Report]) -> Clue:
        """What the reports tell together."""
        return read_clue(reports, self._directory)

    def learn(self, case: CaseFile, clue: Clue, reports: Iterable[Report]) -> None:
        """File reports under a case that is in the book. Numbers and captions that another case has are left to it."""
        sides = len(case.plaintiffs), len(case.defendants)
        own = replace(
            clue,
            dockets=frozenset(
                docket
                for docket in clue.dockets
                if not self._elsewhere(docket, case) and not (clue.joined and case.dockets)
            ),
            captions=frozenset(key for key in clue.captions if self._by_caption.get(key, [case])[0] is case),
        )
        case.learn(own, reports)
        grown = sides != (len(case.plaintiffs), len(case.defendants))
        self._index(case, own.dockets & case.dockets, own.captions, case.pairs if grown else ())

    def _elsewhere(self, docket: Docket, case: CaseFile) -> bool:
        others = (other for other in self._by_docket.get(docket.core, ()) if other is not case)
        return any(docket.same(number) for other in others for number in other.dockets)

    def _index(self, case: CaseFile, dockets: Iterable[Docket], captions: Set[str], pairs: Iterable[Pair]) -> None:
        pairs = list(pairs)
        self._likely.index(case, captions, pairs)
        for docket in dockets:
            enter(self._by_docket[docket.core], case)
        for caption in captions:
            enter(self._by_caption[caption], case)
        for pair in pairs:
            enter(self._by_pair[pair], case)

    def find(self, clue: Clue) -> Match:
        """The case of a clue. The first of docket, caption, parties, their owners and other names that fits decides."""
        for look in (
            self._same_docket,
            self._same_caption,
            self._same_parties,
            self._kindred_parties,
            self._likely.same_caption,
            self._likely.like_parties,
            self._likely.of_many,
            self._likely.added_to,
        ):
            fitting = look(clue) if look == self._same_docket else _unlike_none(look(clue), clue)
            if look == self._same_parties and _gathers(clue, fitting):
                return Match()
            if fitting:
                best = narrow(fitting, clue)
                return Match(best[0]) if len(best) == 1 else Match(None, True, tuple(best))
        return Match(ambiguous=self._is_mixed_up(clue))

    def _is_mixed_up(self, clue: Clue) -> bool:
        """Whether number and defendant are of one known suit and the plaintiff of another: two suits read as one."""
        return any(
            docket.same(other) and self._on_side(target, case.defendants) and source in self._known_plaintiffs
            for docket in clue.dockets
            for case in self._by_docket.get(docket.core, ())
            if case.known
            for other in case.dockets
            for source, target in clue.pairs
        )

    def _same_docket(self, clue: Clue) -> list[CaseFile]:
        """A number alone is no proof: it repeats from court to court, and a sentence may give another suit's.

        The parties must fit too; where the register names no party of the case, the office or court.
        """
        found: list[CaseFile] = []
        pairs = clue.pairs | {(target, source) for source, target in clue.pairs if clue.either_way}
        for docket in sorted(clue.dockets):
            for case in self._by_docket.get(docket.core, ()):
                twins = [other for other in case.dockets if docket.same(other)]
                office = any(docket.office and other.office for other in twins)
                if case.plaintiffs or case.defendants:
                    fits = any(self._sides_fit(case, pair) for pair in pairs)
                else:
                    fits = office or bool(clue.courts & case.courts)
                if twins and fits:
                    enter(found, case)
        return found

    def _sides_fit(self, case: CaseFile, pair: Pair) -> bool:
        """Whether a suit of the pair may be the case, if the number says so.

        Both sides must be the case's, or owners or parts of them; where plaintiffs are many or a side is not known,
        the other side is enough, unless the register knows the plaintiff by other suits. A case of the very pair goes
        before one that its number names.
        """
        if pair[0] in case.plaintiffs and pair[1] in case.defendants:
            return True
        if self._by_pair.get(pair):
            return False
        if not case.defendants:
            return self._on_side(pair[0], case.plaintiffs)
        if case.known is None and self._on_side(pair[0], case.plaintiffs):
            return True  # of a suit that news alone tells of, defendants may be missing, or have a new name
        may_join = case.many_plaintiffs and pair[0] not in self._known_plaintiffs
        return self._on_side(pair[1], case.defendants) and (may_join or self._on_side(pair[0], case.plaintiffs))

    def _on_side(self, party: str, side: Collection[str]) -> bool:
        return party in side or any(relative in side for relative in self._directory.kin(party))

    def _same_caption(self, clue: Clue) -> list[CaseFile]:
        parties = {party for pair in clue.pairs for party in pair}
        return [
            case
            for caption in sorted(clue.captions)
            for case in self._by_caption.get(caption, ())
            if any(self._on_side(party, side) for party in parties for side in (case.plaintiffs, case.defendants))
        ]

    def _same_parties(self, clue: Clue) -> list[CaseFile]:
        pairs = sorted(clue.pairs)
        found = [case for pair in pairs for case in self._by_pair.get(pair, ())]
        if not found and clue.either_way:
            found = [case for source, target in pairs for case in self._by_pair.get((target, source), ())]
        return found

    def _kindred_parties(self, clue: Clue) -> list[CaseFile]:
        found: list[CaseFile] = []
        for source, target in sorted(clue.pairs):
            for plaintiff in (source, *self._directory.kin(source)):
                for defendant in (target, *self._directory.kin(target)):
                    found += self._by_pair.get((plaintiff, defendant), ())
        return found


def narrow(cases: Sequence[CaseFile], clue: Clue) -> list[CaseFile]:
    """Of several cases those that agree best: each test in turn keeps those that pass it, unless none does."""
    tests: tuple[Callable[[CaseFile], object], ...] = (
        lambda case: any(docket.same(other) for docket in clue.dockets for other in case.dockets),
        lambda case: not clue.pairs.isdisjoint(case.pairs),
        lambda case: case.courts & clue.courts,
        lambda case: case.judges & clue.judges,
        lambda case: any(agree(one, other) for one in case.filed for other in clue.filed),
        lambda case: any(one[:4] == other[:4] for one in case.filed for other in clue.filed),
        lambda case: case.captions & clue.captions,
        lambda case: not case.filed or min(case.filed) <= clue.published,
        lambda case: not clue.again or case.again,
        lambda case: not clue.happened or case.was_open(clue.happened),
        lambda case: not clue.fresh or case.was_open(clue.published),
        lambda case: not clue.pairs.isdisjoint([(next(iter(case.plaintiffs), ""), next(iter(case.defendants), ""))]),
        lambda case: not case.dockets or any(docket.kind != "md" for docket in case.dockets),
    )
    kept = list(cases)
    for test in tests:
        if len(kept) < 2:
            break
        kept = [case for case in kept if test(case)] or kept
    return kept


def contradictions(case: CaseFile, clue: Clue) -> int:
    """How many of docket number, court and year of filing both sides give, and differ on.

    Another docket number is enough for a case from news, and so is another time of filing; the register may lack the
    number after a transfer. What tells of a transfer or an appeal gives other numbers and courts of the same suit, and
    what tells that suits were joined may give the other suit's number.
    """
    moved = clue.moved or (case.moved and case.known is None)
    if clue.on_appeal or (moved and not filed_apart(case.filed, clue.filed)):
        return 0
    if _same_filing(case, clue):
        return 0
    trial_dockets = {docket.core for docket in clue.dockets if docket.kind}
    case_dockets = {docket.core for docket in case.dockets if docket.kind}
    years, case_years = {date[:4] for date in clue.filed}, {date[:4] for date in case.filed}
    apart = case.known is None and filed_apart(case.filed, clue.filed)
    differ = [
        _differ_all(trial_dockets, case_dockets) and not clue.joined,
        _differ_all(clue.courts, case.courts),
        _differ_all(years, case_years) or apart,
    ]
    surely_apart = filed_apart(case.filed, clue.filed, story_rules().second_suit_days)
    alone = case.known is None and (
        differ[0] or surely_apart or _filed_after_end(case, clue) or gather(clue.dockets) > gather(case.dockets)
    )
    return sum(differ) + (CONTRADICTIONS if alone or is_another(case, clue) else 0)


def is_another(case: CaseFile, clue: Clue) -> bool:
    """Whether one of case and clue is told as one more suit of the plaintiff, and they began at different times.

    Where one is not dated, the day of the first news of it stands for its filing; never against the register.
    """
    if case.again == clue.again:
        return clue.again and filed_apart(case.filed, clue.filed)
    if case.filed and clue.filed:
        days = story_rules().sued_again_days if clue.again else FILED_APART_DAYS
        return filed_apart(case.filed, clue.filed, days)
    began = min(clue.filed, default="") or (clue.published if clue.fresh else "")
    if case.known or not began or not case.began:
        return False
    days_later = (middle_day(began) - middle_day(case.began)).days
    if clue.again:
        return days_later > FILED_APART_DAYS or (is_later(began, case.began) and not case.was_open(began))
    return days_later < -FILED_APART_DAYS


def _same_filing(case: CaseFile, clue: Clue) -> bool:
    """Whether a case of news and a clue are of one filing in two courts: it moved, whatever the words."""
    agreed = [one for one in case.filed for other in clue.filed if agree(one, other) and len(min(one, other)) >= 7]
    return case.known is None and bool(agreed) and _differ_all(clue.courts, case.courts)


def _gathers(clue: Clue, cases: Sequence[CaseFile]) -> bool:
    """Whether a clue is of a proceeding that nobody told of before, which holds suits of several plaintiffs."""
    return (
        any(caption.startswith("in re ") for caption in clue.captions)
        and len(cases) > 1
        and all(case.known is None for case in cases)
        and len({next(iter(case.plaintiffs), "") for case in cases}) > 1
    )


def _filed_after_end(case: CaseFile, clue: Clue) -> bool:
    """Whether a suit was filed when the case had ended: it is filed anew."""
    started = [min(case.filed), *clue.filed] if case.filed and clue.filed else []
    return bool(started) and all(is_later(when, started[0]) and not case.was_open(when) for when in started[1:])


def filed_apart(one: Set[str], other: Set[str], days: int = FILED_APART_DAYS) -> bool:
    """Whether two suits were filed at different times: every two months given lie so many days apart."""
    pairs = [(first, second) for first in one for second in other]
    return bool(pairs) and all(
        len(first) >= 7 and len(second) >= 7 and abs((middle_day(first) - middle_day(second)).days) > days
        for first, second in pairs
    )


def _differ_all(one: Set[str], other: Set[str]) -> bool:
    return bool(one and other and one.isdisjoint(other))


def _unlike_none(cases: Iterable[CaseFile], clue: Clue) -> list[CaseFile]:
    told = list(dict.fromkeys(cases))
    unlike = [case for case in told if contradictions(case, clue) < CONTRADICTIONS]
    if unlike or len(told) < 2 or not clue.again or clue.filed:
        return unlike
    return [max(told, key=lambda case: case.began)]  # of suits that all began before, the last one's story goes on
