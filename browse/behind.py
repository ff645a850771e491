"""'Behind this page': the rows from which a page is made, as tables, JSON and CSV."""

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page, in words, with the table or view that holds it and the filter that finds its rows."""

    words: str
    table: str
    query: str

    @classmethod
    def of(cls, words: str, table: str, **filters: str) -> "Part":
        """A part whose rows have these values in these columns."""
        return cls(words, table, urlencode(filters))


def story_parts(table: str, row_id: str) -> tuple[Part, ...]:
    """Of a case or deal."""
    column, history = ("case_id", "case_history") if table == "cases" else ("deal_id", "deal_history")
    return (
        Part.of("The row", table, id=row_id),
        Part.of("Timeline", "timeline", node_id=row_id),
        Part.of("Sentences of each step", "event_evidence", event_id__startswith=f"{row_id}|"),
        Part.of("What sources tell differently", "contested", node_id=row_id),
        Part.of("All values told", "readings", node_id=row_id),
        Part.of("Facts", "facts", **{column: row_id}),
        Part.of("Evidence", "evidence", **{column: row_id}),
        Part.of("Who takes part", "edges", target=row_id),
        Part.of("Court and ties to other cases", "edges", source=row_id),
        Part.of("Changes from night to night", "changes", node_id=row_id),
        Part.of("As known on each day", history, **{column: row_id}),
    )


def party_parts(row_id: str) -> tuple[Part, ...]:
    """Of a party, court or outlet."""
    return (
        Part.of("The row", "nodes", id=row_id),
        Part.of("Relations from it", "edges", source=row_id),
        Part.of("Relations to it", "edges", target=row_id),
        Part.of("Facts in which it acts", "facts", subject_id=row_id),
        Part.of("Facts in which others act on it", "facts", object_id=row_id),
        Part.of("Other forms of its name", "aliases", node_id=row_id),
        Part.of("Former names", "names", node_id=row_id),
        Part.of("Who acts or speaks for it", "people", affiliation_id=row_id),
        Part.of("Changes from night to night", "changes", node_id=row_id),
    )


def outlet_parts(row_id: str) -> tuple[Part, ...]:
    """Of an outlet, beside those of a party."""
    return (
        Part.of("Articles with facts", "articles", outlet_id=row_id, facts__gt="0"),
        Part.of("Articles", "articles", outlet_id=row_id),
        Part.of("Copies it carried", "articles", outlet_id=row_id, copy_of__notblank="1"),
        *party_parts(row_id),
    )


def article_parts(row_id: str, original: str, address: str) -> tuple[Part, ...]:
    """Of an article; `original` is the id of the article whose story it prints, or its own; `address` its URL."""
    return (
        Part.of("The row", "articles", id=row_id),
        Part.of("Facts", "facts", article_url=address),
        Part.of("Evidence", "evidence", article_id=row_id),
        Part.of("Copies of the story", "articles", copy_of=original),
    )


def relation_parts(edge: str, source: str, target: str) -> tuple[Part, ...]:
    """Of a relation."""
    return (
        Part.of("The row", "edges", id=edge),
        Part.of("Evidence", "evidence", edge_id=edge),
        Part.of("Sources in the register", "register_sources", edge_id=edge),
        Part.of("As known on each day", "edge_history", edge_id=edge),
        Part.of("All relations from the one to the other", "edges", source=source, target=target),
        Part.of("And the other way round", "edges", source=target, target=source),
    )
