"""Dates of feeds: read right or not at all."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import read_date

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

DATES = [
    ("Mon, 23 Nov 2026 10:00:00 GMT", "2026-11-23T10:00:00"),
    ("Mon, 23 Nov 2026 10:00:00 +0100", "2026-11-23T09:00:00"),
    ("Mon, 23 Nov 2026 10:00:00 +01:00", "2026-11-23T09:00:00"),
    ("Mon, 23 Nov 2026 10:00:00 -0000", "2026-11-23T10:00:00"),
    ("Mon, 23 Nov 2026 01:00:00 +0530", "2026-11-22T19:30:00"),
    ("Sun, 22 Nov 2026 23:00:00 EST", "2026-11-23T04:00:00"),
    ("Sun, 22 Nov 2026 23:00:00 PDT", "2026-11-23T06:00:00"),
    ("Fri, 26 Jun 2026 10:00:00 CEST", "2026-06-26T08:00:00"),
    ("Mo, 23 Nov 2026 10:00:00 +0100", "2026-11-23T09:00:00"),
    ("23 November 2026 10:00 UTC", "2026-11-23T10:00:00"),
    ("Mon, 23 Nov 26 10:00:00 Z", "2026-11-23T10:00:00"),
    ("Mon, 23 Nov 2026 10:00:00", "2026-11-23T10:00:00"),
    ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00"),
    ("2026-11-23T10:00:00-05:00", "2026-11-23T15:00:00"),
    ("2026-11-23 10:00:00 -0500", "2026-11-23T15:00:00"),
    (" 2026-11-23\n", "2026-11-23T00:00:00"),
    ("2026-11-24T11:59:00Z", "2026-11-24T11:59:00"),
    ("2026-11-24T12:01:00Z", None),
    ("1970-01-01T00:00:00Z", None),
    ("2016/6/29 15:07:41", None),
    ("12/11/2026 10:00:00", None),
    ("Mo, 23 Okt 2026 10:00:00 +0100", None),
    ("Mon, 23 Nov 2026 10:00:00 XYZ", None),
    ("Mon, 32 Nov 2026 10:00:00 GMT", None),
    ("yesterday", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_read_date(text: str, expected: str | None) -> None:
    moment = read_date(text, NOW)
    assert (moment and moment.replace(tzinfo=None).isoformat()) == expected
    assert moment is None or moment.tzinfo is UTC


@given(st.one_of(st.text(), st.from_regex(r"\d{1,14} (Jan|Feb) \d{1,20} \d\d:\d\d:\d\d [+-]\d{4}", fullmatch=True)))
def test_any_text_is_a_date_or_none(text: str) -> None:
    moment = read_date(text, NOW)
    assert moment is None or moment.tzinfo is UTC
