"""`make clusters`, its second part: how good the proposals of `rightswire review` are, on names that look alike.

lookalikes.csv names 75 parties of our own in 110 forms, each in a suit of its own: many forms of one party, and many
parties with like names. A proposal is right where both names are one party's; pairs that the graph has made one
already need none. Nobody has seen such names in the news: they are made up, as are the shares.
"""

import argparse
import csv
import json
from datetime import date
from itertools import combinations
from pathlib import Path

from rich.console import Console
from rich.table import Table

from graph.build import build_graph
from graph.model import ReadArticle
from graph.party_rows import PairRow
from graph.register import Known
from graph.rows import Graph
from nlp.model import Attributes, Evidence, Fact, Party
from nlp.register import Register

HERE = Path(__file__).resolve().parent
#: Scores from which on proposals are counted.
LEAST = (0.6, 0.7, 0.8)
Form = tuple[str, str]


def load_names() -> list[dict[str, str]]:
    """Rows of lookalikes.csv."""
    with (HERE / "lookalikes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def build(rows: list[dict[str, str]]) -> Graph:
    """A graph of nothing but a suit of each name against its opponent, by articles of several outlets."""
    articles = []
    for number, row in enumerate(rows):
        sentence = f"{row['name']} sued {row['against']}."
        sides = (Party(row["name"], row["kind"]), Party(row["against"], "company"))
        fact = Fact("sues", *sides, Attributes(), (Evidence(sentence, 0, len(sentence)),), "names", 0.9)
        day = date(2026, 1 + number % 9, 1)
        url = f"https://clusters.example/names/{number}"
        articles.append(
            ReadArticle(f"{number:016x}", url, "Names", day, f"Outlet {number % 7}", "", "page", 1, day, (fact,))
        )
    return build_graph(articles, Register(), Known())


def node_of(rows: list[dict[str, str]], graph: Graph) -> dict[str, str]:
    """The node of each name."""
    names = {node.name: node.id for node in graph.nodes}
    names |= {row.alias: row.node_id for row in graph.aliases if row.alias not in names}
    return {row["name"]: names[row["name"]] for row in rows}


def score() -> tuple[dict[str, float], list[str]]:
    """Precision and recall by least score, and what is wrong in words."""
    rows = load_names()
    graph = build(rows)
    nodes = node_of(rows, graph)
    parties: dict[str, set[str]] = {}
    for row in rows:
        parties.setdefault(nodes[row["name"]], set()).add(row["party"])
    wanted = {
        frozenset((nodes[one["name"]], nodes[other["name"]]))
        for one, other in combinations(rows, 2)
        if one["party"] == other["party"] and nodes[one["name"]] != nodes[other["name"]]
    }
    figures: dict[str, float] = {"wrongly_one": float(sum(len(held) > 1 for held in parties.values()))}
    for least in LEAST:
        proposed = {_pair(row) for row in graph.review if row.score >= least and {*_pair(row)} <= parties.keys()}
        figures[f"precision_{least}"] = len(proposed & wanted) / len(proposed)
        figures[f"recall_{least}"] = len(proposed & wanted) / len(wanted)
    told = {_pair(row): f"{row.merge_name} / {row.keep_name} {row.score} {row.reasons}" for row in graph.review}
    wrong = [f"proposed: {told[pair]}" for pair in sorted(told.keys() - wanted, key=sorted)]
    wrong += [f"not proposed: {' / '.join(sorted(pair))}" for pair in sorted(wanted - told.keys(), key=sorted)]
    return figures, wrong


def _pair(row: PairRow) -> frozenset[str]:
    return frozenset((row.merge_id, row.keep_id))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--wrong", action="store_true", help="what is wrong, a line each")
    options = parser.parse_args()
    figures, wrong = score()
    if options.json:
        print(json.dumps(figures))
        return
    table = Table("score from", "precision", "recall", title="Proposals of `rightswire review` among look-alike names")
    for least in LEAST:
        table.add_row(f"{least}", *(f"{figures[f'{name}_{least}']:.2f}" for name in ("precision", "recall")))
    Console().print(table)
    if options.wrong:
        print("\n".join(wrong))


if __name__ == "__main__":
    main()
