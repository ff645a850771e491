"""XML from the web made harmless before a parser sees it: no entities, no depth, no more entries than are read. Pure.

feedparser 6.0.14 as measured: an entity of 50 kB used 50,000 times (200 kB of XML) takes 63 s and 7.4 GB; its patterns
for ENTITY and DOCTYPE take four seconds for 60 kB of them, its dictionary of attributes 17 s for 40,000. What stands
before the first element goes, therefore, but for the XML declaration; of that, an encoding that is none of text.
Depth itself costs feedparser little (one second for 40,000 elements); it is bounded for whatever comes after it.
"""

import codecs
import re
from dataclasses import dataclass, field
from xml.parsers import expat

#: Far more than any feed or page has; libxml2 allows as many.
MOST_DEPTH = 256
MOST_ATTRIBUTES = 500
_MOST_BEFORE = 1_000
#: 19 MB of ampersands take feedparser 23 s; a feed of 20 MB of escaped HTML has fewer.
MOST_REFERENCES = 2_000_000
_ENTRIES = frozenset(("item", "entry"))
_ENTRY_START = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_DECLARATION = re.compile(rb"\s{0,100}<\?xml[^<>]{0,300}\?>", re.IGNORECASE)
_ENCODING = re.compile(rb"encoding\s{0,20}=\s{0,20}[\"']([^\"'<>]{0,40})[\"']", re.IGNORECASE)
_ELEMENT = re.compile(rb"<\w")
_SPACE = re.compile(rb"\s+")
#: What every encoding of a feed must show as it is; in others a parser would see what nobody has checked.
_MARKUP = b"<>!?[]&;/='\" abcxyzABCXYZ0189"
_WIDE = {b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_NO_TEXT = ("punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf_7", "utf-7", "undefined")


class UnsafeXmlError(ValueError):
    """XML that is not read, for having far too much of something. Its text says of what, for people."""


@dataclass(frozen=True, slots=True)
class SafeXml:
    """XML that a parser may see.

    Attributes:
        body: without entities; UTF-8 where it was UTF-16 or UTF-32.
        was_wide: whether it was, so that what a server says of its encoding is not true any more.
        entries: elements called item or entry that it had; it has no more than were allowed.
    """

    body: bytes
    was_wide: bool
    entries: int


def defused(body: bytes, most_entries: int) -> SafeXml:
    """The XML in `body` without what could hurt, cut after so many entries.

    Raises:
        UnsafeXmlError: it is nested deeper than 256 elements, has more than 500 attributes in one of them, more than
            1,000 comments before the first, or more than two million references.
    """
    narrow = _narrowed(body)
    plain = _without_prolog(narrow)
    scan = _Scan(most_entries)
    fault = _scanned(plain, scan)
    if scan.cut_at is not None:
        plain = plain[: scan.cut_at] + b"".join(f"</{name}>".encode() for name in reversed(scan.open_at_cut))
    elif fault:  # malformed: feedparser falls back on a parser that keeps no record of depth
        starts = [
            found.start() for _, found in zip(range(most_entries + 1), _ENTRY_START.finditer(plain), strict=False)
        ]
        scan.entries = len(starts)
        plain = plain[: starts[-1]] if len(starts) > most_entries else plain
    if (references := plain.count(b"&")) > MOST_REFERENCES:
        raise UnsafeXmlError(f"{references} references to characters and entities")
    return SafeXml(plain, narrow is not body, scan.entries)


def _narrowed(body: bytes) -> bytes:
    """The XML as UTF-8 where it is in an encoding of two or four bytes; else itself."""
    name = next((name for mark, name in _WIDE.items() if body.startswith(mark)), "")
    if not name and b"\0" in body[:4]:
        order = "le" if body[:1] == b"<" else "be"
        name = f"utf-{32 if body[:4].count(0) == 3 else 16}-{order}"
    if not name:
        return body
    text = body.decode(name, "replace").lstrip("\ufeff").replace("\0", "")
    return (
        _ENCODING.sub(b'encoding="utf-8"', text.encode("utf-8", "replace")[:400])
        + text.encode("utf-8", "replace")[400:]
    )


def _without_prolog(body: bytes) -> bytes:
    """The XML declaration and the root element, and what a program may have put between: text, but no markup."""
    body = body.removeprefix(codecs.BOM_UTF8)
    declared = _DECLARATION.match(body)
    kept = _checked_declaration(declared[0].lstrip()) if declared else b""
    at = declared.end() if declared else 0
    between = []
    while (start := body.find(b"<", at)) >= 0 and not _ELEMENT.match(body, start):
        between.append(body[at:start])
        at = _end_of_markup(body, start)
        if len(between) > _MOST_BEFORE:
            raise UnsafeXmlError(f"more than {_MOST_BEFORE} comments and the like before the first element")
    if start < 0:
        between.append(body[at:])
        start = len(body)
    else:
        between.append(body[at:start])
    return kept + _SPACE.sub(b" ", b" ".join(between)).strip() + (b"\n" if kept else b"") + body[start:]


def _checked_declaration(declaration: bytes) -> bytes:
    """The declaration, without an encoding in which markup does not look like markup."""
    named = _ENCODING.search(declaration)
    if named is None or _shows_markup(named[1].decode("ascii", "replace")):
        return declaration
    return b'<?xml version="1.0"?>'


def _shows_markup(encoding: str) -> bool:
    try:
        name = codecs.lookup(encoding).name.replace("-", "_")
        return name not in _NO_TEXT and _MARKUP.decode(name) == _MARKUP.decode("ascii")
    except (LookupError, UnicodeError, ValueError):  # one that Python does not know, no feedparser uses
        return not encoding or encoding.isascii()


def _end_of_markup(body: bytes, start: int) -> int:
    """Where a comment, instruction or document type that begins at `start` ends."""
    for opening, closing in ((b"<!--", b"-->"), (b"<?", b"?>")):
        if body.startswith(opening, start):
            end = body.find(closing, start + len(opening))
            return len(body) if end < 0 else end + len(closing)
    if not body.startswith(b"<!", start):
        return start + 1
    end, bracket = body.find(b">", start), body.find(b"[", start)
    if 0 <= bracket < end:
        closing_bracket = re.compile(rb"\]\s{0,1000}>").search(body, bracket)
        return closing_bracket.end() if closing_bracket else len(body)
    return len(body) if end < 0 else end + 1


@dataclass
class _Scan:
    """What the elements of a document come to."""

    most_entries: int
    open: list[str] = field(default_factory=list)
    entries: int = 0
    cut_at: int | None = None
    open_at_cut: list[str] = field(default_factory=list)


def _scanned(body: bytes, scan: _Scan) -> bool:
    """Go through the elements; returns whether the document is malformed."""
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(scan.open) >= MOST_DEPTH:
            raise UnsafeXmlError(f"nested deeper than {MOST_DEPTH} elements")
        if len(attributes) > MOST_ATTRIBUTES:
            raise UnsafeXmlError(f"an element has {len(attributes)} attributes")
        if name.rpartition(":")[2].lower() in _ENTRIES:
            scan.entries += 1
            if scan.entries == scan.most_entries + 1:
                scan.cut_at, scan.open_at_cut = parser.CurrentByteIndex, list(scan.open)
        scan.open.append(name)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: scan.open.pop()
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if isinstance(error, UnsafeXmlError):
            raise
        return True
    return False
