"""A sentence is searched for the wordings of a relation only where it holds their clues: no wording may lie outside of them."""

import re
from re import _constants as op
from re import _parser

import pytest

from nlp.rules import templates
from nlp.vocabulary import read_table

RELATIONS = sorted(read_table("wordings")["clues"])
CATEGORIES = {op.CATEGORY_WORD: "a", op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " "}


def texts(pattern):
    """Texts that a parsed expression matches, without what may be left out: each alternative stands in one at least."""
    parts = [choices(*token) for token in pattern]
    shortest = [part[0] for part in parts]
    yield "".join(shortest)
    for place, part in enumerate(parts):
        for other in part[1:]:
            yield "".join([*shortest[:place], other, *shortest[place + 1 :]])


def choices(kind, about):
    """What one part of a parsed expression may be."""
    if kind is op.IN and about[0][0] is op.NEGATE:
        return ["z"]
    least, _, repeated = about if kind in (op.MAX_REPEAT, op.MIN_REPEAT) else (0, 0, ())
    made = {
        op.LITERAL: lambda: [chr(about)],
        op.RANGE: lambda: [chr(about[0])],
        op.CATEGORY: lambda: [CATEGORIES[about]],
        op.IN: lambda: [one for each in about for one in choices(*each)],
        op.BRANCH: lambda: [text for alternative in about[1] for text in texts(alternative)],
        op.SUBPATTERN: lambda: list(texts(about[-1])),
        op.MAX_REPEAT: lambda: [text * least for text in texts(repeated)] if least else [""],
        op.NOT_LITERAL: lambda: ["z"],
        op.ANY: lambda: ["z"],
        **dict.fromkeys((op.AT, op.ASSERT, op.ASSERT_NOT), lambda: [""]),
    }
    return made[op.MAX_REPEAT if kind is op.MIN_REPEAT else kind]()


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_wording_holds_the_clues_of_its_relation(relation):
    made = [
        text
        for _, wording in templates._patterns(relation)
        for text in texts(_parser.parse(wording.pattern, re.IGNORECASE))
        if wording.search(text)
    ]
    assert len(made) > len(templates._patterns(relation))
    assert [text for text in made if not all(clue.search(text) for clue in templates._clues(relation))] == []


def test_no_wording_escapes_the_test_above():
    wordings = [pattern for relation in RELATIONS for _, pattern in templates._patterns(relation)]
    unmade = [one.pattern for one in wordings if not any(map(one.search, texts(_parser.parse(one.pattern, re.I))))]
    assert unmade == []
