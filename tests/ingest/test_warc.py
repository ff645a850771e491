"""WARC files: pages as if they had been fetched, broken records that cost themselves, bounded memory, kill and repeat."""

import gzip
import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.backfill import backfill_source, pages_of_stream, read_warc
from ingest.model import ArticleOutcome, FeedOutcome
from ingest.warc import WarcPages
from rightswire.errors import ConfigurationError

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
    (b"", ""),
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
    (b"\0" * 100, "broken record"),
    (b"\x1f\x8b\x08" + b"\0" * 100, "broken record"),
    (b"WARC/1.0\r\nWARC-Type: response", "broken record"),
    (b"WARC/1.0\r\n" + b"x" * 200_000, "broken record"),
]


@pytest.mark.parametrize(("data", "reason"), LARGE)
def test_what_cannot_be_read_is_counted(data: bytes, reason: str) -> None:
    assert read(data)[1] == [reason]


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


@pytest.mark.parametrize(
    ("kind", "place"), [("warc", "/no/such/file"), ("rss", "x"), ("warc", "https://crawl.example/a.warc.gz")]
)
def test_a_source_that_is_none(kind: str, place: str) -> None:
    with pytest.raises(ConfigurationError):
        backfill_source(kind, place)
