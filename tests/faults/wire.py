"""A server below HTTP: each misbehaviour has a host of its own on loopback and sends, byte by byte, what it likes.

An answer is an iterable of steps: bytes are sent as they are, a number waits so many seconds, `RESET` breaks the
connection off. Where the steps end, the connection is closed.
"""

import asyncio
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Self

RESET = object()
Step = bytes | float | object


@dataclass(frozen=True)
class Request:
    """What came, as far as the misbehaviours care: `number` counts the requests to this host from 1, robots.txt apart."""

    path: str
    headers: dict[str, str]
    number: int
    base: str
    trap: str


Answer = Callable[[Request], Iterable[Step]]


@dataclass
class Host:
    """One misbehaviour at an address of its own, and what was asked of it."""

    name: str
    answer: Answer
    address: str
    port: int
    scheme: str = "http"
    context: ssl.SSLContext | None = None
    paths: list[str] = field(default_factory=list)
    connections: int = 0

    @property
    def base(self) -> str:
        return f"{self.scheme}://{self.address}:{self.port}"


class Wire:
    """A context manager: the hosts are served from one thread until it is left."""

    def __init__(self, hosts: list[Host]) -> None:
        self.hosts = {host.name: host for host in hosts}
        self.trap_hits: list[str] = []
        self.trap = ""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="wire", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(20):
            raise RuntimeError("the server of misbehaviours did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(lambda *_: None)  # peers that hang up are the point of it all
        self._loop.run_until_complete(self._run())
        self._loop.close()

    async def _run(self) -> None:
        self._stop = asyncio.Event()
        trap = await asyncio.start_server(self._trapped, "127.0.0.1", 0)
        self.trap = f"127.0.0.1:{trap.sockets[0].getsockname()[1]}"
        servers = [trap]
        for host in self.hosts.values():
            server = await asyncio.start_server(
                lambda reader, writer, host=host: self._talk(host, reader, writer),
                host.address,
                host.port,
                ssl=host.context,
                ssl_handshake_timeout=5 if host.context else None,
            )
            host.port = server.sockets[0].getsockname()[1]
            servers.append(server)
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _trapped(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """What lies on the machine itself: whoever is led here from outside has been fooled."""
        self.trap_hits.append((await reader.read(200)).decode("latin-1").partition("\r\n")[0])
        writer.close()

    async def _talk(self, host: Host, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host.connections += 1
        try:
            request = await self._request(host, reader)
            if request is not None:
                await self._answer(host, request, reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return
        finally:
            writer.close()

    async def _request(self, host: Host, reader: asyncio.StreamReader) -> Request | None:
        if getattr(host.answer, "speaks_first", False):
            return Request("", {}, 1, host.base, self.trap)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *rest = head.split("\r\n")
        path = line.split(" ")[1]
        headers = {name.strip().lower(): value.strip() for name, _, value in (row.partition(":") for row in rest)}
        if path != "/robots.txt":
            host.paths.append(path)
        return Request(path, headers, len(host.paths), host.base, self.trap)

    async def _answer(
        self, host: Host, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        for step in host.answer(request):
            if step is RESET:
                handle = writer.get_extra_info("socket")
                handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
                return
            if isinstance(step, bytes):
                writer.write(step)
                await writer.drain()
                await asyncio.sleep(0)
            elif await self._gone(reader, float(step)):
                return

    @staticmethod
    async def _gone(reader: asyncio.StreamReader, seconds: float) -> bool:
        """Wait, but not longer than the other side stays; what it says meanwhile is not heard."""

        async def until_it_leaves() -> None:
            while await reader.read(1000):
                pass

        try:
            await asyncio.wait_for(until_it_leaves(), seconds)
        except TimeoutError:
            return False
        return True


def address(number: int) -> str:
    """The address on loopback of the host of this number: no two share one, so none waits for another."""
    return f"127.9.{number // 200}.{number % 200 + 1}"
