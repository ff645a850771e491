"""What an article tells of a case once holds for all its parties."""

from nlp.model import Attributes, Evidence, Fact, Party
from nlp.sharing import share_within_cases

SENTENCE = Evidence("Avery and Brook sued Corvid in Boston.", 0, 38)
OTHER = Evidence("Dunmore sued Egret.", 40, 59)


def fact(relation, subject, object_, evidence=SENTENCE, **attributes):
    sides = Party(subject, "company"), Party(object_, "company")
    return Fact(relation, *sides, Attributes(**attributes), (evidence,), "rule", 0.9)


def test_co_parties_of_one_complaint_share_what_one_of_them_is_told():
    facts = (
        fact("sues", "Avery", "Corvid", court="Court A", filed_date="2025-03-01"),
        fact("sues", "Brook", "Corvid"),
        fact("sues", "Dunmore", "Egret", OTHER),
    )
    _, brook, dunmore = share_within_cases(facts, "")
    assert (brook.attributes.court, brook.attributes.filed_date) == ("Court A", "2025-03-01")
    assert dunmore == facts[2]


def test_a_suit_and_its_ruling_share_the_bench_unless_there_was_an_appeal():
    facts = (fact("sues", "Avery", "Corvid", judge="Ada Stone"), fact("ruling", "Avery", "Corvid", outcome="plaintiff"))
    assert share_within_cases(facts, "Judge Ada Stone ruled.")[1].attributes.judge == "Ada Stone"
    assert share_within_cases(facts, "The court of appeals reversed.")[1].attributes.judge is None


def test_nothing_is_filled_in_where_others_differ():
    facts = (
        fact("sues", "Avery", "Corvid", court="Court A"),
        fact("sues", "Brook", "Corvid", court="Court B"),
        fact("sues", "Crane", "Corvid"),
    )
    assert share_within_cases(facts, "")[2].attributes.court is None


def test_what_one_of_many_co_parties_has_is_not_spread():
    facts = (
        fact("sues", "Avery", "Corvid", judge="Ada Stone"),
        fact("sues", "Brook", "Corvid"),
        fact("sues", "Crane", "Corvid"),
        fact("sues", "Dunmore", "Corvid"),
    )
    assert share_within_cases(facts, "")[3].attributes.judge is None
