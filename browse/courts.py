"""Courts in lists: by what tells one from others, with the whole name on hover and for those who hear it."""

from markupsafe import Markup, escape

from browse.links import LINK
from browse.markup import Shape
from browse.words import words

_COURT = Shape('<span title="{}"><span aria-hidden="true">{}</span><span class="unseen">{}</span></span>')
_COURT_LINK = Shape('<a href="{}" title="{}" aria-label="{}">{}</a>')


def short_court(name: str) -> Markup:
    """A court that is no link."""
    short = words().short_court(name)
    return escape(name) if short == name else _COURT(name, short, name)


def court_link(href: str, name: str) -> Markup:
    """A court that leads to its page."""
    short = words().short_court(name)
    return LINK(href, name) if short == name else _COURT_LINK(href, name, name, short)
