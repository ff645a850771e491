"""What is refused of a page before it is parsed, for libxml2 has no bound of its own on it. Pure."""

import re

#: As measured with lxml 6.1: 2.4 million elements of 10 MB take 660 MB, though far fewer are allowed once counted.
MOST_TAGS = 400_000
#: libxml2's time grows with the square of the attributes of one tag: 200,000 of them (2 MB) take more than a minute.
MOST_ATTRIBUTES = 20_000
_LONG_TAG = re.compile(rb"<[A-Za-z][\w:-]{0,40}\s[^<>]{20000,}")


def excess(body: bytes) -> str:
    """What a page has too much of to be parsed, for people; empty where it may be."""
    tags = body.count(b"<")
    if tags > MOST_TAGS:
        return f"{tags} tags, {MOST_TAGS} allowed"
    attributes = max((len(tag[0].split()) for tag in _LONG_TAG.finditer(body)), default=0)
    return f"{attributes} attributes in a tag, {MOST_ATTRIBUTES} allowed" if attributes > MOST_ATTRIBUTES else ""
