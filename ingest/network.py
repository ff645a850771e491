"""Below HTTP: which addresses may be connected to, and how long an exchange may last.

httpx resolves a name and connects in one step, so a check made before it could be told another address than the
connection. Here the address that was checked is the one that is connected to. A server that sends a byte now and then
never trips httpx's timeout, which starts anew with each byte: a deadline for the whole exchange does.
"""

import ipaddress
import math
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

import httpcore
import httpx

from ingest.breaking_off import ExchangeError, Waits

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

#: IPv6 networks whose last 32 bits are an IPv4 address that is led to: RFC 6052, RFC 4291 and RFC 2765.
_EMBEDDING = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
_LOCAL_TRANSLATION = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215: of one's own network


class Deadline(threading.local):
    """The moment (of the monotonic clock) by which the exchange of this thread must be over."""

    _left: float = math.inf
    _started: float = 0.0
    _end: float = math.inf

    @contextmanager
    def whole(self, seconds: float) -> Iterator[None]:
        """A request whose exchanges, one for each redirect, may last `seconds` together."""
        outer, self._left = self._left, seconds
        try:
            yield
        finally:
            self._left = outer

    @contextmanager
    def exchange(self, seconds: float) -> Iterator[None]:
        """One exchange, whose head must come within `seconds`."""
        self._started = time.monotonic()
        self._end = self._started + min(seconds, self._left)
        try:
            yield
        finally:
            self._left -= time.monotonic() - self._started
            self._end = math.inf

    def extend(self) -> None:
        """The head has come: let the exchange last as long as the request may."""
        self._end = self._started + self._left

    def remaining(self, timeout: float | None) -> float:
        """Seconds that one operation may take, at most `timeout`. Raises httpcore.ReadTimeout where none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the exchange took too long")
        return left if timeout is None else min(left, timeout)


#: Where clouds tell a machine its own secrets, beside the link-local addresses: Alibaba's, Oracle's and Amazon's.
_METADATA = frozenset(map(ipaddress.ip_address, ("100.100.100.200", "192.0.0.192", "fd00:ec2::254")))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet: not private, loopback, link-local, metadata or reserved."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (ip.is_site_local or ip in _LOCAL_TRANSLATION):
        return False
    ip = _reached(ip)
    return ip.is_global and not ip.is_multicast and ip not in _METADATA


def is_metadata(address: str) -> bool:
    """Whether an IP address is link-local or another where clouds tell a machine its secrets: no intranet needs it."""
    ip = _reached(ipaddress.ip_address(address.partition("%")[0]))
    return ip.is_link_local or ip in _METADATA


def _reached(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 address leads to; else itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if any(ip in network for network in _EMBEDDING) and int(ip) > 0xFFFF:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


#: For a feed that is listed, and for `rightswire feeds add` and `ingest --from`.
_SWITCH = "allow_private = true in feeds.toml, or --allow-private where it is given on the command line,"


class GuardedBackend(httpcore.SyncBackend):
    """Opens connections to addresses that are allowed, each bound to its thread's deadline."""

    def __init__(self, allow_private: bool, deadline: Deadline, waits: Waits) -> None:
        self._allow_private = allow_private
        self._deadline = deadline
        self._waits = waits

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first allowed address of `host` that answers (the signature is httpcore's).

        Raises:
            ExchangeError: the name resolves to nothing, or to private addresses that are not allowed; or the run ends.
            httpcore.ConnectError, httpcore.ConnectTimeout: none of its addresses answers.
        """
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        connect = super().connect_tcp
        for address in self._allowed_addresses(host, port, timeout):
            seconds = self._deadline.remaining(timeout)
            open_it = partial(connect, address, port, seconds, local_address, socket_options)
            try:
                stream = self._waits.apart(open_it, seconds + 1, lambda late: late.close())
            except TimeoutError:
                failure = httpcore.ConnectTimeout(f"connecting to {address} took too long")
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _GuardedStream(stream, self._deadline, self._waits)
        raise failure or ExchangeError(host, "unknown host", "it has no address")

    def _allowed_addresses(self, host: str, port: int, timeout: float | None) -> list[str]:
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            found = self._waits.apart(look_up, self._deadline.remaining(timeout), lambda late: None)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"looking up {host} took too long") from error
        except (OSError, UnicodeError) as error:
            raise ExchangeError(host, "unknown host", f"{host}: {error}") from error
        addresses = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
        allowed = [address for address in addresses if self._is_allowed(address)]
        if addresses and not allowed:
            advice = f"{_SWITCH} lets it lie on such an address"
            if all(map(is_metadata, addresses)):
                advice = "no feed may lead to such an address, where clouds tell a machine its secrets"
            led = host if host == addresses[0] else f"{host} is {addresses[0]}, which"
            raise ExchangeError(host, "private address", f"{led} is private; {advice}")
        return allowed

    def _is_allowed(self, address: str) -> bool:
        return not is_metadata(address) and (self._allow_private or is_public(address))


class _GuardedStream(httpcore.NetworkStream):
    """A connection whose every operation ends by its thread's deadline, or when everything is broken off."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, waits: Waits) -> None:
        self._stream = stream
        self._deadline = deadline
        self._waits = waits
        self._handle = waits.register(stream.get_extra_info("socket"))

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.remaining(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.remaining(timeout))

    def close(self) -> None:
        self._stream.close()
        self._waits.forget(self._handle)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.remaining(timeout))
            return _GuardedStream(stream, self._deadline, self._waits)
        finally:
            self._waits.forget(self._handle)  # the new stream has its own

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx.HTTPTransport):
    """httpx's transport over the guarded backend.

    Proxies of the environment are not used: they would resolve names themselves and so go round the check.
    """

    def __init__(self, allow_private: bool, deadline: Deadline, waits: Waits, ssl_context: ssl.SSLContext) -> None:
        super().__init__(verify=ssl_context, trust_env=False)
        # httpx has no argument for the backend of its pool; httpcore, which it stands on, has.
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context, network_backend=GuardedBackend(allow_private, deadline, waits)
        )
