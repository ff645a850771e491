"""Names that no list knows: what the encoder sees, and beside it what spaCy's recogniser finds, under suspicion."""

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from spacy.tokens import Doc

from nlp.learned.encoder import PARTY_KINDS
from nlp.learned.names import Spotted
from nlp.learned.wordpiece import vocabulary
from nlp.names import clean_name, drop_legal_suffix, is_name, kind_of_name, words_of
from nlp.trades import name_start

PARTY_LABELS = frozenset({"ORG", "PERSON"})
#: A name that the encoder is less sure of than this is none.
LEAST_SCORE = 0.5
#: Tokens of a work's title between quotation marks; longer ones are speech.
LONGEST_TITLE = 8
#: A list of works is looked for so many tokens before a find.
FARTHEST_LIST = 14
#: Words that begin with the same so many letters are of one family: 'Centralization', 'central'.
FAMILY = 7


@dataclass(frozen=True, slots=True)
class Find:
    """Tokens start to end name a party that the register does not know; `source` is what found it."""

    start: int
    end: int
    name: str
    kind: str
    source: str


def recognise(doc: Doc, taken: Set[int], spotted: Iterable[Spotted]) -> list[Find]:
    """Unknown names, one kind to one name.

    Args:
        doc: parsed, with the recogniser's entities.
        taken: tokens that belong to known names.
        spotted: names that the encoder sees; where it sees any, the recogniser's finds that overlap them are dropped.
    """
    learned = list(by_encoder(doc, taken, spotted))
    held = {index for find in learned for index in range(find.start, find.end)}
    works = held | {index for name in spotted if name.kind not in PARTY_KINDS for index in _tokens(doc, name)}
    known = {find.name: find.kind for find in learned}
    parsed = [
        Find(find.start, find.end, find.name, known.get(find.name, find.kind), find.source)
        for find in by_parser(doc, taken)
        if not any(index in works for index in range(find.start, find.end))
    ]
    return sorted([*learned, *parsed], key=lambda find: find.start)


def _tokens(doc: Doc, name: Spotted) -> range:
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    return range(span.start, span.end) if span is not None else range(0)


def by_encoder(doc: Doc, taken: Set[int], spotted: Iterable[Spotted]) -> Iterator[Find]:
    """What the encoder sees, its runs mended to whole tokens; the kind is what it most often says of the name."""
    found: list[tuple[int, int, str]] = []
    votes: dict[str, Counter[str]] = {}
    for name in spotted:
        tokens = _tokens(doc, name)
        if name.kind not in PARTY_KINDS or name.score < LEAST_SCORE or any(index in taken for index in tokens):
            continue
        start, end = _trimmed(doc, tokens.start, (_person_end if name.kind == "person" else _firm_end)(doc, tokens))
        start, person = name_start(doc, start, end, name.kind == "person")
        text = clean_name(doc[start:end].text) if start < end else ""
        if text and is_name(text) and not any(test(doc, start, end) for test in NO_NAMES):
            base = drop_legal_suffix(text)
            found.append((start, end, base))
            votes.setdefault(base, Counter())["person" if person else name.kind] += 1
    kinds = {base: min(counts.items(), key=lambda item: (-item[1], item[0]))[0] for base, counts in votes.items()}
    longer = _longer_forms(kinds)
    for start, end, base in found:
        full = longer.get(base, base)
        yield Find(start, end, full, kinds[full], "encoder")


def _is_quoted(doc: Doc, start: int, end: int) -> bool:
    """Whether a find stands between quotation marks with nothing but a title's words, as titles of works do."""
    while start > 0 and not doc[start - 1].is_quote and (doc[start - 1].is_title or doc[start - 1].is_stop):
        start -= 1
    while end < len(doc) and not doc[end].is_quote and (doc[end].is_title or doc[end].is_stop):
        end += 1
    return (
        start > 0 and end < len(doc) and doc[start - 1].is_quote and doc[end].is_quote and end - start <= LONGEST_TITLE
    )


