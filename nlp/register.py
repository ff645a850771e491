"""The register: known parties and courts with their names, read from data/register and checked row by row.

A bad cell costs that cell, a bad id, kind or name costs the row; both are told as problems.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from nlp.tables import SLUG, TableRow, read_id, read_rows
from rightswire.errors import Problem

#: Kinds of party that a row may name. Courts have their own file, products are listed with their makers.
REGISTER_KINDS = ("company", "outlet", "person", "organisation", "government", "law-firm")
PARTY_COLUMNS = (
    "id",
    "kind",
    "name",
    "aliases",
    "weak_aliases",
    "products",
    "parent_id",
    "country",
    "wikidata_id",
    "description",
)
COURT_COLUMNS = ("id", "name", "country", "courts_db_id", "aliases")

WIKIDATA_ID = re.compile(r"Q[1-9][0-9]*")
COURTS_DB_ID = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class RegisterParty:
    """A row of parties.csv.

    Attributes:
        aliases: forms that mean this party in any article.
        weak_aliases: forms that are also words or other names; they count only beside a strong form. A name that is
            listed here too is itself weak ('Reach', found by 'Reach plc').
        products: names of products that stand for this party.
        parent_id: id of the owner, None where independent or unknown.
        description: role of a person, one line for others.
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    parent_id: str | None = None
    country: str = ""
    wikidata_id: str | None = None
    description: str = ""

    def strong_forms(self) -> tuple[str, ...]:
        """Forms that mean this party in any article: its name, aliases and products, without the weak ones."""
        forms = dict.fromkeys((self.name, *self.aliases, *self.products))
        return tuple(form for form in forms if form not in self.weak_aliases)


@dataclass(frozen=True, slots=True)
class RegisterCourt:
    """A row of courts.csv: official English name in full, id in courts-db where that package knows the court."""

    id: str
    name: str
    country: str = ""
    courts_db_id: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """Known parties and courts, each in the order of its file."""

    parties: tuple[RegisterParty, ...] = ()
    courts: tuple[RegisterCourt, ...] = ()

    def parties_by_id(self) -> dict[str, RegisterParty]:
        """Parties by id, in the order of the file."""
        return {party.id: party for party in self.parties}

    def courts_by_id(self) -> dict[str, RegisterCourt]:
        """Courts by id, in the order of the file."""
        return {court.id: court for court in self.courts}

    def digest(self) -> str:
        """Twelve hexadecimal digits that change with any cell: part of a reader's version."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:12]


def load_register(folder: Path) -> tuple[Register, list[Problem]]:
    """Read parties.csv and courts.csv.

    Args:
        folder: data/register.

    Returns:
        The register without what was bad, and a problem for each bad cell or row, in the order of files and lines.

    Raises:
        DataFileError: one of the files cannot be used at all.
    """
    problems: list[Problem] = []
    taken: set[str] = set()
    party_rows, faults = read_rows(folder / "parties.csv", PARTY_COLUMNS)
    problems += faults
    parties = _read_parties(party_rows, taken)
    problems += [problem for row in party_rows for problem in row.problems]
    court_rows, faults = read_rows(folder / "courts.csv", COURT_COLUMNS)
    problems += faults
    courts = _read_courts(court_rows, taken)
    problems += [problem for row in court_rows for problem in row.problems]
    return Register(parties, courts), problems


def _read_parties(rows: list[TableRow], taken: set[str]) -> tuple[RegisterParty, ...]:
    read = [(row, party) for row in rows if (party := _read_party(row, taken))]
    owners = _own_names(((row, party.id, party.name) for row, party in read))
    ids = {party.id for row, party in read if owners[party.name.casefold()] == party.id}
    parties = []
    for row, party in read:
        if party.id not in ids:
            continue
        claim = _claim(row, party.id, owners)
        parent = party.parent_id
        if parent is not None and (parent not in ids or parent == party.id):
            row.report("parent_id", "unknown parent", f"{parent!r} is no other party's id: left empty")
            parent = None
        parties.append(
            replace(
                party,
                aliases=claim("aliases", party.aliases),
                weak_aliases=tuple(form for form in party.weak_aliases if _is_weak(row, party, form)),
                products=claim("products", party.products),
                parent_id=parent,
            )
        )
    return tuple(parties)


def _read_party(row: TableRow, taken: set[str]) -> RegisterParty | None:
    kind = row.required("kind") and row.choice("kind", REGISTER_KINDS)
    name = row.required("name")
    if not kind or not name or not (identifier := read_id(row, taken)):
        return None
    return RegisterParty(
        id=identifier,
        kind=kind,
        name=name,
        aliases=row.items("aliases"),
        weak_aliases=row.items("weak_aliases"),
        products=row.items("products"),
        parent_id=row.matching("parent_id", SLUG, "a slug"),
        country=row.cells["country"],
        wikidata_id=row.matching("wikidata_id", WIKIDATA_ID, "a Wikidata id such as 'Q42'"),
        description=row.cells["description"],
    )


def _read_courts(rows: list[TableRow], taken: set[str]) -> tuple[RegisterCourt, ...]:
    read = [(row, court) for row in rows if (court := _read_court(row, taken))]
    owners = _own_names(((row, court.id, court.name) for row, court in read))
    return tuple(
        replace(court, aliases=_claim(row, court.id, owners)("aliases", court.aliases))
        for row, court in read
        if owners[court.name.casefold()] == court.id
    )


def _read_court(row: TableRow, taken: set[str]) -> RegisterCourt | None:
    name = row.required("name")
    if not name or not (identifier := read_id(row, taken)):
        return None
    return RegisterCourt(
        id=identifier,
        name=name,
        country=row.cells["country"],
        courts_db_id=row.matching("courts_db_id", COURTS_DB_ID, "an id of courts-db such as 'nysd'"),
        aliases=row.items("aliases"),
    )


def _own_names(named: Iterable[tuple[TableRow, str, str]]) -> dict[str, str]:
    """Who owns each canonical name, without regard to case; the first row does, and later ones are reported."""
    owners: dict[str, str] = {}
    for row, identifier, name in named:
        if owners.setdefault(name.casefold(), identifier) != identifier:
            row.report("name", "duplicate name", f"{name!r} is an earlier row's name: this row is left out")
    return owners


def _claim(row: TableRow, identifier: str, owners: dict[str, str]) -> Callable[[str, tuple[str, ...]], tuple[str, ...]]:
    """A function that keeps of a cell's forms those that no other row claims, and reports the others."""

    def keep(column: str, forms: tuple[str, ...]) -> tuple[str, ...]:
        kept = []
        for form in forms:
            owner = owners.setdefault(form.casefold(), identifier)
            if owner == identifier:
                kept.append(form)
            else:
                row.report(column, "claimed twice", f"{form!r} means {owner!r} already: left out here")
        return tuple(kept)

    return keep


def _is_weak(row: TableRow, party: RegisterParty, form: str) -> bool:
    if form in (*party.aliases, *party.products):
        row.report("weak_aliases", "both weak and strong", f"{form!r} is a strong form of this party: left out here")
        return False
    return True
