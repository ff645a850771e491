"""Turn what the encoder sees into candidates: relations with the sentences to which it attends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.attributes import with_values
from nlp.learned.encoder import MOST_PARTIES, PARTY_KINDS, Marked, Matrix, Seen, relate, runs_of
from nlp.learned.pairs import CHOSEN, Proposal, propose
from nlp.model import Party
from nlp.rules.candidate import NO_ATTRIBUTES, Candidate

#: Prefix of the rule names of what the encoder proposed.
LEARNED = "learned."
#: Below this score a proposal is none: not even a reason to look twice.
LEAST_SCORE = 0.02
#: Below this it is told of, but is no candidate: nothing could make it sure enough.
LEAST_CANDIDATE = 0.1
#: A second sentence is evidence too if it draws this share of the attention to the first.
SECOND_SHARE = 0.4
TELLING_TAGS = ("VB", "NN")

Key = tuple[str, Party, Party | None]


@dataclass(frozen=True, slots=True)
class Learned:
    """What the encoder says of an article.

    Attributes:
        candidates: proposals with a score of LEAST_SCORE or more, that score as confidence, the best sentence first.
        scores: score by relation, subject and object (None for `says`).
        seen: the parties that it was shown; of others it says nothing.
        attended: for proposals that are candidates the share of its attention that each sentence draws.
    """

    candidates: tuple[Candidate, ...] = ()
    scores: Mapping[Key, float] | None = None
    seen: frozenset[Party] = frozenset()
    attended: Mapping[Key, Matrix] = field(default_factory=dict)

    def score(self, relation: str, subject: Party, object_: Party | None) -> float | None:
        """Its score of a relation; None where it has not seen both parties."""
        if self.scores is None or subject not in self.seen or (object_ and object_ not in self.seen):
            return None
        return self.scores.get((relation, subject, None if relation == "says" else object_), LEAST_SCORE / 2)

    def attention(self, relation: str, subject: Party, object_: Party | None) -> Matrix | None:
        """By sentence the share of its attention for a relation; None where it proposed none."""
        return self.attended.get((relation, subject, None if relation == "says" else object_))


def ask(article: Article, seen: Seen) -> Learned:
    """Ask the encoder for the relations between the parties of an article."""
    parties, marked = _mark(article, seen)
    if not parties:
        return Learned()
    related = relate(seen, marked)
    places = _sentence_places(article, seen)
    candidates: list[Candidate] = []
    scores: dict[Key, float] = {}
    attended: dict[Key, Matrix] = {}
    for proposal in propose(related, marked, LEAST_SCORE):
        subject = parties[proposal.subject]
        object_ = parties[proposal.object] if proposal.object is not None else None
        key = (proposal.relation, subject, None if proposal.relation == "says" else object_)
        if proposal.score >= LEAST_CANDIDATE:
            shares = _shares(proposal, article, places)
            if proposal.score > scores.get(key, 0.0):
                attended[key] = shares
            candidates += _candidates(proposal, (subject, object_), article, places, shares)
        scores[key] = max(scores.get(key, 0.0), proposal.score)
    return Learned(tuple(_together(candidates)), scores, frozenset(parties), attended)


def _shares(proposal: Proposal, article: Article, places: list[tuple[Sentence, int, int]]) -> Matrix:
    """The share of the attention that each sentence of an article draws; what was not seen draws none."""
    shares = np.zeros(len(article.sentences), np.float32)
    for sentence, start, end in places:
        shares[sentence.index] = proposal.attention[start:end].sum()
    return shares


def _together(candidates: list[Candidate]) -> list[Candidate]:
    """Candidates with one candidate for all subjects that one sentence joins to an object.

    So that a sum for several licensors is not taken for that of each. Who says what is asked of each alone.
    """
    out: list[Candidate] = []
    likely: dict[tuple[object, ...], int] = {}
    for candidate in sorted(candidates, key=lambda candidate: -candidate.confidence):
        key = (candidate.relation, candidate.sentence.index, candidate.objects, candidate.attributes)
        if key in likely and candidate.relation != "says":
            place = likely[key]
            out[place] = replace(out[place], subjects=(*out[place].subjects, *candidate.subjects))
            continue
        likely[key] = len(out)
        out.append(candidate)
    return out


def _mark(article: Article, seen: Seen) -> tuple[list[Party], Marked]:
    """The parties most often named, with the pieces of their names."""
    spans: dict[Party, list[tuple[int, int]]] = {}
    for name in article.names:
        if name.party.kind in PARTY_KINDS:
            span = article.doc[name.start : name.end]
            spans.setdefault(name.party, []).append((span.start_char, span.end_char))
    runs = {party: runs_of(seen.pieces, found) for party, found in spans.items()}
    often = sorted((party for party in runs if runs[party]), key=lambda party: -len(runs[party]))[:MOST_PARTIES]
    kept = [party for party in runs if party in set(often)]
    return kept, Marked(tuple(party.kind for party in kept), tuple(runs[party] for party in kept))


def _sentence_places(article: Article, seen: Seen) -> list[tuple[Sentence, int, int]]:
    """Each sentence that was seen, with its run of pieces."""
    out = []
    for sentence in article.sentences:
        runs = runs_of(seen.pieces, [(sentence.span.start_char, sentence.span.end_char)])
        if runs:
            out.append((sentence, *runs[0]))
    return out


def _candidates(
    proposal: Proposal,
    sides: tuple[Party, Party | None],
    article: Article,
    places: list[tuple[Sentence, int, int]],
    shares: Matrix,
) -> Iterator[Candidate]:
    """One candidate for each sentence that proves the proposal, the most attended first."""
    weights = [float(shares[sentence.index]) for sentence, _, _ in places]
    order = sorted(range(len(places)), key=lambda number: -weights[number])[:2]
    chosen = {CHOSEN[proposal.relation]: proposal.choice} if proposal.relation in CHOSEN else {}
    given = with_values(NO_ATTRIBUTES, chosen)
    for rank, number in enumerate(order):
        if rank and weights[number] < SECOND_SHARE * weights[order[0]]:
            break
        sentence, start, end = places[number]
        yield Candidate(
            proposal.relation,
            sides[:1],
            sides[1:],
            sentence,
            _anchor(sentence, proposal.attention[start:end], article),
            LEARNED + proposal.relation,
            proposal.score,
            given,
        )


def _anchor(sentence: Sentence, attention: Matrix, article: Article) -> int:
    """The verb or noun of a sentence that draws most attention, outside names; its root where none does."""
    named = {index for name in sentence.names for index in range(name.start, name.end)}
    telling: list[Token] = [token for token in sentence.span if token.tag_[:2] in TELLING_TAGS and token.i not in named]
    if not telling or not len(attention):
        return int(sentence.span.root.i)
    length = max(1, sentence.span.end_char - sentence.span.start_char)
    peak = int(np.argmax(attention)) / len(attention) * length + sentence.span.start_char
    return int(min(telling, key=lambda token: (abs(token.idx - peak), token.i)).i)
