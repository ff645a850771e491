"""Who sues whom, told by a noun: "X's suit against Y", 'a complaint by X', 'Y faces a suit', 'plaintiffs A and B'."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.mentions import Name
from nlp.reference import NOBODY, Found, all_of, first_of, parties_of, subject_parties
from nlp.syntax import after_preposition, is_passive, objects_of, subject_of
from nlp.words import nouns, verbs

NOMINAL = frozenset({"DT", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH", "VBG", "CD"})
CARRYING = frozenset({"conj", "pobj", "prep", "appos", "dobj", "nsubj", "compound", "attr"})
FURTHEST_AGAINST = 25


@dataclass(frozen=True, slots=True)
class Telling:
    """A suit as one clause tells it; either side may be missing.

    Attributes:
        reliable: whether a missing side may be looked for elsewhere.
        owned: whether the clause says whose suit it is ('brought by X'), so that an AI company in it is the other side.
    """

    plaintiffs: Found
    defendants: Found
    sentence: Sentence
    anchor: int
    rule: str
    reliable: bool = False
    owned: bool = False


def tell_by_noun(noun: Token, sentence: Sentence, article: Article) -> Iterator[Telling]:
    """What a suit noun tells, with the verb that carries it."""
    verb = _carrier(noun)
    # What is dismissed, rejected, fought or settled was brought.
    exists = verb is not None and verb.lower_ in verbs("rule") | verbs("face") | verbs("settle")
    if not exists and not (is_asserted(noun) and (verb is None or is_asserted(verb))):
        return
    strict = noun.lower_ in nouns("suit_strict")
    against = _against(noun, verb, sentence, article)
    plaintiffs, owned = _plaintiffs(noun, verb, article)
    plaintiffs = plaintiffs or _filer_before(noun, sentence)
    rule = "sues.noun"
    if (
        verb is not None
        and verb.lower_ in verbs("face")
        and noun.dep_ == "dobj"
        and not against
        and not is_passive(verb)
    ):
        against, plaintiffs, rule = subject_parties(verb, article), _brought_by(noun, article), "sues.faces"
    if not against and strict:
        against = _target(noun, article)
    had = verb is not None and verb.lower_ in verbs("have") | verbs("file")
    if noun.lower_ in nouns("court_step") and not (against and plaintiffs and had):
        # 'GEMA has a ruling against Suno scheduled': only who has a case can have a step of it.
        return
    filed = verb is not None and verb.lower_ in verbs("file") and noun.dep_ != "nsubj"
    plain = strict or noun.lower_ in {"case", "action", "claim"}
    reliable = (strict and (filed or not plaintiffs or plaintiffs.how == "named")) or (plain and (owned or filed))
    yield Telling(plaintiffs, against, sentence, noun.i, rule, reliable, owned and plain)


def tell_by_role(noun: Token, sentence: Sentence, article: Article) -> Iterator[Telling]:
    """'The plaintiffs include A and B', 'a plaintiff alongside A', 'plaintiffs A, B and C'."""
    if noun.lower_.startswith("co-"):
        return
    found = parties_of(noun, article)
    beside = first_of(after_preposition(noun, "alongside"), article)
    names = tuple(dict.fromkeys((*found.names, *beside.names)))
    if not names or found.how == "inferred":
        return
    if beside and noun.dep_ == "pobj" and noun.head.lower_ == "as":
        # "has the Guild itself as a plaintiff alongside A".
        names = tuple(dict.fromkeys((*all_of(objects_of(noun.head.head), article).names, *names)))
    side = Found(names, "described")
    if noun.lower_ in {"plaintiff", "plaintiffs", "claimant", "claimants"}:
        yield Telling(side, NOBODY, sentence, noun.i, "sues.role", reliable=True)


def with_companions(plaintiffs: Found, verb: Token, article: Article) -> Found:
    """Plaintiffs and who sues 'together with' or 'alongside' them."""
    if not plaintiffs:
        return plaintiffs
    more = [*after_preposition(verb, "alongside")]
    more += [token for token in after_preposition(verb, "with") if _is_together(token.head)]
    subject = subject_of(verb)
    if subject is not None:
        # "Silverman, with Golden and Kadrey, filed".
        more += [
            token for token in after_preposition(subject, "with", "alongside") if verb.doc[token.head.i - 1].text == ","
        ]
    names = dict.fromkeys([*plaintiffs.names, *(name for token in more for name in parties_of(token, article).names)])
    return Found(tuple(names), plaintiffs.how)


def _is_together(preposition: Token) -> bool:
    """Whether 'with' is that of 'together with' or 'along with'."""
    beside = {child.lower_ for child in preposition.children} | {preposition.nbor(-1).lower_ if preposition.i else ""}
    return bool(beside & {"together", "along"})


def _carrier(noun: Token) -> Token | None:
    """The verb whose object or subject a suit noun is: 'filed a suit', 'a suit was filed'."""
    walk = noun
    for _ in range(4):
        head = walk.head
        if head.i == walk.i or (walk.dep_ not in CARRYING and not head.tag_.startswith("VB")):
            return None
        if head.tag_.startswith("VB"):
            return head
        walk = head
    return None


def _against(noun: Token, verb: Token | None, sentence: Sentence, article: Article) -> Found:
    found = all_of(after_preposition(noun, "against", "versus", "targeting"), article)
    if not found and verb is not None:
        found = all_of(after_preposition(verb, "against"), article)
    return found or _against_further_on(noun, sentence)


def _against_further_on(noun: Token, sentence: Sentence) -> Found:
    """'a suit filed in federal court in Manhattan against Y': the parser hangs 'against' on the nearest noun."""
    doc = sentence.span.doc
    names: list[Name] = []
    for token in doc[noun.i + 1 : min(sentence.span.end, noun.i + FURTHEST_AGAINST)]:
        if token.text in {";", ":"} or (
            token.lower_ in nouns("suit") | nouns("court_step") and token.lower_ != "court"
        ):
            break
        if token.lower_ != "against":
            continue
        group = next((group for group in sentence.groups if group.start > token.i), None)
        gap = doc[token.i + 1 : group.start] if group else ()
        if group and len(gap) <= 6 and all(word.tag_ in NOMINAL for word in gap):
            names += group.names
    return Found(tuple(dict.fromkeys(names)), "described") if names else NOBODY


def _plaintiffs(noun: Token, verb: Token | None, article: Article) -> tuple[Found, bool]:
    """Whose suit it is, and whether the noun itself says so: "X's suit", 'a suit by X', 'a suit that X filed'."""
    if found := owners_of(noun, article):
        return found, True
    if verb is not None and is_passive(verb) and verb.lower_ in verbs("file"):
        return first_of(after_preposition(verb, "by"), article), True
    if verb is not None and verb.lower_ in verbs("file") | verbs("have") and noun.dep_ != "nsubj":
        return with_companions(subject_parties(verb, article), verb, article), False
    if verb is not None and verb.lower_ in verbs("rule"):
        # "dismissed most claims by X against Y": the parser hangs both on the verb.
        return first_of(after_preposition(verb, "by"), article), True
    # "the Times lawsuit against": the name describes the suit.
    describing = (child for child in noun.children if child.dep_ in {"compound", "nmod"})
    return (first_of(describing, article) if noun.lower_ in nouns("suit_strict") else NOBODY), False


def owners_of(noun: Token, article: Article) -> Found:
    """Whose suit a noun says it is: "X's suit", 'a suit by X', 'a suit that X filed'."""
    for child in noun.children:
        if child.dep_ == "poss" and (found := parties_of(child, article)):
            return found
        filed = child.dep_ in {"acl", "relcl"} and child.lower_ in verbs("file") | verbs("have")
        if filed and (found := _filer(child, noun, article)):
            return with_companions(found, child, article)
    return first_of(after_preposition(noun, "by", "from"), article)


def _filer(clause: Token, noun: Token, article: Article) -> Found:
    """Who filed, in 'a suit filed by X', 'a suit that X filed', 'a suit X filed'."""
    found = first_of(after_preposition(clause, "by"), article)
    if not found and not is_passive(clause):
        subject = subject_of(clause)
        found = parties_of(subject, article) if subject is not None and subject.i != noun.i else NOBODY
    return found or first_of((child for child in clause.children if child.dep_ in {"nsubj", "agent"}), article)


def _filer_before(noun: Token, sentence: Sentence) -> Found:
    """'X files lawsuit against': in a headline the parser may take the verb for a noun."""
    doc = sentence.span.doc
    start = noun.i - 1
    while start > sentence.span.start and doc[start].tag_ in NOMINAL and doc[start].lower_ not in verbs("file"):
        start -= 1
    if doc[start].lower_ not in verbs("file"):
        return NOBODY
    return next((Found(group.names, "described") for group in sentence.groups if group.end == start), NOBODY)


def _brought_by(noun: Token, article: Article) -> Found:
    """Who brings the suit that somebody faces: 'a suit from X', 'suits brought by X', "X's claim"."""
    if found := first_of(after_preposition(noun, "from", "by", "of"), article):
        return found
    for child in noun.children:
        if child.dep_ in {"acl", "relcl"} and (found := first_of(after_preposition(child, "by"), article)):
            return found
        if child.dep_ == "poss" and (found := parties_of(child, article)):
            return found
    return NOBODY


def _target(noun: Token, article: Article) -> Found:
    """'the lawsuit names Y as a defendant', 'the suit accuses Y of': Y is sued."""
    verb = noun.head
    if noun.dep_ == "nsubj" and verb.lower_ in verbs("target") and not is_passive(verb):
        return first_of(objects_of(verb), article)
    return NOBODY
