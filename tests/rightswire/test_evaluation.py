"""The scorer's table: what counts as right, and agreement with the reference scorer where it is at hand."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from nlp.model import RELATIONS
from rightswire.agreement import Names, fold, same_value
from rightswire.evaluation import COMPOSED, COMPOSED_SOURCE, REAL, evaluate
from rightswire.evidence_share import as_text, count_proofs

SHARED = Path(__file__).resolve().parents[3] / "shared" / "eval"


def article(*facts, relevant=True, url="https://a.example/1", **more):
    return {"url": url, "relevant": relevant, "facts": list(facts), **more}


def fact(relation, subject, target, **attributes):
    return {"relation": relation, "subject": subject, "object": target, **attributes}


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("The New York Times", "new york times"),
        ("OpenAI, Inc.", "openai"),
        ("Condé Nast", "conde nast"),
        ("Simon & Schuster", "simon and schuster"),
        ("Reader's Digest", "reader digest"),
    ],
)
def test_names_fold_to_what_an_editor_would_call_the_same(name, folded):
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("attribute", "wanted", "got", "right"),
    [
        ("amount_usd", 250_000_000, 251_000_000, True),
        ("amount_usd", 250_000_000, 300_000_000, False),
        ("filed_date", "2023-12", "2023-12-27", True),
        ("filed_date", "2023-12-27", "2023-12", True),
        ("filed_date", "2023-12-27", "2023", False),
        ("judge", "Sidney Stein", "Sidney H. Stein", True),
        ("docket_number", "1:23-cv-11195", "23-cv-11195-SHS", True),
        ("status", "announced", None, False),
    ],
)
def test_attributes_agree_within_what_the_text_can_tell(attribute, wanted, got, right):
    assert same_value(attribute, wanted, got, Names()) is right


def test_sides_swapped_is_wrong_and_says_needs_only_its_speaker():
    gold = [article(fact("sues", "A", "B"), fact("says", "C", "D", stance="rights-holder"))]
    found = [article(fact("sues", "B", "A"), fact("says", "C", None, stance="rights-holder"))]
    result = evaluate(gold, found, Names())
    assert (result.relations["sues"].right, result.relations["says"].right) == (0, 1)
    assert [error.line().split(":")[0] for error in result.errors] == ["missed", "spurious"]


def test_an_article_that_was_not_read_counts_as_missed():
    result = evaluate([article(fact("sues", "A", "B"))], [], Names())
    assert (result.core.gold, result.core.found, result.relevance) == (1, 0, 0.0)


def test_real_texts_and_composed_prose_are_summed_apart():
    gold = [
        article(fact("sues", "A", "B"), url="https://a.example/1", source="a wire"),
        article(fact("sues", "C", "D"), url="https://a.example/2", source=COMPOSED_SOURCE),
    ]
    result = evaluate(gold, gold[:1], Names())
    assert [(kind, result.of_kind(kind).core.f1) for kind in result.kinds] == [(REAL, 1.0), (COMPOSED, 0.0)]
    assert (result.core.gold, result.core.right) == (2, 1)


def test_articles_whose_file_does_not_tell_are_of_no_kind():
    assert evaluate([article()], [], Names()).kinds == ()


@pytest.mark.skipif(not (SHARED / "dev.jsonl").exists(), reason="the annotated development set is not beside the clone")
def test_our_table_is_the_reference_scorers(tmp_path):
    """Predictions with every kind of slip: dropped, swapped, renamed and altered facts."""
    gold = [json.loads(line) for line in (SHARED / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    found = []
    for index, row in enumerate(gold):
        facts = [dict(fact) for number, fact in enumerate(row["facts"]) if (index + number) % 4]
        for number, each in enumerate(facts):
            if number % 3 == 0:
                each["subject"], each["object"] = each.get("object") or "Nobody", each["subject"]
            if number % 3 == 1:
                each.update({"amount_usd": 1, "status": "ended", "judge": "Somebody Else", "filed_date": "2020-01-01"})
        found.append({"url": row["url"], "relevant": index % 5 != 0, "facts": facts})
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
    command = [sys.executable, str(SHARED / "score.py"), str(SHARED / "dev.jsonl"), str(predicted), "--json"]
    reference = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    forms = (SHARED / "aliases.csv").read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.reader(forms) if row and row[0][0] != "#"]
    ours = evaluate(gold, found, Names(rows)).figures()
    for name in (*RELATIONS, "CORE", "SIDE", "attributes"):
        for measure in ("precision", "recall", "f1"):
            assert ours[name][measure] == pytest.approx(reference[name][measure]), (name, measure)
    assert ours["relevance"] == pytest.approx(reference["relevance"])


TEXT = "Kestrel sued Corvid on Monday. The two met in court. Kestrel and Wren settled with Corvid in May."


def test_the_sentence_shown_is_compared_with_the_annotated_evidence():
    gold = article(
        fact("sues", "Kestrel", "Corvid", evidence="Kestrel sued Corvid"),
        fact("settles_with", "Kestrel", "Corvid", evidence=["The two met in court.", "Wren settled with Corvid"]),
        fact("settles_with", "Wren", "Corvid"),
        text=TEXT,
        title="Kestrel sued Corvid",
    )
    met, settled = TEXT.index("The two"), TEXT.index("Kestrel and")
    found = article(
        fact("sues", "Kestrel", "Corvid", rule="sues.active", evidence_place=("title", 0, 19)),
        fact(
            "settles_with",
            "Kestrel",
            "Corvid",
            rule="learned.settles_with",
            evidence_place=("text", settled, len(TEXT)),
        ),
        fact("settles_with", "Wren", "Corvid", rule="settlement", evidence_place=("text", met, settled - 1)),
        fact("sues", "Wren", "Corvid", rule="sues.active", evidence_place=("text", 0, met - 1)),
    )
    proofs = evaluate([gold], [found], Names()).proofs
    assert count_proofs(proofs) == {
        "all": (1, 2), "rules": (0, 1), "model": (1, 1), "sues": (0, 1), "settles_with": (1, 1)
    }  # fmt: skip
    assert as_text(proofs) == (
        "the sentence shown is annotated as evidence: 0.500 of 2 right facts "
        "(rules 0 of 1, model 1 of 1, sues 0 of 1, settles_with 1 of 1)"
    )


def test_articles_that_name_no_evidence_tell_nothing_of_it():
    both = article(fact("sues", "A", "B", rule="sues.active", evidence_place=("text", 0, 5)), text="A sued B.")
    assert as_text(evaluate([both], [both], Names()).proofs) == ""
