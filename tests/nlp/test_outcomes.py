"""Who has won, by the words of a ruling's sentence."""

import pytest

from nlp.outcomes import judge_outcome

SENTENCES = [
    ("Judge X denied DEFENDANT's request to dismiss or transfer the suit by PLAINTIFF", "plaintiff"),
    ("The judge found that the use was not fair", "plaintiff"),
    ("The judge dismissed the suit", "defendant"),
    ("The court refused to bar DEFENDANT from using the content", "defendant"),
    ("She dismissed most of the claims while letting those under contract law go ahead", "mixed"),
    ("It was fair use, he found, to train the models, but not to keep pirated copies", "mixed"),
    ("He held that training was fair use but that building a library of pirated copies was not", "mixed"),
    ("The court ruled the case may proceed, dismissing the state claims", "mixed"),
    ("PLAINTIFF has lost most of its case", "mixed"),
    ("The judge granted preliminary approval to a settlement", "procedural"),
    ("The judge ordered DEFENDANT to hand over 20 million logs", "procedural"),
    ("The two sides met on Tuesday", None),
]


@pytest.mark.parametrize(("sentence", "outcome"), SENTENCES)
def test_the_words_of_a_sentence_tell_who_won(sentence, outcome):
    assert judge_outcome(sentence) == outcome
