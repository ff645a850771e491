"""An article as the rules see it: sentences with the names in them, lists of names joined to groups."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from nlp.layout import Layout, is_blank
from nlp.mentions import Name
from nlp.model import Party

SEPARATORS = frozenset({",", ";", "and", "&", "or", "/", "plus"})
#: Between two names of one list, besides separators: articles, describing words and 'along with'.
LIST_TAGS = frozenset(
    {"DT", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "CD", "HYPH", "PRP$", "-LRB-", "-RRB-", ":", "``", "''"}
)
LIST_WORDS = frozenset({"along", "alongside", "with", "as", "well", "together", "also"})
LONGEST_GAP = 9
#: Longer sentences are none: tables and lists without full stops. No rule reads them.
LONGEST_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class Group:
    """Names that one list joins, in order; a single name is a group of one. `start` and `end` are tokens."""

    names: tuple[Name, ...]
    start: int
    end: int

    def root(self, doc: Doc) -> Token:
        """The token by which the group hangs in the sentence."""
        for name in self.names:
            token = doc[name.start : name.end].root
            if not self.start <= token.head.i < self.end or token.head.i == token.i:
                return token
        first = self.names[0]
        return doc[first.start : first.end].root


@dataclass(slots=True)
class Sentence:
    """One sentence: its tokens, its place in the article, its names and groups."""

    span: Span
    index: int
    paragraph: int
    names: tuple[Name, ...]
    groups: tuple[Group, ...]

    @property
    def text(self) -> str:
        """The sentence in small letters, blanks as they are."""
        return str(self.span.text.lower())

    def group_at(self, token: Token) -> Group | None:
        """The group that holds a token, if any."""
        for group in self.groups:
            if group.start <= token.i < group.end:
                return group
        return None


@dataclass(slots=True)
class Article:
    """What all rules share. `by_token` maps a sentence's first token to it, `sentences` leaves out those too long."""

    layout: Layout
    doc: Doc
    names: tuple[Name, ...]
    sentences: list[Sentence]
    by_token: dict[int, Sentence] = field(default_factory=dict)

    def sentence_of(self, token: Token) -> Sentence:
        """The sentence that holds a token."""
        return self.by_token[token.sent.start]

    def title_parties(self) -> tuple[Party, ...]:
        """Parties that the headline names, in order, each once."""
        return tuple(dict.fromkeys(name.party for name in self.names if self.doc[name.start].idx < self.layout.start))


def view_article(layout: Layout, doc: Doc, names: tuple[Name, ...]) -> Article:
    """Cut a parsed article into sentences with their names and groups."""
    sentences: list[Sentence] = []
    by_token: dict[int, Sentence] = {}
    paragraph, upcoming = 0, 0
    for span in doc.sents:
        if is_blank(span.text):
            paragraph += 1
            continue
        if "\n\n" in layout.text[(doc[sentences[-1].span.end - 1].idx if sentences else 0) : doc[span.start].idx + 1]:
            paragraph += 1
        inside = []
        while upcoming < len(names) and names[upcoming].start < span.end:
            if names[upcoming].start >= span.start:
                inside.append(names[upcoming])
            upcoming += 1
        readable = len(span) <= LONGEST_SENTENCE
        named = inside if readable else []
        groups = tuple(sorted(_groups(doc, named), key=lambda group: (group.start, -group.end)))
        sentence = Sentence(span, len(sentences), paragraph, tuple(named), groups)
        by_token[span.start] = sentence
        if readable:
            sentences.append(sentence)
    return Article(layout, doc, names, sentences, by_token)


def _groups(doc: Doc, names: list[Name]) -> Iterator[Group]:
    current: list[Name] = []
    for name in names:
        if _is_modifier(doc, name):
            # "Comcast's NBCUniversal", "Meta CEO Mark Zuckerberg": the owner is no item of the list.
            yield Group((name,), name.start, name.end)
            continue
        odd = current and (current[-1].party.kind == "government") != (name.party.kind == "government")
        if current and (odd or _opens_clause(doc, current[0], name) or not _joins(doc, current[-1].end, name.start)):
            yield Group(tuple(current), current[0].start, current[-1].end)
            current = []
        current.append(name)
    if current:
        yield Group(tuple(current), current[0].start, current[-1].end)


def _opens_clause(doc: Doc, first: Name, name: Name) -> bool:
    """Whether a name is the subject of a new clause behind an object: 'X sued Y; Z followed'."""
    root, before = doc[name.start : name.end].root, doc[first.start : first.end].root
    subject = root.dep_ in {"nsubj", "nsubjpass"} and root.head.i >= name.end and root.head.tag_.startswith("VB")
    return subject and before.dep_ in {"dobj", "pobj"} and doc[name.start - 1].lower_ not in {"and", "&"}


def _is_modifier(doc: Doc, name: Name) -> bool:
    """Whether a name stands before the noun or name that it describes."""
    if name.end >= len(doc):
        return False
    after = doc[name.end]
    if after.tag_ == "POS" or after.text in {"'s", "\u2019s"}:
        return True
    if after.text == "-" or after.tag_ == "HYPH":
        return True
    return after.tag_ in {"NN", "NNS", "NNP", "NNPS"} and doc[name.start : name.end].root.dep_ in {
        "compound",
        "nmod",
        "amod",
    }


def _joins(doc: Doc, start: int, end: int) -> bool:
    """Whether the tokens between two names join them to one list."""
    gap = doc[start:end]
    if not 0 < len(gap) <= LONGEST_GAP:
        return False
    joined = False
    for token in gap:
        if token.lower_ in SEPARATORS:
            joined = True
        elif token.lower_ in LIST_WORDS:
            # "X, along with Y, sued" is a list; "sued X together with Y" may be one of plaintiffs.
            joined = joined or (token.lower_ in {"along", "alongside", "well", "together"} and gap[0].text == ",")
        elif token.tag_ not in LIST_TAGS or token.lower_ in {"both", "including"}:
            return False
    # "Midjourney, the San Francisco image generator; Warner": what a comma explains is not joined by a mark alone.
    return joined and (
        len(gap) <= 4
        or any(token.lower_ in {"and", "&", "or", "along", "alongside", "well", "together"} for token in gap)
    )
