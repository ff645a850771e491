"""Classes of words for the rules, with their inflected forms, so that no lemmatizer has to run."""

from functools import cache

from nlp.vocabulary import read_table

VOWELS = "aeiou"


@cache
def verbs(key: str) -> frozenset[str]:
    """All forms, in small letters, of the verbs of a class of relations.toml."""
    table = read_table("relations")
    irregular = table["irregular"]
    return frozenset(form for verb in table["verbs"][key] for form in _verb_forms(verb, irregular.get(verb)))


@cache
def nouns(key: str) -> frozenset[str]:
    """Singular and plural, in small letters, of the nouns of a class of relations.toml."""
    return frozenset(form for noun in read_table("relations")["nouns"][key] for form in (noun, _plural(noun)))


@cache
def words(key: str) -> frozenset[str]:
    """The words of a class of relations.toml as they stand."""
    return frozenset(read_table("relations")["words"][key])


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in VOWELS:
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _verb_forms(verb: str, irregular: list[str] | None) -> set[str]:
    stem = verb[:-1] if verb.endswith("e") else verb
    forms = {verb, _plural(verb), stem + "ing"}
    if irregular is None:
        forms.add(stem + "ed" if not (verb.endswith("y") and verb[-2] not in VOWELS) else verb[:-1] + "ied")
        return forms
    return forms | set(irregular)
