"""What each night tells: everything once, with what brought it, whatever is killed, rebuilt or read anew."""

import random
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from graph.build import lay_graph
from graph.corrections import Correction
from graph.model import KnownCase, ReadArticle
from graph.register import Known
from graph.store import write_tables
from ingest.archive import Archive
from nlp.model import Attributes, Evidence, Fact, Party
from nlp.register import Register, RegisterParty
from rightswire.night_changes import ServedBy, told_changes

REGISTER = Register(
    parties=(RegisterParty("loom", "company", "Loom AI", ("Loom",)), RegisterParty("mill", "outlet", "Mill Gazette"))
)
ROW = KnownCase(
    id="mill-v-loom", name="Mill Gazette v. Loom AI", plaintiffs=("mill",), defendants=("loom",), court="", country="",
    docket_numbers=("1:23-cv-11195",), filed_date="2023-12-27", judge="", subject="news", claims=(), class_action="no",
    status="discovery", status_date="2025-04", outcome="", amount_usd=None, related=(),
    source_url="https://register.example/1", confidence="high",
)  # fmt: skip
ROWS = (ROW,)


def fact(relation, subject, other, start=0, **attributes):
    words = f"{subject} {relation} {other}."
    parties = (Party(name, "company") for name in (subject, other))
    evidence = (Evidence(words, start, start + len(words)),)
    return Fact(relation, *parties, Attributes(**attributes), evidence, "r", 0.9)


def article(name, *facts, run=1, day="2026-01-02", revision=1):
    return ReadArticle(
        id=f"{name:0>16}", url=f"https://wire.example/{name}", title=name, published=date.fromisoformat(day),
        outlet="Example Wire", feed="Wire", text_source="page", first_run=run, first_seen=date(2026, 2, run),
        facts=facts, revision=revision,
    )  # fmt: skip


SUIT = article("suit", fact("sues", "Ann Poe", "Xylo", filed_date="2026-01-01"))
SETTLED = article("end", fact("settles_with", "Ann Poe", "Xylo", date="2026-02-01", amount_usd=5e6), run=2,
                  day="2026-02-02")  # fmt: skip


class Nights:
    """An archive, and the graph that is served from it."""

    def __init__(self, folder):
        self.archive_path, self.database = folder / "archive.db", folder / "rightswire.db"

    def night(self, articles, rows=ROWS, corrections=(), killed=None):
        """Run a night; `killed` before its graph is written, or before it is known to be. Returns what it told."""
        with Archive(self.archive_path) as archive:
            run = archive.start_run("ingest", "v", datetime(2026, 2, 1, tzinfo=UTC))
            known = Known(rows, ())
            served = ServedBy(run, date(2026, 2, run), self.database)

            def tell(graph):
                rows = told_changes(graph, known, archive, served)
                if killed == "before the graph":
                    raise KeyboardInterrupt
                return rows

            with suppress(KeyboardInterrupt):
                write_tables(self.database, lay_graph(articles, REGISTER, known, corrections=corrections), tell)
            if killed is None:
                archive.mark_changes_shown()
        return self.told(run)

    def told(self, run=None):
        with closing(sqlite3.connect(self.database)) as connection:
            connection.row_factory = sqlite3.Row
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'changes'").fetchone():
                return []
            rows = [dict(row) for row in connection.execute("SELECT * FROM changes ORDER BY kind, summary")]
        return [row for row in rows if run in (None, row["run_id"])]


@pytest.fixture
def nights(tmp_path):
    """Before any night."""
    return Nights(tmp_path)


def kinds(rows):
    return [row["kind"] for row in rows]


def test_a_night_tells_status_and_amount_with_before_after_and_article(nights):
    assert "new-case" in kinds(nights.night([SUIT]))
    told = {row["kind"]: row for row in nights.night([SUIT, SETTLED])}
    assert set(told) == {"status-changed", "amount-learned", "new-event", "new-fact"}
    status = told["status-changed"]
    assert (status["field"], status["before"], status["after"]) == ("status", "filed", "settled")
    assert (status["node_id"], status["article_id"], status["date"]) == ("ann-poe-v-xylo", SETTLED.id, "2026-02-02")
    assert told["amount-learned"]["summary"] == "Ann Poe v. Xylo: amount $5,000,000, not known before"


