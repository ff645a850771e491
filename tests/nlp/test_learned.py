"""The encoder's part of reading: pieces, names across pieces, relations over sentences, and how sure a fact is."""

import json
from datetime import date
from pathlib import Path

import pytest

from nlp.joining import coefficients, joined
from nlp.learned import encoder
from nlp.learned.encoder import LONGEST, RELATIONS, WEIGHTS, Marked, relate, runs_of, see
from nlp.learned.names import spot
from nlp.learned.pairs import load_weights, propose
from nlp.learned.wordpiece import cut, vocabulary
from nlp.model import Document
from nlp.signals import NAMES, Signals
from nlp.thresholds import KEPT, Thresholds, keep_surest
from rightswire.errors import ConfigurationError

ACROSS = Document(
    "https://example.test/quill",
    "Novelist sues chatbot maker over training data",
    "The novelist Mirabel Osthoff went to court on Tuesday over her trilogy about the lighthouses of Brittany.\n\n"
    "Her complaint, filed in the federal court in Manhattan, says that Corvid Machines trained its chatbot on pirated "
    "copies of all three books. The start-up declined to comment.",
    date(2026, 3, 4),
    "Harbour Ledger",
)
SHOWN = f"{ACROSS.title}\n\n{ACROSS.text}"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("OpenAI's crawler", ["open", "##ai", "'", "s", "crawl", "##er"]),
        ("Café Noël", ["cafe", "noel"]),
        ("A$5m, e.g.", ["a", "$", "5", "##m", ",", "e", ".", "g", "."]),
        ("\u200b \x00", []),
        ("漫画", ["[UNK]", "[UNK]"]),
        ("x" * 101, ["[UNK]"]),
    ],
)
def test_text_is_cut_as_the_encoder_was_trained_to_see_it(text, pieces):
    names = {number: piece for piece, number in vocabulary().items()}
    found = cut(text, 100)
    assert [names[number] for number in found.ids[1:-1]] == pieces
    assert all(0 <= start <= end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))


def test_pieces_tell_where_they_stand_and_how_they_are_written():
    text = "In 2025 OpenAI and GEMA met"
    found = cut(text, 100)
    written = [(text[s:e], shape) for s, e, shape in zip(found.starts, found.ends, found.shapes, strict=True)][1:-1]
    assert ("In", 1) in written
    assert ("202", 3) in written
    assert ("and", 0) in written
    assert "".join(piece for piece, _ in written) == text.replace(" ", "")


def test_no_more_is_seen_than_the_encoder_takes():
    found = cut("word " * 5_000, LONGEST)
    assert len(found.ids) == LONGEST
    assert len(see("word " * 5_000).pieces.ids) == LONGEST


def test_runs_beyond_what_was_seen_are_left_out():
    text = "Alpha Corp sued " + "word " * 2_000 + "Beta Corp"
    pieces = cut(text, LONGEST)
    assert len(runs_of(pieces, [(0, 10), (len(text) - 9, len(text))])) == 1


def test_names_that_no_list_knows_are_seen_whole():
    names = {SHOWN[name.start : name.end]: name.kind for name in spot(see(SHOWN), SHOWN)}
    assert names["Mirabel Osthoff"] == "person"
    assert names["Corvid Machines"] == "company"


def test_a_suit_whose_sides_never_share_a_sentence_is_seen(reader, monkeypatch):
    monkeypatch.setattr(reader, "least", KEPT)
    (fact,) = (fact for fact in reader.read(ACROSS).facts if fact.relation == "sues")
    assert (fact.subject.name, fact.object.name) == ("Mirabel Osthoff", "Corvid Machines")
    assert fact.rule == "learned.sues"
    assert fact.why
    assert all(each.sentence in (ACROSS.title, ACROSS.text)[each.field == "text"] for each in fact.evidence)


def test_the_same_article_gives_the_same_reading_to_the_byte(reader):
    once, again = (json.dumps(reader.read(ACROSS).to_dict()) for _ in range(2))
    assert once == again


