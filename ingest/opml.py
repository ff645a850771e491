"""Lists of feeds in OPML, as readers of feeds exchange them, in and out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from ingest.model import FeedSource
from ingest.plaintext import one_line
from ingest.urls import is_web_address
from rightswire.errors import ConfigurationError

MOST_FEEDS = 10_000
MOST_NAME = 200


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed as an OPML file lists it."""

    name: str
    url: str


def read_opml(name: str, body: bytes) -> list[ListedFeed]:
    """The feeds in an OPML file, whatever groups they lie in; each address once.

    Args:
        name: of the file, for the error.
        body: its bytes.

    Raises:
        ConfigurationError: it is no XML, or lists no feed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(body.strip(), parser)
    except etree.XMLSyntaxError as error:
        raise ConfigurationError(name, f"is no OPML: {error}", "export it again as OPML") from error
    found: dict[str, ListedFeed] = {}
    for outline in root.iter() if root is not None else ():
        values = {str(key).lower(): str(value) for key, value in outline.attrib.items()}
        url = values.get("xmlurl", "").strip().replace("feed://", "https://", 1).removeprefix("feed:")
        if is_web_address(url) and len(found) < MOST_FEEDS:
            title = one_line(values.get("title") or values.get("text") or url)[:MOST_NAME]
            found.setdefault(url, ListedFeed(title, url))
    if not found:
        raise ConfigurationError(name, "lists no feed", "each feed is an outline with an xmlUrl")
    return list(found.values())


def write_opml(sources: Iterable[FeedSource], title: str) -> tuple[bytes, list[FeedSource]]:
    """The feeds as OPML 2.0, in their order, and those that OPML cannot hold: what is on disk, or is no feed."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    left: list[FeedSource] = []
    for source in sources:
        if source.kind not in ("feed", "docket") or not is_web_address(source.url):
            left.append(source)
            continue
        name = one_line(source.name)
        outline = etree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=source.url)
        if source.why:
            outline.set("description", one_line(source.why))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)), left
