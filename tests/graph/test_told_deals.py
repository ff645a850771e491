"""Which of several deals of a pair a report means: talks beside a deal, renewals, and what is said to be another deal."""

import itertools
from dataclasses import replace

import pytest

from graph.build import build_graph
from graph.corrections import Correction
from graph.register import Known

PAIR = ("Mill Media Group", "Loom AI")


@pytest.fixture
def licence(make_article, make_fact):
    """An article on a licence of one pair: `licence('slug', 'a sentence', day=..., background=True, **attributes)`."""

    def make(slug, sentence="", day="2026-08-01", pair=PAIR, background=False, **attributes):
        fact = replace(make_fact("licenses_to", *pair, sentence, **attributes), background=background)
        return make_article(slug, fact, day=day)

    return make


@pytest.fixture
def deal_and_talks(make_deal):
    """A deal of 2024 that holds, and talks on another since September 2025."""
    return make_deal(), make_deal(id="talks", announced_date="2025-09", status="in-talks", amount_usd=None)


def standings(graph):
    """Status and date of the deals, by id."""
    return {deal.id: (deal.status, deal.announced_date) for deal in graph.deals}


HELD = {"mill-loom-2024": ("active", "2024-05-22"), "talks": ("in-talks", "2025-09")}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Loom AI has paid Mill Media Group for its archive for years.", {"status": "announced", "background": True}),
        ("Mill Media Group licenses its archive to Loom AI.", {"status": "announced"}),
        ("Mill Media Group signed with Loom AI in 2024.", {"announced_date": "2024", "background": True}),
        ("The licence of Mill Media Group stays in force.", {"status": "active", "background": True}),
    ],
)
def test_what_does_not_tell_the_outcome_of_talks_is_about_the_deal_beside_them(
    build, licence, deal_and_talks, said, told
):
    graph = build([licence("a", said, **told)], deals=deal_and_talks)
    assert standings(graph) == HELD
    assert {row.deal_id for row in graph.evidence if "|licenses_to|" in row.edge_id} == {"mill-loom-2024"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Mill Media Group and Loom AI signed.", {"announced_date": "2026-07-30"}),
        ("Mill Media Group signed a new licence with Loom AI.", {}),
        ("Mill Media Group signed with Loom AI last winter.", {"announced_date": "2025-12", "background": True}),
    ],
)
def test_what_tells_the_outcome_of_talks_is_about_them(build, licence, deal_and_talks, said, told):
    graph = build([licence("a", said, status="announced", **told)], deals=deal_and_talks)
    assert standings(graph)["talks"][0] == "announced"
    assert standings(graph)["mill-loom-2024"] == HELD["mill-loom-2024"]


def test_talks_alone_are_moved_by_news_and_not_by_what_is_recalled(build, licence, deal_and_talks):
    talks = deal_and_talks[1:]
    recalled = build([licence("a", status="announced", background=True)], deals=talks)
    assert standings(recalled) == {"talks": HELD["talks"]}
    assert standings(build([licence("a", status="announced")], deals=talks))["talks"][0] == "announced"


@pytest.mark.parametrize(("told", "deal"), [("2024-02", "another"), ("2025-08-20", "talks"), ("2025-10-02", "talks")])
def test_what_was_announced_long_before_the_talks_did_not_come_of_them(build, licence, deal_and_talks, told, deal):
    graph = build([licence("a", announced_date=told, status="announced")], deals=deal_and_talks[1:])
    found = {row.deal_id for row in graph.evidence if "|licenses_to|" in row.edge_id}
    assert (found == {"talks"}) == (deal == "talks")
    assert standings(graph)["talks"][0] == ("announced" if told > "2025-09" else "in-talks")


@pytest.mark.parametrize("kind", ["renewed", "ended"])
def test_a_renewal_or_end_is_of_the_deal_that_was_made_by_then(build, licence, make_deal, kind):
    deals = (make_deal(), make_deal(id="later", announced_date="2025-08-01"))
    graph = build([licence("a", day="2025-07-02", status=kind, date="2025-07-01")], deals=deals)
    assert standings(graph) == {"mill-loom-2024": (kind, "2024-05-22"), "later": ("active", "2025-08-01")}


