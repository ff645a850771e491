"""Which tellings are of one step: ten reports of one ruling are one event. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from graph.dates import first_day
from graph.ends import end_day
from graph.rules import rules
from graph.story_rules import story_rules
from graph.told_steps import Telling, best_date

#: An undated report of a ruling is taken to be about the last ruling before it, if that is not older than this.
NEWS_DAYS = 31


def steps(kind: str, told: Sequence[Telling]) -> list[list[Telling]]:
    """Tellings of one kind, those of one step together.

    Equal dates as far as precise are one step, and so are days that lie close (story_rules.toml) where nothing else
    tells them apart; undated tellings belong to a step whose date is near.
    """
    if kind in rules().once:
        return [list(told)] if told else []
    dated = sorted(
        (telling for telling in told if telling.date), key=lambda telling: (-len(telling.date), telling.date)
    )
    by_date: dict[str, list[Telling]] = {}
    for telling in dated:
        is_whole = len(telling.date) == len("2025-03-01")  # no other date says more
        same = () if is_whole else [when for when in by_date if when.startswith(telling.date)]
        by_date.setdefault(min(same, default=telling.date), []).append(telling)
    close = list(_close(by_date, story_rules().same_step_days.get(kind, 0)))
    undated: dict[str, list[Telling]] = defaultdict(list)
    starts = {min(telling.date for telling in step): step for step in close}
    for telling in (telling for telling in told if not telling.date):
        when = _near(list(starts), telling)
        (starts[when] if when else undated[_told_outcome(telling)]).append(telling)
    return [*close, *undated.values()]


def step_day(step: Sequence[Telling], parties: Collection[str]) -> str:
    """When a step happened; '' where nobody tells.

    Of a settlement or dismissal that no article dates it is the day of the first that tells it as news; so it is where
    register or docket date it later: the article proves that it had come by then.
    """
    day = best_date(step, parties)
    reported = min((telling.report.day for telling in step if telling.report), default="")
    is_told = any(telling.report and telling.date == day for telling in step)
    if day and (is_told or not reported or day <= reported[: len(day)]):
        return day
    if step[0].kind not in rules().case_ends:
        return ""
    return min(filter(None, (end_day(one, one.kind) for one in step if one.report)), default=day)


def _close(by_date: dict[str, list[Telling]], days: int) -> Iterator[list[Telling]]:
    """Steps of neighbouring days joined: ten outlets that write 'on Friday' do not all count the same way."""
    held: list[Telling] = []
    first = ""
    for when in sorted(by_date):
        if held and _may_be_one(held, first, by_date[when], when, days):
            held = held + by_date[when]
            continue
        if held:
            yield held
        held, first = by_date[when], when
    if held:
        yield held


def _may_be_one(held: Sequence[Telling], first: str, step: Sequence[Telling], when: str, days: int) -> bool:
    if len(first) < 10 or len(when) < 10 or (first_day(when) - first_day(first)).days > days:
        return False
    pairs = [{_pair(telling) for telling in side if telling.report} for side in (held, step)]
    outcomes = [{told for telling in side if (told := _told_outcome(telling))} for side in (held, step)]
    apart = pairs[0] and pairs[1] and pairs[0].isdisjoint(pairs[1])
    return not apart and not (outcomes[0] and outcomes[1] and outcomes[0].isdisjoint(outcomes[1]))


def _told_outcome(telling: Telling) -> str:
    """For whom news says that a court ruled; the register's own word tells no two steps apart."""
    return telling.outcome if telling.report else ""


def _pair(telling: Telling) -> frozenset[str]:
    return frozenset((telling.report.source, telling.report.target)) if telling.report else frozenset()


def _near(dates: Sequence[str], telling: Telling) -> str:
    """The date of the step that an undated telling is about; '' where that is not plain.

    Rulings are many, so that only a fresh one is meant; a suit that was settled was settled by the last settlement.
    """
    if telling.report is None and telling.kind != "ruling" and len(dates) == 1:
        return dates[0]
    if telling.report is None or not dates:
        return ""
    day = date.fromisoformat(telling.report.day)
    before = [when for when in dates if first_day(when) <= day]
    if telling.kind != "ruling":
        after = min(dates)  # who tells of it long before tells of another step
        days = (first_day(after) - day).days
        return max(before, default=after if days <= story_rules().same_step_days.get(telling.kind, 0) else "")
    return max((when for when in before if (day - first_day(when)).days <= NEWS_DAYS), default="")
