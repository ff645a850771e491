"""Name the parties of an annotated article that does not list them, as the rules' reader finds them."""

from functools import cache

from spacy.language import Language

from nlp.courts import CourtFinder
from nlp.gazetteer import Gazetteer
from nlp.language import make_language
from nlp.layout import lay_out
from nlp.marks import find_marks, held_tokens
from nlp.mentions import find_names
from nlp.model import Document
from nlp.register import Register, load_register
from nlp.training.articles import CLONE, Row, content_of


def with_parties(row: Row) -> Row:
    """The article with `parties`; facts about a party that is not found in it are left out."""
    lang, gazetteer, register = _known()
    layout = lay_out(Document(row["url"], row["title"], row["text"]), gazetteer.words)
    doc = next(lang.pipe([layout.text]))
    marks = find_marks(layout.text, CourtFinder(register.courts), None)
    parties: dict[str, Row] = {}
    for name in find_names(doc, gazetteer, held_tokens(doc, marks)):
        party = parties.setdefault(
            _fold(name.party.name), {"name": name.party.name, "kind": name.party.kind, "forms": []}
        )
        form = doc[name.start : name.end].text
        if form not in party["forms"]:
            party["forms"].append(form)
    facts = []
    for fact in row["facts"]:
        sides = {side: _party(fact[side], side, fact, parties, row) for side in ("subject", "object") if fact.get(side)}
        if all(sides.values()):
            facts.append({**fact, **sides})
    return {**row, "facts": facts, "parties": list(parties.values())}


@cache
def _known() -> tuple[Language, Gazetteer, Register]:
    register, _ = load_register(CLONE / "data" / "register")
    return (*make_language(register), register)


def _party(name: str, side: str, fact: Row, parties: dict[str, Row], row: Row) -> str | None:
    """The name by which a party of a fact is listed; one that stands in the text but was not found is added."""
    found = parties.get(_fold(name))
    if found is None and name in content_of(row):
        speaks = side == "subject" and fact["relation"] in {"says", "represents"}
        found = parties[_fold(name)] = {"name": name, "kind": "person" if speaks else "company", "forms": [name]}
    return found["name"] if found else None


def _fold(name: str) -> str:
    return name.lower().removeprefix("the ")
