"""A disk that fills up, or that may not be written to: what was stored stays, and the error says what to do."""

import sqlite3
import subprocess
from contextlib import closing

import pytest

from ingest.archive import Archive
from rightswire.errors import ConfigurationError, Problem, StorageError


def is_whole(path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def problems(count: int) -> list[Problem]:
    return [Problem("page", f"https://a.example/{number}", "too large", "x" * 500) for number in range(count)]


def fill(archive: Archive, run_id: int) -> None:
    """Write until nothing goes any more."""
    for number in range(1000):
        archive.record_problems(run_id, [Problem("page", f"{number}", "too large", "x" * 3000)])


def test_a_full_disk_keeps_every_whole_step_and_nothing_of_the_last(archive, clock, tmp_path) -> None:
    run_id = archive.start_run("ingest", "test", clock())
    archive.record_problems(run_id, problems(5))
    (pages,) = archive._db.execute("PRAGMA page_count").fetchone()
    archive._db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StorageError, match=r"disk is full.*make room"):
        archive.record_problems(run_id, problems(200))
    assert len(archive.problems()) == 5
    archive._db.execute(f"PRAGMA max_page_count = {pages + 1000}")
    archive.record_problems(run_id, problems(200))
    assert len(archive.problems()) == 200
    assert is_whole(tmp_path / "archive.db")


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 600 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_is_really_full_and_then_has_room_again(small_disk, clock) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 150_000)
    with Archive(small_disk / "archive.db") as archive:
        run_id = archive.start_run("ingest", "test", clock())
        with pytest.raises(StorageError, match="make room"):
            fill(archive, run_id)
        kept = len(archive.problems())
        assert kept > 0
        ballast.unlink()
        archive.record_problems(run_id, problems(1))
        assert len(archive.problems()) == kept + 1
    assert is_whole(small_disk / "archive.db")


def test_a_disk_that_is_full_from_the_start_leaves_no_half_archive(small_disk, clock) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 500_000)
    with pytest.raises(StorageError, match=r"archive\.db"):
        Archive(small_disk / "archive.db")
    ballast.unlink()
    with Archive(small_disk / "archive.db") as archive:
        assert archive.start_run("ingest", "test", clock()) == 1


def test_a_read_only_disk_is_told(small_disk) -> None:
    Archive(small_disk / "archive.db").__exit__()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(StorageError, match="let the user of this run write"):
        Archive(small_disk / "archive.db")
    with pytest.raises(StorageError, match="let the user of this run write"):
        Archive(small_disk / "other.db")


def test_a_missing_folder_and_a_file_that_is_no_archive_are_configuration(tmp_path) -> None:
    (tmp_path / "text.db").write_bytes(b"this is no database" * 100)
    for path in (tmp_path / "missing" / "archive.db", tmp_path / "text.db"):
        with pytest.raises(ConfigurationError):
            Archive(path)


def test_steps_made_together_are_kept_together_or_not_at_all(archive, clock) -> None:
    run_id = archive.start_run("ingest", "test", clock())

    def stop_in_the_middle() -> None:
        with archive.together():
            archive.record_problems(run_id, problems(2))
            archive.finish_run(run_id, clock(), {})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_in_the_middle()
    assert archive.problems() == []
    assert archive.runs()[0]["finished"] is None
    with archive.together():
        archive.record_problems(run_id, problems(2))
    assert len(archive.problems()) == 2


def test_a_run_that_was_killed_is_marked_when_the_next_begins(archive, clock) -> None:
    killed = archive.start_run("ingest", "test", clock())
    stopped = archive.start_run("ingest", "test", clock())
    archive.stop_run(stopped, {"articles": {"new": 1}})
    finished = archive.start_run("rebuild", "test", clock())
    archive.finish_run(finished, clock(), {})
    archive.start_run("ingest", "test", clock())
    assert [run["outcome"] for run in archive.runs()] == ["interrupted", "stopped", "finished", None]
    assert killed == 1