def test_a_renewal_that_the_register_does_not_date_is_the_one_that_news_dates(build, licence, make_deal):
    graph = build(
        [licence("a", day="2026-06-12", status="renewed", date="2026-06-11")], deals=(make_deal(status="renewed"),)
    )
    renewed = [(event.date, event.provenance) for event in graph.events if event.kind == "renewed"]
    assert renewed == [("2026-06-11", "both")]


RENEWALS = [
    ("Mill Media Group renewed its licensing agreement with Loom AI.", {"announced_date": "2026-07-30"}),
    ("Mill Media Group and Loom AI have extended their contract.", {"announced_date": "2026-07-30"}),
    ("The licence of Mill Media Group was prolonged.", {"announced_date": "2026-07-30"}),
    ("Loom AI signed again.", {"status": "renewed", "announced_date": "2026-07-30"}),
    ("Loom AI signed again.", {"status": "renewed", "announced_date": "2024-05-22", "date": "2026-07-30"}),
]


@pytest.mark.parametrize(("said", "told"), RENEWALS)
@pytest.mark.parametrize("listed", [True, False])
def test_a_renewal_is_a_dated_step_of_the_deal_that_is_there(build, licence, said, told, listed):
    first = licence("first", day="2024-05-23", status="announced", announced_date="2024-05-22")
    graph = build([first, licence("again", said, **told)], deals=None if listed else ())
    assert [standing for _, standing in standings(graph).items()] == [("renewed", "2024-05-22")]
    steps = [(event.kind, event.date) for event in graph.events if event.node_id == graph.deals[0].id]
    assert steps == [("announced", "2024-05-22"), ("renewed", "2026-07-30")]


def test_the_date_of_the_deal_that_was_renewed_is_not_that_of_the_renewal(build, licence):
    graph = build([licence("a", "Both renewed their licence of 2024.", status="renewed", announced_date="2024-05")])
    assert [(event.kind, event.date) for event in graph.events if event.kind == "renewed"] == [("renewed", None)]


NO_RENEWALS = [
    "Mill Media Group may renew its licence with Loom AI.",
    "Mill Media Group renewed its call for licences and signed with Loom AI.",
    "The older contract was not renewed, and Mill Media Group signed with Loom AI.",
    "Mill Media Group expanded its business by an agreement with Loom AI.",
]


@pytest.mark.parametrize("said", NO_RENEWALS)
def test_what_is_not_renewed_is_an_announcement(build, licence, said):
    graph = build([licence("a", said, status="announced", announced_date="2026-07-30")], deals=())
    assert [deal.status for deal in graph.deals] == ["announced"]


@pytest.mark.parametrize("listed", [True, False])
def test_another_deal_told_with_its_date_is_another_deal_however_soon(build, licence, listed):
    articles = [
        licence("first", day="2024-05-23", status="announced", announced_date="2024-05-22"),
        licence("second", "Both signed a second licence, for video.", day="2024-11-13", announced_date="2024-11-12"),
        licence("same", "The video licence is worth much.", day="2024-11-14", announced_date="2024-11-12"),
    ]
    graphs = [build(order, deals=None if listed else ()) for order in itertools.permutations(articles)]
    dates = [(deal.announced_date, deal.articles) for deal in graphs[0].deals]
    assert sorted(dates) == [("2024-05-22", 1), ("2024-11-12", 2)]
    assert all(graph == graphs[0] for graph in graphs)


def test_another_deal_is_none_of_the_one_whose_date_nobody_told(build, licence):
    graph = build(
        [
            licence("first", day="2024-05-23", status="announced"),
            licence("second", "Both signed another agreement.", day="2024-11-13", announced_date="2024-11-12"),
        ],
        deals=(),
    )
    assert sorted(deal.announced_date or "" for deal in graph.deals) == ["", "2024-11-12"]


def test_a_second_deal_told_of_the_day_of_the_only_one_is_that_one(build, licence):
    graph = build(
        [
            licence("a", day="2024-05-23", announced_date="2024-05-22"),
            licence("b", "It is the group's second agreement of the kind.", day="2024-06-01", announced_date="2024-05"),
        ],
        deals=(),
    )
    assert len(graph.deals) == 1


ENDED = {"status": "ended", "value_text": "equity of one billion; ended in March 2026 when the app was shut"}
OVER = [
    ("Loom AI gave up its licence from Mill Media Group in March.", {"announced_date": "2026-03"}, "2026-03"),
    ("The licence of Mill Media Group to Loom AI is over, two years on.", {"announced_date": "2024-05-22"}, None),
    ("Mill Media Group and Loom AI ended their deal.", {"status": "ended", "date": "2026-03-24"}, "2026-03-24"),
]