def _is_place(doc: Doc, start: int, end: int) -> bool:
    """Whether a find is a people, a language, or a town that something is in or comes from ('an Osaka court')."""
    labels = {token.ent_type_ for token in doc[start:end]}
    if labels <= {"NORP", "LANGUAGE"}:
        return True
    if not labels <= {"GPE", "LOC", "FAC"}:
        return False
    head = doc[start:end].root.head
    described = head.i >= end and head.is_lower and head.tag_ in {"NN", "NNS", "VBN"}
    return described or (start > 0 and doc[start - 1].lower_ in words_of("place_words"))


def _is_listed_work(doc: Doc, start: int, end: int) -> bool:
    """Whether a find is one of the works that a list gives: 'six songs, including A and B', 'the film C'."""
    if start and doc[start - 1].lower_ in words_of("work_nouns"):
        return True
    for index in range(start - 1, max(doc[start].sent.start, start - FARTHEST_LIST), -1):
        token = doc[index]
        if token.lower_ in {"including", "like"} or (token.lower_ == "as" and doc[index - 1].lower_ == "such"):
            before = doc[max(0, index - 3) : index]
            return any(word.lower_ in words_of("work_nouns") for word in before)
        if token.tag_.startswith("VB"):
            return False
    return False


def _is_run_together(doc: Doc, start: int, end: int) -> bool:
    """Whether small words other than connecting ones stand within a find."""
    small = [token for token in doc[start + 1 : end] if token.is_lower and token.is_alpha and len(token) > 1]
    return any(token.lower_ not in words_of("connecting") and doc[token.i - 1].text != "-" for token in small)


def _person_end(doc: Doc, tokens: range) -> int:
    """Where a person's name ends: before 'of' or 'at' and the house behind it."""
    return next((index for index in tokens if index > tokens.start and doc[index].lower_ in {"of", "at"}), tokens.stop)


def _firm_end(doc: Doc, tokens: range) -> int:
    """Where a firm's name ends: behind its legal form, before the 'of' of its town ('Gadwall Inc., of Somerville')."""
    for index in tokens[1:-1]:
        before = doc[index - 2] if doc[index - 1].text == "," and index - 2 > tokens.start else doc[index - 1]
        if doc[index].lower_ in {"of", "in"} and before.lower_ in words_of("legal_suffixes"):
            return before.i + 1
    return tokens.stop


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The tokens without articles and titles before, genitives and small words behind; 'Pei-chen' stays whole."""
    while end - start > 1 and (doc[start].is_lower or doc[start].lower_ in words_of("before_names")):
        start += 1
    while end > start:
        last = doc[end - 1]
        hyphened = last.is_lower and end - start > 2 and doc[end - 2].text == "-" and doc[end - 3].is_title
        if hyphened or not (last.tag_ == "POS" or last.is_lower or not last.text[0].isalnum()):
            break
        end -= 1
    return start, end


def _longer_forms(kinds: dict[str, str]) -> dict[str, str]:
    """Names that begin or end one longer name of their kind only, and that name: 'Harbor Courier' of a newspaper."""
    out = {}
    for base, kind in kinds.items():
        full = [
            other
            for other in kinds
            if other != base
            and kinds[other] == kind
            and (f"{other} ".startswith(f"{base} ") or f" {other}".endswith(f" {base}"))
        ]
        if len(full) == 1:
            out[base] = full[0]
    return out


def by_parser(doc: Doc, taken: Set[int]) -> Iterator[Find]:
    """The recogniser's organisations and persons that pass the list of its known slips, one party to one name."""
    found: list[tuple[int, int, str, str]] = []
    for ent in doc.ents:
        if ent.label_ not in PARTY_LABELS or any(token.i in taken for token in ent):
            continue
        for start, stop in _split(doc, ent.start, ent.end):
            end = stop
            while end - start > 1 and doc[end - 1].text.islower():
                end -= 1
            begun, person = name_start(doc, start, end, ent.label_ == "PERSON")
            name = clean_name(doc[begun:end].text)
            tests = (_is_heading, _is_common, _is_listed_work)
            if is_name(name) and not any(test(doc, begun, end) for test in tests):
                found.append((begun, end, name, "PERSON" if person else ent.label_))
    votes: dict[str, Counter[str]] = {}
    for _, _, name, label in found:
        votes.setdefault(drop_legal_suffix(name), Counter())[label] += 1
    surnames = {
        name.split()[-1] for name in votes if len(name.split()) > 1 and votes[name].most_common(1)[0][0] == "PERSON"
    }
    for start, end, name, _ in found:
        base = drop_legal_suffix(name)
        label = min(votes[base].items(), key=lambda item: (-item[1], item[0]))[0]
        if " " not in base and (
            base in surnames or (label == "PERSON" and votes[base][label] < 2 and not _looks_like_firm(doc, start, end))
        ):
            continue
        yield Find(start, end, base, kind_of_name(name, label), "spacy")


