"""People with the role that the register or a sentence gives them, and the party for which they have it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.claims import NewsClaim
from graph.parties import Directory, NodeDraft
from graph.party_rows import PersonRow
from graph.rows import STRUCTURE
from graph.rules import rules

#: Words of a role, at most; a longer stretch is something else.
LONGEST_ROLE = 8
_OF = re.compile(r"^(?P<role>[^,;()]+?) (?:of|at|for|with) (?:the )?(?P<party>[^,;()]+)$")
_GENITIVE = re.compile(r"['\u2019]s$")
_WORDS = re.compile(r"[A-Za-z][A-Za-z'\u2019.-]*")
_PLACE = r"(?:[A-Z][\w&'\u2019.-]*(?: (?:of|and|&) (?=[A-Z])| )?)+"


@dataclass(frozen=True, slots=True, order=True)
class _Telling:
    """What one source tells of a person; an empty text is unknown."""

    role: str
    party: str
    sentence: str = ""
    article: str = ""


def people_rows(claims: Iterable[NewsClaim], directory: Directory) -> tuple[PersonRow, ...]:
    """One row for each person of whom a role or affiliation is known; the register's word goes before the news."""
    told: dict[str, list[_Telling]] = defaultdict(list)
    for claim in claims:
        if claim.link.relation not in STRUCTURE:
            for person, telling in _read_claim(claim, directory):
                told[person].append(telling)
    rows = []
    for person in sorted(node.id for node in directory.nodes.values() if node.kind == "person"):
        node = directory.nodes[person]
        listed = _of_register(node, directory) if node.known else None
        best = listed or _most_told(told.get(person, []))
        if best:
            rows.append(_row(node, best, directory, listed is not None, person in told))
    return tuple(rows)


def _row(node: NodeDraft, best: _Telling, directory: Directory, listed: bool, told: bool) -> PersonRow:
    return PersonRow(
        id=node.id,
        name=node.name,
        role=best.role or None,
        affiliation=directory.nodes[best.party].name if best.party else None,
        affiliation_id=best.party or None,
        provenance=("both" if told else "register") if listed else "news",
        evidence=best.sentence or None,
        article_id=best.article or None,
    )


def _of_register(node: NodeDraft, directory: Directory) -> _Telling | None:
    text = node.description or ""
    found = _OF.match(text)
    party = directory.find_known(found["party"].strip(), "company") if found else None
    if found and party:
        return _Telling(found["role"], party)
    return _Telling(text, "") if text else None


def _most_told(tellings: Iterable[_Telling]) -> _Telling | None:
    """What most sources tell; a role with its party goes before either alone."""
    tellings = sorted(tellings)
    counts = Counter((telling.role, telling.party) for telling in tellings)
    if not counts:
        return None
    role, party = min(counts, key=lambda pair: (-bool(pair[0]) - bool(pair[1]), -counts[pair], pair))
    return next(telling for telling in tellings if (telling.role, telling.party) == (role, party))


def _read_claim(claim: NewsClaim, directory: Directory) -> Iterator[tuple[str, _Telling]]:
    for person, other in ((claim.link.source, claim.link.target), (claim.link.target, claim.link.source)):
        node = directory.nodes[person]
        if node.kind != "person":
            continue
        sentence = claim.evidence[0].sentence
        found = next((read for form in (node.name, *node.forms) if (read := read_role(sentence, form))), None)
        if found:
            party = _party(found[1], directory)
            if party and party != person:
                yield person, _Telling(found[0], party, sentence, claim.article.id)
                return
        trade = next(filter(None, (read_trade(sentence, form) for form in (node.name, *node.forms))), "")
        if claim.link.relation == "says" and other != person and person == claim.link.source:
            yield person, _Telling(trade, other, sentence, claim.article.id)
            return
        if trade:
            yield person, _Telling(trade, "", sentence, claim.article.id)
        if other == person:
            return


def _party(text: str, directory: Directory) -> str | None:
    """The party at the beginning of a text, by the longest name that the graph knows."""
    words = text.split()
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).rstrip(".,'\u2019")
        for form in (name, _GENITIVE.sub("", name)):
            if found := directory.find(form, "company"):
                return found
    return None


@lru_cache(10_000)
def _patterns(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    person = re.escape(name)
    of_party = rf"(?P<role>[^,;.()]{{3,60}}?) (?:of|at|for) (?:the )?(?P<party>{_PLACE})"
    return (
        re.compile(rf"{person}, (?:(?:the|a|an|its|their) )?{of_party}"),
        re.compile(rf"(?P<party>{_PLACE})(?:['\u2019]s? )?(?P<role>(?:[a-z-]+ |[A-Z]{{3}} |and )+){person}"),
    )


@lru_cache(1_000)
def _tells_a_role(sentence: str) -> bool:
    """Whether one of its words is one of a role, which most sentences lack: the patterns cost more."""
    return not rules().role_words.isdisjoint(word.lower() for word in _WORDS.findall(sentence))


def read_role(sentence: str, name: str) -> tuple[str, str] | None:
    """Role and party that a sentence gives a person beside the name: 'Jo Reed, chief executive of Mill'.

    Args:
        sentence: as an article has it.
        name: of the person, as the sentence may have it.

    Returns:
        the role, and the words in which the party's name begins; None where the sentence gives none.
    """
    if name not in sentence or not _tells_a_role(sentence):
        return None
    for pattern in _patterns(name):
        found = pattern.search(sentence)
        if found and is_role(found["role"]):
            return found["role"].strip(), _GENITIVE.sub("", found["party"].strip())
    return None


def read_trade(sentence: str, name: str) -> str:
    """The trade that a sentence puts before a person's name, in small letters: 'Novelist Jo Lane sued'; else ''."""
    if name not in sentence:
        return ""
    words = _WORDS.findall(sentence[: sentence.index(name)].rpartition(",")[2])
    trade = words[-1].lower() if words else ""
    beside = sentence[: sentence.index(name)].endswith(f"{words[-1]} ") if words else False
    return trade if beside and trade in rules().trades else ""


def is_role(text: str) -> bool:
    """Whether a few words are a role: one of them says so."""
    words = [word.lower() for word in _WORDS.findall(text)]
    return 0 < len(words) <= LONGEST_ROLE and not rules().role_words.isdisjoint(words)


def describe(rows: Iterable[PersonRow], nodes: Mapping[str, NodeDraft]) -> None:
    """Give people of whom the register says nothing their role as description."""
    for row in rows:
        node = nodes[row.id]
        if not node.description and row.role:
            node.description = f"{row.role} of {row.affiliation}" if row.affiliation else row.role
