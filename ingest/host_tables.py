"""Hosts in the archive: which of them asked for a pause, and what their robots.txt say."""

import zlib
from datetime import datetime

from ingest.connection import optional_time_text, read_optional_time, read_time, time_text
from ingest.fetch import HostMemory
from ingest.freshness import Rest
from ingest.journal_tables import JournalTables
from ingest.robots import GIVEN_UP, RobotsFile


class HostTables(JournalTables):
    """Tables host_pauses and robots."""

    def hosts(self, now: datetime) -> HostMemory:
        """What runs have learnt of hosts that still counts."""
        pauses = self._db.query(
            "SELECT host, until, reason FROM host_pauses WHERE until > ? ORDER BY host", (time_text(now),)
        )
        files = self._db.query(
            "SELECT * FROM robots WHERE asked_at > ? ORDER BY origin", (time_text(now - GIVEN_UP * 2),)
        )
        return HostMemory(
            pauses={row["host"]: Rest(read_time(row["until"]), row["reason"]) for row in pauses},
            robots=tuple(
                RobotsFile(
                    origin=row["origin"],
                    text=None if row["text"] is None else zlib.decompress(row["text"]).decode(),
                    asked_at=read_time(row["asked_at"]),
                    unreachable_since=read_optional_time(row["unreachable_since"]),
                    failure=row["failure"],
                )
                for row in files
            ),
        )

    def save_hosts(self, hosts: HostMemory, now: datetime) -> None:
        """Keep what a fetcher has learnt of hosts; pauses that are over go."""
        pauses = [
            {"host": host, "until": time_text(rest.until), "reason": rest.reason} for host, rest in hosts.pauses.items()
        ]
        files = [
            {
                "origin": file.origin,
                "text": None if file.text is None else zlib.compress(file.text.encode()),
                "asked_at": time_text(file.asked_at),
                "unreachable_since": optional_time_text(file.unreachable_since),
                "failure": file.failure,
            }
            for file in hosts.robots
        ]
        with self._writing():
            self._db.execute("DELETE FROM host_pauses WHERE until <= ?", (time_text(now),))
            self._db.table("host_pauses").upsert_all(pauses, pk="host")
            self._db.table("robots").upsert_all(files, pk="origin")
