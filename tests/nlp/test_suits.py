"""Who sues whom, settles with whom, and how courts decide: one sentence, one line."""

import pytest

NYT, OAI, MS = "The New York Times", "OpenAI", "Microsoft"

SUES = [
    ("The New York Times sued OpenAI on Tuesday.", [(NYT, OAI)]),
    ("The New York Times is suing OpenAI and Microsoft.", [(NYT, OAI), (NYT, MS)]),
    ("OpenAI was sued by The New York Times in December.", [(NYT, OAI)]),
    ("OpenAI is being sued by The New York Times and Le Monde.", [(NYT, OAI), ("Le Monde", OAI)]),
    ("The New York Times filed a lawsuit against OpenAI in federal court in Manhattan.", [(NYT, OAI)]),
    ("The New York Times' suit against OpenAI goes on.", [(NYT, OAI)]),
    ("A lawsuit filed by The New York Times against OpenAI is pending.", [(NYT, OAI)]),
    ("A complaint brought by Le Monde against Perplexity was lodged in June.", [("Le Monde", "Perplexity")]),
    ("Meta faces a lawsuit from a group of authors, including Sarah Silverman.", [("Sarah Silverman", "Meta")]),
    ("Authors such as Andrea Bartz and Sarah Silverman have sued Anthropic.", [("Andrea Bartz", "Anthropic"), ("Sarah Silverman", "Anthropic")]),
    ("Getty Images took Stability AI to court in London.", [("Getty Images", "Stability AI")]),
    ("Sony Music, along with Universal Music Group and Warner Music Group, sued AI music generators Suno and Udio in 2024.",
     [(label, tool) for label in ("Sony Music", "Universal Music Group", "Warner Music Group") for tool in ("Suno", "Udio")]),
    ("Disney and Universal have a pending lawsuit against Midjourney over film characters.", [("Disney", "Midjourney"), ("NBCUniversal", "Midjourney")]),
    ("The Authors Guild filed a class action against OpenAI, alleging that it copied novels.", [("The Authors Guild", OAI)]),
    ("In Bartz v. Anthropic the books were pirated.", [("Andrea Bartz", "Anthropic")]),
    ("The case is Getty Images v. Stability AI, over pictures used in training.", [("Getty Images", "Stability AI")]),
    ("GEMA brought a case against Suno in January.", [("GEMA", "Suno")]),
    ("GEMA has sued OpenAI, and OpenAI denies wrongdoing.", [("GEMA", OAI)]),
    ("The New York Times, which sued OpenAI in 2023, wants its logs.", [(NYT, OAI)]),
    ("Getty Images has taken the maker of Stable Diffusion, Stability AI, to court.", [("Getty Images", "Stability AI")]),
    ("Perplexity is fighting a lawsuit brought by Le Monde.", [("Le Monde", "Perplexity")]),
    ("Universal Music Group, Sony Music and Warner Music Group sued in June last year, alleging that Suno copied their recordings.",
     [(label, "Suno") for label in ("Universal Music Group", "Sony Music", "Warner Music Group")]),
    ("The Guardian initiated legal proceedings against Perplexity over scraped articles.", [("The Guardian", "Perplexity")]),
    ("Sarah Andersen and Karla Ortiz sued Stability AI along with Midjourney and DeviantArt over their pictures.",
     [(artist, maker) for artist in ("Sarah Andersen", "Karla Ortiz") for maker in ("Stability AI", "Midjourney", "DeviantArt")]),
]  # fmt: skip

HEADLINES = [
    ("New York Times Sues OpenAI Over Training Data", [(NYT, OAI)]),
    ("Disney Files Lawsuit Against Midjourney", [("Disney", "Midjourney")]),
    ("OpenAI Sued by Le Monde Over Scraped Articles", [("Le Monde", OAI)]),
    ("GEMA takes Suno to court", [("GEMA", "Suno")]),
]

