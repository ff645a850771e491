"""docs/reading.md is true where a test can tell: what it names is there, what it counts is so."""

import re
from pathlib import Path

import pytest

from nlp.gate import LONGEST_TEXT, LONGEST_TITLE
from nlp.joining import RULES_OWN
from nlp.merge import MOST_EVIDENCE
from nlp.model import RELATIONS
from nlp.refusals import MOST_REFUSED
from nlp.rules.candidate import CONFIDENCE
from nlp.thresholds import KEPT, LEAST_CORE, LEAST_SIDE

CLONE = Path(__file__).resolve().parents[2]
TEXT = (CLONE / "docs" / "reading.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:nlp|tests|data|rightswire)/[\w./-]*)`", TEXT)))
LINKED = sorted(set(re.findall(r"\]\(([^)#]+)\)", TEXT)))


@pytest.mark.parametrize("path", NAMED)
def test_what_it_names_is_there(path):
    assert (CLONE / path).exists()


@pytest.mark.parametrize("link", LINKED)
def test_what_it_links_is_there(link):
    assert (CLONE / "docs" / link).exists()


def test_its_figures_are_those_of_the_code():
    for figure in (
        f"{LONGEST_TEXT:,} characters",
        f"the first {LONGEST_TITLE:,}",
        f"below {KEPT.core:.2f}",
        f"counts for {RULES_OWN}",
        f"{LEAST_CORE:.2f}",
        f"{LEAST_SIDE:.2f}",
    ):
        assert figure in " ".join(TEXT.split())
    for how, figure in CONFIDENCE.items():
        assert f"{how} {figure:.2f}" in TEXT.replace("one topic", "topic").replace("\n", " ")
    assert (MOST_EVIDENCE, MOST_REFUSED) == (5, 100)  # "at most five sentences", "at most a hundred"


def test_it_tells_every_relation():
    assert set(re.findall(r"^\| `(\w+)` \|", TEXT, re.M)) == set(RELATIONS)
