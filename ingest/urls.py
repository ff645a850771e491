"""Canonical addresses, and the digest of one that is an article's id. Pure.

courlan puts scheme, host and path in order. The query is left to us: courlan takes `?gallery=3`, `?reference=4` and
every parameter without a value for tracking, and so would join two articles (tried with 1.4.0).
"""

import base64
import binascii
import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit, urlunsplit

from courlan import extract_domain, normalize_url
from pydantic import BaseModel

#: Characters of a query that stay as they are; '%' among them, so that quoting twice changes nothing.
_QUERY_SAFE = "%=!:,;/?@$'()*+[]~-._"
#: Wrappers within wrappers that are opened; what is deeper is refused.
_MOST_WRAPPERS = 5
_ADDRESS_IN_BYTES = re.compile(rb"https?://[\x21-\x7e]+")
#: How caches of AMP pages name the page that they keep: '/c/s/www.example.org/story', without 's' for http.
_CACHED = re.compile(r"^(?:[acv]/|wp/)?(?P<secure>s/)?(?P<rest>[^/?#]+\.[^/?#]+/.+)$")


class Tracking(BaseModel):
    """What tracking.toml holds; its comments say what each list is for."""

    names: frozenset[str]
    prefixes: tuple[str, ...]
    page_forms: frozenset[str]
    host_forms: frozenset[str]
    wrappers: tuple[str, ...]
    encoders: tuple[str, ...]
    amp_caches: tuple[str, ...]
    path_carriers: tuple[str, ...]
    redirect_services: frozenset[str]
    carriers: dict[str, tuple[str, ...]]
    host_names: dict[str, frozenset[str]]


@cache
def tracking() -> Tracking:
    """The lists of tracking.toml, read once."""
    return Tracking.model_validate(tomllib.loads(Path(__file__).with_name("tracking.toml").read_text("utf-8")))


def is_web_address(url: str) -> bool:
    """Whether `url` is an absolute http or https address with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)


def is_wrapper(url: str) -> bool:
    """Whether `url` leads through an aggregator that does not tell where to; ask after `carried_url`."""
    lists = tracking()
    bare = _without_scheme(url)
    return bare.startswith((*lists.wrappers, *lists.encoders)) or any(_carries(bare, start) for start in lists.carriers)


def is_redirect_service(url: str) -> bool:
    """Whether the host of `url` only sends readers on: its pages are never articles."""
    return (urlsplit(url).hostname or "").removeprefix("www.") in tracking().redirect_services


def carried_url(url: str) -> str:
    """The address that an aggregator's link, or one into a cache of AMP pages, carries in itself.

    Links within links are opened too, a few deep. `url` itself where it carries no address that could be asked.
    """
    for _ in range(_MOST_WRAPPERS):
        carried = _carried_once(url)
        if not is_web_address(carried):
            break
        url = carried
    return url


def _carried_once(url: str) -> str:
    """What `url` carries; empty where that is nothing."""
    lists = tracking()
    bare = _without_scheme(url)
    for start, parameters in lists.carriers.items():
        if _carries(bare, start):
            query = parse_qs(urlsplit(url).query)
            found = (query[name][0] for name in parameters if name in query)
            return next(filter(is_web_address, found), "")
    for start in lists.encoders:
        if bare.startswith(start):
            return _encoded_address(bare.removeprefix(start).partition("?")[0].partition("/")[0])
    for start in (*lists.amp_caches, *lists.path_carriers):
        if inside := _after(bare, start):
            cached = _CACHED.match(inside)
            return (
                f"http{'s' if cached['secure'] or start in lists.path_carriers else ''}://{cached['rest']}"
                if cached
                else ""
            )
    return ""


def _carries(bare: str, start: str) -> bool:
    """Whether an address without scheme is of the host and path `start`, or of a subdomain of that host."""
    return bool(re.match(rf"(?:[\w-]+\.)*{re.escape(start)}\?", bare, re.IGNORECASE))


def _after(bare: str, start: str) -> str:
    found = re.match(rf"(?:[\w-]+\.)*{re.escape(start)}", bare, re.IGNORECASE)
    return bare[found.end() :] if found else ""


def _encoded_address(text: str) -> str:
    """The address within a search feed's packed link; the newer ones hold none."""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return ""
    found = _ADDRESS_IN_BYTES.search(packed)
    return found[0].decode("ascii") if found else ""


