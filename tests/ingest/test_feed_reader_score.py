"""The rules by which Rachel Kroll's 'feed reader score' judges readers, each against a server that watches us.

The rules: rachelbythebay.com/fs/help.html and /w/feed (conditional requests with the server's own values, an hour
between them, a day between unconditional ones, 429 and Retry-After, Cache-Control, no cookies, no referrer, no query,
a name that says who asks), her notes of August 2024 on validators that are not renewed, and what maintainers of readers
took from them (lemon24/reader 376 on max-age, feedbin 726, FreshRSS 6712, Feeder 412 on refreshing by hand).
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from werkzeug import Request, Response

from ingest.archive import Archive
from ingest.model import FeedSource

FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Watching</title>%s</channel></rss>'
ITEM = b"<item><title>Post</title><link>https://wire.example/%d</link></item>"
MODIFIED = "Tue, 17 Nov 2026 08:07:06 GMT"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Judge:
    """A server that keeps every request with its moment, and answers conditional ones as it should."""

    web: object
    night: object
    etag: str = '"first"'
    modified: str = MODIFIED
    body: bytes = FEED % ITEM % 1
    headers: dict[str, str] = field(default_factory=dict)
    refuse: Callable[[Request], Response | None] = lambda _: None
    seen: list[tuple[datetime, Request]] = field(default_factory=list)

    def source(self, path: str = "/feed", **changes: object) -> FeedSource:
        self.web.handle(path, self.answer)
        feed = FeedSource("Watched", self.web.url(path), "Wire", interval_minutes=60, allow_private=True)
        return replace(feed, **changes)

    def answer(self, request: Request) -> Response:
        self.seen.append((self.night.clock(), request))
        if refused := self.refuse(request):
            return refused
        validators = {"ETag": self.etag, "Last-Modified": self.modified}
        given = self.headers | {name: value for name, value in validators.items() if value}
        if self.is_known(request):
            return Response(status=304, headers=given)
        return Response(self.body, headers=given, content_type="application/rss+xml")

    def is_known(self, request: Request) -> bool:
        if asked := request.headers.get("If-None-Match"):
            return asked == self.etag
        return bool(self.modified) and request.headers.get("If-Modified-Since") == self.modified

    def live(self, *sources: FeedSource, days: float = 3, minutes: int = 17) -> None:
        """Runs of an impatient user, every few minutes for some days."""
        for _ in range(int(days * 1440 / minutes)):
            self.night.feeds(*sources)
            self.night.clock.advance(minutes=minutes)

    def nights(self, *sources: FeedSource, count: int = 5) -> None:
        for _ in range(count):
            self.night.feeds(*sources)
            self.night.clock.advance(days=1)

    def gaps(self) -> list[timedelta]:
        moments = [moment for moment, _ in self.seen]
        return [later - earlier for earlier, later in pairwise(moments)]

    def sent(self, header: str) -> list[str | None]:
        return [request.headers.get(header) for _, request in self.seen]


@pytest.fixture
def judge(web, night) -> Judge:
    return Judge(web, night)


# Conditional requests


def test_only_the_first_request_is_unconditional(judge) -> None:
    judge.nights(judge.source(), count=10)
    assert judge.sent("If-None-Match") == [None] + ['"first"'] * 9
    assert judge.sent("If-Modified-Since") == [None] + [MODIFIED] * 9


ODD = ["first", 'W/"weak"', '"gzip-quotes-gzip"', '""', '"a b"', '"caf\xe9"', "x" * 500]


@pytest.mark.parametrize("etag", ODD)
def test_an_etag_goes_back_as_it_came(judge, etag) -> None:
    judge.etag = etag
    judge.nights(judge.source(), count=3)
    assert judge.sent("If-None-Match") == [None, etag, etag]


@pytest.mark.parametrize("modified", [MODIFIED, "tue, 17 nov 2026 08:07:06 gmt", "2026-11-17T08:07:06Z", "never", "0"])
def test_a_last_modified_goes_back_as_it_came(judge, modified) -> None:
    judge.modified = modified
    judge.nights(judge.source(), count=3)
    assert judge.sent("If-Modified-Since") == [None, modified, modified]


def test_no_if_modified_since_is_invented(judge) -> None:
    """Not from the clock, not from the dates of entries, not from the header Date."""
    judge.modified = ""
    judge.body = FEED % b"<pubDate>Tue, 17 Nov 2026 08:07:06 GMT</pubDate>"
    judge.headers = {"Date": MODIFIED}
    judge.nights(judge.source())
    assert set(judge.sent("If-Modified-Since")) == {None}


def test_no_if_none_match_is_invented(judge) -> None:
    judge.etag = ""
    judge.nights(judge.source())
    assert set(judge.sent("If-None-Match")) == {None}


def test_validators_that_change_while_the_body_stays_are_renewed(judge) -> None:
    """The bug that most readers on the list have: the body's digest is the same, so nothing is kept."""
    feed = judge.source()
    judge.nights(feed, count=2)
    judge.etag, judge.modified = '"second"', "Wed, 18 Nov 2026 00:00:00 GMT"
    judge.nights(feed, count=3)
    assert judge.sent("If-None-Match") == [None, '"first"', '"first"', '"second"', '"second"']


