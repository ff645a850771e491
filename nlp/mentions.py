"""Find who is named where: register first, then the recogniser under suspicion, then the short forms of both.

The one overlap policy: what is found earlier in this order holds its tokens, later finds may not touch them:
captions, strong forms and products of the register, longer names of the recogniser, weak forms, short forms, the
recogniser's single words. Within a step the longest wins.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from nlp.gazetteer import PRODUCT, WEAK, Gazetteer, Hit
from nlp.learned.names import Spotted
from nlp.listed_words import OPENING, acts_in_list, is_aside
from nlp.model import Party
from nlp.names import short_forms
from nlp.recogniser import recognise
from nlp.vocabulary import read_table


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens start to end of a document that name a party; `label` is its kind, or 'product' for a product of it."""

    start: int
    end: int
    party: Party
    label: str
    source: str


@dataclass(slots=True)
class _Board:
    """Names found so far and the tokens they hold."""

    taken: set[int] = field(default_factory=set)
    names: list[Name] = field(default_factory=list)

    def add(self, name: Name) -> None:
        if not any(index in self.taken for index in range(name.start, name.end)):
            self.taken.update(range(name.start, name.end))
            self.names.append(name)


def find_names(
    doc: Doc, gazetteer: Gazetteer, blocked: Iterable[int] = (), spotted: Iterable[Spotted] = (), headline: int = 0
) -> tuple[Name, ...]:
    """Find the parties that an article names.

    Args:
        doc: parsed, with the recogniser's entities.
        gazetteer: the register's forms.
        blocked: tokens that belong to captions, courts and judges' names, which name no party by themselves.
        spotted: names that the encoder sees.
        headline: where the text begins, behind its headline, in characters.

    Returns:
        Names in order, without overlap.
    """
    board = _Board(taken=set(blocked))
    hits = gazetteer.find(doc)
    for hit in hits:
        if hit.form != WEAK and not _is_part_of_longer(doc, hit):
            board.add(_named(hit))
    known = {name.party.register_id for name in board.names}
    recognised = [
        Name(find.start, find.end, Party(find.name, find.kind, None), find.kind, find.source)
        for find in recognise(doc, board.taken, list(spotted))
    ]
    full = {name.party for name in board.names if name.label != "product"}
    for name in recognised:
        if name.end - name.start > 1:
            board.add(_as_begun(name, full))
    weak = [hit for hit in hits if hit.form == WEAK]
    for hit in _accepted(doc, weak, known, board.taken):
        if not _is_mere_word(doc, hit, headline, known) or acts_in_list(doc, hit.start, board.taken, weak):
            board.add(_named(hit))
    single = [name for name in recognised if name.end - name.start == 1 and name.party.name not in gazetteer.weak_forms]
    for step in ([], single):
        for name in step:
            board.add(name)
        for name in list(_short(doc, board)):
            board.add(name)
    return _with_children(sorted(board.names, key=lambda name: name.start), gazetteer)


def _as_begun(name: Name, known: Iterable[Party]) -> Name:
    """A name that begins the name of one known party of its kind only is short for it; a person's is no such name."""
    owners = [
        party
        for party in known
        if party.kind == name.party.kind != "person" and party.name.startswith(f"{name.party.name} ")
    ]
    return replace(name, party=owners[0], source="short form") if len(owners) == 1 else name


def _named(hit: Hit) -> Name:
    party = Party(hit.party.name, hit.party.kind, hit.party.id)
    return Name(hit.start, hit.end, party, "product" if hit.form == PRODUCT else hit.party.kind, "register")


def _is_part_of_longer(doc: Doc, hit: Hit) -> bool:
    """Whether a product's one-word form stands inside an unknown longer name: 'Claude' in 'Claude Monet'."""
    if hit.end - hit.start > 1 or hit.form != PRODUCT or hit.end >= len(doc):
        return False
    after = doc[hit.end]
    return after.tag_ == "NNP" and after.text.istitle() and after.ent_type_ == "PERSON"


def _is_mere_word(doc: Doc, hit: Hit, headline: int, known: set[str | None]) -> bool:
    """Whether a headline alone has a common word like a name: 'Meta, Time and Reach', of which the text names two.

    Where the headline's list signs or sues they are parties all the same (`acts_in_list`). In the text a capital inside
    a sentence is a name's; where a party is named in full, its short form may be too.
    """
    if hit.end - hit.start > 1 or doc[hit.start].idx >= headline or hit.party.id in known:
        return False
    form = doc[hit.start].text
    return not any(
        token.text == form
        and token.idx >= headline
        and not token.is_sent_start
        and doc[token.i - 1].text not in OPENING
        for token in doc[hit.end :]
    )


