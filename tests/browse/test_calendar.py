"""The calendar: what RFC 5545 asks for, by our own table and by a second parser; no day that is not known."""

import re
import sqlite3
from datetime import UTC, date, datetime

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from browse.agenda import Agenda, Steps, write_calendar
from browse.links import Site

ONCE = {"VCALENDAR": ("PRODID", "VERSION"), "VEVENT": ("UID", "DTSTAMP", "DTSTART")}
AT_MOST_ONCE = {
    "VCALENDAR": ("CALSCALE", "METHOD", "REFRESH-INTERVAL"),
    "VEVENT": ("CLASS", "CREATED", "DESCRIPTION", "LAST-MODIFIED", "STATUS", "SUMMARY", "TRANSP", "URL", "DTEND", "SEQUENCE"),
}  # fmt: skip
TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "UID", "PRODID"}
KNOWN = TEXTS | {"VERSION", "REFRESH-INTERVAL", "BEGIN", "END", "DTSTART", "DTSTAMP", "CATEGORIES", "CLASS", "LAST-MODIFIED", "TRANSP", "URL", "TZID", "TZOFFSETFROM", "TZOFFSETTO"}  # fmt: skip


def lines_of(body):
    return re.sub(r"\r\n[ \t]", "", body.decode("utf-8")).split("\r\n")[:-1]


def properties(body):
    """Name, parameters and value of every line of the calendar, in order, with the component that it stands in."""
    stack, found = [], []
    for line in lines_of(body):
        name, rest = re.match(r"([A-Z0-9-]+)((?:;[^:]*)?:.*)", line, re.DOTALL).groups()
        parameters, value = rest.split(":", 1)
        if name == "BEGIN":
            stack.append((value, len(found)))
        found.append((stack[-1] if stack else ("", 0), name, parameters, value))
        if name == "END":
            assert stack.pop()[0] == value
    assert stack == []
    return found


def counts(body):
    table = {}
    for component, name, _, _ in properties(body):
        table.setdefault(component, []).append(name)
    return table


def of(body, *names):
    return [(parameters, value) for _, name, parameters, value in properties(body) if name in names]


def wrong_number(body, wanted, is_wrong):
    return [
        (component, name)
        for component, names in counts(body).items()
        for name in wanted.get(component[0], ())
        if is_wrong(names.count(name))
    ]


