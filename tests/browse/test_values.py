"""Values as people write them: dates, sums, marked names, what sources tell differently."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from browse.cells import Cell, facet_words, render
from browse.changes import value_words as change_words
from browse.contested import field_words, value_words
from browse.dates import date_words, in_prose, time_element, when
from browse.links import Site
from browse.marks import Named, mark_names
from browse.particulars import particulars
from browse.reports import confidence_words
from browse.sums import stated
from browse.words import words

OPENAI = Named("OpenAI", ("OpenAI Inc.", "Open AI", "ChatGPT"))
TIMES = Named("The New York Times", ("New York Times", "NYT", "the Times"))
BARTZ = Named("Andrea Bartz", (), person=True)


def plain(markup):
    return re.sub(r"<[^>]+>", "", str(markup))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2025-09-06", "6 September 2025"),
        ("2025-09", "September 2025"),
        ("2025", "2025"),
        ("2025-11-20T04:00:00+00:00", "20 November 2025, 04:00 UTC"),
        ("2026-11-23T11:51:43Z", "23 November 2026, 11:51 UTC"),
        ("2025-11-20T01:30:00+02:00", "19 November 2025, 23:30 UTC"),
        ("2025-11-20 04:00:00", "20 November 2025, 04:00 UTC"),
        ("2025-13-01", None),
        ("2025-02-30", None),
        ("20250906", None),
        ("2025-09-06; drop", None),
        ("0000", None),
        ("", None),
        (None, None),
        (2025, None),
    ],
)
def test_dates(value, text):
    assert date_words(value) == text


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_reads_back(day):
    shown = time_element(day.isoformat())
    assert f'datetime="{day.isoformat()}" title="{day.isoformat()}"' in shown
    assert plain(shown) == f"{day.day} {day:%B} {day.year}"


@given(st.text())
def test_no_text_becomes_a_tag_in_a_date(text):
    assert "<script" not in (time_element(text) or "")
    assert plain(in_prose(text)) == str(escape(text)) or date_words(text[:10]) or "-" in text


@pytest.mark.parametrize(
    ("value", "text"),
    [("2025-09-06", "on 6 September 2025"), ("2025-09", "in September 2025"), ("2025", "in 2025"), ("soon", "None")],
)
def test_dates_in_a_sentence(value, text):
    assert plain(when(value)) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("approved 2025-09-25; next 2026-11", "approved 25 September 2025; next November 2026"),
        ("docket 3:24-cv-05417 of 2024-2025", "docket 3:24-cv-05417 of 2024-2025"),
        ("see https://a.test/2025-09-25/x", "see https://a.test/2025-09-25/x"),
        ("<b>2025-09-25</b>", "&lt;b&gt;25 September 2025&lt;/b&gt;"),
        (None, ""),
    ],
)
def test_dates_in_prose(text, shown):
    assert plain(in_prose(text)) == shown


@pytest.mark.parametrize(
    ("sentence", "parties", "marked"),
    [
        ("OpenAI was sued by the NYT.", [TIMES, OPENAI], ["OpenAI", "NYT"]),
        ("OpenAI Inc. and Open AI are one.", [OPENAI], ["OpenAI Inc.", "Open AI"]),
        ("OpenAIs and MyOpenAI are none.", [OPENAI], []),
        ("The New York Times's case", [TIMES], ["The New York Times"]),
        ("In The  New\nYork Times", [TIMES], ["The  New\nYork Times"]),
        ("Bartz asked; bartz did not.", [BARTZ], ["Bartz"]),
        ("Andrea Bartz asked, and Bartz said so.", [BARTZ], ["Andrea Bartz"]),
        ("They reach us, Reach says.", [Named("Reach")], ["Reach"]),
        ("Moody’s sued.", [Named("Moody's")], ["Moody’s"]),
        ("a.c and abc", [Named("a.c")], ["a.c"]),
        ("Nothing here", [Named(""), Named("h"), Named("(")], []),
        ("Ünal und Ünalp", [Named("Ünal")], ["Ünal"]),
        (
            "Amazon Web Services of Amazon",
            [Named("Amazon"), Named("Amazon Web Services")],
            ["Amazon Web Services", "Amazon"],
        ),
    ],
)
def test_names_are_marked(sentence, parties, marked):
    shown = mark_names(sentence, parties)
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", shown, re.S) == marked
    assert plain(shown) == str(escape(sentence))


def test_another_form_tells_whom_it_means():
    assert mark_names("ChatGPT's maker", [OPENAI]) == '<mark title="OpenAI">ChatGPT</mark>&#39;s maker'


@pytest.mark.parametrize(
    "name",
    [
        '<script>alert("name")</script>',
        '"><img src=x onerror=alert(1)>',
        "(a+)+$",
        "[[",
        "\\\\",
        "' onmouseover='alert(1)",
        "&lt;b&gt;",
        "mark",
        "{{ 7*7 }}",
    ],
)
def test_hostile_names_are_marked_as_text(name):
    shown = mark_names(f"Then {name} sued OpenAI.", [Named("OpenAI"), Named("Other", (name,)), Named(name)])
    assert re.findall(r"<(/?[a-z]+)", shown) == ["mark", "/mark", "mark", "/mark"]
    assert not re.search(r"<mark[^>]*\son", shown)
    assert plain(shown) == str(escape(f"Then {name} sued OpenAI."))


@given(st.text(), st.lists(st.text(min_size=1, max_size=12), max_size=4))
def test_marking_changes_no_word(sentence, names):
    parties = [Named(name, (name[:3],), person=True) for name in names]
    shown = str(mark_names(sentence, parties))
    assert re.sub(r"<mark(?: title=\"[^\"<>]*\")?>|</mark>", "", shown) == str(escape(sentence))


@given(st.text(max_size=20), st.data())
def test_a_name_that_stands_in_the_sentence_is_found(around, data):
    name = data.draw(st.from_regex(r"[A-Z][\w.&'-]{1,20}", fullmatch=True))
    shown = mark_names(f"{around} {name} {around}", [Named(name)])
    assert "<mark>" in shown


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"amount_usd": 1.5e9}, "$1.5 billion"),
        ({}, "None"),
        (
            {"amount_usd": None, "value_min": 2e7, "value_max": 2.5e7, "value_currency": "USD", "value_period": "year"},
            "$20 million to $25 million a year",
        ),
        (
            {
                "amount_usd": 5e6,
                "value_min": 5e6,
                "value_max": 5e6,
                "value_currency": "USD",
                "value_period": "total",
                "value_basis": "paid",
            },
            "$5 million",
        ),
        (
            {
                "value_min": 7e7,
                "value_max": 7e7,
                "value_currency": "EUR",
                "value_usd_min": 7.6e7,
                "value_usd_max": 7.6e7,
            },
            "€70 million (about $76 million)",
        ),
        ({"value_min": 1e6, "value_max": None, "value_currency": "SEK"}, "at least 1 million SEK"),
        (
            {"value_min": None, "value_max": 3e6, "value_currency": "GBP", "value_basis": "sought"},
            "up to £3 million sought",
        ),
        ({"value_min": 1e6, "value_max": 1e6, "value_currency": ""}, "None"),
    ],
)
def test_sums_as_stated(row, text):
    assert plain(stated(row)) == text


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("date-filed", "2024-08", "August 2024"),
        ("amount", "1500000000 USD total", "$1.5 billion"),
        ("amount", "1000000..2000000 EUR year", "€1 million to €2 million a year"),
        ("amount", "5000000.. USD", "at least $5 million"),
        ("amount", "..5000000 USD", "up to $5 million"),
        ("amount", "a lot", "a lot"),
        ("amount", "", ""),
        ("status", "judgment-plaintiff", "judgment for the plaintiff"),
        ("use-training", "yes", "yes"),
        ("outcome-ruling 2025-06-23", "defendant", "for the defendant"),
        ("term-years", "1", "1 year"),
        ("term-years", "2.5", "2.5 years"),
        ("status", "<b>", "&lt;b&gt;"),
    ],
)
def test_values_that_sources_tell(field, value, text):
    assert plain(value_words(field, value)) == text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("date-ruling 2025-04-03", "Date of the ruling (3 April 2025)"),
        ("outcome-ruling 2025-06", "For whom the court ruled (June 2025)"),
        ("amount", "Sum"),
        ("date-other <b>", "date other (&lt;b&gt;)"),
    ],
)
def test_names_of_fields(field, text):
    assert plain(field_words(field)) == text


def test_particulars_of_a_fact():
    told = particulars(
        {
            "filed_date": "2024-08",
            "amount_usd": 1.5e9,
            "stance": "neutral",
            "outcome": "Denied 2025-01-02",
            "x": [1],
            "<i>": "<b>",
        }
    )
    assert [(name, plain(value)) for name, value in told] == [
        ("sum", "$1.5 billion"),
        ("filed", "August 2024"),
        ("stance", "neutral"),
        ("outcome", "Denied 2 January 2025"),
        ("x", "[1]"),
        ("<i>", "&lt;b&gt;"),
    ]


@pytest.mark.parametrize(
    ("confidence", "word"), [(1.0, "high"), (0.9, "high"), (0.8, "medium"), (0.5, "low"), (0.0, "low")]
)
def test_confidence_in_words(confidence, word):
    assert confidence_words(confidence) == word


def test_words_for_codes():
    assert words().say("event_kind", "motion-to-dismiss") == "motion to dismiss"
    assert words().badge("a-new_status") == "a new status"


@pytest.mark.parametrize(
    ("field", "value", "column", "words"),
    [
        ("date-filed", "2023-12", "value", "December 2023"),
        ("date-filed", "2023-12", "field", "Date of filing"),
        ("amount", "1500000000 USD total", "value", "$1.5 billion"),
        ("date-filed", "2023-12", "story", '<a href="/cases/a-v-b">A v. B</a>'),
    ],
)
def test_what_differs_is_told_in_words(field, value, column, words):
    site = Site(row=lambda table, key: f"/{table}/{key}", path=str)
    row = {"field": field, "value": value, "story": "A v. B", "story_kind": "case", "node_id": "a-v-b"}
    assert words in render(Cell(row[column], column, "contested", row), site)


@pytest.mark.parametrize(
    ("table", "key", "link"), [("timeline", "a-v-b", True), ("timeline", None, False), ("facts", "a-v-b", False)]
)
def test_a_step_leads_to_its_story(table, key, link):
    site = Site(row=lambda table, key: f"/{table}/{key}", path=str)
    row = {"story": "A v. B", "story_kind": "case", "node_id": key}
    assert (render(Cell("A v. B", "story", table, row), site) == '<a href="/cases/a-v-b">A v. B</a>') is link


@pytest.mark.parametrize("docket", ["2023-11", "2023-11-05", "1823"])
def test_a_docket_number_is_never_worded_as_a_date(docket):
    site = Site(row=lambda table, key: f"/{table}/{key}", path=str)
    told = [
        dict(particulars({"docket_number": docket}))["docket number"],
        change_words("docket_number", docket),
        render(Cell(docket, "docket_number", "cases", {}), site) or docket,
        facet_words(docket, "docket_number"),
        in_prose(f"Docket number {docket} becomes known"),
        in_prose(f"filed as No. {docket} there"),
    ]
    assert [docket in one for one in told] == [True] * len(told)
    assert not [one for one in told if "November" in one]


def test_the_front_of_courts_alone_is_not_cut_to_nothing():
    for front in words().court_fronts:
        assert words().short_court(front) == front
