"""The nightly run in this process, where a part of it can be made to fail."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from rich.console import Console

import nlp.reader
from rightswire.nightly import Run
from rightswire.progress import Progress
from rightswire.settings import Paths, Settings

NIGHT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
STORY = "News Corp has licensed its articles to OpenAI, which may train ChatGPT on them."


@pytest.fixture
def paths(tmp_path):
    """A data folder whose one feed brings three articles on disk."""
    entries = []
    for name in ("one", "odd", "three"):
        html = f"<html><head><title>Deal {name}</title><link rel='canonical' href='https://own.example/{name}'></head>"
        html += f"<body><article><h1>Deal {name}</h1><p>{STORY}</p><p>It is deal {name}.</p></article></body></html>"
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
        entries.append(f"<entry><title>Deal {name}</title><id>urn:{name}</id><link href='{name}.html'/></entry>")
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Own</title><id>urn:own</id>{''.join(entries)}</feed>"
    (tmp_path / "feed.xml").write_text(feed, encoding="utf-8")
    (tmp_path / "feeds.toml").write_text('[[feed]]\nname = "Own"\nurl = "feed.xml"\noutlet = "Own"\n', encoding="utf-8")
    return Paths(tmp_path)


def run(paths):
    return Run(paths, Settings(), Progress(Console(quiet=True)), lambda: NIGHT)


def ask(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_an_article_that_trips_a_rule_costs_itself_alone_and_a_new_version_reads_it(paths, monkeypatch):
    extract = nlp.reader.extract_facts

    def trip(article, *rest):
        if "deal odd" in article.layout.document.text:
            raise IndexError("no such word")
        return extract(article, *rest)

    monkeypatch.setattr(nlp.reader, "extract_facts", trip)
    summary = run(paths).ingest(None)
    assert summary.tally.read["relevant"] == 3
    told = [(problem.stage, problem.subject, problem.detail) for problem in summary.tally.problems]
    assert told == [("read", "https://own.example/odd", "IndexError: no such word")]
    assert ask(paths.database, "SELECT count(DISTINCT article_url) FROM facts WHERE provenance = 'news'") == [(2,)]

    monkeypatch.undo()
    with closing(sqlite3.connect(paths.archive)) as connection, connection:
        connection.execute("UPDATE readings SET reader = 'older'")
    run(paths).rebuild()
    assert ask(paths.database, "SELECT count(DISTINCT article_url) FROM facts WHERE provenance = 'news'") == [(3,)]


def test_facts_below_the_threshold_stay_in_the_archive_and_out_of_the_graph(paths):
    settings = Settings.model_validate({"graph": {"minimum_confidence": 1.0, "minimum_side_confidence": 1.0}})
    Run(paths, settings, Progress(Console(quiet=True)), lambda: NIGHT).ingest(None)
    assert ask(paths.database, "SELECT count(*) FROM facts WHERE provenance = 'news'") == [(0,)]
    assert ask(paths.archive, "SELECT sum(facts) FROM readings")[0][0] >= 3


def test_the_clock_of_the_run_is_the_one_given(paths):
    run(paths).ingest(None)
    assert ask(paths.database, "SELECT started FROM runs") == [("2026-11-23T02:30:00Z",)]
