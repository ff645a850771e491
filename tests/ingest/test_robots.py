"""robots.txt: which pages it keeps us from, how it is had, and how long it is believed (RFC 9309)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from werkzeug import Response

from ingest.fetch import Fetcher
from ingest.model import FetchOptions
from ingest.robots import REFUSED, UNREACHABLE
from rightswire.errors import PageError

DISALLOW = "User-agent: *\nDisallow: /private\n"


@pytest.fixture
def options(options) -> FetchOptions:
    """With robots.txt."""
    return replace(options, robots=True)


@pytest.fixture
def ask(web, fetcher, source):
    """What comes of asking for a page at a path: its status, or the reason why not."""

    def page(path: str) -> object:
        try:
            return fetcher.fetch_page(source("https://feed.example/"), web.url(path)).status
        except PageError as error:
            return error.reason if error.subject == web.url(path) else f"{error.reason} of {error.subject}"

    return page


RULES = [
    (DISALLOW, "/private/a", REFUSED),
    (DISALLOW, "/public", 200),
    ("User-agent: *\nDisallow: /*?print=", "/a?print=1", REFUSED),
    ("User-agent: *\nDisallow: /*.php$", "/a.php", REFUSED),
    ("User-agent: *\nDisallow: /*.php$", "/a.php5", 200),
    ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", 200),
    ("User-agent: *\nDisallow: /\n\nUser-agent: Rightswire\nAllow: /", "/a", 200),
    ("User-agent: rightsWIRE\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", REFUSED),
    ("User-agent: GPTBot\nDisallow: /", "/a", 200),
    ("User-agent: *\nDisallow:", "/a", 200),
    ("\ufeffUser-agent: *\nDisallow: /a", "/a", REFUSED),
    ("User-agent: *\r\nDisallow: /a\r\n", "/a", REFUSED),
    ("<html>not found</html>", "/a", 200),
    ("", "/a", 200),
    ("User-agent: *\nDisallow: /caf%C3%A9", "/caf\u00e9", REFUSED),
    ("# " + "x" * 520_000 + "\nUser-agent: *\nDisallow: /a", "/a", 200),  # beyond 500 kB nothing is read
    (DISALLOW + "# " + "x" * 5_000_000, "/private", REFUSED),
]


@pytest.mark.parametrize(("rules", "path", "result"), RULES)
def test_rules(web, ask, rules, path, result) -> None:
    web.serve("/robots.txt", rules.encode(), "text/plain")
    web.page(path.partition("?")[0])
    assert ask(path) == result
    assert web.paths().count(path.partition("?")[0]) == (1 if result == 200 else 0)


STATUSES = [
    (200, 200),
    (204, 200),
    (400, 200),
    (401, 200),
    (403, 200),
    (404, 200),
    (410, 200),
    (429, UNREACHABLE),
    (500, UNREACHABLE),
    (503, UNREACHABLE),
]


@pytest.mark.parametrize(("status", "result"), STATUSES)
def test_statuses(web, ask, status, result) -> None:
    web.serve("/robots.txt", "", status=status)
    web.page("/a")
    assert ask("/a") == result


@pytest.mark.parametrize(("hops", "result"), [(1, REFUSED), (5, REFUSED), (6, 200)])
def test_redirects_are_followed_up_to_five(web, ask, hops, result) -> None:
    for number in range(1, hops):
        web.handle(f"/hop{number}", lambda _, number=number: Response("", 302, {"Location": f"/hop{number + 1}"}))
    web.handle("/robots.txt", lambda _: Response("", 301, {"Location": "/hop1"}))
    web.serve(f"/hop{hops}", "User-agent: *\nDisallow: /a", "text/plain")
    web.page("/a")
    assert ask("/a") == result


def test_every_hop_of_a_page_is_asked_about(web, ask) -> None:
    web.serve("/robots.txt", DISALLOW, "text/plain")
    web.handle("/a", lambda _: Response("", 302, {"Location": "/private/a"}))
    assert ask("/a") == REFUSED
    assert web.paths() == ["/a", "/robots.txt"]


def test_a_site_that_cannot_be_reached_is_called_so(fetcher, source, failure) -> None:
    assert (
        failure(lambda: fetcher.fetch_page(source("https://feed.example/"), "http://127.0.0.1:9/a")) == "cannot connect"
    )


def test_many_pages_ask_for_it_once(web, ask) -> None:
    for path in ("/a", "/b", "/c"):
        web.page(path)
        assert ask(path) == 200
    assert web.paths().count("/robots.txt") == 1


def night_after(web, night, source, item, link: str, **time: float) -> list[str]:
    """The reasons of what failed in a night after some time, with one new page."""
    night.clock.advance(**time)
    feed = source(web.feed("/feed", item(web.page(link))))
    _, found = night.run(feed)
    return [outcome.problem.reason if outcome.problem else outcome.article.text_source for outcome in found]


def test_a_file_is_believed_for_a_day_across_runs(web, night, source, item) -> None:
    web.serve("/robots.txt", DISALLOW, "text/plain")
    assert night_after(web, night, source, item, "/a1") == ["page"]
    web.serve("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    assert night_after(web, night, source, item, "/a2", hours=23) == ["page"]
    assert night_after(web, night, source, item, "/a3", hours=2) == [REFUSED]
    assert web.paths().count("/robots.txt") == 2


def test_a_refused_page_is_recorded_and_the_text_of_its_feed_stands_in(web, night, source, item) -> None:
    web.serve("/robots.txt", "User-agent: *\nDisallow: /a", "text/plain")
    feed = source(
        web.feed("/feed", item(web.page("/a"), extra=f"<description>{'The story in short. ' * 8}</description>"))
    )
    _, (outcome,) = night.run(feed)
    assert (outcome.result, outcome.article.text_source, outcome.problem.reason) == ("new", "feed summary", REFUSED)
    assert [problem["reason"] for problem in night.archive.problems()] == [REFUSED]
    assert "/a" not in web.paths()


def test_a_feed_is_asked_for_whatever_robots_txt_says(web, night, source) -> None:
    web.serve("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    assert [outcome.result for outcome in night.feeds(source(web.feed("/feed")))] == ["read"]
    assert web.paths() == ["/feed"]


def test_a_file_that_cannot_be_had_keeps_from_pages_and_after_a_month_no_more(web, night, source, item) -> None:
    web.serve("/robots.txt", "", status=503)
    assert night_after(web, night, source, item, "/a1") == [UNREACHABLE]
    assert night_after(web, night, source, item, "/a2", minutes=30) == [UNREACHABLE], "the first page rests"
    assert web.paths().count("/robots.txt") == 1
    assert UNREACHABLE in night_after(web, night, source, item, "/a3", days=29)
    assert web.paths().count("/robots.txt") == 2
    assert "page" in night_after(web, night, source, item, "/a4", days=2)


def test_rules_that_were_had_stand_while_they_cannot_be_had_again(web, night, source, item) -> None:
    web.serve("/robots.txt", DISALLOW, "text/plain")
    assert night_after(web, night, source, item, "/a1") == ["page"]
    web.serve("/robots.txt", "", status=500)
    assert night_after(web, night, source, item, "/a2", days=2) == ["page"]
    assert night_after(web, night, source, item, "/private/b", days=2) == [REFUSED]


HOSTILE = {
    "wildcards": "User-agent: *\nDisallow: /" + "*a" * 20_000 + "b\n",
    "agents": "User-agent: x\n" * 30_000 + "Disallow: /",
    "rules": "User-agent: *\n" + "".join(f"Disallow: /x{number}*y$\n" for number in range(15_000)),
    "one line": "User-agent: *\nDisallow: /" + "x" * 400_000,
    "nothing": "\0" * 100_000,
    "delay": "User-agent: *\nCrawl-delay: nan\n",
    "endless delay": "User-agent: *\nCrawl-delay: 1e999\nCrawl-delay: inf\n",
    "sitemaps": "Sitemap: http://[broken\n" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_cost_little_and_refuse_nothing(web, ask, name) -> None:
    web.serve("/robots.txt", HOSTILE[name], "text/plain")
    path = "/" + "a" * 2_000
    web.page(path)
    assert ask(path) == 200


def test_what_a_person_asks_for_by_hand_is_not_asked_about(web, options, clock, source) -> None:
    web.serve("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    with Fetcher(replace(options, robots=False), clock) as fetcher:
        assert fetcher.fetch_page(source("https://feed.example/"), web.page("/a")).status == 200
    assert web.paths() == ["/a"]


def test_an_old_pause_and_an_old_file_are_forgotten(web, night, clock) -> None:
    from ingest.fetch import HostMemory
    from ingest.freshness import Rest
    from ingest.robots import RobotsFile

    now = clock()
    file = RobotsFile("http://wire.example", "User-agent: *", now)
    night.archive.save_hosts(HostMemory({"wire.example": Rest(now + timedelta(hours=1), "HTTP 429")}, (file,)), now)
    assert night.archive.hosts(now) == HostMemory({"wire.example": Rest(now + timedelta(hours=1), "HTTP 429")}, (file,))
    assert night.archive.hosts(now + timedelta(hours=2)) == HostMemory({}, (file,))
    assert night.archive.hosts(now + timedelta(days=90)) == HostMemory()
