"""Everything in an article's text that needs no parser: courts, captions, docket numbers, judges, sums, dates."""

import re
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from nlp.article import LONGEST_SENTENCE, Article
from nlp.captions import Caption, Marked, find_captions, find_dockets
from nlp.courts import CourtFinder, CourtFound
from nlp.dates import Dated, find_dates
from nlp.gazetteer import Gazetteer
from nlp.judges import find_judges
from nlp.mentions import Name
from nlp.model import Mention, Party
from nlp.names import clean_name, drop_legal_suffix, kind_of_name, short_forms
from nlp.values import Money, find_money

#: Words with a capital that stand before a surname and are no first names.
#: Sides of captions that stand for the state, or that are no names at all.
NO_SIDES = frozenset({"United States", "State", "People"})
SHORTEST_SIDE = 3
#: No article names more cases: a list of thousands is no news, and each is compared with each.
MOST_CAPTIONS = 100
NO_FIRST_NAMES = (
    "The|In|Re|And|But|Mr|Ms|Mrs|Dr|Judge|Justice|Lawyer|Plaintiff|On|Of|As|For|Case|Since|When|If|After|Before"
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What was found, each in the order of the text, with offsets into the text that the parser reads."""

    courts: tuple[CourtFound, ...]
    captions: tuple[Caption, ...]
    dockets: tuple[Marked, ...]
    judges: tuple[Marked, ...]
    money: tuple[Money, ...]
    dates: tuple[Dated, ...]


def find_marks(text: str, courts: CourtFinder, published: date | None) -> Marks:
    """Look through a text once for each kind of mark."""
    return Marks(
        courts.find(text),
        find_captions(text)[:MOST_CAPTIONS],
        find_dockets(text),
        find_judges(text),
        find_money(text),
        find_dates(text, published),
    )


def held_tokens(doc: Doc, marks: Marks) -> set[int]:
    """Tokens that belong to a caption, a court or a judge's name: they name no party by themselves."""
    held: set[int] = set()
    places = [(mark.start, mark.end) for mark in marks.captions]
    places += [(court.start, court.end) for court in marks.courts]
    places += [(judge.start, judge.end) for judge in marks.judges]
    for start, end in places:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            held.update(range(span.start, span.end))
    return held


def resolve_caption(
    caption: Caption, doc: Doc, names: tuple[Name, ...], gazetteer: Gazetteer
) -> tuple[Party, Party] | None:
    """The parties of a caption's two sides: by the register, by the names of the article, else as printed.

    None where a side is no party, and where the caption stands in a list too long to be a sentence.
    """
    span = doc.char_span(caption.start, caption.end, alignment_mode="expand")
    if span is None or len(span.sent) > LONGEST_SENTENCE:
        return None
    plaintiff = _side(caption.plaintiff, doc, names, gazetteer)
    defendant = _side(caption.defendant, doc, names, gazetteer)
    return (plaintiff, defendant) if plaintiff and defendant and plaintiff != defendant else None


def _side(printed: str, doc: Doc, names: tuple[Name, ...], gazetteer: Gazetteer) -> Party | None:
    form = clean_name(printed)
    base = drop_legal_suffix(form)
    for name in names:
        full = name.party.name
        known = {full, drop_legal_suffix(full), doc[name.start : name.end].text, *short_forms(full, name.party.kind)}
        if base in known:
            return name.party
    hits = next((hits for hits in map(gazetteer.find_text, (form, base)) if len(hits) == 1), [])
    row = hits[0].party if hits else gazetteer.person(base)
    if row:
        return Party(row.name, row.kind, row.id)
    if len(base) < SHORTEST_SIDE or " and " in base or base in NO_SIDES:
        return None
    if " " in base:
        return Party(base, kind_of_name(form, "ORG"), None)
    first_name = re.compile(rf"\b((?!(?:{NO_FIRST_NAMES})\b)[A-Z][\w\u2019'-]+ (?:[A-Z]\. )?{re.escape(base)})\b")
    full_name = first_name.search(doc.text)
    return Party(full_name[1] if full_name else base, "person" if full_name else "company", None)


def to_mentions(article: Article, marks: Marks) -> tuple[Mention, ...]:
    """Everything named in an article, in order, with offsets into its title or text."""
    doc, layout = article.doc, article.layout
    rows: list[tuple[int, int, str, str, str | None, str]] = []
    for name in article.names:
        span = doc[name.start : name.end]
        rows.append((span.start_char, span.end_char, name.label, name.party.name, name.party.register_id, name.source))
    rows += [(court.start, court.end, "court", court.name, None, "courts") for court in marks.courts]
    rows += [(case.start, case.end, "case", case.text, None, "caption") for case in marks.captions]
    rows += [(docket.start, docket.end, "docket", docket.text, None, "docket") for docket in marks.dockets]
    rows += [(day.start, day.end, "date", day.iso, None, "date") for day in marks.dates]
    for money in marks.money:
        printed = layout.original(money.start, money.end)
        basis = "" if money.per == "total" else f" per {money.per}"
        value = printed if money.usd is None else f"{money.usd:.0f} USD{basis}"
        rows.append((money.start, money.end, "money", value, None, "money"))
    taken = [(start, end) for start, end, *_ in rows]
    for work in (ent for ent in doc.ents if ent.label_ == "WORK_OF_ART"):
        if not any(work.start_char < end and start < work.end_char for start, end in taken):
            rows.append((work.start_char, work.end_char, "work", work.text, None, "spacy"))
    mentions = []
    for start, end, label, means, register_id, source in sorted(rows, key=lambda row: (row[0], row[1], row[2])):
        field, begin, stop = layout.locate(start, end)
        mentions.append(Mention(begin, stop, field, layout.original(start, end), label, means, register_id, source))
    return tuple(mentions)
