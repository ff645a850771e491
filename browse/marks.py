"""The names of the parties marked in a sentence, so that the eye finds who is meant."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from browse.markup import Shape

#: So many forms of one party are looked for, and none that is longer or shorter: names come from pages.
MAX_FORMS = 120
FORM_LENGTHS = range(2, 121)
_MARK, _TITLED_MARK = Shape("<mark>{}</mark>"), Shape('<mark title="{}">{}</mark>')
_BLANKS = re.compile(r"\s+")
_APOSTROPHES = re.compile("['\u2019]")


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
    owners = _owners(sentence, parties)
    if not owners:
        return escape(sentence)
    parts, end = [], 0
    for found in _pattern(tuple(owners)).finditer(sentence):
        name = owners[_plain(found[0])]
        mark = _TITLED_MARK(name, found[0]) if name != _plain(found[0]) else _MARK(found[0])
        parts += [escape(sentence[end : found.start()]), mark]
        end = found.end()
    return Markup("").join([*parts, escape(sentence[end:])])


def _owners(sentence: str, parties: Sequence[Named]) -> dict[str, str]:
    """The party's name for each form that the sentence holds; a form of two parties is the first one's."""
    owners: dict[str, str] = {}
    for party in parties:
        forms = [_plain(form) for form in (party.name, *party.forms[:MAX_FORMS])]
        held = _held(sentence, forms)
        if not held and party.person:
            held = _held(sentence, [_plain(party.name).split(" ")[-1]], shortest=4)
        for form in held:
            owners.setdefault(form, party.name)
    return owners


def _held(sentence: str, forms: Iterable[str], shortest: int = FORM_LENGTHS.start) -> list[str]:
    plain = _plain(sentence)
    return [
        form
        for form in forms
        if shortest <= len(form) < FORM_LENGTHS.stop and form in plain and _pattern((form,)).search(sentence)
    ]


def _plain(text: str) -> str:
    """Blanks of any kind as one, apostrophes of any kind as one: what forms and sentences are compared by."""
    return _APOSTROPHES.sub("'", _BLANKS.sub(" ", text)).strip()


@lru_cache(maxsize=4096)  # the same parties stand in most sentences of a page
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    written = (re.escape(form).replace(r"\ ", r"\s+").replace("'", "['\u2019]") for form in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)")
