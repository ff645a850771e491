"""Walk a parse: subject and objects of a verb, who a noun phrase stands for, and whether a clause asserts anything."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from nlp.article import Article, Group, Sentence
from nlp.mentions import Name
from nlp.words import nouns, verbs, words

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "dative", "oprd", "attr", "pobj"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
SINGULAR = frozenset({"it", "its"})
PLURAL = frozenset({"they", "them", "their"})
PERSONAL = frozenset({"he", "she", "his", "her", "him"})
GENERIC = frozenset(
    {
        "company",
        "firm",
        "start-up",
        "startup",
        "group",
        "giant",
        "publisher",
        "agency",
        "newspaper",
        "paper",
        "label",
        "studio",
        "outlet",
        "broadcaster",
    }
)
PAIRS = {"two": 2, "both": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3}


@dataclass(frozen=True, slots=True)
class Found:
    """Parties that an argument stands for. `how`: 'named', 'described' (through a noun) or 'inferred' (anaphora)."""

    names: tuple[Name, ...]
    how: str

    def __bool__(self) -> bool:
        return bool(self.names)


NOBODY = Found((), "named")


def is_verb(token: Token, key: str) -> bool:
    """Whether a token is a form of a verb of a class, used as a verb."""
    return token.lower_ in verbs(key) and (token.tag_.startswith("VB") or token.dep_ == "ROOT")


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """The subject of a verb, its own or the one that it shares with the verb that it depends on."""
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            if child.lower_ in RELATIVES and verb.dep_ == "relcl":
                return verb.head
            return child
    if depth > 4:
        return None
    if verb.dep_ in {"conj", "xcomp", "advcl", "pcomp", "ccomp", "prep"} and verb.head.i != verb.i:
        head = verb.head
        # "sued Meta, alleging": the participle has the subject of its clause; "asked X to pay": X pays.
        if verb.dep_ == "xcomp" and (object_ := _object_control(head, verb)):
            return object_
        while head.dep_ in {"prep", "pcomp", "agent"} and head.head.i != head.i:
            head = head.head
        return subject_of(head, depth + 1) if head.tag_.startswith(("VB", "MD")) or head.dep_ == "ROOT" else None
    if verb.dep_ == "acl" and verb.tag_ in {"VBG", "VB", "VBD"}:
        return verb.head
    if verb.dep_ == "relcl":
        return verb.head
    return None


def _object_control(head: Token, verb: Token) -> Token | None:
    if (
        verb.tag_ != "VB"
        or head.lower_ not in verbs("rule") | {"asked", "urged", "told"}
        or head.lower_ in {"agreed", "agrees", "declined", "refused"}
    ):
        return None
    return next((child for child in head.children if child.dep_ == "dobj"), None)


def is_passive(verb: Token) -> bool:
    """Whether a verb is a passive participle: 'was sued', 'a suit filed by'."""
    return verb.tag_ in {"VBN", "VBD"} and (
        any(child.dep_ in {"auxpass", "nsubjpass", "agent"} for child in verb.children)
        or (verb.dep_ == "acl" and verb.tag_ == "VBN")
    )


def objects_of(verb: Token) -> Iterator[Token]:
    """Direct objects of a verb and what is joined to them."""
    for child in verb.children:
        if child.dep_ in {"dobj", "dative", "oprd"} and (child.i > verb.i or child.lower_ in RELATIVES):
            yield child


def after_preposition(token: Token, *prepositions: str) -> Iterator[Token]:
    """What stands behind one of some prepositions that hangs on a token, 'by' of a passive included."""
    for child in token.children:
        if child.lower_ in prepositions and child.dep_ in {"prep", "agent", "dative", "prt", "advmod", "mark"}:
            for inner in child.children:
                if inner.dep_ in {"pobj", "dobj", "conj", "pcomp"}:
                    yield inner
            # "along with X", "together with X"
        elif child.dep_ == "prep" and child.i > token.i and child.lower_ not in {"including", "like"}:
            for inner in child.children:
                if inner.dep_ == "prep" and inner.lower_ in prepositions:
                    yield from (deep for deep in inner.children if deep.dep_ == "pobj")


def parties_of(token: Token | None, article: Article, depth: int = 0) -> Found:
    """Who an argument of a verb or noun stands for.

    A name stands for its group; a noun for the names that explain it ('authors including A and B', 'the generators Suno
    and Udio', "OpenAI's Sora"); a pronoun or 'the company' for the only fitting party of the sentence before.
    """
    if token is None or depth > 3:
        return NOBODY
    sentence = article.sentence_of(token)
    group = sentence.group_at(token)
    if group:
        return Found(_with_more(group, token, sentence, article), "named")
    if token.lower_ in RELATIVES and token.head.dep_ == "relcl":
        return parties_of(token.head.head, article, depth + 1)
    if token.tag_ in {"PRP", "PRP$"} or token.lower_ in PAIRS:
        joined = [
            name
            for child in token.children
            if child.dep_ == "conj"
            for name in parties_of(child, article, depth + 1).names
        ]
        return Found((*_refer(token, sentence, article).names, *joined), "inferred")
    if token.tag_ in {"NN", "NNS", "NNP", "NNPS", "CD", "DT", "JJ", "VBG"}:
        return _described(token, sentence, article)
    return NOBODY


def _with_more(group: Group, token: Token, sentence: Sentence, article: Article) -> tuple[Name, ...]:
    """A group and what 'along with', 'joined by' or a parsed conjunction adds to it."""
    names = list(group.names)
    for child in token.subtree:
        if child.dep_ == "conj" and (other := sentence.group_at(child)) and other is not group and child.i > token.i:
            # Only where every step from one to the other is a conjunction.
            walk = child
            while walk.dep_ == "conj" and walk.i != token.i:
                walk = walk.head
            if group.start <= walk.i < group.end and not any(
                mid.tag_.startswith("VB") for mid in article.doc[group.end : other.start]
            ):
                names += [name for name in other.names if name not in names]
    return tuple(names)


def _described(noun: Token, sentence: Sentence, article: Article) -> Found:
    """Names that explain a noun."""
    if noun.lower_ not in nouns("party") | nouns("makers") and noun.tag_ not in {"NNP", "NNPS"}:
        return NOBODY
    left, right = noun.left_edge.i, noun.right_edge.i
    for group in sentence.groups:
        if not left <= group.start <= right:
            continue
        root = group.root(article.doc)
        if _explains(root, noun, group.names):
            more = [
                other
                for other in sentence.groups
                if other is not group
                and left <= other.start <= right
                and _explains(other.root(article.doc), noun, other.names)
            ]
            names = dict.fromkeys([*group.names, *(name for other in more for name in other.names)])
            return Found(tuple(names), "described")
    surface = _explained_by_surface(noun, sentence, article)
    if surface:
        return Found(surface.names, "described")
    if noun.lower_ in GENERIC and any(child.lower_ in {"the", "that", "this"} for child in noun.children):
        return _refer(noun, sentence, article)
    return NOBODY


def _explains(token: Token, noun: Token, names: tuple[Name, ...]) -> bool:
    """Whether a name hangs on a noun by apposition, 'including', 'of' or as its describing word."""
    walk, steps = token, 0
    while walk.i != noun.i:
        steps += 1
        if steps > 5 or walk.head.i == walk.i:
            return False
        if walk.dep_ == "prep" and walk.lower_ not in words("including") | {"as", "of", "among", "with"}:
            return False
        if (
            walk.dep_ == "prep"
            and walk.lower_ == "of"
            and noun.lower_ in nouns("makers")
            and any(name.label == "product" and name.start <= token.i < name.end for name in names)
        ):
            walk = walk.head
            continue
        if (
            walk.dep_ == "prep"
            and walk.lower_ == "of"
            and noun.lower_ not in {"group", "coalition", "trio", "pair", "consortium", "likes", "list", "number"}
        ):
            return False
        if walk.dep_ == "dobj" and walk.head.lower_ not in words("including"):
            return False
        if walk.dep_ in {"poss"} or walk.dep_ not in {
            "appos",
            "conj",
            "pobj",
            "prep",
            "compound",
            "nmod",
            "pcomp",
            "dobj",
            "acl",
            "dep",
            "amod",
        }:
            return False
        if walk.dep_ == "compound" and walk.head.i == noun.i and noun.lower_ in nouns("party") - nouns("makers"):
            return False
        if walk.dep_ == "acl" and walk.lower_ not in {"including", "led", "named", "called"}:
            return False
        walk = walk.head
    return True


def _explained_by_surface(noun: Token, sentence: Sentence, article: Article) -> Group | None:
    """'authors, among them A and B': the list right behind the noun, whatever the parser made of it."""
    doc = article.doc
    for group in sentence.groups:
        gap = doc[noun.i + 1 : group.start]
        if not 0 <= group.start - noun.i - 1 <= 12 or group.start <= noun.i:
            continue
        said = [
            token.lower_
            for token in gap
            if token.text not in {",", "(", "—", "–", "-"} and token.lower_ not in {"the", "a"}
        ]
        if said[-1:] and said[-1] in {"including", "include", "includes"}:
            return (
                group
                if not any(
                    token.tag_ in {"VBD", "VBZ", "VBP"} and token.lower_ not in words("including") for token in gap
                )
                else None
            )
        if said[-2:] in (["such", "as"], ["among", "them"], ["among", "others"], ["led", "by"]) or said == ["like"]:
            return group
        if not said and len(gap) <= 2 and noun.lower_ in nouns("party"):
            return group if not gap or gap[0].text in {",", ":", "—", "–", "-"} else None
    return None


def _refer(token: Token, sentence: Sentence, article: Article) -> Found:
    """Who a pronoun or 'the company' means, where the sentence before (or the clause before) leaves one choice."""
    wanted = PAIRS.get(token.lower_)
    person = token.lower_ in PERSONAL
    for candidate in _candidates(token, sentence, article):
        names = candidate.names
        if wanted:
            if len({name.party for name in names}) == wanted:
                return Found(names, "inferred")
            continue
        if token.lower_ in PLURAL:
            if len({name.party for name in names}) > 1:
                return Found(names, "inferred")
            continue
        kinds = {name.party.kind for name in names}
        if len({name.party for name in names}) == 1 and (("person" in kinds) == person):
            return Found(names[:1], "inferred")
    return NOBODY


def _candidates(token: Token, sentence: Sentence, article: Article) -> Iterator[Found]:
    """Subjects of the clauses before, the nearest first: those of the same sentence, then of the one before."""
    for verb in reversed([word for word in article.doc[sentence.span.start : token.i] if word.tag_.startswith("VB")]):
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS and child.i < token.i), None)
        if subject is not None and (group := sentence.group_at(subject)):
            yield Found(group.names, "named")
        elif subject is not None and (owner := _owner_of(subject, sentence)):
            yield owner
    if sentence.index:
        before = article.sentences[sentence.index - 1]
        if before.paragraph < sentence.paragraph - 1:
            return
        for word in before.span:
            if word.dep_ in SUBJECTS and (group := before.group_at(word)):
                yield Found(group.names, "named")
                break
        groups = [group for group in before.groups if len({name.party for name in group.names}) > 1]
        if groups:
            yield Found(groups[-1].names, "named")


def _owner_of(subject: Token, sentence: Sentence) -> Found | None:
    """ "Meta's strategy may mirror ...": later 'the company' is Meta."""
    for child in subject.children:
        if child.dep_ == "poss" and (group := sentence.group_at(child)):
            return Found(group.names, "named")
    return None


def governors(token: Token) -> Iterator[Token]:
    """The chain of words that a token depends on, nearest first."""
    while token.head.i != token.i:
        token = token.head
        yield token


def is_asserted(verb: Token, plans_count: bool = False) -> bool:
    """Whether a clause states that something happened or holds: not denied, hypothetical, feared or only planned.

    Args:
        verb: the verb (or noun) that tells the relation.
        plans_count: whether 'will' is enough, as for an agreement whose work lies ahead.
    """
    if _is_denied(verb, plans_count):
        return False
    walk = verb
    for head in governors(verb):
        if walk.dep_ in {"ccomp", "xcomp", "advcl", "pcomp", "acl", "prep", "pobj", "dobj", "conj", "relcl"}:
            if walk.dep_ == "pcomp" and head.lower_ in {"against", "without", "from", "instead"}:
                return False
            if (
                walk.dep_ in {"xcomp", "dobj", "pcomp"}
                and head.lower_ in verbs("hypothetical")
                and not _is_completed(walk, head)
            ):
                return False
            if (
                walk.dep_ != "relcl"
                and walk.dep_ != "advcl"
                and head.tag_.startswith("VB")
                and walk.dep_ not in {"ccomp"}
                and _is_denied(head, plans_count, inherited=True)
            ):
                return False
        if walk.dep_ == "relcl" or (walk.dep_ in {"advcl", "ccomp"} and head.tag_.startswith("VB")):
            break
        walk = head
    return True


def _is_completed(walk: Token, head: Token) -> bool:
    """'dismissed the suit', 'rejected the deal': the noun under such a verb may exist all the same."""
    return walk.dep_ == "dobj" and head.lower_ not in verbs("deny") | {
        "considers",
        "considered",
        "considering",
        "weighing",
        "planning",
        "threatened",
        "threatens",
        "threatening",
    }


def _is_denied(token: Token, plans_count: bool, inherited: bool = False) -> bool:
    for child in token.children:
        lower = child.lower_
        if (
            lower in words("negations")
            and child.dep_ in {"neg", "det", "advmod", "preconj", "cc", "predet"}
            and child.i < token.i + 3
        ):
            return True
        if child.dep_ == "aux" and child.tag_ == "MD":
            if lower in words("modals"):
                return True
            if lower in words("plans") and not plans_count and not inherited:
                return True
        if child.dep_ == "mark" and lower in words("conditions"):
            return True
        if child.dep_ == "prep" and lower == "without" and not inherited and child.i < token.i:
            return True
    # "to sue" by itself is a plan; "agreed to license", "the first to sign" are not.
    if (
        not inherited
        and token.tag_ == "VB"
        and any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children)
    ):
        head = token.head
        agreed = head.lower_ in verbs("agree") | {
            "first",
            "second",
            "third",
            "latest",
            "last",
            "continued",
            "continues",
            "began",
            "begun",
            "went",
            "set",
            "moved",
            "joined",
            "deal",
            "agreement",
            "pact",
            "licence",
            "license",
            "rights",
            "right",
            "signed",
            "partnership",
            "allow",
            "allows",
            "lets",
            "gone",
            "decided",
            "chose",
            "opted",
            "ordered",
            "deals",
            "agreements",
            "contract",
            "partnered",
            "accord",
        }
        return not (agreed or plans_count)
    return False