def test_a_validator_that_is_not_sent_any_more_is_dropped(judge) -> None:
    feed = judge.source()
    judge.nights(feed, count=2)
    judge.etag, judge.body = "", FEED % ITEM % 2
    judge.nights(feed, count=3)
    assert judge.sent("If-None-Match")[-2:] == [None, None]
    assert judge.sent("If-Modified-Since")[-1] == MODIFIED


def test_validators_outlive_failures(judge) -> None:
    feed = judge.source()
    judge.nights(feed, count=1)
    judge.refuse = lambda _: Response("", 500)
    judge.nights(feed, count=3)
    judge.refuse = lambda _: None
    judge.nights(feed, count=3)
    assert set(judge.sent("If-None-Match")[1:]) == {'"first"'}


def test_a_refresh_by_hand_is_conditional_too(judge, night) -> None:
    night.options = replace(night.options, force=True)
    feed = judge.source()
    for _ in range(3):
        night.feeds(feed)
    assert judge.sent("If-None-Match") == [None, '"first"', '"first"']


# Intervals


def test_no_request_within_the_hour(judge) -> None:
    judge.live(judge.source())
    assert len(judge.seen) >= 3 * 24 * 0.8
    assert min(judge.gaps()) >= HOUR


def test_a_nightly_reader_asks_every_night(judge) -> None:
    """Even where nights begin some minutes earlier or later, and the server's answer is good for a day."""
    judge.headers = {"Cache-Control": "max-age=86400"}
    feed = judge.source()
    for minutes in (0, 5, -5, 3, -3, 0):
        judge.night.clock.advance(minutes=minutes)
        judge.nights(feed, count=1)
    assert len(judge.seen) == 6


def test_unconditional_requests_are_a_day_apart(judge) -> None:
    judge.etag = judge.modified = ""
    judge.live(judge.source(), minutes=30)
    assert len(judge.seen) >= 3
    assert min(judge.gaps()) >= DAY * 0.99


def test_a_restart_does_not_reset_the_timer(judge, night, tmp_path) -> None:
    feed = judge.source()
    for _ in range(12):
        with Archive(tmp_path / "restarted.db") as archive:
            judge.night = replace(night, archive=archive)
            judge.night.feeds(feed)
        night.clock.advance(minutes=10)
    assert len(judge.seen) == 2


def test_max_age_is_honoured(judge) -> None:
    judge.headers = {"Cache-Control": "public, max-age=21600"}
    judge.live(judge.source())
    assert len(judge.seen) >= 11
    assert min(judge.gaps()) >= 6 * HOUR


def test_expires_is_honoured(judge) -> None:
    # Against the server's own clock, which is not ours: werkzeug tells the true one as Date.
    judge.headers = {"Expires": format_datetime(datetime.now(UTC) + 10 * HOUR, usegmt=True)}
    judge.live(judge.source(), days=1)
    assert judge.gaps()[0] >= 10 * HOUR - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("asked", "gap"),
    [("<ttl>300</ttl>", 5 * HOUR), ("<updatePeriod>daily</updatePeriod>", DAY * 0.99)],
)
def test_what_the_feed_asks_for_is_honoured(judge, asked, gap) -> None:
    judge.body = FEED % asked.encode()
    judge.live(judge.source(), minutes=30)
    assert len(judge.seen) >= 3
    assert min(judge.gaps()) >= gap


def test_hours_that_the_feed_skips_are_skipped(judge) -> None:
    hours = b"".join(b"<hour>%d</hour>" % hour for hour in range(24) if hour != 14)
    judge.body = FEED % (b"<skipHours>" + hours + b"</skipHours>")
    judge.live(judge.source(), minutes=20)
    assert {moment.hour for moment, _ in judge.seen[1:]} == {14}


def test_days_that_the_feed_skips_are_skipped(judge) -> None:
    judge.body = FEED % b"<skipDays><day>Tuesday</day><day>Wednesday</day></skipDays>"
    judge.live(judge.source(), days=4, minutes=60)
    assert {moment.strftime("%A") for moment, _ in judge.seen} == {"Monday", "Thursday", "Friday"}


# Refusals


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "pause"), [("30000", timedelta(seconds=30000)), ("Mon, 23 Nov 2026 18:00:00 GMT", 16 * HOUR)]
)
def test_retry_after_is_honoured(judge, status, value, pause) -> None:
    refusals = [Response("", status, {"Retry-After": value})]
    judge.refuse = lambda _: refusals.pop() if refusals else None
    judge.live(judge.source(), days=1)
    assert judge.gaps()[0] >= pause


