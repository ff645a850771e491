"""`make clusters`: how well parties, cases and deals are told apart on articles that are confusing on purpose.

Every fact of a set names the true party of each side and its true case or deal; NAME_truth.json says where each
of them stands. The graph is given the facts that the articles truly tell, as people annotated them: the figures are of
resolving alone. With --read the texts are read instead, and the statuses are those that the reader's facts come to, of the
cases and deals that it found; `make eval` measures reading itself.
A suit and the appeals from it are one case here; where the facts of a set tell appeals apart
(`appeal`), `appeals_f1` is the figure of suits and appeals as two. With --json the figures alone, with --set held_out those of the articles on which nobody tunes.
"""

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from graph.build import build_graph
from graph.model import ReadArticle
from graph.register import Known, load_known
from graph.rows import STRUCTURE, EvidenceRow, Graph
from ingest.urls import article_id
from nlp.model import Attributes, Document, Evidence, Fact, Party, Value
from nlp.reader import make_reader
from nlp.register import Register, load_register

HERE = Path(__file__).resolve().parent
REGISTER = HERE.parents[1] / "data" / "register"
#: Figure -> what the project has set itself as its bar.
BARS = {
    "parties_f1": 0.97,
    "cases_f1": 0.95,
    "appeals_f1": 0.95,
    "deals_f1": 0.95,
    "case_status": 0.95,
    "case_status_date": 0.95,
    "deal_standing": 0.95,
}
#: Sets whose faults anybody may read, and all sets.
OPEN_SETS = ("articles", "further")
SETS = (*OPEN_SETS, "held_out")
DAY_OF_TODAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact with its true clusters and where the graph has put it; None where the graph does not show it."""

    fact: dict[str, Any]
    source: str | None
    target: str | None
    case_id: str | None
    deal_id: str | None

    def suit(self, taken_from: Mapping[str, str]) -> str | None:
        """The case, of an appeal the one that it was taken from."""
        return taken_from.get(self.case_id or "", self.case_id)


def load_rows(name: str) -> list[dict[str, Any]]:
    """Annotated articles of a set, in the order of the file."""
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def load_truth(name: str) -> dict[str, Any]:
    """Where each true case and deal of a set stands."""
    return dict(json.loads((HERE / f"{name}_truth.json").read_text(encoding="utf-8")))


def digest(name: str) -> str:
    """SHA-256 of a set and its truth, by which floors know what they were measured on."""
    texts = [(HERE / file).read_bytes() for file in (f"{name}.jsonl", f"{name}_truth.json")]
    return hashlib.sha256(b"".join(texts)).hexdigest()


def read_articles(rows: Sequence[dict[str, Any]]) -> list[ReadArticle]:
    """Articles as reading would give them; the rule of each fact is its number, by which the graph's rows name it."""
    months = sorted({_first_seen(row)[:7] for row in rows})
    number = 0
    articles = []
    for row in rows:
        facts = []
        for fact in row["facts"]:
            facts.append(_fact(row, fact, f"fact-{number}"))
            number += 1
        articles.append(
            ReadArticle(
                id=article_id(row["url"]),
                url=row["url"],
                title=row["title"],
                published=_published(row),
                outlet=row["outlet"],
                feed=row["outlet"],
                text_source="page",
                first_run=1 + months.index(_first_seen(row)[:7]),
                first_seen=date.fromisoformat(_first_seen(row)),
                facts=tuple(facts),
                copy_of=article_id(row["copy_of"]) if "copy_of" in row else "",
            )
        )
    return articles


def _published(row: dict[str, Any]) -> date:
    return date.fromisoformat(row["published"])


def _first_seen(row: dict[str, Any]) -> str:
    return str(row.get("first_seen", row["published"]))


def _fact(row: dict[str, Any], fact: dict[str, Any], rule: str) -> Fact:
    given = dict(fact["attributes"])
    value = Value(**given.pop("value")) if "value" in given else None
    field = "text" if fact["evidence"] in row["text"] else "title"
    start = row[field].index(fact["evidence"])
    evidence = Evidence(fact["evidence"], start, start + len(fact["evidence"]), field)
    attributes = Attributes(**given, value=value)
    sides = (_party(fact["subject"]), _party(fact["object"]))
    return Fact(fact["relation"], *sides, attributes, (evidence,), rule, 0.9, background=fact["background"])


def _party(side: dict[str, Any]) -> Party:
    return Party(side["name"], side["kind"], side.get("register_id"))


