"""One writer for each data folder, whatever became of the last one."""

import multiprocessing
import os
import signal
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.lock import LOCK_NAME, holder, only_writer
from rightswire.errors import LockedError, StorageError

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def hold(folder: Path, held) -> None:
    with only_writer(folder, "ingest", NOW):
        held.set()
        signal.pause()


@contextmanager
def other_process(folder: Path):
    """A process that holds the lock until it is killed."""
    context = multiprocessing.get_context("fork")
    held = context.Event()
    process = context.Process(target=hold, args=(folder, held), daemon=True)
    process.start()
    try:
        assert held.wait(30)
        yield process
    finally:
        process.kill()
        process.join()


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path) -> None:
    with (
        other_process(tmp_path) as process,
        pytest.raises(LockedError) as caught,
        only_writer(tmp_path, "rebuild", NOW),
    ):
        pytest.fail("two writers at once")
    told = str(caught.value)
    assert f"`rightswire ingest` (process {process.pid}, since 2026-11-23T02:30:00Z)" in told
    assert str(tmp_path) in told


def test_a_process_that_was_killed_blocks_nobody(tmp_path) -> None:
    with other_process(tmp_path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert (tmp_path / LOCK_NAME).exists()
        assert holder(tmp_path) is None
        with only_writer(tmp_path, "ingest", NOW):
            assert str(os.getpid()) in str(holder(tmp_path))


def test_asking_who_writes_disturbs_nobody(tmp_path) -> None:
    assert holder(tmp_path) is None
    with other_process(tmp_path) as process:
        assert [holder(tmp_path).pid for _ in range(2)] == [process.pid] * 2
    assert holder(tmp_path) is None


@pytest.mark.parametrize("content", ["", "no json", "[]", '{"pid": "x"}', '{"pid": 1}', "\x00" * 5000])
def test_whatever_the_file_holds_the_lock_is_what_counts(tmp_path, content) -> None:
    (tmp_path / LOCK_NAME).write_text(content)
    with only_writer(tmp_path, "ingest", NOW):
        (tmp_path / LOCK_NAME).write_text(content)
        assert "only just begun" in str(holder(tmp_path))


def test_a_lock_is_free_again_after_an_error(tmp_path) -> None:
    with pytest.raises(ZeroDivisionError), only_writer(tmp_path, "ingest", NOW):
        raise ZeroDivisionError
    with only_writer(tmp_path, "ingest", NOW):
        pass


def test_a_folder_where_no_lock_can_be_made_is_a_storage_error(tmp_path) -> None:
    (tmp_path / LOCK_NAME).mkdir()
    with pytest.raises(StorageError, match="cannot be written"), only_writer(tmp_path, "ingest", NOW):
        pytest.fail("no lock")
