"""Who sues whom: 'X sued Y', 'X filed a suit against Y', "X's suit against Y", 'Y faces a suit from X', captions."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import is_asserted
from nlp.reference import NOBODY, Found, first_of, parties_of
from nlp.rules.candidate import Candidate, propose
from nlp.sides import AI, Sides
from nlp.syntax import after_preposition, is_passive, is_verb, objects_of, subject_of
from nlp.words import nouns, verbs

NOMINAL = frozenset({"DT", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH", "VBG", "CD"})


@dataclass(frozen=True, slots=True)
class Half:
    """A suit of which a sentence names one side only."""

    plaintiffs: Found
    defendants: Found
    sentence: Sentence
    anchor: int


def find_suits(article: Article, sides: Sides) -> Iterator[Candidate]:
    """Candidates for `sues`. A sentence that names one side only is joined to the nearest that names the other."""
    halves: list[Half] = []
    yield from _find(article, sides, halves)
    yield from _joined(halves, sides)


def _find(article: Article, sides: Sides, halves: list["Half"]) -> Iterator[Candidate]:
    for sentence in article.sentences:
        if not sentence.names and not any(token.tag_.startswith("PRP") for token in sentence.span):
            continue
        for token in sentence.span:
            if is_verb(token, "sue"):
                yield from _sue(token, sentence, article, sides)
            elif token.lower_ in nouns("suit") | nouns("court_step"):
                yield from _suit_noun(token, sentence, article, halves)
            elif token.lower_ == "court" and token.dep_ == "pobj":
                yield from _take_to_court(token, sentence, article)
            elif token.lower_ in {"filed", "sued"} and token.tag_.startswith("VB"):
                yield from _filed_against(token, sentence, article)


def _sue(verb: Token, sentence: Sentence, article: Article, sides: Sides) -> Iterator[Candidate]:
    if not is_asserted(verb):
        return
    if is_passive(verb):
        defendants = parties_of(verb.head if verb.dep_ == "acl" else subject_of(verb), article)
        plaintiffs = first_of(after_preposition(verb, "by"), article)
        yield from propose("sues", plaintiffs, defendants, sentence, verb.i, "sues.passive")
        return
    subject = subject_of(verb)
    plaintiffs = parties_of(subject, article) if subject is not None else _group_before(verb, sentence, article)
    objects = list(objects_of(verb))
    defendants = first_of(iter(objects), article) or _group_behind(verb, sentence, article)
    if not objects and not defendants:
        defendants = _alleged(verb, article, sides)
    yield from propose("sues", plaintiffs, defendants, sentence, verb.i, "sues.active")


def _alleged(verb: Token, article: Article, sides: Sides) -> Found:
    """'X sued in June, alleging that Y copied': who is accused in the clause behind is sued."""
    for child in verb.children:
        if child.dep_ in {"advcl", "conj"} and child.lower_ in {
            "alleging",
            "claiming",
            "accusing",
            "saying",
            "arguing",
            "contending",
        }:
            for word in child.subtree:
                found = parties_of(word, article) if word.dep_ in {"nsubj", "nsubjpass", "dobj"} else NOBODY
                if found and all(sides.of(name.party) == AI for name in found.names):
                    return Found(found.names, "inferred")
    return NOBODY


def _filed_against(verb: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    """'X filed against Y in Manhattan': a suit without the noun."""
    if verb.lower_ != "filed" or any(True for _ in objects_of(verb)) or is_passive(verb) or not is_asserted(verb):
        return
    defendants = first_of(after_preposition(verb, "against"), article)
    yield from propose(
        "sues", parties_of(subject_of(verb), article), defendants, sentence, verb.i, "sues.filed-against"
    )


def _take_to_court(court: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    """'X took Y to court', 'X has taken Y to the Tokyo District Court'."""
    preposition = court.head
    verb = preposition.head
    if (
        preposition.lower_ not in {"to", "into", "before"}
        or not verb.tag_.startswith("VB")
        or verb.lower_ not in verbs("take")
    ):
        return
    if not is_asserted(verb):
        return
    rule = "sues.to-court"
    if is_passive(verb):
        yield from propose(
            "sues",
            first_of(after_preposition(verb, "by"), article),
            parties_of(subject_of(verb), article),
            sentence,
            verb.i,
            rule,
        )
        return
    yield from propose(
        "sues", parties_of(subject_of(verb), article), first_of(objects_of(verb), article), sentence, verb.i, rule
    )


def _suit_noun(noun: Token, sentence: Sentence, article: Article, halves: list["Half"]) -> Iterator[Candidate]:
    verb = _carrier(noun)
    strict = noun.lower_ in nouns("suit_strict")
    if not is_asserted(noun) or (verb is not None and not _happened(verb)):
        return
    against = first_of(after_preposition(noun, "against", "versus", "targeting"), article)
    if not against and verb is not None:
        against = first_of(after_preposition(verb, "against"), article)
    if not against:
        against = _against_further_on(noun, sentence)
    plaintiffs = _plaintiffs(noun, verb, sentence, article) or _filer_before(noun, sentence)
    rule = "sues.noun"
    if (
        verb is not None
        and verb.lower_ in verbs("face")
        and noun.dep_ == "dobj"
        and not against
        and not is_passive(verb)
    ):
        against, rule = parties_of(subject_of(verb), article), "sues.faces"
        plaintiffs = _named_behind(noun, article)
    if not against and strict:
        against = _target(noun, article)
    if noun.lower_ in nouns("court_step") and not (against and plaintiffs and _holds(verb)):
        return
    if strict and bool(plaintiffs) != bool(against) and not is_possessed_loosely(noun, plaintiffs):
        halves.append(Half(plaintiffs, against, sentence, noun.i))
    yield from propose("sues", plaintiffs, against, sentence, noun.i, rule)


def is_possessed_loosely(noun: Token, plaintiffs: Found) -> bool:
    """Whether a suit's owner is only implied by a pronoun: too little to look for the other side elsewhere."""
    return (
        bool(plaintiffs) and plaintiffs.how == "inferred" and not any(child.dep_ == "poss" for child in noun.children)
    )


