"""The feed's own text stands in for a page that cannot be had, until it can be had."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.archive import Archive
from ingest.stored import StoredReading

SUMMARY = "<description>The feed itself says in a sentence or two what happened in court on Friday.</description>"


def results(outcomes) -> list[str]:
    return [outcome.result for outcome in outcomes]


def articles(archive: Archive) -> list[tuple[str, str]]:
    return [(article.url, article.text_source) for article in archive.unread(None)]


def read_all(night) -> None:
    rows = [StoredReading(article.id, "r1", True, 1, {}) for article in night.archive.unread(None)]
    night.archive.save_readings(night.start(), rows)


@pytest.fixture
def refused(web, source, item):
    """A feed whose only page is refused."""
    return source(web.feed("/feed", item(web.serve("/a", "", status=403), extra=SUMMARY)))


def test_a_page_that_is_had_later_replaces_the_summary_and_is_read_anew(web, night, refused) -> None:
    assert results(night.run(refused)[1]) == ["new"]
    assert articles(night.archive) == [(web.url("/a"), "feed summary")]
    read_all(night)
    web.page("/a")
    _, (outcome,) = night.tomorrow(refused)
    assert (outcome.result, outcome.article.text_source) == ("new", "page")
    assert articles(night.archive) == [(web.url("/a"), "page")]
    assert night.run(refused)[1] == []
    assert night.archive.count_pending() == 0


def test_tries_are_bounded(web, night, refused) -> None:
    assert [results(night.tomorrow(refused)[1]) for _ in range(5)] == [["new"], ["failed"], ["failed"], ["failed"], []]
    assert web.paths().count("/a") == 4
    assert articles(night.archive) == [(web.url("/a"), "feed summary")]
    assert night.archive.count_pending() == 0


def test_a_page_that_fails_again_is_not_read_again(night, refused) -> None:
    night.run(refused)
    read_all(night)
    night.tomorrow(refused)
    assert articles(night.archive) == []


def test_a_page_that_tells_another_address_takes_the_place_of_its_stand_in(web, night, refused) -> None:
    night.run(refused)
    read_all(night)
    web.page("/a", head=f'<link rel="canonical" href="{web.url("/story/a")}">')
    assert results(night.tomorrow(refused)[1]) == ["new"]
    assert articles(night.archive) == [(web.url("/story/a"), "page")]
    assert list(night.archive.relevant_readings()) == []


def test_a_stand_in_of_an_article_that_another_feed_brings_is_dropped(web, night, source, item, refused) -> None:
    head = f'<link rel="canonical" href="{web.url("/story")}">'
    night.run(refused)
    web.page("/a", head=head)
    other = source(web.feed("/other", item(web.page("/b", head=head))))
    _, found = night.tomorrow(other, refused)
    assert sorted(results(found)) == ["duplicate", "new"]
    assert articles(night.archive) == [(web.url("/story"), "page")]


def test_two_feeds_with_one_refused_page(web, night, source, item, refused) -> None:
    other = source(web.feed("/other", item(web.url("/a"), extra=SUMMARY)))
    assert results(night.run(refused, other)[1]) == ["new", "duplicate"]
    web.page("/a")
    assert results(night.tomorrow(refused, other)[1]) == ["new", "duplicate"]
    assert articles(night.archive) == [(web.url("/a"), "page")]
    assert web.paths().count("/a") == 2
    assert night.run(refused, other)[1] == []


def test_a_page_put_back_on_disk_is_read(tmp_path: Path, night, source) -> None:
    entry = "<entry><title>A</title><link href='a.html'/><summary>What happened in court on Friday, in short.</summary></entry>"
    (tmp_path / "feed.xml").write_text(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{entry}</feed>")
    feed = replace(source(str(tmp_path / "feed.xml")), name="Desk")
    assert results(night.run(feed)[1]) == ["failed"]
    assert night.archive.problems()[0]["reason"] == "no such file"
    text = "<p>The publisher sued the maker of the chatbot in federal court over its articles.</p>"
    (tmp_path / "a.html").write_text(
        f"<html><head><title>A</title></head><body><article>{text}</article></body></html>"
    )
    assert results(night.run(feed)[1]) == ["new"]
    assert articles(night.archive) == [("feed-file:Desk/a.html", "page")]
    assert str(tmp_path) not in repr([article.url for article in night.archive.unread(None)])
