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
    ("The panel found that DEFENDANT never infringed the novels of PLAINTIFF", "defendant"),
    ("Jurors decided DEFENDANT wasn't liable to PLAINTIFF", "defendant"),
    ("DEFENDANT was not only careless but infringed PLAINTIFF's works, the court found", "plaintiff"),
    ("A judge dismissed a lawsuit by PLAINTIFF alleging DEFENDANT infringed its articles", "defendant"),
    ("The judge rejected PLAINTIFF's claim that DEFENDANT violated its copyright", "defendant"),
    ("The judge rejected DEFENDANT's argument that the copying was lawful", "plaintiff"),
    ("The judge tossed out DEFENDANT's counterclaims", "plaintiff"),
    ("The court told PLAINTIFF to pay $2 million of DEFENDANT's costs", "defendant"),
    ("The court ordered DEFENDANT to pay PLAINTIFF $5 million in damages", "plaintiff"),
    ("The judge declined to award damages to PLAINTIFF", "defendant"),
    ("The circuit court set aside the dismissal of PLAINTIFF's complaint", "plaintiff"),
    ("The appeals court reversed a finding of fair use and remanded the case", "plaintiff"),
    ("The appeals court overturned a decision that DEFENDANT had not infringed PLAINTIFF's songs", "plaintiff"),
    ("The appeals court vacated a finding of infringement against DEFENDANT", "defendant"),
    ("An appeals court has quashed the injunction won by PLAINTIFF", "defendant"),
    ("The verdict for PLAINTIFF was overturned", "defendant"),
    ("The judge allowed DEFENDANT to keep training on the songs", "defendant"),
    ("The judge ruled that DEFENDANT did not infringe the trademarks but infringed PLAINTIFF's copyright", "mixed"),
    ("The judge denied DEFENDANT's request to postpone the trial", "procedural"),
    ("The court has yet to decide whether the copying was fair use", None),
    ("The court refused to lift an injunction against DEFENDANT", "plaintiff"),
    ("The court found no evidence that DEFENDANT infringed PLAINTIFF's works", "defendant"),
    ("DEFENDANT has appealed a ruling that it infringed", None),
    ("The judge said PLAINTIFF must prove that DEFENDANT infringed", None),
]


@pytest.mark.parametrize(("sentence", "outcome"), SENTENCES)
def test_the_words_of_a_sentence_tell_who_won(sentence, outcome):
    assert judge_outcome(sentence) == outcome
