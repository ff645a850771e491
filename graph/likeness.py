"""Names that look alike and may be one party: proposed to people with score and reasons, never merged by this.

Only names that share a rare word, initials, a surname or nearly all letters are compared, so that the work grows with
n log n. The weights of reasons are our own; `make clusters` prints what they are worth on names made up for it. A
person decides.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz import fuzz

from graph.claims import NewsClaim
from graph.names import digest, free_number, initials, name_key, person_key, stands_for
from graph.parties import Directory, NodeDraft
from graph.party_rows import PairRow
from graph.rows import STRUCTURE
from graph.rules import rules

#: A word that more names share tells little; such names are compared with their neighbours in the alphabet alone.
MOST_SHARING = 20
NEIGHBOURS = 3
#: Pairs below are not proposed.
LEAST_SCORE = 0.6
#: Names with so many letters in common may be one misspelt; from 0 to 100.
LEAST_RATIO = 86.0
LEAST_WORD_RATIO = 80.0
WHOLE = 100.0
SHORTEST_MISSPELT = 6
LONGEST_INITIALS = 6
#: Of the most alike of each name so many.
MOST_PROPOSED = 3
#: A party of so many others is co-party of everybody, and tells nothing.
MOST_CO_PARTIES = 50

Pair = tuple[int, int]
UNLIKE = (0.0, "")


@dataclass(slots=True)
class Candidate:
    """A party as it is compared.

    Attributes:
        group: 'body' or 'person'.
        keys: of its name and forms, the name's first.
        beside: ids of parties with which it shares a fact.
        outlets: that tell of it.
        articles: that tell of it.
    """

    node: NodeDraft
    group: str
    keys: tuple[str, ...]
    beside: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)


def propose(
    claims: Iterable[NewsClaim], directory: Directory, apart: Collection[frozenset[str]]
) -> tuple[PairRow, ...]:
    """Pairs of parties, one of them at least from news, that may be one.

    Args:
        claims: what news asserts.
        directory: of all parties.
        apart: pairs of ids that people know to be two.

    Returns:
        the likeliest first.
    """
    candidates = _candidates(claims, directory)
    scored: dict[Pair, tuple[float, list[str]]] = {}
    for pair in _pairs(candidates):
        one, other = (candidates[index] for index in pair)
        if frozenset((one.node.id, other.node.id)) in apart or _are_kin(one, other, directory):
            continue
        score, reasons = compare(one, other)
        if score >= LEAST_SCORE:
            scored[pair] = (score, reasons)
    return _rows(candidates, scored)


def _candidates(claims: Iterable[NewsClaim], directory: Directory) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for node in directory.nodes.values():
        group = rules().kind_groups.get(node.kind, "")
        if group in ("body", "person"):
            key = person_key if group == "person" else name_key
            forms = [node.name, *sorted(form for form in node.forms if not node.known or form in node.strong)]
            found[node.id] = Candidate(node, group, tuple(dict.fromkeys(map(key, forms))))
    for claim in claims:
        if claim.link.relation not in STRUCTURE:
            for party, other in ((claim.link.source, claim.link.target), (claim.link.target, claim.link.source)):
                if party in found:
                    found[party].beside.add(other)
                    found[party].outlets.add(claim.article.outlet)
                    found[party].articles.add(claim.article.id)
    told = [candidate for candidate in found.values() if candidate.node.known or candidate.articles]
    return sorted(told, key=lambda candidate: candidate.node.id)


def _pairs(candidates: Sequence[Candidate]) -> list[Pair]:
    """Pairs worth comparing, each once: those that share a block, and neighbours in the alphabet from either end."""
    pairs = {pair for members in _shared_blocks(candidates) for pair in combinations(members, 2)}
    keys = [(key.replace(" ", ""), index) for index, candidate in enumerate(candidates) for key in candidate.keys]
    for texts in (sorted(keys), sorted((text[::-1], index) for text, index in keys)):
        indexes = [index for _, index in texts]
        for step in range(1, NEIGHBOURS + 1):
            pairs.update((min(pair), max(pair)) for pair in zip(indexes, indexes[step:], strict=False))
    news = {index for index, candidate in enumerate(candidates) if not candidate.node.known}
    return sorted(pair for pair in pairs if pair[0] != pair[1] and not news.isdisjoint(pair))


def _shared_blocks(candidates: Sequence[Candidate]) -> Iterator[list[int]]:
    blocks: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
    for index, candidate in enumerate(candidates):
        for key in candidate.keys:
            for block in _blocks(key, candidate.group):
                blocks[block][index] = None
    yield from (list(members) for members in blocks.values() if 1 < len(members) <= MOST_SHARING)


def _blocks(key: str, group: str) -> Iterator[tuple[str, str]]:
    words = key.split()
    for word in words:
        if len(word) > 2 and word not in rules().generic_words:
            yield "word", word
    if group == "body" and len(words) > 1:
        yield from (("initials", short) for short in _initials(key))
    elif group == "body" and 1 < len(key) <= LONGEST_INITIALS:
        yield "initials", key
    elif group == "person" and len(words) > 1:
        yield "surname", f"{words[0][0]} {words[-1]}"


def _are_kin(one: Candidate, other: Candidate, directory: Directory) -> bool:
    return one.node.id in directory.owners(other.node.id) or other.node.id in directory.owners(one.node.id)


def compare(one: Candidate, other: Candidate) -> tuple[float, list[str]]:
    """How likely two parties are one, 0 to 1, and why, the weightiest reason first."""
    people = "person" in (one.group, other.group)
    likeness = max((_alike(first, second, people) for first in one.keys for second in other.keys), default=(0.0, ""))
    if not likeness[0]:
        return 0.0, []
    score, reasons = likeness[0], [likeness[1]]
    if one.group != other.group:
        score -= 0.05
        reasons.append("one is read as a person")
    shared = _shared(one.beside, other.beside)
    if shared and len(one.beside) <= MOST_CO_PARTIES and len(other.beside) <= MOST_CO_PARTIES:
        score += 0.1
        reasons.append(f"both beside {', '.join(shared[:3])}")
    if one.outlets & other.outlets:
        score += 0.05
        reasons.append("same outlet")
    if one.node.id in other.beside:
        score -= 0.4
        reasons.append("they meet in one fact")
    elif one.articles & other.articles:
        score -= 0.1
        reasons.append("an article names both")
    return round(min(max(score, 0.0), 0.99), 2), reasons


def _shared(one: Set[str], other: Set[str]) -> list[str]:
    return sorted(one & other)


def _alike(one: str, other: str, people: bool) -> tuple[float, str]:
    """How alike two keys are, and how: the first of the tests that tells."""
    if one.replace(" ", "") == other.replace(" ", ""):
        return 0.9, "same name" if one == other else "same letters"
    if _digits(one) != _digits(other):
        return UNLIKE
    tests = (_same_words, _alike_people) if people else (_same_words, _abbreviated, _misspelt, _same_telling_words)
    return next((found for test in tests if (found := test(one, other))[0]), UNLIKE)


def _same_words(one: str, other: str) -> tuple[float, str]:
    return (0.85, "same words in another order") if sorted(one.split()) == sorted(other.split()) else UNLIKE


def _abbreviated(one: str, other: str) -> tuple[float, str]:
    for short, long in ((one, other), (other, one)):
        if " " in long and " " not in short and short in _initials(long):
            return (0.65 if len(short) > 2 else 0.5), f"{short!r} are the initials"
    return UNLIKE


def _misspelt(one: str, other: str) -> tuple[float, str]:
    """Words alike one by one, or run together: 'Mill East' and 'Mill West' differ by a word."""
    first, second = one.split(), other.split()
    if min(len(one), len(other)) < SHORTEST_MISSPELT or fuzz.ratio(one, other) < LEAST_RATIO:
        return UNLIKE
    if len(first) == len(second) and not all(map(_alike_words, first, second)):
        return UNLIKE
    ratio = fuzz.ratio(one, other)
    return round(ratio / 100 * 0.85, 2), f"letters alike by {ratio:.0f} in 100"


def _alike_words(one: str, other: str) -> bool:
    return fuzz.ratio(one, other) >= LEAST_WORD_RATIO


def _same_telling_words(one: str, other: str) -> tuple[float, str]:
    first, second = (set(key.split()) - rules().generic_words for key in (one, other))
    lines = [{rules().lines_of_business.get(word) for word in key.split()} - {None} for key in (one, other)]
    if lines[0] and lines[1] and lines[0].isdisjoint(lines[1]):
        return UNLIKE
    if first and first == second:
        return 0.7, "same words but for common ones"
    if first and second and _joined(one) == _joined(other):
        return 0.7, "same letters but for common words"
    if first and second and (first < second or second < first) and fuzz.token_set_ratio(one, other) == WHOLE:
        return 0.5, "one name within the other"
    return UNLIKE


def _joined(key: str) -> str:
    return "".join(word for word in key.split() if word not in rules().generic_words)


def _alike_people(one: str, other: str) -> tuple[float, str]:
    first, second = one.split(), other.split()
    if min(len(first), len(second)) < 2:
        return UNLIKE
    same_surname, same_first = first[-1] == second[-1], first[0] == second[0]
    if _told_apart(first, second):
        return UNLIKE
    if same_surname and same_first:
        return 0.7, "same first name and surname"
    if same_surname and (stands_for(first[:-1], second[:-1]) or stands_for(second[:-1], first[:-1])):
        return 0.6, "surname and first initial"
    if (same_surname or same_first) and (ratio := fuzz.ratio(one, other)) >= LEAST_RATIO:
        return round(ratio / 100 * 0.8, 2), f"letters alike by {ratio:.0f} in 100"
    return UNLIKE


def _told_apart(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the names of two people end otherwise, as father's and son's do: 'jr', 'sr'."""
    ends = [words[-1] for words in (first, second)]
    return ends[0] != ends[1] and rules().name_suffixes.issuperset(ends)


