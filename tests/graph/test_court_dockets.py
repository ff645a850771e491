"""What courts' dockets add to the graph: events of known cases, and dockets of makers of AI that are no case yet."""

import random
from datetime import UTC, datetime

import pytest

from graph.build import build_graph
from graph.docket_rules import docket_rules, maker_names
from graph.docket_watch import with_watch
from graph.register import Known
from graph.store import write_graph
from ingest.model import DocketEntry, FeedSource
from ingest.stored import StoredDocketEntry
from nlp.register import Register, RegisterCourt, RegisterParty

REGISTER = Register(
    parties=(
        RegisterParty("mill-gazette", "outlet", "The Mill Gazette", ("Mill Gazette Company",)),
        RegisterParty("oracle-loom", "company", "Loom AI", ("Loom",), description="AI company, maker of LoomChat"),
        RegisterParty("weave", "company", "Weave Labs", description="maker of an image generator"),
        RegisterParty("bakery", "company", "Crumb Bakery", description="bakery"),
    ),
    courts=(
        RegisterCourt("us-nysd", "District Court of the South", "United States", "nysd"),
        RegisterCourt("us-cand", "District Court of the West", "United States", "cand"),
    ),
)


@pytest.fixture
def stored():
    def make(
        text="Motion to Dismiss",
        number=42,
        court="nysd",
        docket="1:23-cv-11195",
        caption="Mill v. Loom",
        day="2026-11-20",
    ):
        entry = DocketEntry(
            court, docket, caption, number, text, day, f"https://ecf.{court or 'x'}.uscourts.gov/doc1/{number}"
        )
        return StoredDocketEntry(entry, "SDNY", 3, datetime(2026, 11, 21, 2, tzinfo=UTC))

    return make


@pytest.fixture
def graph(make_case):
    def make(*entries, cases=None):
        known = Known(tuple(cases or [make_case(court="us-nysd")]), ())
        return build_graph([], REGISTER, known, entries)

    return make


def test_an_entry_becomes_an_event_of_its_case(graph, stored, tmp_path):
    built = graph(stored())
    (event,) = [event for event in built.events if event.provenance == "docket"]
    assert (event.node_id, event.kind, event.date, event.source_url, event.evidence_id) == (
        "mill-gazette-v-loom", "motion-to-dismiss", "2026-11-20", "https://ecf.nysd.uscourts.gov/doc1/42", None,
    )  # fmt: skip
    assert event.summary == "Motion to dismiss in Mill Gazette Company v. Loom AI, Inc.: Motion to Dismiss"
    assert built.cases_to_review == ()
    assert [(row.run_id, row.kind, row.summary) for row in built.changes] == [(3, "new-event", event.summary)]
    write_graph(tmp_path / "graph.db", built)


def test_a_docket_changes_nothing_that_news_and_register_tell(graph, stored):
    without, with_docket = graph(), graph(stored("Judgment"), stored("Order", 43))
    assert without.cases == with_docket.cases
    assert set(without.events) < set(with_docket.events)


MATCHES = [
    ({}, True),
    ({"court": ""}, True),  # the number alone, where it is one case's only
    ({"docket": "23-cv-11195"}, True),
    ({"docket": "2:23-cv-11195"}, False),  # another office
    ({"docket": "1:24-cv-11195"}, False),
    ({"court": "cand", "caption": "Chau v. Donovan"}, False),  # the same number in another court
    ({"court": "cand", "caption": "The Mill Gazette v. Loom AI"}, True),  # before it moved
]


@pytest.mark.parametrize(("changes", "matched"), MATCHES)
def test_an_entry_is_matched_by_court_and_number(graph, stored, changes, matched):
    events = [event for event in graph(stored(**changes)).events if event.provenance == "docket"]
    assert bool(events) is matched


def test_a_number_of_two_cases_is_neithers_unless_the_caption_tells(graph, stored, make_case):
    cases = [make_case(court="us-nysd"), make_case(id="reed-v-loom", name="Reed v. Loom AI", court="us-nysd")]
    assert [e for e in graph(stored(), cases=cases).events if e.provenance == "docket"] == []
    (event,) = [
        e for e in graph(stored(caption="Reed v. Loom AI, Inc. et al"), cases=cases).events if e.provenance == "docket"
    ]
    assert event.node_id == "reed-v-loom"


NEW = [
    ("The Mill Gazette v. Loom AI, Inc. et al", 1, True),
    ("Doe v. Loom AI OpCo, LLC", 1, False),
    ("Loom AI v. Roe", 1, False),
    ("In re: Loom AI Copyright Litigation", 1, False),
    ("In re Loom AI, Inc.", 1, False),
    ("Chau v. Donovan", 0, False),
    ("Doe v. Crumb Bakery", 0, False),
    ("Heir Loom AI Gardens v. Roe", 0, False),
    ("", 0, False),
]


@pytest.mark.parametrize(("caption", "rows", "both"), NEW)
def test_a_new_case_of_a_maker_is_put_up_for_review(graph, stored, caption, rows, both):
    entries = [stored("Complaint", 1, docket="1:26-cv-09999", caption=caption, day="2026-11-18"),
               stored("Summons", 2, docket="1:26-cv-09999", caption=caption, day="2026-11-19")]  # fmt: skip
    built = graph(*entries)
    assert len(built.cases_to_review) == rows
    assert [event for event in built.events if event.provenance == "docket"] == []
    for row in built.cases_to_review:
        assert (row.id, row.court, row.first_date, row.first_entry, row.entries, row.both_known) == (
            "nysd-1-26-cv-09999", "District Court of the South", "2026-11-18", "Complaint", 2, both,
        )  # fmt: skip
        assert row.why.startswith("Loom AI: maker of AI")


