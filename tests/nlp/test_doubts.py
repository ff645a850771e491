"""What the encoder proposes is held to what a sentence says: wrong proposals fall, right ones in like words stay."""

import pytest

import nlp.reader
from nlp.attributes import with_values
from nlp.model import Document
from nlp.proposals import LEARNED, Learned
from nlp.rules.candidate import NO_ATTRIBUTES, Candidate

CONTEXT = "The dispute turns on whether copyrighted books and songs may be used to train AI models without a licence."
CHOSEN = {
    "licenses_to": {"status": "announced"},
    "ruling": {"outcome": "plaintiff"},
    "says": {"stance": "ai-use-lawful"},
}


@pytest.fixture
def proposed(reader, monkeypatch):
    """Read a text with an encoder that proposes one fact for the sentence that holds `by`, and is sure of it."""

    def read(text, fact, by):
        relation, subject, target = fact

        def ask(article, seen):
            parties = {name.party.name: name.party for name in article.names}
            one, other = parties[subject], parties.get(target)
            sentence = next(each for each in article.sentences if by in each.span.text)
            given = with_values(NO_ATTRIBUTES, CHOSEN.get(relation, {}))
            place = (sentence, sentence.span.root.i, LEARNED + relation)
            candidate = Candidate(relation, (one,), (other,), *place, 0.98, given)
            scores = {(relation, one, None if relation == "says" else other): 0.98}
            return Learned((candidate,), scores, frozenset(parties.values()))

        monkeypatch.setattr(nlp.reader, "ask", ask)
        reading = reader.read(Document("u", "", f"{text}\n\n{CONTEXT}"))
        found = {(each.relation, each.subject.name, each.object and each.object.name) for each in reading.facts}
        if relation == "says":
            found = {(one, who, target) for one, who, _ in found}
        reasons = [each.reason for each in reading.refused if (each.relation, each.subject.name) == fact[:2]]
        return fact in found, reasons

    return read


SUIT = ("sues", "Le Monde", "OpenAI")
RULED = ("ruling", "Le Monde", "OpenAI")
DEAL = ("licenses_to", "The Guardian", "OpenAI")
SAID = ("says", "OpenAI", None)

