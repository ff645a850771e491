"""Progress bars on a terminal, nothing elsewhere: cron mails stay short."""

from collections.abc import Generator, Iterable
from contextlib import ExitStack
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

T = TypeVar("T")


class Progress:
    """Shows one bar for each step while it runs."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def track(self, items: Iterable[T], step: str, total: int | None) -> Generator[T, None, None]:
        """Pass items through, counting them; `total` None is a step of unknown length.

        Whoever stops before the end closes what this gives: `items`, if a generator, is closed with it, so that threads
        and processes behind it end at once and not when somebody collects the garbage.
        """
        with ExitStack() as stack:
            if isinstance(items, Generator):
                stack.callback(items.close)
            if not self._console.is_terminal:
                yield from items
                return
            columns = (TextColumn("{task.description:>9}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            with RichProgress(*columns, console=self._console, transient=True) as bar:
                yield from bar.track(items, total=total, description=step)
