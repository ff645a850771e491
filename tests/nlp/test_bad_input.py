"""Whatever a page holds, reading it ends: no crash, no more work than for a long article, and a reason in words."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nlp.reader
from nlp.characters import INVISIBLE, gather
from nlp.gate import LONGEST_TEXT, LONGEST_TITLE
from nlp.model import Document, Reading

SUIT = "Le Monde sued OpenAI over AI training on its copyrighted articles."
MORE = "The publisher says that OpenAI copied its books and articles without a licence to train AI models."
ARTICLE = f"{SUIT}\n\n{MORE}"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
SELECTORS = "\ufe0e\ufe0f\U000e0100\U000e01ef"


def between(mark: str, text: str) -> str:
    """The text with a character behind every letter of its names."""
    for name in ("Le Monde", "OpenAI"):
        text = text.replace(name, mark.join(name) + mark)
    return text


GERMAN = (
    "Die GEMA hat OpenAI vor dem Landgericht München I verklagt. Das Gericht entschied, dass das Training der KI mit "
    "Liedtexten ohne Lizenz das Urheberrecht verletzt. OpenAI will Berufung einlegen. "
)
CHINESE = (
    "出版商起诉OpenAI，称其未经许可使用受版权保护的书籍训练AI模型。法院将于下月开庭审理此案，双方正在商谈授权协议。"
)
ARABIC = "رفعت دار نشر دعوى قضائية ضد OpenAI بسبب استخدام كتبها المحمية بحقوق النشر لتدريب نماذج AI دون ترخيص. "

INPUT = {
    "empty": "",
    "blanks and blank lines": " \t\n\n \u3000 \n\n" * 50,
    "nothing that can be seen": ZERO_WIDTH * 100,
    "a sentence of two million characters": ("The publisher sued OpenAI over AI training on copyrighted books and " * 30_000)[:2_000_000],
    "a word of two million characters": SUIT + " " + "copyright" * 222_222,
    "two million characters of names": ("Le Monde, OpenAI, Getty Images, GEMA, " * 60_000)[:2_000_000] + SUIT,
    "German": GERMAN * 20,
    "Chinese": CHINESE * 40,
    "Arabic": ARABIC * 30,
    "three languages": GERMAN + CHINESE + ARABIC + ARTICLE,
    "every control character": between("\x00", ARTICLE) + "".join(chr(code) for code in [*range(32), *range(127, 160)]),
    "orders to a terminal": f"\x1b[2J\x1b]0;x\x07{ARTICLE}\x1b[31m",
    "direction marks": f"\u202e{ARTICLE}\u2066\u2069\u200f",
    "variation selectors in names": between(SELECTORS, ARTICLE),
    "zero-width joiners in names": between("\u200d", ARTICLE),
    "combining marks in heaps": between("\u0301" * 200, ARTICLE),
    "capitals": ARTICLE.upper(),
    "a page in capitals": (ARTICLE.upper() + "\n\n") * 200,
    "ten thousand brackets": "(" * 10_000 + ARTICLE + ")" * 10_000,
    "ten thousand kinds of brackets": "([{<«" * 2_000 + ARTICLE + "»>}])" * 2_000,
    "ten thousand brackets with words": "(AI " * 10_000 + ARTICLE + ")" * 10_000,
    "ten thousand quotation marks": '"' * 10_000 + ARTICLE + "“" * 10_000,
    "lone surrogates": "\ud800" + between("\udfff", ARTICLE) + "\udc00",
    "beyond the plane": "𝕆𝕡𝕖𝕟𝔸𝕀 " * 500 + ARTICLE,
    "line breaks everywhere": "\n".join(ARTICLE),
    "ten thousand paragraphs": (SUIT + "\n\n") * 10_000,
    "ten thousand lines": "AI\n" * 10_000 + ARTICLE,
    "full stops": "." * 50_000 + ARTICLE,
    "sums without end": "OpenAI licence deal for AI training: $" + "9" * 20_000 + " million, 1," + "000," * 5_000 + " books",
    "clauses without end": "OpenAI said that " * 3_000 + ARTICLE,
    "captions without end": "Le Monde v. OpenAI, No. 1:24-cv-11611; " * 1_500 + ARTICLE,
}  # fmt: skip


@pytest.fixture
def parsed(monkeypatch):
    """Lengths of what the parser was given: (characters, tokens) of each article that was not turned away."""
    seen: list[tuple[int, int]] = []
    view = nlp.reader.view_article

    def note(layout, doc, names):
        seen.append((len(layout.text), len(doc)))
        return view(layout, doc, names)

    monkeypatch.setattr(nlp.reader, "view_article", note)
    return seen


def check(document: Document, reading: Reading) -> None:
    assert not reading.failure
    assert reading.reason.strip()
    assert reading.relevant or not (reading.facts or reading.mentions)
    for mention in reading.mentions:
        source = document.title if mention.field == "title" else document.text
        assert source[mention.start : mention.end] == mention.text
        assert 0 <= mention.start < mention.end <= LONGEST_TEXT
    for fact in reading.facts:
        for evidence in fact.evidence:
            source = document.title if evidence.field == "title" else document.text
            assert source[evidence.start : evidence.end] == evidence.sentence
        assert all(party.name.isprintable() for party in (fact.subject, fact.object) if party)
        assert fact.why


@pytest.mark.parametrize("text", INPUT.values(), ids=INPUT)
def test_any_text_is_read_within_bounds_or_turned_away_with_a_reason(reader, parsed, text):
    document = Document("https://wire.test/a", "", text)
    reading = reader.read(document)
    check(document, reading)
    assert all(characters <= LONGEST_TEXT + 2 and tokens <= LONGEST_TEXT + 2 for characters, tokens in parsed)
    assert reading.relevant == bool(parsed)
    if reading.relevant and len(text) > LONGEST_TEXT:
        assert f"only the first {LONGEST_TEXT:,} of {len(text):,} characters were read" in reading.reason


@pytest.mark.parametrize("title", INPUT.values(), ids=INPUT)
def test_any_title_is_read_within_bounds(reader, parsed, title):
    document = Document("https://wire.test/a", title, ARTICLE)
    reading = reader.read(document)
    check(document, reading)
    longest = LONGEST_TITLE + 2 + len(ARTICLE)
    assert all(characters <= longest and tokens <= longest for characters, tokens in parsed)


def test_nothing_is_told_of_an_empty_page(reader):
    for text in ("", INPUT["blanks and blank lines"]):
        reading = reader.read(Document("u", "", text))
        assert (reading.relevant, reading.reason) == (False, "no text")


@pytest.mark.parametrize("text", [GERMAN * 5, CHINESE * 30, ARABIC * 8], ids=["German", "Chinese", "Arabic"])
def test_another_language_is_turned_away_as_such(reader, text):
    reading = reader.read(Document("u", "OpenAI copyright lawsuit", text))
    assert (reading.relevant, reading.reason) == (False, "not in English")


@pytest.mark.parametrize("quote", [GERMAN, CHINESE, ARABIC], ids=["German", "Chinese", "Arabic"])
def test_an_english_article_may_quote_another_language(reader, quote):
    assert reader.read(Document("u", "", f"{ARTICLE}\n\n{quote}\n\n{ARTICLE}")).facts


def test_an_article_in_capitals_is_said_to_be_in_capitals(reader):
    assert reader.read(Document("u", "", ARTICLE.upper())).reason.endswith(
        "; it is in capitals, where names are hardly found"
    )
    assert "capitals" not in reader.read(Document("u", "", ARTICLE)).reason


SAME = {
    "control characters": ARTICLE.replace(" ", "\x07"),
    "variation selectors": between("\ufe0f", ARTICLE),
    "zero-width joiners": between("\u200d", ARTICLE),
    "zero-width spaces": between("\u200b", ARTICLE),
    "soft hyphens": between("\u00ad", ARTICLE),
    "direction marks": f"\u202e{ARTICLE}\u202c",
    "letters and marks apart": unicodedata.normalize("NFD", ARTICLE),
    "spaces that do not break": ARTICLE.replace(" ", "\u00a0"),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_what_a_person_does_not_see_does_not_hide_a_fact(reader, text):
    document = Document("u", "", text)
    reading = reader.read(document)
    check(document, reading)
    assert ("sues", "Le Monde", "OpenAI") in {
        (fact.relation, fact.subject.name, fact.object.name if fact.object else None) for fact in reading.facts
    }


def test_one_bad_article_costs_no_other(reader):
    bad = [text for name, text in INPUT.items() if "ten thousand" not in name and "million" not in name]
    texts = [ARTICLE, *bad, ARTICLE]
    readings = list(reader.read_many(Document(f"u{number}", "", text) for number, text in enumerate(texts)))
    assert [reading.url for reading in readings] == [f"u{number}" for number in range(len(texts))]
    assert readings[0].facts == readings[-1].facts != ()


def test_a_name_with_invisible_characters_is_marked_whole(reader):
    text = "Le Mon\u200dde sued Open\ufe0fAI\u00ad's owner over AI training on its copyrighted articles.\n\n" + MORE
    marked = [mention.text for mention in reader.read(Document("u", "", text)).mentions]
    assert marked[:2] == ["Le Mon\u200dde", "Open\ufe0fAI"]


@given(st.text(alphabet="aB. \n\u200d\u00ad\ufe0f\u2060,é", max_size=60))
def test_gathering_moves_characters_within_their_lines_only(text):
    gathered, places = gather(text)
    assert places or gathered == text
    assert sorted(places) == list(range(len(text))) or not places
    assert all(gathered[at] in {text[place], " "} for at, place in enumerate(places))
    assert [len(line) for line in gathered.split("\n")] == [len(line) for line in text.split("\n")]
    words = INVISIBLE.sub("", re.sub(rf"(?<=[.,]){INVISIBLE.pattern}(?=\w)", " ", text)).split()
    assert INVISIBLE.sub(" ", gathered).split() == words