def _against_further_on(noun: Token, sentence: Sentence) -> Found:
    """'a suit filed Wednesday in federal court in Manhattan against Y': the parser hangs 'against' on the nearest noun."""
    doc = sentence.span.doc
    for token in doc[noun.i + 1 : min(sentence.span.end, noun.i + 25)]:
        if token.text in {";", ":"} or (
            token.lower_ in nouns("suit") | nouns("court_step") and token.lower_ != "court"
        ):
            break
        if token.lower_ == "against":
            for group in sentence.groups:
                gap = doc[token.i + 1 : group.start]
                if group.start > token.i and len(gap) <= 6 and all(word.tag_ in NOMINAL for word in gap):
                    return Found(group.names, "described")
            break
    return NOBODY


def _joined(halves: list["Half"], sides: Sides) -> Iterator[Candidate]:
    """Plaintiffs of one sentence with defendants of its neighbour, where only one such neighbour fits."""
    for half in halves:
        if not half.plaintiffs:
            continue
        others = [
            other for other in halves if other.defendants and abs(other.sentence.index - half.sentence.index) <= 2
        ]
        defendants = {tuple(name.party for name in other.defendants.names) for other in others}
        if len(defendants) == 1 and all(sides.of(name.party) == AI for name in others[0].defendants.names):
            found = Found(others[0].defendants.names, "inferred")
            yield from propose("sues", half.plaintiffs, found, half.sentence, half.anchor, "sues.two-sentences")


