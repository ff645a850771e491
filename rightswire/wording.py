"""What terminal and page say of a fact in words: its relation, its attributes."""

from nlp.model import Fact

#: A relation as it stands between two names.
BETWEEN = {
    "sues": "sues",
    "settles_with": "settles with",
    "ruling": "has a ruling against",
    "licenses_to": "licenses works to",
    "accuses": "accuses",
    "blocks": "blocks",
    "says": "takes a position",
    "invests_in": "invests in",
    "represents": "represents",
}
#: A ruling by its outcome, seen from who sued; a position by its stance.
TOLD_BY = {"ruling": "outcome", "says": "stance"}
TOLD = {
    "plaintiff": "won a ruling against",
    "defendant": "lost a ruling to",
    "mixed": "got a mixed ruling against",
    "procedural": "got a ruling on procedure against",
    "ai-use-lawful": "says that AI may use works",
    "rights-holder": "says that permission or payment is owed",
}


def between(relation: str) -> str:
    """The words for a relation; its own name where there are none."""
    return BETWEEN.get(relation, relation.replace("_", " "))


def in_words(fact: Fact) -> str:
    """The words for a fact's relation, of a ruling with its outcome and of a position with its stance."""
    told = fact.attributes.present().get(TOLD_BY.get(fact.relation, ""))
    return TOLD.get(str(told), between(fact.relation))


def details(fact: Fact) -> tuple[tuple[str, str], ...]:
    """What a fact says besides who and whom, as (what, value), in the order of declaration.

    Sums are given in US dollars where the article gives them so, and as stated; years with their unit.
    """
    out = []
    for key, value in fact.attributes.present().items():
        if key == "amount_usd":
            out.append(("amount", f"${value:,.0f}"))
        elif key == "term_years":
            out.append(("term", f"{value:g} years" if value != 1 else "1 year"))
        else:
            out.append((key.replace("_", " "), str(value)))
    if fact.attributes.value is not None:
        out.append(("sum as stated", fact.attributes.value.text))
    if fact.background:
        out.append(("told as", "background"))
    return tuple(out)


def named_object(fact: Fact) -> str:
    """The other side's name; empty where there is none but who speaks."""
    return fact.object.name if fact.object and fact.object != fact.subject else ""
