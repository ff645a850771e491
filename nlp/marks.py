"""Everything in an article's text that needs no parser: courts, captions, docket numbers, judges, sums, dates."""

import re
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from nlp.article import Article
from nlp.captions import Caption, Marked, find_captions, find_dockets, find_judges
from nlp.courts import CourtFinder, CourtFound
from nlp.dates import Dated, find_dates
from nlp.gazetteer import Gazetteer
from nlp.mentions import Name
from nlp.model import Mention, Party
from nlp.names import clean_name, drop_legal_suffix, kind_of_name, short_forms
from nlp.values import Money, find_money

#: Words with a capital that stand before a surname and are no first names.
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
        find_captions(text),
        find_dockets(text),
        find_judges(text),
        find_money(text),
        find_dates(text, published),
    )


def held_tokens(doc: Doc, marks: Marks) -> set[int]:
    """Tokens that belong to a caption, a court or a judge's name: they name no party by themselves."""
    held: set[int] = set()
    for mark in (*marks.captions, *marks.courts, *marks.judges):
        span = doc.char_span(mark.start, mark.end, alignment_mode="expand")
        if span is not None:
            held.update(range(span.start, span.end))
    return held


def resolve_caption(
    caption: Caption, doc: Doc, names: tuple[Name, ...], gazetteer: Gazetteer
) -> tuple[Party, Party] | None:
    """The parties of a caption's two sides: by the register, by the names of the article, else as printed."""
    plaintiff = _side(caption.plaintiff, doc, names, gazetteer)
    defendant = _side(caption.defendant, doc, names, gazetteer)
    return (plaintiff, defendant) if plaintiff and defendant and plaintiff != defendant else None


def _side(printed: str, doc: Doc, names: tuple[Name, ...], gazetteer: Gazetteer) -> Party | None:
    form = clean_name(printed)
    base = drop_legal_suffix(form)
    for name in names:
        full = name.party.name
        if base in (full, drop_legal_suffix(full), doc[name.start : name.end].text) or base in short_forms(
            full, name.party.kind
        ):
            return name.party
    for candidate in (form, base):
        rows = [hit.party for hit in gazetteer.find_text(candidate)]
        if len(rows) == 1:
            return Party(rows[0].name, rows[0].kind, rows[0].id)
    if " " not in base and (row := gazetteer.person(base)):
        return Party(row.name, row.kind, row.id)
    if len(base) < 3 or " and " in base or base in {"United States", "State", "People"}:
        return None
    if " " not in base and (
        full := re.search(rf"\b((?!(?:{NO_FIRST_NAMES})\b)[A-Z][\w’'-]+ (?:[A-Z]\. )?{re.escape(base)})\b", doc.text)
    ):
        return Party(full[1], "person", None)
    return Party(base, kind_of_name(base, "PERSON" if " " not in base else "ORG") if base == form else "company", None)


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
        value = (
            "" if money.usd is None else f"{money.usd:.0f} USD" + ("" if money.per == "total" else f" per {money.per}")
        )
        rows.append((money.start, money.end, "money", value or layout.original(money.start, money.end), None, "money"))
    mentions = []
    for start, end, label, name, register_id, source in sorted(rows, key=lambda row: (row[0], row[1], row[2])):
        field, begin, stop = layout.locate(start, end)
        mentions.append(Mention(begin, stop, field, layout.original(start, end), label, name, register_id, source))
    return tuple(mentions)
