"""Codes of the graph in words, by the column in which they stand."""

from browse.reports import WORDS, relation_words
from browse.words import words

#: Columns of codes, with the tables of browse/words.toml that hold their words; 'x_kind' is one of 'kind'.
CODES = {
    "kind": ("node_kind", "event_kind", "change_kind"),
    "provenance": ("provenance",),
    "deal_type": ("deal_type",),
    "stance": ("stance",),
    "outcome": ("outcome",),
    "text_source": ("text_source",),
}


def coded_words(column: str, value: object) -> str | None:
    """The words for a code that pages say so too, whatever table it comes from; None where there are none."""
    if column == "status":
        return words().badge(value) if value else None
    if column == "relation":
        return relation_words(str(value)) if value in WORDS else None
    tables = CODES.get("kind" if column.endswith("_kind") else column, ())
    return next((words().say(table, value) for table in tables if value in getattr(words(), table)), None)
