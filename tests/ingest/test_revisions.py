"""Pages are asked for again within a bounded time; what changed is a new revision, what did not costs one request."""

from dataclasses import replace

import pytest
from werkzeug import Response

from ingest.corrections import correction_notice
from ingest.revisions import change_between, doubt
from ingest.stored import StoredReading
from ingest.update_copies import tie_copies
from ingest.update_revisions import revisit_pages

FIRST = "The publisher sued the maker of the chatbot in federal court on Friday over the copying of its articles."
SECOND = "The complaint says that thousands of articles were used for training without a licence or any payment."
THIRD = "The suit asks for a sum of two billion dollars and for an order to destroy all models that learnt from them."
MENDED = "The suit asks for a sum of two million dollars and for an order to destroy all models that learnt from them."
NOTICE = "Correction: An earlier version of this article misstated the sum that the publisher asks for."
OLD, NEW = (FIRST, SECOND, THIRD), (FIRST, SECOND, MENDED, NOTICE)

CHANGES = [
    (FIRST, FIRST, ""),
    (f"{FIRST}\n\n{SECOND}", f"{FIRST}\n\n{SECOND}", ""),
    (FIRST, FIRST.upper().replace(" ", "  "), ""),
    (FIRST, FIRST.replace("chatbot", "\u201cchatbot\u201d"), ""),
    (f"{FIRST}\n\nUpdated 3 hours ago", f"{FIRST}\n\nUpdated 5 hours ago", ""),
    (f"{FIRST}\n\n{SECOND}", f"{SECOND}\n\n{FIRST}", ""),
    (f"{FIRST}\n\n{THIRD}", f"{FIRST}\n\n{MENDED}", "1 paragraph changed"),
    (FIRST, f"{FIRST}\n\n{SECOND}", "1 paragraph added"),
    (f"{FIRST}\n\n{SECOND}\n\n{THIRD}", FIRST, "2 paragraphs removed"),
    (f"{FIRST}\n\n{THIRD}", f"{FIRST}\n\n{MENDED}\n\n{SECOND}", "1 paragraph changed, 1 paragraph added"),
]


@pytest.mark.parametrize(("old", "new", "change"), CHANGES)
def test_what_changed(old: str, new: str, change: str) -> None:
    assert change_between("A story", old, "A  Story.", new) == change
    told = change_between("A story", old, "Another story", new)
    assert told == ", ".join(filter(None, ("headline changed", change)))


def test_a_text_that_is_hardly_the_old_one_is_doubted() -> None:
    whole = "\n\n".join((FIRST, SECOND, THIRD))
    assert doubt(whole, whole + SECOND, False) == ""
    assert doubt(whole, FIRST, False) == "text cut"
    assert doubt(whole, FIRST, True) == ""
    assert (
        doubt(whole, "Rain will come from the west and stay until Sunday, say those who know.", False) == "another text"
    )


NOTICES = [
    (NOTICE, True),
    ("Correction (Nov. 12, 2026): The first name of the judge was misspelt.", True),
    ("An earlier version of this story gave the wrong court.", True),
    ("*This article was amended on 12 November 2026 to correct the name of the judge.", True),
    ("\u2014 This story has been corrected to show that the suit was filed on Friday.", True),
    ("Clarification: The company says that it has not yet been served.", True),
    ("Corrections & Amplifications: The sum is in euros.", True),
    ("Editor\u2019s note: An earlier version of this report named another company.", True),
    ("A correction was made on Nov. 12, 2026: The court is in Delaware.", True),
    ("The judge asked for a correction: the docket named another party.", False),
    ("The correction of the market went on for a third day.", False),
    ("\u201cAn earlier version of this article was fed to the machine,\u201d the complaint says.", False),
    (FIRST, False),
]


@pytest.mark.parametrize(("paragraph", "is_notice"), NOTICES)
def test_correction_notices(paragraph: str, is_notice: bool) -> None:
    assert correction_notice(f"{FIRST}\n\n{paragraph}\n\n{SECOND}") == (paragraph if is_notice else "")


