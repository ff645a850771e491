"""Who takes which position, who accuses whom, who shuts whom out."""

import re
from collections.abc import Iterator, Mapping, Sequence

from nlp.article import Article, Sentence
from nlp.context import paragraph, pattern, says
from nlp.judges import find_judges
from nlp.model import Attributes, Party
from nlp.rules.candidate import Candidate
from nlp.rules.roles import Roles
from nlp.rules.speech import Speaker, Utterance, find_speech
from nlp.sides import AI, RIGHTS, Sides
from nlp.words import verbs

STANCES = ("ai-use-lawful", "rights-holder")
NEGATION = re.compile(
    r"(?i)\b(?:not|n['\u2019]t|never|no|isn['\u2019]t|reject(?:s|ed)?|den(?:y|ies|ied)|dismiss(?:es|ed)?"
    r"|dispute[sd]?|nobody|no one|nothing|hardly)\b(?:\W+\w+){0,3}\W*$"
)
ACCESS = re.compile(r"(?i)crawl|scrap|\bbots?\b|robots\.txt|access")
NEWS = re.compile(r"(?i)\bnews\b")

#: Words of who holds a court; what they hold is a ruling and no position.
BENCH = re.compile(r"(?i)\b(?:judges?|justices?|courts?|magistrate|appellate|bench|tribunal)\b")
RULING = frozenset({"held", "holds", "hold", "ruled", "found", "wrote", "ordered"})
#: What a complaint or an accusation says of itself is none.
CHARGE = re.compile(
    r"(?i)\b(?:su(?:es|ed|ing)|suits?|lawsuits?|complaint|alleg\w+|accus\w+|claim form|courts?|judges?)\b"
)
ALLEGING = verbs("allege")


def find_positions(
    article: Article, suits: Sequence[Candidate], counsel: Sequence[Candidate], sides: Sides
) -> Iterator[Candidate]:
    """Candidates for `says`; an organisation only where no person speaks for it.

    Who sues, and a lawyer of theirs, stands on the side of rights; a lawyer of others on his clients' side.
    """
    suing = {party for suit in suits for party in suit.subjects}
    suing |= {lawyer for one in counsel if suing & set(one.objects) for lawyer in one.subjects}
    clients = {lawyer: one.objects[0] for one in counsel for lawyer in one.subjects}
    judges = {mark.text.split()[-1] for mark in find_judges(article.layout.text)}
    found: list[tuple[Speaker, Candidate]] = []
    for utterance in find_speech(article, Roles(article, suits)):
        for speaker in utterance.speakers:
            if speaker.who.kind == "person" and speaker.who.name.split()[-1] in judges:
                continue
            side = _side(speaker, suing, clients, sides)
            found += ((speaker, candidate) for candidate in _position(utterance, speaker, article, side))
    spoken_for = {speaker.for_whom for speaker, _ in found if speaker.who.kind == "person"}
    yield from (
        candidate for speaker, candidate in found if speaker.who.kind == "person" or speaker.who not in spoken_for
    )


def _position(utterance: Utterance, speaker: Speaker, article: Article, side: str | None) -> Iterator[Candidate]:
    """The position of a speaker in an utterance: the first of its pieces that takes one."""
    if utterance.verb.lower_ in ALLEGING and CHARGE.search(utterance.sentence.span.text):
        return
    if speaker.who.kind == "person" and utterance.verb.lower_ in RULING and BENCH.search(utterance.sentence.span.text):
        return
    around = paragraph(utterance.sentence, article)
    if not any(says(other, "works") or says(other, "ai") for other in around):
        return
    for text, sentence in utterance.pieces:
        if pattern("stances", "no_comment").search(text):
            continue
        if stance := _stance(text, sentence, side, speaker):
            confidence = 0.75 if speaker.how == "named" else 0.6
            place = (sentence, utterance.verb.i)
            values = Attributes(stance=stance)
            yield Candidate("says", (speaker.who,), (speaker.for_whom,), *place, "says.verb", confidence, values)
            return


def _side(speaker: Speaker, suing: set[Party], clients: Mapping[Party, Party | None], sides: Sides) -> str | None:
    """The side on which a speaker stands: that of the house, of who sues, or of a lawyer's client."""
    if speaker.who in suing:
        return RIGHTS
    house = clients.get(speaker.who) or speaker.for_whom
    if house is None or house.kind == "person" or (house.kind == "organisation" and house.register_id is None):
        # An association may stand on either side.
        return None
    return sides.of(house)


def _stance(text: str, sentence: Sentence, side: str | None, speaker: Speaker) -> str | None:
    """The stance of a piece of speech, by its words and by the side on which the speaker stands."""
    if side == AI:
        return "ai-use-lawful" if _fits("ai-use-lawful", text) or _fits("lawful_by_side", text) else None
    if side == RIGHTS:
        if speaker.who.kind != "person":
            plain = not CHARGE.search(sentence.span.text)
            return "rights-holder" if plain and _fits("demand", text) else None
        return "rights-holder" if _fits("rights-holder", text) or _fits("rights_by_side", text) else None
    fits = [stance for stance in STANCES if _fits(stance, text)]
    if len(fits) != 1 or (speaker.who.kind != "person" and CHARGE.search(sentence.span.text)):
        return None
    return fits[0]


def _fits(key: str, text: str) -> bool:
    """Whether a text says something of a class, and does not deny it."""
    return any(
        match[0].lower().startswith(("for ", "without ", "no", "owe")) or not NEGATION.search(text[: match.start()])
        for match in pattern("stances", key).finditer(text)
    )
