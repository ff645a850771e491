"""Ctrl-C: whatever a thread waits for, it ends at once when the fetcher is closed."""

import socket
import threading
from collections.abc import Callable

import pytest

from ingest.breaking_off import ExchangeError, Waits
from ingest.fetch import Fetcher
from ingest.model import FeedState
from rightswire.errors import FeedError


def reason_after_close(fetcher: Fetcher, fetch: Callable[[], object], reached: threading.Event) -> str:
    """Close the fetcher as soon as a request has `reached` where it hangs; the thread must end, and tells its reason."""
    reasons = []

    def run() -> None:
        try:
            fetch()
        except FeedError as error:
            reasons.append(error.reason)

    thread = threading.Thread(target=run)
    thread.start()
    assert reached.wait(10)
    fetcher.close()
    thread.join(2)
    assert not thread.is_alive()
    return reasons[0]


def test_a_server_that_never_answers(web, fetcher, source) -> None:
    reached = threading.Event()
    feed = source(web.handle("/a", lambda _: reached.set() or web.released.wait(20)))
    assert reason_after_close(fetcher, lambda: fetcher.fetch_feed(feed, FeedState(feed.url)), reached) == "interrupted"


def test_a_handshake_that_hangs(fetcher, source) -> None:
    """A server that takes a TLS connection and says nothing."""
    reached = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held = []

        def accept() -> None:
            held.append(listener.accept()[0])
            held[0].recv(10)
            reached.set()

        thread = threading.Thread(target=accept)
        thread.start()
        feed = source(f"https://127.0.0.1:{listener.getsockname()[1]}/")
        assert reason_after_close(fetcher, lambda: fetcher.fetch_feed(feed, FeedState("")), reached) == "interrupted"
        thread.join()
        held[0].close()


@pytest.mark.parametrize("step", ["socket.getaddrinfo", "httpcore.SyncBackend.connect_tcp"])
def test_a_lookup_or_connection_that_hangs(fetcher, source, monkeypatch, step) -> None:
    reached, released = threading.Event(), threading.Event()

    def hang(*_: object, **__: object) -> None:
        reached.set()
        released.wait(20)
        raise OSError("late")

    monkeypatch.setattr(step, hang)
    feed = source("http://127.0.0.1:9/")
    assert reason_after_close(fetcher, lambda: fetcher.fetch_feed(feed, FeedState("")), reached) == "interrupted"
    released.set()


def test_a_closed_fetcher_asks_nothing(web, fetcher, source, failure) -> None:
    feed = source(web.serve("/a", "x"))
    fetcher.close()
    assert failure(lambda: fetcher.fetch_feed(feed, FeedState(feed.url))) == "interrupted"
    assert web.requests == []


def test_a_result_that_comes_too_late_is_discarded() -> None:
    released, discarded = threading.Event(), threading.Event()
    with pytest.raises(TimeoutError):
        Waits().apart(lambda: released.wait(10), 0.01, lambda _: discarded.set())
    released.set()
    assert discarded.wait(10)


def test_a_pause_ends_when_all_is_broken_off() -> None:
    waits = Waits()
    waits.break_off()
    with pytest.raises(ExchangeError, match="interrupted"):
        waits.pause(60)
