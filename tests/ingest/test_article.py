"""Pages to articles: the text people read, its identity and its day, or a reason why not."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article import MOST_ELEMENTS, article_from_feed, article_from_page
from ingest.model import Article, FeedEntry, Fetched
from rightswire.errors import PageError

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LINK = "https://wire.example/news/2026/story"
ENTRY = FeedEntry(LINK, LINK, "Title of the feed", datetime(2026, 11, 20, 14, tzinfo=UTC), "", "", "Example Wire")
FIRST = "The publisher sued the maker of the chatbot in federal court on Friday over the copying of its articles."
SECOND = "The complaint says that thousands of articles were used for training without a licence."
THIRD = "A spokesman for the company said on Friday that it had not seen the complaint and would not comment on it."
SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "000_77dc6a1f48aa5721.txt"


def html(head: str = "", body: str = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>") -> str:
    head = f"<head><title>Publisher sues</title>{head}</head>"
    return f"<!doctype html><html>{head}<body><article>{body}</article></body></html>"


def read(page: str | bytes, content_type: str = "text/html; charset=utf-8", entry: FeedEntry = ENTRY) -> Article:
    body = page.encode() if isinstance(page, str) else page
    return article_from_page(entry, "https://wire.example/feed", Fetched(LINK, LINK, 200, content_type, body, NOW))


def test_a_page_becomes_an_article() -> None:
    assert read(html()) == Article(
        url=LINK,
        title="Publisher sues",
        text=f"{FIRST}\n\n{SECOND}\n\n{THIRD}",
        published=ENTRY.published,
        outlet="Example Wire",
        feed_url="https://wire.example/feed",
        text_source="page",
        language="en",
    )


def test_the_same_page_gives_the_same_text_each_time() -> None:
    """trafilatura with deduplicate=True gives nothing from the fourth time on."""
    assert len({read(html()) for _ in range(6)}) == 1


def test_navigation_is_left_out_and_lists_are_kept() -> None:
    body = (
        "<nav><a href='/'>Home</a> <a href='/m'>Media</a></nav><h1>Publisher sues</h1>"
        f"<p>{FIRST}</p><h2>What it asks</h2><ul><li>Damages for each of the works that were copied</li>"
        f"<li>An order to <b>destroy</b> the model and its weights</li></ul><p>{SECOND}</p>"
        f"<table><tr><td>Court</td><td>S.D.N.Y.</td></tr></table><p>{THIRD}</p><footer>All rights reserved</footer>"
    )
    assert read(html(body=body)).text.split("\n\n") == [
        FIRST,
        "What it asks",
        "Damages for each of the works that were copied",
        "An order to destroy the model and its weights",
        SECOND,
        "Court | S.D.N.Y.",
        THIRD,
    ]


CANONICAL = [
    ('<link rel="canonical" href="https://www.wire.example/story?utm_source=x">', "https://www.wire.example/story"),
    ('<meta property="og:url" content="https://wire.example/story/7">', "https://wire.example/story/7"),
    ('<link rel="canonical" href="/"><meta property="og:url" content="/story/7">', "https://wire.example/story/7"),
    ('<link rel="Canonical" href="/other">', "https://wire.example/other"),
    ('<link rel="canonical" href="https://wire.example/">', LINK),
    ('<link rel="canonical" href="https://wire.example/news">', LINK),
    ('<link rel="canonical" href="">', LINK),
    ('<link rel="alternate" href="https://wire.example/x">', LINK),
]


@pytest.mark.parametrize(("head", "url"), CANONICAL)
def test_identity(head: str, url: str) -> None:
    assert read(html(head)).url == url


FEED_DAY = "2026-11-20T14:00:00+00:00"
DATES = [
    ("", FEED_DAY, FEED_DAY),
    ('<meta property="article:published_time" content="2026-11-20T23:00:00-05:00">', FEED_DAY, FEED_DAY),
    ('<meta property="article:published_time" content="2026-11-18T09:00:00Z">', FEED_DAY, "2026-11-18T00:00:00+00:00"),
    ('<script type="application/ld+json">{"datePublished": "2026-11-17"}</script>', None, "2026-11-17T00:00:00+00:00"),
    ('<meta property="article:published_time" content="2027-05-01">', FEED_DAY, FEED_DAY),
    ('<meta property="article:published_time" content="2027-05-01">', None, None),
    (
        '<meta property="article:modified_time" content="2026-11-22">'
        '<meta property="article:published_time" content="2026-11-19">',
        None,
        "2026-11-19T00:00:00+00:00",
    ),
]


@pytest.mark.parametrize(("head", "by_feed", "published"), DATES)
def test_publication(head: str, by_feed: str | None, published: str | None) -> None:
    entry = replace(ENTRY, published=by_feed and datetime.fromisoformat(by_feed))
    found = read(html(head), entry=entry).published
    assert (found and found.isoformat()) == published


def test_a_day_after_the_fetch_is_not_believed_whenever_the_test_runs() -> None:
    head = '<meta property="article:published_time" content="2024-05-03">'
    page = Fetched(LINK, LINK, 200, "text/html", html(head).encode(), datetime(2024, 5, 1, tzinfo=UTC))
    assert article_from_page(replace(ENTRY, published=None), "feed", page).published is None


def test_a_day_in_the_text_does_not_beat_the_feed() -> None:
    body = f"<p>{FIRST}</p><p>It was filed on 2023-12-27, the papers show.</p><p>{THIRD}</p>"
    assert read(html(body=body)).published == ENTRY.published


def test_what_the_page_does_not_tell_the_feed_does() -> None:
    page = html().replace("<title>Publisher sues</title>", "")
    assert read(page).title == "Title of the feed"


def test_outlet_of_a_search_feed_is_the_site() -> None:
    head = (
        '<meta property="og:site_name" content="The Paper">'
        '<meta property="og:title" content="Publisher sues | The Paper">'
    )
    article = read(html(head), entry=replace(ENTRY, outlet=""))
    assert (article.outlet, article.title) == ("The Paper", "Publisher sues")


ENCODINGS = [
    ("windows-1252", "text/html; charset=windows-1252", ""),
    ("utf-8", "text/html", ""),
    ("iso-8859-1", "text/html", "<meta charset='iso-8859-1'>"),
    ("utf-8", "text/html; charset=nonsense", ""),
    ("utf-8", "text/html; charset=punycode", ""),
    ("windows-1252", "text/html; charset=utf-8", "<meta charset='windows-1252'>"),
]


@pytest.mark.parametrize(("encoding", "content_type", "head"), ENCODINGS)
def test_encodings(encoding: str, content_type: str, head: str) -> None:
    text = FIRST + " L'\xe9diteur a port\xe9 plainte \xe0 Paris, o\xf9 il r\xe9side."
    page = html(head, f"<p>{text}</p><p>{SECOND}</p><p>{THIRD}</p>")
    assert text in read(page.encode(encoding), content_type).text


NO_ARTICLES = [
    ("", "not a page"),
    ("just some words", "not a page"),
    (html(body=""), "no text"),
    (html(body="<p>Short.</p>"), "no text"),
    (html(body="<script>var text = 'x';</script>"), "no text"),
    (html().replace("Publisher sues", "Just a moment..."), "bot challenge"),
    (html().replace("Publisher sues", "Access Denied"), "block page"),
    (html().replace("Publisher sues", "Attention Required! | Cloudflare"), "bot challenge"),
    (html(body=f"<p>{FIRST}</p><p>Enable JavaScript and cookies to continue, please.</p>"), "bot challenge"),
    (html(body="<b>x</b>" * MOST_ELEMENTS), "too complex"),
]


@pytest.mark.parametrize(("page", "reason"), NO_ARTICLES)
def test_pages_without_an_article(page: str, reason: str) -> None:
    with pytest.raises(PageError) as caught:
        read(page)
    assert (caught.value.subject, caught.value.reason) == (LINK, reason)


def test_articles_on_block_pages_are_none() -> None:
    body = "".join(f"<p>{number}. {FIRST}</p>" for number in range(30)) + "<p>It says: verify you are human.</p>"
    assert "verify you are human" in read(html(body=body).replace("Publisher sues", "Access denied")).text
    assert read(html().replace("Publisher sues", "Access denied: publishers shut out crawlers")).text.startswith(FIRST)


def test_a_page_that_breaks_its_parser_costs_itself(monkeypatch) -> None:
    def broken(*_, **__):
        raise RecursionError("too deep")

    monkeypatch.setattr("ingest.article.bare_extraction", broken)
    with pytest.raises(PageError, match="malformed page"):
        read(html())


def test_plain_text_is_an_article_too() -> None:
    wrapped = (
        "A first line that was broken off at seventy characters or thereabouts\n"
        "by a mail program, as was usual then.\n\n  \u2022 an item\n  \u2022 another item\n"
    )
    article = read(wrapped, "text/plain", replace(ENTRY, title=""))
    assert article.text.split("\n\n") == [
        "A first line that was broken off at seventy characters or thereabouts by a mail program, as was usual then.",
        "\u2022 an item",
        "\u2022 another item",
    ]
    assert article.title == article.text.split("\n\n")[0]


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is no part of the project")
def test_the_seed_article_keeps_every_word() -> None:
    article = read(SEED.read_bytes(), "text/plain", replace(ENTRY, title=""))
    assert article.title == "Zuckerberg claims creators overvalue their AI training contributions"
    assert article.text.split() == SEED.read_text("utf-8").split()
    assert "\n\n\u2022 Meta faces a lawsuit from a group of authors, including Sarah Silverman" in article.text


FEED_TEXTS = [
    (FIRST, "", "feed content"),
    (FIRST, SECOND, "feed content"),
    ("", SECOND, "feed summary"),
    ("Read more", SECOND, "feed summary"),
    ("", "Read more", None),
    ("", "", None),
]


@pytest.mark.parametrize(("content", "summary", "source"), FEED_TEXTS)
def test_the_feeds_own_text(content: str, summary: str, source: str | None) -> None:
    article = article_from_feed(replace(ENTRY, content=content, summary=summary), "feed")
    assert (article and article.text_source) == source
    assert article is None or (article.url, article.title) == (LINK, "Title of the feed")


TAGS = st.text("<>/apdivscrit &;'\"=!-#x0", max_size=300)


@given(st.one_of(st.binary(max_size=300), TAGS.map(lambda text: html(body=text).encode())))
def test_any_bytes_are_an_article_or_a_page_error(body: bytes) -> None:
    try:
        article = read(body, "text/html")
    except PageError:
        return
    assert "<script" not in article.text or b"&lt;" in body or b"&#" in body
