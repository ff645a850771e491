"""A fetched page, or failing that what the feed itself carries, to an article. Pure."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from htmldate import find_date
from lxml import etree, html
from trafilatura import bare_extraction, extract_metadata
from trafilatura.settings import Document
from trafilatura.utils import load_html

from ingest.corrections import correction_notice
from ingest.language import language_of
from ingest.model import Article, FeedEntry, Fetched
from ingest.page_bounds import excess
from ingest.page_data import PageData, read_page_data
from ingest.page_kinds import PageView, stand_in
from ingest.plaintext import named_charset, one_line, paragraphs, wrapped_text
from ingest.urls import is_web_address, named_original, page_identity
from rightswire.errors import PageError

#: What is left of a page must have this many characters to be an article.
LEAST_TEXT = 40
#: A page of 90,000 elements (1 MB of table) takes the extraction 6 s and 290 MB, one of 10 MB ten times that.
MOST_ELEMENTS = 50_000
MOST_TEXT, MOST_TITLE = 500_000, 500
#: What parsing a page raises where it meets what it did not expect. lxml: LxmlError for what is no tree, ValueError for
#: control characters. trafilatura and htmldate, for metadata of another shape than schema.org's: AttributeError,
#: IndexError, KeyError and TypeError (trafilatura's issues 226, 299, 47 and 140); they walk elements by recursion.
PAGE_FAILURES = (etree.LxmlError, ValueError, AttributeError, IndexError, KeyError, TypeError, RecursionError)


def article_from_page(entry: FeedEntry, feed_url: str, page: Fetched) -> Article:
    """The article on a page: HTML or plain text.

    Args:
        entry: its title, date and outlet stand in where the page does not tell.
        feed_url: the feed that brought the entry.
        page: as fetched; dates more than a day after that are not believed.

    Raises:
        PageError: the page is no HTML ('not a page'), is beyond what extraction can bear ('too complex',
            'malformed page'), stands in for the article (with a reason of
            `ingest.page_kinds`) or says nothing ('no text').
    """
    plain = page.content_type.startswith("text/plain")
    try:
        article = _from_text(entry, feed_url, page) if plain else _from_html(entry, feed_url, page)
    except PAGE_FAILURES as error:
        raise PageError(entry.link, "malformed page", f"{type(error).__name__}: {error}") from error
    if len(article.text) < LEAST_TEXT:
        raise PageError(entry.link, "no text", f"only {len(article.text)} characters of text on the page")
    return article


def article_from_feed(entry: FeedEntry, feed_url: str) -> Article | None:
    """The article as the feed itself carries it, where its page cannot be had; None where the feed has no text."""
    for text, source in ((entry.content, "feed content"), (entry.summary, "feed summary")):
        if len(text) >= LEAST_TEXT:
            article = Article(entry.url, entry.title, text, entry.published, entry.outlet, feed_url, source)
            return _described(article, "")
    return None


def _described(article: Article, told_language: str) -> Article:
    """The article with what its text tells of itself: its language, and a notice that it was corrected."""
    language = language_of(f"{article.title}\n\n{article.text}", told_language)
    return replace(article, language=language, correction=correction_notice(article.text))


def _from_text(entry: FeedEntry, feed_url: str, page: Fetched) -> Article:
    text = wrapped_text(_decode(page))[:MOST_TEXT]
    title = entry.title or next((line for line in text.split("\n\n") if len(line.split()) > 2), "")
    article = Article(entry.url, title[:MOST_TITLE], text, entry.published, entry.outlet, feed_url, "page")
    return _described(article, "")


def _from_html(entry: FeedEntry, feed_url: str, page: Fetched) -> Article:
    if too_much := excess(page.body):
        raise PageError(entry.link, "too complex", too_much)
    tree = load_html(_decode(page) or page.body)
    if tree is None:
        raise PageError(entry.link, "not a page", "its content is no HTML")
    elements = sum(1 for _ in tree.iter())
    if elements > MOST_ELEMENTS:
        raise PageError(entry.link, "too complex", f"{elements} elements, {MOST_ELEMENTS} allowed")
    limit = page.fetched_at + timedelta(days=1)
    metadata = extract_metadata(tree, extensive=False)
    site = one_line(metadata.sitename or "")
    title = _without_site(one_line(metadata.title or ""), site, entry.outlet)
    # never deduplicate=True: it remembers the texts of other pages, so that an article depends on those before it
    extracted = bare_extraction(deepcopy(tree), include_comments=False)
    found = paragraphs(extracted.body) if isinstance(extracted, Document) else []
    text = "\n\n".join(found[1:] if found[:1] == [title] else found)
    data = read_page_data(tree)
    if told := stand_in(PageView(entry.link, page.final_url, title or one_line(data.title), text, tree, data)):
        raise PageError(entry.link, *told)
    article = Article(
        url=_identity(entry, page, data),
        title=(title or entry.title)[:MOST_TITLE],
        text=text[:MOST_TEXT],
        published=_published(tree, limit, entry.published),
        outlet=entry.outlet or site,
        feed_url=feed_url,
        text_source="page",
        original_url=named_original(page.final_url, data.canonical, data.social),
    )
    return _described(article, data.language)


def _identity(entry: FeedEntry, page: Fetched, data: PageData) -> str:
    identity = page_identity(page.final_url, data.canonical, data.social)
    return identity if is_web_address(identity) else entry.url  # a page on disk may name none


def _decode(page: Fetched) -> str:
    """The text of a page in the encoding that its server names; empty where it names none or a wrong one."""
    plain = page.content_type.startswith("text/plain")
    charset = named_charset(page.content_type) or ("utf-8" if plain else "")
    if "16" in charset and charset.lower().startswith("utf") and b"\0" not in page.body:
        charset = "utf-8"  # nothing that has a space is UTF-16 without it
    try:
        return page.body.decode(charset) if charset else ""
    except UnicodeDecodeError:
        return page.body.decode("utf-8", "replace") if plain else ""


def _without_site(title: str, *sites: str) -> str:
    """A title without the name of the site that many pages add to it."""
    for site in sites:
        for separator in (" | ", " - ", " \u2013 ", " \u2014 "):
            if site:
                title = title.removesuffix(separator + site)
    return title


def _published(tree: html.HtmlElement, limit: datetime, by_feed: datetime | None) -> datetime | None:
    """Publication: what the page's metadata tell, else the feed, else what the looks of the page suggest.

    Metadata give the day where the page was published; the feed's moment is kept where it falls on that day.
    """
    last_day = limit.date().isoformat()
    # Asked for days up to a limit, htmldate makes the first of May of a third of May beyond it: so without one here.
    day = _day(tree.xpath("//head/meta | //script[@type='application/ld+json']"), "2999-12-31")
    if day is None and by_feed is None:
        day = _day(tree.xpath("//body"), last_day)
    if day is None or day > last_day or (by_feed and by_feed.date().isoformat() == day):
        return by_feed
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def _day(elements: list[html.HtmlElement], last_day: str) -> str | None:
    """The day (ISO 8601) that some elements of a page tell to have been published, no later than `last_day`."""
    page = html.Element("html")
    page.append(html.Element("head"))
    for element in elements:
        (page if element.tag == "body" else page[0]).append(deepcopy(element))
    return find_date(page, original_date=True, extensive_search=False, outputformat="%Y-%m-%d", max_date=last_day)
