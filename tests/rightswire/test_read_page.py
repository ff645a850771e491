"""What a person is shown of one article: on a page and in the terminal. Text from the web is hostile in both."""

import hashlib
import re
from base64 import b64decode
from datetime import date

import pytest
from lxml import html
from rich.console import Console

from nlp.model import Attributes, Document, Evidence, Fact, Mention, Party, Reading, Refusal
from rightswire.errors import ConfigurationError
from rightswire.marked_text import Marker, find_stretches
from rightswire.reading_page import render_page, write_page
from rightswire.report import print_reading

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }}"
OPENAI = Party("OpenAI", "company", "openai")
GEMA = Party("GEMA", "organisation", "gema")
TEXT = "GEMA sued OpenAI in Munich. It seeks damages.\n\nOpenAI calls its use of lyrics lawful."


def mention(text: str, word: str, label: str, register_id: str | None = "x", start: int = 0) -> Mention:
    begin = text.index(word, start)
    return Mention(begin, begin + len(word), "text", word, label, word, register_id, "register")


def evidence(text: str, sentence: str) -> Evidence:
    start = text.index(sentence)
    return Evidence(sentence, start, start + len(sentence))


def reading(**changes) -> Reading:
    suit = Fact("sues", GEMA, OPENAI, Attributes(court="Munich Regional Court I", amount_usd=1.5e9), (evidence(TEXT, "GEMA sued OpenAI in Munich."),), "sues.active", 0.9, "a verb says who sues whom; GEMA named; OpenAI named")  # fmt: skip
    stance = Fact("says", OPENAI, OPENAI, Attributes(stance="ai-use-lawful"), (evidence(TEXT, "OpenAI calls its use of lyrics lawful."),), "says.verb", 0.75)  # fmt: skip
    refusal = Refusal("settles_with", GEMA, OPENAI, evidence(TEXT, "It seeks damages."), "trigger", "only sought: 'could settle'")  # fmt: skip
    given = {
        "mentions": (mention(TEXT, "GEMA", "organisation"), mention(TEXT, "OpenAI", "company"), mention(TEXT, "OpenAI", "company", start=40)),
        "facts": (suit, stance),
        "refused": (refusal,),
    }  # fmt: skip
    return Reading("https://wire.test/a", "model+code", True, "on works and AI: score 3.0", **(given | changes))


def page_of(title: str = "GEMA sues", text: str = TEXT, source: str = "https://wire.test/a", **changes):
    document = Document(source, title, text, date(2025, 9, 17), "Example Wire")
    return html.fromstring(render_page(source, document, reading(**changes)))


def test_facts_and_sentences_lead_to_each_other():
    page = page_of()
    proofs = page.xpath("//article//span[@class='proof']")
    assert [proof.get("id") for proof in proofs] == ["s1", "s2"]
    assert [proof.xpath(".//span[@class='refs']/a/@href") for proof in proofs] == [["#f1"], ["#f2"]]
    rows = page.xpath("//table[@class='facts']/tbody")
    assert [row.get("id") for row in rows] == ["f1", "f2"]
    assert [row.xpath(".//td[5]/a/@href | .//tr[1]/td/a/@href")[0] for row in rows] == ["#s1", "#s2"]
    for link in page.xpath("//a[starts-with(@href, '#')]/@href"):
        assert len(page.xpath(f"//*[@id='{link[1:]}']")) == 1, link


def test_a_fact_is_told_in_words_with_reason_rule_and_sentence():
    first, second = (row.text_content() for row in page_of().xpath("//table[@class='facts']/tbody"))
    for part in ("GEMA", "sues", "OpenAI", "Munich Regional Court I", "$1,500,000,000", "0.90", "a verb says who sues whom", "sues.active", "GEMA sued OpenAI in Munich."):  # fmt: skip
        assert part in first
    assert "says that AI may use works" in second


def test_what_was_refused_is_told_with_its_reason():
    (section,) = page_of().xpath("//section[@class='refused']")
    for part in ("GEMA", "settles with", "OpenAI", "only sought", "It seeks damages."):
        assert part in section.text_content()
    assert not page_of(refused=()).xpath("//section[@class='refused']")


def test_kinds_of_parties_are_told_in_words_not_by_colour_alone():
    page = page_of()
    for name in page.xpath("//article//span[contains(@class, 'name')]"):
        kind = name.get("class").split()[1]
        assert kind in name.text_content()
        assert name.get("title").endswith(kind)


def test_all_of_the_text_is_there_in_order():
    (article,) = page_of().xpath("//article")
    for extra in article.xpath(".//small | .//span[@class='hidden' or @class='refs'] | .//h2"):
        extra.drop_tree()
    shown = " ".join(article.text_content().split())
    assert shown == " ".join(TEXT.split())