def place(rows: Iterable[dict[str, Any]], graph: Graph) -> list[Placed]:
    """Every annotated fact with its row of the graph."""
    ends = {edge.id: (edge.source, edge.target) for edge in graph.edges if edge.relation not in STRUCTURE}
    drawn = {row.rule: row for row in graph.evidence if row.edge_id in ends}
    placed = []
    for number, fact in enumerate(fact for row in rows for fact in row["facts"]):
        row = drawn.get(f"fact-{number}")
        where = (*ends[row.edge_id], row.case_id, row.deal_id) if row else (None, None, None, None)
        placed.append(Placed(fact, *where))
    return placed


def b_cubed(pairs: Sequence[tuple[str, str | None]]) -> float:
    """F1 of B-cubed precision and recall (Bagga and Baldwin 1998); what is in no cluster stands alone.

    Args:
        pairs: true cluster and found cluster of every item.
    """
    found = [(true, cluster if cluster is not None else f"alone {n}") for n, (true, cluster) in enumerate(pairs)]
    both, true_sizes = Counter(found), Counter(true for true, _ in found)
    found_sizes = Counter(cluster for _, cluster in found)
    precision = sum(both[item] / found_sizes[item[1]] for item in found) / len(found)
    recall = sum(both[item] / true_sizes[item[0]] for item in found) / len(found)
    return 2 * precision * recall / (precision + recall)


def _registers() -> tuple[Register, Known]:
    register, _ = load_register(REGISTER)
    return register, load_known(REGISTER, register, DAY_OF_TODAY)[0]


def score(name: str) -> tuple[dict[str, float], list[str]]:
    """Figures of a set, and what is wrong in words for the one who mends it."""
    rows = load_rows(name)
    graph = build_graph(read_articles(rows), *_registers())
    placed = place(rows, graph)
    sides = [(item.fact["subject"]["id"], item.source) for item in placed]
    sides += [(item.fact["object"]["id"], item.target) for item in placed]
    taken_from = {edge.source: edge.target for edge in graph.edges if edge.relation == "appeal_of"}
    cases = [(item.fact["case"], item.suit(taken_from)) for item in placed if "case" in item.fact]
    deals = [(item.fact["deal"], item.deal_id) for item in placed if "deal" in item.fact]
    figures = {"parties_f1": b_cubed(sides), "cases_f1": b_cubed(cases), "deals_f1": b_cubed(deals)}
    appeals = [(item.fact.get("appeal", item.fact["case"]), item.case_id) for item in placed if "case" in item.fact]
    wrong = [*_mixed("party", sides), *_mixed("case", cases), *_mixed("deal", deals)]
    if any("appeal" in item.fact for item in placed):
        figures["appeals_f1"] = b_cubed(appeals)
        wrong += _mixed("suit or appeal", appeals)
    statuses, faults = standings(load_truth(name), cases, deals, graph)
    figures |= {figure: sum(flags) / len(flags) for figure, flags in statuses.items()}
    return figures, wrong + faults


def score_read(name: str) -> tuple[dict[str, str], list[str]]:
    """The same statuses by what the reader finds in the texts, 'right of cases or deals found'; what is wrong in words."""
    register, known = _registers()
    rows = load_rows(name)
    told = read_articles(rows)
    placed = place(rows, build_graph(told, register, known))
    documents = (Document(row["url"], row["title"], row["text"], _published(row), row["outlet"]) for row in rows)
    readings = make_reader(register).read_many(documents)
    read = [replace(article, facts=tuple(reading.facts)) for article, reading in zip(told, readings, strict=True)]
    graph = build_graph(read, register, known)
    found: dict[tuple[str, bool, frozenset[str]], EvidenceRow] = {}
    for row in graph.evidence:
        source, relation, target = row.edge_id.split("|")
        if relation not in STRUCTURE:
            found.setdefault((row.article_id, relation == "licenses_to", frozenset((source, target))), row)
    taken_from = {edge.source: edge.target for edge in graph.edges if edge.relation == "appeal_of"}
    cases, deals = [], []
    ids = (article.id for article in told for _ in article.facts)
    for told_in, item in zip(ids, placed, strict=True):
        ends = frozenset(filter(None, (item.source, item.target)))
        row_found = found.get((told_in, item.fact["relation"] == "licenses_to", ends))
        if row_found and row_found.case_id and "case" in item.fact:
            cases.append((item.fact["case"], taken_from.get(row_found.case_id, row_found.case_id)))
        if row_found and row_found.deal_id and "deal" in item.fact:
            deals.append((item.fact["deal"], row_found.deal_id))
    statuses, wrong = standings(load_truth(name), cases, deals, graph)
    return {figure: f"{sum(flags)} of {len(flags)}" for figure, flags in statuses.items()}, wrong


