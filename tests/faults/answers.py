"""What each misbehaviour sends; misbehaviours.csv says in words what it does and how its failure must be called.

A function takes the request and gives the steps of wire.py. Feeds and pages that misbehave alike share one.
"""

import gzip
import random
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import brotli
import zstandard
from wire import Answer, Request, Step

MEGABYTE = 1_000_000
FEED_TYPE, PAGE_TYPE = "application/rss+xml; charset=utf-8", "text/html; charset=utf-8"
STORY = (
    "The publisher sued the maker of the chatbot in federal court on Friday over the copying of its articles.",
    "The complaint says that thousands of articles were used for training without a licence, and asks for damages.",
    "A spokeswoman for the company said that it had not yet seen the complaint and would answer it in court.",
)


def http(
    body: bytes | str = b"", kind: str = FEED_TYPE, *headers: str, status: str = "200 OK", length: bool = True
) -> bytes:
    """A whole answer, well-formed unless its arguments are not."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", "Connection: close", *headers]
    lines += [f"Content-Type: {kind}"] if kind else []
    lines += [f"Content-Length: {len(data)}"] if length else []
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data


def rss(*items: str, before: str = "", after: str = "") -> str:
    """A feed; its items make what is wrong with it."""
    items = items or (item(1), item(2))
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>t</title>{"".join(items)}</channel></rss>{after}'


def item(number: object, title: str = "Publisher sues chatbot maker", extra: str = "") -> str:
    """An item with a link to a page of the same host, where a healthy article lies."""
    return f"<item><title>{title}</title><link>/story/{number}</link>{extra}</item>"


def page(title: str, *paragraphs: str, head: str = "") -> str:
    """A page of HTML."""
    text = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><article>{text}</article></body></html>"
    )


def healthy_page(request: Request) -> Iterator[Step]:
    """An article like any other, of its own at each address."""
    where = f"It is one of the stories at {request.base}{request.path}, and the judge set a date for it."
    yield http(page(f"Publisher sues over {request.path}", *STORY, where), PAGE_TYPE)


def sends(body: bytes | str, kind: str = FEED_TYPE, *headers: str, **options: object) -> Answer:
    """The same whole answer each time."""
    whole = http(body, kind, *headers, **options)
    return lambda _: [whole]


def says(*steps: Step) -> Answer:
    """The same steps each time, as they stand."""
    return lambda _: steps


def speaks_first(*steps: Step) -> Answer:
    """The same, sent before anything is asked."""

    def answer(_: Request) -> Iterable[Step]:
        return steps

    answer.speaks_first = True
    return answer


def status(code: str, *headers: str, body: str = "no") -> Answer:
    """An answer of this status."""
    return sends(body, "text/plain", *headers, status=code)


def redirects(location: str | Callable[[Request], str], code: str = "302 Found") -> Answer:
    """A redirect, `{trap}` standing for a server on the machine itself."""

    def answer(request: Request) -> Iterator[Step]:
        to = location(request) if callable(location) else location.replace("{port}", request.trap.partition(":")[2])
        yield http(b"", "text/html", f"Location: {to}", status=code)

    return answer


def forever(step: bytes, head: bytes, pause: float = 0) -> Answer:
    """`head`, and then the same bytes without end."""

    def answer(_: Request) -> Iterator[Step]:
        yield head
        while True:
            yield step
            if pause:
                yield pause

    return answer


def streamed(kind: str, *headers: str) -> bytes:
    """The head of an answer that does not say how long it is."""
    return http(b"", kind, *headers, length=False)


def packed(body: bytes | str, packing: Callable[[bytes], bytes], name: str, kind: str = FEED_TYPE) -> Answer:
    """A body packed one way and said to be packed so (or otherwise)."""
    data = body.encode() if isinstance(body, str) else body
    return lambda _: [http(packing(data), kind, *([f"Content-Encoding: {name}"] if name else []))]


def bomb(name: str, kind: str) -> Answer:
    """300 MB of nothing, packed small."""
    return sends(packed_zeros(name), kind, f"Content-Encoding: {name}")


@cache
def packed_zeros(name: str) -> bytes:
    """They are packed before anybody asks: the server has one thread."""
    packer: Any = {
        "gzip": lambda: zlib.compressobj(1, wbits=31),
        "br": lambda: brotli.Compressor(quality=1),
        "zstd": lambda: zstandard.ZstdCompressor(1).compressobj(),
    }[name]()
    pack = packer.process if name == "br" else packer.compress
    pieces = [pack(bytes(10 * MEGABYTE)) for _ in range(30)]
    return b"".join((*pieces, packer.finish() if name == "br" else packer.flush()))


def chunked(*pieces: bytes, kind: str = FEED_TYPE) -> bytes:
    """An answer in chunks that are written as given."""
    return http(b"", kind, "Transfer-Encoding: chunked", length=False) + b"".join(pieces)


def long_headers(_: Request) -> Iterator[Step]:
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"".join(b"X-Filler-%d: %s\r\n" % (number, b"x" * 200) for number in range(100))


def many_items(_: Request) -> Iterator[Step]:
    """As many short items as fit under the cap on a feed's bytes: about 350,000."""
    yield streamed(FEED_TYPE) + b'<rss version="2.0"><channel><title>t</title>'
    for start in range(0, 350_000, 1000):
        yield b"".join(
            b"<item><title>T</title><link>/story/%d</link></item>" % number for number in range(start, start + 1000)
        )
    yield b"</channel></rss>"


