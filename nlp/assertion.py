"""Tell what a clause asserts from what it denies, fears, plans or only supposes."""

from spacy.tokens import Token

from nlp.syntax import SUBJECTS, governors
from nlp.words import verbs, words

PASSED_ON = frozenset({"ccomp", "xcomp", "advcl", "pcomp", "acl", "prep", "pobj", "dobj", "conj", "relcl"})
FINITE = frozenset({"VBZ", "VBD", "VBP"})
COPULAS = frozenset({"is", "was", "'s", "\u2019s"})
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
    if reason := _untrue(word):
        return reason
    walk = word
    for head in governors(word):
        # 'No licensing agreement': what denies the noun denies the word that describes it.
        reason = _denial(head, plans_count, inherited=True) if walk.dep_ == "compound" else ""
        if reason or (walk.dep_ in PASSED_ON and (reason := _stopped(walk, head, plans_count))):
            return reason
        reported = head.lower_ in words(
            "reports"
        )  # 'rejected a report that it had settled': the parser may see a relcl
        if (walk.dep_ == "relcl" and not reported) or (walk.dep_ in {"advcl", "ccomp"} and head.tag_.startswith("VB")):
            break
        walk = head
    return ""


def _stopped(walk: Token, head: Token, plans_count: bool) -> str:
    """Why what governs a clause does not leave it standing; empty where it does."""
    if walk.dep_ == "pcomp" and head.lower_ in {"against", "without", "from", "instead"}:
        return f"not done: behind '{head.lower_}'"
    if walk.dep_ == "ccomp" and head.lower_ in verbs("contradict"):
        return "" if _denial(head, plans_count, inherited=True) else f"denied: under '{head.lower_}'"
    if walk.dep_ in {"xcomp", "dobj", "pcomp"} and head.lower_ in verbs("hypothetical"):
        exists = walk.dep_ == "dobj" and head.lower_ not in verbs("deny") | words("unborn")
        if not exists:
            return f"denied or only considered: under '{head.lower_}'"
    governed = (
        head.tag_.startswith("VB") and walk.dep_ not in {"relcl", "advcl", "ccomp"} and not _is_new_clause(walk, head)
    )
    return _denial(head, plans_count, inherited=True) if governed else ""


def _untrue(word: Token) -> str:
    """Why what it hangs on leaves a clause with 'that' not standing: 'no court found that', 'it is not true that'."""
    clause = word
    for head in governors(word):
        if clause.dep_ == "ccomp":
            told = {child.lower_ for child in head.children} | {head.lower_}
            denial = _denial(head, plans_count=True, inherited=True)
            if untrue := sorted(told & words("untrue")):
                return f"denied: '{untrue[0]}'"
            unproven = head.lower_ in verbs("assure") or (head.lower_ in COPULAS and told & words("true"))
            return denial if unproven else ""
        if clause.dep_ in {"relcl", "advcl"}:
            return ""
        clause = head
    return ""


def _is_new_clause(walk: Token, head: Token) -> bool:
    """Whether a verb joined to another begins anew: 'it does not deny that, and pleads fair use'."""
    if walk.dep_ != "conj" or not walk.tag_.startswith("VB"):
        return False
    return (walk.tag_ in FINITE and head.tag_ == "VB") or any(child.dep_ in SUBJECTS for child in walk.children)


def _denial(token: Token, plans_count: bool, inherited: bool = False) -> str:
    if told := next(
        (reason for child in token.children if (reason := _denies(child, token, plans_count, inherited))), ""
    ):
        return told
    return _negated_subject(token) or ("denied: 'nor'" if _is_behind_nor(token) else "")


def _negated_subject(verb: Token) -> str:
    """'No court found', 'neither A, a daily, nor B has sued'."""
    for subject in verb.children:
        if subject.dep_ in SUBJECTS:
            for child in (subject, *subject.children):
                if child.lower_ in words("nobody") and (child is subject or child.dep_ in NEGATORS):
                    return f"denied: '{child.lower_}'"
    return ""


def _is_behind_nor(verb: Token) -> bool:
    """'Nor has it sued': whatever the parser hangs 'nor' on, it stands right before the clause."""
    if not verb.tag_.startswith("VB"):
        return False
    first = verb.left_edge
    return first.lower_ == "nor" or (first.i > first.sent.start and first.nbor(-1).lower_ == "nor")


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
