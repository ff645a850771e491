"""A list of addresses, one a line, as raw entries. Pure."""

from collections.abc import Mapping
from typing import Any

from ingest.plaintext import one_line
from ingest.urls import is_web_address
from rightswire.errors import Problem


def read_url_list(name: str, body: bytes) -> tuple[list[Mapping[str, Any]], list[Problem]]:
    """The addresses of a list; blank lines and what stands behind '#' at the begin of a line or word are comments.

    Args:
        name: of the list, for problems.
        body: UTF-8; what is not is replaced.

    Returns:
        raw entries with the keys of feedparser's, and a problem for each line that holds no address.
    """
    entries: list[Mapping[str, Any]] = []
    problems: list[Problem] = []
    text = body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    for number, line in enumerate(text.splitlines(), start=1):
        words = _without_comment(line)
        if not words:
            continue
        if len(words) > 1 or not is_web_address(words[0]):
            problems.append(Problem("entry", name, "not an address", f"line {number}: {one_line(line)[:200]!r}"))
        else:
            entries.append({"link": words[0]})
    return entries, problems


def _without_comment(line: str) -> list[str]:
    words = line.split()
    comment = next((place for place, word in enumerate(words) if word.startswith("#")), len(words))
    return words[:comment]
