"""What changed in an article between two visits to its page. Pure."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from ingest.model import FeedEntry

_WORD = re.compile(r"\w+")
#: Shorter paragraphs are captions, counters and 'updated 3 hours ago': a change in them is none of the article.
_PROSE_WORDS = 8
#: A page that shares less of its words with the article than this is another text under the same address.
_SAME_ARTICLE = 0.25
#: One that keeps less of its length without saying why was cut: by a paywall, or by an error of the site.
_KEPT_LENGTH = 0.4
#: Two paragraphs are one that was changed if they share this much.
_SAME_PARAGRAPH = 0.5


@dataclass(frozen=True, slots=True)
class Visit:
    """An article whose page is to be asked for once more.

    Attributes:
        article_id, title, text, correction, revision: of the article as it is.
        entry, entry_id, feed_url, feed_name: the entry that led to it.
        page_url: address of its page as last had: another than the link where redirect services led on.
        etag, last_modified: validators of that page.
        due: visits that have fallen due since it was first had, this one among them.
        failures: tries of this visit that failed.
    """

    article_id: str
    title: str
    text: str
    correction: str
    revision: int
    entry: FeedEntry
    entry_id: str
    feed_url: str
    feed_name: str
    page_url: str
    etag: str | None
    last_modified: str | None
    due: int
    failures: int


def change_between(old_title: str, old_text: str, new_title: str, new_text: str) -> str:
    """What changed, in short; empty where nothing did that a reader would notice.

    Spelling of spaces, punctuation and capitals does not count, nor do paragraphs of a few words. One word that
    differs in a sentence does: corrections are often no longer.
    """
    told = []
    if _words(old_title) != _words(new_title):
        told.append("headline changed")
    old, new = _paragraphs(old_text), _paragraphs(new_text)
    gone, come = list((old - new).elements()), list((new - old).elements())
    changed = _pairs(gone, come)
    for count, what in ((changed, "changed"), (len(come) - changed, "added"), (len(gone) - changed, "removed")):
        if count:
            told.append(f"{count} paragraph{'s' if count > 1 else ''} {what}")
    return ", ".join(told)


def doubt(old_text: str, new_text: str, corrected: bool) -> str:
    """Why a new text is not taken for a revision of the old one: a reason that groups its like; empty where it is.

    Args:
        old_text: as the archive has it.
        new_text: as the page has it now.
        corrected: whether the new text says that it was corrected, which is reason enough for much to be gone.
    """
    old, new = Counter(_words(old_text)), Counter(_words(new_text))
    shared = (old & new).total()
    if shared < _SAME_ARTICLE * min(old.total(), new.total()):
        return "another text"
    if new.total() < _KEPT_LENGTH * old.total() and not corrected:
        return "text cut"
    return ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))


def _paragraphs(text: str) -> Counter[tuple[str, ...]]:
    words = map(_words, text.split("\n\n"))
    return Counter(paragraph for paragraph in words if len(paragraph) >= _PROSE_WORDS)


def _pairs(gone: list[tuple[str, ...]], come: list[tuple[str, ...]]) -> int:
    """How many of the paragraphs that came are those that went, with changes."""
    left = gone[:50]
    pairs = 0
    for paragraph in come[:50]:
        ratios = [SequenceMatcher(None, old, paragraph, autojunk=False).quick_ratio() for old in left]
        if ratios and max(ratios) >= _SAME_PARAGRAPH:
            left.pop(ratios.index(max(ratios)))
            pairs += 1
    return pairs
