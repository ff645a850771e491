"""The page of an article: what it is, who else printed it, and what it asserts."""

from dataclasses import dataclass

from markupsafe import Markup

from browse.behind import Part, article_parts
from browse.dates import when
from browse.facts import Facts, read_facts
from browse.reading import Database, Row, read_rows
from browse.words import words

COPIES_SHOWN = 12
STORIES_SHOWN = 12

ARTICLE_SQL = """
select a.*, w.name as outlet from articles a left join nodes w on w.id = a.outlet_id where a.id = :id
"""
COPIES_SQL = """
select a.id, a.title, a.url, a.published, a.outlet_id, w.name as outlet, a.copy_of is null as is_original,
  count(*) over () as total
from articles a left join nodes w on w.id = a.outlet_id
where a.id <> :id and a.id in (select :original union select id from articles where copy_of = :original)
order by is_original desc, a.published, a.id limit :shown
"""
STORIES_SQL = """
select n.id, n.name, n.kind, count(*) over () as total from nodes n
where n.id in (
  select case_id from evidence where article_id = :id union select deal_id from evidence where article_id = :id)
order by n.kind, n.name limit :shown
"""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What the page of an article shows.

    Attributes:
        copies: other articles that print the same story, the original first.
        stories: cases and deals that it tells of.
    """

    table: str
    template: str
    title: str
    row: Row
    summary: Markup
    copies: tuple[Row, ...]
    stories: tuple[Row, ...]
    facts: Facts
    behind: tuple[Part, ...]


async def read_article(database: Database, row_id: str) -> ArticlePage | None:
    """The page of an article; None where there is none of this id."""
    rows = await read_rows(database, ARTICLE_SQL, id=row_id)
    if not rows:
        return None
    row = rows[0]
    original = row["copy_of"] or row_id
    facts = await read_facts(database, "articles", row_id)
    return ArticlePage(
        table="articles",
        template="_page_article.html",
        title=row["title"],
        row=row,
        summary=_summary(row, facts),
        copies=tuple(await read_rows(database, COPIES_SQL, id=row_id, original=original, shown=COPIES_SHOWN)),
        stories=tuple(await read_rows(database, STORIES_SQL, id=row_id, shown=STORIES_SHOWN)),
        facts=facts,
        behind=article_parts(row_id, original, row["url"]),
    )


def _summary(row: Row, facts: Facts) -> Markup:
    """'Article of Example Wire, published on …; 4 facts were read in it, from the page of the article.'."""
    text = Markup("Article of {}").format(row["outlet"] or "an outlet that is not known")
    day = when(row["published"])
    text += Markup(", published {}").format(day) if day else Markup(", day of publication not known")
    read = words().say("text_source", row["text_source"])
    if not facts.total:
        return text + Markup("; no fact was read in {}.").format(read)
    number = "one fact was" if facts.total == 1 else f"{facts.total:,} facts were"
    return text + Markup("; {} read in {}.").format(number, read)