def _initials(key: str) -> Set[str]:
    return {initials(key), initials(" ".join(word for word in key.split() if word not in rules().small_words))}


def _digits(key: str) -> str:
    return "".join(char for char in key if char.isdigit())


def _rows(candidates: Sequence[Candidate], scored: Mapping[Pair, tuple[float, list[str]]]) -> tuple[PairRow, ...]:
    """Rows, of each name only with the most alike."""
    proposed: dict[int, int] = defaultdict(int)
    rows: list[PairRow] = []
    taken: set[int] = set()
    order = sorted(
        scored, key=lambda pair: (-scored[pair][0], candidates[pair[0]].node.id, candidates[pair[1]].node.id)
    )
    for pair in order:
        if any(proposed[index] >= MOST_PROPOSED and not candidates[index].node.known for index in pair):
            continue
        for index in pair:
            proposed[index] += 1
        gone, kept = sorted((candidates[index] for index in pair), key=_rank)
        ids = sorted((gone.node.id, kept.node.id))
        number = free_number(int(digest(*ids), 16) % 900_000 + 100_000, taken)
        taken.add(number)
        score, reasons = scored[pair]
        rows.append(
            PairRow(
                number, gone.node.id, gone.node.name, kept.node.id, kept.node.name, gone.node.kind, kept.node.known,
                score, "; ".join(reasons), len(gone.articles | kept.articles),
            )
        )  # fmt: skip
    return tuple(rows)


def _rank(candidate: Candidate) -> tuple[bool, int, str]:
    """The register's party is kept, else the one of more articles."""
    return candidate.node.known, len(candidate.articles), candidate.node.id
