"""Pages out of WARC files: answers with status 200 and HTML in them, as if they had been fetched just then."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx

from ingest.bodies import read_body
from ingest.breaking_off import ExchangeError
from ingest.model import Fetched
from ingest.streams import ByteSource
from ingest.urls import is_web_address
from ingest.warc_records import WarcRecord, WarcRecords, read_fields
from rightswire.errors import FeedError, Problem

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_BLANK = re.compile(rb"\r?\n\r?\n")
_HTML = ("text/html", "application/xhtml+xml")
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]*\r\n")
#: Beyond the body, the head of an answer.
_MOST_HEAD = 100_000


class WarcPages:
    """Iterates over the pages in a WARC stream, one held at a time.

    Args:
        stream: of a .warc or .warc.gz file.
        most_bytes: of a page; a larger one is passed over.
        now: for pages whose record does not tell when they were fetched.

    Attributes:
        passed: records that are no page by kind ('request', 'status 404', 'image/png').
        failed: pages that could not be read, by reason.
        came: pages that were given.
    """

    def __init__(self, stream: ByteSource, most_bytes: int, now: datetime) -> None:
        self.passed: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.came = 0
        self._broken_off: FeedError | None = None
        self._records = WarcRecords(stream, "response", most_bytes + _MOST_HEAD)
        self._most = most_bytes
        self._now = now

    def __iter__(self) -> Iterator[Fetched]:
        try:
            for record in self._records:
                if page := self._page(record):
                    self.came += 1
                    yield page
        except FeedError as error:  # of the stream; what came before it is kept
            self._broken_off = error

    def problems(self, name: str) -> list[Problem]:
        """What is wrong with the stream, known once it is read: a problem for each reason."""
        records, broken_off = self._records, self._broken_off
        if broken_off:
            detail = f"{broken_off.advice}; {records.whole} records were read before, run the command again to go on"
            return [Problem("feed", name, broken_off.reason, detail), *self._left_out(name, 0)]
        if not records.whole and not records.cut:
            why = "it is empty" if records.is_empty else "no record can be read in it"
            return [Problem("feed", name, "not a WARC file", f"{why}; give a .warc or .warc.gz file")]
        cut = []
        if records.cut:
            detail = f"it ends in the midst of a record; the {records.whole} records before are read"
            cut.append(Problem("feed", name, "cut off", detail))
        return [*cut, *self._left_out(name, records.cut)]

    def _left_out(self, name: str, told_apart: int) -> list[Problem]:
        counts = self.failed + Counter({"broken record": self._records.broken - told_apart})
        return [
            Problem("feed", name, reason, f"{count} records are left out; the others are read")
            for reason, count in sorted(counts.items())
        ]

    def _page(self, record: WarcRecord) -> Fetched | None:
        kind = record.fields.get("warc-type", "")
        url = record.fields.get("warc-target-uri", "").strip("<>")
        if kind != "response" or not is_web_address(url):
            self.passed[kind[:20] or "no type"] += 1
            return None
        status, end = _STATUS.match(record.block), _BLANK.search(record.block, 0, _MOST_HEAD)
        if not status or not end:
            self.failed["broken record"] += 1
            return None
        headers = read_fields(record.block[: end.start()])
        content_type = headers.get("content-type", "")
        if status[1] != b"200" or not content_type.lower().startswith(_HTML):
            self.passed["no page of status 200 in HTML"] += 1
            return None
        if record.length > len(record.block):
            self.failed["too large"] += 1
            return None
        try:
            body = _body(headers, record.block[end.end() :], self._most)
        except ExchangeError as error:
            self.failed[error.reason] += 1
            return None
        fetched_at = _moment(record.fields.get("warc-date", "")) or self._now
        return Fetched(url, url, 200, content_type, body, fetched_at)


def _body(headers: dict[str, str], body: bytes, most_bytes: int) -> bytes:
    """The page itself. Some crawlers keep bodies unpacked, and the headers that told how they were packed."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined_chunks(body)
    encoding = headers.get("content-encoding", "")
    if encoding and not _is_packed(body):
        encoding = ""
    packed = {"content-encoding": encoding} if encoding else {}
    return read_body(httpx.Response(200, headers=packed, stream=httpx.ByteStream(body)), most_bytes)


def _is_packed(body: bytes) -> bool:
    return body[:200].lstrip()[:1] != b"<"


def _joined_chunks(body: bytes) -> bytes:
    """A body sent in chunks; as it is, where it is none."""
    joined, place = bytearray(), 0
    while size := _CHUNK_SIZE.match(body, place):
        length = int(size[1], 16)
        joined += body[size.end() : size.end() + length]
        place = size.end() + length + 2
        if length == 0 or place >= len(body):
            return bytes(joined)
    return bytes(joined) if joined else body


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