def test_nothing_is_told_twice_and_a_mere_rebuild_tells_nothing(nights):
    nights.night([SUIT])
    nights.night([SUIT, SETTLED])
    before = nights.told()
    assert nights.night([SETTLED, SUIT]) == []
    nights.database.unlink()
    assert nights.night([SUIT, SETTLED]) == []
    assert nights.told() == before


@pytest.mark.parametrize("moment", ["before the graph", "before it is known"])
def test_a_killed_night_is_told_once_by_the_run_that_shows_it(nights, moment):
    nights.night([SUIT])
    killed = nights.night([SUIT, SETTLED], killed=moment)
    later = nights.night([SUIT, SETTLED])
    assert bool(killed) != bool(later)
    assert kinds(killed or later) == ["amount-learned", "new-event", "new-fact", "status-changed"]
    assert nights.night([SUIT, SETTLED]) == []


def test_a_first_night_that_is_killed_is_told_by_the_next(nights):
    assert nights.night([SUIT], killed="before the graph") == []
    assert "new-case" in kinds(nights.night([SUIT]))


def test_what_a_newer_reader_reads_is_told_as_such(nights):
    nights.night([SUIT])
    better = replace(SUIT, facts=(fact("sues", "Ann Poe", "Xylo", filed_date="2026-01-01", docket_number="26-cv-7"),))
    (row,) = nights.night([better])
    assert (row["kind"], row["field"], row["before"], row["after"]) == ("reread", "docket_number", None, "26-cv-7")


def test_a_page_that_was_changed_is_news(nights):
    nights.night([SUIT])
    facts = (fact("sues", "Ann Poe", "Xylo", filed_date="2026-01-01", docket_number="26-cv-7"),)
    (row,) = nights.night([replace(SUIT, facts=facts, revision=2)])
    assert (row["kind"], row["article_id"]) == ("detail-learned", SUIT.id)


def test_a_fact_that_is_read_no_more_is_told_as_withdrawn(nights):
    nights.night([SUIT])
    nights.night([SUIT, SETTLED])
    rows = nights.night([SUIT])
    assert {row["kind"] for row in rows} == {"reread"}
    gone = next(row for row in rows if row["field"] == "fact")
    assert (gone["summary"], gone["edge_id"]) == ("Withdrawn: Ann Poe settles with Xylo", None)
    assert gone["subject_id"] == "ann-poe|settles_with|xylo"
    nights.night([])
    case = next(row for row in nights.told(4) if row["field"] == "case")
    assert (case["before"], case["after"], case["node_id"]) == ("Ann Poe v. Xylo", None, None)


def test_what_a_row_of_the_register_says_is_told_as_its_own(nights):
    nights.night([])
    (row,) = nights.night([], rows=(replace(ROW, status="trial", status_date="2026-01"),))
    assert (row["kind"], row["before"], row["after"]) == ("register", "discovery", "trial")
    (row,) = nights.night([], rows=())
    assert (row["kind"], row["summary"]) == ("register", "Withdrawn: Mill Gazette v. Loom AI")


def test_a_party_that_joins_a_case_is_told(nights):
    docket = {"docket_number": "1:26-cv-00005", "filed_date": "2026-01-01"}
    nights.night([article("one", fact("sues", "Ann Poe", "Xylo", **docket))])
    more = article("two", fact("sues", "Bo Ray", "Xylo", **docket), run=2)
    rows = nights.night([article("one", fact("sues", "Ann Poe", "Xylo", **docket)), more])
    joined = next(row for row in rows if row["kind"] == "party-joined")
    assert joined["summary"] == "Bo Ray joins Ann Poe v. Xylo as plaintiff"
    assert (joined["field"], joined["article_id"]) == ("plaintiffs", more.id)


