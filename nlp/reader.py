"""Read documents: the gate first, then the parser in batches, then the rules."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from nlp.article import view_article
from nlp.background import mark_background
from nlp.courts import CourtFinder
from nlp.extract import extract_facts
from nlp.gate import LONGEST_TEXT, ON_TRIAL, judge
from nlp.gazetteer import Gazetteer
from nlp.language import BATCH_SIZE, make_language
from nlp.layout import Layout, lay_out
from nlp.learned.encoder import see
from nlp.learned.names import spot
from nlp.learned.pairs import load_weights
from nlp.marks import find_marks, held_tokens, to_mentions
from nlp.mentions import find_names
from nlp.model import Document, Reading
from nlp.proposals import ask
from nlp.register import Register
from nlp.thresholds import KEPT, Thresholds
from nlp.version import reader_version

#: An article is in capitals where they are more than this share of so many first characters.
MOSTLY, CASE_SAMPLE = 0.6, 2_000


TOLD = Thresholds()
NO_FACT = "; read whole, it tells no fact"


class Reader:
    """Reads documents; holds the language model, so it is made once for each process.

    Args:
        lang: pipeline with the gazetteer in it.
        gazetteer: the register's parties.
        courts: the register's courts.
        version: what `Reading.reader` is to say.

    Attributes:
        least: facts that it does not admit are refused.
    """

    def __init__(self, lang: Language, gazetteer: Gazetteer, courts: CourtFinder, version: str) -> None:
        self.least = KEPT
        self._lang = lang
        self._gazetteer = gazetteer
        self._courts = courts
        self.version = version

    def read(self, document: Document) -> Reading:
        """What one document says. Never raises for what is in a document: see `Reading.failure`."""
        return next(self.read_many([document]))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """What documents say, in their order; irrelevant ones are never parsed, a failing one costs only itself."""
        stream = iter(documents)
        while batch := list(islice(stream, BATCH_SIZE)):
            judged = [(document, *judge(document)) for document in batch]
            # Words seen for the first time are forgotten with the batch: else memory grows with every article.
            with self._lang.memory_zone():
                readings = iter(list(self._parse([document for document, relevant, _ in judged if relevant])))
            for document, relevant, reason in judged:
                if relevant:
                    yield self._judged_again(next(readings), reason, document)
                else:
                    yield Reading(document.url, self.version, relevant=False, reason=reason)

    def _judged_again(self, reading: Reading, reason: str, document: Document) -> Reading:
        """The reading with its reason; what is read on trial has to tell a fact."""
        if reason.startswith(ON_TRIAL) and not any(map(TOLD.admits, reading.facts)) and not reading.failure:
            return Reading(document.url, self.version, relevant=False, reason=reason + NO_FACT)
        return replace(reading, reason=reason + _remarks(document))

    def _parse(self, documents: list[Document]) -> Iterator[Reading]:
        layouts = [lay_out(document, self._gazetteer.words) for document in documents]
        parsed = self._lang.pipe((layout.text for layout in layouts), batch_size=BATCH_SIZE)
        for layout, doc in zip(layouts, parsed, strict=True):
            try:
                yield self._read(layout, doc)
            except Exception as error:  # noqa: BLE001  (any text may come; a rule that trips costs that article alone)
                failure = f"{type(error).__name__}: {error}"
                yield Reading(layout.document.url, self.version, relevant=True, reason="", failure=failure)

    def _read(self, layout: Layout, doc: Doc) -> Reading:
        marks = find_marks(layout.text, self._courts, layout.document.published)
        seen = see(layout.text)
        names = find_names(doc, self._gazetteer, held_tokens(doc, marks), spot(seen, layout.text), layout.start)
        article = view_article(layout, doc, names)
        extraction = extract_facts(article, marks, self._gazetteer, ask(article, seen), self.least)
        return Reading(
            url=layout.document.url,
            reader=self.version,
            relevant=True,
            reason="",
            mentions=to_mentions(article, marks),
            facts=mark_background(extraction.facts, layout.document),
            refused=extraction.refused,
        )


def _remarks(document: Document) -> str:
    """What kept an article from being read as well as others, in words behind the gate's reason."""
    remarks = []
    if len(document.text) > LONGEST_TEXT:
        remarks.append(f"only the first {LONGEST_TEXT:,} of {len(document.text):,} characters were read")
    letters = [character for character in document.text[:CASE_SAMPLE] if character.isalpha()]
    if sum(map(str.isupper, letters)) > MOSTLY * len(letters):
        remarks.append("it is in capitals, where names are hardly found")
    return "".join(f"; {remark}" for remark in remarks)


def make_reader(register: Register, model: str | None = None) -> Reader:
    """Make a reader.

    Args:
        register: known parties and courts.
        model: name of an installed spaCy model; None is the one that this project pins.

    Raises:
        ConfigurationError: the model is not installed, or a file of vocabulary or weights is missing or damaged.
    """
    load_weights()
    lang, gazetteer = make_language(register, model)
    return Reader(lang, gazetteer, CourtFinder(register.courts), reader_version(register, model))
