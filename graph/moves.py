"""Where people moved names: what was one node by its names, and is another by a correction."""

from graph.names import name_key


class Moves:
    """From the node that names alone give to the node that holds now, in the order of corrections."""

    def __init__(self) -> None:
        self._nodes: dict[str, str] = {}
        self._forms: dict[tuple[str, str], str] = {}

    def settle(self, node_id: str, name: str) -> str:
        """The node of a name that names alone give to `node_id`."""
        if self._forms:
            moved = self._forms.get((node_id, name_key(name)))
            if moved:
                return moved
        return self._nodes.get(node_id, node_id)

    def follow(self, node_id: str) -> str:
        """The node that stands in place of another, which is itself where it was never merged."""
        return self._nodes.get(node_id, node_id)

    def merge(self, gone: str, kept: str) -> None:
        """Whatever is `gone` becomes `kept`."""
        self._nodes = {origin: kept if now == gone else now for origin, now in self._nodes.items()}
        self._forms = {form: kept if now == gone else now for form, now in self._forms.items()}
        self._nodes[gone] = kept

    def split(self, node_id: str, form: str, new: str) -> None:
        """A form of `node_id` becomes `new`, by whichever of its nodes it came."""
        for origin in [node_id, *(origin for origin, now in self._nodes.items() if now == node_id)]:
            self._forms[origin, name_key(form)] = new

    def merged(self) -> dict[str, str]:
        """Every id that was merged away, and its node now."""
        return dict(self._nodes)
