"""Find the register's parties by their names: strong forms anywhere, weak forms to be judged later."""

from collections.abc import Callable
from dataclasses import dataclass

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from nlp.register import Register, RegisterParty

STRONG, WEAK, PRODUCT = "strong", "weak", "product"


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens start to end of a document that are a form of a party: 'strong', 'weak' or 'product'."""

    start: int
    end: int
    party: RegisterParty
    form: str


class Gazetteer:
    """Matches exact strings of the register on tokens; longer forms win, then strong over product over weak.

    Args:
        register: known parties.
        vocab: of the pipeline whose documents it will see.
        tokenizer: makes a Doc of a string, without any further step of the pipeline.
    """

    def __init__(self, register: Register, vocab: Vocab, tokenizer: Callable[[str], Doc]) -> None:
        self._matcher = PhraseMatcher(vocab)
        self._tokenizer = tokenizer
        self._parents = {party.id: party.parent_id for party in register.parties if party.parent_id}
        surnames: dict[str, list[RegisterParty]] = {}
        for party in register.parties:
            if party.kind == "person":
                surnames.setdefault(party.name.split()[-1], []).append(party)
        self._surnames = {surname: people[0] for surname, people in surnames.items() if len(people) == 1}
        self._parties = register.parties_by_id()
        self._forms: dict[int, list[tuple[RegisterParty, str]]] = {}
        patterns: dict[str, list[tuple[RegisterParty, str]]] = {}
        for party in register.parties:
            weak = set(party.weak_aliases)
            for form in (party.name, *party.aliases):
                if form not in weak:
                    patterns.setdefault(form, []).append((party, STRONG))
            for form in party.products:
                patterns.setdefault(form, []).append((party, PRODUCT))
            for form in party.weak_aliases:
                patterns.setdefault(form, []).append((party, WEAK))
        for form, owners in sorted(patterns.items()):
            self._matcher.add(form, [tokenizer(form)])
            self._forms[vocab.strings[form]] = owners
        #: Forms that are never names by themselves.
        self.weak_forms = frozenset(form for form, owners in patterns.items() if owners[0][1] == WEAK)
        #: Words that names of parties are made of, weak ones left out.
        self.words = frozenset(
            word for form, owners in patterns.items() if owners[0][1] != WEAK for word in form.replace("-", " ").split()
        )

    def parent_of(self, register_id: str | None) -> str | None:
        """Id of a party's owner."""
        return self._parents.get(register_id or "")

    def party(self, register_id: str | None) -> RegisterParty | None:
        """The row of the register."""
        return self._parties.get(register_id or "")

    def person(self, surname: str) -> RegisterParty | None:
        """The only person of the register with a surname, as captions use it."""
        return self._surnames.get(surname)

    def find_text(self, text: str) -> list[Hit]:
        """Forms that are the whole of a text."""
        doc = self._tokenizer(text)
        return [hit for hit in self.find(doc) if hit.end - hit.start == len(doc)]

    def find(self, doc: Doc) -> list[Hit]:
        """Forms in a document, in order, without overlap. A weak form of several parties gives a hit for each."""
        found = [Span(doc, start, end, label=key) for key, start, end in self._matcher(doc)]
        return [
            Hit(span.start, span.end, party, form)
            for span in filter_spans(found)
            for party, form in self._forms[span.label]
        ]
