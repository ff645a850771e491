"""Jobs in threads: a few to each host at once, in their order as far as that allows."""

import threading
from collections import Counter

from ingest.model import FetchOptions
from ingest.workers import Workers

OPTIONS = FetchOptions(workers=3, workers_per_host=1)


def taken(jobs, work, options=OPTIONS):
    with Workers(jobs, work, lambda job: job[0], options) as workers:
        found = []
        while batch := workers.take(block=True):
            found += batch
        return found


def test_every_job_is_done_once() -> None:
    jobs = [(host, number) for number in range(40) for host in "abcde"]
    assert sorted(taken(jobs, lambda job: job[1])) == sorted((job, job[1]) for job in jobs)


def test_a_host_has_no_more_at_once_than_its_share_and_no_others_wait_for_it() -> None:
    lock, under_way, most, begun = threading.Lock(), Counter(), Counter(), []
    released = threading.Event()

    def work(job) -> None:
        with lock:
            begun.append(job)
            under_way[job[0]] += 1
            most[job[0]] = max(most[job[0]], under_way[job[0]])
        if job[0] == "slow":
            assert released.wait(20)
        elif job == ("b", 3):
            released.set()
        with lock:
            under_way[job[0]] -= 1

    taken([(host, number) for host in ("slow", "a", "b") for number in range(4)], work)
    assert most == {"slow": 1, "a": 1, "b": 1}
    assert [job for job in begun if job[0] == "b"] == [("b", number) for number in range(4)]
