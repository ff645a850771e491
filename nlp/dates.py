"""Dates as an article gives them, resolved against its day of publication and never sharpened."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTH_STARTS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
#: The year of a day or month: in figures, or told against the article's own.
YEAR = r"(?:,? (?P<year>20\d\d)|,? (?:of )?(?P<relyear>last year|this year))"
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
          "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}  # fmt: skip
#: 'Last week' or 'three weeks ago' tell a month only where all these days around lie in one.
WEEK_SLACK = timedelta(days=3)
PATTERNS = (
    re.compile(rf"\b{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?{YEAR}?\b(?! percent)"),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{MONTH}{YEAR}?\b"),
    re.compile(r"\b(?P<iso>20\d\d-\d\d-\d\d)\b"),
    re.compile(rf"\b(?P<which>last|this|next) {MONTH}\b"),
    re.compile(rf"\b{MONTH} (?P<relyear>last year|this year|of last year|of this year)\b"),
    re.compile(rf"\b{MONTH},? (?P<year>20\d\d)\b"),
    re.compile(
        rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id-?|[Oo]f|[Bb]y|[Ff]rom"
        rf"|[Tt]his) {MONTH}(?! \d)\b"
    ),
    re.compile(
        r"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his) |[Oo]n )?(?P<weekday>Monday|Tuesday|Wednesday|Thursday"
        r"|Friday|Saturday|Sunday)\b"
    ),
    re.compile(r"\b(?P<word>a year ago this month)\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:(?P<about>about|around|almost|nearly|roughly|some|over|more than|less than) )?"
        rf"(?P<count>{'|'.join(COUNTS)}|[1-9]\d?) (?P<unit>day|week|month|year)s? ago\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?P<word>today|yesterday|last month|this month|earlier this month|last year|this year|last week"
        r"|this week|(?:the )?(?:start|beginning|turn) of the year|earlier in the year)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Ll]ate|[Ee]arly|[Mm]id-?|[Bb]y|[Ff]rom|[Oo]f|[Tt]o) (?P<year>20\d\d)\b(?!-)"
    ),
)
#: What stands before the 'Today' of a name: 'USA Today'.
IN_NAME = re.compile(r"\b[A-Z]\w+ \Z")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date between two character offsets: ISO 8601, 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY' as the words allow."""

    start: int
    end: int
    iso: str
    future: bool = False


def find_dates(text: str, published: date | None) -> tuple[Dated, ...]:
    """Dates in order, without overlap.

    Args:
        text: running text.
        published: day of publication; without it only dates with a year of their own are resolved.
    """
    found: list[Dated] = []
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            if match.groupdict().get("word") == "Today" and IN_NAME.search(
                text[max(0, match.start() - 40) : match.start()]
            ):
                continue
            iso = _resolve(match.groupdict(), published)
            if iso:
                late = published is not None and iso > published.isoformat()[: len(iso)]
                found.append(Dated(match.start(), match.end(), iso, late))
    return tuple(sorted(found, key=lambda dated: dated.start))


def _resolve(parts: dict[str, str | None], published: date | None) -> str | None:
    if iso := parts.get("iso"):
        return iso if _valid(iso) else None
    if month := parts.get("month"):
        return _month(parts, _month_number(month), published)
    if published is None or parts.get("year"):
        return parts.get("year")
    if unit := parts.get("unit"):
        return _ago(parts, unit.lower(), published)
    if weekday := parts.get("weekday"):
        return _weekday(DAYS.index(weekday.lower()), (parts.get("which") or "").lower(), published)
    return _word((parts.get("word") or "").lower(), published)


def _ago(parts: dict[str, str | None], unit: str, published: date) -> str | None:
    """'Two years ago' is a year, 'three months ago' a month, 'a week ago' a month at most, 'two days ago' a day."""
    if parts.get("about"):
        return None
    written = (parts["count"] or "").lower()
    count = COUNTS.get(written) or int(written)
    if unit == "day":
        return (published - timedelta(days=count)).isoformat()
    if unit == "week":
        day = published - timedelta(weeks=count)
        return _month_of(day - WEEK_SLACK, day + WEEK_SLACK)
    if unit == "month":
        months = published.year * 12 + published.month - 1 - count
        return f"{months // 12}-{months % 12 + 1:02d}"
    return str(published.year - count)


def _month_of(first: date, last: date) -> str | None:
    return first.isoformat()[:7] if first.isoformat()[:7] == last.isoformat()[:7] else None


def _month_number(word: str) -> int:
    """'Sept.' is 9: three letters tell a month."""
    return MONTH_STARTS.index(word[:3].lower()) + 1


def _month(parts: dict[str, str | None], month: int, published: date | None) -> str | None:
    if parts.get("year"):
        year = int(parts["year"] or 0)
    elif published is None:
        return None
    elif parts.get("relyear"):
        year = published.year - ("last" in (parts["relyear"] or ""))
    elif (parts.get("which") or "").lower() == "next":
        year = published.year + (month <= published.month)
    else:
        # The nearest such month that is not well ahead: news looks back further than forward.
        year = published.year if month <= published.month + (1 if parts.get("day") else 0) else published.year - 1
        if (parts.get("which") or "").lower() == "last" and month >= published.month:
            year = published.year - 1
    if not parts.get("day"):
        return f"{year}-{month:02d}"
    iso = f"{year}-{month:02d}-{int(parts['day'] or 0):02d}"
    return iso if _valid(iso) else None


def _weekday(weekday: int, which: str, published: date) -> str:
    if which == "next":
        return (published + timedelta(days=(weekday - published.weekday() - 1) % 7 + 1)).isoformat()
    back = (published.weekday() - weekday) % 7
    # 'Last Friday' is not today, and said on a Monday it is the one three days ago.
    if which == "last" and back == 0:
        back = 7
    return (published - timedelta(days=back)).isoformat()


def _word(word: str, published: date) -> str | None:
    if word in {"last week", "this week"}:
        monday = published - timedelta(days=published.weekday() + (7 if word == "last week" else 0))
        return _month_of(monday, monday + timedelta(days=6) if word == "last week" else published)
    if "of the year" in word:
        return str(published.year)
    month = published.isoformat()[:7]
    return {
        "today": published.isoformat(),
        "yesterday": (published - timedelta(days=1)).isoformat(),
        "a year ago this month": f"{published.year - 1}{month[4:]}",
        "earlier in the year": str(published.year),
        "last year": str(published.year - 1),
        "this year": str(published.year),
        "this month": month,
        "earlier this month": month,
        "last month": (published.replace(day=1) - timedelta(days=1)).isoformat()[:7],
    }.get(word)


def _valid(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True
