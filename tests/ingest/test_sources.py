"""feeds.toml: a bad entry costs itself alone and says where it stands."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ingest.model import FeedSource
from ingest.sources import load_feeds
from ingest.urls import tracking
from rightswire.errors import ConfigurationError

GOOD = '[[feed]]\nname = "Good"\nurl = "https://good.example/feed"\n'


@pytest.fixture
def load(tmp_path: Path):
    def write(text: str):
        (tmp_path / "feeds.toml").write_text(text, encoding="utf-8")
        return load_feeds(tmp_path / "feeds.toml")

    return write


def test_every_key(load) -> None:
    feeds, problems = load(
        '[[feed]]\nname = "A"\nurl = "https://a.example/"\noutlet = "Wire"\nkind = "docket"\n'
        'filter = ["copyright", "licens"]\ninterval_minutes = 5\nallow_private = true\nwhy = "w"\nunconfirmed = true\n'
    )
    assert problems == []
    assert feeds == [
        FeedSource("A", "https://a.example/", "Wire", "docket", ("copyright", "licens"), 5, True, "w", True)
    ]


def test_a_path_is_relative_to_the_file(load, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir("/")
    feeds, _ = load('[[feed]]\nname = "A"\nurl = "starter/feed.xml"\n')
    assert feeds[0].url == str(tmp_path / "starter" / "feed.xml")


BAD = [
    ('[[feed]]\nurl = "https://a.example/"\n', 1, "name", "bad feed"),
    ('[[feed]]\nname = "A"\n', 1, "url", "bad feed"),
    ('[[feed]]\nname = "A"\nurl = "ftp://a.example/"\n', 3, "url", "bad feed"),
    ('[[feed]]\nname = "A"\nurl = "https://"\n', 3, "url", "bad feed"),
    ('[[feed]]\nname = ""\nurl = "https://a.example/"\n', 2, "name", "bad feed"),
    ('[[feed]]\nname = "A"\nurl = "https://a.example/"\nkind = "podcast"\n', 4, "kind", "bad feed"),
    ('[[feed]]\nname = "A"\nurl = "https://a.example/"\ninterval_minutes = "60"\n', 4, "interval_minutes", "bad feed"),
    ('[[feed]]\nname = "A"\nurl = "https://a.example/"\ninterval_minutes = -1\n', 4, "interval_minutes", "bad feed"),
    ('[[feed]]\nname = "A"\nurl = "https://a.example/"\nfilter = [""]\n', 4, "filter", "bad feed"),
    ('[[feed]]\nname = "A"\nurl = "https://a.example/"\nfilter = "x"\n', 4, "filter", "bad feed"),
    ('[[feed]]\nname = "Good"\nurl = "https://a.example/"\n', 2, "name", "duplicate feed"),
    ('[[feed]]\nname = "A"\nurl = "https://GOOD.example/feed/?utm_source=x"\n', 3, "url", "duplicate feed"),
]


@pytest.mark.parametrize(("entry", "line", "field", "reason"), BAD)
def test_a_bad_entry_costs_itself(load, entry, line, field, reason) -> None:
    feeds, problems = load(GOOD + entry + GOOD.replace("ood", "rand"))
    assert [feed.name for feed in feeds] == ["Good", "Grand"]
    assert [(problem.stage, problem.subject, problem.reason) for problem in problems] == [
        ("data", f"feeds.toml:{3 + line} {field}", reason)
    ]


def test_an_unknown_key_is_told_and_the_feed_kept(load) -> None:
    feeds, problems = load("title = 1\n" + GOOD + "intervall_minutes = 5\n")
    assert [feed.name for feed in feeds] == ["Good"]
    assert [(problem.subject, problem.reason) for problem in problems] == [
        ("feeds.toml:1 title", "unknown key"),
        ("feeds.toml:5 intervall_minutes", "unknown key"),
    ]


@pytest.mark.parametrize("text", ["", "x = 1", "feed = 3", "[[feed]\n", "feed = [1]", '[feed]\nname = "A"\n'])
def test_a_file_that_cannot_be_used_at_all(load, text) -> None:
    with pytest.raises(ConfigurationError, match=r"feeds\.toml"):
        load(text)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such file"):
        load_feeds(tmp_path / "feeds.toml")


def test_the_list_of_the_clone_is_sound() -> None:
    """No entry is refused, and none is a search whose links hide where they lead: it could never bring an article."""
    feeds, problems = load_feeds(Path(__file__).resolve().parents[2] / "data" / "feeds.toml")
    assert problems == []
    hidden = {urlsplit(f"https://{start}").hostname for start in tracking().wrappers}
    assert [feed.name for feed in feeds if urlsplit(feed.url).hostname in hidden] == []