NO_SUIT = [
    "The New York Times is considering suing OpenAI.",
    "The New York Times could sue OpenAI over its articles.",
    "The New York Times has not sued OpenAI.",
    "Le Monde threatened to sue Perplexity over its articles.",
    "Le Monde denied that it would sue Perplexity.",
    "If The New York Times sues OpenAI, others will follow.",
    "Le Monde decided against suing Perplexity.",
    "Several publishers may file lawsuits against OpenAI.",
    "Reuters reported that several publishers have sued OpenAI.",
    "Xockets sued Nvidia and Microsoft for patent infringement.",
    "Investors sued Google, claiming securities fraud.",
    "Reach for the stars, the judge told OpenAI.",
    "No publisher has sued Perplexity yet, The Guardian reported.",
    "The New York Times plans to sue Perplexity.",
    "Three YouTube channel owners sued Meta over videos used in training.",
]

SETTLES = [
    ("Universal Music Group settled with Udio in October.", [("Universal Music Group", "Udio")]),
    ("Anthropic agreed to pay $1.5 billion to settle Bartz v. Anthropic.", [("Andrea Bartz", "Anthropic")]),
    ("Suno settled a lawsuit brought by Warner Music Group over its songs.", [("Warner Music Group", "Suno")]),
    ("Udio's settlement with Universal Music Group ends a copyright case.", [("Universal Music Group", "Udio")]),
    ("Warner Music Group and Suno settled their copyright dispute.", [("Warner Music Group", "Suno")]),
]
NO_SETTLEMENT = [
    "Universal Music Group has refused to settle with Udio.",
    "Universal Music Group is in talks to settle with Udio.",
    "Udio could settle with Universal Music Group within weeks.",
    "There is no settlement between Suno and Sony Music.",
]

RULINGS = [
    (
        "A judge threw out some of The New York Times' claims against OpenAI over its articles and let the others go on.",
        "mixed",
    ),
    ("In Bartz v. Anthropic, a federal judge granted summary judgment to Anthropic on fair use.", "defendant"),
    (
        "A judge denied Anthropic's motion to dismiss the copyright lawsuit that Andrea Bartz filed against Anthropic.",
        "plaintiff",
    ),
    ("A Munich court backed GEMA, ruling that OpenAI infringed copyright in song lyrics.", "plaintiff"),
    ("A judge dismissed the copyright suit that Sarah Silverman brought against Meta.", "defendant"),
    (
        "A judge ordered OpenAI to hand over logs in the copyright suit that The New York Times filed against OpenAI.",
        "procedural",
    ),
    (
        "Andrea Bartz sued Anthropic in August. A judge held in the case of Andrea Bartz that Anthropic's training of Claude on purchased books was fair use, but that "
        "keeping a library of pirated copies was not.",
        "mixed",
    ),
    (
        "Andrea Bartz sued Anthropic in August. In June, Judge William Alsup ruled that training on lawfully purchased books "
        "was fair use while building a library of pirated copies was unlawful.",
        "mixed",
    ),
    (
        "In Bartz v. Anthropic, a federal judge found that training on books was fair use but not for the pirated library.",
        "mixed",
    ),
    (
        "In Bartz v. Anthropic, a federal judge ruled that training on books is fair use, but did not decide on the outputs.",
        "defendant",
    ),
]
NO_RULING = [
    "The court has not ruled in the copyright suit that Le Monde filed against OpenAI.",
    "The judge will decide in June on the copyright suit that Le Monde filed against OpenAI.",
    "OpenAI asked the judge to dismiss the copyright suit that Le Monde filed against OpenAI.",
]


@pytest.mark.parametrize(("sentence", "pairs"), SUES)
def test_a_suit_is_found_in_every_wording(rows_of, sentence, pairs):
    assert rows_of(sentence, "sues") == {("sues", *pair) for pair in pairs}


@pytest.mark.parametrize(("title", "pairs"), HEADLINES)
def test_a_suit_is_found_in_a_headline(rows_of, title, pairs):
    assert rows_of("", "sues", title=title) == {("sues", *pair) for pair in pairs}


@pytest.mark.parametrize("sentence", NO_SUIT)
def test_a_plan_denial_or_other_matter_is_no_suit(rows_of, sentence):
    assert rows_of(sentence, "sues") == set()


