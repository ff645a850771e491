"""What an outlet carried: its newest articles with facts, how often it was first, and what it took from others."""

from dataclasses import dataclass

from markupsafe import Markup

from browse.dates import time_element
from browse.reading import Database, Row, read_rows

ARTICLES_SHOWN = 12
#: Articles with facts that are looked through for who was first.
ARTICLES_COUNTED = 1000

COUNTS_SQL = """
select count(*) as articles, coalesce(sum(facts > 0), 0) as with_facts, count(copy_of) as copies,
  min(published) as first_published, max(published) as last_published
from articles where outlet_id = :id
"""
ARTICLES_SQL = """
select id, title, url, published, facts, copy_of from articles
where outlet_id = :id and facts > 0 order by published desc, id limit :shown
"""
#: A story's first day is that of the first article of any outlet that tells of it.
FIRST_SQL = """
with own as (
  select id, published from articles where outlet_id = :id and facts > 0 order by published desc limit :counted),
told as (
  select coalesce(v.case_id, v.deal_id) as story, min(own.published) as day
  from own join evidence v on v.article_id = own.id where coalesce(v.case_id, v.deal_id) is not null group by 1)
select count(*) as stories, coalesce(sum(t.day = n.first_date), 0) as first from told t join nodes n on n.id = t.story
"""


@dataclass(frozen=True, slots=True)
class Output:
    """What an outlet carried.

    Attributes:
        counts: articles, with_facts, copies, first_published and last_published.
        articles: the newest that hold facts.
        stories, first: suits and deals that its articles tell of, and those of which none told on an earlier day.
        whole: whether all its articles with facts were looked through for that.
    """

    counts: Row
    articles: tuple[Row, ...]
    stories: int
    first: int
    whole: bool


async def read_output(database: Database, row_id: str) -> Output | None:
    """What an outlet carried; None for one that carried nothing here."""
    counts = (await read_rows(database, COUNTS_SQL, id=row_id))[0]
    if not counts["articles"]:
        return None
    articles = await read_rows(database, ARTICLES_SQL, id=row_id, shown=ARTICLES_SHOWN)
    first = (await read_rows(database, FIRST_SQL, id=row_id, counted=ARTICLES_COUNTED))[0]
    whole = counts["with_facts"] <= ARTICLES_COUNTED
    return Output(counts, tuple(articles), first["stories"], first["first"], whole)


def output_words(output: Output) -> Markup:
    """' It carried 45 articles here, from … to …; 44 hold facts.', as the summary of its page goes on."""
    counts = output.counts
    number = "one article" if counts["articles"] == 1 else f"{counts['articles']:,} articles"
    first, last = time_element(counts["first_published"]), time_element(counts["last_published"])
    if first and counts["first_published"] == counts["last_published"]:
        number = Markup("{} here, of {}").format(number, first)
    elif first:
        number = Markup("{} here, from {} to {}").format(number, first, last)
    held = {0: "no fact was read in them", 1: "one holds facts"}.get(
        counts["with_facts"], f"{counts['with_facts']:,} hold facts"
    )
    return Markup(" It carried {}; {}.").format(number, held)
