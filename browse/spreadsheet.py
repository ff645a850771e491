"""CSV that a spreadsheet may open: no cell of Datasette's own answers is taken for a formula.

Datasette 0.65 writes every row of its CSV, of tables, queries and streams, by the `csv.writer` of datasette.views.base.
There the rows pass before they are text, one by one, so numbers stay numbers and no answer is held in memory.
"""

import csv
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from graph.plain_text import spreadsheet_cell


class SafeWriter:
    """A csv.writer whose cells of text are those of graph.plain_text.spreadsheet_cell, in headings too."""

    def __init__(self, out: Any) -> None:
        self._writer = csv.writer(out)

    def writerow(self, row: Iterable[Any]) -> Any:
        """Write one row.

        Returns:
            what `write` of the output returned: Datasette awaits it.
        """
        return self._writer.writerow([spreadsheet_cell(value) for value in row])


def defuse_csv() -> None:
    """Let Datasette write its CSV by SafeWriter."""
    from datasette.views import base  # noqa: PLC0415 - only whole once Datasette's plugins are loaded

    base.csv = SimpleNamespace(writer=SafeWriter)
