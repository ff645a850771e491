"""Whole runs over a real server and a real archive: what is new, what is known, what failed, and what a kill leaves."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug import Response

from ingest.archive import Archive


def results(outcomes) -> list[str]:
    return [outcome.result for outcome in outcomes]


def articles(archive: Archive) -> list[tuple[str, str]]:
    return sorted((article.url, article.text_source) for article in archive.unread(None))


def reasons(archive: Archive) -> list[tuple[str, str]]:
    return sorted((problem["stage"], problem["reason"]) for problem in archive.problems())


def test_a_run_brings_articles(web, night, source, two_stories) -> None:
    feeds, found = night.run(source(two_stories))
    assert results(feeds) == ["read"]
    assert [entry.url for entry in feeds[0].entries] == [web.url("/a"), web.url("/b")]
    assert results(found) == ["new", "new"]
    assert articles(night.archive) == [(web.url("/a"), "page"), (web.url("/b"), "page")]
    assert [article.feed for article in night.archive.unread(None)] == [source(two_stories).name] * 2
    assert reasons(night.archive) == []


def test_a_second_run_asks_only_the_feed_and_adds_nothing(web, night, source, two_stories) -> None:
    night.run(source(two_stories))
    before = list(night.archive.unread(None))
    web.requests.clear()
    feeds, found = night.run(source(two_stories))
    assert (results(feeds), found, feeds[0].entries) == (["unchanged"], [], ())
    assert web.paths() == ["/feed"]
    assert list(night.archive.unread(None)) == before


def test_304_and_renewed_validators(web, night, source) -> None:
    """Whatever the server last called its feed is what it is asked by, even if nothing else changed."""
    feed = source(web.feed("/feed", ETag='"1"'))
    night.feeds(feed)
    web.feed("/feed", ETag='W/"2"', Last_Modified="x")
    assert results(night.feeds(feed)) == ["unchanged"]
    web.handle("/feed", lambda _: Response(status=304, headers={"ETag": '"3"'}))
    assert results(night.feeds(feed)) == ["unchanged"]
    night.feeds(feed)
    asked = [
        (request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")) for request in web.requests
    ]
    assert asked == [(None, None), ('"1"', None), ('W/"2"', "x"), ('"3"', "x")]


def test_an_answer_that_was_not_understood_is_asked_for_again(web, night, source, item, clock) -> None:
    """A challenge page with validators of its own must not turn into 'unchanged' the next night."""
    feed = source(web.serve("/feed", "<html><title>Just a moment...</title></html>", ETag='"challenge"'))
    assert results(night.feeds(feed)) == ["failed"]
    web.feed("/feed", item("/a"))
    clock.advance(days=1)
    assert results(night.feeds(feed)) == ["read"]
    assert [request.headers.get("If-None-Match") for request in web.requests] == [None, None]
    assert night.archive.feed_state(feed.url).failures == 0


def test_a_feed_within_its_interval_waits(web, night, source, clock) -> None:
    feed = source(web.feed("/feed", ETag='"1"'), interval_minutes=60)
    night.feeds(feed)
    clock.advance(minutes=10)
    assert results(night.feeds(feed)) == ["waiting"]
    clock.advance(minutes=50)
    assert results(night.feeds(feed)) == ["unchanged"]
    night.options = replace(night.options, force=True)
    assert results(night.feeds(feed)) == ["unchanged"]
    assert len(web.requests) == 3


def test_a_failed_feed_rests_too(web, night, source) -> None:
    feed = source(web.serve("/feed", "", status=500), interval_minutes=60)
    assert results(night.feeds(feed)) == ["failed"]
    assert results(night.feeds(feed)) == ["waiting"]
    assert night.archive.feed_state(feed.url).failures == 1


BAD_FEEDS = [
    ("", "text/xml", 200, "empty answer"),
    ("<html><body>Sign in</body></html>", "text/html", 200, "not a feed"),
    ("<rss version='2.0'><channel><tit", "text/xml", 200, "malformed feed"),
    ("gone", "text/html", 404, "HTTP 404"),
]


@pytest.mark.parametrize("case", BAD_FEEDS)
def test_a_bad_feed_costs_itself(web, night, source, two_stories, case) -> None:
    body, content_type, status, reason = case
    bad = source(web.serve("/bad", body, content_type, status))
    feeds, found = night.run(bad, source(two_stories))
    assert sorted(results(feeds)) == ["failed", "read"]
    assert results(found) == ["new", "new"]
    assert reasons(night.archive) == [("feed", reason)]
    (health,) = [row for row in night.archive.feed_health() if row["name"] == bad.name]
    assert (health["failures"], health["last_success"]) == (1, None)
    assert health["last_error"].startswith(reason)


def test_entries_without_link_cost_themselves_and_those_without_date_are_kept(web, night, source, item) -> None:
    feed = web.feed("/feed", "<item><title>No link</title></item>", item(web.page("/a")))
    _, found = night.run(source(feed))
    assert results(found) == ["new"]
    assert found[0].article.published is None
    assert reasons(night.archive) == [("entry", "no link")]


def test_a_filter_keeps_other_entries_from_being_fetched(web, night, source, item) -> None:
    feed = web.feed("/feed", item(web.page("/a"), "Rain on Friday"), item(web.page("/b"), "A copyright suit"))
    _, found = night.run(source(feed, filter=("copyright",)))
    assert [outcome.url for outcome in found] == [web.url("/b")]
    assert web.paths() == ["/b", "/feed"]


SUMMARY = "<description>The feed itself says in a sentence or two what happened in court on Friday.</description>"
PAGES = [
    # page, status, content type, reason, what became of it without and with a summary
    ("<html><body><article></article></body></html>", 200, "text/html", "no text", "failed", "new"),
    (
        "<html><title>Access denied</title><body><p>No.</p></body></html>",
        200,
        "text/html",
        "block page",
        "failed",
        "new",
    ),
    ("%PDF", 200, "application/pdf", "not a page", "failed", "new"),
    ("", 404, "text/html", "HTTP 404", "failed", "new"),
    ("", 503, "text/html", "HTTP 503", "failed", "failed"),
    ("x" * 2_000_000, 200, "text/html", "too large", "failed", "new"),
]


@pytest.mark.parametrize("case", PAGES)
def test_a_page_without_article(web, night, source, item, case) -> None:
    body, status, content_type, reason, without, with_summary = case
    night.options = replace(night.options, page_bytes=1_000_000)
    for path in ("/a", "/b"):
        web.serve(path, body, content_type, status)
    feed = source(web.feed("/feed", item(web.url("/a")), item(web.url("/b"), extra=SUMMARY)))
    _, found = night.run(feed)
    assert results(found) == [without, with_summary]
    assert [outcome.problem.reason for outcome in found] == [reason, reason]
    assert reasons(night.archive) == [("page", reason)] * 2
    expected = [(web.url("/b"), "feed summary")] if with_summary == "new" else []
    assert articles(night.archive) == expected


def test_a_failed_page_is_tried_three_times_more_and_then_left(web, night, source, item) -> None:
    feed = source(web.feed("/feed", item(web.serve("/a", "", status=500)), item(web.url("/b"), extra=SUMMARY)))
    web.serve("/b", "", status=500)
    runs = [results(night.tomorrow(feed)[1]) for _ in range(6)]
    assert runs == [["failed", "failed"]] * 3 + [["failed", "new"]] + [[]] * 2
    assert web.paths().count("/a") == 4
    assert night.archive.count_pending() == 0


def test_a_page_that_comes_back_is_read(web, night, source, item) -> None:
    feed = source(web.feed("/feed", item(web.serve("/a", "", status=500))))
    assert results(night.run(feed)[1]) == ["failed"]
    web.page("/a")
    assert results(night.tomorrow(feed)[1]) == ["new"]


def test_one_article_in_two_feeds_is_fetched_once(web, night, source, item) -> None:
    page = web.page("/a")
    one = source(web.feed("/one", item(page)))
    other = source(web.feed("/other", item(page + "?utm_source=other#top")))
    _, found = night.run(one, other)
    assert results(found) == ["new", "duplicate"]
    assert [outcome.feed for outcome in found] == [one.name, other.name]
    assert web.paths().count("/a") == 1
    assert len(articles(night.archive)) == 1
    assert night.run(one, other)[1] == []


def test_a_known_article_in_a_new_feed_is_not_fetched_again(web, night, source, item) -> None:
    page = web.page("/a")
    night.run(source(web.feed("/one", item(page))))
    _, found = night.run(source(web.feed("/other", item(page))))
    assert results(found) == ["duplicate"]
    assert web.paths().count("/a") == 1


def test_two_addresses_of_one_article_are_one_by_its_canonical_link(web, night, source, item) -> None:
    head = f'<link rel="canonical" href="{web.url("/story")}">'
    links = [web.page(path, head=head) for path in ("/story/amp", "/share/1")]
    feed = source(web.feed("/feed", *map(item, links)))
    _, found = night.run(feed)
    assert [(outcome.result, outcome.url) for outcome in found] == [
        ("new", web.url("/story")),
        ("duplicate", web.url("/story")),
    ]
    assert articles(night.archive) == [(web.url("/story"), "page")]


def test_which_feed_brings_a_shared_article_does_not_depend_on_speed(web, night, source, item) -> None:
    head = f'<link rel="canonical" href="{web.url("/story")}">'
    web.page("/slow", head=head)
    answer = web.answers["/slow"]
    web.handle("/slow", lambda request: (web.released.wait(0.3), answer(request))[1])
    one = source(web.feed("/one", item(web.url("/slow"))))
    other = source(web.feed("/other", item(web.page("/quick", head=head))))
    night.run(one, other)
    assert [article.feed for article in night.archive.unread(None)] == [one.name]


def test_a_feed_on_disk_is_read_each_time_but_its_pages_once(tmp_path: Path, night, source) -> None:
    (tmp_path / "starter" / "pages").mkdir(parents=True)
    page = tmp_path / "starter" / "pages" / "01-a.html"
    text = "<p>The publisher sued the maker of the chatbot in federal court over its articles.</p>"
    head = '<link rel="canonical" href="https://rightswire.example/starter/01-a">'
    page.write_text(f"<html><head><title>A</title>{head}</head><body><article>{text}</article></body></html>")
    link = "<link rel='alternate' href='pages/01-a.html'/>"
    entry = f"<entry><title>A</title>{link}<updated>2026-11-20T00:00:00Z</updated></entry>"
    write = (tmp_path / "starter" / "feed.xml").write_text
    write(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{entry}</feed>")
    feed = source(str(tmp_path / "starter" / "feed.xml"), interval_minutes=60, allow_private=False)
    feeds, found = night.run(feed)
    assert (results(feeds), results(found)) == (["read"], ["new"])
    assert articles(night.archive) == [("https://rightswire.example/starter/01-a", "page")]
    assert [results(part) for part in night.run(feed)] == [["unchanged"], []]
    write(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{entry}{entry.replace('01-a', '02-b')}</feed>")
    feeds, found = night.run(feed)
    assert [results(feeds), results(found)] == [["read"], ["failed"]]
    assert str(tmp_path) not in repr(night.archive.problems())


def test_a_folder_of_pages(tmp_path: Path, night, source) -> None:
    text = "The publisher sued the maker of the chatbot in federal court on Friday over its articles."
    (tmp_path / "b.txt").write_text(f"A suit over books\n\n{text}")
    (tmp_path / "a.html").write_text(f"<html><head><title>A</title></head><body><p>{text}</p></body></html>")
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    _, found = night.run(source(str(tmp_path), kind="directory", name="Desk"))
    assert [(outcome.url, outcome.article.title) for outcome in found] == [
        ("feed-file:Desk/a.html", "A"),
        ("feed-file:Desk/b.txt", "A suit over books"),
    ]


def test_without_a_network_every_feed_has_a_problem(night, source, monkeypatch) -> None:
    """And each is asked once only: a name that cannot be resolved is not tried again."""
    asked = []

    def no_network(host, *_, **__):
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr("ingest.network.socket.getaddrinfo", no_network)
    feeds = night.feeds(*(source(f"https://wire{number}.example/feed") for number in range(20)))
    assert results(feeds) == ["failed"] * 20
    assert reasons(night.archive) == [("feed", "no network")] * 20
    assert len(asked) == 20


def test_links_of_a_public_feed_may_not_lead_inside(night, source, web, item, monkeypatch) -> None:
    """The feed's own host counts as public here, so that only its entries are what is refused."""
    monkeypatch.setattr("ingest.network.is_public", lambda address: False)
    inside = source(web.feed("/feed", item(web.page("/admin"))))
    night.feeds(inside)
    _, found = night.run(replace(inside, allow_private=False, interval_minutes=60))
    assert [outcome.problem.reason for outcome in found] == ["private address"]
    assert "/admin" not in web.paths()


def test_a_feed_taken_off_the_list_leaves_its_entries_waiting(web, night, source, two_stories) -> None:
    night.feeds(source(two_stories))
    assert night.run(source(web.feed("/other")))[1] == []
    assert night.archive.count_pending() == 2


def test_a_feed_whose_filter_was_changed_is_read_again(night, source, web, item) -> None:
    """Though its server says that it has not changed."""
    links = [web.page("/suit", "A suit"), web.page("/deal", "A deal")]
    body = web.feed("/feed", item(links[0], "A suit"), item(links[1], "A deal"), ETag='"1"')
    whole = web.answers["/feed"]
    web.handle("/feed", lambda asked: Response(status=304) if "If-None-Match" in asked.headers else whole(asked))
    for pieces, expected in ((("suit",), "read"), (("suit",), "unchanged"), (("deal",), "read"), ((), "read")):
        (outcome,), _ = night.tomorrow(source(body, filter=pieces))
        assert outcome.result == expected
    assert sorted(article.title for article in night.archive.unread(None)) == ["A deal", "A suit"]
