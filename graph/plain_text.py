"""Text as files and other programs can hold it: without control characters, and not taken for a formula."""

import re
from typing import Any

#: What XML 1.0 cannot hold, and control characters that steer terminals and confuse spreadsheets.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NEWLINES = re.compile(r"\r\n?")
#: How a cell begins that a spreadsheet takes for a formula: blanks and characters that do not show may stand before the
#: sign, which some read in its wide form too.
_FORMULA = re.compile(
    "[\t\r\n]|[\\s\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]"
)


def clean_text(text: str) -> str:
    """Text that every format can hold: without control characters, line ends as line feeds."""
    return _UNPRINTABLE.sub("", _NEWLINES.sub("\n", text))


def spreadsheet_cell(value: Any) -> Any:
    """A value as a CSV cell may hold it: text without control characters, which no spreadsheet takes for a formula.

    Args:
        value: text gets a leading apostrophe where it begins as formulas do; anything else stays as it is.
    """
    if not isinstance(value, str):
        return value
    text = clean_text(value)
    return f"'{text}" if _FORMULA.match(text) else text
