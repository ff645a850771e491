"""Feeds of court dockets: PACER's of a whole court, CourtListener's of one docket; kept once, filtered, never fetched."""

import pytest

from ingest.captions import index_names, named_sides, sides
from ingest.docket_tables import joined_texts
from ingest.dockets import docket_number
from ingest.model import FeedSource

NUMBERS = [
    ("1:23-cv-11195", "1:23-cv-11195"),
    ("1:23-cv-11195-SHS-OTW", "1:23-cv-11195"),
    ("3:23-CV-3223", "3:23-cv-03223"),
    ("1:2023-cv-11195", "1:23-cv-11195"),
    ("23-cv-11195", "23-cv-11195"),
    ("1:25-md-03143", "1:25-md-03143"),
    ("23-1234", "23-1234"),
    ("25-2936-cv", "25-2936-cv"),
    ("21-10455-mew", "21-10455-mew"),
    ("Order", ""),
    ("2026", ""),
    ("310 O 227/23", ""),
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_docket_numbers(text: str, number: str) -> None:
    assert docket_number(text) == number


def item(
    title: str,
    description: str,
    link: str = "https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?1",
    when: str = "Fri, 20 Nov 2026 21:33:10 GMT",
) -> str:
    return f"<item><title><![CDATA[{title}]]></title><pubDate>{when}</pubDate><link>{link}</link><description>{description}</description></item>"


def document(text: str, number: int) -> str:
    return f"[{text}] (&lt;a href=&quot;https://ecf.nysd.uscourts.gov/doc1/1271{number}?caseid=6&amp;amp;de_seq_num=10&quot; &gt;{number}&lt;/a&gt;)"


MINE = item(
    "1:23-cv-11195-SHS The New York Times Company v. Microsoft Corporation et al", document("Motion to Dismiss", 42)
)
TEXTS = [
    (item("1:23-cv-11195 Mill v. Loom", document("Motion to Dismiss", 42)), (42, "Motion to Dismiss", "2026-11-20", True)),
    (item("1:23-cv-11195 Mill v. Loom", "[Order]"), (None, "Order", "2026-11-20", False)),
    (item("1:23-cv-11195 Mill v. Loom", f"[Answer] AND {document('Counterclaim', 7)}"), (7, "Answer AND Counterclaim", "2026-11-20", True)),
    (item("1:23-cv-11195 Mill v. Loom", "[Notice] (12)"), (12, "Notice", "2026-11-20", False)),
    (item("1:23-cv-11195 Mill v. Loom", "Plain words"), (None, "Plain words", "2026-11-20", False)),
    (item("1:23-cv-11195 Mill v. Loom", ""), (None, "", "2026-11-20", False)),
    # an evening in New York is the next day in UTC
    (item("1:23-cv-11195 Mill v. Loom", "[Order]", when="Sat, 21 Nov 2026 03:10:00 GMT"), (None, "Order", "2026-11-20", False)),
    (item("1:23-cv-11195 Mill v. Loom", "[Order]", when="soon"), (None, "Order", "", False)),
]  # fmt: skip


@pytest.fixture
def court(web, source):
    """A court's whole feed at an address of our own."""

    def make(*items: str, **changes: object) -> FeedSource:
        return source(web.feed("/rss_outside.pl", *items), kind="docket", **{"court": "nysd", **changes})

    return make


def held(night) -> list[tuple]:
    return [(one.entry.docket_number, one.entry.number, one.entry.text) for one in night.archive.docket_entries()]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_an_entry_of_a_court(night, court, web, text, expected) -> None:
    feeds, found = night.run(court(text))
    (stored,) = night.archive.docket_entries()
    entry = stored.entry
    to_document = "/doc1/" in entry.link
    assert (entry.court, entry.docket_number, entry.caption) == ("nysd", "1:23-cv-11195", "Mill v. Loom")
    assert (entry.number, entry.text, entry.day, to_document) == expected
    assert (found, feeds[0].problems, [request.path for request in web.requests]) == ([], (), ["/rss_outside.pl"])


def test_a_courts_address_tells_the_court() -> None:
    from ingest.dockets import court_of

    addresses = {
        "https://ecf.cand.uscourts.gov/cgi-bin/rss_outside.pl": "cand",
        "https://www.courtlistener.com/docket/1/feed/": "",
    }
    assert {url: court_of(FeedSource("x", url), "") for url in addresses} == addresses
    assert (
        court_of(FeedSource("x", "https://mirror.example/", court="ilnd"), "https://ecf.cand.uscourts.gov/") == "ilnd"
    )


WATCHED = [
    ({"watch": ("23-cv-11195",)}, ["1:23-cv-11195"]),
    ({"watch": ("1:23-cv-11195-SHS",)}, ["1:23-cv-11195"]),
    ({"watch_names": ("Microsoft",)}, ["1:23-cv-11195", "1:26-cv-00005"]),
    ({"watch_names": ("Loom AI",)}, []),
    ({"watch_names": ("Loom AI",), "watch": ("1:26-cr-00007",)}, ["1:26-cr-00007"]),
    ({}, ["1:23-cv-11195", "1:26-cr-00007", "1:26-cv-00005", "1:26-cv-00006"]),
    ({"filter": ("dismiss",)}, ["1:23-cv-11195"]),
]


@pytest.mark.parametrize(("changes", "kept"), WATCHED)
def test_of_a_whole_court_what_is_watched_is_kept(night, court, changes, kept) -> None:
    items = [MINE, item("1:26-cr-00007 USA v. Microsoft", "[Order]"), item("1:26-cv-00006 Micro Soft Pillows v. Doe", "[Order]"),
             item("1:26-cv-00005 Doe v. MICROSOFT CORP.", "[Complaint]")]  # fmt: skip
    night.run(court(*items, **changes))
    assert sorted(number for number, *_ in held(night)) == kept


def test_a_busy_day_of_a_court_is_kept_whole(night, court) -> None:
    items = [item(f"1:26-cv-{number:05} Doe v. Loom", document("Order", number)) for number in range(1, 3_001)]
    night.run(court(*items))
    assert len(held(night)) == 3_000


def test_an_entry_is_kept_once_and_its_fuller_text_replaces_the_short(web, night, court, source) -> None:
    feed = court(item("1:23-cv-11195 Mill v. Loom", document("Motion to Dismiss", 42)))
    night.run(feed)
    night.run(feed)
    web.serve(
        "/docket",
        listener(entry("Entry #42 in Mill v. Loom, 1:23-cv-11195", "MOTION TO DISMISS the complaint. Filed by Loom.")),
    )
    night.run(source(web.url("/docket"), kind="docket", court="nysd"))
    assert held(night) == [("1:23-cv-11195", 42, "MOTION TO DISMISS the complaint. Filed by Loom.")]
    night.run(
        court(
            item("1:23-cv-11195 Mill v. Loom", document("Memorandum", 42)),
            item("1:23-cv-11195 Mill v. Loom", document("motion to dismiss", 42)),
        )
    )
    assert held(night) == [("1:23-cv-11195", 42, "MOTION TO DISMISS the complaint. Filed by Loom. AND Memorandum")]


def test_joined_texts_say_nothing_twice() -> None:
    assert joined_texts("Order", "ORDER granting") == "ORDER granting"
    assert joined_texts("ORDER granting", "Order") == "ORDER granting"
    assert joined_texts("A", "B") == "A AND B"


def entry(title: str, text: str, day: str = "2026-11-20T00:00:00-08:00") -> str:
    return (
        f"<entry><title>{title}</title><link href='https://www.courtlistener.com/docket/1/mill-v-loom/?order_by=desc#entry-42'/>"
        f"<published>{day}</published><updated>{day}</updated><summary type='html'>{text}</summary></entry>"
    )


def listener(*entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Docket updates for Mill v. Loom, 1:23-cv-11195</title>{"".join(entries)}</feed>'


def test_a_feed_of_one_docket_is_kept_whole(web, night, source) -> None:
    web.serve("/docket", listener(
        entry("Entry #42 in Mill, Inc. v. Loom, Inc., 1:23-cv-11195", "MOTION to Dismiss. &lt;b&gt;Filed&lt;/b&gt; by Loom."),
        entry("Minute entry from 2026-11-18 in Mill, Inc. v. Loom, Inc., 1:23-cv-11195", "Hearing held."),
        entry("Something else", "x"),
    ))  # fmt: skip
    (outcome,) = night.feeds(source(web.url("/docket"), kind="docket", watch=("1:99-cv-1",), watch_names=("Weave",)))
    stored = [one.entry for one in night.archive.docket_entries()]
    assert [(one.court, one.caption, one.number, one.day, one.text) for one in stored] == [
        ("", "Mill, Inc. v. Loom, Inc.", 42, "2026-11-20", "MOTION to Dismiss. Filed by Loom."),
        ("", "Mill, Inc. v. Loom, Inc.", None, "2026-11-18", "Hearing held."),
    ]
    assert [problem.reason for problem in outcome.problems] == ["not a docket entry"]


CAPTIONS = [
    ("Authors Guild et al v. OpenAI, Inc. et al", ["Authors Guild", "OpenAI, Inc"]),
    ("Doe 1 vs. Microsoft Corp. (consolidated)", ["Doe 1", "Microsoft Corp"]),
    ("In re: OpenAI, Inc.", ["OpenAI, Inc"]),
    ("In the Matter of X.AI Corp.", ["X.AI Corp"]),
    ("", []),
]


@pytest.mark.parametrize(("caption", "expected"), CAPTIONS)
def test_sides_of_a_caption(caption: str, expected: list[str]) -> None:
    assert sides(caption) == expected


NAMES = index_names(("OpenAI", "Meta Platforms", "Meta", "X.AI", "Apple Inc.", "Stability AI", "The Loom"))
FOUND = [
    ("OpenAI OpCo, L.L.C.", "OpenAI"),
    ("OPENAI HOLDINGS LLC", "OpenAI"),
    ("Meta Platforms, Inc.", "Meta Platforms"),
    ("X.AI Corp", "X.AI"),
    ("Apple", None),  # a surname too
    ("Apple Inc.", "Apple Inc."),
    ("Apple Computer Co.", None),
    ("OpenAI, Inc., d/b/a ChatGPT", "OpenAI"),
    ("Apple Valley Estates", None),
    ("Stability AI Ltd.", "Stability AI"),
    ("Stability Fund", None),
    ("Loom", "The Loom"),
    ("Metadata Inc.", None),
    ("LLC", None),
    ("", None),
]


@pytest.mark.parametrize(("side", "name"), FOUND)
def test_names_in_a_caption(side: str, name: str | None) -> None:
    assert [found for _, found in named_sides(f"Doe v. {side}", NAMES)[1:]] == ([name] if side else [])


def test_a_joined_matter_is_of_the_party_that_it_begins_with() -> None:
    assert named_sides("In re: OpenAI Copyright Infringement Litigation", NAMES) == [
        ("OpenAI Copyright Infringement Litigation", "OpenAI")
    ]
    assert named_sides("In re Apple Valley Estates", NAMES) == [("Apple Valley Estates", None)]
