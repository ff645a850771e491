"""WARC files: pages as if they had been fetched, broken records that cost themselves, bounded memory, kill and repeat."""

import gzip
import io
import random
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug import Response

from ingest.backfill import backfill_source, pages_of_stream, read_warc
from ingest.fetch import Fetcher
from ingest.model import ArticleOutcome, FeedOutcome
from ingest.warc import WarcPages
from rightswire.errors import ConfigurationError, FeedError

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def record(
    name: str,
    body: bytes = b"<p>x</p>",
    kind: str = "response",
    status: str = "200 OK",
    head: str = "",
    content_type: str = "text/html",
) -> bytes:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{head}\r\n".encode() + body
    fields = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://wire.example/{name}\r\nWARC-Date: 2026-11-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return fields.encode() + answer + b"\r\n\r\n"


GOOD = [record(str(number), b"<p>hello</p>" * 50) for number in range(6)]
PACKED = [gzip.compress(one) for one in GOOD]


def read(data: bytes) -> tuple[str, list[str], dict[str, int]]:
    pages = WarcPages(io.BytesIO(data), 10_000, NOW)
    names = "".join(page.url[-1] for page in pages)
    return names, [problem.reason for problem in pages.problems("w")], dict(pages.passed)


def with_third(records: list[bytes], third: bytes) -> bytes:
    return b"".join([*records[:2], third, *records[3:]])


WHOLE = [
    (b"".join(GOOD), "012345"),
    (b"".join(PACKED), "012345"),
    (gzip.compress(b"".join(GOOD)), "012345"),  # not as the standard wants it
    (record("c", b"7\r\n<p>hell\r\n5\r\no</p>\r\n0\r\n\r\n", head="Transfer-Encoding: chunked\r\n"), "c"),
    (record("c", gzip.compress(b"<p>x</p>" * 500), head="Content-Encoding: gzip\r\n"), "c"),
    (record("c", b"<p>kept unpacked</p>", head="Content-Encoding: gzip\r\n"), "c"),
    (record("a", kind="request") + record("b", status="404 No") + record("d", content_type="image/png") + GOOD[1], "1"),
]


@pytest.mark.parametrize(("data", "names"), WHOLE)
def test_pages(data: bytes, names: str) -> None:
    assert read(data)[:2] == (names, [])


BROKEN = [
    ("cut packed", with_third(PACKED, PACKED[2][:60])),
    ("damaged packed", with_third(PACKED, PACKED[2][:40] + b"XXXXXXXX" + PACKED[2][48:])),
    ("cut in its head", with_third(GOOD, GOOD[2][:150])),
    ("cut in its body", with_third(GOOD, GOOD[2][:-100])),
    ("no record", with_third(GOOD, b"garbage garbage\r\n\r\n")),
    ("longer than it is", with_third(GOOD, GOOD[2].replace(b"Content-Length: ", b"Content-Length: 9999"))),
    ("shorter than it is", with_third(GOOD, GOOD[2].replace(b"Content-Length: ", b"Content-Length: 0"))),
    ("without a length", with_third(GOOD, GOOD[2].replace(b"Content-Length: ", b"Content-Len: "))),
    ("a length that is none", with_third(GOOD, GOOD[2].replace(b"Content-Length: ", b"Content-Length: -"))),
    ("no answer in it", with_third(GOOD, GOOD[2].replace(b"HTTP/1.1 200 OK", b"HTTP-1.1 200 OK"))),
]


@pytest.mark.parametrize(("how", "data"), BROKEN)
def test_a_broken_record_costs_itself(how: str, data: bytes) -> None:
    names, problems, _ = read(data)
    assert names.replace("2", "") == "01345", how
    assert problems == ([] if "2" in names else ["broken record"]), how


LARGE = [
    (record("c", b"x" * 500_000), "too large"),
    (record("c", gzip.compress(b"x" * 5_000_000), head="Content-Encoding: gzip\r\n"), "too large"),
    (record("c", b"no gzip", head="Content-Encoding: gzip\r\n"), "bad encoding"),
]


@pytest.mark.parametrize(("data", "reason"), LARGE)
def test_what_cannot_be_read_is_counted(data: bytes, reason: str) -> None:
    assert read(data)[1] == [reason]


