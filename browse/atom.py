"""Atom feeds as RFC 4287 asks for them, by feedgenerator.

What feedgenerator lacks is added here: text that XML can hold, links to sources, and no clock where a feed is empty.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedgenerator import Atom1Feed
from feedgenerator.django.utils.encoding import iri_to_uri
from markupsafe import Markup

from graph.plain_text import clean_text

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
AUTHOR = "Rightswire"
#: Ids are tag: addresses (RFC 4151) of the same reserved name as the starter articles': they are no places.
TAG = "tag:rightswire.example,2026:"
MAX_TITLE = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes:
        id: what follows TAG: the same for the same thing, whatever address the server has.
        title: plain text.
        page: whole address of our page about it.
        updated: aware UTC.
        content: markup, escaped.
        categories: terms.
        source: web address of the article behind it, if there is one.
        published: aware UTC, where it is known and will stay the same.
    """

    id: str
    title: str
    page: str
    updated: datetime
    content: Markup
    categories: Sequence[str] = ()
    source: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed.

    Attributes:
        id: what follows TAG.
        title, subtitle: plain text.
        address: whole address of the feed itself.
        page: whole address of the page that shows the same to people.
        updated: aware UTC, for a feed without entries; else the newest entry's counts.
        entries: newest first.
    """

    id: str
    title: str
    subtitle: str
    address: str
    page: str
    updated: datetime
    entries: Sequence[Entry] = ()


class _Atom(Atom1Feed):  # type: ignore[misc]
    """Atom1Feed whose date does not come from the clock, with types on links and links to sources."""

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        newest: datetime = max(dates, default=self.feed["without_entries"])
        return newest

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["source"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": iri_to_uri(item["source"])})


def write_feed(feed: Feed) -> bytes:
    """The feed as a document; the same feed gives the same bytes."""
    document = _Atom(
        title=_title(feed.title),
        link=feed.page,
        description=None,
        subtitle=clean_text(feed.subtitle),
        language="en",
        author_name=AUTHOR,
        feed_url=feed.address,
        feed_guid=TAG + feed.id,
        without_entries=feed.updated,
    )
    for entry in feed.entries:
        document.add_item(
            title=_title(entry.title),
            link=entry.page,
            description=None,
            content=clean_text(str(entry.content)),
            updateddate=entry.updated,
            pubdate=entry.published,
            unique_id=TAG + entry.id,
            categories=[clean_text(term) for term in entry.categories],
            source=entry.source,
        )
    out = io.StringIO()
    document.write(out, "utf-8")
    return out.getvalue().encode("utf-8")


def _title(text: str) -> str:
    words = " ".join(clean_text(text).split())
    return words if len(words) <= MAX_TITLE else words[: MAX_TITLE - 1] + "…"
