"""The summary: halves, intervals, reliability, the trivial baseline, and the command that prints them."""

import json
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from nlp.model import Document
from nlp.register import Register, RegisterParty
from rightswire.agreement import Names
from rightswire.baseline import Baseline
from rightswire.calibration import reliability
from rightswire.error_classes import ERROR_CLASSES
from rightswire.errors import ConfigurationError
from rightswire.evaluation import COMPOSED_SOURCE, Finding, Score, evaluate
from rightswire.evaluation_command import run_evaluation
from rightswire.gold_sets import load_sets, split_halves
from rightswire.measures import bootstrap_interval, take_measures
from rightswire.reading import ReaderSetup

REGISTER = Path(__file__).resolve().parents[2] / "data" / "register"
SUIT = (
    "Getty Images has sued Stability AI in London over the use of its copyrighted photographs to train an AI model "
    "without a licence."
)
BARS = {
    "CORE F1, real texts": 0.80,
    "CORE F1, composed prose": 0.60,
    "CORE precision": 0.88,
    "SIDE F1": 0.50,
    "attributes F1": 0.80,
    "relevance accuracy": 0.95,
}


def row(number, source=None):
    facts = [{"relation": "sues", "subject": "Getty Images", "object": "Stability AI"}]
    kind = {} if source is None else {"source": source}
    address = f"https://a.example/{number}"
    return {"id": f"a-{number}", "url": address, "title": "", "text": SUIT, "relevant": True, "facts": facts, **kind}


def written(path, rows):
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    return path


def test_halves_share_both_kinds_and_do_not_hang_on_the_order_of_lines():
    rows = [row(number, COMPOSED_SOURCE if number % 3 else "a wire") for number in range(30)]
    building, checking = split_halves(rows)
    assert (building, checking) == split_halves(rows[::-1])
    assert sorted(each["id"] for each in (*building, *checking)) == sorted(each["id"] for each in rows)
    assert [sum(each["source"] == COMPOSED_SOURCE for each in half) for half in (building, checking)] == [10, 10]


def test_the_split_is_the_one_that_was_made_once():
    building, _ = split_halves([row(number, "a wire") for number in range(6)])
    assert [each["id"] for each in building] == ["a-3", "a-4", "a-2"]


def test_only_a_development_set_is_split_and_only_its_second_half_is_held_out(tmp_path):
    rows = [row(number) for number in range(4)]
    assert [each.held_out for each in load_sets(written(tmp_path / "dev.jsonl", rows))] == [False, True]
    (whole,) = load_sets(written(tmp_path / "mine.jsonl", rows))
    assert (len(whole.rows), whole.held_out) == (4, False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", r"wrong\.jsonl"),
        ("{", r"wrong\.jsonl:1"),
        ("\n[]\n", r"wrong\.jsonl:2"),
        ('{"url": "u", "text": "t", "relevant": true}\n', r"wrong\.jsonl:1.*facts"),
        ('{"url": "u", "text": "t", "relevant": true, "facts": [{"relation": "sues"}]}\n', r"facts\.0\.subject"),
        ('{"url": "u", "text": "t", "relevant": true, "facts": [], "published": "soon"}\n', "published"),
        ("\udcff", r"wrong\.jsonl"),
    ],
)
def test_a_file_without_annotated_articles_is_refused_by_name_and_line(tmp_path, text, told):
    path = tmp_path / "wrong.jsonl"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(ConfigurationError, match=told):
        load_sets(path)


def test_intervals_hold_the_figure_repeat_and_close_where_nothing_varies():
    scores = [Score(1, 1, number % 2) for number in range(40)]
    low, high = bootstrap_interval(scores, lambda score: score.f1)
    assert 0.3 < low < 0.5 < high < 0.7
    assert bootstrap_interval(scores, lambda score: score.f1) == (low, high)
    assert bootstrap_interval([Score(2, 2, 2)] * 5, lambda score: score.f1) == (1.0, 1.0)
    assert bootstrap_interval([], lambda score: score.f1) == (0.0, 0.0)


