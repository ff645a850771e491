"""What a name says by itself: its canonical form, its kind, and the short forms that an article may go on to use."""

import re
from functools import cache

from nlp.vocabulary import read_table
from nlp.words import nouns

ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
TAIL = re.compile(r"(?:['\u2019]s?|[\s,;:\"“”'\u2019.\-\u2013—]+)$")


@cache
def words_of(key: str) -> frozenset[str]:
    """A list of nlp/vocabulary/names.toml as a set."""
    return frozenset(read_table("names")[key])


def clean_name(text: str) -> str:
    """A name as found in running text without article, genitive and closing punctuation; blanks made single."""
    name = ARTICLE.sub("", " ".join(text.split()))
    while True:
        shorter = TAIL.sub("", name)
        if shorter == name or not shorter:
            break
        name = shorter
    words = name.split()
    while len(words) > 1 and words[-1].islower() and words[-1].isalpha():
        words.pop()
    name = " ".join(words)
    if re.search(r"\b(?:Inc|Corp|Co|Ltd|Bros|Jr|Sr|U\.S|L\.P)$", name) and text.rstrip().endswith("."):
        name += "."
    return name.lstrip("\"“”'\u2018\u2019([ ")


def drop_legal_suffix(name: str) -> str:
    """'Tidewater Publishing Co.' without its 'Co.'; a name that is nothing else stays."""
    words = name.split()
    while len(words) > 1 and words[-1].lower().strip(",") in words_of("legal_suffixes"):
        words.pop()
    return " ".join(words).rstrip(",")


def is_name(text: str) -> bool:
    """Whether a cleaned string can name a party at all: it is none of the recogniser's known slips."""
    words = text.split()
    if not words or len(words) > 8 or len(text) < 2 or len(text) > 80 or not text[0].isalnum():
        return False
    if text.lower() in words_of("not_names") | nouns("party") or not any(character.isupper() for character in text):
        return False
    if (
        text.count("(") != text.count(")")
        or any(character in text for character in "[]{}<>|=@#$%/\\:;\n")
        or "http" in text
        or "www." in text
    ):
        return False
    if re.search(r"\d", text) and not re.search(r"[A-Za-z]{3}", text):
        return False
    if words[-1].lower() in words_of("not_ending"):
        return False
    return not re.fullmatch(r"(?:GPT|Llama|LLaMA|Claude|Gemini|v)[-. ]?[\d.]+\w*", text)


def kind_of_name(name: str, label: str) -> str:
    """Kind of an unknown party.

    Args:
        name: cleaned name, legal suffix and all.
        label: what the recogniser calls it: 'ORG', 'PERSON' or another label.
    """
    words = [word.strip(",.").lower() for word in name.split()]
    last = words[-1]
    if last in words_of("law_firm_words") or (
        len(words) > 2 and "&" in name and label != "PERSON" and last not in words_of("organisation_words")
    ):
        return "law-firm"
    for kind in ("organisation", "outlet", "government"):
        if last in words_of(f"{kind}_endings") or (kind == "government" and words[0] in {"ministry", "department"}):
            return kind
    if last in words_of("organisation_words") or any(word in words_of("legal_suffixes") for word in words[1:]):
        return "company"
    if (
        label == "PERSON"
        and 2 <= len(words) <= 4
        and "&" not in name
        and name.replace(" ", "").replace("-", "").replace("'", "").replace("\u2019", "").replace(".", "").isalpha()
    ):
        return "person"
    return "company"


def short_forms(name: str, kind: str) -> tuple[str, ...]:
    """Forms by which an article may later call a party that it has named in full.

    A form that begins with 'the ' counts only behind that article.
    """
    words = [word for word in drop_legal_suffix(ARTICLE.sub("", name)).replace(",", "").split() if word]
    if len(words) < 2:
        return ()
    if kind == "person":
        last = words[-1] if words[-1].lower() not in {"jr", "jr.", "sr.", "iii", "ii"} else words[-2]
        return (last,) if len(last) > 2 else ()
    forms = []
    if words[0].lower() not in words_of("generic_first") and len(words[0]) > 2 and words[0][0].isupper():
        forms.append(words[0])
    if len(words) > 2:
        forms.append(" ".join(words[:2]))
    if words[-1].lower() in words_of("definite_last"):
        forms.append(f"the {words[-1]}")
    initials = "".join(word[0] for word in words if word[0].isupper())
    if len(initials) > 2:
        forms.append(initials)
    return tuple(forms)