def test_criminal_and_bankruptcy_dockets_are_not_put_up(graph, stored):
    for number in ("1:26-cr-00012", "1:26-mj-00012", "26-bk-10012"):
        assert graph(stored(docket=number, caption="USA v. Loom AI")).cases_to_review == ()
    assert len(graph(stored(docket="26-1234", caption="Doe v. Loom AI", court="")).cases_to_review) == 1


def test_the_order_of_entries_does_not_matter(graph, stored):
    entries = [stored("Order", n, day=f"2026-11-{10 + n % 5}") for n in range(1, 20)]
    entries += [stored("Text order", None), stored("Complaint", 1, docket="1:26-cv-1", caption="Doe v. Weave Labs")]
    whole = graph(*entries)
    random.Random(3).shuffle(entries)
    assert repr(graph(*entries)) == repr(whole)
    assert sum(event.provenance == "docket" for event in whole.events) == 20


KINDS = [
    ("Complaint", "complaint"),
    ("COMPLAINT against Loom AI. (Filing Fee $ 405.00)", "complaint"),
    ("Second Amended Complaint", "complaint"),
    ("Notice of Removal", "complaint"),
    ("Answer to Complaint", "answer"),
    ("Motion to Dismiss/Lack of Jurisdiction", "motion-to-dismiss"),
    ("Dismiss for Failure to State a Claim", "motion-to-dismiss"),
    ("MEMORANDUM OF LAW in Opposition re: 42 MOTION to Dismiss.", "docket-entry"),
    ("Reply Memorandum of Law in Support of Motion to Dismiss", "docket-entry"),
    ("Order on Motion to Dismiss", "order"),
    ("ORDER granting in part 42 Motion to Dismiss. Signed by Judge X", "order"),
    ("Memo Endorsement", "order"),
    ("Memorandum & Opinion", "opinion"),
    ("OPINION AND ORDER re: 42", "opinion"),
    ("Notice of Appeal", "notice-of-appeal"),
    ("Amended Notice of Appeal", "notice-of-appeal"),
    ("Clerk's Judgment", "judgment"),
    ("Jury Verdict", "judgment"),
    ("Stipulation of Voluntary Dismissal", "voluntary-dismissal"),
    ("Notice of Voluntary Dismissal (aty)", "voluntary-dismissal"),
    ("Summary Judgment", "motion-for-summary-judgment"),
    ("Motion to Certify Class", "motion-to-certify-class"),
    ("Motion for Preliminary Approval of Class Action Settlement", "settlement"),
    ("Conditional Transfer Order Received", "transfer"),
    ("Motion to Appear Pro Hac Vice", "motion"),
    ("Notice of Appearance", "docket-entry"),
    ("", "docket-entry"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kinds_of_entries(text, kind):
    assert docket_rules().kind_of(text).kind == kind


def test_text_of_a_court_is_never_a_format(graph, stored, make_case):
    built = graph(stored("Order {0.__class__} {name} %s"), cases=[make_case(court="us-nysd", name="{name} v. {x}")])
    (event,) = [event for event in built.events if event.provenance == "docket"]
    assert event.summary == "Order in {name} v. {x}: Order {0.__class__} {name} %s"


def test_docket_feeds_watch_the_numbers_and_makers_of_the_register(make_case):
    feeds = [
        FeedSource("A", "https://a.example/"),
        FeedSource("D", "https://d.example/", kind="docket", watch=("1:26-cv-1",)),
    ]
    plain, docket = with_watch(feeds, REGISTER, Known((make_case(),), ()))
    assert plain == feeds[0]
    assert docket.watch == ("1:26-cv-1", "1:23-cv-11195")
    assert docket.watch_names == ("Loom AI", "Loom", "Weave Labs")


def test_the_makers_of_the_clone(clone):
    from nlp.register import load_register

    register, _ = load_register(clone / "data" / "register")
    ids = {party.id for party in maker_names(register).values()}
    assert {
        "openai",
        "anthropic",
        "meta",
        "microsoft",
        "midjourney",
        "suno",
        "udio",
        "perplexity",
        "stability-ai",
    } <= ids
    assert not {"universal-music-group", "getty-images", "disney", "cloudflare", "authors-guild", "mattel"} & ids
    assert docket_rules().maker_ids <= {party.id for party in register.parties}


def test_a_complaint_of_the_day_of_filing_is_the_filing(graph, stored):
    made = graph(stored("Complaint", 1, day="2023-12-27"))
    (filed,) = [event for event in made.events if event.kind in ("filed", "complaint")]
    assert (filed.kind, filed.date, filed.docket_url is not None) == ("filed", "2023-12-27", True)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Stipulation of Voluntary Dismissal", "dismissed"),
        ("Stipulation of Voluntary Dismissal as to Weave Labs only", "discovery"),
        ("Judgment in favor of Defendants", "judgment-defendant"),
        ("Judgment", "discovery"),
        ("Notice of Appeal", "appeal"),
    ],
)
def test_a_docket_moves_the_status_and_says_so(graph, stored, text, status):
    (case,) = graph(stored(text, 90, day="2026-03-02")).cases
    moved = status != "discovery"
    assert (case.status, case.status_date) == (status, "2026-03-02" if moved else "2025-04")
    assert case.status_provenance == ("docket" if moved else "register")
