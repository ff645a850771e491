"""Ways to find a case of news whose parties are called otherwise: by short names in captions, by like names, by many.

Each is asked only where number, caption and parties fit no case, and needs more than a likeness: the other side, and a
caption, court, judge or time of filing that agrees.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from graph.clues import CaseFile, Clue, Pair
from graph.dates import agree
from graph.names import name_key, person_key, stands_for
from graph.parties import Directory
from graph.rules import rules


class LikelyCases:
    """Cases of which the register names not both sides, or nothing, by what else may name them."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._by_caption: dict[str, list[CaseFile]] = defaultdict(list)
        self._by_pair: dict[str, list[CaseFile]] = defaultdict(list)
        self._by_like: dict[Pair, list[CaseFile]] = defaultdict(list)
        self._by_party: dict[str, dict[int, CaseFile]] = defaultdict(dict)
        self._of_many: dict[str, dict[int, CaseFile]] = defaultdict(dict)

    def index(self, case: CaseFile, captions: Iterable[str], pairs: Iterable[Pair]) -> None:
        """Take up what was learned of a case."""
        if case.known and case.plaintiffs and case.defendants:
            return
        for caption in captions:
            enter(self._by_caption[_short_caption(caption)], case)
            first = _short_caption(caption).partition(" v ")[0]
            for other in (name for party in case.defendants for name in self._short_names(party)):
                enter(self._by_caption[f"{first} v {other}"], case)  # of a defendant that has another legal name
        for pair in pairs:
            for key in self._captions(pair):
                enter(self._by_pair[key], case)
            for like in self._likes(pair):
                enter(self._by_like[like], case)
            for party in pair:
                self._by_party[party][id(case)] = case
        if case.of_many:
            for defendant in case.defendants:
                self._of_many[defendant][id(case)] = case

    def same_caption(self, clue: Clue) -> list[CaseFile]:
        """Cases whose parties a caption calls by surname or short name, or that were called so before."""
        found = [case for key in sorted(map(_short_caption, clue.captions)) for case in self._by_pair.get(key, ())]
        found += [case for key in sorted(map(_short_caption, clue.captions)) for case in self._by_caption.get(key, ())]
        found += [
            case
            for pair in sorted(clue.pairs)
            for key in self._captions(pair)
            for case in self._by_caption.get(key, ())
        ]
        parties = {party for pair in clue.pairs for party in pair}
        return [case for case in found if not parties.isdisjoint(case.parties)]

    def like_parties(self, clue: Clue) -> list[CaseFile]:
        """Cases of which one side is the same and the other may be: initials for a first name, a house for its firm."""
        pairs = sorted(clue.pairs) + sorted((target, source) for source, target in clue.pairs if clue.either_way)
        found = []
        for pair in pairs:
            for like in self._likes(pair):
                found += [case for case in self._by_like.get(like, ()) if self._may_be(case, pair)]
        return [case for case in found if _agrees(case, clue)]

    def of_many(self, clue: Clue) -> list[CaseFile]:
        """A suit of many against the same defendant, of one filing, judge or court, with a new plaintiff."""
        if not clue.of_many:
            return []
        targets = sorted({target for _, target in clue.pairs})
        return [case for target in targets for case in self._of_many[target].values() if _same_many(case, clue)]

    def added_to(self, clue: Clue) -> list[CaseFile]:
        """A suit that goes on, to which a party is told to come, by the party on the other side of both."""
        if not clue.added:
            return []
        found = [
            case
            for source, target in sorted(clue.pairs)
            for party, is_plaintiff in ((source, True), (target, False))
            for case in self._by_party[party].values()
            if party in (case.plaintiffs if is_plaintiff else case.defendants)
        ]
        return [case for case in found if not clue.filed or _agrees(case, clue)]

    def _captions(self, pair: Pair) -> Iterator[str]:
        plaintiff, defendant = (self._short_names(party) for party in pair)
        yield from (f"{one} v {other}" for one in plaintiff for other in defendant)

    def _short_names(self, party: str) -> list[str]:
        node = self._directory.nodes[party]
        if node.kind == "person":
            key = person_key(node.name)
            return list(dict.fromkeys((key, key.split()[-1])))
        return [_short(name_key(node.name))]

    def _likes(self, pair: Pair) -> Iterator[Pair]:
        """A pair with one of its sides made coarse."""
        yield f"~{self._coarse(pair[0])}", pair[1]
        yield pair[0], f"~{self._coarse(pair[1])}"

    def _coarse(self, party: str) -> str:
        node = self._directory.nodes[party]
        if node.kind == "person":
            words = person_key(node.name).split()
            return f"{words[0][0]} {words[-1]}"
        words = name_key(node.name).split()
        return " ".join(word for word in words if word not in rules().house_words) or node.name

    def _may_be(self, case: CaseFile, pair: Pair) -> bool:
        sides = (case.plaintiffs, case.defendants)
        return all(
            party in side or any(self._may_be_one(party, other) for other in side)
            for party, side in zip(pair, sides, strict=True)
        )

    def _may_be_one(self, one: str, other: str) -> bool:
        """Whether names of two parties leave open that they are one; of a person's first names initials may stand."""
        kinds = {self._directory.nodes[party].kind == "person" for party in (one, other)}
        if self._coarse(one) != self._coarse(other) or len(kinds) > 1:
            return False
        if kinds == {False}:
            return True
        first, second = (person_key(self._directory.nodes[party].name).split()[:-1] for party in (one, other))
        return bool(first and second) and (stands_for(first, second) or stands_for(second, first))


def _agrees(case: CaseFile, clue: Clue) -> bool:
    """Whether time of filing, judge, number or court of both is one."""
    if clue.filed and case.filed:
        return any(agree(one, other) for one in case.filed for other in clue.filed)
    if any(docket.same(other) for docket in clue.dockets for other in case.dockets):
        return True
    return bool(case.judges & clue.judges or case.courts & clue.courts)


def _same_many(case: CaseFile, clue: Clue) -> bool:
    if clue.filed:
        days = [(one, other) for one in case.filed for other in clue.filed if agree(one, other)]
        apart = clue.courts and case.courts and clue.courts.isdisjoint(case.courts)
        return any(len(one) >= len("YYYY-MM") <= len(other) for one, other in days) and not apart
    return bool(case.judges & clue.judges or case.courts & clue.courts)


def _short_caption(caption: str) -> str:
    return " v ".join(_short(side) for side in caption.split(" v "))


def _short(key: str) -> str:
    """A key without words that many names share; as it is where nothing else is left."""
    return " ".join(word for word in key.split() if word not in rules().generic_words) or key


def enter(cases: list[CaseFile], case: CaseFile) -> None:
    """Append a case that is not there yet."""
    if not any(other is case for other in cases):
        cases.append(case)
