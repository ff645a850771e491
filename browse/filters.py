"""What templates call to say a value as people read it."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from markupsafe import Markup, escape

from browse.cells import column_words, facet_words, links
from browse.changes import kind_words, without_kind
from browse.contested import span
from browse.courts import short_court
from browse.dates import date_words, in_prose, show_date
from browse.licences import left_out_words
from browse.links import Site
from browse.marks import Named, mark_names
from browse.naming import edge_link, told_link
from browse.parameters import wrong_values
from browse.particulars import particulars
from browse.reports import confidence_words
from browse.summaries import years
from browse.sums import stated
from browse.words import words

#: How Datasette ends its words on which rows a table's page shows.
_ORDER = re.compile(r"sorted by (\w+?)( descending)?$")


def page_filters(site: Callable[[], Site]) -> dict[str, Callable[..., Any]]:
    """The filters by name; `site` gives where this server has its pages when a page is shown."""

    def source_links(value: str) -> Markup:
        return links(value, site()) or escape(value)

    return {
        "all_pages": all_pages,
        "confidence_words": confidence_words,
        "date": show_date,
        "edge_link": edge_link,
        "exact_words": exact_words,
        "facet_words": facet_words,
        "kind_words": kind_words,
        "left_out_words": left_out_words,
        "mark_names": mark_plain,
        "order_words": order_words,
        "particular_words": particular_words,
        "particulars": particulars,
        "prose": in_prose,
        "say": say,
        "short_court": short_court,
        "source_links": source_links,
        "stated": stated,
        "status_words": status_words,
        "told_link": told_link,
        "told_span": span,
        "without_kind": without_kind,
        "wrong_values": wrong_values,
        "years": years,
    }


def all_pages(address: str) -> str:
    """The address of a table's CSV as that of all its pages, from whichever of them it was taken."""
    parts = urlsplit(address)
    asked = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "_next"]
    return parts._replace(query=urlencode([*asked, ("_stream", "1")])).geturl()


def order_words(description: object, table: str | None = None) -> str:
    """Datasette's words on the rows of a table's page, the column that orders them as its heading calls it."""
    return _ORDER.sub(
        lambda found: f"sorted by {column_words(found[1], table).lower()}{found[2] or ''}", str(description or "")
    )


def say(value: object, table: str) -> str:
    """The words for a value of a table of browse/words.toml."""
    return words().say(table, value)


def mark_plain(sentence: object, names: Iterable[object]) -> Markup:
    """A sentence, escaped, with these names marked in it."""
    return mark_names(str(sentence), [Named(str(name)) for name in names if name])


def status_words(value: object) -> str:
    """The words on a status's badge."""
    return words().badge(value)


def particular_words(value: str) -> str:
    """A stance or outcome in words."""
    known = words().stance.get(value) or words().outcome.get(value)
    return known or words().say("stance", value)


def exact_words(value: str) -> str:
    """A heading: a date or time in words, anything else as it is."""
    return date_words(value) or value
