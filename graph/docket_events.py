"""What courts' dockets tell: steps of known cases, and cases that somebody should look at. Pure.

An entry belongs to a case by court and number. A number alone repeats from court to court, so that without the court it
must be one case's only, and with another court than the case's the caption must name one of its parties: a case moves.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.clues import CaseFile, DocketStep
from graph.docket_rules import docket_rules, maker_names
from graph.dockets import caption_key, read_dockets
from graph.parties import Directory
from graph.rows import EventRow, ReviewRow
from ingest.captions import index_names, named_sides, sides
from ingest.docket_words import docket_words
from ingest.dockets import docket_type
from ingest.stored import StoredDocketEntry
from nlp.register import Register

MOST_SUMMARY = 300


@dataclass(frozen=True, slots=True)
class DocketEvent:
    """An event out of a docket, with the entry that it was made of."""

    row: EventRow
    stored: StoredDocketEntry


class DocketDesk:
    """Tells entries of dockets apart: which case each belongs to, if any.

    Args:
        cases: all cases, of the register and of news.
        directory: nodes of parties and courts.
        register: courts with their ids in PACER, and the makers of AI.
    """

    def __init__(self, cases: Sequence[CaseFile], directory: Directory, register: Register) -> None:
        self._directory = directory
        self._courts = {
            court.courts_db_id: node
            for court in register.courts
            if court.courts_db_id and (node := directory.find(court.name, "court", court.id))
        }
        self._court_names = {court.courts_db_id: court.name for court in register.courts if court.courts_db_id}
        self._makers = maker_names(register)
        self._maker_index = index_names(self._makers)
        self._by_docket: dict[str, list[CaseFile]] = defaultdict(list)
        for case in cases:
            for core in {docket.core for docket in case.dockets}:
                self._by_docket[core].append(case)

    def case_of(self, stored: StoredDocketEntry) -> CaseFile | None:
        """The case that an entry belongs to; None where there is none, or where several fit."""
        entry = stored.entry
        numbers = read_dockets(entry.docket_number)
        alike = [
            case
            for core in sorted({number.core for number in numbers})
            for case in self._by_docket.get(core, ())
            if any(number.same(other) for number in numbers for other in case.dockets)
        ]
        court = self._courts.get(entry.court)
        same_court = [case for case in alike if court in case.courts]
        if court and same_court:
            return self._only(same_court, entry.caption)
        fitting = [case for case in alike if not court or not case.courts or self._names_party(case, entry.caption)]
        return self._only(fitting, entry.caption)

    def _only(self, cases: Sequence[CaseFile], caption: str) -> CaseFile | None:
        if len(cases) > 1:
            cases = [case for case in cases if caption_key(caption) in case.captions]
        return cases[0] if len(cases) == 1 else None

    def _names_party(self, case: CaseFile, caption: str) -> bool:
        nodes = {self._directory.find_known(side, "company") for side in sides(caption)}
        return caption_key(caption) in case.captions or bool(nodes & {*case.plaintiffs, *case.defendants})

    def review(self, entries: Iterable[StoredDocketEntry]) -> tuple[ReviewRow, ...]:
        """Cases between an AI maker and anybody that neither register nor news knows, one row for each docket."""
        dockets: dict[tuple[str, str], list[StoredDocketEntry]] = defaultdict(list)
        for stored in entries:
            dockets[stored.entry.court, stored.entry.docket_number].append(stored)
        rows = (self._review_row(held) for held in dockets.values())
        return tuple(sorted((row for row in rows if row), key=lambda row: row.id))

    def _review_row(self, held: Sequence[StoredDocketEntry]) -> ReviewRow | None:
        first = min(held, key=_order).entry
        named = named_sides(first.caption, self._maker_index)
        makers = list(dict.fromkeys(self._makers[form].name for _, form in named if form))
        others = [side for side, form in named if not form]
        if not makers or docket_type(first.docket_number) not in {*docket_words().watched_types, ""}:
            return None
        why = f"{' and '.join(makers)}: maker of AI"
        for side in others:
            node = self._directory.find_known(side, "company")
            why += f"; {side}: {f'in the register as {node}' if node else 'not in the register'}"
        return ReviewRow(
            id=f"{first.court or 'court-unknown'}-{first.docket_number.replace(':', '-')}",
            caption=first.caption,
            court=self._court_names.get(first.court, first.court) or None,
            docket_number=first.docket_number,
            first_date=min(filter(None, (stored.entry.day for stored in held)), default=None),
            first_entry=first.text[:MOST_SUMMARY],
            entries=len(held),
            both_known=bool(others) and all(self._directory.find_known(side, "company") for side in others),
            why=why,
            source_url=first.link or None,
            feed=min(held, key=_order).feed,
        )


def docket_events(
    desk: DocketDesk, entries: Iterable[StoredDocketEntry], names: Mapping[str, str]
) -> tuple[list[DocketEvent], tuple[ReviewRow, ...]]:
    """Events of known cases, by id, and cases to review.

    Args:
        desk: knows the cases.
        entries: of dockets, each once.
        names: of cases by id.
    """
    events: dict[str, DocketEvent] = {}
    left: list[StoredDocketEntry] = []
    for stored in sorted(entries, key=_order):
        if case := desk.case_of(stored):
            if (step := _step(stored)) and step not in case.docket_steps:
                case.docket_steps.append(step)
            row = _event(case.id, names[case.id], stored)
            events.setdefault(row.id, DocketEvent(row, stored))
        else:
            left.append(stored)
    return [events[key] for key in sorted(events)], desk.review(left)


def without_filings(events: Iterable[DocketEvent], filed: Iterable[EventRow]) -> list[DocketEvent]:
    """Without the complaints that stand in the events of kind `filed` of their day and case."""
    told = {(row.node_id, row.date) for row in filed if row.kind == "filed" and row.docket_url is not None}
    return [
        event for event in events if event.row.kind != "complaint" or (event.row.node_id, event.row.date) not in told
    ]


def _step(stored: StoredDocketEntry) -> DocketStep | None:
    """The status that an entry brings about; None for most, and where only some of the parties are meant."""
    entry = stored.entry
    status = docket_rules().status_of(entry.text, entry.number)
    return DocketStep(status, entry.day, entry.link) if status and entry.day else None


def _event(case_id: str, name: str, stored: StoredDocketEntry) -> EventRow:
    entry = stored.entry
    kind = docket_rules().kind_of(entry.text)
    digest = hashlib.sha256(entry.text.casefold().encode("utf-8", "surrogatepass")).hexdigest()[:8]
    mark = f"{entry.docket_number}#{entry.number if entry.number is not None else digest}"
    plain = kind.phrase.replace("{name}", name)  # never format(): the name may come from the web
    return EventRow(
        id=f"{case_id}|{kind.kind}|{entry.day}|{mark}",
        node_id=case_id,
        date=entry.day or None,
        reported=None,
        kind=kind.kind,
        summary=f"{plain}: {entry.text[:MOST_SUMMARY]}" if entry.text else plain,
        amount_usd=None,
        provenance="docket",
        evidence_id=None,
        source_url=entry.link or None,
    )


def _order(stored: StoredDocketEntry) -> tuple[str, str, int, str, str]:
    """Oldest first; entries without a number behind those of their day that have one."""
    entry = stored.entry
    number = entry.number if entry.number is not None else 10**9
    return entry.day or "9999", entry.docket_number, number, entry.court, entry.text
