"""What an article reports and what it only recalls."""

from datetime import date

import pytest

from nlp.background import mark_background
from nlp.model import Attributes, Document, Evidence, Fact, Party

FILLER = "The company declined to comment on the terms, which nobody outside has seen."
LEAD = "Mill Radio said on Wednesday that it would license its archive to Weave."


def document(*paragraphs, title="Mill Radio signs with Weave"):
    return Document("https://wire.test/a", title, "\n\n".join(paragraphs), date(2025, 9, 17))


def marked(article, *sentences, relation="sues"):
    evidence = tuple(
        Evidence(words, 0, len(words), "title")
        if words == article.title
        else Evidence(words, article.text.index(words), article.text.index(words) + len(words))
        for words in sentences
    )
    fact = Fact(relation, Party("A", "company"), Party("B", "company"), Attributes(), evidence, "r", 0.9)
    return mark_background([fact], article)[0].background


RECALLED = [
    "Mill Radio has also sued Loom.",
    "Mill Radio previously sued Loom.",
    "Last year Mill Radio sued Loom.",
    "Loom is also facing a suit by Mill Radio.",
    "Separately, Mill Radio sued Loom.",
    "Mill Radio sued Loom in May 2024.",
    "Mill Radio had sued Loom over its archive.",
]


@pytest.mark.parametrize("sentence", RECALLED)
def test_a_cue_or_an_old_date_recalls_but_never_in_headline_or_lead(sentence):
    assert marked(document(LEAD, sentence, FILLER, FILLER), sentence)
    assert not marked(document(f"{LEAD} {sentence}", FILLER, FILLER), sentence)
    assert not marked(document(LEAD, FILLER, title=sentence), sentence)


NEWS = ["Mill Radio sued Loom on Monday.", "Mill Radio sued Loom in August.", "Mill Radio sued Loom."]


@pytest.mark.parametrize("sentence", NEWS)
def test_in_the_body_a_recent_or_undated_sentence_is_news(sentence):
    assert not marked(document(LEAD, sentence, *[FILLER] * 4), sentence)


def test_the_last_third_recalls_except_for_who_speaks_and_for_whom():
    sentence = "Mill Radio sued Loom."
    article = document(LEAD, *[FILLER] * 4, sentence)
    assert marked(article, sentence)
    assert not marked(article, sentence, relation="says")
    assert not marked(article, sentence, relation="represents")


def test_nothing_in_a_short_article_is_background_for_its_place():
    sentence = "Mill Radio sued Loom."
    assert not marked(document(LEAD, sentence), sentence)


def test_one_sentence_that_reports_is_enough():
    sentence = "Mill Radio has also sued Loom."
    article = document(LEAD, sentence, FILLER)
    assert not marked(article, sentence, LEAD)


def test_a_byline_is_no_first_paragraph():
    article = document("By Ada Stone", "LONDON, 17 September", LEAD, FILLER)
    assert not marked(article, LEAD)
    later = document("By Ada Stone", "Last year Mill Radio sued Loom.", FILLER)
    assert not marked(later, "Last year Mill Radio sued Loom.")


def test_the_line_that_names_the_case_recalls_nothing():
    line = "The case is Mill Radio v. Loom, No. 1:23-cv-00001, filed in May 2023."
    assert not marked(document(LEAD, FILLER, FILLER, FILLER, line), line)


def test_readings_carry_it(read_facts):
    text = (
        "Le Monde signed a licensing deal with OpenAI on Monday.\n\nThe two declined to comment on what is paid for it."
        "\n\nThe New York Times sued OpenAI in December 2023."
    )
    told = {fact.relation: fact.background for fact in read_facts(text)}
    assert told == {"licenses_to": False, "sues": True}