def test_text_of_others_is_shown_and_never_acts():
    party = Party(EVIL, "company", None)
    evil = Evidence(EVIL, 0, len(EVIL))
    fact = Fact("sues", party, OPENAI, Attributes(judge=EVIL, caption=EVIL), (evil,), "sues.active", 0.9, EVIL)
    mentions = (Mention(0, len(EVIL), "text", EVIL, "company", EVIL, None, "spacy"),)
    refused = (Refusal("sues", party, party, evil, "trigger", EVIL),)
    page = page_of(EVIL, EVIL, "javascript:alert(3)", facts=(fact,), mentions=mentions, refused=refused)
    assert not page.xpath("//script | //img | //iframe | //object | //link | //base | //form")
    assert not [name for node in page.iter() for name in node.attrib if name.startswith("on") or name == "style"]
    assert all(re.match(r"#|https?://", href) for href in page.xpath("//@href"))
    assert page.xpath("//article//bdi")[0].text_content() == EVIL
    assert "javascript:alert(3)" in page.xpath("//header")[0].text_content()


def test_the_policy_allows_this_style_and_nothing_else():
    page = page_of()
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    allowed = re.fullmatch(
        r"default-src 'none'; style-src 'sha256-([\w+/=]+)'; base-uri 'none'; form-action 'none'", policy
    )
    assert allowed
    (style,) = page.xpath("//style")
    assert b64decode(allowed[1]) == hashlib.sha256(style.text.encode()).digest()
    assert "url(" not in style.text
    assert "@import" not in style.text


def test_no_character_turns_the_direction_of_what_follows():
    text = "GEMA \u202esued\u2066 OpenAI\x1b[2J\x00"
    page = page_of(text, text, facts=(), mentions=(), refused=())
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", html.tostring(page, encoding="unicode"))


def test_an_article_that_is_not_relevant_has_a_page_too(tmp_path):
    out = tmp_path / "page.html"
    document = Document("https://wire.test/a", "", "Half a character: \ud800", None, "")
    write_page(out, "notes.txt", document, Reading("u", "r", False, "AI is not mentioned", failure=""))
    text = html.fromstring(out.read_bytes().decode("utf-8")).text_content()
    for part in ("Not relevant", "AI is not mentioned", "No facts", "Without a title", "notes.txt", "Half a character"):
        assert part in text


def test_a_page_that_cannot_be_written_is_told_by_name(tmp_path):
    out = tmp_path / "nowhere" / "page.html"
    with pytest.raises(ConfigurationError, match=r"nowhere.page\.html"):
        write_page(out, "a", Document("u", "", TEXT), reading())


def test_many_facts_of_one_sentence_are_named_as_a_range():
    sentence = evidence(TEXT, "GEMA sued OpenAI in Munich.")
    facts = tuple(
        Fact("sues", Party(f"P{i}", "person"), OPENAI, Attributes(), (sentence,), "sues.active", 0.9) for i in range(9)
    )
    assert page_of(facts=facts).xpath("//article//span[@class='refs']/a/@href") == ["#f1"]
    assert "1–9" in page_of(facts=facts).xpath("//article//span[@class='refs']")[0].text_content()


OVERLAPS = [
    ("apart", [(0, 4), (10, 17)], [(0, 4), (10, 17)]),
    ("the same", [(0, 4), (0, 4)], [(0, 4)]),
    ("one in the other", [(0, 17), (10, 17)], [(0, 17)]),
    ("crossing", [(0, 12), (10, 20)], [(0, 20)]),
    ("touching", [(0, 10), (10, 20)], [(0, 10), (10, 20)]),
    ("over a blank line", [(30, 60)], [(30, 60)]),
]  # fmt: skip


@pytest.mark.parametrize(("places", "joined"), [row[1:] for row in OVERLAPS], ids=[row[0] for row in OVERLAPS])
def test_evidence_that_overlaps_is_one_stretch_and_no_character_is_lost(places, joined):
    facts = [
        Fact("sues", GEMA, OPENAI, Attributes(), (Evidence(TEXT[a:b], a, b),), "sues.active", 0.9) for a, b in places
    ]
    stretches = find_stretches(facts)
    assert [(one.start, one.end) for one in stretches] == joined
    paragraphs = Marker(reading().mentions, stretches).paragraphs("text", TEXT)
    assert ["".join(piece.text for run in runs for piece in run.pieces) for runs in paragraphs] == TEXT.split("\n\n")
    runs = [run for paragraph in paragraphs for run in paragraph]
    assert sorted({run.proof for run in runs} - {0}) == [one.number for one in stretches]
    assert sum(run.opens for run in runs) == sum(bool(run.facts) for run in runs) == len(stretches)


def printed(explain: bool, given: Reading) -> str:
    console = Console(width=100, record=True, file=None, force_terminal=False)
    with console.capture() as capture:
        print_reading(console, "GEMA sues", given, explain)
    return capture.get()


def test_the_terminal_says_why_only_when_asked():
    short, long = printed(False, reading()), printed(True, reading())
    assert "on works and AI" in short
    assert "GEMA sued OpenAI in Munich." in short
    assert "because" not in short
    assert "refused" not in short
    for part in ("because a verb says who sues whom", "1 candidate refused", "GEMA settles_with OpenAI", "only sought", "It seeks damages."):  # fmt: skip
        assert part in long


def test_the_terminal_obeys_no_text():
    evil = Party("[red]Evil[/red]\x1b[2J", "company")
    refused = (Refusal("sues", evil, evil, Evidence("\x1b[31m[bold]x", 0, 1), "trigger", "[link=x]\x07"),)
    out = printed(True, reading(refused=refused))
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "[red]Evil[/red]" in out
