"""Who licenses works to whom, in which direction and how far along; who blocks, speaks, accuses, invests, represents."""

import pytest

OAI = "OpenAI"

LICENCES = [
    ("Axel Springer signed a licensing deal with OpenAI for its news articles.", [("Axel Springer", OAI)]),
    ("OpenAI has struck a licensing deal with Axel Springer.", [("Axel Springer", OAI)]),
    ("OpenAI has previously struck licensing deals with publishers including the Associated Press, Axel Springer, and Le Monde.",
     [("Associated Press", OAI), ("Axel Springer", OAI), ("Le Monde", OAI)]),
    ("Getty Images licenses its pictures to Perplexity.", [("Getty Images", "Perplexity")]),
    ("Disney will license 200 characters to OpenAI’s Sora.", [("Disney", OAI)]),
    ("OpenAI licensed articles from Le Monde.", [("Le Monde", OAI)]),
    ("A content partnership between Le Monde and OpenAI was announced.", [("Le Monde", OAI)]),
    ("OpenAI's agreement with Le Monde covers its archive.", [("Le Monde", OAI)]),
    ("Getty Images rose 145% on an OpenAI licensing deal.", [("Getty Images", OAI)]),
    ("Microsoft and The New York Times have entered into a multi-year licensing agreement.", [("The New York Times", "Microsoft")]),
    ("The Guardian partnered with OpenAI to bring its journalism to ChatGPT.", [("The Guardian", OAI)]),
    ("Universal Music Group granted Udio a licence to its recordings.", [("Universal Music Group", "Udio")]),
    ("Le Monde lets Perplexity use its articles.", [("Le Monde", "Perplexity")]),
    ("Associated Press agreed to supply its news stories to Google.", [("Associated Press", "Google")]),
    ("Google pays The New York Times $20 million a year for access to its articles.", [("The New York Times", "Google")]),
    ("Time magazine and Le Monde have joined Perplexity's publishers' programme.", [("Time", "Perplexity"), ("Le Monde", "Perplexity")]),
    ("OpenAI counts Axel Springer and Le Monde among its partners.", [("Axel Springer", OAI), ("Le Monde", OAI)]),
    ("Le Monde became the first French newspaper to sign with OpenAI.", [("Le Monde", OAI)]),
    ("Google will show news under an agreement with Associated Press.", [("Associated Press", "Google")]),
    ("Universal Music Group settled with Udio and will license its catalogue to the company.", [("Universal Music Group", "Udio")]),
    ("Publishers with which OpenAI has concluded partnerships include Axel Springer and Le Monde.", [("Axel Springer", OAI), ("Le Monde", OAI)]),
    ("OpenAI is in discussions with a clutch of publishers. On the list are Le Monde and Axel Springer.", [("Le Monde", OAI), ("Axel Springer", OAI)]),
]  # fmt: skip

HEADLINES = [
    ("Axel Springer Signs Content Deal With OpenAI", [("Axel Springer", OAI)]),
    ("OpenAI inks licensing pact with Le Monde", [("Le Monde", OAI)]),
]

NO_LICENCE = [
    "Le Monde has no deal with OpenAI.",
    "Le Monde denied that it had signed a licensing deal with OpenAI.",
    "Talks between Le Monde and OpenAI on a licence collapsed.",
    "Le Monde could sign a licensing deal with OpenAI.",
    "Le Monde has not signed a licensing agreement with OpenAI.",
    "Le Monde refused to license its articles to OpenAI.",
    "Google signed a deal with Anthropic for a million chips.",
    "AI companies will strike licensing deals with GEMA.",
    "Reach plc signed a deal with OpenAI that puts ChatGPT on the desks of its staff.",
    "Microsoft licensed a model from OpenAI for Copilot.",
    "Perplexity signed a sponsorship deal with Reach plc worth millions in advertising.",
]

STATUS = [
    ("OpenAI is in talks with Le Monde about licensing its articles.", "in-talks"),
    ("OpenAI is negotiating with Le Monde over the use of its articles.", "in-talks"),
    ("Le Monde has ended its licensing agreement with OpenAI.", "ended"),
    ("Le Monde signed a licensing agreement with OpenAI.", "announced"),
]

OTHERS = [
    ("blocks", "The Guardian, The New York Times and Le Monde are blocking OpenAI crawlers.",
     [("The Guardian", OAI), ("The New York Times", OAI), ("Le Monde", OAI)]),
    ("blocks", "Meta has blocked news in Canada rather than pay for links.", [("Meta", "Canada")]),
    ("invests_in", "Microsoft-backed OpenAI was sued by Le Monde.", [("Microsoft", OAI)]),
    ("invests_in", "Google invested $3 billion in Anthropic, which Andrea Bartz has sued over her books.", [("Google", "Anthropic")]),
    ("represents", "Susman Godfrey represents Andrea Bartz in her lawsuit against Anthropic.", [("Susman Godfrey", "Andrea Bartz")]),
    ("represents", "The New York Times is represented by Susman Godfrey LLP in its lawsuit against OpenAI.", [("Susman Godfrey", "The New York Times")]),
    ("accuses", "Reach plc accused Perplexity of copying its articles.", [("Reach", "Perplexity")]),
]  # fmt: skip

