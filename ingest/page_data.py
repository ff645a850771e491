"""What a page says of itself to machines: its address, its language, its length, whether it is free. Pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html

#: JSON-LD beyond this is not read, nor deeper than this.
_MOST_JSON, _DEEPEST = 1_000_000, 8


@dataclass(frozen=True, slots=True)
class PageData:
    """What a page's metadata tell.

    Attributes:
        title: of the title element; a page that stands in for an article often has no other.
        canonical, social: rel=canonical and og:url as given; empty where there is none.
        language: of the html element, ISO 639-1; empty where not told.
        is_article: whether it calls itself an article.
        is_locked: whether it says not to be free to read.
        tier: Facebook's content tier, in small letters.
        announced_words: the length that it tells; 0 where it tells none.
        gated_classes: classes of the elements that it says to be for payers only.
        refresh: where it sends a browser by itself, as given.
    """

    title: str = ""
    canonical: str = ""
    social: str = ""
    language: str = ""
    is_article: bool = False
    is_locked: bool = False
    tier: str = ""
    announced_words: int = 0
    gated_classes: tuple[str, ...] = ()
    refresh: str = ""


def read_page_data(tree: html.HtmlElement) -> PageData:
    """Read the metadata of a page; what is malformed in it counts as not there."""
    meta = _meta(tree)
    nodes = [node for node in _linked_data(tree) if _is_work(node)]
    return PageData(
        title=next((element.text or "" for element in tree.iter("title")), ""),
        canonical=_link(tree, "canonical"),
        social=meta.get("og:url", ""),
        language=_language(tree, meta),
        is_article=meta.get("og:type", "").lower() == "article" or any(map(_is_article, nodes)),
        is_locked=any(_is_false(node.get("isAccessibleForFree")) for node in nodes),
        tier=meta.get("article:content_tier", "").lower(),
        announced_words=max((_words(node) for node in nodes), default=0),
        gated_classes=tuple(sorted({name for node in nodes for name in _gated(node)})),
        refresh=_refresh(meta.get("refresh", "")),
    )


def _meta(tree: html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("http-equiv") or ""
        found.setdefault(name.strip().lower(), (element.get("content") or "").strip())
    return found


def _link(tree: html.HtmlElement, relation: str) -> str:
    for element in tree.iter("link"):
        if relation in (element.get("rel") or "").lower().split() and (element.get("href") or "").strip():
            return str(element.get("href")).strip()
    return ""


def _language(tree: html.HtmlElement, meta: dict[str, str]) -> str:
    root = tree.getroottree().getroot()
    told = (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or meta.get("content-language", "")
    )
    code = told.strip().lower().replace("_", "-").partition("-")[0]
    return code if code.isascii() and code.isalpha() and len(code) == 2 else ""


def _linked_data(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    for element in tree.iter("script"):
        text = element.text or ""
        if element.get("type", "").strip().lower() != "application/ld+json" or len(text) > _MOST_JSON:
            continue
        try:
            yield from _nodes(json.loads(text, strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(key), depth + 1)


def _types(node: dict[str, Any]) -> list[str]:
    given = node.get("@type")
    return [str(name).lower() for name in (given if isinstance(given, list) else [given])]


def _is_article(node: dict[str, Any]) -> bool:
    return any(name.endswith(("article", "posting", "report")) for name in _types(node))


def _is_work(node: dict[str, Any]) -> bool:
    return _is_article(node) or any(name in ("creativework", "webpage") for name in _types(node))


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower().endswith("false"))


def _words(node: dict[str, Any]) -> int:
    told = node.get("wordCount")
    if isinstance(told, str) and told.strip().isdecimal() and len(told) < 9:
        told = int(told)
    if isinstance(told, int) and 0 < told < 1_000_000:
        return told
    body = node.get("articleBody")
    return len(body.split()) if isinstance(body, str) else 0


def _gated(node: dict[str, Any]) -> Iterator[str]:
    parts = node.get("hasPart")
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict) and _is_false(part.get("isAccessibleForFree")):
            selectors = part.get("cssSelector")
            for selector in selectors if isinstance(selectors, list) else [selectors]:
                if isinstance(selector, str) and selector.strip().startswith("."):
                    yield selector.strip()[1:].replace(".", " ").split()[0] if len(selector.strip()) > 1 else ""


def _refresh(content: str) -> str:
    """The address of a meta refresh: '0; url=https://...'."""
    _, _, told = content.partition(";")
    name, _, address = told.strip().partition("=")
    return address.strip(" '\"") if name.strip().lower() == "url" else ""