def test_the_summary_has_the_bars_and_the_baseline_beside_them():
    gold = [row(0, "a wire"), row(1, COMPOSED_SOURCE)]
    summary = take_measures(evaluate(gold, gold, Names()), evaluate(gold, gold[:1], Names()))
    assert {measured.name: measured.bar for measured in summary} == BARS
    figures = {measured.name: (measured.figure, measured.baseline) for measured in summary}
    assert figures["CORE F1, composed prose"] == (1.0, 0.0)
    assert figures["relevance accuracy"] == (1.0, 0.5)
    assert [measured.name for measured in summary if not measured.reached] == ["SIDE F1", "attributes F1"]


def test_reliability_bins_found_facts_and_weighs_gaps_by_their_number():
    found = [Finding(0.95, right=True)] * 3 + [
        Finding(1.0, right=False),
        Finding(0.65, right=True),
        Finding(None, right=True),
    ]
    table = reliability(found)
    assert [(each.low, each.facts) for each in table.bins if each.facts] == [(0.6, 1), (0.9, 4)]
    top = table.bins[-1]
    assert (top.mean_confidence, top.share_right) == (pytest.approx(0.9625), 0.75)
    assert table.error == pytest.approx((1 * 0.35 + 4 * 0.2125) / 5)
    assert (reliability([]).facts, reliability([]).error) == (0, 0.0)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Acme sued Borealis.", [("sues", "Acme", "Borealis")]),
        ("Borealis was sued by Acme Books.", [("sues", "Borealis", "Acme")]),
        ("Acme and Borealis watched as Cobalt sued nobody.", [("sues", "Borealis", "Cobalt")]),
        ("Acme talked. Borealis sued.", []),
        ("Acme sued Acme Books.", []),
        ("Acme met Borealis.", []),
    ],
)
def test_the_trivial_baseline_takes_the_two_nearest_parties_of_a_sentence(text, facts):
    register = Register(
        (
            RegisterParty("acme", "company", "Acme", ("Acme Books",)),
            RegisterParty("borealis", "company", "Borealis"),
            RegisterParty("cobalt", "company", "Cobalt"),
        )
    )
    read = Baseline(register).read(Document("u", "", text, date(2025, 1, 1)))
    assert [(fact["relation"], fact["subject"], fact["object"]) for fact in read["facts"]] == facts
    assert read["relevant"] is bool(facts)


def test_the_command_tells_each_half_and_shows_no_error_of_the_checking_half(tmp_path, capsys):
    rows = [row(number, COMPOSED_SOURCE if number % 2 else "a wire") for number in range(8)]
    for each in rows:
        each["facts"].append({"relation": "blocks", "subject": "Nobody Knows", "object": each["id"]})
    gold, errors = written(tmp_path / "dev.jsonl", rows), tmp_path / "errors.tsv"
    run_evaluation(Console(), [gold], ReaderSetup(REGISTER), errors, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["dev.jsonl, building half", "dev.jsonl, checking half", "dev.jsonl, whole"]
    checking = told["dev.jsonl, checking half"]
    assert checking["scores"]["composed prose"]["sues"]["f1"] == 1.0
    assert checking["measures"]["CORE F1, real texts"] == {
        "figure": 1.0, "low": 1.0, "high": 1.0, "bar": 0.8, "aim": 0.92, "baseline": 2 / 3,
    }  # fmt: skip
    assert set(checking["errors"]["SIDE"]) == set(ERROR_CLASSES)
    assert checking["swapped"] == {"facts": 0, "share": 0.0, "bar": 0.02}
    assert told["dev.jsonl, whole"]["reliability"]["facts"] == 8
    building, _ = split_halves(rows)
    assert {line.split("\t")[1] for line in errors.read_text(encoding="utf-8").splitlines()} == {
        each["id"] for each in building
    }


def test_the_command_prints_tables_for_people(tmp_path):
    console = Console(record=True, width=100, quiet=False)
    run_evaluation(console, [written(tmp_path / "mine.jsonl", [row(0)])], ReaderSetup(REGISTER), None, as_json=False)
    printed = console.export_text()
    for expected in (
        "mine.jsonl: summary",
        "95 % interval",
        "errors by class",
        "sides swapped: 0 of 1",
        "calibration error",
    ):
        assert expected in printed
