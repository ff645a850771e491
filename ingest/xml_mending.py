"""Slips in the markup of feeds that cost titles and links, mended before a parser sees them. Pure: bytes to bytes.

feedparser 6.0.14 leaves its strict parser for a bare ampersand, and its other one makes 'R&D; case' of 'R&D case';
it raises for references to characters that are none and for places without a number (its issue 599), drops CDATA that
was escaped (440), and takes an item's title from an image within the item.
"""

import html.entities
import re

_CDATA = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_REFERENCE = re.compile(rb"&(?:(#[xX]?[0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{0,31});)?")
_XML_NAMES = (b"amp", b"lt", b"gt", b"quot", b"apos")
_ESCAPED_CDATA = re.compile(rb"&lt;!\[CDATA\[|\]\]&gt;")
_COORDINATES = re.compile(rb"""\ssrsName\s{0,9}=\s{0,9}(?:"[^"<>]{0,200}"|'[^'<>]{0,200}')""")
_TWO_BYTES = b"\x1b$"  # ISO-2022 writes characters with the bytes of ASCII
#: 'cp-1251' for 'cp1251': no library knows it.
_CP_NAME = re.compile(rb"(encoding\s{0,9}=\s{0,9}[\"'])cp-(\d)", re.IGNORECASE)
_UTF8 = re.compile(rb"utf-?8", re.IGNORECASE)
#: One byte in so many may be broken in what is said to be UTF-8 before it is taken for something else.
_BROKEN_SHARE = 200
#: An image within an item is short; more of them than this are no feed's.
_MOST_IMAGE, _MOST_IMAGES = 4_000, 10_000


def mended_markup(body: bytes) -> bytes:
    """A feed with sound references and without what misleads feedparser; its encoding writes markup in ASCII."""
    if _TWO_BYTES in body:
        return body
    body = _CP_NAME.sub(rb"\1cp\2", body[:200]) + body[200:]
    body = _COORDINATES.sub(b"", _without_images(body)) if b"srsName" in body else _without_images(body)
    if b"&lt;![CDATA[" in body:
        body = _ESCAPED_CDATA.sub(b"", body)
    pieces, at = [], 0
    for section in _CDATA.finditer(body):
        pieces += [_REFERENCE.sub(_sound, body[at : section.start()]), section[0]]
        at = section.end()
    return b"".join((*pieces, _REFERENCE.sub(_sound, body[at:])))


def mended_utf8(body: bytes, said: bytes) -> bytes:
    """What is said to be UTF-8 and is but for a few bytes: feedparser would read all of it in another encoding."""
    if not _UTF8.search(said):
        return body
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd") - body.count("\ufffd".encode())
    return text.encode() if 0 < broken <= max(1, len(body) // _BROKEN_SHARE) else body


def _sound(found: re.Match[bytes]) -> bytes:
    """A reference that XML knows, for one that it may not know."""
    name = found[1]
    if name is None:
        return b"&amp;"
    if name in _XML_NAMES:
        return found[0]
    if name[:1] == b"#":
        number = int(name[2:], 16) if name[1:2] in b"xX" else int(name[1:], 10) if name[1:].isdigit() else -1
        banned = number < 32 and number not in (9, 10, 13)
        return b"" if banned or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF else found[0]
    point = html.entities.name2codepoint.get(name.decode())
    return b"&#%d;" % point if point else b"&amp;" + name + b";"


def _without_images(body: bytes) -> bytes:
    pieces: list[bytes] = []
    at = 0
    while len(pieces) < _MOST_IMAGES and (start := body.find(b"<image>", at)) >= 0:
        end = body.find(b"</image>", start, start + _MOST_IMAGE)
        stop = start + len(b"<image>") if end < 0 else end + len(b"</image>")
        pieces.append(body[at : stop if end < 0 else start])
        at = stop
    return b"".join((*pieces, body[at:]))
