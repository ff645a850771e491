"""What stands in for an article on a page: walls, challenges, errors, shells. Pure; the marks are block_pages.toml.

Nothing here weighs whether a text is good: only whether the page is known to be something else.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html
from pydantic import BaseModel

from ingest.page_data import PageData
from ingest.urls import is_above, is_redirect_service

#: What parts the title of a page from the name of its site.
_SITE_SEPARATOR = re.compile(r"\s[|\u2013\u2014-]\s")
_QUOTED = re.compile(
    "[\"\u201c\u201e][^\"\u201c\u201d\u201e]{1,400}[\"\u201d]|\u2018[^\u2018\u2019]{3,200}\u2019|(?<!\\w)'[^']{3,200}'(?!\\w)"
)
#: So much of attributes and scripts is looked at.
_MOST_MACHINERY = 500_000
_PROSE_WORDS = 10


class Kind(BaseModel):
    """A kind of page and its marks."""

    reason: str
    titles: frozenset[str]
    phrases: tuple[str, ...]
    marks: tuple[str, ...]
    addresses: tuple[str, ...]


class Paywall(BaseModel):
    """How a paywall is made."""

    elements: tuple[str, ...]
    tiers: frozenset[str]
    cut_share: float
    far_share: float
    least_announced: int


class Shell(BaseModel):
    """How a page that scripts fill is made."""

    roots: tuple[str, ...]
    least_text: int


class BlockPages(BaseModel):
    """What block_pages.toml holds; its comments say what each entry is for."""

    short_characters: int
    long_characters: int
    little_prose: int
    short_share: float
    long_share: float
    article_prose: int
    kinds: tuple[Kind, ...]
    paywall: Paywall
    shell: Shell


@cache
def block_pages() -> BlockPages:
    """The lists of block_pages.toml, read once."""
    return BlockPages.model_validate(tomllib.loads(Path(__file__).with_name("block_pages.toml").read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as its kind is judged by.

    Attributes:
        link: what was asked for.
        final_url: what answered.
        title: without the name of the site.
        text: paragraphs that extraction took for the article.
        tree: the whole page.
        data: what the page says of itself to machines.
    """

    link: str
    final_url: str
    title: str
    text: str
    tree: html.HtmlElement
    data: PageData


def stand_in(view: PageView) -> tuple[str, str] | None:
    """What a page is in place of an article: the reason that groups its like, and the sign; None if it is none."""
    paragraphs = view.text.split("\n\n") if view.text else []
    if found := _redirected(view):
        return found
    lists = block_pages()
    short = len(view.text) < lists.short_characters
    machinery = _machinery(view.tree) if short else ""
    for kind in lists.kinds:
        if sign := _sign(view, kind, paragraphs, machinery):
            return kind.reason, sign
    if sign := _shell_sign(view) or "":
        return "needs JavaScript", sign
    if sign := _login_sign(view, paragraphs):
        return "login page", sign
    if sign := _paywall_sign(view, paragraphs):
        return "paywall", sign
    return None


def _redirected(view: PageView) -> tuple[str, str] | None:
    """A page that answered in place of the one asked for: a redirect service's own, a front page, a section."""
    if is_redirect_service(view.final_url):
        return "unresolved link", "the redirect service does not tell where it leads"
    moved = view.final_url != view.link and not view.data.is_article
    if moved and urlsplit(view.link).path not in ("", "/") and is_above(view.final_url, view.link):
        return "soft 404", f"redirected to {view.final_url[:200]}"
    return None


def _sign(view: PageView, kind: Kind, paragraphs: list[str], machinery: str) -> str:
    """What tells that a page is of a kind; empty where nothing does."""
    lists = block_pages()
    told = [paragraph for paragraph in paragraphs if _phrase(paragraph, kind.phrases)]
    of_kind = sum(map(len, told))
    other = _prose([paragraph for paragraph in paragraphs if paragraph not in told])
    is_short = len(view.text) < lists.short_characters
    if told and _outweighs(of_kind, other, len(view.text)):
        return f"it says {_phrase(told[0], kind.phrases)!r}"
    if not is_short or (view.data.is_article and other >= lists.article_prose):
        return ""
    headline = _SITE_SEPARATOR.split(view.title.lower())[0].strip(" .!?\u2026")
    if headline in kind.titles:
        return f"titled {view.title[:100]!r}"
    if other < lists.article_prose and (mark := next((mark for mark in kind.marks if mark in machinery), "")):
        return f"made with {mark!r}"
    final, link = view.final_url.lower(), view.link.lower()
    piece = next((piece for piece in kind.addresses if piece in final.partition("?")[0] and piece not in link), "")
    return f"redirected to {view.final_url[:200]}" if piece and not view.data.is_article else ""


