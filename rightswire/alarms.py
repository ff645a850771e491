"""When somebody must look: green runs that bring nothing are the failure that goes unseen for longest. Pure rules."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from rightswire.settings import StatusSettings


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that is wrong for longer than it may be.

    Attributes:
        name: for scripts: 'newest-fact', 'last-run' or 'failing-feeds'.
        message: what is wrong, with its figures and the limit.
        advice: what to do.
    """

    name: str
    message: str
    advice: str

    def to_dict(self) -> dict[str, str]:
        """Plain data for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Signs:
    """What the alarms look at. Moments are aware UTC, None where there was no such thing.

    Attributes:
        first_run: when the first run of all began.
        last_finished: when the last run ended that fetched and was not cut off.
        newest_fact: when the newest run began that brought an article with a fact that is in the graph.
        errors: the last error of each feed that is asked, None for one that works.
    """

    first_run: datetime | None
    last_finished: datetime | None
    newest_fact: datetime | None
    errors: tuple[str | None, ...] = ()


def alarms(signs: Signs, limits: StatusSettings, now: datetime) -> list[Alarm]:
    """The alarms that ring at the aware moment `now`; a limit of 0 turns its alarm off."""
    rung = (_newest_fact(signs, limits, now), _last_run(signs, limits, now), _failing_feeds(signs, limits))
    return [alarm for alarm in rung if alarm]


def _newest_fact(signs: Signs, limits: StatusSettings, now: datetime) -> Alarm | None:
    since = signs.newest_fact or signs.first_run
    if not limits.newest_fact_days or since is None or now - since <= timedelta(days=limits.newest_fact_days):
        return None
    what = "the newest fact in the graph came" if signs.newest_fact else "no fact has reached the graph since the start"
    return Alarm(
        "newest-fact",
        f"{what} {_ago(since, now)} (limit {limits.newest_fact_days:g} days)",
        "see below which feeds bring relevant articles and what becomes of their pages; try one of known content with "
        "`rightswire read ADDRESS --explain`; add feeds, or raise newest_fact_days if the news really is quiet",
    )


def _last_run(signs: Signs, limits: StatusSettings, now: datetime) -> Alarm | None:
    since = signs.last_finished
    if not limits.last_run_days or (since and now - since <= timedelta(days=limits.last_run_days)):
        return None
    what = f"the last run that finished ended {_ago(since, now)}" if since else "no run has ever finished"
    return Alarm(
        "last-run",
        f"{what} (limit {limits.last_run_days:g} days)",
        "see whether cron or the timer starts it, and what it says: run `rightswire ingest` by hand",
    )


def _failing_feeds(signs: Signs, limits: StatusSettings) -> Alarm | None:
    errors = [error for error in signs.errors if error]
    if not limits.failing_share or not errors or len(errors) < limits.failing_share * len(signs.errors):
        return None
    reason, count = Counter(error.partition(":")[0] for error in errors).most_common(1)[0]
    return Alarm(
        "failing-feeds",
        f"{len(errors)} of {len(signs.errors)} feeds fail (limit {limits.failing_share:.0%}), {count} with '{reason}'",
        "see whether this machine reaches the web; then mend the addresses in feeds.toml or take the feeds out",
    )


def _ago(moment: datetime, now: datetime) -> str:
    return f"{(now - moment) / timedelta(days=1):.1f} days ago, {moment:%Y-%m-%d %H:%M} UTC"
