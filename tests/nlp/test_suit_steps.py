"""What has become of a suit, by the words of its sentences; whose number and court a settlement or ruling gives."""

import pytest

# published 2025-09-17, a Wednesday


def told(facts, relation, subject=None):
    return [fact.attributes for fact in facts if fact.relation == relation and subject in (None, fact.subject.name)]


SUED = "Le Monde sued OpenAI on May 5, 2025 over its articles. "
TOLD = [
    ("dismissed", "2025-09-16", "A federal judge in Boston dismissed on Tuesday the copyright lawsuit of Le Monde against OpenAI."),
    ("dismissed", "2025-09-02", "Le Monde's copyright suit against OpenAI was thrown out on September 2, 2025 by a federal judge."),
    ("dismissed", "2025-08", "Le Monde withdrew its copyright lawsuit against OpenAI in August."),
    ("transferred", "2025-09-08", "The copyright lawsuit by Le Monde against OpenAI was transferred on September 8, 2025 to San Francisco."),
    ("transferred", None, "A judge in Boston has sent the suit of Le Monde against OpenAI to New York."),
    ("consolidated", "2025-09-09", "The copyright suits of Le Monde and The Guardian against OpenAI were consolidated on September 9, 2025."),
    ("consolidated", "2025-05-06", "A judge consolidated on May 6, 2025 the copyright lawsuit that Le Monde filed against OpenAI with that of The Guardian."),
    ("consolidated", "2025-05", "The copyright suit by Le Monde against OpenAI was consolidated in May with that of The Guardian."),
    ("consolidated", None, "The copyright suit by Le Monde against OpenAI has been combined with the case brought by The Guardian."),
    ("consolidated", "2025-09-16", "On Tuesday a judge merged the copyright suit by Le Monde against OpenAI with that of The Guardian."),
    ("consolidated", None, "The judge ordered that the suits by Le Monde and The Guardian against OpenAI over articles proceed as one case."),
    ("consolidated", "2025-04-03", "Judges brought together the twelve copyright lawsuits of Le Monde and others against OpenAI on April 3, 2025."),
    ("dismissed", "2025-05-20", "A federal judge in Boston dismissed on May 20, 2025 the copyright lawsuit of Le Monde against OpenAI."),
    ("appeal", "2025-09-15", "Le Monde, which had sued OpenAI over its articles, appealed on Monday against the ruling for the company."),
]  # fmt: skip


@pytest.mark.parametrize(("status", "day", "sentence"), TOLD)
def test_what_became_of_a_suit(read_facts, status, day, sentence):
    (suit, *_) = told(read_facts(sentence), "sues", "Le Monde")
    assert (suit.status, suit.date) == (status, day)
    assert suit.filed_date is None


NOTHING = [
    "A federal judge in Boston refused to dismiss the copyright lawsuit of Le Monde against OpenAI.",
    "The copyright lawsuit of Le Monde against OpenAI goes on, though the company asked a judge to dismiss the suit.",
    "A judge dismissed some claims in the copyright lawsuit of Le Monde against OpenAI.",
    "A judge dismissed in part the copyright lawsuit of Le Monde against OpenAI.",
    "A judge may dismiss the copyright lawsuit of Le Monde against OpenAI.",
    "Le Monde sued OpenAI over its articles after a judge dismissed the suit of The Guardian.",
    "Le Monde's copyright suit against OpenAI moved forward when a judge rejected its motion to transfer the case to Texas.",
    "Le Monde sued OpenAI and said it would appeal if it lost.",
    "An appeals court revived the copyright lawsuit of Le Monde against OpenAI that a judge had dismissed.",
    "OpenAI dismissed the copyright lawsuit by Le Monde as without merit.",
    "A judge dismissed the lawsuit's negligence counts, and Le Monde goes on suing OpenAI over copyright.",
    "Le Monde, which sued OpenAI over its articles, dropped The Guardian from its lawsuit.",
    "Le Monde's copyright case against OpenAI now moves to discovery.",
    "Le Monde joined the copyright lawsuit against OpenAI.",
    "Le Monde combined claims over copyright and contract in its lawsuit against OpenAI.",
    "A judge refused to merge the copyright suit by Le Monde against OpenAI with that of The Guardian.",
]


