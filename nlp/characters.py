"""Characters that nobody sees on a page: gathered at the ends of lines, so that they hide no name from the rules."""

import re

#: What Unicode calls ignorable where it is not drawn: joiners, soft hyphens, direction marks, variation selectors.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
#: Behind a mark and before a word one may be all that keeps two sentences apart: it becomes a blank where it stands.
PARTING = re.compile(rf"(?<=[^\w\s]){INVISIBLE.pattern}(?=\w)")
LINE = re.compile(r"[^\n]+")


def drop_invisible(text: str) -> str:
    """The text as it is seen."""
    return INVISIBLE.sub("", text)


def gather(text: str) -> tuple[str, tuple[int, ...]]:
    """Move the invisible characters of each line to its end, as blanks.

    Returns:
        A string as long as `text`, and for each of its characters the place of that character in `text`; no places
        where nothing had to be moved.
    """
    if not INVISIBLE.search(text):
        return text, ()
    places = list(range(len(text)))
    out = list(text)
    for line in LINE.finditer(text):
        start, end = line.span()
        runs = (run for run in INVISIBLE.finditer(text, start, end) if not PARTING.match(text, run.start()))
        hidden = [at for run in runs for at in range(*run.span())]
        if hidden:
            moved = set(hidden)
            seen = [at for at in range(start, end) if at not in moved]
            places[start:end] = [*seen, *hidden]
            out[start:end] = [*(text[at] for at in seen), *" " * len(hidden)]
    return "".join(out), tuple(places)
