"""Addresses: one article keeps one id however it is reached, and two articles never share one."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.urls import article_id, canonical_url, carried_url, page_identity, tracking

SAME = [
    ("https://example.org/a", "https://example.org/a#comments"),
    ("https://example.org/a", "https://example.org/a/"),
    ("https://example.org/a", "http://example.org/a"),
    ("https://example.org/a", "https://www.example.org/a"),
    ("https://example.org/a", "https://EXAMPLE.org:443/a"),
    ("https://example.org/a?id=3", "https://example.org/a?utm_source=x&id=3"),
    ("https://example.org/a?id=3&p=1", "https://example.org/a?p=1&id=3"),
    ("https://example.org/a", "https://example.org/a?CMP=share&partner=rss&emc=rss&fbclid=1&gclid=2"),
    ("https://example.org/a", " https://example.org/a?utm_medium \n"),
    ("https://www.wsj.com/articles/x", "https://www.wsj.com/articles/x?mod=rss_tech"),
]

DIFFERENT = [
    ("https://example.org/a?id=3", "https://example.org/a?id=4"),
    ("https://example.org/a?id=3", "https://example.org/a"),
    ("https://example.org/?5012345", "https://example.org/?5012346"),
    ("https://example.org/view?gallery=3", "https://example.org/view?gallery=4"),
    ("https://example.org/view?reference=3", "https://example.org/view?reference=4"),
    ("https://example.org/view?cid=3", "https://example.org/view?cid=4"),
    ("https://example.org/view?mod=news&id=3", "https://example.org/view?mod=blog&id=3"),
    ("https://example.org/https://a.example/1", "https://example.org/https://a.example/2"),
    ("https://example.org/x{1}", "https://example.org/x{2}"),
    ("https://example.org/#!/story/1", "https://example.org/#!/story/2"),
    ("https://example.org/a;1", "https://example.org/a;2"),
    ("https://example.org/A", "https://example.org/a"),
    ("https://example.org/a", "https://news.example.org/a"),
    ("https://example.org:8080/a", "https://example.org/a"),
]

words = st.text(
    st.characters(codec="utf-8", exclude_characters="&#=\x00", exclude_categories=["Z", "C"]), min_size=1, max_size=8
)
identities = words.filter(lambda name: not _tracks(name))
paths = st.lists(words.map(lambda word: quote(word, safe="")), max_size=4).map("/".join)


def _tracks(name: str) -> bool:
    name = name.lower()
    return name in tracking().names or name.startswith(tracking().prefixes) or "%" in name


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_article(one: str, other: str) -> None:
    assert article_id(one) == article_id(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_articles(one: str, other: str) -> None:
    assert article_id(one) != article_id(other)


@given(st.one_of(st.text(), st.text().map("https://example.org/".__add__), st.text().map("http://".__add__)))
def test_canonical_is_idempotent_for_any_text(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert article_id(url) == article_id(once)


@given(paths, identities, words, words)
def test_a_parameter_that_is_not_listed_tells_articles_apart(path: str, name: str, one: str, other: str) -> None:
    addresses = [f"https://example.org/{path}?{quote(name)}={quote(value)}" for value in (one, other)]
    assert (article_id(addresses[0]) == article_id(addresses[1])) is (one == other)


@given(paths, identities, words, st.sampled_from([*sorted(tracking().names), "utm_x", "pk_y"]), st.integers(0, 1))
def test_tracking_never_changes_the_article(path: str, name: str, value: str, tracker: str, place: int) -> None:
    parts = [f"{quote(name)}={quote(value)}"]
    plain = f"https://example.org/{path}?{parts[0]}"
    parts.insert(place, f"{tracker.upper()}={quote(value)}")
    assert article_id(f"https://example.org/{path}?{'&'.join(parts)}") == article_id(plain)


PAGE = "https://example.org/news/2026/story"
CANONICAL_LINKS = [
    ("", PAGE),
    ("https://example.org/news/2026/story?utm_source=x", PAGE),
    ("/news/2026/other", "https://example.org/news/2026/other"),
    ("https://origin.example/story", PAGE),  # the original of a copy, which stays an article of its own
    ("https://m.example.org/news/2026/other", "https://www.example.org/news/2026/other"),
    ("https://example.org/", PAGE),
    ("https://origin.example", PAGE),
    ("https://example.org/news", PAGE),
    ("javascript:alert(1)", PAGE),
    ("http://[broken", PAGE),
]


@pytest.mark.parametrize(("link", "identity"), CANONICAL_LINKS)
def test_page_identity(link: str, identity: str) -> None:
    assert page_identity(PAGE, link) == identity


CARRIED = [
    (
        "http://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fwire.example%2fa%3fid%3d3&c=1",
        "https://wire.example/a?id=3",
    ),
    ("https://www.bing.com/news/apiclick.aspx?ref=x", "https://www.bing.com/news/apiclick.aspx?ref=x"),
    ("https://www.google.com/url?url=javascript:x", "https://www.google.com/url?url=javascript:x"),
    ("https://wire.example/?url=https://other.example/", "https://wire.example/?url=https://other.example/"),
]


@pytest.mark.parametrize(("link", "carried"), CARRIED)
def test_carried_url(link: str, carried: str) -> None:
    assert carried_url(link) == carried


def test_an_amp_page_belongs_to_its_parent() -> None:
    assert page_identity(PAGE + "/amp", PAGE) == PAGE


def test_ids_are_pinned() -> None:
    """Ids stand in databases that people keep: they may not change from one version to the next."""
    assert article_id("https://rightswire.example/starter/01-x") == "540901896701144f8c36"