# section of RFC 5545, what it asks for, what breaks it in a document
RULES = [
    ("3.1", "lines end with CRLF and nothing else breaks them", lambda body: re.findall(rb"(?<!\r)\n|\r(?!\n)", body) + ([] if body.endswith(b"\r\n") else ["end"])),
    ("3.1", "lines have at most 75 octets", lambda body: [line for line in body.split(b"\r\n") if len(line) > 75]),
    ("3.1", "folds part no character", lambda body: [line for line in body.split(b"\r\n") if line.decode("utf-8", "replace").count("\ufffd") != line.count("\ufffd".encode())]),
    ("3.1", "no control characters", lambda body: re.findall(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", body)),
    ("3.4", "one calendar from first to last line", lambda body: [] if lines_of(body)[0] == "BEGIN:VCALENDAR" and lines_of(body)[-1] == "END:VCALENDAR" and lines_of(body).count("BEGIN:VCALENDAR") == 1 else ["frame"]),
    ("3.6", "a calendar has a component", lambda body: [] if re.search(rb"BEGIN:V(EVENT|TIMEZONE)", body) else ["empty"]),
    ("3.6, 3.6.1", "required properties stand once", lambda body: wrong_number(body, ONCE, lambda number: number != 1)),
    ("3.6.1", "others at most once", lambda body: wrong_number(body, AT_MOST_ONCE, lambda number: number > 1)),
    ("3.7.4", "version 2.0", lambda body: [] if of(body, "VERSION") == [("", "2.0")] else ["version"]),
    ("3.3.4", "days are dates without a time", lambda body: [pair for pair in of(body, "DTSTART") if pair[0] == ";VALUE=DATE" and not re.fullmatch(r"\d{8}", pair[1])]),
    ("3.3.5, 3.8.7", "stamps are UTC", lambda body: [pair for pair in of(body, "DTSTAMP", "LAST-MODIFIED") if pair[0] or not re.fullmatch(r"\d{8}T\d{6}Z", pair[1])]),
    ("3.3.11", "texts escape commas, semicolons and backslashes", lambda body: [pair for pair in of(body, *TEXTS - {"UID", "PRODID"}) if re.search(r"(?<!\\)(?:\\\\)*[,;]|(?<!\\)(?:\\\\)*\\(?![\\;,nN])", pair[1])]),
    ("3.3.13", "addresses are whole", lambda body: [pair for pair in of(body, "URL") if not re.fullmatch(r"https?://[!-~]+", pair[1])]),
    ("3.6.6, 3.6.5", "a time zone has an id and a part", lambda body: [] if b"BEGIN:VTIMEZONE" not in body or (b"TZID" in body and b"BEGIN:STANDARD" in body) else ["zone"]),
    ("3.8.4.7", "no two events share a UID", lambda body: [pair for pair in of(body, "UID") if of(body, "UID").count(pair) > 1]),
    ("3.8.1.3", "classes are known", lambda body: [pair for pair in of(body, "CLASS") if pair[1] not in {"PUBLIC", "PRIVATE", "CONFIDENTIAL"}]),
    ("3.8.2.7", "transparency is known", lambda body: [pair for pair in of(body, "TRANSP") if pair[1] not in {"OPAQUE", "TRANSPARENT"}]),
    ("3.8", "no property that RFC 5545 or 7986 does not have", lambda body: [name for _, name, _, _ in properties(body) if name not in KNOWN]),
]  # fmt: skip


def assert_calendar(body):
    assert {(section, words): faults for section, words, check in RULES if (faults := check(body))} == {}
    calendar = icalendar.Calendar.from_ical(body)
    assert calendar.errors == []
    return calendar


def test_a_second_parser_reads_the_same(sample_calendar):
    vobject = pytest.importorskip("vobject", reason="vobject is not installed")
    body, steps = sample_calendar
    read = vobject.readOne(body.decode("utf-8"), validate=True)
    told = [
        (event.uid.value, event.summary.value, event.dtstart.value, event.dtstamp.value) for event in read.vevent_list
    ]
    ours = [
        (str(event["uid"]), str(event["summary"]), event["dtstart"].dt, event["dtstamp"].dt)
        for event in icalendar.Calendar.from_ical(body).walk("VEVENT")
    ]
    assert told == ours
    assert len(told) == len(steps)


@pytest.fixture
def sample_calendar():
    """A calendar of two steps with all that a line may have to escape, and the steps."""
    steps = [
        step("a|filed|2026-01-02|1", summary="Filed, with; commas\\ and\nlines", sentence="“Quoted” — " + "é" * 90),
        step("a|ruling|2026-02-03|1", date="2026-02-03", summary="Ruling " + "🧑‍⚖️" * 40),
    ]
    return written(steps), steps


def step(key, **values):
    row = dict.fromkeys(
        ("reported", "source_url", "docket_url", "sentence", "article_title", "url", "published", "outlet", "told")
    )
    row |= {
        "id": key,
        "node_id": "a",
        "name": "A v. B",
        "node_kind": "case",
        "date": "2026-01-02",
        "kind": "filed",
        "summary": "Filed",
    }
    return row | values


def written(steps, **agenda):
    site = Site(lambda table, key: f"http://localhost/rightswire/{table}/{key}", lambda path: f"http://localhost{path}")
    first = datetime(2026, 1, 1, 4, tzinfo=UTC)
    return write_calendar(Agenda(**agenda), Steps(steps, left_out=0, more=False), first, site)


@pytest.fixture
def read(sample):
    """Fetches a calendar, checks it and parses it."""

    async def fetch(asked="", datasette=sample):
        response = await datasette.client.get(f"/-/calendar.ics?{asked}")
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "text/calendar; charset=utf-8"
        return assert_calendar(response.content)

    return fetch


def days(calendar):
    return [(event["dtstart"].dt.isoformat(), str(event["summary"])) for event in calendar.walk("VEVENT")]


@pytest.mark.parametrize("graph", ["sample", "hostile", "starter", "empty"])
async def test_every_calendar_is_as_the_standard_asks(make_datasette, databases, read, graph):
    datasette = make_datasette(databases[graph])
    await read(datasette=datasette)
    await read("kind=settled", datasette)
    await read("from=2999-01-01", datasette)


# what is asked for, days that must be in it
ASKED = [
    ("", ["2025-09-05", "2025-06-23", "2024-05-22", "2020-05-06"]),
    ("node=anthropic", ["2025-09-25", "2025-09-05", "2025-06-23", "2024-08-19"]),
    ("node=bartz-v-anthropic&kind=ruling", ["2025-09-25", "2025-06-23"]),
    ("node=nysd", ["2025-04-04", "2023-12-27"]),
    ("node=openai&kind=announced", ["2024-05-22", "2023-12-13"]),
    ("node=bartz-v-anthropic&from=2025-09-05&to=2025-09-05", ["2025-09-05"]),
    ("from=2999-01-01", []),
]


@pytest.mark.parametrize(("asked", "there"), ASKED)
async def test_a_calendar_holds_what_was_asked_for(read, asked, there):
    found = [day for day, _ in days(await read(asked))]
    assert found == there if asked else set(there) <= set(found)
    assert found == sorted(found, reverse=True)


async def test_a_step_without_a_day_is_left_out_and_counted(read):
    calendar = await read("node=getty-images-v-stability-ai")
    assert days(calendar) == [("2025-11-04", "Getty Images v. Stability AI: Ruling for the defendant on most claims")]
    assert "only the month or year or no date is known: 1." in str(calendar["description"])


async def test_an_event_has_its_sentence_source_and_page(read):
    (event,) = (await read("node=bartz-v-anthropic&kind=settled")).walk("VEVENT")
    assert isinstance(event["dtstart"].dt, date)
    lines = str(event["description"]).split("\n")
    assert lines[0].startswith("“")
    assert "Example Wire" in lines[1]
    assert lines[2] == "https://example-wire.test/2025/09/06/settlement"
    assert str(event["url"]) == "http://localhost/rightswire/cases/bartz-v-anthropic"
    assert event["categories"].cats == ["case", "settled"]


async def test_stamps_come_from_the_data(make_datasette, databases, read):
    calendar = await read("node=bartz-v-anthropic")
    stamps = {str(event["summary"]): event["dtstamp"].dt.isoformat() for event in calendar.walk("VEVENT")}
    assert stamps["Bartz v. Anthropic: Settlement agreed"] == "2025-09-06T00:00:00+00:00", "day of the report"
    assert stamps["Bartz v. Anthropic: Filed in the Northern District of California"] == "2025-11-12T04:00:00+00:00", (
        "first run"
    )
    again = await read("node=bartz-v-anthropic", make_datasette(databases["sample"]))
    assert calendar.to_ical() == again.to_ical()


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("node=nobody", 404, "nobody"),
        ("kind=nothing", 400, "no kind of step"),
        ("from=yesterday", 400, "YYYY-MM-DD"),
        ("to=2025-02-30", 400, "YYYY-MM-DD"),
        ("from=2025-02", 400, "YYYY-MM-DD"),
    ],
)
async def test_what_is_no_calendar_is_told(sample, asked, status, words):
    response = await sample.client.get(f"/-/calendar.ics?{asked}")
    assert response.status_code == status
    assert words in response.text


