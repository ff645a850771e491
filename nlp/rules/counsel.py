"""Who represents whom."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.mentions import Name
from nlp.model import Party
from nlp.reference import Found
from nlp.rules.candidate import CONFIDENCE, Candidate, parties
from nlp.rules.roles import Roles
from nlp.rules.templates import Wording, find_wordings
from nlp.sides import AI, Sides

ONE_OF_THEM = frozenset({"one of them,", "one of these,", "one of the lawyers,", "among them is", "one is"})
FIRM = "represents.firm"
LAWYERS = frozenset({"person", "law-firm"})
CLIENTS = frozenset({"company", "outlet", "person", "organisation", "government"})


def find_counsel(article: Article, suits: Sequence[Candidate], sides: Sides) -> Iterator[Candidate]:
    """Candidates for `represents`: 'F represents P', 'P is represented by F', "P's lawyer A of F", 'counsel for P'.

    The suits tell who 'the plaintiffs' are.
    """
    roles = Roles(article, suits)
    last: list[Candidate] = []
    for sentence in article.sentences:
        if not sentence.names:
            continue
        found = [
            candidate
            for wording in find_wordings("represents", sentence, article)
            if is_asserted(wording.anchor)
            for candidate in _represents(wording, sentence, roles, sides)
        ]
        yield from found or _one_of_them(sentence, last)
        last = found


def _one_of_them(sentence: Sentence, last: list[Candidate]) -> Iterator[Candidate]:
    """'The plaintiffs' lawyers are at F. One of them, A, ...': A acts for the same."""
    name = sentence.names[0]
    before = sentence.span.doc[sentence.span.start : name.start].text.strip().lower()
    near = last and sentence.index - last[-1].sentence.index == 1
    if near and before in ONE_OF_THEM and name.party.kind == "person":
        yield replace(
            last[-1], subjects=(name.party,), sentence=sentence, anchor=name.start, confidence=CONFIDENCE["inferred"]
        )


def _represents(wording: Wording, sentence: Sentence, roles: Roles, sides: Sides) -> Iterator[Candidate]:
    strong = wording.key not in {FIRM}
    lawyers = [
        party
        for key in ("name", "name2")
        if (place := wording.places.get(key))
        for party in parties(roles.of(place).names)
        if _may_act(party, strong, sides)
    ]
    place = wording.places.get("side") or wording.places["owner"]
    found = roles.of(place)
    clients = tuple(party for party in parties(_own(found)) if party.kind in CLIENTS and party not in lawyers)
    if lawyers and clients:
        how = CONFIDENCE[found.how]
        yield Candidate(
            "represents", tuple(dict.fromkeys(lawyers)), clients, sentence, wording.anchor.i, wording.key, how
        )


def _own(found: Found) -> tuple[Name, ...]:
    """Names that are no product: nobody acts for a product."""
    return tuple(name for name in found.names if name.label != "product")


def _may_act(party: Party, strong: bool, sides: Sides) -> bool:
    """Whether a party may be a lawyer: nobody whom the register knows as something else is one."""
    if not strong:
        return party.kind == "law-firm"
    unknown = party.register_id is None and party.kind in {"company", "organisation"} and sides.of(party) != AI
    return party.kind in LAWYERS or unknown
