"""The records of a WARC file as a stream in bounded memory. Pure but for the stream.

FastWARC 2.0.1 and warcio 1.8.1 end at the first broken record (tried with cut, damaged and mislabelled ones); archives
of crawls hold some among millions. Here a broken record costs itself: reading goes on at the next that begins.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.streams import CHUNK, ByteSource

#: The most that is unpacked at once, and the longest head of a record.
MOST_PIECE, MOST_HEAD = 1_000_000, 65_536
_GZIP = b"\x1f\x8b\x08"
_HEAD = b"WARC/"
_NEXT = re.compile(rb"(?:^|\n)(WARC/[01]\.\d+\r?\n)")
#: How a record begins, and no text that is no record.
_BEGIN = re.compile(rb"WARC/[01]\.\d\r\nWARC-")
_BEGIN_LENGTH = 15
_BLANK = re.compile(rb"\r?\n\r?\n")


class _BrokenRecordError(Exception):
    """A record that cannot be read to its end."""


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record: its fields by lower-case name, its block as far as it is kept, and the whole length of that."""

    fields: Mapping[str, str]
    block: bytes
    length: int


class WarcRecords:
    """Iterates over the records of a stream, packed by gzip or not.

    Args:
        stream: read from its begin to its end, never back.
        wanted: type of the records whose blocks are kept; those of others are passed over.
        most_bytes: the most that is kept of a block.

    Attributes:
        whole: records that were given so far.
        broken: records (or stretches of what is none) that were passed over so far.
        cut: whether the stream has ended in the midst of a record, which is one of those that are broken.
        is_empty: whether nothing at all has come.
    """

    def __init__(self, stream: ByteSource, wanted: str, most_bytes: int) -> None:
        self.whole = 0
        self.broken = 0
        self.cut = False
        self.is_empty = True
        self._begun = False
        self._wanted = wanted
        self._most = most_bytes
        self._buffer = bytearray()
        self._stream = stream
        self._pieces = self._unpacked_pieces()

    def __iter__(self) -> Iterator[WarcRecord]:
        while True:
            try:
                record = self._record()
            except _BrokenRecordError:
                self.broken += 1
                if not self._find_next():
                    return
                continue
            if record is None:
                return
            self.whole += 1
            yield record

    def _record(self) -> WarcRecord | None:
        head = self._head()
        if head is None:
            return None
        fields = read_fields(head)
        announced = fields.get("content-length", "")
        if not (announced.isascii() and announced.isdigit() and len(announced) < 16):
            raise _BrokenRecordError
        length = int(announced)
        kept = self._most if fields.get("warc-type") == self._wanted else 0
        block = self._take(length, kept)
        # A length that is too great swallows the records behind, or the begin of the next.
        if inside := _BEGIN.search(block):
            self._buffer[:0] = block[inside.start() :]
            raise _BrokenRecordError
        edge = block[-_BEGIN_LENGTH:]
        seam = _BEGIN.search(edge + bytes(self._buffer[:_BEGIN_LENGTH]))
        if seam and seam.start() < len(edge):
            self._buffer[:0] = edge[seam.start() :]
            raise _BrokenRecordError
        return WarcRecord(fields, block, length)

    def _head(self) -> bytes | None:
        """The head of the next record; None at the end."""
        while True:
            blank = len(self._buffer) - len(self._buffer.lstrip(b"\r\n"))
            del self._buffer[:blank]
            end = _BLANK.search(self._buffer)
            if len(self._buffer) >= len(_HEAD) and not self._buffer.startswith(_HEAD):
                raise _BrokenRecordError
            if end and end.start() <= MOST_HEAD:
                head = bytes(self._buffer[: end.start()])
                if (begin := head.find(_HEAD, 1)) > 0:  # the record broke off in its head: another's begins here
                    del self._buffer[:begin]
                    raise _BrokenRecordError
                del self._buffer[: end.end()]
                self._begun = True
                return head
            if len(self._buffer) > MOST_HEAD:
                del self._buffer[: len(_HEAD)]
                raise _BrokenRecordError
            if not self._fill():
                if self._buffer:
                    self.cut = self._buffer.startswith(_HEAD)
                    self._buffer.clear()
                    raise _BrokenRecordError
                return None

    def _take(self, length: int, kept: int) -> bytes:
        """Pass over `length` bytes and give the first of them, `kept` at the most."""
        block = bytearray()
        while length > 0:
            if not self._buffer and not self._fill():
                # What was taken may hold records, where the length is too great.
                begin = _BEGIN.search(block)
                self.cut = begin is None
                self._buffer += block[begin.start() :] if begin else b""
                raise _BrokenRecordError
            piece = self._buffer[:length]
            del self._buffer[:length]
            length -= len(piece)
            block += piece[: kept - len(block)]
        return bytes(block)

    def _find_next(self) -> bool:
        """Go to where the next record begins; False where none does."""
        while True:
            if found := _NEXT.search(self._buffer):
                del self._buffer[: found.start(1)]
                return True
            del self._buffer[: max(0, len(self._buffer) - 16)]
            try:
                if not self._fill():
                    return False
            except _BrokenRecordError:
                continue

    def _fill(self) -> bool:
        """Read on; False at the end."""
        piece = next(self._pieces, b"")
        if piece is None:
            self._buffer.clear()
            raise _BrokenRecordError
        self._buffer += piece
        return bool(piece)

    def _unpacked_pieces(self) -> Iterator[bytes | None]:
        """The stream unpacked, in pieces; None where a part of it is damaged."""
        first = self._stream.read(CHUNK)
        self.is_empty = not first
        if len(first) == 1:
            first += self._stream.read(CHUNK)
        if first.startswith(_GZIP[:2]):
            yield from self._members(first)
            return
        while first:
            yield first
            first = self._stream.read(CHUNK)

    def _members(self, data: bytes) -> Iterator[bytes | None]:
        """The members of a file packed by gzip, one after the other; behind a damaged one the next that begins."""
        unpacker = zlib.decompressobj(wbits=31)
        begun, sound = False, True
        while data := data or self._stream.read(CHUNK):
            try:
                piece = unpacker.decompress(data, MOST_PIECE)
            except zlib.error:
                if sound:
                    yield None
                unpacker, begun, sound = zlib.decompressobj(wbits=31), False, False
                data = _from_next_member(data, self._stream)
                continue
            begun = True
            if piece:
                sound = True
                yield piece
            data = unpacker.unconsumed_tail
            if unpacker.eof:
                data = unpacker.unused_data.lstrip(b"\0")
                unpacker, begun = zlib.decompressobj(wbits=31), False
        if begun and sound:
            self.cut = self._begun or self._buffer.startswith(_HEAD)
            yield None


def read_fields(head: bytes) -> dict[str, str]:
    """The fields of a record's or an answer's head by lower-case name; of one given twice the first."""
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, separator, value = line.partition(":")
        if separator:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _from_next_member(data: bytes, stream: ByteSource) -> bytes:
    """What is left from the next begin of a member on; empty at the end of the stream."""
    data = data[1:]
    while (begin := data.find(_GZIP)) < 0:
        more = stream.read(CHUNK)
        if not more:
            return b""
        data = data[-2:] + more
    return data[begin:]
