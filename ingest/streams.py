"""The body of an answer that is read as it comes: for files that are too large to be held."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol, Self

import httpx

from ingest.answers import failure_reason
from ingest.breaking_off import ExchangeError
from rightswire.errors import FeedError

CHUNK = 65_536


class ByteSource(Protocol):
    """What a file and an `AnswerStream` have in common."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, a bounded number; empty at the end."""


class AnswerStream:
    """A context manager over an open answer; used by one thread.

    Args:
        url: that was asked for.
        most_bytes: that are read of it, as sent.
    """

    def __init__(self, url: str, most_bytes: int) -> None:
        self._url = url
        self._most = most_bytes
        self._received = 0
        self._pieces: Iterator[bytes] = iter(())
        self._exchange = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._exchange.close()

    def begin(self, response: httpx.Response, exchange: ExitStack) -> None:
        """Take over an answer whose body was not read.

        Args:
            response: its body is given as sent: a file packed by gzip may be called a body packed by gzip, or not.
            exchange: closes the connection; it is emptied.

        Raises:
            ExchangeError: 'too large' by its announced length, or 'bad encoding'.
        """
        encoding = response.headers.get("content-encoding", "").strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise ExchangeError("body", "bad encoding", f"packed as {encoding[:100]!r}")
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > self._most:
            raise ExchangeError("body", "too large", f"{announced} bytes announced, {self._most} allowed")
        self._pieces = response.iter_raw()  # as they come: pieces of one size would be lost where it breaks off
        self._exchange = exchange.pop_all()

    def read(self, size: int, /) -> bytes:
        """What comes next, in pieces of at most CHUNK, whatever `size` is; empty at the end.

        Raises:
            FeedError: 'too large', and what can go wrong with a connection.
        """
        del size  # a piece is what httpcore reads at once
        try:
            piece = next(self._pieces, b"")
        except ExchangeError as error:
            raise FeedError(self._url, error.reason, error.advice) from error
        except httpx.HTTPError as error:
            told = f"{error}; {self._received} bytes had come"
            raise FeedError(self._url, failure_reason(error), told) from error
        self._received += len(piece)
        if self._received > self._most:
            raise FeedError(self._url, "too large", f"more than {self._most} bytes")
        return piece
