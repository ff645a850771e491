"""What reports tell of the case that they are about, and cases as they grow from the register and from news."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.dates import is_later
from graph.dockets import Docket, caption_key, printed_dockets, read_dockets
from graph.judges import surnames
from graph.model import KnownCase
from graph.parties import Directory
from graph.reports import Report
from graph.rules import rules
from graph.story_rules import holds, story_rules, sues_again

Pair = tuple[str, str]
#: So many plaintiffs are a list of which the register may lack some.
MANY = 5


@dataclass(frozen=True, slots=True)
class Clue:
    """What one or several reports tell of their case.

    Attributes:
        pairs: plaintiff and defendant, as ids of nodes.
        either_way: the sides may be swapped (an appeal names the appellant first, a counterclaim the defendant).
        courts: ids of nodes.
        judges: surnames.
        filed: the dates of filing given, ISO 8601.
        published: day of the earliest report.
        moved: whether it tells of a transfer: court and number may be new, and the suit the same.
        happened: the earliest date that is told for a step; '' where none is.
        of_many: whether it tells of plaintiffs beside those that it names.
        on_appeal: whether it names a court of appeals: court, number and day are the appeal's.
        joined: whether it tells that the suit was consolidated: the number may be another suit's.
        added: whether it tells of a party that comes to a suit that goes on.
        fresh: whether it tells of what just happened, not of what an article only recalls.
        again: whether it tells that the same plaintiff sues once more.
    """

    pairs: frozenset[Pair]
    either_way: bool
    dockets: frozenset[Docket]
    captions: frozenset[str]
    courts: frozenset[str]
    judges: frozenset[str]
    filed: frozenset[str]
    published: str
    moved: bool = False
    on_appeal: bool = False
    happened: str = ""
    of_many: bool = False
    joined: bool = False
    added: bool = False
    fresh: bool = False
    again: bool = False


def read_clue(reports: Iterable[Report], directory: Directory) -> Clue:
    """What the reports tell together."""
    reports = list(reports)
    courts = {directory.find(text, "court") for report in reports if (text := report.text("court"))}
    return Clue(
        pairs=frozenset((report.source, report.target) for report in reports),
        either_way=all(_may_be_turned(report) for report in reports),
        dockets=frozenset().union(*(told_dockets(report) for report in reports)),
        captions=frozenset(key for report in reports if (key := caption_key(report.text("caption")))),
        courts=frozenset(court for court in courts if court),
        judges=frozenset(name for report in reports for name in surnames(report.text("judge"))),
        filed=frozenset(
            text for report in reports if (text := report.text("filed_date")) and not is_later_paper(report)
        ),
        published=min(report.day for report in reports),
        moved=any(tells_of_transfer(report) for report in reports),
        on_appeal=any(story_rules().hears_appeals(report.text("court")) for report in reports),
        happened=min((text for report in reports if (text := report.text("date"))), default=""),
        of_many=any(holds(report.sentences, rules().many_words) for report in reports),
        joined=any(report.text("status") == "consolidated" for report in reports),
        added=any(holds(report.sentences, rules().added_words) for report in reports),
        fresh=not any(report.fact.background for report in reports),
        again=any(sues_again(report.sentences) for report in reports),
    )


def told_dockets(report: Report) -> frozenset[Docket]:
    """The numbers that a report gives; of a settlement or ruling without one, that which its sentences print.

    Not where they print several, or speak of another suit beside the one that it is about; none at all where they tell
    that suits of several numbers were joined: whose the given one is cannot be told.
    """
    if joins_numbers(report):
        return frozenset()
    given = read_dockets(report.text("docket_number"))
    if given or report.fact.relation not in ("settles_with", "ruling"):
        return given
    printed = printed_dockets(report.sentences)
    alone = len({docket.core for docket in printed}) == 1 and not holds(
        report.sentences, story_rules().other_suit_words
    )
    return printed if alone else frozenset()


def joins_numbers(report: Report) -> bool:
    """Whether a report tells that suits of several numbers were joined: number and caption may be another suit's."""
    if report.fact.relation != "sues" or not holds(report.sentences, story_rules().joining_words):
        return False
    return len({docket.core for docket in printed_dockets(report.sentences)}) > 1


def _may_be_turned(report: Report) -> bool:
    return report.fact.relation != "sues" or report.text("status") == "appeal" or is_counterclaim(report)


def is_counterclaim(report: Report) -> bool:
    """Whether a report tells that who is sued sues back in the same suit."""
    return report.fact.relation == "sues" and holds(report.sentences, story_rules().counter_words)


def is_later_paper(report: Report) -> bool:
    """Whether what a report says was filed is a counterclaim or an amended complaint, not what began the suit."""
    return is_counterclaim(report) or holds(report.sentences, rules().amended_words)


def tells_of_transfer(report: Report) -> bool:
    """Whether a report tells that its suit moves to another court."""
    return report.text("status") == "transferred" or holds(report.sentences, story_rules().moving_words)


@dataclass(frozen=True, slots=True)
class DocketStep:
    """A status that an entry of the court's docket brings about, with the address of the document."""

    status: str
    date: str
    url: str = ""