NONE = [
    b"",
    b"\0" * 100,
    b"\x1f\x8b\x08" + b"\0" * 100,
    b"WARC/1.0\r\n" + b"x" * 200_000,
    b"<html><body><p>Not found</p></body></html>",
    gzip.compress(b"notes " * 9_000),
    gzip.compress(random.Random(1).randbytes(300_000))[:-100],
    gzip.compress(b"".join(PACKED)),  # packed twice
]


@pytest.mark.parametrize("data", NONE, ids=lambda data: repr(data[:12]))
def test_what_is_no_warc_file_is_told_as_such(data: bytes) -> None:
    assert read(data)[1] == ["not a WARC file"]


CUT = [
    (b"".join(GOOD)[:-100], "01234"),
    (b"".join(GOOD)[: -len(GOOD[5]) + 20], "01234"),
    (b"".join(PACKED)[:-20], "01234"),
    (gzip.compress(b"".join(GOOD))[:-12], "01234"),
    (b"WARC/1.0\r\nWARC-Type: response", ""),
    (GOOD[0][:-100], ""),
    (PACKED[0][:-20], ""),
]


@pytest.mark.parametrize(("data", "names"), CUT)
def test_a_file_that_breaks_off_is_told_as_such(data: bytes, names: str) -> None:
    assert read(data)[:2] == (names, ["cut off"])


def test_a_file_that_breaks_off_behind_a_broken_record_tells_both() -> None:
    assert read(b"".join([GOOD[0], GOOD[1][:-100], GOOD[2], GOOD[3][:-100]]))[:2] == (
        "02",
        ["cut off", "broken record"],
    )