def test_a_date_that_is_learned_is_no_new_event(nights):
    ruled = article("ruling", fact("ruling", "Ann Poe", "Xylo", outcome="defendant"))
    nights.night([SUIT, ruled])
    dated = replace(
        ruled, facts=(fact("ruling", "Ann Poe", "Xylo", outcome="defendant", date="2026-01-02"),), revision=2
    )
    rows = [row for row in nights.night([SUIT, dated]) if row["field"] == "event"]
    assert [(row["kind"], row["after"]) for row in rows] == [("date-learned", "2026-01-02")]


def test_corrections_are_told_when_applied_and_when_taken_back(nights):
    nights.night([SUIT])
    row = Correction(2, "rename", "xylo", "Xylograph", "jo", "2026-02-01", "its name")
    rows = nights.night([SUIT], corrections=[row])
    assert set(kinds(rows)) == {"correction"}
    (told,) = [row for row in rows if row["field"] == "correction"]
    assert told["summary"] == "Correction applied: rename xylo: Xylograph (jo: its name)"
    (back,) = [row for row in nights.night([SUIT]) if row["field"] == "correction"]
    assert back["summary"].startswith("Correction taken back: rename xylo")


@pytest.mark.parametrize(
    ("action", "target", "value"),
    [
        ("reject", "ann-poe|settles_with|xylo", SETTLED.url),
        ("reject", "ann-poe|settles_with|xylo", ""),
        ("fix", "ann-poe|settles_with|xylo.amount_usd", "3000000"),
        ("fix", f"ann-poe|settles_with|xylo|{SETTLED.url}.date", "2026-01-30"),
    ],
)
def test_what_follows_from_a_corrected_fact_is_told_as_of_the_correction(nights, action, target, value):
    again = article("again", fact("settles_with", "Ann Poe", "Xylo", amount_usd=5e6), run=2, day="2026-02-03")
    night = [SUIT, SETTLED, again]
    nights.night([SUIT])
    nights.night(night)
    row = Correction(2, action, target, value, "jo", "2026-02-01", "wrong")
    rows = nights.night(night, corrections=[row])
    assert len(rows) > 1
    assert set(kinds(rows)) == {"correction"}
    assert set(kinds(nights.night(night))) == {"correction"}  # taken back


def test_a_correction_that_was_not_applied_is_not_told(nights):
    nights.night([SUIT])
    rows = [
        Correction(2, "fix", "nosuch.judge", "Ann Roe", "jo", "2026-02-01", "x"),
        Correction(3, "fix", "ann-poe-v-xylo.status", "renewed", "jo", "2026-02-01", "x"),
    ]
    assert nights.night([SUIT], corrections=rows) == []


BETA = article("beta", fact("sues", "Beta News", "Xylo", filed_date="2026-01-01"))
OLD = article("old", fact("sues", "Alpha News", "Xylo", filed_date="2026-01-01"))
FORMER = "Beta News, formerly Alpha News, signed with Yarn."


def led(nights):
    with closing(sqlite3.connect(nights.database)) as connection:
        return dict(connection.execute("SELECT old_id, new_id FROM successors"))


def test_a_case_that_is_one_with_another_is_told_so_and_its_id_leads_on(nights):
    """News tells on the third night that two names are one body's: the younger name's suit was the older one's."""
    nights.night([OLD])
    nights.night([OLD, BETA])
    parties = (Party("Beta News", "company"), Party("Yarn", "company"))
    stated = Fact("licenses_to", *parties, Attributes(), (Evidence(FORMER, 0, len(FORMER)),), "r", 0.9)
    rows = nights.night([OLD, BETA, article("stated", stated, run=3, day="2026-01-09")])
    assert "reread" not in kinds(rows)
    assert not [row for row in rows if row["summary"].startswith("Withdrawn")]
    merged = {row["subject_id"]: row for row in rows if row["kind"] == "merged"}
    assert set(merged) == {"beta-news", "beta-news-v-xylo"}
    assert merged["beta-news-v-xylo"]["node_id"] == "alpha-news-v-xylo"
    words = merged["beta-news-v-xylo"]["summary"]
    assert words == "Beta News v. Xylo: taken for two cases until now, and found to be one"
    assert merged["beta-news"]["summary"] == "Beta News: taken for two parties until now, and found to be one"
    assert led(nights)["beta-news-v-xylo"] == "alpha-news-v-xylo"
    assert led(nights)["beta-news"] == "alpha-news"
    new = next(row for row in nights.told(2) if row["kind"] == "new-case")
    assert new["node_id"] == "alpha-news-v-xylo"


