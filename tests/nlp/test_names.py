"""Who is named: register and recogniser, short forms, captions, courts; one stretch of text belongs to one mention."""

import itertools
from collections.abc import Callable

import pytest

from nlp.captions import find_captions, find_datelines, find_dockets
from nlp.courts import CourtFinder
from nlp.judges import find_judges
from nlp.learned.names import Spotted
from nlp.model import Document, Mention
from nlp.names import clean_name, is_name, kind_of_name, short_forms
from nlp.reader import make_reader
from nlp.recogniser import by_encoder
from nlp.register import Register, RegisterParty

CONTEXT = "\n\nThe dispute turns on whether copyrighted books may be used to train AI models without a licence."
PARTY_LABELS = {"company", "outlet", "person", "organisation", "government", "law-firm", "product"}


@pytest.fixture(scope="module")
def named(reader) -> Callable[[str], list[Mention]]:
    def read(text: str) -> list[Mention]:
        reading = reader.read(Document("https://wire.test/a", "", text + CONTEXT))
        assert reading.relevant, reading.reason
        return [mention for mention in reading.mentions if mention.label in PARTY_LABELS and mention.end <= len(text)]

    return read


MENTIONS = [
    ("Meta Platforms trains Llama on books.", [("Meta Platforms", "Meta", "company"), ("Llama", "Meta", "product")]),
    ("The New York Times sued. Lawyers for the Times spoke.", [("The New York Times", "The New York Times", "outlet"), ("the Times", "The New York Times", "outlet")]),
    ("Time flies, and the authors wait.", []),
    ("Time, OpenAI said, would show that.", [("OpenAI", "OpenAI", "company")]),
    ("Reach, Meta argued, is no harm to books.", [("Meta", "Meta", "company")]),
    ("Composer sues: the composer Ines Morrow sued.", [("Ines Morrow", "Ines Morrow", "person")]),
    ("Time, Meta and Reach were sued.", [("Time", "Time", "outlet"), ("Meta", "Meta", "company"), ("Reach", "Reach", "company")]),
    ("Time magazine sued; Time said so.", [("Time magazine", "Time", "outlet"), ("Time", "Time", "outlet")]),
    ("Universal Music Group sued. Universal said so.", [("Universal Music Group", "Universal Music Group", "company"), ("Universal", "Universal Music Group", "company")]),
    ("Sony Music sued. Sony said so.", [("Sony Music", "Sony Music", "company"), ("Sony", "Sony Music", "company")]),
    ("Andrea Bartz sued. Bartz writes novels.", [("Andrea Bartz", "Andrea Bartz", "person"), ("Bartz", "Andrea Bartz", "person")]),
    ("The novelist Miriam Okafor sued OpenAI. Okafor wrote it.",
     [("Miriam Okafor", "Miriam Okafor", "person"), ("OpenAI", "OpenAI", "company"), ("Okafor", "Miriam Okafor", "person")]),
    ("Warner Music Group and Suno met. Warner left.", [("Warner Music Group", "Warner Music Group", "company"), ("Suno", "Suno", "company"), ("Warner", "Warner Music Group", "company")]),
    ("AI and the API of an LLM changed on Tuesday.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_names_mean_parties(named, text, expected):
    assert [(mention.text, mention.name, mention.label) for mention in named(text)] == expected


HEADLINES = [
    ("Meta, Time and Reach in AI news", "Meta signed a licensing agreement with Reach. It takes time, readers said.", {"Meta", "Reach"}),
    ("Time, Meta and AI: what lies ahead", "Meta trains models on articles of all time.", {"Meta"}),
    ("Meta, Time and Reach in AI news", "Meta signed with Time magazine and with Reach.", {"Meta", "Time", "Reach"}),
    ("OpenAI, Time sign AI deal", "Time and OpenAI signed a licence for articles.", {"OpenAI", "Time"}),
    ("Le Monde, Time and Reach join Perplexity programme", "Three publishers joined, the AI company said.", {"Le Monde", "Time", "Reach", "Perplexity"}),
    ("Reach and Axel Springer license archives to OpenAI", "The AI company may train on articles.", {"Reach", "Axel Springer", "OpenAI"}),
    ("Perplexity adds Time, Reach and Le Monde", "The AI company pays the publishers.", {"Le Monde", "Time", "Reach", "Perplexity"}),
    ("OpenAI sued by Time and Le Monde", "The AI company trains on articles.", {"Le Monde", "Time", "OpenAI"}),
    ("OpenAI, Time and the law", "The AI company trains on articles.", {"OpenAI"}),
    ("Time to pay: publishers and OpenAI", "The AI company trains on articles.", {"OpenAI"}),
    ("Meta, Time and Reach in AI news", "The AI company trains on articles.", {"Meta"}),
    ("Meta and Reach agree", "Reach of the news grows. Meta said: \"Reach is all.\"", {"Meta"}),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "names"), HEADLINES)
def test_a_word_of_a_headline_is_a_party_only_where_the_text_has_it_as_a_name(reader, title, text, names):
    reading = reader.read(Document("https://wire.test/a", title, text + CONTEXT))
    assert {mention.name for mention in reading.mentions if mention.label in PARTY_LABELS} == names


#: What the encoder may take for a name and is none, and names beside it.
SPOTTED = [
    ("They rely on the Digital Millennium Copyright Act here.", "Digital Millennium Copyright", []),
    ("\n\nCentralization is meant to avoid conflicting rulings. The central question stays open.", "Centralization", []),
    ("Quillfeather sued. The publisher sells feathers.", "Quillfeather", ["Quillfeather"]),
    ("The songs were reproduced, the Chamber found.", "Chamber", []),
    ("Tidewater sued. A lawyer for Tidewater spoke.", "Tidewater", ["Tidewater"]),
    ("They met Quillfeather Press on Monday.", "Quillfeather Press", ["Quillfeather Press"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "expected"), SPOTTED)
def test_laws_and_words_with_a_capital_are_no_names(reader, text, name, expected):
    start = text.index(name)
    finds = by_encoder(reader._lang(text), frozenset(), [Spotted(start, start + len(name), "company", 0.9)])
    assert [find.name for find in finds] == expected


def test_mentions_of_parties_do_not_overlap(named):
    found = named(
        "The New York Times Company, Universal Music Group, Getty Images and Stability AI met Bartz in The Authors Guild."
    )
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert len(found) >= 5


def test_a_place_and_agency_at_the_head_are_no_parties(named):
    assert [mention.name for mention in named("LONDON, Sept 17 (Reuters) - Getty Images sued Stability AI.")] == [
        "Getty Images",
        "Stability AI",
    ]


CAPTIONS = [
    ("In Bartz v. Anthropic the judge", [("Bartz", "Anthropic")]),
    ("the Kadrey v. Meta case", [("Kadrey", "Meta")]),
    ("The case is Bartz et al. v. Anthropic PBC, No. 3:24-cv-05417", [("Bartz", "Anthropic PBC")]),
    ("Getty Images (US), Inc. v Stability AI", []),
    ("Getty v Stability", [("Getty", "Stability")]),
    ("UMG Recordings, Inc. v. Suno, Inc.", [("UMG Recordings, Inc.", "Suno, Inc.")]),
    ("Thomson Reuters v. Ross Intelligence", [("Thomson Reuters", "Ross Intelligence")]),
    ("four days later came London. In Getty v Stability it", [("Getty", "Stability")]),
    ("In re OpenAI Copyright Litigation", []),
    ("version v2 of the model", []),
]


@pytest.mark.parametrize(("text", "sides"), CAPTIONS)
def test_a_caption_names_two_sides(text, sides):
    found = find_captions(text)
    if sides:
        assert [(case.plaintiff.rstrip("."), case.defendant.rstrip(".")) for case in found] == [
            (p.rstrip("."), d.rstrip(".")) for p, d in sides
        ]
    assert all(text[case.start : case.end] == case.text for case in found)


DOCKETS = [
    ("No. 3:24-cv-05417 (N.D. Cal.)", "3:24-cv-05417"),
    ("Case 1:23-cv-11195-SHS", "1:23-cv-11195-SHS"),
    ("(C-250/25)", "C-250/25"),
    ("(Ref. 5 U 104/24)", "5 U 104/24"),
    ("(court file CV-24-00732231-00CL)", "CV-24-00732231-00CL"),
    ("(1107237-96.2025.8.26.0100)", "1107237-96.2025.8.26.0100"),
    ("No. 25-05197.", "25-05197"),
]


@pytest.mark.parametrize(("text", "number"), DOCKETS)
def test_a_docket_number_is_found(text, number):
    assert [docket.text for docket in find_dockets(text)] == [number]


def test_a_judge_keeps_the_full_name():
    text = "U.S. District Judge Sidney H. Stein ruled. Judge Stein and Magistrate Judge Ona Wang agreed; the judge left. Justice Department staff did not."
    assert [judge.text for judge in find_judges(text)] == ["Sidney H. Stein", "Sidney H. Stein", "Ona Wang"]


JUDGES = [
    ("On Monday Judge Vince Chhabria decided for Meta.", ["Vince Chhabria"]),
    ("The judge, Constance Bierbaum of the U.S. District Court, gave leave.", ["Constance Bierbaum"]),
    ("It lies with a federal judge in Miami, Rosalind Teague, since May.", ["Rosalind Teague"]),
    ("Presiding judge Dr. Annegret Stoll read it out.", ["Annegret Stoll"]),
    ("Mr Justice Cathal Ó Briain heard it.", ["Cathal Ó Briain"]),
    ("In the Court of Session Lord Kinnear forbade it.", ["Lord Kinnear"]),
    ("It goes on before William Alsup; Judge Alsup ruled.", ["William Alsup", "William Alsup"]),
    ("The peer Lord Kinnear objected.", []),
    ("It was unfair, said the judge, Anthropic had copied.", []),
]


@pytest.mark.parametrize(("text", "names"), JUDGES)
def test_a_judge_is_told_by_title_place_or_fame(text, names):
    assert [judge.text for judge in find_judges(text)] == names


def test_datelines_are_told_from_sentences():
    assert [
        line.start for line in find_datelines("PARIS, May 22 (AFP) - Le Monde sued.\nLe Monde, a daily, sued - again.")
    ] == [0]


NYSD = "United States District Court for the Southern District of New York"
CAND = "United States District Court for the Northern District of California"
COURTS = [
    (NYSD, NYSD),
    ("U.S. District Court for the Southern District of New York", NYSD),
    ("the Southern District of New York", NYSD),
    ("(S.D.N.Y.)", NYSD),
    ("federal court in Manhattan", NYSD),
    ("Manhattan federal court", NYSD),
    ("Manhattan's federal court", NYSD),
    ("a federal judge in Manhattan", NYSD),
    ("New York's Southern District", NYSD),
    ("N.D. Cal.", CAND),
    ("federal court in San Francisco", CAND),
    ("Northern District of California", CAND),
    ("the Ninth Circuit", "United States Court of Appeals for the Ninth Circuit"),
    ("U.S. Court of Appeals for the Third Circuit", "United States Court of Appeals for the Third Circuit"),
    ("a Munich court", "Munich Regional Court I"),
    ("Landgericht München I", "Munich Regional Court I"),
    ("the High Court in London", "High Court of England and Wales"),
    ("the Tokyo District Court", "Tokyo District Court"),
    ("Copenhagen City Court", "Copenhagen City Court"),
    ("the Paris Judicial Court", "Paris Judicial Court"),
    ("Delhi High Court", "Delhi High Court"),
    ("the Higher Regional Court of Hamburg", "Higher Regional Court of Hamburg"),
    ("D. Mass.", "United States District Court for the District of Massachusetts"),
    ("federal court in Boston", "United States District Court for the District of Massachusetts"),
    ("court before a Manhattan judge", NYSD),
    ("court before Judge Ada Stone of San Francisco", CAND),
    ("Canada, in the Superior Court of Justice,", "Ontario Superior Court of Justice"),
    ("Ottawa, before the Federal Court,", "Federal Court of Canada"),
    ("Munich, where the regional court sits,", "Munich Regional Court I"),
    ("London, at the High Court,", "High Court of England and Wales"),
    ("the 14th Civil Court of Santiago", "14th Civil Court of Santiago"),
    ("March. Singapore High Court papers say so", "High Court of Singapore"),
]
NO_COURTS = [
    "the High Court",
    "the regional court",
    "the court",
    "a court in New York",
    "the district",
    "a tennis court",
    "in New York",
    "the courtroom",
]


@pytest.fixture(scope="module")
def courts(register: Register) -> CourtFinder:
    return CourtFinder(register.courts)


@pytest.mark.parametrize(("text", "name"), COURTS)
def test_a_court_has_one_official_name(courts, text, name):
    assert [court.name for court in courts.find(f"It was filed in {text} last week.")] == [name]


@pytest.mark.parametrize("text", NO_COURTS)
def test_an_unnamed_court_is_none(courts, text):
    assert courts.find(f"It was filed in {text} last week.") == ()


def test_names_by_themselves():
    assert clean_name("the Salisbury Beacon's") == "Salisbury Beacon"
    assert [
        is_name(text) for text in ("Quillmark", "AI", "GPT-5", "the court", "Copyright Act", "http://x.test", "3,000")
    ] == [True, False, False, False, False, False, False]
    assert [
        kind_of_name(name, "ORG") for name in ("Crane Abadi LLP", "Harbor Times", "Writers Guild", "Quillmark AI")
    ] == ["law-firm", "outlet", "organisation", "company"]
    assert kind_of_name("Miriam Okafor", "PERSON") == "person"
    assert short_forms("Kirk Wallace Johnson", "person") == ("Johnson",)
    assert "the Guild" in short_forms("The Authors Guild", "organisation")
    assert short_forms("OpenAI", "company") == ()


@pytest.mark.parametrize("slip", [". Forward", "-General", "\u2013Jones"])
def test_a_name_begins_with_a_letter_or_figure(slip):
    assert not is_name(slip)


TOWNS = [
    ("The Courier sued Gadwall Inc., of Somerville, over articles.", "Gadwall Inc., of Somerville", "Gadwall"),
    ("The lawyers are Ferrol Birch LLP of Cleveland.", "Ferrol Birch LLP of Cleveland", "Ferrol Birch"),
    ("The Courier sued Gadwall Ltd in Leeds over articles.", "Gadwall Ltd in Leeds", "Gadwall"),
    ("The Guild of Audiobook Readers wrote a letter.", "Guild of Audiobook Readers", "Guild of Audiobook Readers"),
    ("The Bank of Rotterdam lent its archive.", "Bank of Rotterdam", "Bank of Rotterdam"),
]


@pytest.mark.parametrize(("text", "seen", "name"), TOWNS, ids=[row[0] for row in TOWNS])
def test_the_town_behind_a_legal_form_is_no_part_of_a_name(reader, text, seen, name):
    start = text.index(seen)
    spotted = Spotted(start, start + len(seen), "company", 0.9)
    assert [find.name for find in by_encoder(reader._lang(text), frozenset(), [spotted])] == [name]


def test_a_short_form_of_a_known_name_of_several_words_is_that_party(register):
    known = Register((*register.parties, RegisterParty("kestrel", "company", "Kestrel Bay Voice Technology")), ())
    text = (
        "A singer sued Kestrel Bay Voice Technology over her voice. Kestrel Bay said that it had bought the recordings."
    )
    reading = make_reader(known).read(Document("u", "", text + CONTEXT))
    assert {mention.name for mention in reading.mentions if mention.label == "company"} == {
        "Kestrel Bay Voice Technology"
    }
