"""Which date of a sentence is that of the suit, deal, settlement or ruling it tells, not of a hearing, plan or report.

A date that hangs on the same verb comes before one that only stands nearer; a date ahead of publication is none.
"""

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from nlp.article import Sentence
from nlp.context import says
from nlp.date_owners import LATER, owner_of_date, token_at
from nlp.dates import Dated
from nlp.rules.candidate import Candidate
from nlp.surroundings import ELSEWHERE, Scope, Surroundings, opening_run
from nlp.words import verbs

#: Words of bringing a suit: beside them a date is the suit's.
FILING = re.compile(
    r"(?i)\b(?:fil(?:ed|ing|es)|brought(?! together)|lodged|sued|sues|suing|issued proceedings|instituted|commenced"
    r"|(?:launch|start|open|beg[au]n)\w*(?: \w+){0,3} (?:law)?(?:suits?|cases?|actions?|litigation|proceedings|claims?)"
    r"|(?:law)?(?:suits?|cases?|actions?|litigation|proceedings|claims?)(?:, | which | that | was | were )*"
    r"(?:launched|started|begun|began|opened)|dat(?:es|ing|ed) (?:from|to|back)|complaint of|suit of|pending since)\b"
)
#: Of such words, those that speak of something else that is filed.
OTHER_FILINGS = re.compile(
    r"(?i)\b(?:motion|appeal|brief|response|answer|papers|reply|objection|request|notice|amend\w+|opposition|statement"
    r"|declaration|petition for|amicus|testimony|exhibit)\b"
)
#: Words that make a deal, a settlement or a ruling known, or tell it.
TELLING = {
    "licenses_to": re.compile(
        r"(?i)\b(?:announc\w+|sign(?:ed|s|ing)|unveil\w*|struck|made public|disclos\w+|agreed|reached|concluded|inked"
        r"|began|begun|started|launched|entered|confirmed|joined|dated)\b"
    ),
    "settles_with": re.compile(
        r"(?i)\b(?:settl\w+|dropped|agreed|announc\w+|reached|resolv\w+|filed|disclos\w+|signed)\b"
    ),
    "ruling": re.compile(
        r"(?i)\b(?:rul(?:ed|es|ing)|held|found|dismiss\w+|grant\w+|den(?:y|ied|ies)|judge?ment|order(?:ed)?|decision"
        r"|decided|refused|rejected|affirmed|upheld|threw|sided|entered|opinion)\b"
    ),
    "accuses": re.compile(r"(?i)\b(?:accus\w+|letter|wrote|alleg\w+|said|complain\w+)\b"),
}
#: Dates behind these are of what is to come, or of something else altogether.
OTHER_DATES = re.compile(
    r"(?i)\b(?:hearings?|trial|scheduled|expected|until|deadline|founded|born|appeal\w*|arguments?|due"
    r"|launch\w*(?!(?: \w+){0,3} (?:law)?(?:suits?|cases?|actions?|litigation|proceedings|claims?)\b)"
    r"|set for|expir\w+|runs? (?:to|through)|through|published|wrote in|reported|slated|postponed|adjourned)\b"
    r"(?:\W+\w+){0,5}\W*$"
)
#: Before a date, words by which it is that of a deal that was renewed or ended since: 'their licence of'.
OF_DEAL = re.compile(
    r"(?i)\b(?:deals?|agreements?|pacts?|partnerships?|licen[cs]es?|contracts?|accords?|arrangements?)"
    r"(?: with [^,.;]{1,30}?)?,?\s+"
    r"(?:(?:of|from)|(?:that |which )?(?:was |were |they |it )?(?:had )?(?:first |originally )?"
    r"(?:signed|made|struck|reached|agreed|announced|concluded|dating|dated)(?: back)? (?:in|on|of|from|to))\s+$"
)
#: A deal that expires ends: of that step the date behind the word is the one told.
EXPIRY = re.compile(r"(?i)\b(?:expir\w+|ran out|run out)\b")
#: Dates behind these, with no word of filing between, are of what became of a suit, not of its filing.
OTHER_STEPS = re.compile(
    r"(?i)\b(?:transferred|consolidat\w+|moved|removed|remanded|reassigned|centrali[sz]ed|merged|dismissed|settled"
    r"|appealed|withdr[ae]w\w*|dropped|joined|sent)\b(?:\W+(?!(?:filed|filing|brought|sued|lodged|of)\b)\w+){0,5}\W*$"
)
#: Characters between a date and the word that it dates, at most.
FROM_FILING = 90
FINITE = frozenset({"VBD", "VBZ", "VBP"})
#: Rules whose word is the verb of bringing the suit.
BY_VERB = frozenset({"sues.active", "sues.passive", "sues.to-court", "sues.filed-against"})
#: Verbs that may stand between a deal or suit and its date: 'a licence that was made public in May'.
MAKING_KNOWN = frozenset(
    {"made", "announced", "signed", "unveiled", "struck", "reached", "concluded", "disclosed", "filed", "brought"}
)


