"""Text of others, usually HTML, to plain text: paragraphs split by blank lines, no markup, no control characters."""

import re
import unicodedata
from collections.abc import Set as AbstractSet

from lxml import etree, html

#: Encodings that the web uses. Python knows others, some of them made to be slow (punycode takes hours for a page).
_CHARSET = re.compile(
    r"charset=[\"']?((?:utf-?(?:8|16)|iso-?8859-?\d+|windows-?\d+|latin-?\d|koi8-[ru]|gbk?|gb2312|gb18030|big5"
    r"|shift[_-]jis|euc-(?:jp|kr)|(?:us-)?ascii))(?![\w-])",
    re.IGNORECASE,
)

#: Elements that begin and end a paragraph: HTML's, and those of trafilatura's own tree.
_HTML_BREAKS = """
    address article aside blockquote body br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head
    header hr html li main nav ol p pre section table tbody tfoot thead tr ul"""
_BREAKS = frozenset(_HTML_BREAKS.split()) | {"graphic", "head", "item", "lb", "list", "quote", "row"}
_CELLS = frozenset(("td", "th", "cell"))
#: Elements of HTML whose content is no text.
_WITHOUT_TEXT = "button embed head iframe math noscript object script select style svg template"
_NO_TEXT = frozenset(_WITHOUT_TEXT.split())
#: A hard-wrapped line is shorter than this, and longer than that unless it ends its paragraph.
_WRAPPED_MOST, _WRAPPED_LEAST = 80, 50
_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f\ud800-\udfff]")
#: Soft hyphen, spaces of no width, and marks that change the direction of writing: they hide what a text says.
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def one_line(text: str) -> str:
    """The text in one line: white space becomes single spaces; control and invisible characters go."""
    visible = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return " ".join(_CONTROL.sub(" ", visible).split())


def named_charset(content_type: str) -> str:
    """The encoding that a Content-Type names; empty where it names none that the web uses."""
    found = _CHARSET.search(content_type)
    return found[1] if found else ""


def html_to_text(markup: str) -> str:
    """The text of a piece of HTML, paragraphs split by blank lines."""
    if "<" not in markup and "&" not in markup:
        return wrapped_text(markup)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    data = markup.replace("\0", "").encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(b"<div>" + data + b"</div>", parser=parser)
    except etree.ParserError:  # nothing in it
        return ""
    return "\n\n".join(paragraphs(tree, _NO_TEXT))


def paragraphs(tree: etree._Element, without: AbstractSet[str] = frozenset()) -> list[str]:
    """The paragraphs of a tree of HTML or of trafilatura, each in one line; items of lists are paragraphs too.

    Args:
        tree: free of comments.
        without: names of elements whose content is left out.
    """
    found: list[str] = []
    parts: list[str] = []

    def end_paragraph() -> None:
        text = one_line("".join(parts)).strip(" |")
        parts.clear()
        if text:
            found.append(text)

    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        if element.tag in _BREAKS:
            end_paragraph()
        if event == "start":
            if element.tag in without:
                walker.skip_subtree()
            else:
                parts.append(element.text or "")
        else:
            parts.append((" | " if element.tag in _CELLS else "") + (element.tail or ""))
    end_paragraph()
    return found


def wrapped_text(text: str) -> str:
    """Plain text with its paragraphs split by blank lines, whether they were so, or a line each, or hard-wrapped."""
    found: list[str] = []
    for block in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.strip() for line in block.split("\n")]
        lines = [line for line in lines if line]
        wrapped = len(lines) > 1 and all(_WRAPPED_LEAST <= len(line) <= _WRAPPED_MOST for line in lines[:-1])
        found += [" ".join(lines)] if wrapped and len(lines[-1]) <= _WRAPPED_MOST else lines
    return "\n\n".join(line for line in map(one_line, found) if line)
