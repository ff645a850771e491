"""Who says, accuses, blocks, invests and represents, over sentences and with nouns and pronouns for the sides."""

import pytest

OAI = "OpenAI"
SUIT = "Andrea Bartz and Sarah Silverman sued Anthropic over their books."

COUNSEL = [
    ("Rachel Stone, a lawyer for Andrea Bartz, was pleased.", [("Rachel Stone", "Andrea Bartz")]),
    ("Andrea Bartz's lawyer, Rachel Stone, was pleased.", [("Rachel Stone", "Andrea Bartz")]),
    ("Rachel Stone of Susman Godfrey is counsel for Andrea Bartz.",
     [("Rachel Stone", "Andrea Bartz"), ("Susman Godfrey", "Andrea Bartz")]),
    ("Getty Images is represented by Susman Godfrey LLP.", [("Susman Godfrey", "Getty Images")]),
    ("Susman Godfrey, which also acts for Getty Images, had no comment.", [("Susman Godfrey", "Getty Images")]),
    (f"{SUIT} The authors are represented by Susman Godfrey.",
     [("Susman Godfrey", "Andrea Bartz"), ("Susman Godfrey", "Sarah Silverman")]),
    (f"{SUIT} The plaintiffs' lawyers are at Susman Godfrey. One of them, Rachel Stone, welcomed the order.",
     [("Susman Godfrey", "Andrea Bartz"), ("Susman Godfrey", "Sarah Silverman"),
      ("Rachel Stone", "Andrea Bartz"), ("Rachel Stone", "Sarah Silverman")]),
    ("Andrea Bartz sued Anthropic last year. Her lawyer is Rachel Stone.", [("Rachel Stone", "Andrea Bartz")]),
    ("Getty Images was represented by Susman Godfrey and OpenAI by Rachel Stone.",
     [("Susman Godfrey", "Getty Images"), ("Rachel Stone", OAI)]),
    ("OpenAI's general counsel, Rachel Stone, was pleased.", []),
    ("Andrea Bartz is not represented by Susman Godfrey.", []),
]  # fmt: skip

INVESTORS = [
    ("Perplexity was sued by Getty Images. Google holds a 5% stake in Perplexity.", [("Google", "Perplexity")]),
    ("Perplexity, which counts Google and Microsoft among its backers, was sued by Getty Images.",
     [("Google", "Perplexity"), ("Microsoft", "Perplexity")]),
    ("OpenAI, in which Microsoft is the largest investor, was sued by Getty Images.", [("Microsoft", OAI)]),
    ("Getty Images sued Anthropic. Google has put $2 billion into Anthropic.", [("Google", "Anthropic")]),
    ("Getty Images sued Anthropic, backed by Google.", [("Google", "Anthropic")]),
    ("Getty Images sued Anthropic. Google denied that it had invested in Anthropic.", []),
    ("Getty Images sued Anthropic. Google considered investing in Anthropic and may take a stake in Anthropic.", []),
    ("Getty Images sued Anthropic. A rumour that Google would put $2 billion into Anthropic proved wrong.", []),
    ("Getty Images sued Anthropic. Google has no stake in Anthropic.", []),
]  # fmt: skip

POSITIONS = [
    ('"Nobody may train on our news without asking and paying," said Rachel Stone, editor of The Guardian.',
     [("Rachel Stone", "The Guardian", "rights-holder")]),
    ("The Guardian's editor, Rachel Stone, said that AI companies must pay for journalism.",
     [("Rachel Stone", "The Guardian", "rights-holder")]),
    ("OpenAI's policy chief, Rachel Stone, defended the models. \"Learning from books is what people do,\" she said.",
     [("Rachel Stone", OAI, "ai-use-lawful")]),
    ("OpenAI does not deny that it read the books, and pleads fair use.", [(OAI, OAI, "ai-use-lawful")]),
    ("OpenAI said training is fair use. Rachel Stone of OpenAI said that it is lawful to learn from public text.",
     [("Rachel Stone", OAI, "ai-use-lawful")]),
    ("The Authors Guild sued OpenAI, alleging that it had taken books without permission.", []),
    ("OpenAI declined to comment.", []),
    ("Judge Rachel Stone ruled on Monday. She held that training was fair use.", []),
]  # fmt: skip

ACCUSATIONS = [
    ("The Authors Guild says that Meta has copied thousands of books.", [("The Authors Guild", "Meta")]),
    ("Disney has written to Midjourney, accusing it of copying its films.", [("Disney", "Midjourney")]),
    ("GEMA, whose members include Andrea Bartz and Sarah Silverman, accuses Suno of stealing songs.", [("GEMA", "Suno")]),
    ("YouTubers accused Google of training on their videos, Reuters reported.", []),
    ("Meta said that Google copied books.", []),
]  # fmt: skip

BLOCKS = [
    ("Le Monde turns away the crawlers of OpenAI and Anthropic.", [("Le Monde", OAI), ("Le Monde", "Anthropic")]),
    ("OpenAI's crawler has been blocked by Reuters.", [("Reuters", OAI)]),
    ("Le Monde blocks OpenAI's bot, as do Reuters and The Guardian.", [("Le Monde", OAI)]),
    ("Meta has stopped showing news from Canada.", [("Meta", "Canada")]),
]  # fmt: skip

NO_FACTS = [
    ("licenses_to", "Disney signed a deal with OpenAI to use its AI tools in production."),
    ("sues", "Google sued Perplexity over a shopping agent that logs in to customers' accounts without permission."),
    ("sues", "Lawsuits against OpenAI and Meta, or against Microsoft, OpenAI and Google, have multiplied."),
]


def pairs(rows):
    return {row[1:] for row in rows}


@pytest.mark.parametrize(("text", "wanted"), COUNSEL)
def test_a_lawyer_is_tied_to_the_client(rows_of, text, wanted):
    assert pairs(rows_of(text, "represents")) == set(wanted)


@pytest.mark.parametrize(("text", "wanted"), INVESTORS)
def test_an_investment_is_one_that_was_made(rows_of, text, wanted):
    assert pairs(rows_of(text, "invests_in")) == set(wanted)


@pytest.mark.parametrize(("text", "wanted"), POSITIONS)
def test_a_position_is_what_its_speaker_says_for_a_house(read_facts, text, wanted):
    found = [fact for fact in read_facts(text) if fact.relation == "says"]
    said = {(fact.subject.name, fact.object.name if fact.object else None, fact.attributes.stance) for fact in found}
    assert said == set(wanted)


@pytest.mark.parametrize(("text", "wanted"), ACCUSATIONS)
def test_who_accuses_is_who_the_sentence_says(rows_of, text, wanted):
    assert pairs(rows_of(text, "accuses")) == set(wanted)


@pytest.mark.parametrize(("text", "wanted"), BLOCKS)
def test_only_who_sends_crawlers_is_shut_out(rows_of, text, wanted):
    assert pairs(rows_of(text, "blocks")) == set(wanted)


@pytest.mark.parametrize(("relation", "text"), NO_FACTS)
def test_what_only_looks_like_a_fact_is_none(rows_of, relation, text):
    assert not rows_of(text, relation)
