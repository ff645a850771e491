"""Names as articles use them, and nodes of parties before it is known what is told of them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Use:
    """A name as one article uses it.

    Attributes:
        run: number of the run that first stored the article: earlier names have first claim to an id.
    """

    name: str
    kind: str
    register_id: str | None = None
    run: int = 0


@dataclass(slots=True)
class NodeDraft:
    """A node of a party or court before it is known what is told of it.

    Attributes:
        known: whether the register has it.
        forms: forms other than the name, each with 'register' or 'news'.
        strong: forms of the register that mean this party in any article.
    """

    id: str
    kind: str
    name: str
    description: str | None = None
    country: str | None = None
    wikidata_id: str | None = None
    parent_id: str | None = None
    known: bool = False
    forms: dict[str, str] = field(default_factory=dict)
    strong: frozenset[str] = frozenset()

    def rename(self, name: str) -> None:
        """Give it another name; the old one stays as a form."""
        old, self.name = self.name, name
        self.forms.pop(name, None)
        if old != name:
            self.forms[old] = "register" if self.known else "news"
