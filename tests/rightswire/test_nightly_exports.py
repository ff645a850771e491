"""Exports are as fresh as the graph where they are there, or where the settings ask for them."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from rich.console import Console

from graph.build import build_graph
from graph.export import FORMATS
from graph.formats import FILES
from graph.register import Known
from graph.store import write_graph
from nlp.register import Register
from rightswire.errors import ConfigurationError
from rightswire.nightly import Run
from rightswire.nightly_exports import renew_exports
from rightswire.progress import Progress
from rightswire.settings import ExportSettings, Paths, Settings, load_settings


@pytest.fixture
def paths(tmp_path):
    """A data folder with an empty graph."""
    paths = Paths(tmp_path)
    write_graph(paths.database, build_graph([], Register(parties=(), courts=()), Known(cases=(), deals=())))
    return paths


def exports(paths):
    return sorted(path.name for path in paths.exports.iterdir()) if paths.exports.exists() else []


def test_without_a_setting_what_is_there_is_renewed_and_no_more(paths):
    assert list(renew_exports(paths, ExportSettings())) == []
    assert exports(paths) == []
    paths.exports.mkdir()
    (paths.exports / "nodes.csv").write_text("old")
    assert list(renew_exports(paths, ExportSettings())) == []
    assert exports(paths) == ["edges.csv", "nodes.csv"]
    assert (paths.exports / "nodes.csv").read_text() != "old"


def test_the_setting_names_what_is_written(paths):
    assert list(renew_exports(paths, ExportSettings(formats=("json", "gexf")))) == []
    assert exports(paths) == ["rightswire.gexf", "rightswire.json"]


def test_an_empty_setting_leaves_everything_as_it_is(paths):
    paths.exports.mkdir()
    (paths.exports / "nodes.csv").write_text("old")
    assert list(renew_exports(paths, ExportSettings(formats=()))) == []
    assert (paths.exports / "nodes.csv").read_text() == "old"


def test_a_format_that_fails_costs_itself_alone(paths):
    paths.exports.mkdir()
    (paths.exports / "rightswire.gexf").mkdir()  # nothing can take the place of a folder
    (problem,) = renew_exports(paths, ExportSettings(formats=("gexf", "json")))
    assert (problem.stage, problem.subject) == ("export", "gexf")
    assert exports(paths) == ["rightswire.gexf", "rightswire.json"]


def test_an_unreadable_graph_is_told(paths):
    with closing(sqlite3.connect(paths.database)) as connection:
        connection.execute("drop table event_evidence")
        connection.execute("drop table evidence")
    (problem,) = renew_exports(paths, ExportSettings(formats=("csv",)))
    assert "cannot be read" in problem.detail


def test_settings_know_the_formats_that_there_are(tmp_path):
    assert ExportSettings(formats=FORMATS).formats == FORMATS == tuple(FILES)
    assert Settings().export.formats is None
    (tmp_path / "settings.toml").write_text('[export]\nformats = ["xls"]\n')
    with pytest.raises(ConfigurationError, match=r"export\.formats"):
        load_settings(tmp_path / "settings.toml")


def test_a_run_renews_exports_after_the_graph_and_records_what_failed(paths):
    (paths.exports / "rightswire.gexf").mkdir(parents=True)
    settings = Settings(export=ExportSettings(formats=("gexf", "csv")))
    summary = Run(paths, settings, Progress(Console(quiet=True)), lambda: datetime(2026, 11, 23, tzinfo=UTC)).rebuild()
    assert (paths.exports / "nodes.csv").read_text(encoding="utf-8").count("\n") > 100, "the register's cases and deals"
    assert [(problem.stage, problem.subject) for problem in summary.tally.problems] == [("export", "gexf")]
    with closing(sqlite3.connect(paths.database)) as connection:
        assert connection.execute("select stage, subject from problems").fetchall() == [("export", "gexf")]