@pytest.mark.parametrize(("sentence", "pairs"), SETTLES)
def test_a_settlement_is_a_suit_as_well(rows_of, sentence, pairs):
    assert rows_of(sentence, "settles_with") == {("settles_with", *pair) for pair in pairs}
    assert {("sues", *pair) for pair in pairs} <= rows_of(sentence, "sues")


@pytest.mark.parametrize("sentence", NO_SETTLEMENT)
def test_what_is_not_agreed_is_no_settlement(rows_of, sentence):
    assert rows_of(sentence, "settles_with") == set()


@pytest.mark.parametrize(("sentence", "outcome"), RULINGS)
def test_a_ruling_tells_who_won(read_facts, sentence, outcome):
    assert {fact.attributes.outcome for fact in read_facts(sentence) if fact.relation == "ruling"} == {outcome}


@pytest.mark.parametrize("sentence", NO_RULING)
def test_what_is_pending_is_no_ruling(rows_of, sentence):
    assert rows_of(sentence, "ruling") == set()


PLACES = [
    ("Disney and NBCUniversal lodged the complaint in June. The studios have begun proceedings against Midjourney.",
     [("Disney", "Midjourney"), ("NBCUniversal", "Midjourney")]),
    ("In a case brought by Andrea Bartz, a judge found that Anthropic had copied pirated books.", [("Andrea Bartz", "Anthropic")]),
    ("OpenAI says The New York Times demanded chats for its copyright suit.", [(NYT, OAI)]),
    ("Getty Images and its Reuters subsidiary sued Perplexity.", [("Getty Images", "Perplexity"), ("Reuters", "Perplexity")]),
    ("Sarah Silverman filed the lawsuit against Meta together with Andrea Bartz.", [("Sarah Silverman", "Meta"), ("Andrea Bartz", "Meta")]),
    ("Disney sued Midjourney; Google followed with a new model.", [("Disney", "Midjourney")]),
    ("Le Monde has joined the talks. OpenAI was praised, and The Guardian is suing Perplexity.", [("The Guardian", "Perplexity")]),
    ("Suno and Udio are close. Universal Music Group and Sony Music sued the former in Boston and left the latter alone.",
     [("Universal Music Group", "Suno"), ("Sony Music", "Suno")]),
]  # fmt: skip


def test_a_case_that_is_pointed_at_is_not_the_one_of_the_article(rows_of):
    text = (
        "Le Monde sued Perplexity in May over its articles. Perplexity denies the claims. Perplexity has asked for time.\n\n"
        "In Munich, a court ruled that song lyrics had been copied to train a model. That case was brought by GEMA."
    )
    title = "Perplexity asks judge to narrow suit over AI answers"
    assert ("sues", "GEMA", "Perplexity") not in rows_of(text, "sues", title=title)


@pytest.mark.parametrize(("text", "pairs"), PLACES)
def test_a_side_told_elsewhere_is_found_where_one_choice_is_left(rows_of, text, pairs):
    assert rows_of(text, "sues") == {("sues", *pair) for pair in pairs}


def test_a_suit_has_the_attributes_that_stand_with_it(read_facts):
    text = (
        "Le Monde sued OpenAI on Tuesday in federal court in Manhattan over its articles. "
        "The case is Le Monde v. OpenAI, No. 1:25-cv-01234 (S.D.N.Y.)."
    )
    (fact,) = [fact for fact in read_facts(text) if fact.relation == "sues"]
    assert fact.attributes.present() == {
        "filed_date": "2025-09-16",
        "court": "United States District Court for the Southern District of New York",
        "docket_number": "1:25-cv-01234",
        "caption": "Le Monde v. OpenAI",
    }
    assert len(fact.evidence) == 2


def test_a_suit_told_as_background_takes_no_court_or_number_from_the_main_news(read_facts):
    text = (
        "An appeals court upheld a ruling on headnotes used in training on Tuesday.\n\n"
        "A judge had found in Delaware that the headnotes were copied. The appeal, No. 25-2153, was argued in June.\n\n"
        "The opinion is limited to tools that are not generative.\n\n"
        "In New York, The New York Times has been suing OpenAI over its articles since 2023."
    )
    (fact,) = [fact for fact in read_facts(text) if fact.relation == "sues"]
    assert (fact.attributes.docket_number, fact.attributes.court) == (None, None)
