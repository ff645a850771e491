"""Who an argument stands for: a name, a noun that names explain, or a pronoun where one choice is left."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from nlp.article import Article, Group, Sentence
from nlp.mentions import Name
from nlp.syntax import RELATIVES, SUBJECTS, after_preposition, subject_of, term
from nlp.words import nouns, words

PLURAL = frozenset({"they", "them", "their", "theirs"})
PERSONAL = frozenset({"he", "she", "his", "her", "him"})
PAIRS = {"two": 2, "both": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3}
HANGING = frozenset({"appos", "conj", "pobj", "prep", "compound", "nmod", "pcomp", "dobj", "acl", "dep", "amod"})
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "CD", "DT", "JJ", "VBG"})
COPULAS = frozenset({"became", "becomes", "become", "is", "was", "are"})
DEFINITE = frozenset({"the", "that", "this"})
LONGEST_EXPLANATION = 20
PAUSES = frozenset({",", "(", "—", "\u2013", "-"})
DEEPEST = 3
#: A sentence that only says who was meant by the plural of the one before.
LISTING = re.compile(
    r"(?:On the list are|Among them are|They (?:are|include)|These (?:are|include)|The (?:list|names"
    r"|group)(?: also)? includes?)\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Parties that an argument stands for. `how`: 'named', 'described' (through a noun) or 'inferred' (anaphora)."""

    names: tuple[Name, ...]
    how: str

    def __bool__(self) -> bool:
        return bool(self.names)


NOBODY = Found((), "named")


def first_of(tokens: Iterable[Token], article: Article) -> Found:
    """The first of some arguments that stands for anybody."""
    for token in tokens:
        if found := parties_of(token, article):
            return found
    return NOBODY


def all_of(tokens: Iterable[Token], article: Article) -> Found:
    """Everybody for whom some arguments stand; as sure as the least sure of them."""
    found = [one for token in tokens if (one := parties_of(token, article))]
    if not found:
        return NOBODY
    how = (
        "inferred"
        if any(one.how == "inferred" for one in found)
        else "described"
        if any(one.how == "described" for one in found)
        else "named"
    )
    return Found(tuple(dict.fromkeys(name for one in found for name in one.names)), how)


def parties_of(token: Token | None, article: Article, depth: int = 0) -> Found:
    """Who an argument of a verb or noun stands for.

    A name stands for its group; a noun for the names that explain it ('authors including A and B', 'the generators Suno
    and Udio', "OpenAI's Sora"); a pronoun or 'the company' for the only fitting party nearby.
    """
    if token is None or depth > DEEPEST:
        return NOBODY
    sentence = article.sentence_of(token)
    group = sentence.group_at(token)
    if group:
        return Found(_with_more(group, token, sentence, article), "named")
    if token.lower_ in RELATIVES:
        clause = next((word for word in (token.head, *token.head.ancestors) if word.dep_ == "relcl"), None)
        return parties_of(clause.head, article, depth + 1) if clause is not None else NOBODY
    if token.tag_ in {"PRP", "PRP$"} or token.lower_ in PAIRS or token.lower_ in {"former", "latter"}:
        joined = [
            name
            for child in token.children
            if child.dep_ == "conj"
            for name in parties_of(child, article, depth + 1).names
        ]
        return Found((*_refer(token, sentence, article).names, *joined), "inferred")
    if token.tag_ in NOUN_TAGS:
        return _described(token, sentence, article, depth)
    return NOBODY


def subject_parties(verb: Token, article: Article) -> Found:
    """Who does what a verb says: of 'A and B, which counts' only B; in 'he whose story ruined A has sued' not A."""
    subject = subject_of(verb)
    found = parties_of(subject, article)
    if subject is None or not found or found.how != "named":
        return found
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if subject.i == verb.head.i and verb.dep_ == "relcl" and any(word.tag_ == "VBZ" for word in (verb, *helpers)):
        found = Found(tuple(name for name in found.names if name.start <= subject.i < name.end), "named")
    start = article.sentence_of(subject).span.start
    segment = article.doc[start : found.names[0].start] if found else ()
    for token in reversed(list(segment)):
        if token.text in {",", ";", ":", "—", "\u2013"} or token.tag_ == "CC":
            break
        if token.tag_ in {"WP", "WP$", "WDT"} and subject.i < verb.i and token.i > start:
            return NOBODY if token.tag_ == "WP$" else found
    return found


