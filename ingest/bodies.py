"""The body of an answer, read and unpacked no further than allowed."""

import zlib
from collections.abc import Callable, Iterable, Iterator

import brotli
import httpx
import zstandard

from ingest.breaking_off import ExchangeError

#: What is sent as Accept-Encoding.
ACCEPTED = "gzip, deflate, br, zstd"
#: No more than this is unpacked in one step (zstd: see _ZSTD_STEP).
_PIECE = 65_536
#: zstd has no bound for a step; a block of 4 bytes makes 128 kB at most, so this many bytes make 4 MB.
_ZSTD_STEP = 128
#: The window that RFC 9659 lets a server count on.
_ZSTD_WINDOW = 8 * 1024 * 1024
#: Packed twice is a known mistake of servers; more is a bomb.
_MOST_LAYERS = 2


def read_body(response: httpx.Response, most_bytes: int, cut: bool = False) -> bytes:
    """Read a streamed answer, unpacking gzip, deflate, brotli and zstd.

    httpx unpacks whole chunks, and 64 kB of gzip can hold 64 MB; here no more than `most_bytes` and a piece is held.

    Args:
        response: not read yet.
        most_bytes: as sent, and as unpacked.
        cut: whether what is beyond is left out, and not an error.

    Raises:
        ExchangeError: 'too large', at the announced length already or as soon as there is one byte too many;
            'bad encoding', where the packing is unknown or damaged, or ends early.
        httpx.HTTPError: the connection failed.
    """
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most_bytes and not cut:
        raise ExchangeError("body", "too large", f"{announced} bytes announced, {most_bytes} allowed")
    pieces: Iterable[bytes] = _bounded(response.iter_raw(), most_bytes, cut, "")
    for name in _layers(response.headers.get("content-encoding", "")):
        pieces = _bounded(_unpacked(pieces, name), most_bytes, cut, " when unpacked")
    return b"".join(pieces)


def _layers(header: str) -> list[str]:
    """The packings of a body, the outermost first."""
    names = [name for part in header.split(",") if (name := part.strip().lower()) not in ("", "identity")]
    unknown = [name for name in names if name not in _UNPACKERS]
    if unknown or len(names) > _MOST_LAYERS:
        raise ExchangeError("body", "bad encoding", f"packed as {header[:100]!r}")
    return names[::-1]


def _bounded(pieces: Iterable[bytes], most_bytes: int, cut: bool, when: str) -> Iterator[bytes]:
    received = 0
    for piece in pieces:
        received += len(piece)
        if received > most_bytes:
            if cut:
                yield piece[: len(piece) - (received - most_bytes)]
                return
            raise ExchangeError("body", "too large", f"more than {most_bytes} bytes{when}")
        yield piece


def _unpacked(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    try:
        yield from _UNPACKERS[name](pieces)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise ExchangeError("body", "bad encoding", f"{name}: {error}") from error


def _ends_early() -> ExchangeError:
    return ExchangeError("body", "bad encoding", "the packed body ends early")


def _unzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Gzip or zlib, told apart by the head; what some servers call deflate has none. Gzip may be several in a row."""
    unpacker, seen = zlib.decompressobj(wbits=47), False
    for piece in pieces:
        try:
            first = unpacker.decompress(piece, _PIECE)
        except zlib.error:
            if seen:
                raise
            unpacker = zlib.decompressobj(wbits=-15)
            first = unpacker.decompress(piece, _PIECE)
        seen = True
        yield first
        while unpacker.unconsumed_tail or unpacker.unused_data.startswith(b"\x1f\x8b"):
            if unpacker.eof:
                rest, unpacker = unpacker.unused_data, zlib.decompressobj(wbits=47)
            else:
                rest = unpacker.unconsumed_tail
            yield unpacker.decompress(rest, _PIECE)
    if seen and not unpacker.eof:
        raise _ends_early()


def _unbrotlied(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker, seen = brotli.Decompressor(), False
    for piece in pieces:
        if unpacker.is_finished():
            return
        seen = True
        yield unpacker.process(piece, output_buffer_limit=_PIECE)
        while not unpacker.can_accept_more_data():
            yield unpacker.process(b"", output_buffer_limit=_PIECE)
    if seen and not unpacker.is_finished():
        raise _ends_early()


def _unzstandarded(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker, seen = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj(), False
    for piece in pieces:
        for start in range(0, len(piece), _ZSTD_STEP):
            if unpacker.eof:
                return
            seen = True
            yield unpacker.decompress(piece[start : start + _ZSTD_STEP])
    if seen and not unpacker.eof:
        raise _ends_early()


_UNPACKERS: dict[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = {
    "gzip": _unzipped,
    "x-gzip": _unzipped,
    "deflate": _unzipped,
    "br": _unbrotlied,
    "zstd": _unzstandarded,
}
