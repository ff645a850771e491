"""Servers that send too much, too slowly or not at all: each ends in time, in little memory, and by its name."""

import gzip
import json
import os
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import brotli
import httpx
import pytest
import zstandard
from werkzeug import Request, Response

from ingest.bodies import read_body
from ingest.fetch import Fetcher
from ingest.model import FetchOptions

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_an_announced_giant_is_not_read(web, page, failure) -> None:
    sent = []

    def giant(_: Request) -> Response:
        return Response(
            (sent.append(1) or b"x" * 65536 for _ in range(800)),
            headers={"Content-Length": str(800 * 65536)},
            content_type="text/html",
        )

    assert failure(lambda: page(web.handle("/a", giant))) == "too large"


def test_a_streamed_giant_is_cut_off(web, page, failure) -> None:
    """50 MB without a length: the server finds its reader gone long before the end."""
    sent = []
    link = web.handle(
        "/a", lambda _: Response((sent.append(1) or b"x" * 65536 for _ in range(800)), content_type="text/html")
    )
    assert failure(lambda: page(link)) == "too large"
    assert len(sent) < 400


#: A frame that asks for a window of 128 MB.
WIDE_WINDOW = (
    zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=27, write_content_size=0)
    )
    .compressobj()
    .compress(os.urandom(1_000_000))[:5_000]
)

PACKED = [
    ("gzip", gzip.compress(b"hello"), b"hello"),
    ("deflate", zlib.compress(b"hello"), b"hello"),
    ("deflate", zlib.compressobj(wbits=-15).compress(b"") + zlib.compress(b"hello")[2:-4], b"hello"),
    ("GZIP", gzip.compress(b""), b""),
    ("identity", b"hello", b"hello"),
    ("gzip", gzip.compress(b"\0" * 50_000_000), "too large"),
    ("gzip", gzip.compress(os.urandom(9_000))[:-2_000], "bad encoding"),
    ("gzip", b"this is not gzip at all", "bad encoding"),
    ("gzip", gzip.compress(b"hel") + gzip.compress(b"lo"), b"hello"),
    ("gzip", gzip.compress(b"hello") + b"rubbish behind it", b"hello"),
    ("gzip, br", brotli.compress(gzip.compress(b"hello")), b"hello"),
    ("gzip, gzip, gzip", b"", "bad encoding"),
    ("gzip, snappy", b"", "bad encoding"),
    ("br", brotli.compress(b"hello"), b"hello"),
    ("br", brotli.compress(b"hello " * 9_000), b"hello " * 9_000),
    ("br", brotli.compress(b"\0" * 50_000_000, quality=5), "too large"),
    ("br", brotli.compress(os.urandom(9_000))[:-2_000], "bad encoding"),
    ("br", b"this is not brotli", "bad encoding"),
    ("zstd", zstandard.compress(b"hello"), b"hello"),
    ("zstd", zstandard.compress(b"hello " * 9_000), b"hello " * 9_000),
    ("zstd", zstandard.compress(b"\0" * 50_000_000), "too large"),
    ("zstd", zstandard.compress(os.urandom(9_000))[:-2_000], "bad encoding"),
    ("zstd", b"this is not zstd", "bad encoding"),
    ("zstd", WIDE_WINDOW, "bad encoding"),
]


@pytest.mark.parametrize(("encoding", "body", "expected"), PACKED)
def test_packed_bodies(web, page, encoding, body, expected, failure) -> None:
    link = web.serve("/a", body, Content_Encoding=encoding)
    if isinstance(expected, bytes):
        assert page(link).body == expected
    else:
        assert failure(lambda: page(link)) == expected


BOMBS = {
    # how much may be held at most: the cap, and what one step unpacks
    "gzip": (gzip.compress(b"\0" * 50_000_000), 1_000_000),
    "br": (brotli.compress(b"\0" * 50_000_000, quality=5), 1_000_000),
    "zstd": (zstandard.compress(b"\0" * 50_000_000), 6_000_000),
    "gzip, gzip": (gzip.compress(gzip.compress(b"\0" * 50_000_000)), 1_000_000),
}


@pytest.mark.parametrize("encoding", BOMBS)
def test_a_bomb_is_not_unpacked_beyond_the_cap(encoding) -> None:
    packed, most = BOMBS[encoding]
    command = [sys.executable, str(Path(__file__).with_name("unpack.py")), encoding, "100000"]
    reason, peak = json.loads(subprocess.run(command, input=packed, capture_output=True, check=True).stdout)
    assert reason == "too large"
    assert peak < most


