"""Pages of redirect services that lead on by HTML instead of HTTP. Pure."""

from collections.abc import Callable

from lxml import etree, html

from ingest.model import Fetched
from ingest.page_data import read_page_data
from ingest.urls import absolute_url, carried_url, is_redirect_service, is_web_address, is_wrapper
from rightswire.errors import PageError

#: Such pages are short.
_MOST_BYTES = 100_000
#: Services that lead to services are followed so far.
_MOST_HOPS = 3


def fetch_through(fetch: Callable[[str], Fetched], link: str) -> Fetched:
    """Fetch a page, through the pages of redirect services that stand before it.

    Args:
        fetch: fetches one address.
        link: of the entry.

    Raises:
        PageError: as `fetch` does; 'redirect loop' where the services lead in a circle or too far.
    """
    asked = {link}
    page = fetch(link)
    for _ in range(_MOST_HOPS):
        following = leads_on(page)
        if not following:
            return page
        if following in asked:
            raise PageError(link, "redirect loop", f"back to {following[:200]}")
        asked.add(following)
        page = fetch(following)
    raise PageError(link, "redirect loop", f"more than {_MOST_HOPS} redirect services")


def leads_on(page: Fetched) -> str:
    """Where the page of a redirect service sends a browser; empty for other pages, and where it does not tell.

    A service that shows a page with a single link to elsewhere, to be clicked, leads there too.
    """
    if not is_redirect_service(page.final_url):
        return ""
    try:
        tree = html.document_fromstring(page.body[:_MOST_BYTES])
    except (etree.LxmlError, ValueError):
        return ""
    told = absolute_url(page.final_url, read_page_data(tree).refresh)
    links = {absolute_url(page.final_url, str(href)) for href in tree.xpath("//body//a/@href")}
    outward = sorted(link for link in links if is_web_address(link) and not is_redirect_service(link))
    found = told if is_web_address(told) and told != page.final_url else outward[0] if len(outward) == 1 else ""
    target = carried_url(found)
    return target if not is_wrapper(target) else ""
