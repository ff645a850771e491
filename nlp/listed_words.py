"""Words that may be names, in lists: 'Meta, Time and Reach join' names three, 'People, Meta said, read' names one."""

from collections.abc import Iterable

from spacy.tokens import Doc

from nlp.gazetteer import Hit
from nlp.words import verbs, words

JOINTS = frozenset({"and", "&", ","})
HELPERS = frozenset({"have", "had", "to", "will", "both", "all", "also"})
#: Behind these a word has a capital because something begins.
OPENING = frozenset({'"', "\u201c", "\u2018", "'", ":", "(", "-", "\u2013", "\u2014"})


def acts_in_list(doc: Doc, start: int, taken: set[int], weak: Iterable[Hit]) -> bool:
    """Whether a word stands in a list with a known name, and those in the list sign, sue or the like, or are signed.

    Args:
        doc: parsed text.
        start: the word's token.
        taken: tokens of known names.
        weak: words that may be names.
    """
    first, last = _list_around(doc, start, taken | _places(weak))
    if not any(index in taken for index in range(first, last + 1)):
        return False
    before = doc[first - 1].lower_ if first else ""
    return _acts(doc, last + 1) or before in words("list_acted_on")


def is_aside(doc: Doc, start: int, taken: set[int], weak: Iterable[Hit]) -> bool:
    """Whether a word that opens a sentence is parted from a name by a comma alone: 'Time, OpenAI said, will tell'."""
    opens = doc[start].is_sent_start or doc[start - 1].text in OPENING
    first, last = _list_around(doc, start, taken | _places(weak))
    by_commas = not any(token.lower_ in {"and", "&"} for token in doc[first : last + 1])
    return bool(opens) and first == start and by_commas and not _acts(doc, last + 1)


def _acts(doc: Doc, place: int) -> bool:
    """Whether what many do stands at a place: 'sign', 'have sued', not 'argues'."""
    behind = next((token.lower_ for token in doc[place : place + 2] if token.lower_ not in HELPERS), "")
    return behind in verbs("list_acts") and not behind.endswith("s")


def _places(weak: Iterable[Hit]) -> set[int]:
    return {index for hit in weak for index in range(hit.start, hit.end)}


def _list_around(doc: Doc, start: int, names: set[int]) -> tuple[int, int]:
    """First and last token of the list of names in which a token stands."""
    return _reach(doc, start, names, -1), _reach(doc, start, names, 1)


def _reach(doc: Doc, start: int, names: set[int], step: int) -> int:
    end, place = start, start + step
    while 0 <= place < len(doc) and (place in names or doc[place].lower_ in JOINTS):
        end = place if place in names else end
        place += step
    return end
