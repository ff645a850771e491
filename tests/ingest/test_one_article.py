"""The same article is one article, whatever form its address has and whichever feed brings it."""

from dataclasses import replace

import pytest
from werkzeug import Response

from ingest import urls

TEXT = tuple(
    f"In the matter of its claim number {n}: the publisher says that its articles were copied." for n in range(8)
)


@pytest.fixture
def service(web, monkeypatch):
    """Makes 'localhost' a redirect service; gives addresses there."""
    lists = urls.tracking().model_copy(update={"redirect_services": frozenset({"localhost"})})
    monkeypatch.setattr(urls, "tracking", lambda: lists)
    return lambda path: web.url(path).replace("127.0.0.1", "localhost")


def articles(night) -> list[str]:
    return [article.url for article in night.archive.unread(None)]


def reasons(night) -> list[str]:
    return sorted(problem["reason"] for problem in night.archive.problems())


def test_forms_of_one_page_in_two_feeds_are_one_article(web, night, source, item) -> None:
    head = f'<link rel="canonical" href="{web.url("/story")}"><link rel="amphtml" href="{web.url("/story/amp")}">'
    for path in ("/story", "/story/amp", "/2026/story-7"):
        web.page(path, head=head)
    one = source(web.feed("/one", item(web.url("/story/amp")), item(web.url("/story?utm_source=rss"))))
    other = source(web.feed("/other", item(web.url("/2026/story-7")), item(web.url("/story#top"))))
    _, found = night.run(one, other)
    assert sorted(outcome.result for outcome in found) == ["duplicate", "duplicate", "new"]
    assert articles(night) == [web.url("/story")]


def test_the_address_for_networks_does_where_there_is_no_canonical_one(web, night, source, item) -> None:
    head = f'<meta property="og:url" content="{web.url("/story")}">'
    feed = source(web.feed("/feed", item(web.page("/a", head=head)), item(web.page("/b", head=head))))
    night.run(feed)
    assert articles(night) == [web.url("/story")]


LEADS = [
    '<meta http-equiv="refresh" content="0;URL={0}">',
    '<meta http-equiv="Refresh" content="2; url=\'{0}\'">',
    '<p>This link will take you to a page elsewhere.</p><a href="{0}">{0}</a><a href="/help">Help</a>',
]


@pytest.mark.parametrize("markup", LEADS)
def test_a_page_that_leads_on_is_gone_through(web, night, source, item, service, markup) -> None:
    web.page("/story")
    web.serve("/s/1", f"<html><head><title>-</title>{markup.format(web.url('/story'))}</head><body></body></html>")
    night.run(source(web.feed("/feed", item(service("/s/1")))))
    assert articles(night) == [web.url("/story")]


def test_a_redirect_leads_to_the_same_article(web, night, source, item, service) -> None:
    web.page("/story")
    web.handle("/s/1", lambda _: Response(status=301, headers={"Location": web.url("/story?utm_medium=social")}))
    feed = source(web.feed("/feed", item(service("/s/1")), item(web.url("/story"))))
    _, found = night.run(feed)
    assert sorted(outcome.result for outcome in found) == ["duplicate", "new"]
    assert articles(night) == [web.url("/story")]


DEAD_ENDS = [
    ("<html><body><p>This link was removed by whoever made it, or never was there at all.</p></body></html>", "unresolved link"),
    ("<html><head><meta http-equiv='refresh' content='0;url=/s/1'></head></html>", "unresolved link"),
    ("<html><head><meta http-equiv='refresh' content='0;url=/s/2'></head></html>", "redirect loop"),
    ("<html><body><a href='https://a.example/1'>1</a><a href='https://b.example/2'>2</a></body></html>", "unresolved link"),
    ("<html><head><meta http-equiv='refresh' content='0;url=https://news.google.com/articles/x'></head></html>", "unresolved link"),
]  # fmt: skip


@pytest.mark.parametrize("case", DEAD_ENDS)
def test_services_that_lead_nowhere_are_refused_and_never_followed_in_a_circle(
    web, night, source, item, service, case
) -> None:
    page, reason = case
    web.serve("/s/1", page)
    web.serve("/s/2", "<html><head><meta http-equiv='refresh' content='0;url=/s/1'></head></html>")
    night.options = replace(night.options, page_retries=0)
    night.run(source(web.feed("/feed", item(service("/s/1")))))
    assert articles(night) == []
    assert reasons(night) == [reason]
    assert len([path for path in web.paths() if path.startswith("/s/")]) <= 3


def test_a_copy_that_names_its_original_stays_an_article_of_its_own(web, night, source, item) -> None:
    from ingest.update_copies import tie_copies

    elsewhere = web.url("/story").replace("127.0.0.1", "localhost")
    web.page("/story", story=TEXT)
    web.page("/reprint", head=f'<link rel="canonical" href="{elsewhere}">', story=TEXT[:3])
    first = source(web.feed("/one", item(elsewhere)), outlet="Original Gazette")
    night.run(first)
    night.clock.advance(days=1)
    night.run(source(web.feed("/other", item(web.url("/reprint"))), outlet="Reprint Herald"))
    assert tie_copies(night.archive) == 1
    found = {article.outlet: article for article in night.archive.unread(None)}
    assert found["Reprint Herald"].copy_of == found["Original Gazette"].id
