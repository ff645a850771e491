"""Where an article goes on to speak of a suit or a deal: the sentences from which attributes may be taken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.article import Article, Sentence
from nlp.marks import Marks
from nlp.rules.candidate import Candidate
from nlp.rules.rulings import Case

#: Rules that take a side from another sentence than their own.
ELSEWHERE = frozenset({"sues.two-places", "sues.role"})
#: The main news stands in the title or one of so many first paragraphs.
OPENING = 2
#: So many sentences behind a deal or suit may go on to tell of it, and so many at the head of the text of the headline.
BEHIND, LEAD = 3, 3
#: Who is named behind one of these begins a clause of its own.
JOINING = re.compile(
    r"(?i)(?:;|\b(?:and|while|whereas|but|then|followed (?:in \w+ )?by|as (?:did|has|does)))"
    r" (?:(?:to|with|by|from|for) )?(?:the \w+ )?$"
)
TERMS = re.compile(
    r"(?i)\b(?:deals?|agreements?|contracts?|licen[cs]es?|pact|partnership|arrangement|settlement|accord|funds?|fees?"
    r"|(?:will|would|must|to)(?: \w+)? pay|pays|paying|paid|payments?|pay-?outs?|worth|(?:could|would|will) bring)\b"
)
#: Terms told beside these are another deal's.
OTHER_DEAL = re.compile(
    r"(?i)\b(?:similar|another|separate|other|earlier|previous|rival|different)\b(?: \w+)? "
    r"(?:deals?|agreements?|contracts?|pacts?|partnerships?|licen[cs]es?|settlements?)\b"
)
#: After an appeal the judge of the first instance has the case no more.
APPEAL = re.compile(
    r"(?i)\b(?:appeals? court|court of appeals?|\w+ circuit|appealed|reversed|overturned|transferred)\b"
)
#: A judge named beside these may be another's.
OTHER_MATTER = re.compile(
    r"(?i)\b(?:separate|another|different|other|unrelated|similar|earlier|parallel)\b(?: \w+){0,2} "
    r"(?:case|suit|lawsuit|firm|action|matter|judge|court)\b|\bsettlement\b"
)
SETTLING = re.compile(r"(?i)\bsettl(?:e|es|ed|ing|ements?)\b|\baccord\b|\bclass action\b")
REPORTS = re.compile(r"(?i)\b(?:report(?:ed|s|ing)|according to|told|wrote|said|put)\b")
Scope = Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What attributes are taken from: the article, its marks, the suits known in it."""

    article: Article
    marks: Marks
    cases: Sequence[Case]

    @property
    def single_case(self) -> bool:
        """Whether all suits of the article are one case, so that court and judge may stand anywhere in it.

        A case that is first told of far down is background: what stands above it belongs to the main news.
        """
        return (
            len({case.defendants for case in self.cases}) == 1
            and len({case.plaintiffs for case in self.cases}) <= 2
            and min(case.sentence.paragraph for case in self.cases) <= OPENING
        )

    def is_only_suit(self, candidate: Candidate) -> bool:
        """Whether every suit that the article tells has a plaintiff and a defendant of this one."""
        plaintiffs, defendants = set(candidate.subjects), set(candidate.objects)
        return all(plaintiffs & set(case.plaintiffs) and defendants & set(case.defendants) for case in self.cases)

    def starts_in_title(self, sentence: Sentence) -> bool:
        """Whether a sentence is the headline's."""
        return bool(sentence.span.start_char < self.article.layout.start)


def suit_scopes(candidate: Candidate, around: Surroundings) -> list[Scope]:
    """Sentences that can speak of a suit, the nearest first: its own, those behind it without another suit, all."""
    own, article = candidate.sentence, around.article
    others = {case.sentence.index for case in around.cases if case.defendants != candidate.objects}
    behind: list[Sentence] = []
    for sentence in article.sentences[own.index + 1 : own.index + 1 + BEHIND]:
        if sentence.paragraph != own.paragraph or sentence.index in others:
            break
        behind.append(sentence)
    scopes: list[Scope] = [[own], behind]
    if candidate.rule in ELSEWHERE:
        scopes.append(article.sentences[max(0, own.index - 2) : own.index])
    scopes.append(opening_run(candidate, around))
    if around.single_case:
        scopes.append(article.sentences)
    return scopes


