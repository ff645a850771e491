"""What a page is about, in a sentence: built from the row, and honest about what is not known."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from browse.dates import time_element, when
from browse.sums import stated
from browse.words import plain, words
from graph.story_rules import story_rules

#: Names of the parties by role, with how many there are.
Sides = Mapping[str, tuple[Sequence[str], int]]
Row = Mapping[str, Any]

WITH_ARTICLE = ("United States", "United Kingdom", "Netherlands", "European Union", "Czech Republic", "Philippines")
US_COURT = "United States District Court for the "
#: Words for a sum tell one ('undisclosed' does not), or only one of its ends.
SUM_IN_WORDS = re.compile(r"\d|illion|thousand|figure", re.IGNORECASE)
HEDGED = re.compile(r"\b(more than|at least|up to|over (?=[$€£]|(US|EUR|USD|GBP)? ?\d[\d.,]* ?[mb]))", re.IGNORECASE)
ENDED = ("settled", "dismissed", "judgment-plaintiff", "judgment-defendant", "withdrawn")


def party_list(side: tuple[Sequence[str], int], shown: int = 2) -> str:
    """'A', 'A and B', 'A and 3 others'."""
    names, total = side
    if total <= shown:
        return " and ".join(names)
    return f"{names[0]} and {total - 1} others"


def several_list(names: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def case_summary(row: Row, sides: Sides) -> Markup:
    """'Suit of A and 2 others against B in the Northern District of California, filed on …, settled on … for …'."""
    text = Markup("Suit")
    if "plaintiff_in" in sides:
        text += Markup(" of {}").format(party_list(sides["plaintiff_in"]))
    if "defendant_in" in sides:
        text += Markup(" against {}").format(party_list(sides["defendant_in"]))
    if row.get("court"):
        text += Markup(" in {}").format(court_words(str(row["court"])))
    if not sides and row.get("subject"):
        text += Markup(" over {}").format(row["subject"])
    filed = when(row.get("filed_date"))
    text += Markup(", filed {}").format(filed) if filed else ""
    return Markup("{}{}.").format(text, _case_tail(row))


def _case_tail(row: Row) -> Markup:
    """Where it stands, since when, and for what sum."""
    status = str(row.get("status") or "")
    known = words().case_status.get(status)
    tail, since = (known.tail, known.since) if known else (plain(status), True)
    if not tail:
        return Markup("")
    moment = when(row.get("status_date")) if row.get("status_date") != row.get("filed_date") else None
    told = escape(tail)
    if moment:
        told = Markup("{} {}").format(told, _since(row["status_date"]) if since else moment)
    total = stated(row)
    if total and status == "settled":
        told += Markup(" for {}").format(total)
    elif total and status.startswith("judgment"):
        told += Markup(" with {} awarded").format(total)
    return Markup(", {}").format(told)


def _since(value: str) -> Markup:
    return Markup("since {}").format(time_element(value) or value)


def court_words(court: str) -> str:
    """The court as a sentence has it: 'the Northern District of California', 'the High Court of England and Wales'."""
    short = court.removeprefix(US_COURT).removeprefix("United States ")
    return short if short.startswith("the ") else f"the {short}"


def case_unknown(row: Row, sides: Sides) -> tuple[str, ...]:
    """What nobody has told of a case that readers would ask for."""
    lacking = {
        "the plaintiffs": "plaintiff_in" not in sides,
        "the defendants": "defendant_in" not in sides,
        "the court": not row.get("court"),
        "the docket number": not row.get("docket_number"),
        "the day of filing": not row.get("filed_date"),
        "the judge": not row.get("judge"),
        "where it stands": not row.get("status"),
        "the sum of the settlement": row.get("status") == "settled" and stated(row) is None,
    }
    return tuple(name for name, is_lacking in lacking.items() if is_lacking)


def deal_summary(row: Row, sides: Sides) -> Markup:
    """'Licence from A to B on news, for training and display, announced on …, for 5 years, worth …'."""
    kind = words().deal_type.get(str(row.get("deal_type") or ""))
    licensors, licensees = (party_list(sides[role]) if role in sides else "" for role in ("licensor_in", "licensee_in"))
    called = kind.words if kind else plain(str(row.get("deal_type") or "deal")).capitalize()
    media = str(row["medium"]).split("; ") if row.get("medium") else []
    both = f"{licensors or story_rules().unnamed(media)} and {licensees or 'parties not named'}"
    if row.get("status") == "in-talks":
        text = Markup("Talks between {} on a {}").format(both, called[:1].lower() + called[1:])
    elif kind and kind.directed and licensors and licensees:
        text = Markup("{} from {} to {}").format(called, licensors, licensees)
    else:
        text = Markup("{} between {}").format(called, both)
    if media:
        text += Markup(" on {}").format(several_list(media))
    if row.get("scope"):
        text += Markup(", for {}").format(several_list([plain(use) for use in str(row["scope"]).split("; ")]))
    return Markup("{}{}.").format(text, _deal_tail(row))


def _deal_tail(row: Row) -> Markup:
    tail = Markup("")
    announced, status = when(row.get("announced_date")), str(row.get("status") or "")
    if announced and status == "in-talks":
        tail += Markup(", known {}").format(_since(row["announced_date"]))
    elif announced:
        tail += Markup(", announced {}").format(announced)
    known = words().deal_status.get(status)
    told = known.tail if known else plain(status)
    tail += Markup(", {}").format(told) if told else ""
    if row.get("term_years"):
        tail += Markup(", for {}").format(years(row["term_years"]))
    total = stated(row)
    said = str(row.get("value_text") or "")
    if total and row.get("value_max") in (None, row.get("value_min")) and HEDGED.search(said):
        return tail + Markup(", worth {}").format(said)
    return tail + Markup(", worth {}").format(total) if total else tail


def years(value: float) -> str:
    """'1 year', '2.5 years'."""
    return f"{value:g} year" + ("" if value == 1 else "s")


def deal_unknown(row: Row, sides: Sides) -> tuple[str, ...]:
    """What nobody has told of a deal that readers would ask for."""
    lacking = {
        "the licensors": "licensor_in" not in sides,
        "the licensees": "licensee_in" not in sides,
        "when it was announced": not row.get("announced_date"),
        "the sum": stated(row) is None and not SUM_IN_WORDS.search(str(row.get("value_text") or "")),
        "the term": not row.get("term_years"),
        "what it allows": not row.get("scope"),
    }
    return tuple(name for name, is_lacking in lacking.items() if is_lacking)


def party_summary(row: Row, counts: Mapping[str, int]) -> Markup:
    """'Company in the United States: maker of ChatGPT. Sued in 57 suits; …'; what it has no part in is left out.

    Args:
        row: of `nodes`, with role and affiliation of a person.
        counts: how many edges of each relation it has; those in which others act on it with '<' before.
    """
    role, description = str(row.get("role") or ""), str(row.get("description") or "")
    lead = description if role and description.casefold().startswith(role.casefold()) else role
    lead = lead or words().say("node_kind", row["kind"])
    text = Markup("{}{}").format(lead[:1].upper(), lead[1:])
    if row.get("affiliation") and row["affiliation"] not in lead:
        text += Markup(" of {}").format(row["affiliation"])
    text += Markup(" in {}").format(country_words(str(row["country"]))) if row.get("country") else ""
    text += Markup(": {}").format(description) if description and description != lead else ""
    told = [_counted(counts.get(relation, 0), *forms) + _licences(relation, counts) for relation, *forms in COUNTED]
    done = "; ".join(part for part in told if part)
    return Markup("{}. {}.").format(text, done[:1].upper() + done[1:]) if done else Markup("{}.").format(text)


#: What a party has part in: the relation, and the words for one and for several.
COUNTED = (
    ("defendant_in", "sued in 1 suit", "sued in {} suits"),
    ("plaintiff_in", "plaintiff in 1 suit", "plaintiff in {} suits"),
    ("licensor_in", "licensor in 1 deal", "licensor in {} deals"),
    ("licensee_in", "licensee in 1 deal", "licensee in {} deals"),
    ("presides_over", "presides over 1 case", "presides over {} cases"),
    ("<filed_in", "1 case was filed here", "{} cases were filed here"),
    ("represents", "represents 1 party", "represents {} parties"),
)


def _counted(number: int, one: str, several: str) -> str:
    return "" if not number else one if number == 1 else several.format(f"{number:,}")


def _licences(relation: str, counts: Mapping[str, int]) -> str:
    """Of a party's deals, how many are licences, talks and neither: ' (26 licences, 5 in talks, 5 …)'."""
    licences, talks = counts.get(f"{relation} licence", 0), counts.get(f"{relation} in-talks", 0)
    others = counts.get(relation, 0) - licences - talks
    if not relation.startswith("licens") or not (talks or others):
        return ""
    told = (
        _counted(licences, "1 licence", "{} licences"),
        f"{talks:,} in talks" if talks else "",
        _counted(others, "1 licenses no works", "{} license no works"),
    )
    return f" ({', '.join(filter(None, told))})"


def country_words(country: str) -> str:
    """The country as a sentence has it."""
    return f"the {country}" if country in WITH_ARTICLE else country
