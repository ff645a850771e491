"""Judge by the words around whether a suit or a deal is about works and AI, and how far a deal has come."""

import re
from functools import cache

from nlp.article import Article, Sentence
from nlp.deal_stage import told_stage
from nlp.vocabulary import read_table


@cache
def pattern(table: str, key: str) -> re.Pattern[str]:
    """One regular expression of a class of a vocabulary file, for whole words without regard to case."""
    return re.compile(r"(?<!\w)(?:" + "|".join(read_table(table)[key]) + r")(?!\w)", re.IGNORECASE)


def says(sentence: Sentence, key: str) -> bool:
    """Whether a sentence holds a word of a class of context.toml."""
    return pattern("context", key).search(sentence.span.text) is not None


def paragraph(sentence: Sentence, article: Article) -> list[Sentence]:
    """The sentences of a sentence's paragraph, itself among them."""
    out = [sentence]
    for step in (-1, 1):
        index = sentence.index + step
        while 0 <= index < len(article.sentences) and article.sentences[index].paragraph == sentence.paragraph:
            out.append(article.sentences[index])
            index += step
    return out


def is_works_suit(sentence: Sentence, article: Article) -> bool:
    """Whether a suit told in a sentence is about the use of works; the nearest words decide."""
    if says(sentence, "foreign_suit"):
        return _strong_works(sentence.span.text)
    around = paragraph(sentence, article)
    if any(says(other, "works") for other in around):
        foreign = sum(says(other, "foreign_suit") for other in around)
        return not foreign or any(_strong_works(other.span.text) for other in around)
    return not any(says(other, "foreign_suit") for other in around)


GIVES_CONTENT = re.compile(r"(?i)\b(?:licen[cs]\w+|archives?|journalism|train\w*|publishers?|content)\b")
STRONG_WORKS = re.compile(
    r"(?i)\b(?:copyright\w*|train(?:ed|ing)|pirated|scrap(?:ed|ing)|fair use|lyrics"
    r"|without (?:permission|licen[cs]e|consent)|likeness|voice)\b"
)


def _strong_works(text: str) -> bool:
    return STRONG_WORKS.search(text) is not None


def is_content_deal(sentence: Sentence, article: Article) -> bool:
    """Whether a deal told in a sentence gives works to AI: nothing around it may speak of other goods alone."""
    if says(sentence, "foreign_deal"):
        return GIVES_CONTENT.search(sentence.span.text) is not None
    around = paragraph(sentence, article)
    return any(says(other, "content_deal") for other in around) or not any(
        says(other, "foreign_deal") for other in around
    )


def deal_status(sentence: Sentence, ended: bool = False) -> str | None:
    """'announced', 'renewed', 'active', 'in-talks' or 'ended'; None where a sentence says that there is no deal."""
    if says(sentence, "no_talks"):
        return None
    if ended:
        return "ended"
    stage = told_stage(sentence.span.text)
    if stage == "renewed":
        return stage
    return "in-talks" if says(sentence, "talks") else stage or "announced"
