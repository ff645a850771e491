"""When a feed may be asked again, as tables; and what a feed itself asks for."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.feed_schedule import FeedSchedule, read_schedule
from ingest.freshness import (
    LONGEST_REST,
    Rest,
    after_failure,
    after_success,
    is_given_up,
    jitter,
    server_rest,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


SERVER = [
    # headers, status, seconds from now, reason
    ({}, 200, None, ""),
    ({"cache-control": "max-age=3600"}, 200, 3600, "Cache-Control: max-age"),
    ({"cache-control": "public, MAX-AGE=3600 , x"}, 304, 3600, "Cache-Control: max-age"),
    ({"cache-control": 'max-age="600"'}, 200, 600, "Cache-Control: max-age"),
    ({"cache-control": "max-age=3600", "age": "600"}, 200, 3000, "Cache-Control: max-age"),
    ({"cache-control": "max-age=600", "age": "3600"}, 200, None, ""),
    ({"cache-control": "max-age=86400"}, 200, 86400 * 0.99, "Cache-Control: max-age"),
    ({"cache-control": "max-age=99999999999"}, 200, None, ""),
    ({"cache-control": "max-age=999999999"}, 200, 7 * 86400 * 0.99, "Cache-Control: max-age"),
    ({"cache-control": "max-age=-5"}, 200, None, ""),
    ({"cache-control": "max-age=soon"}, 200, None, ""),
    ({"cache-control": "s-maxage=3600"}, 200, None, ""),
    ({"cache-control": "no-store, max-age=3600"}, 200, None, ""),
    ({"cache-control": "no-cache, max-age=3600"}, 200, None, ""),
    (
        {"cache-control": "max-age=3600", "expires": "Mon, 23 Nov 2026 04:00:00 GMT"},
        200,
        3600,
        "Cache-Control: max-age",
    ),
    ({"expires": "Mon, 23 Nov 2026 04:00:00 GMT"}, 200, 7200, "Expires"),
    ({"expires": "Mon, 23 Nov 2026 04:00:00 GMT", "date": "Mon, 23 Nov 2026 03:00:00 GMT"}, 200, 3600, "Expires"),
    ({"expires": "0"}, 200, None, ""),
    ({"expires": "-1"}, 200, None, ""),
    ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 200, None, ""),
    ({"expires": "Tue, 19 Jan 2038 03:14:07 GMT"}, 200, 7 * 86400 * 0.99, "Expires"),
    ({"retry-after": "120"}, 429, 120, "Retry-After"),
    ({"retry-after": " 120 "}, 503, 120, "Retry-After"),
    ({"retry-after": "120"}, 403, 120, "Retry-After"),
    ({"retry-after": "120"}, 200, 120, "Retry-After"),
    ({"retry-after": "Mon, 23 Nov 2026 05:00:00 GMT"}, 503, 10800, "Retry-After"),
    ({"retry-after": "Mon, 23 Nov 2026 01:00:00 GMT"}, 503, None, ""),
    ({"retry-after": "Mon, 23 Nov 2026 05:00:00"}, 503, 10800, "Retry-After"),
    ({"retry-after": "99999999"}, 503, 7 * 86400, "Retry-After"),
    ({"retry-after": "-5"}, 429, None, ""),
    ({"retry-after": "\u0663"}, 429, None, ""),
    ({"retry-after": "later, please"}, 429, None, ""),
    ({"retry-after": "Mon, 99 Nov 99999 05:00:00 GMT"}, 429, None, ""),
    ({"retry-after": "60", "cache-control": "max-age=7200"}, 429, 7200, "Cache-Control: max-age"),
    ({"cache-control": "max-age=7200"}, 404, None, ""),
]


@pytest.mark.parametrize(("headers", "status", "seconds", "reason"), SERVER)
def test_what_a_server_asks_for(headers, status, seconds, reason) -> None:
    rest = server_rest(headers, status, NOW)
    if seconds is None:
        assert rest is None
    else:
        assert rest == Rest(NOW + timedelta(seconds=seconds), reason)


def rss(inside: str) -> bytes:
    spaces = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    return f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel>{inside}</channel></rss>'.encode()


SCHEDULES = [
    ("", FeedSchedule()),
    ("<ttl>90</ttl>", FeedSchedule(timedelta(minutes=90), "ttl")),
    ("<ttl> 90\n</ttl>", FeedSchedule(timedelta(minutes=90), "ttl")),
    ("<ttl>-90</ttl>", FeedSchedule()),
    ("<ttl>often</ttl>", FeedSchedule()),
    ("<ttl>999999</ttl>", FeedSchedule(timedelta(days=7), "ttl")),
    ("<sy:updatePeriod>daily</sy:updatePeriod>", FeedSchedule(DAY, "sy:updatePeriod")),
    (
        "<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
        FeedSchedule(HOUR / 2, "sy:updatePeriod"),
    ),
    (
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
        FeedSchedule(DAY, "sy:updatePeriod"),
    ),
    ("<sy:updatePeriod>monthly</sy:updatePeriod>", FeedSchedule(timedelta(days=7), "sy:updatePeriod")),
    ("<sy:updatePeriod>fortnightly</sy:updatePeriod>", FeedSchedule()),
    ("<ttl>60</ttl><sy:updatePeriod>daily</sy:updatePeriod>", FeedSchedule(DAY, "sy:updatePeriod")),
    (
        "<skipHours><hour>0</hour><hour>1</hour><hour>24</hour><hour>99</hour></skipHours>",
        FeedSchedule(skip_hours=frozenset((0, 1))),
    ),
    (
        "<skipDays><day>Saturday</day><day>sunday</day><day>x</day></skipDays>",
        FeedSchedule(skip_days=frozenset((5, 6))),
    ),
    ("<item><ttl>90</ttl><hour>3</hour></item>", FeedSchedule()),
    ("<item><title>x</title></item><ttl>90</ttl>", FeedSchedule(timedelta(minutes=90), "ttl")),
    ("<ttl>90</ttl><broken", FeedSchedule(timedelta(minutes=90), "ttl")),
]


@pytest.mark.parametrize(("inside", "schedule"), SCHEDULES)
def test_what_a_feed_asks_for(inside, schedule) -> None:
    found = read_schedule(rss(inside))
    assert found == schedule
    assert FeedSchedule.from_json(found.to_json()) == schedule


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", b"\xff\xfe\x00", b"<?xml encoding='x'?>"]
)
def test_what_is_no_feed_asks_for_nothing(body) -> None:
    assert read_schedule(body) == FeedSchedule()


DUE = [
    # interval in minutes, server, schedule, conditional, due after, reason
    (60, None, FeedSchedule(), True, HOUR, "interval_minutes"),
    (0, None, FeedSchedule(), False, timedelta(), "interval_minutes"),
    (60, None, FeedSchedule(), False, DAY * 0.99, "its server gives no validators"),
    (1440, None, FeedSchedule(), True, DAY * 0.99, "interval_minutes"),
    (43200, None, FeedSchedule(), True, DAY * 29.7, "interval_minutes"),
    (60, Rest(NOW + 3 * HOUR, "Expires"), FeedSchedule(), True, 3 * HOUR, "Expires"),
    (300, Rest(NOW + 3 * HOUR, "Expires"), FeedSchedule(), True, 5 * HOUR, "interval_minutes"),
    (60, None, FeedSchedule(2 * HOUR, "ttl"), True, 2 * HOUR, "ttl"),
    (60, Rest(NOW + 3 * HOUR, "Expires"), FeedSchedule(2 * HOUR, "ttl"), True, 3 * HOUR, "Expires"),
    (60, None, FeedSchedule(skip_hours=frozenset((3, 4))), True, 3 * HOUR, "skipHours, skipDays"),
    (60, None, FeedSchedule(skip_days=frozenset((0, 1))), True, 46 * HOUR, "skipHours, skipDays"),
    (60, None, FeedSchedule(skip_hours=frozenset(range(24))), True, HOUR, "interval_minutes"),
    (60, None, FeedSchedule(skip_days=frozenset(range(7))), True, HOUR, "interval_minutes"),
    (90, None, FeedSchedule(skip_hours=frozenset((3,))), True, 2 * HOUR, "skipHours, skipDays"),
]


@pytest.mark.parametrize(("minutes", "server", "schedule", "conditional", "after", "reason"), DUE)
def test_when_a_feed_that_answered_is_due(minutes, server, schedule, conditional, after, reason) -> None:
    due = after_success(timedelta(minutes=minutes), server, schedule, conditional, NOW)
    assert due == Rest(NOW + after, reason)


@pytest.mark.parametrize("failures", range(1, 12))
def test_a_failing_feed_is_asked_less_and_less(failures) -> None:
    rest = after_failure("https://wire.example/feed", "timed out", failures, HOUR, None, NOW).until - NOW
    doubled = min(HOUR * 2 ** (failures - 1), 2 * DAY)
    assert doubled <= rest <= doubled * 1.25


def test_jitter_is_even_and_the_same_each_time() -> None:
    urls = [f"https://wire.example/{number}" for number in range(1000)]
    values = [jitter(url, 3) for url in urls]
    assert values == [jitter(url, 3) for url in urls]
    assert 0 <= min(values) < 0.02
    assert 0.98 < max(values) < 1
    assert 0.45 < sum(values) / 1000 < 0.55
    assert jitter(urls[0], 3) != jitter(urls[0], 4)


FAILED = [
    # reason, interval in hours, server, at least, at most
    ("HTTP 403", 1, None, 4, 5),
    ("HTTP 429", 1, None, 4, 5),
    ("HTTP 429", 1, Rest(NOW + 30 * HOUR, "Retry-After"), 30, 30),
    ("HTTP 429", 1, Rest(NOW + HOUR, "Retry-After"), 4, 5),
    ("timed out", 12, None, 12, 15),
    ("timed out", 240, None, 168, 168),
]


@pytest.mark.parametrize(("reason", "hours", "server", "least", "most"), FAILED)
def test_rests_after_failures(reason, hours, server, least, most) -> None:
    rest = after_failure("https://wire.example/feed", reason, 1, hours * HOUR, server, NOW).until - NOW
    assert least * HOUR <= rest <= min(most * HOUR, LONGEST_REST)


@pytest.mark.parametrize(
    ("failures", "days", "given_up"),
    [(29, 90, False), (30, 29, False), (30, 30, True), (500, 1, False), (31, 31, True)],
)
def test_when_a_feed_is_given_up(failures, days, given_up) -> None:
    assert is_given_up(failures, NOW - timedelta(days=days), NOW) is given_up
