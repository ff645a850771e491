"""CSV that a spreadsheet may open: no cell of Datasette's own answers is a formula, and no failure is an empty sheet.

Datasette 0.65 writes every row of its CSV, of tables, queries and streams, by the `csv.writer` of datasette.views.base.
There the rows pass before they are text, one by one, so numbers stay numbers and no answer is held in memory.
"""

import csv
from collections.abc import Iterable
from functools import wraps
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


def mend_csv() -> None:
    """Let Datasette write its CSV by SafeWriter, and answer 400 to a query that fails, as it does beside CSV.

    Datasette 0.65 gives the error and its status to the page and to JSON; as CSV it sends an empty answer with 200.
    """
    from datasette.views import base, database  # noqa: PLC0415 - only whole once Datasette's plugins are loaded

    base.csv = SimpleNamespace(writer=SafeWriter)
    answer = database.QueryView.data
    if getattr(answer, "__wrapped__", None):
        return

    @wraps(answer)
    async def answer_or_fail(self: Any, request: Any, *args: Any, **options: Any) -> Any:
        result = await answer(self, request, *args, **options)
        error = result[0].get("error") if isinstance(result, tuple) else None
        if error and request.url_vars.get("format") == "csv":
            raise base.DatasetteError(error, title="Invalid SQL", status=400)
        return result

    database.QueryView.data = answer_or_fail
