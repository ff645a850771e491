"""Tell what a clause asserts from what it denies, fears, plans or only supposes."""

from spacy.tokens import Token

from nlp.syntax import SUBJECTS, governors
from nlp.words import verbs, words

PASSED_ON = frozenset({"ccomp", "xcomp", "advcl", "pcomp", "acl", "prep", "pobj", "dobj", "conj", "relcl"})
FINITE = frozenset({"VBZ", "VBD", "VBP"})
NEGATORS = frozenset({"neg", "det", "advmod", "preconj", "cc", "predet"})


def is_asserted(word: Token, plans_count: bool = False) -> bool:
    """Whether a clause states that something happened or holds.

    Args:
        word: the verb or noun that tells the relation.
        plans_count: whether 'will' is enough, as for an agreement whose work lies ahead.
    """
    return not why_not_asserted(word, plans_count)


def why_not_asserted(word: Token, plans_count: bool = False) -> str:
    """What keeps a clause from stating something, in words for people; empty where it states it."""
    if reason := _denial(word, plans_count):
        return reason
    if _is_mere_plan(word, plans_count):
        return "only a plan: 'to' before the verb"
    walk = word
    for head in governors(word):
        if walk.dep_ in PASSED_ON and (reason := _stopped(walk, head, plans_count)):
            return reason
        if walk.dep_ == "relcl" or (walk.dep_ in {"advcl", "ccomp"} and head.tag_.startswith("VB")):
            break
        walk = head
    return ""


def _stopped(walk: Token, head: Token, plans_count: bool) -> str:
    """Why what governs a clause does not leave it standing; empty where it does."""
    if walk.dep_ == "pcomp" and head.lower_ in {"against", "without", "from", "instead"}:
        return f"not done: behind '{head.lower_}'"
    if walk.dep_ == "ccomp" and head.lower_ in verbs("contradict"):
        return f"denied: under '{head.lower_}'"
    if walk.dep_ in {"xcomp", "dobj", "pcomp"} and head.lower_ in verbs("hypothetical"):
        exists = walk.dep_ == "dobj" and head.lower_ not in verbs("deny") | words("unborn")
        if not exists:
            return f"denied or only considered: under '{head.lower_}'"
    governed = (
        head.tag_.startswith("VB") and walk.dep_ not in {"relcl", "advcl", "ccomp"} and not _is_new_clause(walk, head)
    )
    return _denial(head, plans_count, inherited=True) if governed else ""


def _is_new_clause(walk: Token, head: Token) -> bool:
    """Whether a verb joined to another begins anew: 'it does not deny that, and pleads fair use'."""
    if walk.dep_ != "conj" or not walk.tag_.startswith("VB"):
        return False
    return (walk.tag_ in FINITE and head.tag_ == "VB") or any(child.dep_ in SUBJECTS for child in walk.children)


def _denial(token: Token, plans_count: bool, inherited: bool = False) -> str:
    return next((reason for child in token.children if (reason := _denies(child, token, plans_count, inherited))), "")


def _denies(child: Token, token: Token, plans_count: bool, inherited: bool) -> str:
    lower = child.lower_
    if lower in words("negations") and child.dep_ in NEGATORS and child.i < token.i + 3:
        return f"denied: '{lower}'"
    if child.dep_ == "aux" and child.tag_ == "MD":
        if lower in words("modals"):
            return f"only supposed: '{lower}'"
        return f"in the future: '{lower}'" if lower in words("plans") and not plans_count and not inherited else ""
    if child.dep_ == "mark" and lower in words("conditions"):
        return f"under a condition: '{lower}'"
    without = child.dep_ == "prep" and lower == "without" and not inherited and child.i < token.i
    return "denied: 'without'" if without else ""


def _is_mere_plan(token: Token, plans_count: bool) -> bool:
    """'To sue' by itself is a plan."""
    infinitive = token.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children)
    return infinitive and not plans_count and token.head.lower_ not in verbs("agree") | words("done")