def test_an_article_alone_reads_as_it_does_among_others(reader):
    others = [
        Document(f"https://example.test/{n}", ACROSS.title, ACROSS.text.replace("Corvid", f"Rook {n}"), None, "")
        for n in range(3)
    ]
    among = next(r for r in reader.read_many([*others, ACROSS]) if r.url == ACROSS.url)
    assert among == reader.read(ACROSS)


def test_sides_of_a_proposal_are_among_the_marked_and_scores_are_shares():
    seen = see(SHOWN)
    at = [SHOWN.index("Mirabel Osthoff"), SHOWN.index("Corvid Machines")]
    marked = Marked(("person", "company"), tuple(runs_of(seen.pieces, [(start, start + 15)]) for start in at))
    proposals = propose(relate(seen, marked), marked, 0.0)
    assert {proposal.relation for proposal in proposals} == set(RELATIONS)
    assert all(0 <= proposal.score <= 1 and proposal.subject != proposal.object for proposal in proposals)
    assert all(proposal.object is not None or proposal.relation == "says" for proposal in proposals)
    best = max((p for p in proposals if p.relation == "sues"), key=lambda p: p.score)
    assert (best.subject, best.object) == (0, 1)
    assert best.attention.sum() == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_surer_encoder_and_a_rule_make_a_fact_surer(relation):
    def chance(score, ruled):
        values = dict.fromkeys(NAMES, 0.0) | {"score": score, "rule": float(ruled), "rule_confidence": 2.2 * ruled}
        return joined(relation, 0.9 if ruled else None, Signals(relation, tuple(values[name] for name in NAMES)))

    assert chance(-3.0, False) < chance(0.0, False) < chance(3.0, False)
    assert chance(0.0, False) < chance(0.0, True)


def test_every_relation_has_a_coefficient_for_every_signal():
    assert coefficients().keys() == set(RELATIONS)
    assert all({*NAMES, "bias", "alone"} == values.keys() for values in coefficients().values())


def test_facts_below_the_threshold_are_told_as_refused(reader, monkeypatch):
    monkeypatch.setattr(reader, "least", KEPT)
    reading = reader.read(ACROSS)
    strict = keep_surest(reading, Thresholds(core=1.0, side=1.0))
    assert reading.facts
    assert strict.facts == ()
    assert [one.reason.startswith("confidence 0.") for one in strict.refused[: len(reading.facts)]] == [True] * len(
        reading.facts
    )
    kept = keep_surest(reading, Thresholds(core=0.4, side=0.4))
    assert {fact.confidence >= 0.4 for fact in kept.facts} == {True}


@pytest.mark.parametrize(
    "title",
    [
        "\u200b\u200b\u200b\u200b\u200bNovelist sues chatbot maker Corvid Machines",
        "Novelist Takes Chatbot Maker Corvid Machines to Court",
    ],
    ids=["invisible characters", "title case"],
)
def test_names_in_headlines_are_neither_shifted_nor_run_together(reader, title):
    reading = reader.read(Document("u", title, ACROSS.text, ACROSS.published))
    assert {one.name for one in reading.mentions if one.field == "title" and one.label == "company"} == {
        "Corvid Machines"
    }


def test_works_that_a_list_gives_are_no_parties(reader):
    text = (
        "The Munich court ruled on Friday that Suno had copied the lyrics of six songs, including Velvet Lantern and Marmalade "
        "Moon. GEMA, the collecting society, had sued the AI music service over copyright."
    )
    named = {one.name for one in reader.read(Document("u", "", text, ACROSS.published)).mentions if one.label != "work"}
    assert not named & {"Velvet Lantern", "Marmalade Moon"}


def test_missing_weights_are_told_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("nlp.learned.encoder.WEIGHTS", tmp_path)
    encoder._session.cache_clear()
    with pytest.raises(ConfigurationError, match="cannot be loaded"):
        load_weights()
    monkeypatch.undo()
    encoder._session.cache_clear()
    load_weights()


def test_the_weights_stay_small():
    assert sum(path.stat().st_size for path in Path(WEIGHTS).iterdir()) < 40_000_000