@pytest.mark.parametrize(("said", "told", "when"), OVER)
def test_the_end_of_a_known_deal_has_the_sentence_and_the_date_of_who_tells_it(
    build, licence, make_deal, said, told, when
):
    old = licence("old", "Mill Media Group licenses its archive to Loom AI.", "2024-05-23", announced_date="2024-05-22")
    over = licence("over", said, "2026-03-26", **told)
    graph = build([over, old], deals=(make_deal(**ENDED),))
    (end,) = (event for event in graph.events if event.kind == "ended")
    assert (end.date, end.reported, end.provenance, end.articles) == (when, "2026-03-26", "both", 1)
    assert "ended in March 2026 when the app was shut" in end.summary
    sentences = {row.id: row for row in graph.evidence}
    assert sentences[end.evidence_id].sentence == said
    said_by = {row.sentence: row.attributes for row in graph.evidence if "|licenses_to|" in row.edge_id}
    assert [sentence for sentence, attributes in said_by.items() if '"ended"' in attributes] == [said]
    (begun,) = (event for event in graph.events if event.kind == "announced")
    assert (begun.date, begun.articles) == ("2024-05-22", 1)
    assert begun.summary.endswith("is announced: equity of one billion")
    versions = [(row.known_from, row.status, row.value_text) for row in graph.deal_history]
    assert versions[0] == ("2024-05-22", "announced", "equity of one billion")
    assert [row[0] for row in versions if row[1] == "ended"][:1] == ["2026-03-26"]
    assert standings(graph) == {"mill-loom-2024": ("ended", "2024-05-22")}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Loom AI gave up its licence from Mill Media Group in March.", "active"),
        (
            "Mill Media Group signed with Loom AI, worth over $1 billion, after a deal with Weave Labs was called off.",
            "ended",
        ),
        ("The licence may be terminated by Mill Media Group.", "ended"),
    ],
)
def test_no_sentence_shows_an_end_that_the_register_does_not_know_or_that_it_does_not_tell(
    build, licence, make_deal, said, status
):
    graph = build([licence("a", said, "2026-03-26", announced_date="2024-05-22")], deals=(make_deal(status=status),))
    assert [event.articles for event in graph.events if event.kind == "ended"] == [0] * (status == "ended")


def test_what_people_fixed_of_a_fact_is_no_end(register, make_deal, licence):
    article = licence("a", OVER[0][0], "2026-03-26", announced_date="2026-03")
    fact = f"mill|licenses_to|oracle-loom|{article.id}.status"
    fix = Correction(2, "fix", fact, "announced", "Jo", "2026-11-20", "misread")
    graph = build_graph([article], register, Known((), (make_deal(**ENDED),)), (), (fix,))
    assert [event.articles for event in graph.events if event.kind == "ended"] == [0]
    assert [row.applied for row in graph.corrections] == [True]


@pytest.mark.parametrize("kind", ["renewed", "ended"])
@pytest.mark.parametrize("told", ["2024-05", "2024-05-22", "2023"])
def test_no_step_of_a_deal_stands_on_a_day_before_the_deal(build, make_deal, licence, kind, told):
    graph = build([licence("a", day="2026-10-02", status=kind, date=told)], deals=(make_deal(),))
    assert standings(graph)["mill-loom-2024"][0] == kind
    assert {event.date for event in graph.events if event.kind == kind} == {None}
    assert [event.date for event in graph.events if event.kind == "announced"] == ["2024-05-22"]


@pytest.mark.parametrize(("kind", "day"), [("renewed", None), ("ended", "2024")])
def test_a_deal_may_end_in_the_year_in_which_it_was_made(build, make_deal, licence, kind, day):
    graph = build([licence("a", day="2026-10-02", status=kind, date="2024")], deals=(make_deal(),))
    assert [event.date for event in graph.events if event.kind == kind] == [day]


def test_a_report_of_no_status_tells_of_the_start_too(build, licence):
    first = licence("first", day="2024-05-23", announced_date="2024-05-22")
    later = licence("later", "Both renewed their licence.", day="2026-10-02", status="renewed", date="2024-05")
    assert [event.date for event in build([first, later], deals=()).events if event.kind == "renewed"] == [None]
