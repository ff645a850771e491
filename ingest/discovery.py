"""The feed behind an HTML page: the link rel=alternate in its head. Pure."""

from dataclasses import dataclass
from html import unescape

from lxml import etree, html

from ingest.plaintext import one_line
from ingest.urls import absolute_url, is_web_address

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
#: Types that feeds have among other things: the link must speak of a feed.
_OPEN_TYPES = ("application/json", "application/xml", "text/xml")
_FEED_WORDS = ("feed", "rss", "atom")
#: The head of a page lies within so many bytes, or it names no feed.
MOST_HEAD = 500_000
MOST_FEEDS = 20


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names."""

    url: str
    title: str

    @property
    def is_of_comments(self) -> bool:
        """Whether it brings what readers say instead of articles."""
        return "comment" in f"{self.title} {self.url}".lower()


def find_feeds(body: bytes, base: str) -> list[FeedLink]:
    """The feeds that an HTML page names, in its order: those of articles first, those of comments last.

    Args:
        body: the page as it came.
        base: its address, against which links are resolved unless the page names another.
    """
    try:
        tree = html.document_fromstring(body[:MOST_HEAD], parser=html.HTMLParser(remove_comments=True))
    except (etree.LxmlError, ValueError):
        return []
    bases = tree.xpath("//base/@href")
    base = absolute_url(base, str(bases[0])) if bases else base
    found: dict[str, FeedLink] = {}
    for link in tree.iter("link"):
        named = _feed_link(link, base)
        if named and len(found) < MOST_FEEDS:
            found.setdefault(named.url, named)
    return sorted(found.values(), key=lambda feed: feed.is_of_comments)


def _feed_link(link: html.HtmlElement, base: str) -> FeedLink | None:
    relations = (link.get("rel") or "").lower().split()
    kind = (link.get("type") or "").partition(";")[0].strip().lower()
    href = (link.get("href") or "").strip()
    if "alternate" not in relations or not href:
        return None
    title = one_line(link.get("title") or "")
    speaks = any(word in f"{href} {title}".lower() for word in _FEED_WORDS)
    url = absolute_url(base, href.replace("feed://", "https://", 1))
    is_feed = kind in _FEED_TYPES or (kind in _OPEN_TYPES and speaks)
    return FeedLink(url, title) if is_feed and is_web_address(url) else None


def what_it_is(body: bytes, base: str) -> str:
    """What stands in place of a feed, for people: of an HTML page its title, and where its feed is."""
    start = body[:2_000].decode("utf-8", "replace")
    if "<html" not in start.lower() and "<!doctype html" not in start.lower():
        return f"it begins with {one_line(start)[:80]!r}"
    title = one_line(unescape(start.partition("<title>")[2].partition("</title>")[0]))[:100]
    page = f"it is an HTML page{f' titled {title!r}' if title else ''}"
    feeds = find_feeds(body, base)
    if not feeds:
        return f"{page}; has the feed moved?"
    others = f" (and {len(feeds) - 1} more)" if len(feeds) > 1 else ""
    return f"{page}; its feed is at {feeds[0].url[:300]}{others}"
