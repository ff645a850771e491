"""Addresses: one article keeps one id however it is reached, and two articles never share one."""

import base64
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.urls import (
    article_id,
    canonical_url,
    carried_url,
    identity_url,
    is_redirect_service,
    is_wrapper,
    named_original,
    page_identity,
    tracking,
)

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


STORY = "https://www.example.org/news/story"
#: Google's older links hold the address in their packing, the newer a key alone.
PACKED = base64.urlsafe_b64encode(b"\x08\x13\x22\x23" + STORY.encode() + b"\xd2\x01\x00").decode().rstrip("=")
KEY_ONLY = base64.urlsafe_b64encode(b"\x08\x13\x22\x60AU_yqLOabc123\xd2\x01\x00").decode().rstrip("=")
FORMS = [
    "https://www.example.org/news/story",
    "http://example.org/news/story/",
    "https://www.example.org/news/story/amp",
    "https://www.example.org/news/story/amp/",
    "https://www.example.org/news/story.amp",
    "https://www.example.org/amp/news/story",
    "https://www.example.org/news/story?amp=1",
    "https://www.example.org/news/story?outputType=amp&utm_source=x#top",
    "https://amp.example.org/news/story",
    "https://m.example.org/news/story",
    "https://mobile.example.org/news/story?fbclid=1",
    "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/news/story/amp",
    "https://www-example-org.cdn.ampproject.org/v/s/www.example.org/news/story?amp_js_v=0.1",
    "https://cdn.ampproject.org/c/www.example.org/news/story",
    "https://www.google.com/amp/s/www.example.org/news/story/amp/",
    "https://www-example-org.bing-amp.com/c/s/www.example.org/news/story",
    "https://www.google.com/url?sa=t&url=https%3A%2F%2Fwww.example.org%2Fnews%2Fstory&ct=ga",
    "https://www.google.com/url?q=https://m.example.org/news/story",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.example.org%2Fnews%2Fstory%3Ffbclid%3D1&h=x",
    "https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Fwww%2Eexample%2Eorg%2Fnews%2Fstory",
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.example.org%2Fnews%2Fstory&data=x",
    "https://go.theregister.com/feed/www.example.org/news/story",
    f"https://news.google.com/rss/articles/{PACKED}?oc=5",
    "https://www.bing.com/news/apiclick.aspx?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fm.example.org%252Fnews%252Fstory",
]


@pytest.mark.parametrize("form", FORMS)
def test_one_article_whatever_form_its_address_has(form: str) -> None:
    assert article_id(identity_url(form)) == article_id(STORY)
    assert identity_url(identity_url(form)) == identity_url(form)
    assert not is_wrapper(carried_url(form))


OWN_FORMS = [
    ("https://m.example/story", "https://m.example/story"),
    ("http://localhost:8000/story", "http://localhost:8000/story"),
    ("http://intranet/story", "http://intranet/story"),
    ("https://amp.dev/story", "https://amp.dev/story"),
    ("https://example.org/amp", "https://example.org/amp"),
    ("https://example.org/story-about-amp", "https://example.org/story-about-amp"),
    ("https://example.org/amplify/x", "https://example.org/amplify/x"),
    ("https://en.m.wikipedia.org/wiki/X", "https://en.wikipedia.org/wiki/X"),
    ("https://m.bbc.co.uk/news/1", "https://www.bbc.co.uk/news/1"),
    ("https://m.news.example.org/1", "https://news.example.org/1"),
    ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
    ("https://example.org/story.amp.html", "https://example.org/story.html"),
]


@pytest.mark.parametrize(("form", "own"), OWN_FORMS)
def test_forms_of_addresses(form: str, own: str) -> None:
    assert identity_url(form) == own


REFUSED = [
    f"https://news.google.com/rss/articles/{KEY_ONLY}?oc=5",
    "https://news.google.com/rss/articles/CBMi!!!?oc=5",
    "https://news.google.com/articles/x",
    "https://www.google.com/url?url=javascript:alert(1)",
    "https://www.bing.com/news/apiclick.aspx?ref=x",
    "https://apple.news/AbCdEf",
    "https://www.facebook.com/l.php?h=x",
]


@pytest.mark.parametrize("link", REFUSED)
def test_links_that_carry_nothing_are_refused(link: str) -> None:
    assert carried_url(link) == link
    assert is_wrapper(link)


def test_links_within_links_end() -> None:
    link = STORY
    for _ in range(9):
        link = "https://www.google.com/url?" + urlencode({"url": link})
    assert is_wrapper(carried_url(link))


ORIGINALS = [
    ("https://origin.example/story", "https://origin.example/story"),
    ("https://origin.example/", ""),
    ("https://m.example.org/other", ""),
    ("/other", ""),
    ("", ""),
]


@pytest.mark.parametrize(("link", "original"), ORIGINALS)
def test_the_original_that_a_copy_names(link: str, original: str) -> None:
    assert named_original(PAGE, link) == original


def test_a_redirect_service_has_no_articles_of_its_own() -> None:
    assert is_redirect_service("https://t.co/abc")
    assert not is_redirect_service("https://at.co/abc")
    assert page_identity("https://lnkd.in/abc", STORY) == STORY


def test_an_amp_page_belongs_to_its_parent() -> None:
    assert page_identity(PAGE + "/amp", PAGE) == PAGE


def test_ids_are_pinned() -> None:
    """Ids stand in databases that people keep: they may not change from one version to the next."""
    assert article_id("https://rightswire.example/starter/01-x") == "540901896701144f8c36"