@pytest.fixture
def had(web, night, source, item):
    """A feed whose one article was had and read; its page has validators."""
    feed = source(web.feed("/feed", item(page(web, OLD))))
    night.run(feed)
    read(night)
    web.requests.clear()
    return feed


def page(web, texts, title="Publisher sues", **headers) -> str:
    body = "".join(f"<p>{text}</p>" for text in texts)
    html = f"<html><head><title>{title}</title></head><body><article>{body}</article></body></html>"
    headers = headers or {"ETag": '"1"', "Last_Modified": "Mon, 23 Nov 2026 01:00:00 GMT"}
    return web.serve("/a", html, "text/html; charset=utf-8", **headers)


def read(night, relevant: bool = True) -> int:
    rows = [StoredReading(article.id, "r1", relevant, 1, {}) for article in night.archive.unread(None)]
    night.archive.save_readings(night.start(), rows)
    return len(rows)


def again(night, *feeds) -> list[str]:
    found = revisit_pages(night.archive, feeds, night.options, night.start(), night.clock)
    return [outcome.result for outcome in found]


def asked(web) -> int:
    return web.paths().count("/a")


def the_article(night) -> dict:
    return night.archive._one("SELECT * FROM articles")


def test_a_page_is_asked_for_after_a_day_and_after_a_week_and_then_no_more(web, night, had, clock) -> None:
    told = []
    for _ in range(12):
        told.append(again(night, had))
        clock.advance(days=1)
    assert [day for day, outcomes in enumerate(told) if outcomes] == [1, 7]
    assert asked(web) == 2
    assert night.archive.revisions(the_article(night)["id"]) == []


def test_a_page_that_did_not_change_costs_one_conditional_request(web, night, had, clock) -> None:
    web.handle("/a", lambda _: Response(status=304, headers={"ETag": 'W/"2"'}))
    clock.advance(days=1)
    assert again(night, had) == ["unchanged"]
    clock.advance(days=6)
    assert again(night, had) == ["unchanged"]
    requests = [request for request in web.requests if request.path == "/a"]
    assert [request.headers.get("If-None-Match") for request in requests] == ['"1"', 'W/"2"']
    assert {request.headers.get("If-Modified-Since") for request in requests} == {"Mon, 23 Nov 2026 01:00:00 GMT"}
    assert read(night) == 0


def test_a_page_that_changed_is_a_new_revision_and_read_anew(web, night, had, clock) -> None:
    before = the_article(night)
    page(web, NEW, "Publisher sues for millions", ETag='"2"')
    clock.advance(days=1)
    assert again(night, had) == ["revised"]
    after = the_article(night)
    assert (after["id"], after["url"], after["published"]) == (before["id"], before["url"], before["published"])
    assert (after["title"], after["revision"], after["correction"]) == ("Publisher sues for millions", 2, NOTICE)
    assert after["text"] == "\n\n".join(NEW)
    first, second = night.archive.revisions(after["id"])
    assert (first["number"], first["text"], first["change"]) == (1, before["text"], "")
    assert (second["number"], second["text"]) == (2, after["text"])
    assert second["change"] == "correction notice, headline changed, 1 paragraph changed, 1 paragraph added"
    assert first["digest"] != second["digest"]
    assert first["fetched_at"] < second["fetched_at"]
    assert [article.revision for article in night.archive.unread(None)] == [2]
    clock.advance(days=6)
    assert again(night, had) == ["unchanged"]
    assert len(night.archive.revisions(after["id"])) == 2


# what answers the second time: body, status, reason
FAILURES = [
    ("gone", 404, "HTTP 404"),
    ("gone", 410, "HTTP 410"),
    ("<html><title>Just a moment...</title><body><p>Verify you are human.</p></body></html>", 200, "bot challenge"),
    (f"<html><title>Publisher sues</title><body><article><p>{FIRST}</p><p>Subscribe to continue reading.</p></article></body></html>", 200, "paywall"),
    (f"<html><title>Publisher sues</title><body><article><p>{FIRST}</p></article></body></html>", 200, "text cut"),
    ("<html><title>Weather</title><body><article><p>Rain will come from the west tonight and then stay until Sunday, say people who know about it.</p></article></body></html>", 200, "another text"),
]  # fmt: skip