def endless_items(_: Request) -> Iterator[Step]:
    yield streamed(FEED_TYPE) + b'<rss version="2.0"><channel><title>t</title>'
    number = 0
    while True:
        yield b"".join(b"<item><link>/story/%d</link></item>" % n for n in range(number, number + 1000))
        number += 1000


def changing_ids(request: Request) -> Iterator[Step]:
    noise = random.Random(request.number).getrandbits(64)  # nothing secret
    yield http(rss(*(item(f"{n}?utm_id={noise}#{noise}", extra=f"<guid>{noise + n}</guid>") for n in (1, 2))))


def cookie_demanded(body: str, kind: str) -> Answer:
    """Leads round in a circle until a cookie comes back."""

    def answer(request: Request) -> Iterator[Step]:
        if "seen=1" in request.headers.get("cookie", ""):
            yield http(body, kind)
        else:
            yield http(b"", kind, f"Location: {request.path}", "Set-Cookie: seen=1", status="302 Found")

    return answer


def poisoned(_: Request) -> Iterator[Step]:
    """Keeps the connection and puts a second answer behind the first, for whoever asks next."""
    first = http(rss()).replace(b"Connection: close", b"Connection: keep-alive")
    yield first + http("<p>put in their mouth</p>", PAGE_TYPE).replace(b"Connection: close", b"Connection: keep-alive")
    yield 1.0


def unasked_304(_: Request) -> Iterator[Step]:
    yield b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"


def packed_304(_: Request) -> Iterator[Step]:
    body = gzip.compress(b"nothing new")
    yield b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\nContent-Encoding: gzip\r\n"
    yield b"Content-Length: %d\r\n\r\n" % len(body) + body


def laughs() -> str:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return rss(item(1, "&a9;"), before=f'<!DOCTYPE rss [<!ENTITY a0 "ha">{levels}]>')


def quadratic() -> str:
    big = f'<!DOCTYPE rss [<!ENTITY a "{"a" * 100_000}">]>'
    return rss(item(1, "&a;" * 10_000), before=big)


def external(system: str) -> Answer:
    """An entity whose text lies elsewhere: a file of the reader's machine, or a server beside it."""

    def answer(request: Request) -> Iterator[Step]:
        doctype = f'<!DOCTYPE rss [<!ENTITY e SYSTEM "{system.replace("{trap}", request.trap)}">]>'
        yield http(rss(item(1, "[&e;]"), before=doctype))

    return answer


def outside_dtd(request: Request) -> Iterator[Step]:
    yield http(rss(item(1), before=f'<!DOCTYPE rss SYSTEM "http://{request.trap}/rss.dtd">'))


def styled(request: Request) -> Iterator[Step]:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    style = f'<?xml-stylesheet type="text/xsl" href="http://{request.trap}/x.xsl"?>'
    yield http(rss(item(1, include), before=style))


def odd_links() -> str:
    links = ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "", "//", "story/1", "mailto:a@b.example")
    return rss(*(f"<item><title>Link {number}</title><link>{link}</link></item>" for number, link in enumerate(links)))


def zip_of(name: str) -> bytes:
    """An image that is only a head: what it holds does not matter."""
    return {"png": b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "pdf": b"%PDF-1.7\n" + bytes(range(256)) * 4}[name]


def bad_length(announced: int, body: str, kind: str) -> Answer:
    """A length that is not the body's."""
    head = http(b"", kind, f"Content-Length: {announced}", length=False)
    return says(head + body.encode())


def wide_table() -> str:
    return page("A table", *STORY, "<table>" + "<tr><td>1</td><td>2</td></tr>" * 60_000 + "</table>")


def many_attributes(count: int) -> str:
    return "<item " + " ".join(f'a{number}="1"' for number in range(count)) + "/>"


JSON_LD = '<script type="application/ld+json">[{"@type":7,"author":{"name":[[]]},"datePublished":{}},"x",null]</script>'
CONSENT = page(
    "Before you continue",
    "We and our 842 partners store and access information on a device, such as cookies, and process personal data.",
    "You may accept all, reject all, or manage your choices. Accept all cookies to continue to the article.",
)
PAYWALL = page(
    "Publisher sues chatbot maker",
    STORY[0],
    "Subscribe to continue reading. Already a subscriber? Log in. This article is for subscribers only.",
)
DEEP = 200_000
GOOD_FEED, GOOD_PAGE = rss(), page("Publisher sues chatbot maker", *STORY)
