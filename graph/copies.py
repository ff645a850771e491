"""Copies of one story count as one source, whoever carried it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.model import ReadArticle


def tie_within(articles: Sequence[ReadArticle]) -> list[ReadArticle]:
    """The articles, each tied to one of them: where an original is not among them, its first copy stands for it.

    Args:
        articles: `copy_of` may name any article of the archive.
    """
    groups: dict[str, list[ReadArticle]] = defaultdict(list)
    for article in articles:
        groups[article.source_id].append(article)
    stands_for = {
        source: source if any(article.id == source for article in group) else min(map(_order, group))[-1]
        for source, group in groups.items()
    }
    return [
        replace(article, copy_of="" if (first := stands_for[article.source_id]) == article.id else first)
        for article in articles
    ]


def count_sources(articles: Iterable[ReadArticle]) -> int:
    """How many sources articles are: a story and its copies are one."""
    return len({article.source_id for article in articles})


def _order(article: ReadArticle) -> tuple[str, str]:
    return (article.published.isoformat() if article.published else "9999", article.id)
