"""Headers that every answer carries.

The policy allows what this origin serves and nothing else: no inline script, no inline style, no foreign address. Our
templates make that possible: Datasette 0.65's own ones for tables, rows, queries and errors hold inline scripts and
styles, and are all replaced. Where Datasette 0.65 writes markup itself, its inline parts are inert: on the page that
says that a query took too long (its text box keeps its height) and on the pages under /-/ for debugging permissions,
messages and patterns. A plugin that hands Datasette an inline body script gets none of it run.
A page that sends a policy of its own keeps it.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


def with_security_headers(application: Application) -> Application:
    """The application, whose HTTP answers get each of HEADERS that they do not carry already."""

    async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = [tuple(header) for header in message.get("headers", [])]
                names = {name.lower() for name, _ in present}
                message = {**message, "headers": [*present, *(header for header in HEADERS if header[0] not in names)]}
            await send(message)

        await application(scope, receive, send_with_headers if scope["type"] == "http" else send)

    return wrapped