def _split(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Parts of an entity that the recogniser has run together: 'Politico and Business Insider'."""
    begin = start
    for index in range(start, end):
        token = doc[index]
        if (
            token.lower_ in {"and", "v.", "versus"}
            or token.text in {",", ";"}
            or (token.is_space and "\n" in token.text)
        ):
            # A comma inside a firm's name is followed by its legal form.
            if token.text == "," and index + 1 < end and doc[index + 1].lower_ in words_of("legal_suffixes"):
                continue
            if index > begin:
                yield begin, index
            begin = index + 1
        elif token.lower_ in {"'s", "\u2019s"} and index + 1 < end:
            if index > begin:
                yield begin, index
            begin = index + 1
    if begin < end:
        yield begin, end


def _is_heading(doc: Doc, start: int, end: int) -> bool:
    sent = doc[start].sent
    return (
        all(not token.tag_.startswith("VB") for token in sent) and end - start >= sum(not t.is_space for t in sent) - 1
    )


def _is_common(doc: Doc, start: int, end: int) -> bool:
    """Whether a find is a word with the capital that begins a sentence, or one the article writes small elsewhere."""
    if end - start > 1:
        return False
    token = doc[start]
    return token.is_sent_start is True and token.tag_ not in {"NNP", "NNPS"}


def _is_law(doc: Doc, start: int, end: int) -> bool:
    """Whether a find is the beginning of a law's or court's name: 'the Digital Millennium Copyright Act'."""
    return end < len(doc) and doc[end].is_title and doc[end].lower_ in words_of("not_ending")


def _only_begins_sentences(doc: Doc, start: int, end: int) -> bool:
    """Whether a find is a usual word that has its capital from the beginning of a sentence alone.

    Usual is a word that the encoder's vocabulary holds whole, or one of whose family the article writes another small.
    """
    token = doc[start]
    if end - start > 1 or not token.is_sent_start or not token.is_title or token.ent_type_:
        return False
    if any(other.text == token.text and not other.is_sent_start for other in doc):
        return False
    family = token.lower_[:FAMILY]
    return token.lower_ in vocabulary() or any(other.is_lower and other.text.startswith(family) for other in doc)


def _looks_like_firm(doc: Doc, start: int, end: int) -> bool:
    """Signs around a one-word name that it is a firm: 'X's chatbot', 'maker X', 'X, an AI start-up'."""
    window = doc[max(0, start - 4) : min(len(doc), end + 8)]
    hints = words_of("ai_side") | words_of("rights_side")
    return any(token.lower_ in hints for token in window) or doc[start].dep_ in {
        "nsubj",
        "nsubjpass",
        "dobj",
        "pobj",
        "conj",
    }


NO_NAMES = (_is_common, _is_law, _is_listed_work, _is_place, _is_quoted, _is_run_together, _only_begins_sentences)
