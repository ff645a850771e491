"""Signals in a process of its own: what it ends with, and that it ends."""

import signal
import subprocess
import sys
import textwrap

import pytest

SCRIPT = """
    import sys, time
    from rightswire.stopping import Stopped, exit_code, stoppable

    def work():
        {work}

    try:
        with stoppable():
            work()
    except Stopped as stopped:
        print("told", flush=True)
        {ending}
        sys.exit(exit_code(stopped))
"""
WAIT = "print('at work', flush=True); time.sleep(60)"
#: A library that makes an error of its own of any exception.
LOADING = "\n".join(
    (
        "try:",
        f"            {WAIT}",
        "        except BaseException:",
        "            raise ImportError('initialization failed') from None",
    )
)
#: A library that swallows every exception.
DEAF = "\n".join(
    (
        "while True:",
        "            try:",
        f"                {WAIT}",
        "            except BaseException:",
        "                continue",
    )
)


@pytest.fixture
def process(tmp_path):
    started = []

    def start(work: str, ending: str = "pass"):
        path = tmp_path / "script.py"
        path.write_text(
            textwrap.dedent(SCRIPT).replace("{work}", work.replace("\n    ", "\n")).replace("{ending}", ending)
        )
        run = subprocess.Popen([sys.executable, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        started.append(run)
        assert run.stdout.readline() == "at work\n", run.communicate()
        return run

    yield start
    for run in started:
        run.kill()
        run.communicate()


@pytest.mark.parametrize(
    ("work", "number", "code"),
    [
        (WAIT, signal.SIGINT, 130),
        (WAIT, signal.SIGTERM, 143),
        (LOADING, signal.SIGINT, 130),
    ],
)
def test_a_signal_is_told_and_ends_the_process(process, work, number, code):
    run = process(work)
    run.send_signal(number)
    assert run.communicate(timeout=30)[0] == "told\n"
    assert run.returncode == code


def test_work_that_is_deaf_is_ended_all_the_same(process):
    run = process(DEAF)
    run.send_signal(signal.SIGTERM)
    told, complaint = run.communicate(timeout=30)
    assert run.returncode == 143
    assert "told" not in told
    assert "stopped in the middle" in complaint


def test_a_second_signal_does_not_wait(process):
    run = process(WAIT, ending="time.sleep(60)")
    run.send_signal(signal.SIGINT)
    assert run.stdout.readline() == "told\n"
    run.send_signal(signal.SIGTERM)
    assert run.wait(timeout=30) == 143


def test_an_ending_that_takes_too_long_is_cut_short(process):
    run = process(WAIT, ending="time.sleep(60)")
    run.send_signal(signal.SIGINT)
    assert run.wait(timeout=30) == 130


def test_signals_do_afterwards_what_they_did_before():
    from rightswire.stopping import stoppable

    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with stoppable():
        assert signal.getsignal(signal.SIGINT) is not before[0]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
    assert signal.set_wakeup_fd(-1) == -1
