"""A position is its speaker's: no sentence proves one that names another speaker, or nobody."""

import pytest

from nlp.article import Sentence
from nlp.language import make_language
from nlp.mentions import Name
from nlp.model import Party
from nlp.speakers import is_anothers, names_or_refers

MAKER, OFFICE, WRITER = Party("OpenAI", "company"), Party("Copyright Office", "government"), Party("Ann Teal", "person")


@pytest.fixture(scope="module")
def lang(register):
    return make_language(register)[0]


def _sentence(lang, text):
    doc = lang(text)
    names = []
    for party in (MAKER, OFFICE, WRITER):
        words = party.name.split()
        names += [
            Name(token.i, token.i + len(words), party, party.kind, "register")
            for token in doc
            if doc[token.i : token.i + len(words)].text == party.name
        ]
    return Sentence(doc[:], 0, 0, tuple(names), ())


@pytest.mark.parametrize(
    ("text", "party", "told"),
    [
        ("The Copyright Office told the court that it considers training lawful.", MAKER, True),
        ("The Copyright Office told the court that it considers training lawful.", OFFICE, False),
        ("Training is fair use, it says.", MAKER, False),
        ("OpenAI says that Ann Teal is owed nothing.", MAKER, False),
        ("OpenAI says that Ann Teal is owed nothing.", WRITER, True),
    ],
)
def test_whose_words_a_sentence_reports(lang, text, party, told):
    assert is_anothers(_sentence(lang, text), (party,)) is told


@pytest.mark.parametrize(
    ("text", "party", "held"),
    [
        ("Writers have to be asked first, she says.", WRITER, True),
        ("Writers have to be asked first, she says.", MAKER, False),
        ("Its new books carry a notice against training.", MAKER, True),
        ("The company calls training fair use.", MAKER, True),
        ("Instead they rely on a provision of the act.", MAKER, False),
        ("Nobody trains on our archive without paying.", WRITER, True),
    ],
)
def test_a_sentence_names_its_speaker_or_refers_to_one(lang, text, party, held):
    assert names_or_refers(_sentence(lang, text), party) is held
