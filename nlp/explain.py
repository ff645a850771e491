"""Say in words for people why a fact was taken: what its rule heard, and how each side of it was known."""

from nlp.article import Article
from nlp.mentions import Name
from nlp.model import Party
from nlp.rules.candidate import Candidate
from nlp.vocabulary import read_table

#: How a side was found by a rule, where it does not stand in the sentence under its own name.
WAYS = {
    "described": "through the noun that the name goes with",
    "inferred": "understood from the words around",
    "topic": "as the one that headline and article keep naming",
}


def why_taken(candidate: Candidate, subject: Party, object_: Party | None, article: Article) -> str:
    """One line: what the rule heard, then for each side whether it is named, described or inferred.

    Args:
        candidate: the surest of those that tell the fact.
        subject: the one of its subjects that the fact is about.
        object_: the same of its objects.
        article: where it stands.
    """
    heard = read_table("rules")["rules"].get(candidate.rule, f"rule {candidate.rule}")
    sides = [_side(subject, candidate, candidate.ways[0], article)]
    if object_ is not None and object_ != subject:
        sides.append(_side(object_, candidate, candidate.ways[1], article))
    return "; ".join((heard, *sides))


def _side(party: Party, candidate: Candidate, way: str, article: Article) -> str:
    name = next((name for name in candidate.sentence.names if name.party == party), None)
    if name is None:
        caption = "in the caption" if candidate.attributes.caption and candidate.rule.endswith(".caption") else ""
        return f"{party.name} {caption or WAYS.get(way, WAYS['inferred'])}"
    return f"{party.name} {WAYS[way]}" if way in WAYS else f"{party.name} {_naming(name, article)}"


def _naming(name: Name, article: Article) -> str:
    """'named', and as what where it goes by another form than its own."""
    form = " ".join(article.doc[name.start : name.end].text.split())
    if name.label == "product":
        return f"named by its product '{form}'"
    return "named" if form.lower() == name.party.name.lower() else f"named as '{form}'"
