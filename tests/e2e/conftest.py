"""A small web on loopback: feeds and pages written by us, served by a real HTTP server."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from werkzeug import Response

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="{published}T08:00:00+00:00">
<link rel="canonical" href="{url}"></head><body>
<nav><a href="/">Home</a> <a href="/media">Media</a></nav>
<article><h1>{title}</h1>{paragraphs}</article>
<aside><h2>Read next</h2><p>Apple sues Acme over a training set of paintings</p></aside>
<footer>All rights reserved</footer></body></html>"""

SUIT = (
    "New York Times sues OpenAI over training data",
    [
        "The New York Times sued OpenAI and Microsoft in Manhattan federal court on Wednesday, saying that millions of "
        "its articles were copied without permission to train ChatGPT.",
        "The complaint was filed on December 27, 2023, in the United States District Court for the Southern District "
        "of New York under docket number 1:23-cv-11195.",
        "It is one of many copyright suits by publishers against makers of artificial intelligence.",
    ],
)
DEAL = (
    "News Corp signs content deal with OpenAI",
    [
        "News Corp has signed a licensing deal that lets OpenAI use articles of its newspapers to train artificial "
        "intelligence and to answer questions in ChatGPT.",
        "The agreement, announced on May 22, 2024, runs for five years and is worth more than $250 million.",
        "Other publishers have gone to court over the use of their copyright works instead.",
    ],
)
WEATHER = (
    "Rain expected on Friday",
    ["Rain will reach the coast on Friday, forecasters said.", "Winds will be light."],
)


@dataclass
class SmallWeb:
    """Pages and feeds on loopback, and a count of the requests that reached each path."""

    server: object
    requests: dict[str, int] = field(default_factory=dict)

    def url(self, path):
        return self.server.url_for(path)

    def serve(self, path, body, content_type="text/html; charset=utf-8", status=200, headers=None):
        def handler(request):
            self.requests[path] = self.requests.get(path, 0) + 1
            given = dict(headers or {})
            if given.get("ETag") and request.headers.get("If-None-Match") == given["ETag"]:
                return Response(status=304, headers=given)
            return Response(body, status=status, headers=given, content_type=content_type)

        self.server.expect_request(path).respond_with_handler(handler)

    def page(self, path, story, published="2024-05-23"):
        title, paragraphs = story
        html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        self.serve(path, PAGE.format(title=title, published=published, url=self.url(path), paragraphs=html))

    def feed(self, path, items):
        rows = "".join(
            f"<item><title>{title}</title>{f'<link>{link}</link>' if link else ''}{extra}</item>"
            for title, link, extra in items
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{rows}</channel></rss>'
        self.serve(path, body, "application/rss+xml", headers={"ETag": '"v1"'})


@pytest.fixture
def web(httpserver):
    """Three good stories behind one feed."""
    small = SmallWeb(httpserver)
    httpserver.expect_request("/robots.txt").respond_with_data(status=404)
    small.page("/suit", SUIT, "2023-12-28")
    small.page("/deal", DEAL)
    small.page("/weather", WEATHER)
    date = "<pubDate>Thu, 23 May 2024 09:00:00 GMT</pubDate>"
    small.feed(
        "/feed.xml",
        [
            (SUIT[0], small.url("/suit"), "<pubDate>Thu, 28 Dec 2023 09:00:00 GMT</pubDate>"),
            (DEAL[0], small.url("/deal"), date),
            (WEATHER[0], small.url("/weather"), date),
        ],
    )
    return small


@dataclass
class Desk:
    """A data folder and the real command line over it."""

    data: Path

    def feeds(self, *urls, **settings):
        """Write feeds.toml; addresses may be loopback."""
        blocks = [
            f'[[feed]]\nname = "Feed {number}"\nurl = "{url}"\noutlet = "Example Wire"\nallow_private = true\n'
            f'interval_minutes = 0\nwhy = "test"\n'
            for number, url in enumerate(urls, 1)
        ]
        (self.data / "feeds.toml").write_text("\n".join(blocks), encoding="utf-8")

    def run(self, *arguments, code=0, stdin=None):
        command = [str(Path(sys.executable).with_name("rightswire")), *arguments]
        environment = {**os.environ, "RIGHTSWIRE_DATA": str(self.data)}
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, input=stdin, cwd=self.data, timeout=240
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    def sql(self, query, *parameters, database="rightswire.db"):
        connection = sqlite3.connect(self.data / database)
        try:
            return connection.execute(query, parameters).fetchall()
        finally:
            connection.close()


@pytest.fixture
def desk(tmp_path):
    """A data folder without feeds; the register is the clone's. Its host is its own: nothing is gained by waiting."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "settings.toml").write_text("[fetch]\nhost_spacing_seconds = 0\n", encoding="utf-8")
    return Desk(folder)
