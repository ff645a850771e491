"""A large rightswire.db, made up and always the same: what browsing is measured on.

    python tests/scale/library.py PATH [--articles 1000000 --facts 300000 --parties 50000 --cases 4000 --deals 3000]

Tables, indexes and search are those of graph.store; the rows are drawn, in the proportions of a library that has grown
for ten years: a few parties in thousands of facts and most in one or two, two articles in three without a fact, lengths
as in the news. A file that holds the same sizes, made by the same code, is left as it is.
"""

import argparse
import json
import random
import sqlite3
import sys
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from graph import store
from graph.derived import analyse, derive
from graph.rows import STRUCTURE

DERIVED = Path(__file__).with_suffix(".sql")
FIRST_DAY = date(2016, 1, 1)  # these two also stand in library.sql
DAYS = 3_650
SKEW = 0.9  # of the parties: the n-th is named 1 / n ** SKEW times as often as the first
OUTLETS, COURTS = 400, 60
SYLLABLES = "bar cor del fen gal hol kir lum mar nor pel quin ros sten tal vey ély ün øs ça".split()  # noqa: SIM905
FIRMS = "Media,Press,AI,Labs,Records,Pictures,Publishing,Music,Group,Verlag,Archive,Studios".split(",")  # noqa: SIM905
FIRST_NAMES = "Ada,Ben,Chloé,Dora,Emil,Fay,Grace,Hugo,Ines,Jon,Kai,Lena,Max,Nia,Otto,Pia,Renée,Sam,Tess,Zoë".split(",")  # noqa: SIM905
MEDIA = ("news", "books", "music", "images", "video", "code", "voices", "news; images")
_TEXT = (
    "copyright lawsuit over training data as court weighs claim of publishers against maker of chatbot after talks on "
    "licence for archive fail judge hears motion to dismiss authors seek damages for use of works in models settlement "
    "deal lets company use articles music label photo agency novel voice actor search summary answers appeal ruling "
    "discovery order records privacy regulator draft bill artists union strike guild newsroom revenue share royalty"
)
WORDS = _TEXT.split()
RELATIONS = {"sues": 34, "licenses_to": 22, "says": 14, "accuses": 9, "ruling": 8, "settles_with": 5, "blocks": 4, "invests_in": 4}  # fmt: skip
STATUSES = ("filed", "discovery", "motion-to-dismiss", "settled", "dismissed", "appeal", "judgment-plaintiff", "trial")
DEAL_STATUSES = ("in-talks", "announced", "active", "active", "renewed", "ended")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many of each; facts are those that the view `facts` shows from news."""

    articles: int = 1_000_000
    facts: int = 300_000
    parties: int = 50_000
    cases: int = 4_000
    deals: int = 3_000


def day(number: int) -> str:
    """A day of the ten years."""
    return (FIRST_DAY + timedelta(days=number % DAYS)).isoformat()


def name_of(number: int) -> str:
    """A word that no other number has: 'Barcordel'."""
    digits = []
    for _ in range(4):
        number, digit = divmod(number, len(SYLLABLES))
        digits.append(SYLLABLES[digit])
    return "".join(digits).capitalize()


class Library:
    """The rows, drawn from one sequence of chances.

    Attributes:
        names: of the parties, by number.
        stories: of each case and deal its id, its name and the numbers of its two sides.
    """

    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        self.chance = random.Random(11)
        self.names = [self._name(number) for number in range(sizes.parties)]
        weights = list(accumulate((number + 1) ** -SKEW for number in range(sizes.parties)))
        self.drawn = self.chance.choices(range(sizes.parties), cum_weights=weights, k=sizes.facts * 2 + sizes.cases * 4)
        self.stories = [self._story(number) for number in range(sizes.cases + sizes.deals)]

    def _name(self, number: int) -> str:
        if number % 4:
            return f"{name_of(number)} {FIRMS[number % len(FIRMS)]}"
        return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {name_of(number * 7 + 1)}"

    def _story(self, number: int) -> tuple[str, str, int, int]:
        left, right = self.drawn[-2 * number - 1], self.drawn[-2 * number - 2]
        right = right if right != left else (left + 1) % self.sizes.parties
        if number < self.sizes.cases:
            return f"case-{number}", f"{self.names[left]} v. {self.names[right]} ({number})", left, right
        return f"deal-{number}", f"{self.names[left]} / {self.names[right]} ({number})", left, right

    def nodes(self) -> Iterator[tuple[Any, ...]]:
        """Parties, outlets, courts, cases, deals; articles and days are counted later."""
        rest = (0, None, None)
        for number, name in enumerate(self.names):
            kind = ("person", "company", "company", "organisation")[number % 4]
            provenance = "both" if number < 900 else "news"
            yield (
                f"party-{number}",
                kind,
                name,
                f"known for {WORDS[number % len(WORDS)]}",
                None,
                None,
                None,
                provenance,
                *rest,
            )
        for number in range(OUTLETS):
            yield f"outlet-{number}", "outlet", f"{name_of(number * 31 + 5)} Gazette", None, "United States", None, None, "news", *rest  # fmt: skip
        for number in range(COURTS):
            yield f"court-{number}", "court", f"District Court of {name_of(number * 17)}", None, "United States", None, None, "register", *rest  # fmt: skip
        for key, name, _, _ in self.stories:
            yield key, key.partition("-")[0], name, None, None, None, None, "both", *rest

    def aliases(self) -> Iterator[tuple[Any, ...]]:
        """A short form of most names, and a long one."""
        for number, name in enumerate(self.names):
            yield f"party-{number}", name.split()[number % 4 == 0], "news"
            if number % 3 == 0:
                yield f"party-{number}", f"{name} Inc.", "register"

    def articles(self) -> Iterator[tuple[Any, ...]]:
        """Three in ten name a party in their title; one in twenty prints another's story."""
        chance, drawn = self.chance, len(self.drawn)
        for number in range(self.sizes.articles):
            start = int(len(WORDS) * chance.random() ** 2)
            words = " ".join((*WORDS[start : start + 5], *WORDS[number % 83 : number % 83 + 4]))
            title = f"{self.names[self.drawn[number % drawn]]} {words}" if number % 10 < 3 else words.capitalize()
            outlet = int(OUTLETS * chance.random() ** 2)
            copied = f"{number - number % 3 - 1:020x}" if number % 20 == 19 else None
            published = day(number * DAYS // self.sizes.articles)
            yield (f"{number:020x}", f"https://outlet-{outlet}.example/{published}/{number:x}", title, f"outlet-{outlet}",
                   published, f"Feed {outlet}", ("page", "page", "feed content")[number % 3], 0, number * DAYS // self.sizes.articles + 1,
                   copied, None, 1)  # fmt: skip

    def evidence(self) -> Iterator[tuple[Any, ...]]:
        """Facts, two or three an article, half of them on a case or deal; those also tie both sides to it."""
        relations, told = (
            list(RELATIONS),
            self.chance.choices(list(RELATIONS), list(RELATIONS.values()), k=self.sizes.facts),
        )
        step = max(1, self.sizes.articles * 5 // (self.sizes.facts * 2))
        key, last, told_here = 0, "", set()
        for number in range(self.sizes.facts):
            article = f"{(number * 2 // 5 * step) % self.sizes.articles:020x}"
            relation, story = told[number], None
            if number % 2 and relation in ("sues", "ruling", "settles_with", "licenses_to"):
                cases = relation != "licenses_to"
                place = int((self.sizes.cases if cases else self.sizes.deals) * self.chance.random() ** 3)
                story = self.stories[place if cases else self.sizes.cases + place]
            left, right = story[2:] if story else (self.drawn[number], self.drawn[-number - 1])
            if relation == "says":
                right = left
            told_here = told_here if article == last else set()
            last = article
            while (left, relation, right) in told_here:
                left, story = (left + 1) % self.sizes.parties, None
            told_here.add((left, relation, right))
            start = relations.index(relation) * 7 + number % 40
            sentence = (f"{self.names[left]} {relation.replace('_', ' ')} {self.names[right]} {' '.join(WORDS[start : start + 14])}, "
                        f"people close to it said on {day(number)}, of item {number % 7_000}.")  # fmt: skip
            case = story[0] if story and story[0].startswith("case") else None
            deal = story[0] if story and not case else None
            told_of = json.dumps({"says": {"stance": ("rights-holder", "ai-use-lawful", "neutral")[number % 3]},
                                  "ruling": {"outcome": ("plaintiff", "defendant", "mixed")[number % 3]},
                                  "licenses_to": {"status": "announced"}, "settles_with": {"date": day(number), "amount_usd": number * 100}}.get(relation, {"filed_date": day(number)}))  # fmt: skip
            ties = [(f"party-{left}", relation, f"party-{right}")]
            if case:
                ties += [(f"party-{left}", "plaintiff_in", case), (f"party-{right}", "defendant_in", case)]
            elif deal:
                ties += [(f"party-{left}", "licensor_in", deal), (f"party-{right}", "licensee_in", deal)]
            for tie in ties:
                for ordinal in range(2 if number % 12 == 0 else 1):
                    key += 1
                    offset = number % 3_000 + 500 * ordinal
                    yield (zlib.crc32(str(key).encode()) << 16 | key & 0xFFFF, "|".join(tie), article, ordinal, sentence if not ordinal else f"{sentence} It is the second report.",
                           "text", offset, offset + len(sentence), f"{relation}.active", 0.5 + number % 50 / 100, case, deal, number % 9 == 0, told_of)  # fmt: skip

    def cases(self) -> Iterator[tuple[Any, ...]]:
        """One in twelve with a sum."""
        for number, (key, name, _, _) in enumerate(self.stories[: self.sizes.cases]):
            court = number * number % COURTS
            status, amount = STATUSES[number % len(STATUSES)], 1e6 * (number % 900) if number % 12 == 3 else None
            yield {"id": key, "name": name, "court": f"District Court of {name_of(court * 17)}", "court_id": f"court-{court}",
                   "country": "United States", "docket_number": f"{number % 5}:{16 + number % 10}-cv-{10_000 + number:05d}", "filed_date": day(number * 7),
                   "judge": "Ada Roe", "status": status, "status_date": day(number * 7 + 300), "subject": MEDIA[number % 8], "claims": "direct infringement",
                   "amount_usd": amount, "provenance": ("both", "news", "register")[number % 3], "status_provenance": "news"}  # fmt: skip

    def deals(self) -> Iterator[dict[str, Any]]:
        """One in five with a sum."""
        for number, (key, name, _, _) in enumerate(self.stories[self.sizes.cases :]):
            yield {"id": key, "name": name, "status": DEAL_STATUSES[number % 6], "announced_date": day(number * 11), "deal_type": "license",
                   "amount_usd": 1e6 * (number % 250) if number % 5 == 2 else None, "medium": MEDIA[number % 8], "scope": "training; display",
                   "provenance": ("both", "news", "register")[number % 3], "term_years": number % 5 or None}  # fmt: skip


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Any], **defaults: Any) -> None:
    """Put rows in: tuples with all columns, or dictionaries, whose other columns are NULL."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    required = {row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[3] and row[4]}
    filled = (row if isinstance(row, tuple) else tuple(row.get(name, defaults.get(name, 0 if name in required else None)) for name in columns) for row in rows)  # fmt: skip
    connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(columns))})", filled)


def stamp(sizes: Sizes) -> int:
    """A number that changes with the sizes, with this code and with the schema."""
    source = Path(__file__).read_bytes() + DERIVED.read_bytes() + Path(store.__file__).read_bytes()
    return zlib.crc32(repr((sizes, store.schema_version())).encode() + source) & 0x7FFFFFFF


def make_library(path: Path, sizes: Sizes) -> bool:
    """Make the file; False where it is there already."""
    if path.exists():
        with closing(sqlite3.connect(path)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] == stamp(sizes):
                return False
    for old in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        old.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;")
        store._prepare_schema(connection)
        connection.execute("BEGIN")
        library = Library(sizes)
        for table in ("nodes", "aliases", "articles", "evidence", "cases", "deals"):
            insert(connection, table, getattr(library, table)())
        connection.execute("COMMIT")
        connection.executescript(DERIVED.read_text(encoding="utf-8").replace("{structure}", str(STRUCTURE)))
        connection.execute("BEGIN")
        derive(connection)
        analyse(connection)
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA application_id = {stamp(sizes)}")
        connection.execute("PRAGMA journal_mode = WAL")
    return True


def main() -> None:
    """Make it, and tell what it holds."""
    parser = argparse.ArgumentParser(description="Make a large rightswire.db.")
    parser.add_argument("path", type=Path)
    for field in fields(Sizes):
        parser.add_argument(f"--{field.name}", type=int, default=field.default)
    options = vars(parser.parse_args())
    path, started = options.pop("path"), time.perf_counter()
    made = make_library(path, Sizes(**options))
    with closing(sqlite3.connect(path)) as connection:
        rows = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in store.TABLES}
    print(
        f"{path}: {'made' if made else 'was there'}, {time.perf_counter() - started:.0f} s, {path.stat().st_size / 2**20:,.0f} MB"
    )
    print(", ".join(f"{table} {count:,}" for table, count in rows.items()), file=sys.stderr)


if __name__ == "__main__":
    main()