@pytest.mark.parametrize("sentence", NOTHING)
def test_what_is_refused_sought_or_anothers_is_no_step(read_facts, sentence):
    facts = read_facts(sentence)
    found = [*told(facts, "sues", "Le Monde"), *told(facts, "ruling", "Le Monde")]
    assert found
    assert {attributes.status for attributes in found} == {None}


def test_only_the_suit_that_the_clause_names_is_dismissed(read_facts):
    facts = read_facts(
        "Le Monde sued OpenAI in May, and The Guardian sued OpenAI in June; the copyright suit of Le Monde was dismissed."
    )
    assert [attributes.status for attributes in told(facts, "sues", "Le Monde")] == ["dismissed"]
    assert [attributes.status for attributes in told(facts, "sues", "The Guardian")] == [None]


def test_a_ruling_that_ends_the_only_suit_says_so(read_facts):
    facts = read_facts(SUED + "A federal judge dismissed the copyright lawsuit on September 2, 2025.")
    assert [(one.status, one.date) for one in told(facts, "ruling")] == [("dismissed", "2025-09-02")]
    assert [one.filed_date for one in told(facts, "sues")] == ["2025-05-05"]


def test_the_day_on_which_a_suit_moves_is_not_that_of_its_filing(read_facts):
    facts = read_facts(
        "The copyright lawsuit by Le Monde against OpenAI was transferred on September 8, 2025 to San Francisco. Le Monde"
        " sued the company in Boston in June over its articles."
    )
    assert [one.filed_date for one in told(facts, "sues")] == ["2025-06"]


def test_a_settlement_bears_the_number_and_court_of_its_sentence(read_facts):
    facts = read_facts(
        "Le Monde has settled its copyright lawsuit against OpenAI in the Northern District of California, case"
        " 3:25-cv-01822."
    )
    (end,) = told(facts, "settles_with")
    assert end.docket_number == "3:25-cv-01822"
    assert end.court == "United States District Court for the Northern District of California"


def test_a_number_beside_another_suit_is_not_the_settlements(read_facts):
    facts = read_facts(
        "Le Monde and OpenAI settled their copyright lawsuit; another suit of Le Monde, case 3:25-cv-01822, goes on."
    )
    (end,) = told(facts, "settles_with")
    assert end.docket_number is None


JOINED = [
    "The copyright suit by Le Monde against OpenAI has been combined with the case brought by The Guardian.",
    "On Tuesday a judge merged the copyright suit by Le Monde against OpenAI with that of The Guardian.",
    "Le Monde's copyright suit against OpenAI was joined to that of The Guardian in May.",
]


@pytest.mark.parametrize("sentence", JOINED)
def test_the_suit_that_another_is_joined_with_is_against_the_same(rows_of, sentence):
    rows = rows_of(sentence, "sues")
    assert rows == {("sues", "Le Monde", "OpenAI"), ("sues", "The Guardian", "OpenAI")}


def test_a_number_behind_anothers_name_is_that_ones(read_facts):
    facts = read_facts(
        "The copyright lawsuit by Le Monde against OpenAI was merged with that of The Guardian, No. 3:25-cv-00411."
    )
    assert {attributes.docket_number for attributes in told(facts, "sues", "Le Monde")} == {None}


def test_a_mere_joining_is_decided_for_nobody(read_facts):
    facts = read_facts(
        "The judge ordered that the suits by Le Monde and The Guardian against OpenAI over articles proceed as one case."
    )
    assert {attributes.outcome for attributes in told(facts, "ruling")} <= {"procedural"}
