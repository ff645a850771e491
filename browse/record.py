"""Which page the row of a table gets: that of a case, deal, party, article or relation."""

from browse.articles import ArticlePage, read_article
from browse.parties import PartyPage, read_party
from browse.reading import Database, read_rows
from browse.relations import RelationPage, read_relation
from browse.stories import Story, read_story

KIND_SQL = "select kind from nodes where id = :id"
STORY_TABLES = {"case": "cases", "deal": "deals"}

Record = Story | PartyPage | ArticlePage | RelationPage


#: Tables whose rows have a page of their own.
TABLES = ("nodes", "cases", "deals", "articles", "edges")


async def read_record(database: Database, table: str, row_id: str) -> Record | None:
    """Read what belongs on the page of a row; None for a table whose rows stand for themselves."""
    if table == "nodes":
        kinds = await read_rows(database, KIND_SQL, id=row_id)
        table = STORY_TABLES.get(kinds[0]["kind"], "nodes") if kinds else "nodes"
    if table in ("cases", "deals"):
        return await read_story(database, table, row_id)
    readers = {"nodes": read_party, "articles": read_article, "edges": read_relation}
    reader = readers.get(table)
    return await reader(database, row_id) if reader else None
