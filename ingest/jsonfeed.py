"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) to entries with the keys of feedparser's. Pure."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from ingest.plaintext import one_line
from rightswire.errors import FeedError

_VERSION = "jsonfeed.org/version/"
_MARK = b"\xef\xbb\xbf"


def looks_like_json(body: bytes) -> bool:
    """Whether a body is an object in JSON rather than markup; what it holds is another matter."""
    return body[:200].removeprefix(_MARK).lstrip()[:1] in (b"{", b"[")


def read_json_feed(url: str, body: bytes) -> tuple[str, str, list[Mapping[str, Any]]]:
    """Form, title and raw entries of a JSON Feed. What has the wrong type in an item is taken as not given.

    Raises:
        FeedError: it is no JSON ('malformed feed'), or JSON that is no feed ('not a feed').
    """
    try:
        data = json.loads(body.removeprefix(_MARK).decode("utf-8"))
    except RecursionError as error:
        raise FeedError(url, "malformed feed", "JSON nested too deep") from error
    except ValueError as error:  # no UTF-8, no JSON, a number of thousands of digits
        raise FeedError(url, "malformed feed" if _VERSION.encode() in body else "not a feed", f"{error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("items"), list) or _VERSION not in _text(data, "version"):
        begins = one_line(body[:80].decode("utf-8", "replace"))
        raise FeedError(url, "not a feed", f"it is JSON, but no JSON Feed: {begins!r}")
    version = _text(data, "version").partition(_VERSION)[2][:10] or "1"
    form = f"JSON Feed {version if '.' in version else version + '.0'}"
    return form, one_line(_text(data, "title")), [_entry(item) for item in data["items"] if isinstance(item, dict)]


def _entry(item: Mapping[str, Any]) -> Mapping[str, Any]:
    identity = _text(item, "id")
    link = _text(item, "url") or _text(item, "external_url") or (identity if "://" in identity else "")
    bodies = [_text(item, "content_html"), escape(_text(item, "content_text"), quote=False)]
    entry: dict[str, Any] = {
        "link": link,
        "title_detail": {"value": escape(_text(item, "title"), quote=False)},
        "summary": escape(_text(item, "summary"), quote=False),
        "content": [{"value": body} for body in bodies if body],
    }
    dates = {"published": _text(item, "date_published"), "updated": _text(item, "date_modified")}
    return entry | {key: date for key, date in dates.items() if date}


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
