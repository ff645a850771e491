"""The shortest path between two nodes of the whole graph, found in SQL from both ends at once."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field

from browse.reading import Database, read_rows

#: Steps that a path has at most.
STEPS_MOST = 20
#: Nodes that the search sees at most, from both ends together.
SEEN_MOST = 60_000

#: The neighbours of some nodes, each with one of the nodes from which it was found: the least, so that answers repeat.
STEP_SQL = """
select found, min(known) as known from (
  select e.target as found, e.source as known from json_each(:ids) i join edges e on e.source = i.value
  union all select e.source, e.target from json_each(:ids) i join edges e on e.target = i.value)
group by found
"""
#: The same without some relations.
STEP_WITHOUT_SQL = STEP_SQL.replace(
    "= i.value", "= i.value and e.relation not in (select value from json_each(:without))"
)


@dataclass(slots=True)
class _End:
    """One end of the search.

    Attributes:
        came_from: each node seen, with the node before it on the way from this end; the end itself with None.
        distance: steps from the end, by node.
        border: nodes whose neighbours were not looked at yet.
    """

    came_from: dict[str, str | None]
    distance: dict[str, int]
    border: list[str] = field(default_factory=list)
    steps: int = 0

    @classmethod
    def at(cls, node: str) -> "_End":
        return cls({node: None}, {node: 0}, [node])

    def way(self, node: str | None) -> list[str]:
        """From a node back to this end."""
        nodes = []
        while node is not None:
            nodes.append(node)
            node = self.came_from[node]
        return nodes


async def shortest_path(
    database: Database, start: str, goal: str, without: Collection[str] = ()
) -> tuple[list[str], bool]:
    """The ids of the nodes on a shortest path, both ends included, whatever the direction of edges.

    Args:
        database: the graph.
        start: id of a node.
        goal: id of a node.
        without: relations that it may not use.

    Returns:
        The path, empty where none was found; and whether that is certain: False where the search stopped at SEEN_MOST
        nodes or STEPS_MOST steps.
    """
    if start == goal:
        return [start], True
    ends = (_End.at(start), _End.at(goal))
    while all(end.border for end in ends):
        if sum(end.steps for end in ends) >= STEPS_MOST or sum(len(end.came_from) for end in ends) >= SEEN_MOST:
            return [], False
        near, far = sorted(ends, key=lambda end: len(end.border))
        await _step(database, near, without)
        met = [node for node in near.border if node in far.came_from]
        if met:
            best = min(met, key=lambda node: (far.distance[node], node))
            return ends[0].way(best)[::-1] + ends[1].way(best)[1:], True
    return [], True


async def _step(database: Database, end: _End, without: Collection[str]) -> None:
    sql = STEP_WITHOUT_SQL if without else STEP_SQL
    relations = {"without": json.dumps(sorted(without))} if without else {}
    rows = await read_rows(database, sql, ids=json.dumps(end.border), **relations)
    end.steps += 1
    end.border = []
    for row in rows:
        if row["found"] not in end.came_from:
            end.came_from[row["found"]] = row["known"]
            end.distance[row["found"]] = end.steps
            end.border.append(row["found"])