def filing_date(candidate: Candidate, around: Surroundings, scopes: Sequence[Scope]) -> str | None:
    """When a suit was filed: beside its own verb, else beside a word of filing, in the nearest scope that tells."""
    if candidate.rule in BY_VERB and (told := fact_date(candidate, around, OTHER_STEPS)):
        return told
    if since := _since(candidate, around):
        return since
    if not around.is_only_suit(candidate):
        scopes = [*scopes[:2], opening_run(candidate, around)]
    for scope in scopes:
        for sentence in scope:
            if told := _beside(FILING, sentence, around, not_behind=OTHER_FILINGS, no_dates=OTHER_STEPS):
                return told
    return None


def _since(candidate: Candidate, around: Surroundings) -> str | None:
    """'Has been defending since August an action by X': what hangs on the verb of the suit tells when it began."""
    text, doc = around.article.layout.text, around.article.doc
    verb = _verb_of(doc[candidate.anchor])
    for mark in _dates_in(candidate.sentence, around):
        is_since = text[max(0, mark.start - 6) : mark.end].lower().lstrip().startswith("since ")
        if is_since and _verb_of(token_at(doc, mark.start)) == verb:
            return mark.iso
    return None


def told_date(candidate: Candidate, around: Surroundings, more: Iterable[Sentence]) -> str | None:
    """When a deal, settlement, ruling or accusation came: in its own sentence, else where the text goes on."""
    pattern = TELLING[candidate.relation]
    if candidate.relation == "licenses_to" and says(candidate.sentence, "ended"):
        # The date of the end is not that of the deal.
        more = [candidate.sentence, *more]
    elif told := fact_date(candidate, around):
        return told
    return next((told for sentence in more if (told := _beside(pattern, sentence, around))), None)


def step_date(candidate: Candidate, around: Surroundings) -> str | None:
    """When a deal was renewed or ended, in the sentence that tells it."""
    doc = around.article.doc
    verb = _verb_of(doc[candidate.anchor])
    dates = [mark for mark in _dates_of_step(candidate, around) if not _is_of_deal(mark, around)]
    own = [mark for mark in dates if _verb_of(token_at(doc, mark.start)) == verb]  # 'was terminated on 12 May'
    return own[0].iso if len(own) == 1 else _near_verb(candidate, around, dates)


def first_date(candidate: Candidate, around: Surroundings) -> str | None:
    """When a deal was made that a sentence tells to have been renewed or ended: 'their licence of 2023'."""
    found = [mark.iso for mark in _dates_of_step(candidate, around) if _is_of_deal(mark, around)]
    return found[0] if len(found) == 1 else None


def _dates_of_step(candidate: Candidate, around: Surroundings) -> list[Dated]:
    span, text = candidate.sentence.span, around.article.layout.text
    held = _dates_in(candidate.sentence, around)
    expired = [
        mark
        for mark in around.marks.dates
        if span.start_char <= mark.start < span.end_char
        and not mark.future
        and EXPIRY.search(text[max(span.start_char, mark.start - 20) : mark.start])
    ]
    return sorted({*held, *expired}, key=lambda mark: mark.start)


def _is_of_deal(mark: Dated, around: Surroundings) -> bool:
    return OF_DEAL.search(around.article.layout.text[max(0, mark.start - 60) : mark.start]) is not None