def test_a_suit_that_gets_another_id_is_no_new_suit(nights):
    """A later night brings an older name: its id is the body's from now on, and the suit is the same."""
    nights.night([BETA])
    older = replace(OLD, id="0" * 15 + "o", first_run=1)
    parties = (Party("Beta News", "company"), Party("Yarn", "company"))
    stated = Fact("licenses_to", *parties, Attributes(), (Evidence(FORMER, 0, len(FORMER)),), "r", 0.9)
    rows = nights.night([older, BETA, article("stated", stated, run=2, day="2026-01-09")])
    assert "new-case" not in kinds(rows)
    assert not [row for row in rows if row["summary"].startswith("Withdrawn") or "joins" in row["summary"]]
    assert led(nights)["beta-news-v-xylo"] == "alpha-news-v-xylo"


def test_ids_lead_on_through_several_nights_and_end_where_nothing_is_left(nights):
    one = article("one", fact("sues", "Ann Poe", "Xylo", docket_number="1:26-cv-00001", filed_date="2026-01-01"))
    other = article("other", fact("sues", "Ann Poe", "Xylo", docket_number="1:26-cv-00002", filed_date="2026-01-01"))
    third = article("third", fact("sues", "Ann Poe", "Xylo", docket_number="1:26-cv-00003", filed_date="2026-01-01"))
    nights.night([one, other, third])
    stories = ["ann-poe-v-xylo", "ann-poe-v-xylo-2", "ann-poe-v-xylo-3"]
    merges = [Correction(2, "merge", stories[2], stories[1], "jo", "2026-02-01", "x"),
              Correction(3, "merge", stories[1], stories[0], "jo", "2026-02-01", "x")]  # fmt: skip
    nights.night([one, other, third], corrections=merges[:1])
    nights.night([one, other, third], corrections=merges)
    assert [led(nights).get(story) for story in stories] == [None, stories[0], stories[0]]
    nights.night([one, other, third])
    assert not set(stories) & set(led(nights))
    nights.night([])
    assert not set(stories) & set(led(nights))


def test_changes_do_not_depend_on_the_order_of_articles(tmp_path):
    first = [
        SUIT,
        article("other", fact("sues", "Bo Ray", "Yarn")),
        article("deal", fact("licenses_to", "Mill", "Zed")),
    ]
    second = [*first, SETTLED, article("late", fact("accuses", "Bo Ray", "Zed"), run=2)]
    told = set()
    for seed in range(6):
        folder = tmp_path / str(seed)
        folder.mkdir()
        life, mixed = Nights(folder), random.Random(seed)
        life.night(mixed.sample(first, len(first)))
        life.night(mixed.sample(second, len(second)))
        told.add(repr(life.told()))
    assert len(told) == 1


def test_an_archive_whose_state_is_of_another_form_tells_nothing_once(nights):
    nights.night([SUIT])
    with closing(sqlite3.connect(nights.archive_path)) as connection:
        connection.execute("UPDATE graph_state SET value = '0' WHERE key = 'format'")
        connection.commit()
    assert nights.night([SUIT, SETTLED]) == []
    assert "new-fact" in kinds(nights.night([SUIT, SETTLED, article("more", fact("blocks", "Mill", "Zed"), run=3)]))


def test_talks_are_told_as_talks_and_not_as_a_deal_or_licence(nights):
    nights.night([SUIT])
    talks = article("talks", fact("licenses_to", "Ann Poe", "Yarn", status="in-talks"), run=2)
    told = {row["kind"]: row["summary"] for row in nights.night([SUIT, talks])}
    assert told["new-deal"] == "New talks: Ann Poe / Yarn (2026)"
    assert told["new-fact"] == "Ann Poe is in talks to license works to Yarn"