def _without_scheme(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.")


def absolute_url(base: str, link: str) -> str:
    """`link` against `base`; empty where the two make no address."""
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return ""


def canonical_url(url: str) -> str:
    """The address without what says how a reader came: tracking parameters, fragment, default port, case of the host.

    Parameters keep their spelling and come in the order of their names. An address that is not http(s), or that
    cannot be understood, comes back as it is. Idempotent.
    """
    url = "".join(url.split())
    if not is_web_address(url):
        return url
    parts = urlsplit(url)
    try:
        base = normalize_url(urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")), trailing_slash=False)
    except ValueError:
        return url
    scheme, netloc, path, _, _ = urlsplit(base)
    fragment = parts.fragment if parts.fragment.startswith("!") else ""  # '#!/story/3' chooses the page; others do not
    return urlunsplit(
        (
            scheme,
            netloc,
            path or "/",
            _canonical_query(parts.query, parts.hostname or ""),
            quote(fragment, safe=_QUERY_SAFE),
        )
    )


def _canonical_query(query: str, host: str) -> str:
    kept = [quote(part, safe=_QUERY_SAFE) for part in query.split("&") if part and not _is_tracking(part, host)]
    return "&".join(sorted(kept, key=lambda part: part.partition("=")[0]))


def _is_tracking(part: str, host: str) -> bool:
    name = unquote(part.partition("=")[0]).lower()
    lists = tracking()
    if name in lists.names or name.startswith(lists.prefixes):
        return True
    return any(
        name in names and (host == site or host.endswith("." + site)) for site, names in lists.host_names.items()
    )


def article_id(url: str) -> str:
    """The id of the article at `url`: 20 hexadecimal digits of the digest of its canonical address.

    Scheme and a leading 'www.' do not count: feeds change both without changing the article.
    """
    canonical = canonical_url(url)
    scheme, separator, rest = canonical.partition("://")
    key = rest.removeprefix("www.") if separator and scheme in ("http", "https") else canonical
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def identity_url(url: str) -> str:
    """The canonical address of an article whatever form of its page `url` names: AMP, a phone's, a cached one."""
    url = canonical_url(carried_url(url))
    if not is_web_address(url):
        return url
    parts = urlsplit(url)
    host, _, port = parts.netloc.partition(":")
    return urlunsplit(
        (
            parts.scheme,
            _plain_host(host) + (f":{port}" if port else ""),
            _plain_path(parts.path),
            parts.query,
            parts.fragment,
        )
    )


def _plain_host(host: str) -> str:
    """The host without 'm.', 'mobile.' or 'amp.'; the name of a site itself ('m.example') stays."""
    labels = host.split(".")
    if labels[-1].isdigit() or len(labels) < 3:
        return host
    kept = [label for label in labels[:-2] if label not in tracking().host_forms]
    if len(kept) == len(labels) - 2:
        return host
    site_is_bare = not kept or (labels[0] not in kept and _site(host) == ".".join((*kept, *labels[-2:])))
    return ".".join((*(["www"] if site_is_bare else []), *kept, *labels[-2:]))


def _plain_path(path: str) -> str:
    """The path without the marks of an AMP page, unless nothing else would be left of it."""
    plain = re.sub(r"(?<=[^/])(?:/amp/?|\.amp)$", "", path)
    plain = re.sub(r"\.amp(?=\.html?$)", "", plain)
    return re.sub(r"^/amp(?=/[^/]+)", "", plain) or path


def _site(host: str) -> str:
    """The part of a host that its owner registered: 'bbc.co.uk' of 'www.bbc.co.uk'."""
    if host.replace(".", "").replace(":", "").isdigit() or host.startswith("["):
        return host
    return extract_domain(f"https://{host}/", fast=True) or ".".join(host.split(".")[-2:])


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host, or hosts under one registered name."""
    hosts = [urlsplit(url).netloc.lower() for url in (one, other)]
    return hosts[0] == hosts[1] or len({_site(host.partition(":")[0]) for host in hosts}) == 1


def page_identity(final_url: str, *named: str) -> str:
    """The canonical address of a page that names those `named` for itself: rel=canonical, then og:url; '' is none.

    A link that leads to the front page or to a section above the page is a mistake of the site that would make one
    article of many, so the page's own address stands. One to another site names the original of a copy (see
    `named_original`): the copy stays an article of its own, unless the page is a redirect service's or a cache's.
    """
    own = identity_url(final_url)
    for link in named:
        target = _named(final_url, link)
        if target and _speaks_for_itself(own, target) and not is_above(target, own):
            return target
    return own


def named_original(final_url: str, *named: str) -> str:
    """The address on another site that a page names as its original; empty where it names none."""
    own = identity_url(final_url)
    for link in named:
        target = _named(final_url, link)
        if target and not _speaks_for_itself(own, target) and not is_above(target, own):
            return target
    return ""


def _speaks_for_itself(own: str, named: str) -> bool:
    """Whether a page means itself by an address that it names; a page on disk does, wherever its site is."""
    return not is_web_address(own) or is_same_site(own, named) or is_redirect_service(own)


def _named(final_url: str, link: str) -> str:
    target = identity_url(absolute_url(final_url, link)) if link else ""
    return target if is_web_address(target) else ""


def is_above(named: str, own: str) -> bool:
    """Whether `named` is a front page, or a section above the page `own`."""
    target, page = urlsplit(named), urlsplit(own)
    if target.path == "/" and not target.query and not target.fragment:
        return True
    rest = page.path.removeprefix(target.path.rstrip("/") + "/")
    above = target.netloc == page.netloc and not target.query and rest != page.path
    return above and rest not in tracking().page_forms
