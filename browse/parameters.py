"""What readers fill in for the parameters of canned queries: what cannot be meant is said, and nothing is answered.

`parameters` of a query in datasette-metadata.json describes them by name: `type` is 'date', or 'number' with `least`
and `most`; `choices` lists the words that are known. A blank is always allowed and means the default.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from datasette.utils.asgi import Response

from browse.dates import date_words
from browse.reading import DATABASE
from browse.security import Application, Message, Receive, Send

#: Addresses of a query's answer as a page, as JSON or CSV, and as a feed.
ADDRESS = re.compile(rf"/?(?:{DATABASE}/|-/feeds/query/)(?P<name>\w+)(?P<form>\.json|\.csv|\.atom)?")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was wrong with a request for a query's answer, in sentences, and in which form it was asked for."""

    wrong: tuple[str, ...]
    form: str


def wrong_values(described: Mapping[str, Any] | None, values: Mapping[str, Any]) -> tuple[str, ...]:
    """A sentence for each value that cannot be meant.

    Args:
        described: the query's `parameters`.
        values: what was filled in, by name.
    """
    told = (_wrong(name, str(values.get(name) or "").strip(), about) for name, about in (described or {}).items())
    return tuple(sentence for sentence in told if sentence)


def _wrong(name: str, value: str, about: Mapping[str, Any]) -> str | None:
    if not value:
        return None
    shown, called = value[:60], name.replace("_", " ")
    choices: Sequence[str] = about.get("choices") or ()
    if about.get("type") == "date" and (date_words(value) is None or len(value) > len("2025-09-06")):
        return f"“{shown}” is no date: {called} is written YYYY-MM-DD, or YYYY-MM or YYYY for its last day."
    if about.get("type") == "number":
        least, most = about["least"], about["most"]
        if not (
            value.isascii() and value.isdecimal() and len(value) < len(str(most)) + 1 and least <= int(value) <= most
        ):
            return f"“{shown}” cannot be {called}: it is a whole number from {least:,} to {most:,}."
    if choices and value.lower() not in choices:
        return f"“{shown}” is not known: {called} is {', '.join(choices[:-1])} or {choices[-1]}."
    return None


def asked_of(datasette: Any, path: str, query_string: bytes) -> Asked | None:
    """What a request asks of a canned query; None for any other address, or where nothing is wrong."""
    base = datasette.setting("base_url")
    found = ADDRESS.fullmatch(path.removeprefix(base))
    if not found:
        return None
    queries = datasette.metadata("queries", database=DATABASE, fallback=False) or {}
    query = queries.get(found["name"])
    if not isinstance(query, Mapping):
        return None
    values = dict(reversed(parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)))
    wrong = wrong_values(query.get("parameters"), values)
    return Asked(wrong, found["form"] or "") if wrong else None


def with_checked_parameters(application: Application, datasette: Any) -> Application:
    """The application, which answers 400 and says why where a query was asked for what it cannot tell."""

    async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
        asked = (
            asked_of(datasette, scope["path"], scope.get("query_string") or b"") if scope["type"] == "http" else None
        )
        if asked is None:
            await application(scope, receive, send)
        elif asked.form == ".json":
            told = {"ok": False, "error": " ".join(asked.wrong), "status": 400, "title": None}
            await Response.json(told, status=400).asgi_send(send)
        elif asked.form:
            await Response.text(" ".join(asked.wrong), status=400).asgi_send(send)
        else:
            await application(scope, receive, _as_mistake(send))

    return wrapped


def _as_mistake(send: Send) -> Send:
    """The page says what is wrong; its status does too."""

    async def sent(message: Message) -> None:
        wrong = message["type"] == "http.response.start" and message["status"] == 200
        await send({**message, "status": 400} if wrong else message)

    return sent
