"""The names of the parties marked in a sentence, so that the eye finds who is meant."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from browse.markup import Shape

#: So many forms of one party are looked for, and none that is longer or shorter: names come from pages.
MAX_FORMS = 120
FORM_LENGTHS = range(2, 121)
_MARK, _TITLED_MARK = Shape("<mark>{}</mark>"), Shape('<mark title="{}">{}</mark>')
_BLANKS, _SEVERAL_BLANKS = re.compile(r"\s+"), re.compile(r"\s\s")


@dataclass(frozen=True, slots=True)
class Named:
    """A party to be found in a sentence.

    Attributes:
        name: as the graph calls it.
        forms: other ways to write it.
        person: whether the last name alone stands for it where the sentence holds no other form.
    """

    name: str
    forms: tuple[str, ...] = ()
    person: bool = False


def mark_names(sentence: str, parties: Sequence[Named]) -> Markup:
    """The sentence, escaped, each party's names in <mark>; where forms overlap, the longest counts.

    Forms are found as whole words in their own spelling: a name such as 'Reach' is no verb. The title of a mark tells
    the party where the sentence calls it by another form.
    """
    plain = _plain(sentence)
    owners = _owners(plain, parties)
    if not owners:
        return escape(sentence)
    signs = _signs(sentence)
    spans = sorted((start, -len(form)) for form in owners for start in _places(plain, form))
    parts, end = [], 0
    for start, length in spans:
        first, last = signs[start], signs[start - length - 1] + 1
        if first < end:
            continue
        name, written = owners[plain[start : start - length]], sentence[first:last]
        mark = _TITLED_MARK(name, written) if name != _plain(written) else _MARK(written)
        parts += [escape(sentence[end:first]), mark]
        end = last
    return Markup("").join([*parts, escape(sentence[end:])])


def _owners(plain: str, parties: Sequence[Named]) -> dict[str, str]:
    """The party's name for each form that the sentence holds; a form of two parties is the first one's."""
    owners: dict[str, str] = {}
    for party in parties:
        held = _held(plain, [_plain(form) for form in (party.name, *party.forms[:MAX_FORMS])])
        if not held and party.person:
            held = _held(plain, [_plain(party.name).split(" ")[-1]], shortest=4)
        for form in held:
            owners.setdefault(form, party.name)
    return owners


def _held(plain: str, forms: Iterable[str], shortest: int = FORM_LENGTHS.start) -> list[str]:
    return [
        form
        for form in forms
        if form in plain and shortest <= len(form) < FORM_LENGTHS.stop and any(True for _ in _places(plain, form))
    ]


def _places(plain: str, form: str) -> Iterator[int]:
    """Where the form begins as whole words; searched for without a pattern, which takes longer to make than to use."""
    start = plain.find(form)
    while start >= 0:
        before, after = plain[start - 1 : start], plain[start + len(form) : start + len(form) + 1]
        if not (_is_of_word(before) or _is_of_word(after)):
            yield start
        start = plain.find(form, start + 1)


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _signs(sentence: str) -> Sequence[int]:
    """Where the signs of the plain sentence stand in the sentence itself."""
    begin, end = len(sentence) - len(sentence.lstrip()), len(sentence.rstrip())
    if not _SEVERAL_BLANKS.search(sentence, begin, end):
        return range(begin, end)
    return [place for place in range(begin, end) if not (sentence[place].isspace() and sentence[place - 1].isspace())]


@lru_cache(maxsize=8192)  # the same parties stand in most sentences of a page
def _plain(text: str) -> str:
    """Blanks of any kind as one, apostrophes of any kind as one: what forms and sentences are compared by."""
    return _BLANKS.sub(" ", text).replace("\u2019", "'").strip()
