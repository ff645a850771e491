"""The pages of the starter articles, which are ours and lie in the clone: what their links lead to."""

import re
from pathlib import Path

from markupsafe import Markup

from browse.links import STARTER_PATH, STARTER_SLUG

PAGES = Path(__file__).resolve().parents[1] / "data" / "starter" / "pages"
#: The pages look like those of a news site, with menus, boxes and scripts around the article. None of that acts here.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ROUTE = f"^{STARTER_PATH}(?P<slug>{STARTER_SLUG.pattern})$"
NOTE = Markup(
    '<p class="rightswire"><a href="{}">Rightswire</a> · An article of our own on public events, written for the'
    " starter feed; its address does not exist on the web.</p>"
)
#: Menus, teasers and boxes of the made-up site lead nowhere.
_NOWHERE = re.compile(r'(<a\b[^>]*?) href="[/#][^"]*"')
_BODY = re.compile(r"<body[^>]*>")


def starter_page(slug: str, home: str, style: str) -> str | None:
    """The page of a starter article with our style and a way back; None where the clone has no such page.

    Args:
        slug: of the form STARTER_SLUG, so that it names a file of the folder and no other.
        home: path of the first page.
        style: path of the style sheet.
    """
    if not STARTER_SLUG.fullmatch(slug):
        return None
    try:
        page = (PAGES / f"{slug}.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    link = Markup('<link rel="stylesheet" href="{}"></head>').format(style)
    page = _NOWHERE.sub(r"\1", page).replace("</head>", link, 1)
    return _BODY.sub(lambda body: body[0] + str(NOTE.format(home)), page, count=1)
