"""Every misbehaviour by its name, and what it sends; misbehaviours.csv says in words what it does."""

import gzip
import json
import struct
import zlib
from collections.abc import Callable

from answers import (
    CONSENT,
    DEEP,
    FEED_TYPE,
    GOOD_FEED,
    GOOD_PAGE,
    JSON_LD,
    MEGABYTE,
    PAGE_TYPE,
    PAYWALL,
    STORY,
    bad_length,
    bomb,
    changing_ids,
    chunked,
    cookie_demanded,
    endless_items,
    external,
    forever,
    http,
    item,
    laughs,
    long_headers,
    many_attributes,
    many_items,
    odd_links,
    outside_dtd,
    packed,
    packed_304,
    page,
    poisoned,
    quadratic,
    redirects,
    rss,
    says,
    sends,
    speaks_first,
    status,
    streamed,
    styled,
    unasked_304,
    wide_table,
    zip_of,
)
from wire import RESET, Answer

BOTH: dict[str, Callable[[str, str], Answer]] = {  # given the body that would be right, and its type
    "slow-drip": lambda body, kind: forever(b"x", streamed(kind), 0.05),
    "no-first-byte": lambda body, kind: says(60.0),
    "slow-head": lambda body, kind: forever(b"X-Slow: x\r\n", b"HTTP/1.1 200 OK\r\n", 0.05),
    "endless-body": lambda body, kind: forever(b"x" * 65_536, streamed(kind)),
    "endless-headers": lambda body, kind: long_headers,
    "gzip-bomb": lambda body, kind: bomb("gzip", kind),
    "brotli-bomb": lambda body, kind: bomb("br", kind),
    "zstd-bomb": lambda body, kind: bomb("zstd", kind),
    "double-gzip": lambda body, kind: packed(body, lambda d: gzip.compress(gzip.compress(d)), "gzip, gzip", kind),
    "truncated-gzip": lambda body, kind: packed(body, lambda d: gzip.compress(d)[:-12], "gzip", kind),
    "wrong-packing-label": lambda body, kind: packed(body, bytes, "gzip", kind),
    "unknown-packing": lambda body, kind: packed(body, bytes, "x-rot13", kind),
    "redirect-circle": lambda body, kind: redirects(lambda r: "/two" if r.path != "/two" else "/one"),
    "redirect-to-itself": lambda body, kind: redirects(lambda r: r.path),
    "redirect-chain": lambda body, kind: redirects(lambda r: f"/hop/{r.number}"),
    "redirect-to-file": lambda body, kind: redirects("file:///etc/passwd"),
    "redirect-to-data": lambda body, kind: redirects("data:text/html,<p>x</p>"),
    "redirect-to-private": lambda body, kind: redirects("http://10.0.0.1:{port}/"),
    "redirect-to-localhost": lambda body, kind: redirects("http://localhost:{port}/"),
    "redirect-to-metadata": lambda body, kind: redirects("http://169.254.169.254/latest/meta-data/"),
    "redirect-to-mapped-ipv6": lambda body, kind: redirects("http://[::ffff:127.0.0.1]:{port}/"),
    "redirect-to-decimal-ip": lambda body, kind: redirects("http://2130706433:{port}/"),
    "redirect-without-host": lambda body, kind: redirects("http:///elsewhere"),
    "redirect-to-nowhere": lambda body, kind: status("302 Found"),
    "length-too-long": lambda body, kind: bad_length(90_000, body, kind),
    "length-too-short": lambda body, kind: bad_length(len(body) - 40, body, kind),
    "length-announces-giant": lambda body, kind: bad_length(4_000_000_000, body, kind),
    "length-negative": lambda body, kind: bad_length(-5, body, kind),
    "two-lengths": lambda body, kind: says(http(body, kind, "Content-Length: 7")),
    "broken-chunks": lambda body, kind: says(chunked(b"5\r\nhello\r\nnot a number\r\n", kind=kind)),
    "chunk-without-end": lambda body, kind: says(chunked(b"FFFFFFFFFFFF\r\n", body.encode(), kind=kind)),
    "chunks-break-off": lambda body, kind: says(chunked(b"5\r\nhello\r\n", kind=kind)),
    "reset-in-head": lambda body, kind: says(b"HTTP/1.1 200 OK\r\nContent-", RESET),
    "reset-in-body": lambda body, kind: says(
        http(b"", kind, "Content-Length: 900", length=False) + b"<rss>", 0.05, RESET
    ),
    "hangs-up": lambda body, kind: says(),
    "bad-status-line": lambda body, kind: says(b"HELLO THERE\r\n\r\n"),
    "status-of-five-digits": lambda body, kind: says(b"HTTP/1.1 20000 OK\r\n\r\n" + body.encode()),
    "http-0.9": lambda body, kind: says(body.encode()),
    "header-with-nul": lambda body, kind: says(http(body, kind, "X-Odd: a\0b")),
    "header-with-cr": lambda body, kind: says(http(body, kind, "X-Odd: a\rSet-Cookie: b=c")),
    "huge-header": lambda body, kind: says(http(body, kind, "X-Huge: " + "x" * 2 * MEGABYTE)),
    "endless-100-continue": lambda body, kind: forever(b"HTTP/1.1 100 Continue\r\n\r\n", b"", 0.005),
    "upgrade": lambda body, kind: status("101 Switching Protocols", "Upgrade: h2c", body=""),
    "speaks-ssh": lambda body, kind: speaks_first(b"SSH-2.0-OpenSSH_9.9\r\n", 0.2),
    "plain-http-on-tls-port": lambda body, kind: speaks_first(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"),
    "tls-hangs": lambda body, kind: speaks_first(60.0),
    "tls-garbage": lambda body, kind: speaks_first(b"\x15\x03\x01\x00\x02\x02\x28" + b"\xff" * 50),
    "self-signed": sends,
    "expired-certificate": sends,
    "certificate-of-another": sends,
    "unknown-authority": sends,
    "storm-500": lambda body, kind: status("500 Internal Server Error"),
    "storm-502": lambda body, kind: status("502 Bad Gateway"),
    "storm-503": lambda body, kind: status("503 Service Unavailable", "Retry-After: 7200"),
    "too-many-429": lambda body, kind: status("429 Too Many Requests"),
    "too-many-429-seconds": lambda body, kind: status("429 Too Many Requests", "Retry-After: 3600"),
    "too-many-429-date": lambda body, kind: status("429 Too Many", "Retry-After: Tue, 24 Nov 2026 08:00:00 GMT"),
    "too-many-429-nonsense": lambda body, kind: status("429 Too Many", "Retry-After: " + "9" * 400),
    "forbidden-403": lambda body, kind: status("403 Forbidden"),
    "login-401": lambda body, kind: status("401 Unauthorized", 'WWW-Authenticate: Basic realm="x"'),
    "missing-404": lambda body, kind: status("404 Not Found"),
    "gone-410": lambda body, kind: status("410 Gone"),
    "unlawful-451": lambda body, kind: status("451 Unavailable For Legal Reasons"),
    "no-content-204": lambda body, kind: says(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"),
    "partial-206": lambda body, kind: sends(body, kind, "Content-Range: bytes 0-99/900", status="206 Partial Content"),
    "unasked-304": lambda body, kind: unasked_304,
    "packed-304": lambda body, kind: packed_304,
    "empty-200": lambda body, kind: sends(b"", kind),
    "cookie-demanded": cookie_demanded,
    "keep-alive-poison": lambda body, kind: poisoned,
    "image": lambda body, kind: sends(zip_of("png"), "image/png"),
    "pdf": lambda body, kind: sends(zip_of("pdf"), "application/pdf"),
    "json": lambda body, kind: sends(json.dumps({"error": "no such thing"}), "application/json"),
}

FEEDS: dict[str, Answer] = {
    "unlabelled-gzip": packed(GOOD_FEED, gzip.compress, ""),
    "raw-deflate": packed(GOOD_FEED, lambda d: zlib.compress(d)[2:-4], "deflate"),
    "laughs": sends(laughs()),
    "quadratic-entities": sends(quadratic()),
    "external-entity-file": external("file:///etc/passwd"),
    "external-entity-http": external("http://{trap}/secret"),
    "outside-dtd": outside_dtd,
    "xinclude-and-xslt": styled,
    "deep-xml": sends(rss(item(1)) + "<a>" * DEEP),
    "deep-xml-inside": sends(rss(item(1, extra="<a>" * DEEP + "</a>" * DEEP))),
    "deep-html-inside": sends(rss(item(1, extra="<description>" + "&lt;div&gt;" * DEEP + "</description>"))),
    "nuls": sends(rss(item(1, "Pub\0lisher sues\0")).encode() + b"\0" * 1000),
    "wrong-charset": sends(rss(item(1, "Verlag \u201ekl\u00e4ger\u201c")), "application/rss+xml; charset=us-ascii"),
    "slow-charset": sends(rss(), "application/rss+xml; charset=punycode"),
    "utf-16-without-mark": sends(rss().encode("utf-16-le"), "application/rss+xml"),
    "truncated-xml": sends(rss(item(1), item(2), item(3))[:-60]),
    "html-for-xml": sends(page("Welcome", *STORY), PAGE_TYPE),
    "challenge-for-xml": sends(page("Just a moment...", "Verifying you are human."), PAGE_TYPE),
    "many-items": many_items,
    "many-items-endless": endless_items,
    "duplicate-ids": sends(rss(*(item(n, extra="<guid isPermaLink='false'>1</guid>") for n in range(3)))),
    "duplicate-links": sends(rss(item(1), item(1), item("1?utm_source=rss"), item("1#x"))),
    "changing-ids": changing_ids,
    "future-dates": sends(rss(item(1, extra="<pubDate>Fri, 01 Jan 2055 00:00:00 GMT</pubDate>"))),
    "dates-of-1970": sends(rss(item(1, extra="<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"))),
    "megabyte-title": sends(rss(item(1, "Sues " * 200_000))),
    "megabyte-link": sends(rss(f"<item><title>t</title><link>/{'x' * MEGABYTE}</link></item>", item(2))),
    "odd-links": sends(odd_links()),
    "empty-channel": sends("<rss version='2.0'><channel><title>t</title></channel></rss>"),
    "many-attributes": sends(rss(many_attributes(100_000), item(2))),
    "huge-attribute": sends(rss(f'<item a="{"x" * 5 * MEGABYTE}"/>', item(2))),
    "open-cdata": sends(rss(item(1)).replace("</channel></rss>", "<item><title><![CDATA[" + "x" * 2 * MEGABYTE)),
    "open-comment": sends(rss(item(1)).replace("</channel></rss>", "<!-- " + "-" * MEGABYTE)),
    "angle-brackets": sends("<" * 2 * MEGABYTE),
    "ampersands": sends(rss(item(1, "&" * MEGABYTE))),
    "marked-section": sends(rss(item(1, "<![x]>"))),
    "impossible-characters": sends(rss(item(1, "&#x110000; &#xD800; &#0;"))),
}

PAGES: dict[str, Answer] = {
    "consent-redirect": (
        lambda r: (
            [http(CONSENT, PAGE_TYPE)]
            if r.path.startswith("/consent")
            else [http(b"", PAGE_TYPE, "Location: /consent?continue=/a", status="302 Found")]
        )
    ),
    "challenge": sends(page("Just a moment...", "Verifying you are human. This may take a few seconds."), PAGE_TYPE),
    "paywall": sends(PAYWALL, PAGE_TYPE),
    "soft-404": sends(page("Page not found", "Sorry, the page you were looking for could not be found."), PAGE_TYPE),
    "to-the-front-page": (
        lambda r: (
            [http(page("Example Wire", "Top stories of today, and the weather."), PAGE_TYPE)]
            if r.path == "/"
            else [http(b"", PAGE_TYPE, "Location: /", status="301 Moved Permanently")]
        )
    ),
    "no-text": sends("<html><head><title>x</title></head><body><div id=app></div></body></html>", PAGE_TYPE),
    "deep-html": sends(page("Deep", "<div>" * DEEP + STORY[0]), PAGE_TYPE),
    "deep-inline": sends(page("Deep", "<b><i>" * 20_000 + STORY[0]), PAGE_TYPE),
    "too-many-elements": sends(wide_table(), PAGE_TYPE),
    "many-attributes": sends(many_attributes(200_000), PAGE_TYPE),
    "megabyte-title": sends(page("Sues " * 200_000, *STORY), PAGE_TYPE),
    "megabyte-word": sends(page("Word", *STORY, "x" * 3 * MEGABYTE), PAGE_TYPE),
    "nuls": sends(GOOD_PAGE.replace("sued", "su\0ed"), PAGE_TYPE),
    "wrong-charset": sends(GOOD_PAGE.replace("licence", "lic\u00e9nce"), "text/html; charset=utf-16"),
    "slow-charset": sends(GOOD_PAGE, "text/html; charset=punycode"),
    "odd-json-ld": sends(page("Publisher sues", *STORY, head=JSON_LD), PAGE_TYPE),
    "entities": sends(
        "<!DOCTYPE html [" + laughs()[laughs().index("<!ENTITY") : laughs().index("]>")] + "]>" + GOOD_PAGE
    ),
    "refresh-circle": sends('<meta http-equiv="refresh" content="0;url=/a">', PAGE_TYPE),
    "canonical-to-private": sends(
        page("Publisher sues", *STORY, head='<link rel=canonical href="http://10.0.0.1/x">'), PAGE_TYPE
    ),
    "binary-as-html": sends(struct.pack("<20000I", *range(20_000)), PAGE_TYPE),
    "plain-text-giant-line": sends("word " * 1_500_000, "text/plain"),
}


def all_answers() -> list[tuple[str, str, Answer]]:
    """Every misbehaviour: 'feed' or 'page', its name, and what it sends."""
    made = [("feed", name, make(GOOD_FEED, FEED_TYPE)) for name, make in BOTH.items()]
    made += [("page", name, make(GOOD_PAGE, PAGE_TYPE)) for name, make in BOTH.items()]
    made += [("feed", name, answer) for name, answer in FEEDS.items()]
    return made + [("page", name, answer) for name, answer in PAGES.items()]
