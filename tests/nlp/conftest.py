"""A reader over a small register, one for all tests: loading the model takes a second."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from nlp.model import Document, Fact
from nlp.reader import Reader, make_reader
from nlp.register import Register, RegisterCourt, RegisterParty
from nlp.thresholds import Thresholds

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"

PARTIES = (
    RegisterParty("openai", "company", "OpenAI", ("Open AI", "ChatGPT maker"), (), ("ChatGPT", "Sora"), description="AI company"),
    RegisterParty("meta", "company", "Meta", ("Meta Platforms", "Facebook"), (), ("Llama",), description="social media and AI company"),
    RegisterParty("anthropic", "company", "Anthropic", ("Anthropic PBC",), (), ("Claude",), description="AI company"),
    RegisterParty("microsoft", "company", "Microsoft", (), (), ("Copilot",), description="software and cloud company"),
    RegisterParty("google", "company", "Google", ("Alphabet",), (), ("Gemini",), description="search and AI company"),
    RegisterParty("perplexity", "company", "Perplexity", ("Perplexity AI",), (), (), description="AI search company"),
    RegisterParty("midjourney", "company", "Midjourney", (), (), (), description="maker of an image generator"),
    RegisterParty("suno", "company", "Suno", (), (), (), description="maker of a music generator"),
    RegisterParty("udio", "company", "Udio", (), (), (), description="maker of a music generator"),
    RegisterParty("stability-ai", "company", "Stability AI", (), ("Stability",), ("Stable Diffusion",), description="AI company"),
    RegisterParty("nytimes", "outlet", "The New York Times", ("New York Times", "NYT"), ("the Times", "The Times"), (), description="newspaper"),
    RegisterParty("the-times", "outlet", "The Times", ("Times of London",), ("the Times", "The Times"), (), description="newspaper of London"),
    RegisterParty("time", "outlet", "Time", ("Time magazine",), ("Time",), (), description="magazine"),
    RegisterParty("reach", "company", "Reach", ("Reach plc",), ("Reach",), (), description="publisher of newspapers"),
    RegisterParty("ap", "outlet", "Associated Press", ("The Associated Press",), ("AP",), (), description="news agency"),
    RegisterParty("le-monde", "outlet", "Le Monde", (), (), (), description="newspaper"),
    RegisterParty("guardian", "outlet", "The Guardian", ("Guardian Media Group",), ("the Guardian",), (), description="newspaper"),
    RegisterParty("reuters", "outlet", "Reuters", (), (), (), description="news agency"),
    RegisterParty("axel-springer", "company", "Axel Springer", (), (), (), description="publisher"),
    RegisterParty("getty", "company", "Getty Images", (), (), (), description="picture agency"),
    RegisterParty("disney", "company", "Disney", ("Walt Disney",), (), (), description="film and entertainment group"),
    RegisterParty("nbcu", "company", "NBCUniversal", (), ("Universal",), (), description="broadcasting and film group"),
    RegisterParty("umg", "company", "Universal Music Group", ("UMG",), ("Universal",), (), description="record and music publishing group"),
    RegisterParty("sony-group", "company", "Sony Group", ("Sony",), (), (), description="electronics group"),
    RegisterParty("sony-music", "company", "Sony Music", (), (), (), parent_id="sony-group", description="music group"),
    RegisterParty("wmg", "company", "Warner Music Group", (), (), (), description="record and music publishing group"),
    RegisterParty("gema", "organisation", "GEMA", (), (), (), description="collecting society"),
    RegisterParty("authors-guild", "organisation", "The Authors Guild", ("Authors Guild",), (), (), description="authors' association"),
    RegisterParty("bartz", "person", "Andrea Bartz", (), (), (), description="novelist"),
    RegisterParty("silverman", "person", "Sarah Silverman", (), (), (), description="comedian and author"),
    RegisterParty("altman", "person", "Sam Altman", (), (), (), description="chief executive of OpenAI"),
    RegisterParty("canada", "government", "Canada", (), (), (), description="state"),
    RegisterParty("susman", "law-firm", "Susman Godfrey", ("Susman Godfrey LLP",), (), (), description="law firm"),
)  # fmt: skip
COURTS = (
    RegisterCourt(
        "munich-regional", "Munich Regional Court I", "Germany", None, ("Munich court", "Landgericht München I")
    ),
    RegisterCourt("england-high", "High Court of England and Wales", "United Kingdom", None, ("High Court in London",)),
)
PUBLISHED = date(2025, 9, 17)
#: Makes any sentence part of an article on works and AI, and names nobody.
CONTEXT = "The dispute turns on whether copyrighted books and songs may be used to train AI models without a licence."

Row = tuple[str, str, str | None]


@pytest.fixture(scope="session")
def register() -> Register:
    return Register(PARTIES, COURTS)


@pytest.fixture(scope="session")
def reader(register: Register) -> Reader:
    """Tells what is about sure enough for the graph: a sentence alone convinces less than an article does."""
    made = make_reader(register)
    made.least = Thresholds(core=0.55)
    return made


@pytest.fixture(scope="session")
def read_facts(reader: Reader) -> Callable[..., tuple[Fact, ...]]:
    """Facts of a sentence set into an article on the subject; `title` for headlines."""

    def read(sentence: str, title: str = "") -> tuple[Fact, ...]:
        document = Document("https://wire.test/a", title, f"{sentence}\n\n{CONTEXT}", PUBLISHED, "Example Wire")
        reading = reader.read(document)
        assert reading.relevant, reading.reason
        return reading.facts

    return read


@pytest.fixture(scope="session")
def rows_of(read_facts: Callable[..., tuple[Fact, ...]]) -> Callable[..., set[Row]]:
    """(relation, subject, object) of the facts of a sentence, for some relations."""

    def rows(sentence: str, *relations: str, title: str = "") -> set[Row]:
        return {
            (fact.relation, fact.subject.name, fact.object.name if fact.object else None)
            for fact in read_facts(sentence, title)
            if fact.relation in relations
        }

    return rows


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated articles beside the repository, which not every checkout has."""
    if not (SHARED / "eval" / "dev.jsonl").exists():
        pytest.skip("no annotated articles beside the repository")
    return SHARED