def test_a_body_may_be_cut() -> None:
    packed = gzip.compress(b"abc" * 50_000)
    response = httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=iter([packed]))
    assert read_body(response, 1_000, cut=True) == (b"abc" * 334)[:1_000]
    response = httpx.Response(200, headers={"Content-Length": "9999999"}, content=iter([b"x" * 9_000] * 9))
    assert read_body(response, 10_000, cut=True) == b"x" * 10_000


HEADS = [
    (b"X-A: " + b"x" * 90_000 + b"\r\n", ""),
    (b"X-A: " + b"x" * 200_000 + b"\r\n", "headers too large"),
    (b"X-A: x\r\n" * 20_000, "headers too large"),
    (b"X-A: x\r\n" * 240, ""),
    (b"X-A: x\r\n" * 260, "headers too large"),
]


@pytest.mark.parametrize(("head", "reason"), HEADS)
def test_heads_of_answers_are_bounded(page, socket_server, failure, head, reason) -> None:
    """In size and in lines; and what is too large is not asked for again."""
    start = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n"
    address, tries = socket_server([start + head + b"\r\nok"] * 2)
    if reason:
        assert failure(lambda: page(address)) == reason
    else:
        assert page(address).body == b"ok"
    assert len(tries) == 1


def test_redirects_that_dawdle_share_one_time(web, options, source, failure) -> None:
    """Each hop comes in time, all of them together do not."""
    for number in range(6):
        web.handle(
            f"/{number}",
            lambda _, number=number: web.released.wait(0.25) or Response("", 302, {"Location": f"/{number + 1}"}),
        )
    with Fetcher(replace(options, timeout_seconds=0.6, total_seconds=0.7), lambda: NOW) as fetcher:
        assert failure(lambda: fetcher.fetch_page(source("https://feed.example/"), web.url("/0"))) == "timed out"
    assert len(web.requests) <= 4


def quick(options: FetchOptions) -> FetchOptions:
    return replace(options, timeout_seconds=0.2, total_seconds=0.5)


def test_a_server_that_never_answers(web, options, source, failure) -> None:
    link = web.handle("/a", lambda _: web.released.wait(20) and Response(""))
    with Fetcher(quick(options), lambda: NOW) as fetcher:
        assert failure(lambda: fetcher.fetch_page(source("https://feed.example/"), link)) == "timed out"
    assert len(web.requests) == 1


def test_a_server_that_drips(web, options, source, failure) -> None:
    """Each byte comes in time, the whole never does."""

    def drip() -> Iterator[bytes]:
        while not web.released.wait(0.05):
            yield b"x"

    link = web.handle("/a", lambda _: Response(drip(), content_type="text/html"))
    with Fetcher(quick(options), lambda: NOW) as fetcher:
        assert failure(lambda: fetcher.fetch_page(source("https://feed.example/"), link)) == "timed out"


def test_a_broken_connection_is_tried_once_more(web, page, socket_server) -> None:
    address, tries = socket_server([b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok"])
    assert page(address).body == b"ok"
    assert len(tries) == 2


def test_a_connection_that_breaks_twice(page, socket_server, failure) -> None:
    address, tries = socket_server(
        [b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\nContent-Type: text/html\r\n\r\nonly this"] * 3
    )
    assert failure(lambda: page(address)) == "connection broken"
    assert len(tries) == 2


def test_headers_that_drip_end_in_time(options, source, socket_server, failure) -> None:
    address, _ = socket_server([b"HTTP/1.1 200 OK\r\n" + b"X-Slow: x\r\n" * 400], drip=0.02)
    with Fetcher(quick(options), lambda: NOW) as fetcher:
        assert failure(lambda: fetcher.fetch_page(source("https://feed.example/"), address)) == "timed out"


UNREACHABLE = [
    ("http://127.0.0.1:9/", "cannot connect"),
    ("http://nowhere.invalid/", "unknown host"),
    ("http://a..b/", "unknown host"),
    ("http://exa mple.org/", "unknown host"),
]


@pytest.mark.parametrize(("link", "reason"), UNREACHABLE)
def test_unreachable(page, link, reason, failure) -> None:
    assert failure(lambda: page(link)) == reason


def test_no_more_than_two_requests_to_a_host_at_once(web, page) -> None:
    now, most, lock = [0], [0], threading.Lock()

    def busy(_: Request) -> Response:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        web.released.wait(0.05)
        with lock:
            now[0] -= 1
        return Response("x", content_type="text/html")

    threads = [threading.Thread(target=page, args=(web.handle(f"/{number}", busy),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2
