"""A trade before a name, which is no part of it: 'Novelist Ann Teal', 'Publisher Teal House'."""

from spacy.tokens import Doc

from nlp.names import drop_legal_suffix, words_of

#: A word may be parted by a hyphen into so many tokens: 'start-up'.
HYPHENED = 3
#: What the recogniser takes for a firm is a person behind 'novelist' where it has no more words than this.
LONGEST_PERSON = 3


def name_start(doc: Doc, start: int, end: int, person: bool) -> tuple[int, bool]:
    """Where a name begins behind the trade that is told before it.

    'Author Solutions', 'Artist Rights Society' and 'Developer Tools Inc' are names as they stand: what is left of a
    firm has to be the name of one, what is left of a person two words that name no firm.

    Args:
        doc: parsed.
        start: first token of a find.
        end: token behind it.
        person: whether it is taken for a person.

    Returns:
        The first token behind the trade, `start` where none stands there or it belongs to the name; and whether the
        trade is one that only people have.
    """
    index = start
    while index < end and doc[index].lower_ in words_of("before_trades"):
        index += 1
    word, behind = _word(doc, index, end)
    if behind >= end or doc[behind].lower_ in {"'s", "\u2019s", "'", "\u2019", "of", "and", "&", "-"}:
        return start, False
    if word in words_of("person_trades") and _is_person(doc, behind, end, person):
        return behind, word not in words_of("firm_trades")
    firm = not person and word in words_of("firm_trades")
    return (behind if firm and _is_firm(doc, start, behind, end) else start), False


def _word(doc: Doc, index: int, end: int) -> tuple[str, int]:
    """The word at a token in small letters, joined over hyphens, and the token behind it."""
    if index + HYPHENED <= end and doc[index + 1].text == "-":
        return doc[index : index + HYPHENED].text.lower(), index + HYPHENED
    return (doc[index].lower_, index + 1) if index < end else ("", end)


def _is_person(doc: Doc, start: int, end: int, person: bool) -> bool:
    """Whether tokens name a person: two or more words with capitals of which none is one of a firm's name."""
    said = [token for token in doc[start:end] if token.is_alpha and token.lower_ not in words_of("connecting")]
    if len(said) < 2 or any(not token.text[0].isupper() or token.lower_ in words_of("no_persons") for token in said):
        return False
    last = doc[end - 1].lower_
    firm = last in words_of("organisation_words") or last in words_of("legal_suffixes")
    return not firm and (person or len(said) <= LONGEST_PERSON)


def _is_firm(doc: Doc, start: int, behind: int, end: int) -> bool:
    """Whether the rest names a firm: the article has it elsewhere without the trade, or it is whole in itself."""
    if _stands_alone(doc, behind, end):
        return True
    words = drop_legal_suffix(doc[behind:end].text).lower().split()
    whole = len(words) > 1 and words[-1] in words_of("organisation_words")
    return bool(doc[start].is_sent_start) and whole and words[0] not in words_of("no_firms")


def _stands_alone(doc: Doc, start: int, end: int) -> bool:
    """Whether the article has some tokens elsewhere behind another word than the one here."""
    first, before = doc[start].text, doc[start - 1].lower_
    return any(
        token.text == first
        and token.i != start
        and (token.i == 0 or token.nbor(-1).lower_ != before)
        and doc[token.i : token.i + end - start].text == doc[start:end].text
        for token in doc
    )
