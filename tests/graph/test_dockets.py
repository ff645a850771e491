"""Docket numbers, captions and judges in the forms that articles and the register use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dockets import Docket, caption_key, read_dockets
from graph.judges import full_names, fullest, judge_names, surnames

TIMES = Docket("23-cv-11195", "1")


@pytest.mark.parametrize(
    "text",
    [
        "1:23-cv-11195",
        "1:23-CV-11195",
        "No. 1:23-cv-11195-SHS",
        "1:23-cv-11195 (S.D.N.Y.)",
        "Case No.: 1:23-cv-11195-SHS-OTW",
        "1:2023-cv-11195",
        "1 : 23-cv-011195",
        "docket number 1:23-cv-11195",
    ],
)
def test_spellings_of_one_docket_number(text):
    assert read_dockets(text) == {TIMES}


def test_the_office_may_be_left_out_but_not_contradicted():
    (short,) = read_dockets("No. 23-cv-11195-SHS")
    assert short.same(TIMES)
    assert not Docket("23-cv-11195", "3").same(TIMES)
    assert not Docket("23-cv-11196", "1").same(TIMES)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1:23-cv-08292; 1:23-cv-10211", 2),
        ("3:23-cv-03417 and 3:23-cv-04663", 2),
        ("3:25-cv-06891 (refiled; originally D. Del. 1:23-cv-00135)", 2),
        ("310 O 227/23; 5 U 104/24", 2),
        ("", 0),
        ("unknown", 0),
    ],
)
def test_several_numbers_in_one_cell(text, count):
    assert len(read_dockets(text)) == count


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("310 O 227/23", "310 o 227/23 (LG Hamburg)"),
        ("C-250/25", "Case C-250/25"),
        ("CS(COMM) 1028/2024", "CS (COMM) 1028/2024"),
        ("25-2153", "No. 25-2153 (3d Cir.)"),
        ("[2025] EWHC 2863 (Ch)", "[2025] ewhc 2863"),
        ("(2019) Yue 0305 Min Chu 14010", "(2019)Yue 0305 Min Chu 14010"),
    ],
)
def test_numbers_of_other_courts_are_compared_without_case_blanks_and_notes(one, other):
    assert read_dockets(one) == read_dockets(other) != frozenset()


def test_a_multi_district_number_is_told_from_a_suits_own():
    assert [docket.kind for docket in read_dockets("1:25-md-03143")] == ["md"]
    assert [docket.kind for docket in read_dockets("25-2153")] == [""]


@given(st.text())
def test_any_text_can_be_asked_for_dockets_captions_and_judges(text):
    read_dockets(text)
    caption_key(text)
    surnames(text)


@pytest.mark.parametrize(
    "caption",
    ["Bartz v. Anthropic", "Bartz et al. v. Anthropic PBC", "BARTZ vs. ANTHROPIC", "Bartz v Anthropic (N.D. Cal.)"],
)  # fmt: skip
def test_spellings_of_one_caption(caption):
    assert caption_key(caption) == "bartz v anthropic"


def test_a_caption_without_sides_has_a_key_too():
    assert caption_key("In re OpenAI ChatGPT Litigation") == "in re openai chatgpt litigation"
    assert caption_key(" ") == ""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sidney H. Stein", ["Sidney H. Stein"]),
        ("U.S. District Judge Sidney Stein", ["Sidney Stein"]),
        ("Sidney H. Stein; Ona T. Wang (magistrate judge)", ["Sidney H. Stein", "Ona T. Wang"]),
        ("Stanley Blumenfeld, Jr.", ["Stanley Blumenfeld, Jr."]),
        ("42nd Civil Chamber (Elke Schwager presiding)", []),
        ("I. Zivilsenat", []),
        ("Beryl A. Howell (district court); Millett, Wilkins, Rogers (panel)",
         ["Beryl A. Howell", "Millett", "Wilkins", "Rogers"]),
        ("", []),
    ],
)  # fmt: skip
def test_judges_in_a_cell(text, names):
    assert judge_names(text) == names


def test_only_a_full_name_makes_a_node():
    assert list(full_names(["S. Thomas, Miller, J. Paul Oetken; F. Dennis Saylor IV"])) == [
        "J. Paul Oetken",
        "F. Dennis Saylor IV",
    ]
    assert surnames("F. Dennis Saylor IV") == ["saylor"]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (["Sidney Stein", "Sidney H. Stein", "Stein"], ["Sidney H. Stein"]),
        (["Colleen McMahon", "McMahon", "Sidney Stein"], ["Colleen McMahon", "Sidney Stein"]),
        (["Ann Reed", "Jo Reed"], ["Ann Reed", "Jo Reed"]),
        (["Ann Reed", "J. Reed"], ["Ann Reed", "J. Reed"]),
        (["Ann Reed", "A. Reed"], ["Ann Reed"]),
        (["Reed"], ["Reed"]),
    ],
)
def test_each_judge_stands_once_by_the_fullest_name(told, kept):
    assert fullest(told) == kept