def _outweighs(of_kind: int, other: int, whole: int) -> bool:
    lists = block_pages()
    share = of_kind / max(whole, 1)
    if whole < lists.short_characters:
        return other < lists.little_prose or share >= lists.short_share
    return whole < lists.long_characters and share >= lists.long_share


def _phrase(paragraph: str, phrases: tuple[str, ...]) -> str:
    """The phrase that a paragraph says itself, not in quotation marks."""
    said = _QUOTED.sub(" ", paragraph.replace("\u2019t ", "'t ")).lower().replace("\u2019", "'")
    return next((phrase for phrase in phrases if phrase in said), "")


def _prose(paragraphs: list[str]) -> int:
    return sum(len(paragraph) for paragraph in paragraphs if len(paragraph.split()) >= _PROSE_WORDS)


def _machinery(tree: html.HtmlElement) -> str:
    """Attributes and scripts of a page, in small letters: what it is made with, nothing that it says."""
    pieces: list[str] = []
    size = 0
    for element in tree.iter("*"):
        texts = [value for name, value in element.attrib.items() if name not in ("alt", "title", "content")]
        if element.tag == "script" and element.get("type", "") != "application/ld+json":
            texts.append(element.text or "")
        pieces += texts
        size += sum(map(len, texts))
        if size > _MOST_MACHINERY:
            break
    return "\n".join(pieces).lower()


def _shell_sign(view: PageView) -> str:
    lists = block_pages()
    if len(view.text) >= lists.shell.least_text:
        return ""
    for element in view.tree.iter("noscript"):
        if _phrase(element.text_content(), _kind("needs JavaScript").phrases):
            return "it says so where scripts are off"
    scripts = next(view.tree.iter("script"), None) is not None
    for root in lists.shell.roots:
        found = view.tree.xpath("//body//*[@id=$root]", root=root)
        if scripts and found and not found[0].text_content().strip():
            return f"its element {root!r} is empty"
    return ""


def _login_sign(view: PageView, paragraphs: list[str]) -> str:
    passwords = view.tree.xpath("//input[translate(@type, 'PASWORD', 'pasword')='password']")
    little = _prose(paragraphs) < block_pages().little_prose and not view.data.is_article
    return "it asks for a password" if passwords and little else ""


def _paywall_sign(view: PageView, paragraphs: list[str]) -> str:
    """A text that was cut, by what the page announces and how it is made; the phrases alone are judged before."""
    lists = block_pages()
    rules = lists.paywall
    words = len(view.text.split())
    announced = view.data.announced_words
    if announced >= rules.least_announced and words < rules.far_share * announced:
        return f"{words} of {announced} announced words"
    cut = announced >= rules.least_announced and words < rules.cut_share * announced
    whole = bool(announced) and words >= 0.8 * announced
    locked = view.data.is_locked or view.data.tier in rules.tiers
    box = _box(view.tree, rules.elements)
    ending = any(_phrase(paragraph, _kind("paywall").phrases) for paragraph in paragraphs[-2:])
    if cut and (locked or box or ending):
        return f"{words} of {announced} announced words"
    if whole or _gated_part_is_there(view):
        return ""
    if len(view.text) < lists.short_characters and (locked or box):
        return "not free, and short" if locked else f"a box {box!r} ends it"
    return "not free, and it ends with an offer" if ending and (locked or box) else ""


def _box(tree: html.HtmlElement, pieces: tuple[str, ...]) -> str:
    for element in tree.xpath("//body//*[@class or @id]"):
        names = f"{element.get('class', '')} {element.get('id', '')}".lower()
        if found := next((piece for piece in pieces if piece in names), ""):
            return found
    return ""


def _gated_part_is_there(view: PageView) -> bool:
    """Whether the part that the page says to be for payers only is on it all the same, and is most of the text."""
    for name in view.data.gated_classes:
        parts = view.tree.xpath("//body//*[contains(concat(' ', @class, ' '), concat(' ', $name, ' '))]", name=name)
        if sum(len(part.text_content().split()) for part in parts) >= 0.5 * len(view.text.split()) > 0:
            return True
    return False


def _kind(reason: str) -> Kind:
    return next(kind for kind in block_pages().kinds if kind.reason == reason)
