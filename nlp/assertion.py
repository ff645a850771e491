"""Tell what a clause asserts from what it denies, fears, plans or only supposes."""

from spacy.tokens import Token

from nlp.syntax import governors
from nlp.words import verbs, words

PASSED_ON = frozenset({"ccomp", "xcomp", "advcl", "pcomp", "acl", "prep", "pobj", "dobj", "conj", "relcl"})
NEGATORS = frozenset({"neg", "det", "advmod", "preconj", "cc", "predet"})


def is_asserted(word: Token, plans_count: bool = False) -> bool:
    """Whether a clause states that something happened or holds.

    Args:
        word: the verb or noun that tells the relation.
        plans_count: whether 'will' is enough, as for an agreement whose work lies ahead.
    """
    if _is_denied(word, plans_count) or _is_mere_plan(word, plans_count):
        return False
    walk = word
    for head in governors(word):
        if walk.dep_ in PASSED_ON and not _passes(walk, head, plans_count):
            return False
        if walk.dep_ == "relcl" or (walk.dep_ in {"advcl", "ccomp"} and head.tag_.startswith("VB")):
            break
        walk = head
    return True


def _passes(walk: Token, head: Token, plans_count: bool) -> bool:
    """Whether what governs a clause leaves it standing."""
    if walk.dep_ == "pcomp" and head.lower_ in {"against", "without", "from", "instead"}:
        return False
    if walk.dep_ in {"xcomp", "dobj", "pcomp"} and head.lower_ in verbs("hypothetical"):
        exists = walk.dep_ == "dobj" and head.lower_ not in verbs("deny") | words("unborn")
        if not exists:
            return False
    governed = head.tag_.startswith("VB") and walk.dep_ not in {"relcl", "advcl", "ccomp"}
    return not (governed and _is_denied(head, plans_count, inherited=True))


def _is_denied(token: Token, plans_count: bool, inherited: bool = False) -> bool:
    return any(_denies(child, token, plans_count, inherited) for child in token.children)


def _denies(child: Token, token: Token, plans_count: bool, inherited: bool) -> bool:
    lower = child.lower_
    if lower in words("negations") and child.dep_ in NEGATORS and child.i < token.i + 3:
        return True
    if child.dep_ == "aux" and child.tag_ == "MD":
        return lower in words("modals") or (lower in words("plans") and not plans_count and not inherited)
    if child.dep_ == "mark" and lower in words("conditions"):
        return True
    return child.dep_ == "prep" and lower == "without" and not inherited and child.i < token.i


def _is_mere_plan(token: Token, plans_count: bool) -> bool:
    """'To sue' by itself is a plan."""
    infinitive = token.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children)
    return infinitive and not plans_count and token.head.lower_ not in verbs("agree") | words("done")
