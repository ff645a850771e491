"""Who is who, and what people decided: all that building the graph asks of names, people, likeness and corrections."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graph.affiliations import describe, people_rows
from graph.claims import NewsClaim
from graph.corrections import Correction
from graph.decisions import Ledger, Rejections, correct_parties
from graph.fixes import EventFixes, FactFixes
from graph.likeness import propose
from graph.names import Ids
from graph.parties import Directory
from graph.party_rows import CorrectionRow, NameRow, PairRow, PersonRow, SuccessorRow
from graph.renames import KnownName, apply_names, name_rows
from graph.rows import EdgeRow, NodeRow
from graph.story_decisions import StoryDesk
from rightswire.errors import Problem


@dataclass(frozen=True, slots=True)
class PartyTables:
    """The tables about who is who, by name, and problems with corrections."""

    names: tuple[NameRow, ...]
    people: tuple[PersonRow, ...]
    successors: tuple[SuccessorRow, ...]
    corrections: tuple[CorrectionRow, ...]
    review: tuple[PairRow, ...]
    problems: tuple[Problem, ...]


class Editing:
    """Names and corrections of one graph, applied to parties at once, to cases and deals as they are resolved.

    Attributes:
        rejections: facts that people rejected.
        facts: attributes of facts that people fixed.
        stories: corrections of cases and deals.
        events: events that people fixed.
    """

    def __init__(
        self, corrections: Iterable[Correction], names: Sequence[KnownName], directory: Directory, ids: Ids
    ) -> None:
        self._names = names
        self._directory = directory
        self._ledger = Ledger(corrections)
        apply_names(names, directory)
        correct_parties(self._ledger, directory, ids)
        self.rejections = Rejections(self._ledger, directory)
        self.facts = FactFixes(self._ledger, directory)
        self.events = EventFixes(self._ledger)
        self.stories = StoryDesk(self._ledger, directory, ids)
        self._people: tuple[PersonRow, ...] = ()

    def people(self, claims: Iterable[NewsClaim], used: Collection[str]) -> set[str]:
        """Tell people's roles, and put them into the descriptions of those who have none.

        Args:
            claims: what news asserts.
            used: ids of nodes that will be shown.

        Returns:
            ids of the parties to which they belong, to be shown as well.
        """
        self._people = tuple(row for row in people_rows(claims, self._directory) if row.id in used)
        describe(self._people, self._directory.nodes)
        return {row.affiliation_id for row in self._people if row.affiliation_id}

    def tables(self, claims: Sequence[NewsClaim], nodes: Collection[str]) -> PartyTables:
        """The tables, once all is resolved.

        Args:
            claims: what news asserts.
            nodes: ids of all nodes that are shown.
        """
        follow = self._directory.moves.follow
        apart = {frozenset(map(follow, (row.target, row.value))) for row in self._ledger.rows if row.action == "apart"}
        pairs = propose(claims, self._directory, apart)
        successors = self.stories.successors(nodes)
        corrections, problems = self._ledger.close()
        return PartyTables(
            names=name_rows(self._names, self._directory, nodes),
            people=self._people,
            successors=successors,
            corrections=corrections,
            review=tuple(sorted((row for row in pairs if row.merge_id in nodes), key=lambda row: row.number)),
            problems=tuple(problems),
        )


def own_edges(nodes: Iterable[NodeRow]) -> Iterable[EdgeRow]:
    """One edge from each owner to what it owns, as the register knows it; both are shown."""
    for node in nodes:
        if node.parent_id:
            link = (node.parent_id, "owns", node.id)
            yield EdgeRow("|".join(link), *link, None, None, 0, 1.0, "register", "{}")