@dataclass(slots=True, eq=False)
class CaseFile:
    """A case: what is known of it, and the reports on it so far.

    Attributes:
        id: id of the node; '' until it is given one.
        plaintiffs, defendants: ids of nodes, the first in the caption first.
        known: the register's row.
        reports: those about it.
        of_many: whether it has plaintiffs whom nobody names.
        moved: whether it went to another court, so that it has several courts and numbers.
        again: whether what opened it told that the plaintiff had sued the same defendant before.
        docket_steps: what the court's docket tells of its status.
        appealed: reports on its appeals, which are cases of their own.
        merged_in: numbers of the reports on cases that people merged into it.
        appeal_of: the case that it is an appeal from.
    """

    id: str = ""
    known: KnownCase | None = None
    plaintiffs: dict[str, None] = field(default_factory=dict)
    defendants: dict[str, None] = field(default_factory=dict)
    dockets: set[Docket] = field(default_factory=set)
    captions: set[str] = field(default_factory=set)
    courts: set[str] = field(default_factory=set)
    judges: set[str] = field(default_factory=set)
    filed: set[str] = field(default_factory=set)
    reports: list[Report] = field(default_factory=list)
    of_many: bool = False
    moved: bool = False
    again: bool = False
    docket_steps: list[DocketStep] = field(default_factory=list)
    appealed: list[Report] = field(default_factory=list)
    merged_in: set[int] = field(default_factory=set)
    appeal_of: "CaseFile | None" = field(default=None, repr=False)

    @property
    def parties(self) -> tuple[str, ...]:
        """Both sides."""
        return (*self.plaintiffs, *self.defendants)

    def is_turned(self, report: Report) -> bool:
        """Whether a report names the sides the other way round, as one of a counterclaim or an appeal does."""
        return report.source in self.defendants and report.target in self.plaintiffs

    def was_open(self, when: str) -> bool:
        """Whether it was filed, and had not ended, before a date, as far as anybody tells."""
        if any(is_later(filed, when) for filed in self.filed):
            return False
        ends = [self.known.status_date] if self.known and self.known.status in rules().case_ends else []
        ends += [
            report.text("date")
            for report in self.reports
            if report.fact.relation == "settles_with" or report.text("status") in rules().case_ends
        ]
        return not any(end and is_later(when, end) for end in ends)

    @property
    def began(self) -> str:
        """When it was filed, else the day of the first article that tells of it as news; '' where nobody does."""
        days = (report.day for report in self.reports if not report.fact.background)
        return min(self.filed, default="") or min(days, default="")

    @property
    def pairs(self) -> Iterable[Pair]:
        """Every plaintiff with every defendant."""
        return ((plaintiff, defendant) for plaintiff in self.plaintiffs for defendant in self.defendants)

    @property
    def many_plaintiffs(self) -> bool:
        """Whether plaintiffs may be missing here: a class, a long list, a side that is not known, a case from news."""
        if self.known is None or not self.plaintiffs:
            return True
        return self.known.class_action == "yes" or len(self.plaintiffs) >= MANY

    def learn(self, clue: Clue, reports: Iterable[Report]) -> None:
        """Take in what reports tell; sides that are known already stay as they are, and so do those of the register."""
        open_plaintiffs = self.known is None or not self.known.plaintiffs
        open_defendants = self.known is None or not self.known.defendants
        for report in reports:
            self.reports.append(report)
            sides = (report.source, report.target)
            if report.source in self.defendants or report.target in self.plaintiffs:
                sides = (report.target, report.source) if report.fact.relation != "sues" else ("", "")
            if all(sides) and open_plaintiffs:
                self.plaintiffs.setdefault(sides[0])
            if all(sides) and open_defendants:
                self.defendants.setdefault(sides[1])
        self.captions |= clue.captions
        self.of_many |= clue.of_many
        self.moved |= clue.moved
        if self.known is None or not self.known.docket_numbers:
            self.dockets |= clue.dockets
        if (
            self.known is None and not clue.on_appeal
        ):  # else one misread date or court would bend what the register says
            self.courts |= clue.courts
            self.judges |= clue.judges
            self.filed |= clue.filed


def open_known(case: KnownCase, directory: Directory, case_id: str) -> CaseFile:
    """The file of a case that the register knows."""

    def nodes(party_ids: Iterable[str]) -> dict[str, None]:
        return dict.fromkeys(node for party in party_ids if (node := directory.find("", "company", party)))

    courts = [case.court, *(former.court for former in case.former)]
    return CaseFile(
        id=case_id,
        known=case,
        plaintiffs=nodes(case.plaintiffs),
        defendants=nodes(case.defendants),
        dockets=set().union(*(read_dockets(number) for number in case.docket_numbers)),
        captions={key} if (key := caption_key(case.name)) else set(),
        courts={node for court in courts if court and (node := directory.find(court, "court", court))},
        judges=set(surnames(case.judge)),
        filed={case.filed_date} if case.filed_date else set(),
    )