@pytest.mark.parametrize("case", FAILURES)
def test_an_article_stays_as_it_was_where_its_page_is_none_any_more(web, night, had, clock, case) -> None:
    body, status, reason = case
    before = the_article(night)
    web.serve("/a", body, "text/html", status)
    clock.advance(days=1)
    assert again(night, had) == ["not revisited"]
    assert the_article(night) == before
    assert [problem["reason"] for problem in night.archive.problems()] == [reason]
    assert again(night, had) == []
    assert asked(web) == 1


def test_a_failure_that_passes_is_tried_on_three_runs(web, night, had, clock) -> None:
    night.options = replace(night.options, force=True)
    web.serve("/a", "", status=500)
    clock.advance(days=1)
    assert [again(night, had) for _ in range(4)] == [["not revisited"]] * 3 + [[]]
    page(web, NEW)
    clock.advance(days=6)
    assert again(night, had) == ["revised"]


def test_a_long_absence_costs_one_visit(web, night, had, clock) -> None:
    clock.advance(days=10)
    assert again(night, had) == ["unchanged"]
    assert again(night, had) == []
    assert asked(web) == 1


def test_what_is_too_old_on_other_matters_or_of_a_dropped_feed_is_left(web, night, had, clock) -> None:
    clock.advance(days=1)
    assert again(night) == []
    night.archive._db.execute("UPDATE readings SET relevant = 0")
    assert again(night, had) == []
    night.archive._db.execute("UPDATE readings SET relevant = 1")
    clock.advance(days=60)
    assert again(night, had) == []
    assert asked(web) == 0


def test_no_more_than_allowed_are_asked_for_and_the_oldest_first(web, night, source, item, clock) -> None:
    links = [web.page(f"/{number}", story=OLD) for number in range(3)]
    feeds = []
    for number, link in enumerate(links):
        feeds.append(source(web.feed(f"/feed{number}", item(link))))
        night.run(feeds[-1])
        clock.advance(hours=1)
    clock.advance(days=1)
    web.requests.clear()
    night.options = replace(night.options, revisits=2)
    assert again(night, *feeds) == ["unchanged"] * 2
    assert [path for path in web.paths() if path != "/robots.txt"] == ["/0", "/1"]
    assert again(night, *feeds) == ["unchanged"]
    night.options = replace(night.options, revisit_days=())
    clock.advance(days=9)
    assert again(night, *feeds) == []


def test_a_run_killed_while_it_asks_again_goes_on(web, night, had, clock, monkeypatch) -> None:
    page(web, NEW)
    clock.advance(days=1)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.update_revisions.article_from_page", killed)
    with pytest.raises(KeyboardInterrupt):
        again(night, had)
    monkeypatch.undo()
    assert the_article(night)["revision"] == 1
    assert again(night, had) == ["revised"]


def test_a_copy_that_was_revised_away_from_its_original_is_none_any_more(web, night, source, item, clock) -> None:
    long = tuple(f"In the matter of its claim number {n}: {text}" for n in range(4) for text in OLD)
    feed = source(web.feed("/feed", item(web.page("/a", story=long)), item(web.page("/b", story=long))))
    night.run(feed)
    assert tie_copies(night.archive) == 1
    (copied,) = [article for article in night.archive.unread(None) if article.copy_of]
    own = [
        f"The editors of paper {n} wrote in words of their own what they found out about the suit today."
        for n in range(12)
    ]
    web.page("/" + copied.url.rpartition("/")[2], story=(*long[:2], *own))
    clock.advance(days=1)
    assert sorted(again(night, feed)) == ["revised", "unchanged"]
    tie_copies(night.archive)
    assert night.archive.count_copies() == 0