def opening_run(candidate: Candidate, around: Surroundings) -> list[Sentence]:
    """Of a suit that the headline or the opening tells: the sentences up to the first that tells of another suit."""
    sentences = around.article.sentences
    body = [sentence for sentence in sentences if not around.starts_in_title(sentence)]
    if not body or candidate.sentence.paragraph > body[0].paragraph + OPENING - 1:
        return []
    plaintiffs, defendants = set(candidate.subjects), set(candidate.objects)
    other = [
        case.sentence.index
        for case in around.cases
        if not plaintiffs & set(case.plaintiffs) or not defendants & set(case.defendants)
    ]
    end = min(other, default=len(sentences))
    return [sentence for sentence in body if sentence.index < end and sentence.index >= candidate.sentence.index]


def judge_scopes(candidate: Candidate, around: Surroundings, scopes: Sequence[Scope]) -> list[Scope]:
    """Of the scopes of a suit those whose judge is the one that has the case now: its own sentence, else with care."""
    if not around.is_only_suit(candidate) or any(APPEAL.search(s.span.text) for s in around.article.sentences):
        return [*scopes[:1]]
    return [
        scopes[0],
        *([sentence for sentence in scope if not OTHER_MATTER.search(sentence.span.text)] for scope in scopes[1:]),
    ]


def first_other(candidate: Candidate) -> int:
    """Where in its sentence, behind a deal's word, another party is first named: from there on terms may be theirs."""
    parties = {*candidate.subjects, *candidate.objects}
    span = candidate.sentence.span
    reports = REPORTS.search(span.text) is not None
    others = (
        span.doc[name.start].idx - span.start_char
        for name in candidate.sentence.names
        if name.start > candidate.anchor and name.party not in parties and not (reports and name.party.kind == "outlet")
    )
    return min(others, default=len(span.text))


def is_told_of_another(place: tuple[int, int], candidate: Candidate) -> bool:
    """Whether a sum is that of who is named before it in a deal's sentence, as a side of the deal only joins behind it.

    'Google pays $60 million a year, and OpenAI has paid since May.'

    Args:
        place: offsets of the sum in the sentence.
        candidate: the deal.
    """
    span, own = candidate.sentence.span, {*candidate.subjects, *candidate.objects}
    reports = REPORTS.search(span.text) is not None
    placed = [(span.doc[name.start].idx - span.start_char, name.party) for name in candidate.sentence.names]
    before = {party for start, party in placed if start < place[0]}
    if not any(party not in own and not (reports and party.kind == "outlet") for party in before):
        return False
    joins = (start for start, party in placed if start >= place[1] and party in own and party not in before)
    return any(JOINING.search(span.text[place[1] : start]) for start in joins)


def deal_scope(candidate: Candidate, around: Surroundings) -> list[Sentence]:
    """The sentences behind a deal or settlement that tell its terms and name nobody else but who reports them."""
    own = candidate.sentence
    parties = {*candidate.subjects, *candidate.objects}
    sentences = around.article.sentences
    told: list[Sentence] = []
    for sentence in sentences[own.index + 1 : own.index + 1 + BEHIND]:
        reports = REPORTS.search(sentence.span.text) is not None
        if any(name.party not in parties and not (reports and name.party.kind == "outlet") for name in sentence.names):
            continue
        if TERMS.search(sentence.span.text) and not OTHER_DEAL.search(sentence.span.text):
            told.append(sentence)
    return told


def settlement_scope(candidate: Candidate, around: Surroundings) -> list[Sentence]:
    """The sentences anywhere that speak of a settlement by who was sued, and name nobody but the sides of the case."""
    sides = {*candidate.subjects, *candidate.objects}
    for case in around.cases:
        if set(case.defendants) & sides:
            sides |= {*case.plaintiffs, *case.defendants}
    told = []
    for sentence in around.article.sentences:
        named = {name.party for name in sentence.names if name.party.kind != "outlet" or name.party in sides}
        settles = SETTLING.search(sentence.span.text) and not OTHER_DEAL.search(sentence.span.text)
        if settles and named & set(candidate.objects) and named <= sides and sentence != candidate.sentence:
            told.append(sentence)
    return told


def lead(candidate: Candidate, around: Surroundings) -> list[Sentence]:
    """The first sentences of the text, for what the headline alone tells."""
    if not around.starts_in_title(candidate.sentence):
        return []
    return [s for s in around.article.sentences if not around.starts_in_title(s)][:LEAD]
