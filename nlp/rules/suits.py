"""Who sues whom: 'X sued Y', 'X filed a suit against Y', "X's suit against Y", 'Y faces a suit from X', captions."""

from collections.abc import Iterator

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.rules.candidate import Candidate, propose
from nlp.syntax import NOBODY, Found, after_preposition, is_asserted, is_passive, is_verb, objects_of, parties_of, subject_of
from nlp.words import nouns, verbs


def find_suits(article: Article) -> Iterator[Candidate]:
    """Candidates for `sues`."""
    for sentence in article.sentences:
        if not sentence.names and not any(token.tag_.startswith("PRP") for token in sentence.span):
            continue
        for token in sentence.span:
            if is_verb(token, "sue"):
                yield from _sue(token, sentence, article)
            elif token.lower_ in nouns("suit") | nouns("court_step"):
                yield from _suit_noun(token, sentence, article)
            elif token.lower_ == "court" and token.dep_ == "pobj":
                yield from _take_to_court(token, sentence, article)
            elif token.lower_ in {"filed", "sued"} and token.tag_.startswith("VB"):
                yield from _filed_against(token, sentence, article)


def _sue(verb: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    if not is_asserted(verb):
        return
    if is_passive(verb):
        defendants = parties_of(verb.head if verb.dep_ == "acl" else subject_of(verb), article)
        plaintiffs = _first(after_preposition(verb, "by"), article)
        yield from propose("sues", plaintiffs, defendants, sentence, verb.i, "sues.passive")
        return
    plaintiffs = parties_of(subject_of(verb), article) or _group_before(verb, sentence, article)
    defendants = _first(objects_of(verb), article) or _group_behind(verb, sentence, article)
    yield from propose("sues", plaintiffs, defendants, sentence, verb.i, "sues.active")


def _filed_against(verb: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    """'X filed against Y in Manhattan': a suit without the noun."""
    if verb.lower_ != "filed" or any(True for _ in objects_of(verb)) or is_passive(verb) or not is_asserted(verb):
        return
    defendants = _first(after_preposition(verb, "against"), article)
    yield from propose("sues", parties_of(subject_of(verb), article), defendants, sentence, verb.i, "sues.filed-against")


def _take_to_court(court: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    """'X took Y to court', 'X has taken Y to the Tokyo District Court'."""
    preposition = court.head
    verb = preposition.head
    if preposition.lower_ not in {"to", "into", "before"} or not verb.tag_.startswith("VB") or verb.lower_ not in verbs("take"):
        return
    if verb.lower_ in verbs("bring") if False else not is_asserted(verb):
        return
    rule = "sues.to-court"
    if is_passive(verb):
        yield from propose("sues", _first(after_preposition(verb, "by"), article), parties_of(subject_of(verb), article), sentence, verb.i, rule)
        return
    yield from propose("sues", parties_of(subject_of(verb), article), _first(objects_of(verb), article), sentence, verb.i, rule)


def _suit_noun(noun: Token, sentence: Sentence, article: Article) -> Iterator[Candidate]:
    verb = _carrier(noun)
    strict = noun.lower_ in nouns("suit_strict")
    if not is_asserted(noun) or (verb is not None and not _happened(verb)):
        return
    against = _first(after_preposition(noun, "against", "versus", "targeting"), article)
    if not against and verb is not None:
        against = _first(after_preposition(verb, "against"), article)
    plaintiffs = _plaintiffs(noun, verb, sentence, article)
    rule = "sues.noun"
    if verb is not None and verb.lower_ in verbs("face") and noun.dep_ == "dobj" and not against and not is_passive(verb):
        against, rule = parties_of(subject_of(verb), article), "sues.faces"
        plaintiffs = _named_behind(noun, article)
    if not against and strict:
        against = _target(noun, article)
    if noun.lower_ in nouns("court_step") and not (against and plaintiffs and _holds(verb)):
        return
    yield from propose("sues", plaintiffs, against, sentence, noun.i, rule)


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
            by = _first(after_preposition(child, "by"), article)
            if not by and child.dep_ == "relcl" and not is_passive(child):
                subject = subject_of(child)
                by = parties_of(subject, article) if subject is not None and subject.i != noun.i else NOBODY
            if not by and child.dep_ == "acl":
                by = _inner_subject(child, article)
            if by:
                return by
    if by := _first(after_preposition(noun, "by", "from"), article):
        return by
    if verb is not None:
        if is_passive(verb):
            return _first(after_preposition(verb, "by"), article)
        if verb.lower_ in verbs("file") | verbs("have") and noun.dep_ != "nsubj":
            return parties_of(subject_of(verb), article) or _group_before(verb, sentence, article)
    for child in noun.children:
        # "the Times lawsuit against": the name describes the suit.
        if child.dep_ in {"compound", "nmod"} and noun.lower_ in nouns("suit_strict") and (found := parties_of(child, article)):
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
    found = _first(after_preposition(noun, "from", "by", "of"), article)
    if found:
        return found
    for child in noun.children:
        if child.dep_ in {"acl", "relcl"} and (found := _first(after_preposition(child, "by"), article)):
            return found
        if child.dep_ == "poss" and (found := parties_of(child, article)):
            return found
    return NOBODY


def _target(noun: Token, article: Article) -> Found:
    """'the lawsuit names Y as a defendant', 'the suit accuses Y of': Y is sued."""
    verb = noun.head
    if noun.dep_ == "nsubj" and verb.lower_ in verbs("target") and not is_passive(verb):
        return _first(objects_of(verb), article)
    return NOBODY


def _first(tokens: Iterator[Token], article: Article) -> Found:
    for token in tokens:
        if found := parties_of(token, article):
            return found
    return NOBODY


def _group_before(verb: Token, sentence: Sentence, article: Article) -> Found:
    """The names right before a verb whose subject the parser has missed."""
    for group in reversed(sentence.groups):
        if group.end <= verb.i and all(token.tag_ in {"MD", "RB", "VBZ", "VBD", "VBP", "VBN"} for token in article.doc[group.end : verb.i]) and verb.i - group.end <= 3:
            return Found(group.names, "described")
    return NOBODY


def _group_behind(verb: Token, sentence: Sentence, article: Article) -> Found:
    """The names right behind a verb whose object the parser has missed."""
    for group in sentence.groups:
        gap = article.doc[verb.i + 1 : group.start]
        if group.start > verb.i and len(gap) <= 6:
            plain = all(token.tag_ in {"DT", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH", "VBG"} for token in gap)
            return Found(group.names, "described") if plain else NOBODY
    return NOBODY
