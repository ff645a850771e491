"""Make the spaCy pipeline that reads articles. The object is called `lang` here: `nlp` is this package."""

import re
import warnings

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from thinc.api import NumpyOps, set_current_ops

from nlp.gazetteer import PRODUCT, WEAK, Gazetteer
from nlp.register import Register
from nlp.version import DEFAULT_MODEL
from nlp.vocabulary import read_table
from rightswire.errors import ConfigurationError

#: More texts at once cost memory and bring no speed (measured: 302 MB at 16, 1,990 MB at 256).
BATCH_SIZE = 16
ENTITY_LABELS = dict.fromkeys(("company", "outlet", "organisation", "government", "law-firm"), "ORG") | {
    "person": "PERSON"
}
TERMINAL = re.compile(r"[.!?:;…][\"'”\u2019)\]]*\Z")
BULLETS = frozenset("•-\u2013*·▪‣◦→")
SHORT_LINE = 60
#: Letters behind the last full stop of a name, as in 'Character.AI'.
LONGEST_ENDING = 3
#: Of spaCy's attribute SENT_START; 0 leaves it to the parser.
BEGINS, BEGINS_NOT = 1, -1
CLOSING = frozenset("\"'”\u2019)]")


def make_language(register: Register, model: str | None = None) -> tuple[Language, Gazetteer]:
    """Load the model without what is not needed and put the gazetteer before its recogniser.

    Args:
        register: known parties.
        model: name of an installed spaCy model; None is the one that this project pins.

    Returns:
        The pipeline and the gazetteer in it.

    Raises:
        ConfigurationError: the model is not installed.
    """
    # BLIS costs a third of the speed on this kind of text and gives the same parses.
    set_current_ops(NumpyOps(use_blis=False))
    name = model or DEFAULT_MODEL
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            lang = spacy.load(name, exclude=["lemmatizer", "attribute_ruler", "senter"])
    except OSError as error:
        raise ConfigurationError(
            name, "this spaCy model is not installed", "run make setup, or name another"
        ) from error
    lang.max_length = 10_000_000
    gazetteer = Gazetteer(register, lang.vocab, lang.make_doc)

    lang.add_pipe("mark_sentences", first=True)
    known = lang.add_pipe("mark_known_names", before="ner")
    known.gazetteer = gazetteer  # type: ignore[attr-defined]
    return lang, gazetteer


class KnownNames:
    """Pipeline step that tells the recogniser which names are known; it is given its gazetteer in its pipeline."""

    gazetteer: Gazetteer | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Mark strong forms and products as entities."""
        if self.gazetteer is None:
            return doc
        known = [
            Span(doc, hit.start, hit.end, label="PRODUCT" if hit.form == PRODUCT else ENTITY_LABELS[hit.party.kind])
            for hit in self.gazetteer.find(doc)
            if hit.form != WEAK
        ]
        doc.set_ents(known, default="unmodified")
        return doc


@Language.factory("mark_known_names")
def make_known_names(nlp: Language, name: str) -> KnownNames:
    """Make the step for a pipeline."""
    return KnownNames()


@Language.component("mark_sentences")
def mark_sentences(doc: Doc) -> Doc:
    """Fix where sentences must and must not begin, before the parser decides about the rest.

    A blank line always ends a sentence; the full stop of 'v.', 'No.' or 'Inc.' does not.
    """
    abbreviations = _abbreviations()
    starters = _starters()
    line_start = 0
    # Set all at once: spaCy looks through the whole document each time that a token is set.
    marks = np.zeros(len(doc), dtype=np.int64)
    for token in doc[:-1]:
        after = doc[token.i + 1]
        if token.is_space and "\n" in token.text:
            if token.text.count("\n") > 1 or _ends_line(doc, line_start, token.i) or after.text[0] in BULLETS:
                marks[after.i] = BEGINS
            line_start = token.i + 1
        elif token.lower_ in abbreviations:
            # 'Inc.' may end a sentence, 'v.' never does.
            marks[after.i] = BEGINS if abbreviations[token.lower_] and after.text in starters else BEGINS_NOT
        elif after.text in {",", ";", "%", ")"} or (token.text == "." and (after.text.islower() or _in_name(token))):
            marks[after.i] = BEGINS_NOT
        elif not (token.is_space or after.is_space or TERMINAL.search(token.text) or token.text in CLOSING):
            # Only a mark ends a sentence: the parser likes to begin one at a capital in a list of names.
            marks[after.i] = BEGINS_NOT
    doc.from_array(["SENT_START"], marks.astype(np.uint64)[:, np.newaxis])  # type: ignore[arg-type]
    return doc


def _in_name(stop: Token) -> bool:
    """Whether a full stop stands within a name, as in 'Character.AI': no blank beside it, and capitals alone behind."""
    inside = stop.i > 0 and not stop.nbor(-1).whitespace_ and not stop.whitespace_
    return inside and stop.nbor().text.isupper() and len(stop.nbor()) <= LONGEST_ENDING


def _ends_line(doc: Doc, start: int, end: int) -> bool:
    line = doc[start:end].text.strip()
    return bool(TERMINAL.search(line)) or len(line) < SHORT_LINE


def _abbreviations() -> dict[str, bool]:
    """Abbreviations in small letters; True where one may end a sentence."""
    table = read_table("sentences")
    return dict.fromkeys(table["never_end"], False) | dict.fromkeys(table["may_end"], True)


def _starters() -> frozenset[str]:
    return frozenset(read_table("sentences")["starters"])