WRONG = [
    # text, what is proposed, words of the sentence, words of the reason
    ("Le Monde and Reuters take part in a trial in which OpenAI puts AI into pages of news.", SUIT, "trial", "nothing around"),
    ("Le Monde has joined a six-month trial with OpenAI, which pays for its articles.", SUIT, "trial", "nothing around"),
    ("OpenAI runs trials of its assistant with Le Monde and two other newspapers.", SUIT, "trials", "nothing around"),
    ("A judge let The Guardian and Le Monde pursue a claim against Perplexity over articles. OpenAI watches.", SUIT, "pursue", "against somebody else"),
    ("Le Monde sued nobody else. Le Monde won an injunction against the AI firm Perplexity in June. OpenAI waits.", RULED, "injunction", "against somebody else"),
    ("The High Court in London reserved its judgment in the case of Le Monde and OpenAI over articles.", RULED, "reserved", "not decided"),
    ("Articles are at stake: the case of Le Monde and OpenAI is still pending before the court.", RULED, "pending", "not decided"),
    ("Whether OpenAI may train on articles of Le Monde is still to be decided by the court.", RULED, "still to be", "not decided"),
    ("Axel Springer has licensed its articles to OpenAI, The Guardian reported on Monday.", DEAL, "licensed", "only reports"),
    ("According to The Guardian, Axel Springer has licensed its articles to OpenAI.", DEAL, "licensed", "only reports"),
    ("Axel Springer told The Guardian that it had licensed its articles to OpenAI.", DEAL, "licensed", "only reports"),
    ("OpenAI is in court over books. The US Department of Justice told the court that training on them is fair use.", SAID, "Justice", "somebody else's"),
    ("OpenAI is in court over books. On Monday the US Department of Justice told the court that it considers training on them to be fair use.", SAID, "Justice", "somebody else's"),
    ("OpenAI is in court over books. Sarah Silverman said that nobody may train on books without permission.", SAID, "Silverman said", "somebody else's"),
]  # fmt: skip
RIGHT = [
    ("The trial between Le Monde and OpenAI over scraped articles opens on Monday.", SUIT, "trial"),
    ("Le Monde and OpenAI meet at trial in June over articles used to train AI.", SUIT, "trial"),
    ("Five newspapers lent their names to the complaint. They are Le Monde and four others, and OpenAI must answer.", SUIT, "Le Monde"),
    ("Le Monde has a case going against OpenAI and against Perplexity over articles.", SUIT, "case"),
    ("OpenAI is in the news over articles. Le Monde brought proceedings against it and Microsoft in 2023.", SUIT, "brought"),
    ("A judge let Le Monde pursue its claim against the maker of ChatGPT, OpenAI, over articles.", SUIT, "pursue"),
    ("The court dismissed the claims of Le Monde, and OpenAI may go on training on articles.", RULED, "dismissed"),
    ("The court reserved nothing and ruled for Le Monde and against OpenAI over articles.", RULED, "ruled for"),
    ("The Guardian, which reported a loss, has let OpenAI use its articles for a fee.", DEAL, "fee"),
    ("The Guardian reported a fee for articles in ChatGPT. The Guardian gets it from OpenAI under an agreement.", DEAL, "gets it"),
    ("OpenAI told the court that training on books is fair use, and The Authors Guild said that it is not.", SAID, "told"),
    ("OpenAI is in court over books. On Monday OpenAI told the court that it considers training on them to be fair use.", SAID, "considers"),
    ("OpenAI is in court over books. It says that training on them is fair use.", SAID, "It says"),
    ("OpenAI is in court over books. A spokesman said that training on them is fair use.", SAID, "spokesman"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fact", "by", "reason"), WRONG, ids=[row[0] for row in WRONG])
def test_a_proposal_that_its_sentence_does_not_bear_out_is_refused(proposed, text, fact, by, reason):
    found, reasons = proposed(text, fact, by)
    assert not found
    assert any(reason in each for each in reasons), reasons


@pytest.mark.parametrize(("text", "fact", "by"), RIGHT, ids=[row[0] for row in RIGHT])
def test_a_proposal_in_like_words_that_is_borne_out_stays(proposed, text, fact, by):
    found, reasons = proposed(text, fact, by)
    assert found, reasons


INVESTORS = [
    "Perplexity answers questions with articles. The company, whose investors include Meta and Google, was sued by Le Monde.",
    "Le Monde sued Perplexity over articles. The start-up, whose backers include Microsoft and Google, said nothing.",
    "Perplexity reads articles. The company, whose shareholders include Reuters and Google, faces a suit from Le Monde.",
]  # fmt: skip


@pytest.mark.parametrize("text", INVESTORS)
def test_to_no_rule_who_backs_a_company_is_the_company(read_facts, text):
    backers = {"Meta", "Google", "Microsoft", "Reuters"}
    ruled = [fact for fact in read_facts(text) if not fact.rule.startswith(LEARNED)]
    assert not [fact for fact in ruled if fact.object and fact.object.name in backers]


def test_a_company_by_its_makers_is_still_explained(rows_of):
    text = "The companies, including Suno and Udio, were sued by GEMA over songs."
    assert rows_of(text, "sues") == {("sues", "GEMA", "Suno"), ("sues", "GEMA", "Udio")}


def test_a_full_stop_within_a_name_ends_no_sentence(read_facts):
    (fact,) = (
        one
        for one in read_facts("Disney accused Perplexity.AI in September of copying films.")
        if one.relation == "accuses"
    )
    assert fact.evidence[0].sentence == "Disney accused Perplexity.AI in September of copying films."


def test_a_missing_blank_behind_a_sentence_still_ends_it(rows_of):
    assert rows_of("The suit was long.Getty Images sued Stability AI over photographs.", "sues") == {
        ("sues", "Getty Images", "Stability AI")
    }
