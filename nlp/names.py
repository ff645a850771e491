"""What a name says by itself: its canonical form, its kind, and the short forms by which an article goes on to call it."""

import re
from functools import cache

from nlp.vocabulary import read_table

ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
TAIL = re.compile(r"(?:['’]s?|[\s,;:\"“”'’.\-–—]+)$")
#: First words too common to stand for a whole name.
GENERIC_FIRST = frozenset(
    "new the united national american international british european general digital federal royal first san los south north east west "
    "public free open world global great big central city university high court press news daily sunday société syndicat association "
    "federation german french indian japanese chinese canadian australian writers authors artists music national independent society council".split()
)
#: Last words by which an article calls an outlet or body, with 'the': 'the Times', 'the Guild'.
DEFINITE_LAST = frozenset(
    "times post tribune journal guild herald gazette guardian telegraph chronicle courier globe inquirer mirror mail sun star observer "
    "examiner news union association society alliance federation institute foundation library archive beacon review register council "
    "committee agency league press independent economist week standard record argus echo sentinel mercury".split()
)


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
    if re.search(r"\b(?:Inc|Corp|Co|Ltd|Bros|Jr|Sr|U\.S|L\.P)$", name) and text.rstrip().endswith("."):
        name += "."
    return name.lstrip("\"“”'‘’([ ")


def drop_legal_suffix(name: str) -> str:
    """'Tidewater Publishing Co.' without its 'Co.'; a name that is nothing else stays."""
    words = name.split()
    while len(words) > 1 and words[-1].lower().strip(",") in words_of("legal_suffixes"):
        words.pop()
    return " ".join(words).rstrip(",")


def is_name(text: str) -> bool:
    """Whether a cleaned string can name a party at all: what is left of the recogniser's finds after its known slips."""
    words = text.split()
    if not words or len(words) > 8 or len(text) < 2 or len(text) > 80:
        return False
    if text.lower() in words_of("not_names") or not any(character.isupper() for character in text):
        return False
    if any(character in text for character in "[]{}<>|=@#$%/\\:;\n") or "http" in text or "www." in text:
        return False
    if re.search(r"\d", text) and not re.search(r"[A-Za-z]{3}", text):
        return False
    if words[-1] in {
        "Act",
        "Bill",
        "Law",
        "Code",
        "Court",
        "Courts",
        "Circuit",
        "Directive",
        "Regulation",
        "Day",
        "Street",
        "Award",
        "Prize",
    }:
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
    if last in {
        "guild",
        "association",
        "society",
        "union",
        "federation",
        "alliance",
        "council",
        "institute",
        "foundation",
        "committee",
        "coalition",
        "collective",
        "university",
        "library",
        "museum",
    }:
        return "organisation"
    if last in {
        "times",
        "post",
        "news",
        "herald",
        "tribune",
        "journal",
        "gazette",
        "guardian",
        "telegraph",
        "chronicle",
        "courier",
        "magazine",
        "weekly",
        "radio",
        "tv",
        "review",
        "wire",
        "beacon",
    }:
        return "outlet"
    if last in {"ministry", "department", "commission", "authority", "government"} or words[0] in {
        "ministry",
        "department",
    }:
        return "government"
    if last in words_of("organisation_words") or any(word in words_of("legal_suffixes") for word in words[1:]):
        return "company"
    if (
        label == "PERSON"
        and 2 <= len(words) <= 4
        and "&" not in name
        and name.replace(" ", "").replace("-", "").replace("'", "").replace("’", "").replace(".", "").isalpha()
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
    if words[0].lower() not in GENERIC_FIRST and len(words[0]) > 2 and words[0][0].isupper():
        forms.append(words[0])
    if len(words) > 2:
        forms.append(" ".join(words[:2]))
    if words[-1].lower() in DEFINITE_LAST:
        forms.append(f"the {words[-1]}")
    initials = "".join(word[0] for word in words if word[0].isupper())
    if len(initials) > 2:
        forms.append(initials)
    return tuple(forms)