def test_max_age_on_a_429_is_honoured(judge) -> None:
    judge.refuse = lambda _: Response("", 429, {"Retry-After": "3600", "Cache-Control": "max-age=172800"})
    judge.live(judge.source(), days=4, minutes=60)
    assert min(judge.gaps()) >= 2 * DAY * 0.99


@pytest.mark.parametrize("status", [403, 429])
def test_refusals_without_a_moment_are_backed_off_from(judge, status) -> None:
    judge.refuse = lambda _: Response("", status)
    judge.live(judge.source(), days=4, minutes=30)
    gaps = judge.gaps()
    assert gaps[0] >= 4 * HOUR
    assert gaps == sorted(gaps)


def test_errors_are_backed_off_from(judge) -> None:
    judge.refuse = lambda _: Response("", 500)
    judge.live(judge.source(), days=6, minutes=30)
    gaps = judge.gaps()
    assert len(gaps) >= 6
    assert all(later >= earlier * 1.5 for earlier, later in pairwise(gaps[:5]))


def test_a_feed_that_is_gone_is_left_alone(judge) -> None:
    judge.refuse = lambda _: Response("", 410)
    judge.nights(judge.source(), count=40)
    assert len(judge.seen) == 1


# Redirects


def test_a_permanent_redirect_is_learnt(judge, web) -> None:
    judge.source("/new")
    web.handle("/old", lambda _: Response("", 301, {"Location": "/new"}))
    judge.nights(replace(judge.source(), url=web.url("/old")), count=10)
    assert web.paths().count("/old") == 3
    assert len(judge.seen) == 10


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_leads_to_one_request_for_the_feed(judge, web, status) -> None:
    judge.source("/new")
    web.handle("/old", lambda _: Response("", status, {"Location": "/new"}))
    judge.nights(replace(judge.source(), url=web.url("/old")), count=2)
    assert web.paths() == ["/new", "/new", "/old", "/old"]
    assert judge.sent("If-None-Match") == [None, '"first"']


# What is sent


def test_nothing_is_asked_for_but_the_feed(judge, web) -> None:
    """No icon, no page, no robots.txt, no HEAD before."""
    judge.nights(judge.source(), count=3)
    assert [(request.method, request.full_path) for request in web.requests] == [("GET", "/feed?")] * 3


def test_no_cookie_comes_back(judge) -> None:
    judge.headers = {"Set-Cookie": "session=1; Path=/"}
    judge.nights(judge.source())
    assert set(judge.sent("Cookie")) == {None}


def test_no_referrer_is_told(judge) -> None:
    judge.nights(judge.source())
    assert set(judge.sent("Referer")) == {None}


def test_no_query_is_added_and_none_is_lost(judge) -> None:
    judge.source("/feed")
    judge.nights(replace(judge.source(), url=judge.web.url("/feed") + "?format=rss&b=2"), count=2)
    assert [request.query_string for _, request in judge.seen] == [b"format=rss&b=2"] * 2


def test_no_cache_is_told_to_stand_aside(judge) -> None:
    judge.nights(judge.source())
    assert set(judge.sent("Cache-Control")) | set(judge.sent("Pragma")) == {None}


def test_the_name_is_honest_and_stays_the_same(judge, web) -> None:
    feed = judge.source()
    judge.nights(feed)
    web.handle("/old", lambda _: Response("", 302, {"Location": "/feed"}))
    judge.nights(replace(feed, url=web.url("/old")), count=2)
    (name,) = {request.headers["User-Agent"] for request in web.requests}
    assert name.startswith("Rightswire/")
    assert "+https://desk.example/about" in name


@pytest.mark.parametrize(
    ("contact", "told"), [("desk@wire.example", "desk@wire.example"), ("https://a.example/@b", None)]
)
def test_a_mail_address_is_told_as_such(judge, night, contact, told) -> None:
    night.options = replace(night.options, contact=contact)
    judge.nights(judge.source(), count=1)
    assert judge.sent("From") == [told]
    assert f"+{contact}" in judge.sent("User-Agent")[0]


def test_packed_answers_are_asked_for_and_understood(judge, night) -> None:
    judge.body, judge.headers = gzip.compress(FEED % ITEM % 1), {"Content-Encoding": "gzip"}
    (outcome,) = night.feeds(judge.source())
    assert [entry.url for entry in outcome.entries] == ["https://wire.example/1"]
    assert judge.sent("Accept-Encoding") == ["gzip, deflate, br, zstd"]


def test_feeds_of_one_host_are_not_asked_for_together(judge, night, monkeypatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("ingest.breaking_off.Waits.pause", lambda _, seconds: waits.append(seconds))
    night.options = replace(night.options, host_spacing_seconds=1.0)
    night.feeds(*(judge.source(f"/{number}", name=f"Feed {number}") for number in range(5)))
    assert len(judge.seen) == 5
    spaced = sorted(seconds for seconds in waits if seconds > 0)
    assert len(spaced) == 4
    assert spaced[-1] <= 4
