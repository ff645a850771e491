"""The server in several processes, one for each core: the interpreter of one makes one page at a time.

The processes import this module and by it Datasette, which then loads browse as its plugin. It would find browse half
loaded, and none of its hooks, where browse were imported first.
"""

import asyncio
import json
import multiprocessing
import os
import secrets
import signal
import socket
import sqlite3
import sys
import threading
from typing import Any

import uvicorn
from datasette import cli
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from rightswire.errors import RightswireError

#: Each process keeps answers of its own, up to browse.answers.MOST_BYTES.
MOST_WORKERS = 4
#: Variable of the environment that tells each process what to serve.
ARGUMENTS = "RIGHTSWIRE_SERVE_ARGUMENTS"
#: A process that gives no sign of life for so long is started anew. On a busy machine one takes seconds to start.
SILENT_SECONDS = 20


def usual_workers() -> int:
    """As many as there are cores for this process, MOST_WORKERS at most."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_WORKERS)


def check_port(host: str, port: int) -> None:
    """See that a server can listen there, before anybody is told that it does.

    Raises:
        RightswireError: the port is in use or not allowed, or the host is none of this machine's.
    """
    advice = "give a free port with --port, an address of this machine with --host, or end what listens there"
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET  # as uvicorn has it
        address = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)[0][4]
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            trial.bind(address)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RightswireError(f"{host} port {port}", f"cannot be listened on: {reason}", advice) from error


def serve_graph(arguments: list[str], host: str, port: int, workers: int | None = None) -> None:
    """Serve until SIGTERM or SIGINT; of several processes, one that dies is started anew.

    Args:
        arguments: of the `datasette` command, which one worker simply is.
        host: where to listen, as in the arguments.
        port: where to listen, as in the arguments.
        workers: how many processes; None for `usual_workers`.

    Raises:
        RightswireError: Datasette cannot serve the graph.
    """
    workers = workers or usual_workers()
    if workers == 1:
        os.execv(sys.executable, [sys.executable, "-m", "datasette", *arguments])  # noqa: S606  (our own arguments)
    try:
        asyncio.run(cli.check_databases(_datasette(arguments)))
    except (cli.click.ClickException, sqlite3.Error) as error:
        raise RightswireError("the graph", str(error), "`rightswire rebuild` makes it anew") from error
    os.environ[ARGUMENTS] = json.dumps(arguments)
    os.environ.setdefault("DATASETTE_SECRET", secrets.token_hex(32))  # what one process signs, the others read
    uvicorn.run(
        f"{__name__}:application",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=f"{__name__}:PromptProtocol",
        lifespan="on",
        timeout_worker_healthcheck=SILENT_SECONDS,
    )


class PromptProtocol(AutoHTTPProtocol):  # type: ignore[misc,valid-type]  # httptools' or h11's, whichever is there
    """Sends the end of an answer at once.

    uvicorn opens the port of several processes without naming TCP, and asyncio then leaves Nagle's algorithm on: the
    end of each answer waits for the reader's acknowledgement of what came before, 40 ms on a connection that is kept.
    """

    def connection_made(self, transport: Any) -> None:
        """Set the option that asyncio sets where it opens the port itself."""
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)


def application() -> Any:
    """The application of one process, which ends with the process that started it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    return _datasette(json.loads(os.environ[ARGUMENTS])).app()


def _end_after(parent: Any) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _datasette(arguments: list[str]) -> Any:
    """Datasette as its command would serve it with these arguments."""
    context = cli.serve.make_context("serve", arguments[1:])
    return cli.serve.callback(**context.params, return_instance=True)
