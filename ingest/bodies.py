"""The body of an answer, read and unpacked no further than allowed."""

import zlib
from collections.abc import Iterable

import httpx

from ingest.breaking_off import ExchangeError


def read_body(response: httpx.Response, most_bytes: int) -> bytes:
    """Read a streamed answer, unpacking gzip and deflate.

    httpx unpacks whole chunks, and 64 kB of gzip can hold 64 MB; here no more than `most_bytes` is ever held.

    Raises:
        ExchangeError: 'too large', at the announced length already or as soon as there is one byte too many;
            'bad encoding', where the packing is unknown or damaged, or ends early.
        httpx.HTTPError: the connection failed.
    """
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most_bytes:
        raise ExchangeError("body", "too large", f"{announced} bytes announced, {most_bytes} allowed")
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    chunks = _bounded(response.iter_raw(), most_bytes)
    if encoding in ("", "identity"):
        return b"".join(chunks)
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _unpack(chunks, most_bytes)
    raise ExchangeError("body", "bad encoding", f"packed as {encoding[:100]!r}")


def _bounded(chunks: Iterable[bytes], most_bytes: int) -> Iterable[bytes]:
    received = 0
    for chunk in chunks:
        received += len(chunk)
        if received > most_bytes:
            raise ExchangeError("body", "too large", f"more than {most_bytes} bytes")
        yield chunk


def _unpack(chunks: Iterable[bytes], most_bytes: int) -> bytes:
    unpacked = bytearray()
    unpacker = zlib.decompressobj(wbits=47)  # gzip or zlib, told apart by the head
    for number, chunk in enumerate(chunks):
        room = most_bytes - len(unpacked) + 1
        try:
            piece = unpacker.decompress(chunk, room)
        except zlib.error as error:
            if number > 0:
                raise ExchangeError("body", "bad encoding", str(error)) from error
            unpacker = zlib.decompressobj(wbits=-15)  # what some servers call deflate has no head
            piece = _unpack_headless(unpacker, chunk, room)
        unpacked += piece
        if len(unpacked) > most_bytes:
            raise ExchangeError("body", "too large", f"more than {most_bytes} bytes when unpacked")
    if unpacked and not unpacker.eof:
        raise ExchangeError("body", "bad encoding", "the packed body ends early")
    return bytes(unpacked)


def _unpack_headless(unpacker: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
    try:
        return unpacker.decompress(chunk, room)
    except zlib.error as error:
        raise ExchangeError("body", "bad encoding", str(error)) from error