def _filer_before(noun: Token, sentence: Sentence) -> Found:
    """'X files lawsuit against': in a headline the parser may take the verb for a noun."""
    doc = sentence.span.doc
    start = noun.i - 1
    while start > sentence.span.start and doc[start].tag_ in NOMINAL and doc[start].lower_ not in verbs("file"):
        start -= 1
    if doc[start].lower_ not in verbs("file"):
        return NOBODY
    for group in sentence.groups:
        if group.end == start:
            return Found(group.names, "described")
    return NOBODY


def _holds(verb: Token | None) -> bool:
    """'GEMA has a ruling against Suno scheduled': only who has a case can have a step of it."""
    return verb is not None and verb.lower_ in verbs("have") | verbs("file")


def _carrier(noun: Token) -> Token | None:
    """The verb whose object or subject a suit noun is: 'filed a suit', 'a suit was filed'."""
    walk = noun
    for _ in range(4):
        head = walk.head
        if head.i == walk.i:
            return None
        if head.tag_.startswith("VB"):
            return head
        if walk.dep_ not in {"conj", "pobj", "prep", "appos", "dobj", "nsubj", "compound", "attr"}:
            return None
        walk = head
    return None


def _happened(verb: Token) -> bool:
    return is_asserted(verb) or verb.lower_ in verbs("rule")


def _plaintiffs(noun: Token, verb: Token | None, sentence: Sentence, article: Article) -> Found:
    """Whose suit it is: "X's suit", 'a suit by X', 'a suit that X filed', 'X filed a suit'."""
    for child in noun.children:
        if child.dep_ == "poss" and (found := parties_of(child, article)):
            return found
        if child.dep_ in {"acl", "relcl"} and child.lower_ in verbs("file") | verbs("have"):
            by = first_of(after_preposition(child, "by"), article)
            if not by and child.dep_ == "relcl" and not is_passive(child):
                subject = subject_of(child)
                by = parties_of(subject, article) if subject is not None and subject.i != noun.i else NOBODY
            if not by and child.dep_ == "acl":
                by = _inner_subject(child, article)
            if by:
                return by
    if by := first_of(after_preposition(noun, "by", "from"), article):
        return by
    if verb is not None:
        if is_passive(verb):
            return first_of(after_preposition(verb, "by"), article)
        if verb.lower_ in verbs("file") | verbs("have") and noun.dep_ != "nsubj":
            return parties_of(subject_of(verb), article) or _group_before(verb, sentence, article)
    for child in noun.children:
        # "the Times lawsuit against": the name describes the suit.
        if (
            child.dep_ in {"compound", "nmod"}
            and noun.lower_ in nouns("suit_strict")
            and (found := parties_of(child, article))
        ):
            return found
    return NOBODY


def _inner_subject(verb: Token, article: Article) -> Found:
    """'a lawsuit Reddit filed': the parser may call the clause a participle."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "agent"} and (found := parties_of(child, article)):
            return found
    return NOBODY


def _named_behind(noun: Token, article: Article) -> Found:
    """Who brings the suit that somebody faces: 'a suit from X', 'suits brought by X', "X's claim"."""
    found = first_of(after_preposition(noun, "from", "by", "of"), article)
    if found:
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


def _group_before(verb: Token, sentence: Sentence, article: Article) -> Found:
    """The names right before a verb whose subject the parser has missed."""
    for group in reversed(sentence.groups):
        if (
            group.end <= verb.i
            and all(token.tag_ in {"MD", "RB", "VBZ", "VBD", "VBP", "VBN"} for token in article.doc[group.end : verb.i])
            and verb.i - group.end <= 3
        ):
            return Found(group.names, "described")
    return NOBODY


def _group_behind(verb: Token, sentence: Sentence, article: Article) -> Found:
    """The names right behind a verb whose object the parser has missed."""
    for group in sentence.groups:
        gap = article.doc[verb.i + 1 : group.start]
        if group.start > verb.i and len(gap) <= 6:
            plain = all(token.tag_ in NOMINAL for token in gap)
            return Found(group.names, "described") if plain else NOBODY
    return NOBODY