NOTHING = [
    ("blocks", "Le Monde has not blocked OpenAI crawlers."),
    ("blocks", "The judge blocked a motion by OpenAI."),
    ("accuses", "Le Monde sued Perplexity and accused Perplexity of copying its articles."),
    ("represents", "Susman Godfrey declined to represent Andrea Bartz."),
]

STANCES = [
    ("OpenAI argues that training on books is fair use.", OAI, "ai-use-lawful"),
    ("Anthropic says its use of books is lawful.", "Anthropic", "ai-use-lawful"),
    ("GEMA said that AI companies must pay for song lyrics.", "GEMA", "rights-holder"),
    ("The Guardian said its articles were taken without permission to train AI.", "The Guardian", "rights-holder"),
]
NO_STANCE = [
    "OpenAI declined to comment on the fair use ruling.",
    "OpenAI says the new model is fast.",
    "GEMA did not say whether AI is fair use.",
]


@pytest.mark.parametrize(("sentence", "pairs"), LICENCES)
def test_a_licence_runs_from_owner_to_maker(rows_of, sentence, pairs):
    assert rows_of(sentence, "licenses_to") == {("licenses_to", *pair) for pair in pairs}


@pytest.mark.parametrize(("title", "pairs"), HEADLINES)
def test_a_licence_is_found_in_a_headline(rows_of, title, pairs):
    assert rows_of("", "licenses_to", title=title) == {("licenses_to", *pair) for pair in pairs}


@pytest.mark.parametrize("sentence", NO_LICENCE)
def test_no_deal_is_no_licence(rows_of, sentence):
    assert rows_of(sentence, "licenses_to") == set()


@pytest.mark.parametrize(("sentence", "status"), STATUS)
def test_a_licence_has_a_status(read_facts, sentence, status):
    facts = [fact for fact in read_facts(sentence) if fact.relation == "licenses_to"]
    assert [(fact.subject.name, fact.object.name, fact.attributes.status) for fact in facts] == [
        ("Le Monde", OAI, status)
    ]


@pytest.mark.parametrize(("relation", "sentence", "pairs"), OTHERS)
def test_the_other_relations(rows_of, relation, sentence, pairs):
    assert rows_of(sentence, relation) == {(relation, *pair) for pair in pairs}


@pytest.mark.parametrize(("relation", "sentence"), NOTHING)
def test_what_is_denied_or_something_else_is_no_fact(rows_of, relation, sentence):
    assert rows_of(sentence, relation) == set()


@pytest.mark.parametrize(("sentence", "speaker", "stance"), STANCES)
def test_a_position_has_a_speaker_and_a_stance(read_facts, sentence, speaker, stance):
    said = [(fact.subject.name, fact.attributes.stance) for fact in read_facts(sentence) if fact.relation == "says"]
    assert said == [(speaker, stance)]


@pytest.mark.parametrize("sentence", NO_STANCE)
def test_silence_and_other_news_are_no_position(rows_of, sentence):
    assert rows_of(sentence, "says") == set()


def test_a_person_speaks_for_the_firm_that_the_article_names(read_facts):
    (fact,) = [
        fact
        for fact in read_facts("Sam Altman, chief executive of OpenAI, said that training on books is fair use.")
        if fact.relation == "says"
    ]
    assert (fact.subject.name, fact.object.name) == ("Sam Altman", "OpenAI")


def test_a_licence_has_its_price_term_and_date(read_facts):
    (fact,) = [
        fact
        for fact in read_facts(
            "On Tuesday Axel Springer signed a three-year licensing deal with OpenAI worth $25 million a year."
        )
        if fact.relation == "licenses_to"
    ]
    assert fact.attributes.present() == {
        "announced_date": "2025-09-16",
        "status": "announced",
        "amount_usd": 75e6,
        "term_years": 3,
    }


def test_the_maker_that_a_sentence_names_is_meant_and_not_the_one_that_the_article_is_about(rows_of):
    text = (
        "Getty Images has lost most of its case against Stability AI over pictures used in training. Stability AI denied "
        "the claims. Stability AI is in London.\n\n"
        "In October Getty Images announced a multi-year agreement that allows Perplexity to display its pictures."
    )
    title = "Stability AI wins most of Getty case"
    assert rows_of(text, "licenses_to", title=title) == {("licenses_to", "Getty Images", "Perplexity")}