def _with_more(group: Group, token: Token, sentence: Sentence, article: Article) -> tuple[Name, ...]:
    """A group and what a parsed conjunction adds to it."""
    names = list(group.names)
    for child in token.subtree:
        if child.dep_ != "conj" or child.i <= token.i:
            continue
        other = sentence.group_at(child)
        if other is None and child.lower_ in nouns("makers"):
            # "Britannica and its Merriam-Webster subsidiary".
            owned = (
                sentence.group_at(inner) for inner in child.children if inner.dep_ in {"compound", "appos", "nmod"}
            )
            other = next((found for found in owned if found), None)
        if other is None or other is group:
            continue
        walk = child
        while walk.dep_ == "conj" and walk.i != token.i:
            walk = walk.head
        between = article.doc[group.end : other.start]
        if group.start <= walk.i < group.end and not any(mid.tag_.startswith("VB") for mid in between):
            names += [name for name in other.names if name not in names]
    return tuple(names)


def _described(noun: Token, sentence: Sentence, article: Article, depth: int) -> Found:
    """Names that explain a noun."""
    plural = term(noun)
    if plural not in nouns("party") | nouns("makers") | words("of_group") and noun.tag_ not in {"NNP", "NNPS"}:
        return NOBODY
    left, right = noun.left_edge.i, noun.right_edge.i
    inside = [group for group in sentence.groups if left <= group.start <= right]
    explaining = [group for group in inside if _explains(group, noun, article)]
    names = tuple(dict.fromkeys(name for group in explaining for name in group.names))
    if names := names or _explained_by_surface(noun, sentence, article):
        return Found(names, "described")
    found = NOBODY
    if noun.dep_ == "attr" and noun.head.lower_ in COPULAS:
        # "Le Monde became the first newspaper to sign".
        found = parties_of(subject_of(noun.head), article, depth + 1)
    elif noun.dep_ == "nsubj" and noun.head.lower_ in words("including"):
        found = first_of((child for child in noun.head.children if child.dep_ in {"dobj", "attr"}), article)
    elif noun.lower_ in words("of_group"):
        found = first_of(after_preposition(noun, "of"), article)
    if not found and plural in words("generic") and any(child.lower_ in DEFINITE for child in noun.children):
        found = _refer(noun, sentence, article)
    return found or (_listed_next(sentence, article) if noun.tag_ == "NNS" else NOBODY)


def _listed_next(sentence: Sentence, article: Article) -> Found:
    """Who is meant by a plural of which only the next sentence says who: 'On the list are A, B and C'."""
    if sentence.index + 1 >= len(article.sentences):
        return NOBODY
    following = article.sentences[sentence.index + 1]
    if following.paragraph != sentence.paragraph or not LISTING.match(following.span.text.strip()):
        return NOBODY
    return Found(tuple(name for group in following.groups for name in group.names), "inferred")


def _explains(group: Group, noun: Token, article: Article) -> bool:
    """Whether a name hangs on a noun by apposition, 'including', 'of' or as its describing word."""
    walk = token = group.root(article.doc)
    for _ in range(6):
        if walk.i == noun.i:
            return True
        if walk.head.i == walk.i or not _step_explains(walk, noun, group, token):
            return False
        walk = walk.head
    return False


def _step_explains(walk: Token, noun: Token, group: Group, token: Token) -> bool:
    if walk.dep_ not in HANGING:
        return False
    if walk.dep_ == "prep" and walk.lower_ == "of":
        # "the maker of Stable Diffusion" is its maker; "a member of the Guild" is not the Guild.
        product = any(name.label == "product" and name.start <= token.i < name.end for name in group.names)
        return noun.lower_ in words("of_group") or (product and noun.lower_ in nouns("makers"))
    if walk.dep_ == "prep":
        return walk.lower_ in words("including") | {"as", "among", "with"}
    if walk.dep_ in {"dobj", "acl"}:
        return walk.lower_ in {"including", "led", "named", "called"} or walk.head.lower_ in words("including")
    if walk.dep_ == "compound" and walk.head.i == noun.i:
        # "the OpenAI company" is OpenAI, "the Suno and Udio companies" are both; "YouTube owners" are others.
        many = noun.tag_ == "NNS" and len(group.names) == 1
        return not many and term(noun) not in nouns("party") - nouns("makers")
    return True