def fact_date(candidate: Candidate, around: Surroundings, no_dates: re.Pattern[str] | None = None) -> str | None:
    """The date in a candidate's own sentence that belongs to the word that tells it, none behind some words."""
    return _near_verb(candidate, around, _dates_in(candidate.sentence, around, no_dates))


def _near_verb(candidate: Candidate, around: Surroundings, dates: Iterable[Dated]) -> str | None:
    doc = around.article.doc
    anchor = doc[candidate.anchor]
    verb = _verb_of(anchor)
    near = [
        (_verb_of(token_at(doc, mark.start)) != verb, abs(mark.start - anchor.idx), mark.iso)
        for mark in dates
        if _same_clause(candidate, mark.start) and not (candidate.relation == "licenses_to" and _is_start(mark, around))
    ]
    return min(near)[2] if near else None


def _beside(
    words: re.Pattern[str],
    sentence: Sentence,
    around: Surroundings,
    not_behind: re.Pattern[str] | None = None,
    no_dates: re.Pattern[str] | None = None,
) -> str | None:
    """The date nearest to one of some words in a sentence, with no other thing told between."""
    text, start = sentence.span.text, sentence.span.start_char
    found: list[tuple[bool, int, int, str]] = []
    for word in words.finditer(text):
        if not_behind and not_behind.search(text[max(0, word.start() - 40) : word.end() + 30]):
            continue
        doc = around.article.doc
        verb = _verb_of(token_at(doc, start + word.start()))
        for mark in _dates_in(sentence, around, no_dates):
            between = text[min(word.end(), mark.end - start) : max(word.start(), mark.start - start)]
            if len(between) <= FROM_FILING and ";" not in between:
                found.append((_verb_of(token_at(doc, mark.start)) != verb, len(between), mark.start, mark.iso))
    return min(found)[3] if found else None


def _dates_in(sentence: Sentence, around: Surroundings, no_dates: re.Pattern[str] | None = None) -> list[Dated]:
    """Dates of a sentence that lie not ahead, are not told of a hearing, a trial, a deadline, nor behind some words."""
    span, text = sentence.span, around.article.layout.text
    return [
        mark
        for mark in around.marks.dates
        if span.start_char <= mark.start < span.end_char
        and not mark.future
        and not OTHER_DATES.search(before := text[max(span.start_char, mark.start - 50) : mark.start])
        and not (no_dates and (no_dates.search(before) or owner_of_date(span.doc, mark.start) == LATER))
    ]


def _is_start(mark: Dated, around: Surroundings) -> bool:
    """Whether a date is the first day of a term: 'from 1 January for four years'."""
    return around.article.layout.text[max(0, mark.start - 5) : mark.start].lower() == "from "


def _verb_of(token: Token) -> int:
    """The number of the verb on which a token hangs; its own where it is one."""
    while not token.tag_.startswith("VB") and token.head.i != token.i:
        token = token.head
    while token.dep_ in {"aux", "auxpass"} and token.head.i != token.i:
        token = token.head
    return int(token.i)


def _same_clause(candidate: Candidate, place: int) -> bool:
    """Whether nothing else is told between the relation's word and a date: 'which sues Y, signed in May'."""
    doc, start = candidate.sentence.span.doc, candidate.sentence.span.start_char
    anchor = doc[candidate.anchor]
    if ";" in candidate.sentence.span.text[min(place, anchor.idx) - start : max(place, anchor.idx) - start]:
        return False
    if place < anchor.idx or candidate.relation == "ruling" or candidate.rule in ELSEWHERE:
        return True
    telling = verbs("say") | (verbs("sign") if candidate.relation == "licenses_to" else verbs("file") | verbs("sue"))
    return not any(
        token.tag_ in FINITE
        and token.dep_ != "aux"
        and token.i != anchor.head.i
        and token.lower_ not in telling
        and not (token.dep_ == "auxpass" and token.head.lower_ in MAKING_KNOWN)
        for token in doc[anchor.i + 1 : candidate.sentence.span.end]
        if token.idx < place
    )