async def test_kinds_that_only_the_graph_knows_can_be_asked_for(make_datasette, databases, tmp_path, read):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into events (id, node_id, date, kind, summary, provenance) values"
            " ('x', 'bartz-v-anthropic', '2025-12-01', 'notice-of-appeal', 'Notice of appeal', 'docket')"
        )
    connection.close()
    assert [day for day, _ in days(await read("kind=notice-of-appeal", make_datasette(path)))] == ["2025-12-01"]


hostile_text = st.text(alphabet=st.characters(codec=None), max_size=400) | st.sampled_from(
    ["END:VEVENT\r\nBEGIN:VEVENT", "a\\nb\\,c", "\x00\x07\x0b\x1f\x7f\x9f", "\ud800", "🧑‍⚖️" * 200, "a" * 5000, ";VALUE=X:", "\u2028\u2029\x85"]
)  # fmt: skip


@settings(deadline=None)
@given(hostile_text, hostile_text, hostile_text)
def test_no_text_breaks_a_calendar(name, summary, sentence):
    node = {"id": "a", "kind": "case", "name": name}
    steps = [
        step("a|filed|2026-01-02|1", name=name, summary=summary, sentence=sentence, article_title=name, outlet=summary)
    ]
    body = written(steps, node=node)
    calendar = assert_calendar(body)
    assert len(calendar.walk("VEVENT")) == 1
    assert body == written(steps, node=node)
