"""Canonical addresses, and the digest of one that is an article's id. Pure.

courlan puts scheme, host and path in order. The query is left to us: courlan takes `?gallery=3`, `?reference=4` and
every parameter without a value for tracking, and so would join two articles (tried with 1.4.0).
"""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit, urlunsplit

from courlan import normalize_url
from pydantic import BaseModel

#: Characters of a query that stay as they are; '%' among them, so that quoting twice changes nothing.
_QUERY_SAFE = "%=!:,;/?@$'()*+[]~-._"


class Tracking(BaseModel):
    """What tracking.toml holds; its comments say what each list is for."""

    names: frozenset[str]
    prefixes: tuple[str, ...]
    page_forms: frozenset[str]
    wrappers: tuple[str, ...]
    carriers: dict[str, str]
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
    """Whether `url` leads through an aggregator that does not tell where to."""
    return _without_scheme(url).startswith(tracking().wrappers)


def carried_url(url: str) -> str:
    """The address that an aggregator's link carries in a parameter; `url` itself where it carries none."""
    for start, parameter in tracking().carriers.items():
        if _without_scheme(url).startswith(start + "?"):
            carried = parse_qs(urlsplit(url).query).get(parameter, [""])[0]
            return carried if is_web_address(carried) else url
    return url


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


def page_identity(final_url: str, canonical_link: str) -> str:
    """The canonical address of a page that names `canonical_link` as its rel=canonical.

    A link that leads to the front page or to a section above the page is a mistake of the site that would make one
    article of many, so the page's own address stands.
    """
    own = canonical_url(final_url)
    named = canonical_url(absolute_url(final_url, canonical_link)) if canonical_link else ""
    if not is_web_address(named):
        return own
    target, page = urlsplit(named), urlsplit(own)
    if target.path == "/" and not target.query and not target.fragment:
        return own
    rest = page.path.removeprefix(target.path.rstrip("/") + "/")
    above = target.netloc == page.netloc and not target.query and rest != page.path
    if above and rest not in tracking().page_forms:
        return own
    return named
