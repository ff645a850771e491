"""Find case captions ('Bartz v. Anthropic'), docket numbers and datelines in text, without any parser."""

import re
from dataclasses import dataclass

LEGAL_FORM = r"(?:,? (?:Inc|Corp|Ltd|LLC|LP|L\.P|PBC|Co|Limited|plc|PLC|GmbH|Corporation|Company|S\.A|e\.V)\b\.?)"
#: A full stop is part of a word only in initials and abbreviations: elsewhere it ends a sentence.
NAME_WORD = r"(?:[A-Z]\.(?:[A-Z]\.)*|(?:Bros|St|Mt|Jr|Dr)\.|[A-Z][\w'\u2019&-]*)"
#: A side's name: capitalised words, small joining words only between them, legal forms behind a comma.
SIDE = rf"{NAME_WORD}(?:{LEGAL_FORM}|(?: (?:of|the|de|van|von|der|la|du|and|&|for))* {NAME_WORD})*?{LEGAL_FORM}*"
#: What parts the sides. Each side is looked for from here, within bounds: no text can make the search long.
VERSUS = re.compile(r"(?:,? et al\.?,?)? (?:v\.?|vs\.?|versus) (?=[A-Z])")
PLAINTIFF = re.compile(rf"(?<![\w.]){SIDE}\Z")
DEFENDANT = re.compile(
    rf"[A-Z][\w'\u2019&-]{{0,40}}(?: (?:(?:of|and|&) )?[A-Z][\w'\u2019&-]{{0,40}}){{0,4}}{LEGAL_FORM}{{0,2}}"
)
LONGEST_SIDE = 100
DOCKET = re.compile(
    r"\b(\d:\d{2}-(?:cv|md|mc|cr|ml|bk|ap)-\d{3,6}(?:-[A-Z]{2,4})*)\b"
    r"|\b(\d{2}-(?:cv|md|mc|ml)-\d{3,6})\b"
    r"|\b(C-\d{1,4}/\d{2})\b"
    r"|\b(\d{1,3} [A-Z]{1,2} \d{1,6}/\d{2})\b"
    r"|\b(CS\s?\(COMM\)\s?\d+/\d{4})\b"
    r"|\b((?:IL|HC|CL|IP|CV|T)-\d{4}-\d{3,6}(?:-\d+)?)\b"
    r"|\b(CV-\d{2}-\d{6,8}(?:-[0-9A-Z]{2,6})?)\b"
    r"|\b(\d{2}[A-Z]{2,4}CV\d{5})\b"
    r"|\b(\d{7}-\d{2}\.\d{4}\.\d\.\d{2}\.\d{4})(?!\d)"
    r"|\b((?:NSD|VID|QUD|RG) \d{2,5}/\d{4,5})\b"
    r"|\b[Nn]o\.? (\d{2}-\d{3,6})\b"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """A case as lawyers name it: its sides as printed, with character offsets of the whole."""

    start: int
    end: int
    plaintiff: str
    defendant: str
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A string found between two character offsets."""

    start: int
    end: int
    text: str


LEAD = re.compile(
    r"^(?:(?:The|the|In|On|Of|of|As|And|and|But|Case|Cases|See|Re|For|for|At|With|Since|After|Before"
    r"|While|Both|Under|Judge|January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b[ .]*)+(?=[A-Z])"
)


def find_captions(text: str) -> tuple[Caption, ...]:
    """Captions in order. 'In re' captions name no second side and are left out."""
    found: list[Caption] = []
    for versus in VERSUS.finditer(text):
        begin = max(found[-1].end if found else 0, versus.start() - LONGEST_SIDE)
        before = PLAINTIFF.search(text[begin : versus.start()])
        behind = DEFENDANT.match(text, versus.end())
        if not before or not behind:
            continue
        lead = LEAD.match(before.group())
        start = begin + before.start() + (lead.end() if lead else 0)
        plaintiff = text[start : versus.start()].strip(" ,")
        defendant = re.sub(r"['\u2019]s?$", "", behind.group().rstrip(","))
        if plaintiff and defendant:
            end = versus.end() + len(defendant)
            found.append(Caption(start, end, plaintiff, defendant, text[start:end]))
    return tuple(found)


def find_dockets(text: str) -> tuple[Marked, ...]:
    """Docket numbers in order, as printed without 'No.'."""
    return tuple(
        Marked(match.start(), match.end(), next(group for group in match.groups() if group))
        for match in DOCKET.finditer(text)
    )


DATELINE = re.compile(
    r"(?m)^[A-Z][\w.,' \u2019-]{0,60}?(?:\([A-Z][\w ./-]{1,30}\))?\s?(?:—|--|\u2013| - )(?=\s?[A-Z\"“])"
)


def find_datelines(text: str) -> tuple[Marked, ...]:
    """'PARIS, May 22 (Meridian Wire) -' at the head of a paragraph: the place and the agency assert nothing."""
    return tuple(
        Marked(match.start(), match.end(), match.group())
        for match in DATELINE.finditer(text)
        if "(" in match.group() or match.group().split()[0].strip(",").isupper()
    )
