"""Copies of one story are tied to one original, whoever prints it and in whatever order they come."""

import itertools
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ingest.copies import Signed, find_copies, shingles, signature, similarity, wire_rank
from ingest.model import Article, FeedEntry, FeedOutcome, FeedState
from ingest.stored import PendingEntry
from ingest.update_copies import tie_copies
from ingest.urls import article_id

WIRE = """
The owner of three regional newspapers sued the maker of a chatbot in federal court in Delaware on Tuesday, saying that the company copied more than two million articles to train its models without asking.

The complaint says that the chatbot repeats passages from the newspapers' investigations nearly word for word when it is asked about them, and that readers who once came to the sites no longer do so.

The company said in a statement that it had not been served with the papers, that it trains on what anybody can read on the open web, and that it expects the court to find this to be fair.

The suit is the fourth of its kind by a newspaper owner this year. Two of the others were joined before one judge in Manhattan in the spring, and a third is waiting for a decision on a motion to dismiss.

The newspapers ask for damages for each of the works that were copied, and for an order that the models trained on them be destroyed. A hearing is set for the second week of January before Judge Ellen Marsh.

Talks between the two sides about a licence had ended in August without a result, according to the complaint, after the company offered what the owner called a small part of the value of its archive.

Lawyers who follow such cases said that the outcome may turn on whether the outputs of the chatbot take the place of the articles in the market, a question on which two judges in California came down on different sides.
""".strip()

OTHER_REPORT = """
A chatbot company was taken to court in Delaware on Tuesday by the publisher behind three local papers, the newest front in a fight over what artificial intelligence may learn from.

According to the 54-page filing, staff of the publisher tested the product for weeks and collected four hundred answers in which sentences from its reporting came back with little changed.

"We will defend this," a spokeswoman for the technology company wrote in an email, adding that nobody had yet delivered the suit to its offices.

Money is one thing the publisher wants. The other is more drastic: it would have Judge Ellen Marsh order the systems wiped that were built with the papers' stories.

Negotiations over payment broke down in the summer. The publisher's chief executive told employees in a memo that the sum on the table would not have paid for one reporter in each newsroom.

Similar complaints have been consolidated in New York, and courts in California have so far disagreed over whether such training is lawful, leaving both camps to claim that they are winning.
""".strip()

PARAGRAPHS = WIRE.split("\n\n")
LOCAL = "Our newsroom could not reach anybody at the company's office on Market Street, which employs thirty people, before this edition closed on Wednesday evening."
BRIEF = "A judge in Delaware set a hearing for January in the suit of three newspapers against the maker of a chatbot. The papers say that two million of their articles were copied without a licence."


def words_changed(text: str, every: int) -> str:
    words = text.split(" ")
    return " ".join(word if number % every else f"{word}x" for number, word in enumerate(words))


# name, one text, another, whether one is a copy of the other
PAIRS = [
    ("the same", WIRE, WIRE, True),
    ("another headline and a credit", WIRE, "By a staff writer and wire reports\n\n" + WIRE, True),
    ("last two paragraphs cut", WIRE, "\n\n".join(PARAGRAPHS[:5]), True),
    ("only the first three paragraphs", WIRE, "\n\n".join(PARAGRAPHS[:3]), True),
    ("paragraphs in the middle cut", WIRE, "\n\n".join(PARAGRAPHS[:2] + PARAGRAPHS[5:]), True),
    ("paragraphs in another order", WIRE, "\n\n".join(PARAGRAPHS[:1] + PARAGRAPHS[:0:-1]), True),
    ("a local paragraph added", WIRE, WIRE + "\n\n" + LOCAL, True),
    ("cut and a local paragraph added", WIRE, "\n\n".join([*PARAGRAPHS[:4], LOCAL]), True),
    ("every thirtieth word edited", WIRE, words_changed(WIRE, 30), True),
    ("capitals and quotation marks", WIRE, WIRE.upper().replace("'", "\u2019"), True),
    ("two reports on one event", WIRE, OTHER_REPORT, False),
    ("two reports that share a quoted paragraph", WIRE, OTHER_REPORT + "\n\n" + PARAGRAPHS[2], False),
    (
        "a report that quotes two paragraphs of the wire",
        WIRE,
        OTHER_REPORT + "\n\n" + "\n\n".join(PARAGRAPHS[3:5]),
        False,
    ),
    ("every fourth word another", WIRE, words_changed(WIRE, 4), False),
    (
        "a roundup with the story among nine others",
        WIRE,
        "\n\n".join(words_changed(OTHER_REPORT + LOCAL * 3, 2 + n) for n in range(9)) + WIRE[:700],
        False,
    ),
    ("the same brief", BRIEF, BRIEF, True),
    ("the same brief with a word more", BRIEF, BRIEF + " Today.", True),
    (
        "a brief and another on it",
        BRIEF,
        BRIEF[:90] + " over articles that it copied. Lawyers for the papers asked for an earlier day and were refused.",
        False,
    ),
    ("a brief that begins as the story does", PARAGRAPHS[0], WIRE, False),
    (
        "a line that every page has",
        "Read the full story on our site, where it first appeared.",
        "Read the full story on our site, where it first appeared.",
        False,
    ),
    ("nothing", "", "", False),
]