def _explained_by_surface(noun: Token, sentence: Sentence, article: Article) -> tuple[Name, ...]:
    """'authors, among them A', 'three majors: A, B and C': the list behind the noun, whatever the parser made of it."""
    doc = article.doc
    if noun.i + 1 < sentence.span.end and doc[noun.i + 1].text == ":":
        return tuple(
            name
            for group in sentence.groups
            if group.start > noun.i
            for name in group.names
            if name.party.kind != "government"
        )
    for group in sentence.groups:
        gap = doc[noun.i + 1 : group.start]
        if group.start <= noun.i:
            continue
        if len(gap) > LONGEST_EXPLANATION or any(_is_finite(token) or token.lower_ == "whose" for token in gap):
            break  # "the company, whose investors include A": A is not the company
        said = [token.lower_ for token in gap if token.text not in PAUSES and token.lower_ not in {"the", "a"}]
        if (said[-1:] and said[-1] in words("introducing")) or " ".join(said[-2:]) in words("introducing"):
            return group.names
        if not said and len(gap) <= 2 and term(noun) in nouns("party") and (not gap or gap[0].text in PAUSES - {"("}):
            return group.names
    return ()


def _is_finite(token: Token) -> bool:
    return token.tag_ in {"VBD", "VBZ", "VBP"} and token.lower_ not in words("including") and token.dep_ != "acl"


def _refer(token: Token, sentence: Sentence, article: Article) -> Found:
    """Who a pronoun or 'the company' means, where what was said before leaves one choice."""
    for names in _candidates(token, sentence, article):
        parties = {name.party for name in names}
        if token.lower_ in {"former", "latter"}:
            if len(parties) == 2:
                return Found(names[:1] if token.lower_ == "former" else names[-1:], "inferred")
        elif token.lower_ in PAIRS:
            if len(parties) == PAIRS[token.lower_]:
                return Found(names, "inferred")
        elif token.lower_ in PLURAL:
            if len(parties) > 1:
                return Found(names, "inferred")
        elif len(parties) == 1 and (names[0].party.kind == "person") == (token.lower_ in PERSONAL):
            return Found(names[:1], "inferred")
    return NOBODY


def _candidates(token: Token, sentence: Sentence, article: Article) -> Iterator[tuple[Name, ...]]:
    """Subjects of the clauses before, the nearest first, in this sentence, then the one before; then lists in that."""
    own_verb = token.head if token.dep_ in {"dobj", "dative"} else token.head.head if token.dep_ == "pobj" else None
    before = [word for word in article.doc[sentence.span.start : token.i] if word.tag_.startswith("VB")]
    for verb in reversed(before):
        # Who sues it is not it.
        if own_verb is not None and verb.i in {own_verb.i, own_verb.head.i} and own_verb.dep_ != "relcl":
            continue
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS and child.i < token.i), None)
        if subject is not None and (names := _subject_names(subject, sentence)):
            yield names
    first = sentence.groups[0] if sentence.groups else None
    if first is not None and first.end <= token.i and len(first.names) == 1:
        yield first.names
    previous = article.sentences[sentence.index - 1] if sentence.index else None
    if previous is None or previous.paragraph < sentence.paragraph - 1:
        return
    for word in previous.span:
        if word.dep_ in SUBJECTS and (names := _subject_names(word, previous)):
            yield names
            break
    for group in reversed(previous.groups):
        if len({name.party for name in group.names}) > 1:
            yield group.names
            break


def _subject_names(subject: Token, sentence: Sentence) -> tuple[Name, ...]:
    """Names of a subject, or of its owner: behind "Meta's strategy may mirror" the company is Meta."""
    if group := sentence.group_at(subject):
        return group.names
    owners = (sentence.group_at(child) for child in subject.children if child.dep_ == "poss")
    return next((group.names for group in owners if group), ())
