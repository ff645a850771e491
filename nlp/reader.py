"""Read documents: the gate first, then the parser in batches, then the rules."""

from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.language import Language

from nlp.article import view_article
from nlp.extract import extract_facts
from nlp.gate import judge
from nlp.gazetteer import Gazetteer
from nlp.language import BATCH_SIZE, describe_version, make_language
from nlp.layout import lay_out
from nlp.courts import CourtFinder
from nlp.marks import find_marks, held_tokens
from nlp.mentions import find_names
from nlp.model import Document, Reading
from nlp.register import Register


class Reader:
    def __init__(self, lang: Language, gazetteer: Gazetteer, courts: CourtFinder, version: str) -> None:
        self._courts = courts
        self._lang = lang
        self._gazetteer = gazetteer
        self.version = version

    def read(self, document: Document) -> Reading:
        return next(self.read_many([document]))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        stream = iter(documents)
        while batch := list(islice(stream, BATCH_SIZE)):
            judged = [(document, *judge(document)) for document in batch]
            layouts = [lay_out(document, self._gazetteer.words) for document, relevant, _ in judged if relevant]
            parsed = iter(zip(layouts, self._lang.pipe([l.text for l in layouts], batch_size=BATCH_SIZE)))
            for document, relevant, reason in judged:
                if not relevant:
                    yield Reading(document.url, self.version, False, reason)
                    continue
                layout, doc = next(parsed)
                marks = find_marks(layout.text, self._courts, document.published)
                names = find_names(doc, self._gazetteer, held_tokens(doc, marks))
                article = view_article(layout, doc, names)
                yield Reading(document.url, self.version, True, reason, (), extract_facts(article, marks, self._gazetteer))


def make_reader(register: Register, model: str | None = None) -> Reader:
    lang, gazetteer = make_language(register, model)
    return Reader(lang, gazetteer, CourtFinder(register.courts), describe_version(lang, register))