def _accepted(doc: Doc, hits: list[Hit], known: set[str | None], taken: set[int]) -> Iterator[Hit]:
    """Weak forms that mean one of their parties only: it is named in full, or the form stands in a list of names."""
    by_place: dict[tuple[int, int], list[Hit]] = {}
    for hit in hits:
        by_place.setdefault((hit.start, hit.end), []).append(hit)
    for (start, end), rivals in by_place.items():
        named = [hit for hit in rivals if hit.party.id in known]
        words = {index for place in by_place for index in range(*place)}
        listed = _in_list(doc, start, end, taken | words) and not is_aside(doc, start, taken, hits)
        # 'Sony' alone is a name, whichever of a family is meant.
        heads = [hit for hit in rivals if any(other.party.parent_id == hit.party.id for other in rivals)]
        if not named and (listed or heads):
            named = _by_trade(doc, start, rivals) or heads
        if len(named) == 1:
            yield named[0]


def _in_list(doc: Doc, start: int, end: int, taken: set[int]) -> bool:
    """Whether a word is joined to a name that is known already by 'and' or a comma."""
    joints = {"and", ",", "&"}
    before = start > 1 and doc[start - 1].lower_ in joints and start - 2 in taken
    after = end + 1 < len(doc) and doc[end].lower_ in joints and end + 1 in taken
    return (before or after) and doc[start].text[0].isupper()


def _by_trade(doc: Doc, start: int, rivals: list[Hit]) -> list[Hit]:
    """Of parties that share a form, the one whose trade the sentence speaks of, or else the article."""
    if len(rivals) == 1:
        return rivals
    for said in ({token.lower_ for token in doc[start].sent}, {token.lower_ for token in doc}):
        trades = [
            (len(said & (set(hit.party.description.lower().split()) | _related(hit.party.description))), hit)
            for hit in rivals
        ]
        best = max(score for score, _ in trades)
        winners = [hit for score, hit in trades if score == best]
        if best and len(winners) == 1:
            return winners
    return []


def _related(description: str) -> set[str]:
    return {
        word for key, words in read_table("names")["trades"].items() if key in description.lower() for word in words
    }


def _short(doc: Doc, board: _Board) -> Iterator[Name]:
    """Later short forms of what is named in full, where they can mean one party only; the latest named wins."""
    forms: dict[str, list[Name]] = {}
    for name in sorted(board.names, key=lambda name: name.start):
        if name.label == "product" or name.party.kind == "court":
            continue
        full = name.party.name if name.party.register_id else doc[name.start : name.end].text
        for form in {*short_forms(full, name.party.kind), *short_forms(name.party.name, name.party.kind)}:
            forms.setdefault(form, []).append(name)
        if name.party.register_id is None and " " in name.party.name:
            forms.setdefault(name.party.name, []).append(name)
    single = {name.party.name: [name] for name in board.names if " " not in name.party.name}
    for token in doc:
        if token.i in board.taken or not token.text[:1].isupper():
            continue
        pair = f"{token.text} {doc[token.i + 1].text}" if token.i + 1 < len(doc) else ""
        definite = f"the {token.text}" if token.i and doc[token.i - 1].lower_ == "the" else ""
        for form, length in ((pair, 2), (definite, 1), (token.text, 1)):
            owners = forms.get(form) or (single.get(form) if length == 1 else None)
            if owners and (owner := _owner(owners, token)):
                yield Name(token.i, token.i + length, owner.party, owner.label, "short form")
                break


def _owner(owners: list[Name], token: Token) -> Name | None:
    parties = {owner.party for owner in owners}
    if len(parties) == 1:
        # A surname stands after the full name, or anywhere in the headline.
        return owners[0]
    earlier = [owner for owner in owners if owner.start < token.i]
    return earlier[-1] if earlier and len({owner.party for owner in earlier}) == 1 else None


def _with_children(names: list[Name], gazetteer: Gazetteer) -> tuple[Name, ...]:
    """A parent's one-word form means the child that the article names in full: 'Sony' beside 'Sony Music'."""
    children = {
        (parent, name.party.name.split()[0]): name
        for name in names
        if name.label != "product" and (parent := gazetteer.parent_of(name.party.register_id))
    }
    out = []
    for name in names:
        child = children.get((name.party.register_id or "", name.party.name.split()[0]))
        same = child and name.end - name.start == 1 and name.label != "product"
        out.append(Name(name.start, name.end, child.party, child.label, "short form") if child and same else name)
    return tuple(out)