def standings(
    truth: Mapping[str, Any],
    cases: Sequence[tuple[str, str | None]],
    deals: Sequence[tuple[str, str | None]],
    graph: Graph,
) -> tuple[dict[str, list[bool]], list[str]]:
    """Figure -> for each true case or deal whether the graph tells how it stands; and what it tells wrongly, in words."""
    case_rows, deal_rows = {row.id: row for row in graph.cases}, {row.id: row for row in graph.deals}
    wrong: list[str] = []
    flags: dict[str, list[bool]] = {"case_status": [], "case_status_date": [], "deal_standing": []}
    for true, node in sorted(_majority(cases).items()):
        row, accepted = case_rows.get(node), truth["cases"][true]["accepted"]
        told = [row.status or "", row.status_date or ""] if row else ["", ""]
        flags["case_status"].append(told[0] in [status for status, _ in accepted])
        flags["case_status_date"].append(told in accepted)
        if told not in accepted:
            wrong.append(f"case {true} ({node}): {told}, not {accepted}")
    for true, node in sorted(_majority(deals).items()):
        deal, accepted = deal_rows.get(node), truth["deals"][true]["accepted"]
        told = [deal.status or "", deal.announced_date or ""] if deal else ["", ""]
        is_right = any(told[0] == status and _agree(told[1], when) for status, when in accepted)
        flags["deal_standing"].append(is_right)
        if not is_right:
            wrong.append(f"deal {true} ({node}): {told}, not {accepted}")
    return flags, wrong


def _agree(told: str, wanted: str) -> bool:
    """Whether two dates are one as far as both are precise; none agrees with none alone."""
    return bool(told) == bool(wanted) and (told.startswith(wanted) or wanted.startswith(told))


def _majority(pairs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """For each true cluster the node that holds most of its facts."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for true, node in pairs:
        votes[true][node or ""] += 1
    return {true: min(count, key=lambda node: (-count[node], node)) for true, count in votes.items()}


def _mixed(what: str, pairs: Sequence[tuple[str, str | None]]) -> list[str]:
    """True clusters that lie in several nodes, and nodes that hold several."""
    nodes: dict[str, Counter[str]] = defaultdict(Counter)
    truths: dict[str, Counter[str]] = defaultdict(Counter)
    for true, node in pairs:
        nodes[true][node or "(none)"] += 1
        truths[node or "(none)"][true] += 1
    told = [f"{what} {true} lies in {dict(found)}" for true, found in sorted(nodes.items()) if len(found) > 1]
    told += [
        f"{what} node {node} holds {dict(held)}"
        for node, held in sorted(truths.items())
        if len(held) > 1 and node != "(none)"
    ]
    return told


def main() -> None:
    """Print the figures of all sets beside the bars; of the held-out set never anything but the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="", help=f"one set alone: {', '.join(SETS)}")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--wrong", action="store_true", help="what is wrong in the open sets, a line each")
    parser.add_argument("--read", action="store_true", help="statuses by the reader's own facts, of the open sets")
    options = parser.parse_args()
    names = [options.set] if options.set else list(OPEN_SETS if options.read else SETS)
    measure = score_read if options.read else score
    results = {name: measure(name) for name in names if (HERE / f"{name}.jsonl").exists()}
    if options.json:
        print(json.dumps({name: {"sha256": digest(name), **figures} for name, (figures, _) in results.items()}))
        return
    title, caption = "Parties, cases and deals told apart", "given the facts that the articles truly tell"
    if options.read:
        title, caption = "How cases and deals stand", "by what the reader finds in the texts, of those that it found"
    table = Table("figure", *results, "bar", title=title, caption=caption)
    for figure, bar in BARS.items():
        found = [figures.get(figure, "") for figures, _ in results.values()]
        told = [value if isinstance(value, str) else f"{value:.3f}" for value in found]
        if any(told):
            table.add_row(figure, *told, "" if options.read else f"{bar:.2f}")
    Console().print(table)
    if options.wrong:
        print("\n".join(line for name in OPEN_SETS if name in results for line in results[name][1]))


if __name__ == "__main__":
    main()
