"""Walk a parse: the subject and the objects of a verb, what stands behind a preposition, what a word depends on."""

from collections.abc import Iterator

from spacy.tokens import Token

from nlp.words import verbs

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
CLAUSES = frozenset({"conj", "xcomp", "advcl", "pcomp", "ccomp", "prep", "dep"})
#: Verbs whose subject, not object, does what the infinitive behind them says: 'OpenAI agreed to pay'.
OWN_SUBJECT = frozenset({"agreed", "agrees", "declined", "refused", "allowed"})
DEEPEST = 4


def is_verb(token: Token, key: str) -> bool:
    """Whether a token is a form of a verb of a class, used as a verb."""
    return token.lower_ in verbs(key) and (token.tag_.startswith("VB") or token.dep_ == "ROOT")


def term(token: Token) -> str:
    """A word in small letters; of 'start-up' and 'tie-up', which the tokenizer cuts, the whole."""
    if token.lower_ in {"up", "ups"} and token.i > 1 and token.nbor(-1).text == "-":
        return f"{token.nbor(-2).lower_}-{token.lower_}"
    return str(token.lower_)


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """The subject of a verb, its own or the one that it shares with the verb that it depends on."""
    own = [child for child in verb.children if child.dep_ in SUBJECTS]
    if own:
        # The parser may take a heading before the sentence for a subject as well: the nearest is the real one.
        child = min(own, key=lambda token: abs(token.i - verb.i))
        return verb.head if child.lower_ in RELATIVES and verb.dep_ == "relcl" else child
    if depth > DEEPEST:
        return None
    if verb.dep_ in CLAUSES and verb.head.i != verb.i:
        # "asked X to pay": X pays; "sued Meta, alleging": who sued alleges.
        if verb.dep_ == "xcomp" and (controlled := _controlled_object(verb.head, verb)):
            return controlled
        head = verb.head
        while head.dep_ in {"prep", "pcomp", "agent"} and head.head.i != head.i:
            head = head.head
        return subject_of(head, depth + 1) if head.tag_.startswith(("VB", "MD")) or head.dep_ == "ROOT" else None
    if verb.dep_ == "relcl" or (verb.dep_ == "acl" and (verb.tag_ in {"VBG", "VB", "VBD"} or _is_main(verb))):
        return verb.head
    return None


def _controlled_object(head: Token, verb: Token) -> Token | None:
    told = head.lower_ in verbs("rule") | {"asked", "urged", "told"} and head.lower_ not in OWN_SUBJECT
    return (
        next((child for child in head.children if child.dep_ == "dobj"), None) if told and verb.tag_ == "VB" else None
    )


def _is_main(verb: Token) -> bool:
    """Whether a participle is the real verb of a sentence without another: 'The Post partnered with'."""
    alone = verb.head.dep_ == "ROOT" and not verb.head.tag_.startswith("VB")
    return alone and not any(child.dep_ == "agent" for child in verb.children)


def is_passive(verb: Token) -> bool:
    """Whether a verb is a passive participle: 'was sued', 'a suit filed by'."""
    if verb.tag_ not in {"VBN", "VBD"}:
        return False
    return (verb.dep_ == "acl" and verb.tag_ == "VBN" and not _is_main(verb)) or any(
        child.dep_ in {"auxpass", "nsubjpass", "agent"} for child in verb.children
    )


def objects_of(verb: Token) -> Iterator[Token]:
    """Direct objects of a verb; a relative pronoun may stand before it."""
    for child in verb.children:
        if child.dep_ in {"dobj", "dative", "oprd"} and (child.i > verb.i or child.lower_ in RELATIVES):
            yield child


def after_preposition(token: Token, *prepositions: str) -> Iterator[Token]:
    """What stands behind some prepositions that hang on a token, 'by' of a passive and 'along with' included."""
    for child in token.children:
        if child.lower_ in prepositions and child.dep_ in {"prep", "agent", "dative", "prt", "advmod", "mark"}:
            yield from (inner for inner in child.children if inner.dep_ in {"pobj", "dobj", "conj", "pcomp"})
        elif child.dep_ == "prep" and child.i > token.i and child.lower_ not in {"including", "like"}:
            for inner in child.children:
                if inner.dep_ == "prep" and inner.lower_ in prepositions:
                    yield from (deep for deep in inner.children if deep.dep_ == "pobj")


def governors(token: Token) -> Iterator[Token]:
    """The chain of words that a token depends on, nearest first."""
    while token.head.i != token.i:
        token = token.head
        yield token