@pytest.mark.parametrize(("one", "other", "copied"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_what_is_a_copy(one: str, other: str, copied: bool) -> None:
    found = similarity(shingles(one), shingles(other))
    assert (found is not None) is copied
    ties = list(find_copies([], [signed("a", one), signed("b", other)], {"a": shingles(one), "b": shingles(other)}.get))
    assert [bool(tie.copy_of) for tie in ties] == [False, copied]


def signed(name: str, text: str, day: int = 1, rank: int = 1, moment: str = "", named: str = "") -> Signed:
    return Signed(
        name,
        date(2026, 11, 1) + timedelta(days=day),
        rank,
        moment,
        signature(shingles(text)),
        named,
        len(shingles(text)),
    )


def ties(*articles: tuple[Signed, str]) -> dict[str, str]:
    texts = {article.id: shingles(text) for article, text in articles}
    found = find_copies([], [article for article, _ in articles], texts.__getitem__)
    return {tie.id: tie.copy_of for tie in found}


def test_the_original_is_the_earliest_then_the_wires_own_then_by_id() -> None:
    early = (signed("z", WIRE, day=1), WIRE)
    assert ties(early, (signed("a", WIRE, day=2, rank=0), WIRE)) == {"z": "", "a": "z"}
    assert ties(early, (signed("a", WIRE, day=1, rank=0), WIRE)) == {"z": "a", "a": ""}
    assert ties((signed("a", WIRE, rank=2), WIRE), early) == {"z": "", "a": "z"}
    assert ties((signed("b", WIRE), WIRE), (signed("a", WIRE), WIRE)) == {"a": "", "b": "a"}
    at = [signed("b", WIRE, moment="2026-11-02T08:00:00Z"), signed("a", WIRE, moment="2026-11-02T09:00:00Z")]
    assert ties(*((article, WIRE) for article in at)) == {"a": "b", "b": ""}


def test_stories_too_far_apart_are_not_compared() -> None:
    assert ties((signed("a", WIRE, day=0), WIRE), (signed("b", WIRE, day=60), WIRE))["b"] == "a"
    assert ties((signed("a", WIRE, day=0), WIRE), (signed("b", WIRE, day=61), WIRE))["b"] == ""


def test_a_page_that_names_its_original_needs_less_likeness() -> None:
    half = "\n\n".join(PARAGRAPHS[:2]) + "\n\n" + OTHER_REPORT
    assert ties((signed("a", WIRE), WIRE), (signed("b", half), half))["b"] == ""
    assert ties((signed("a", WIRE), WIRE), (signed("b", half, named="a"), half))["b"] == "a"
    assert ties((signed("a", WIRE), WIRE), (signed("b", OTHER_REPORT, named="a"), OTHER_REPORT))["b"] == ""


def test_wires_are_known_by_name_and_by_credit() -> None:
    assert wire_rank("Reuters", WIRE) == 0
    assert wire_rank("The Mill Gazette", "DELAWARE (Reuters) - " + WIRE) == 2
    assert wire_rank("The Mill Gazette", WIRE) == 1


def test_signatures_are_pinned() -> None:
    """They are kept in the archive and compared with those of later versions."""
    assert signature(shingles(BRIEF))[:3].tolist() == PINNED


PINNED = [62220739, 349711368, 12645796]


def store(night, name: str, text: str, day: int = 20, outlet: str = "", **changes: object) -> None:
    url = f"https://{name}.example/story"
    published = night.clock().replace(day=day, hour=int(changes.pop("hour", 0)))
    entry = FeedEntry(url, url, "A story", published, "", "", outlet)
    kind = str(changes.pop("text_source", "page"))
    article = Article(url, "A story", text, published, outlet or name, "https://feed.example/", kind, **changes)
    night.archive.save_feed(FeedOutcome(night.feed, FeedState(night.feed.url), "read", (entry,)), night.run_id)
    pending = PendingEntry(entry, article_id(url), night.feed.url, "Feed", 0, False)
    night.archive.save_article(pending, article, None, night.run_id, night.clock())


@pytest.fixture
def archived(night, source):
    night.feed = source("https://feed.example/")
    night.archive.save_sources([night.feed])
    night.run_id = night.start()
    return night


def copies(night) -> dict[str, str]:
    urls = {article.id: article.url.split("//")[1].split(".")[0] for article in night.archive.unread(None)}
    return {urls[article.id]: urls.get(article.copy_of, "") for article in night.archive.unread(None)}


STORIES = [
    ("gazette", WIRE, 21), ("herald", "\n\n".join(PARAGRAPHS[:4]), 20), ("echo", WIRE + "\n\n" + LOCAL, 22),
    ("times", OTHER_REPORT, 20), ("post", "\n\n".join(PARAGRAPHS[3:]), 23),
]  # fmt: skip
EXPECTED = {"herald": "", "gazette": "herald", "echo": "herald", "times": "", "post": "herald"}


@pytest.mark.parametrize("order", [list(order) for order in itertools.permutations(range(5))][::7])
@pytest.mark.parametrize("at_once", [True, False])
def test_the_order_of_arrival_does_not_matter(archived, order, at_once) -> None:
    for number in order:
        name, text, day = STORIES[number]
        store(archived, name, text, day)
        if not at_once:
            tie_copies(archived.archive)
    tie_copies(archived.archive)
    assert copies(archived) == EXPECTED
    assert tie_copies(archived.archive) == 0


def test_an_earlier_article_that_comes_late_becomes_the_original(archived) -> None:
    store(archived, "gazette", WIRE, 21)
    store(archived, "echo", WIRE, 22)
    assert tie_copies(archived.archive) == 1
    store(archived, "wire", WIRE, 20)
    assert tie_copies(archived.archive) == 2
    assert copies(archived) == {"gazette": "wire", "echo": "wire", "wire": ""}
    assert archived.archive.count_copies() == 2


def test_a_run_killed_between_signing_and_tying_is_made_good(archived) -> None:
    store(archived, "gazette", WIRE, 21)
    store(archived, "echo", WIRE, 22)
    archived.archive.sign_articles()
    tie_copies(archived.archive)
    assert copies(archived) == {"gazette": "", "echo": "gazette"}


def test_an_original_whose_text_is_replaced_lets_its_copies_go(archived) -> None:
    store(archived, "gazette", WIRE, 21, text_source="feed content")
    store(archived, "echo", WIRE, 22)
    tie_copies(archived.archive)
    store(archived, "gazette", OTHER_REPORT, 21)
    tie_copies(archived.archive)
    assert copies(archived) == {"gazette": "", "echo": ""}


def test_random_batches_give_what_one_batch_gives(archived, tmp_path) -> None:
    drawn = random.Random(7)
    names = [f"outlet{number:02d}" for number in range(24)]
    texts = {
        name: "\n\n".join(drawn.sample(PARAGRAPHS, drawn.randint(3, 7)))
        if drawn.random() < 0.7
        else words_changed(OTHER_REPORT, 2 + number)
        for number, name in enumerate(names)
    }
    days = {name: drawn.randint(1, 20) for name in names}
    for name in drawn.sample(names, len(names)):
        store(archived, name, texts[name], days[name])
        if drawn.random() < 0.3:
            tie_copies(archived.archive)
    tie_copies(archived.archive)
    piecemeal = copies(archived)
    with archived.archive._writing():
        archived.archive._db.execute("UPDATE articles SET copy_of = NULL, similarity = NULL")
        archived.archive._db.execute("DELETE FROM signatures")
    tie_copies(archived.archive)
    assert copies(archived) == piecemeal
    assert any(piecemeal.values())


def test_signed_articles_sort_by_their_order() -> None:
    articles = [replace(signed("a", WIRE), moment=moment) for moment in ("", "2026-11-02T08:00:00Z")]
    assert [article.moment for article in sorted(articles, key=lambda article: article.order)] == [
        "2026-11-02T08:00:00Z",
        "",
    ]