@settings(max_examples=200, deadline=None)
@given(
    st.booleans(), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=5), st.integers(0, 10_000)
)
def test_any_damage_ends(packed: bool, damage: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(b"".join(PACKED if packed else GOOD))
    for place, byte in damage:
        data[place % len(data)] = byte
    read(bytes(data[: cut % len(data)]))


class Endless(io.RawIOBase):
    """A packed stream of many records that is made while it is read, and lies nowhere."""

    def __init__(self, megabytes: int) -> None:
        text = "".join(f"<p>Paragraph {number} of a page that says nothing.</p>" for number in range(4_000))
        self.pieces = self._records(text.encode(), megabytes)
        self.held, self.unpacked = b"", 0

    def _records(self, text: bytes, megabytes: int) -> Iterator[bytes]:
        while self.unpacked < megabytes * 1_000_000:
            one = record(f"page-{self.unpacked}", text)
            self.unpacked += len(one)
            yield gzip.compress(one, 1)

    def read(self, size: int = -1) -> bytes:
        while len(self.held) < size and (piece := next(self.pieces, b"")):
            self.held += piece
        taken, self.held = self.held[:size], self.held[size:]
        return taken


def test_memory_does_not_grow_with_the_file() -> None:
    """200 MB of records, unpacked, in less than 8 MB."""
    stream = Endless(200)
    tracemalloc.start()
    try:
        count = sum(1 for _ in WarcPages(stream, 1_000_000, NOW))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert stream.unpacked >= 200_000_000
    assert count > 900
    assert peak < 8_000_000


STORY = (
    "The publisher sued the maker of the chatbot in federal court on Friday over the copying of its articles. "
    "The complaint says that thousands of articles were used for training without a licence."
)


def story(name: str) -> bytes:
    return record(
        name,
        f"<html><head><title>Suit {name}</title></head><body><article><p>{STORY} {name}</p></article></body></html>".encode(),
    )


def tell(outcomes) -> tuple[list[str], FeedOutcome]:
    *pages, last = outcomes
    assert isinstance(last, FeedOutcome)
    assert all(isinstance(page, ArticleOutcome) for page in pages)
    return [page.result for page in pages], last


def test_pages_become_articles_and_nothing_is_asked_for(night, tmp_path, web) -> None:
    web.page("/a")
    data = b"".join([story("a"), record("empty", b"<html></html>"), b"garbage\r\n\r\n", story("b"), story("a")])
    data = data.replace(b"http://wire.example", web.url("/")[:-1].encode())
    (tmp_path / "crawl.warc.gz").write_bytes(data)
    source = backfill_source("warc", str(tmp_path / "crawl.warc.gz"), (), True)
    results, last = tell(read_warc(night.archive, source, night.options, night.start(), night.clock))
    assert sorted(results) == ["failed", "new", "new"]
    assert [problem.reason for problem in last.problems] == ["broken record"]
    assert sorted(article.url for article in night.archive.unread(None)) == [web.url("/a"), web.url("/b")]
    assert [article.feed for article in night.archive.unread(None)] == ["crawl.warc.gz"] * 2
    again, _ = tell(read_warc(night.archive, source, night.options, night.start(), night.clock))
    assert (again, web.requests) == ([], [])


def test_two_forms_of_a_page_are_one_entry(night, tmp_path) -> None:
    (tmp_path / "c.warc").write_bytes(story("2026/a") + story("2026/a/amp") + story("2026/a?utm_source=x"))
    source = backfill_source("warc", str(tmp_path / "c.warc"))
    results, _ = tell(read_warc(night.archive, source, night.options, night.start(), night.clock))
    assert results == ["new"]


def test_a_filter_keeps_what_holds_a_piece(night, tmp_path) -> None:
    (tmp_path / "c.warc").write_bytes(
        story("a") + record("b", b"<html><body><p>" + b"Weather. " * 50 + b"</p></body></html>")
    )
    source = backfill_source("warc", str(tmp_path / "c.warc"), ("CHATBOT",))
    results, _ = tell(read_warc(night.archive, source, night.options, night.start(), night.clock))
    assert results == ["new"]


def test_a_killed_run_is_gone_on_with(night, tmp_path) -> None:
    """Broken off after each number of outcomes, then run again: the same articles as without."""
    names = [f"s{number:02}" for number in range(60)]
    (tmp_path / "c.warc").write_bytes(b"".join(map(story, names)))
    source = backfill_source("warc", str(tmp_path / "c.warc"))
    for stop in (1, 7, 26, 40):
        outcomes = read_warc(night.archive, source, night.options, night.start(), night.clock)
        for _ in range(stop):
            next(outcomes, None)
        outcomes.close()
    tell(read_warc(night.archive, source, night.options, night.start(), night.clock))
    assert [article.url[-3:] for article in sorted(night.archive.unread(None), key=lambda one: one.url)] == names
    assert night.archive.count_pending() == 0


def test_a_stream_without_a_file(night) -> None:
    source = backfill_source("warc", "-")
    found = pages_of_stream(io.BytesIO(story("a")), night.archive, source, night.options, (night.start(), night.clock))
    assert tell(found)[0] == ["new"]


@pytest.mark.parametrize("data", [b"", b"no WARC", story("a")[:-200], record("a").replace(b"HTTP/1.1", b"HTTP-1.1")])
def test_a_file_of_which_nothing_can_be_had_has_failed(night, tmp_path, data) -> None:
    (tmp_path / "c.warc").write_bytes(data)
    source = backfill_source("warc", str(tmp_path / "c.warc"))
    pages, last = tell(read_warc(night.archive, source, night.options, night.start(), night.clock))
    assert (pages, last.result, len(last.problems)) == ([], "failed", 1)
    assert night.archive.feed_health()[0]["last_error"].startswith(last.problems[0].reason)


def test_a_file_without_pages_is_read_and_says_so(night, tmp_path) -> None:
    (tmp_path / "c.warc").write_bytes(record("a", kind="request"))
    source = backfill_source("warc", str(tmp_path / "c.warc"))
    _, last = tell(read_warc(night.archive, source, night.options, night.start(), night.clock))
    assert (last.result, [problem.reason for problem in last.problems]) == ("read", ["no entries"])


def from_web(night, url: str, allow_private: bool = True) -> tuple[list[str], FeedOutcome]:
    source = backfill_source("warc", url, (), allow_private)
    return tell(read_warc(night.archive, source, night.options, night.start(), night.clock))


CRAWL = b"".join(gzip.compress(story(name)) for name in "abc")


@pytest.mark.parametrize("headers", [{}, {"Content_Encoding": "gzip"}])
def test_a_file_from_the_web(night, web, headers) -> None:
    pages, last = from_web(night, web.serve("/crawl.warc.gz", CRAWL, "application/gzip", **headers))
    assert (pages, last.result, last.problems) == (["new"] * 3, "read", ())
    assert web.paths() == ["/crawl.warc.gz"]
    assert web.requests[0].headers["Accept-Encoding"] == "identity"
    assert {article.feed for article in night.archive.unread(None)} == {"crawl.warc.gz"}


def test_a_file_from_the_web_that_is_elsewhere(night, web) -> None:
    web.serve("/there.warc.gz", CRAWL)
    moved = web.handle("/here", lambda _: Response("", 302, {"Location": "/there.warc.gz"}))
    assert from_web(night, moved)[0] == ["new"] * 3


def test_files_from_the_web_that_cannot_be_had(night, web) -> None:
    addresses = {
        web.serve("/none", "", status=404): "HTTP 404",
        web.serve("/page", "<html>Not found</html>"): "not a WARC file",
        web.serve("/brotli", b"x", Content_Encoding="br"): "bad encoding",
        web.handle("/loop", lambda _: Response("", 302, {"Location": "/loop"})): "redirect loop",
        web.handle("/file", lambda _: Response("", 302, {"Location": "file:///etc/passwd"})): "bad redirect",
        web.handle("/cloud", lambda _: Response("", 302, {"Location": "http://169.254.169.254/"})): "private address",
        "http://127.0.0.1:9/a.warc": "cannot connect",
    }
    for address, reason in addresses.items():
        pages, last = from_web(night, address)
        assert (pages, last.result, [problem.reason for problem in last.problems]) == ([], "failed", [reason])
    (problem,) = from_web(night, web.serve("/ours", CRAWL), allow_private=False)[1].problems
    assert problem.reason == "private address"
    assert "--allow-private" in problem.detail


def test_a_connection_that_breaks_keeps_what_had_come(night, socket_server) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n"
    address, tries = socket_server([head + CRAWL[:-100]])
    pages, last = from_web(night, f"{address}crawl.warc.gz")
    assert (pages, last.result) == (["new"] * 2, "read")
    assert [problem.reason for problem in last.problems] == ["connection broken"]
    assert "2 records were read before" in last.problems[0].detail
    assert len(tries) == 1


def test_a_server_that_stops_in_the_midst(night, web, options) -> None:
    def stall() -> Iterator[bytes]:
        yield CRAWL[:-100]
        web.released.wait(20)

    address = web.handle("/crawl.warc.gz", lambda _: Response(stall()))
    source = backfill_source("warc", address, (), True)
    impatient = replace(options, total_seconds=0.5)
    with Fetcher(impatient, night.clock) as fetcher, fetcher.stream_feed(source) as stream:
        pages = WarcPages(stream, 1_000_000, NOW)
        assert len(list(pages)) == 2
    assert [problem.reason for problem in pages.problems("w")] == ["timed out"]


@pytest.mark.parametrize("announced", [True, False])
def test_a_file_from_the_web_is_bounded(web, options, announced) -> None:
    body = b"x" * 300_000
    address = web.serve("/a", body) if announced else web.handle("/a", lambda _: Response(iter([body])))
    source = backfill_source("warc", address, (), True)

    def read_whole() -> int:
        with Fetcher(replace(options, feed_bytes=200_000), lambda: NOW) as fetcher, fetcher.stream_feed(source) as file:
            return sum(map(len, iter(partial(file.read, 65_536), b"")))

    with pytest.raises(FeedError, match="too large"):
        read_whole()


def test_memory_does_not_grow_with_a_file_from_the_web(web, options) -> None:
    """60 MB as sent, server and reader together in less than 16 MB."""
    piece = record("a", random.Random(1).randbytes(900_000))
    address = web.handle("/a", lambda _: Response(piece for _ in range(66)))
    patient = replace(options, feed_bytes=100_000_000, total_seconds=60)
    source = backfill_source("warc", address, (), True)
    with Fetcher(patient, lambda: NOW) as fetcher, fetcher.stream_feed(source) as stream:
        tracemalloc.start()
        try:
            assert sum(1 for _ in WarcPages(stream, 1_000_000, NOW)) == 66
            assert tracemalloc.get_traced_memory()[1] < 16_000_000
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize(("kind", "place"), [("warc", "/no/such/file"), ("rss", "x")])
def test_a_source_that_is_none(kind: str, place: str) -> None:
    with pytest.raises(ConfigurationError):
        backfill_source(kind, place)
