"""Which addresses become links, and where they lead.

An article of the starter feed has an address under STARTER_SITE, whose host is reserved and never resolves: the address
is the article's identity, in the graph and in every export, and its page is served by browse.starter.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from browse.markup import Shape
from browse.words import words

STARTER_SITE = "https://rightswire.example/starter/"
#: Path of a starter article's page on this server, without the slug.
STARTER_PATH = "/-/starter/"
STARTER_SLUG = re.compile(r"[0-9]{2}-[a-z0-9-]+")
LINK = Shape('<a href="{}">{}</a>')
_NOTED = Shape('{} <small class="own">({})</small>')
OUTSIDE_LINK = Shape('<a class="outside" rel="noopener noreferrer nofollow" href="{}">{}</a>')


@dataclass(frozen=True, slots=True)
class Site:
    """Where this server has its pages, whatever path it lies under.

    Attributes:
        row: from a table and the id of a row to the path of that row's page.
        path: from a path such as '/-/starter/01-x' to the path that a link needs.
    """

    row: Callable[[str, str], str]
    path: Callable[[str], str]

    def href(self, address: object) -> str | None:
        """Where a link for `address` leads: to our own page for a starter article; None if it may not be a link."""
        link = web_link(address)
        if link and link.startswith(STARTER_SITE):
            slug = link.removeprefix(STARTER_SITE)
            return self.path(STARTER_PATH + slug) if STARTER_SLUG.fullmatch(slug) else link
        return link

    def link(self, address: object, text: str, noted: bool = True) -> Markup | None:
        """`text` as a link to `address`; None if that may not be a link.

        Args:
            address: of the web.
            text: what is shown.
            noted: whether to say so beside it where the address exists nowhere; a quotation's source says it below.
        """
        href = self.href(address)
        note = words().own_note(address) if href and noted else ""
        return None if href is None else _NOTED(anchor(href, text), note) if note else anchor(href, text)


def web_link(value: object) -> str | None:
    """The address if it is one that may become a link: http or https with a host and no blanks; else None.

    Stricter than what ingest fetches: a character that does not show could make a link look like another.
    """
    if not isinstance(value, str):
        return None
    address = value.strip()
    if address[:4].lower() != "http" or " " in address or not address.isprintable():  # of blanks only ' ' prints
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


def anchor(href: str, text: str) -> Markup:
    """A link; one that leaves Rightswire says so and tells the other site nothing."""
    return (LINK if href.startswith("/") else OUTSIDE_LINK)(href, text)


def short_address(address: str, length: int = 48) -> str:
    """Host and path of an address, cut for display."""
    parts = urlsplit(address)
    text = parts.netloc.removeprefix("www.") + parts.path.rstrip("/")
    return text if len(text) <= length else text[: length - 1] + "…"
