"""Who is who: every name that facts use becomes one node, whatever the party was called. Likeness never merges."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from graph.drafts import NodeDraft, Use
from graph.moves import Moves
from graph.names import (
    Ids,
    Key,
    court_key,
    full_key,
    lookup_keys,
    name_key,
    news_key,
    stated_initials,
    without_initials,
)
from graph.outlets import kind_of_outlet
from graph.stated_renames import in_order
from nlp.register import Register, RegisterCourt, RegisterParty

__all__ = ["Directory", "NodeDraft", "Use"]


class Directory:
    """Nodes of parties and courts, and the way from a name to its node.

    A name finds the register's party by id, else by any strong form; else the node that news has made for its key
    among names of compatible kind. What people corrected (`moves`) comes last.

    Args:
        register: known parties and courts.
        ids: of all nodes.
        uses: names as articles use them.
        renames: keys of names of bodies, each with that of the name that news says came next.

    Attributes:
        renamed: keys of all these names.
    """

    def __init__(
        self, register: Register, ids: Ids, uses: Iterable[Use], renames: Mapping[str, str] | None = None
    ) -> None:
        self._renames = renames or {}
        self.renamed = frozenset((*self._renames, *self._renames.values()))
        self._now_called: dict[Key, Key] = {}
        self.nodes: dict[str, NodeDraft] = {}
        self.moves = Moves()
        self._known: dict[Key, list[str]] = defaultdict(list)
        self._found: dict[tuple[str, str], str | None] = {}
        self._by_register_id: dict[str, str] = {}
        self._weak: set[tuple[str, str]] = set()
        self._weak_outlets: dict[str, str] = {}
        self._children: dict[str, list[str]] = defaultdict(list)
        for party in register.parties:
            self._add_party(party, ids.reserve(party.id))
        for court in register.courts:
            self._add_court(court, ids.reserve(court.id))
        self._link_parents(register)
        self._news: dict[Key, str] = {}
        self._add_news(Counter(uses), ids)

    def find(self, name: str, kind: str, register_id: str | None = None) -> str | None:
        """Id of the node of a name; None for a name that was not among the uses and that the register does not know."""
        found = self.origin(name, kind, register_id)
        return self.moves.settle(found, name) if found else None

    def find_known(self, name: str, kind: str, register_id: str | None = None) -> str | None:
        """Id of the register's party or court; None where it knows none, or several that nothing tells apart."""
        found = self._find_known(name, kind, register_id)
        return self.moves.settle(found, name) if found else None

    def origin(self, name: str, kind: str, register_id: str | None = None) -> str | None:
        """As `find`, before anybody corrected anything."""
        return self._find_known(name, kind, register_id) or self._news.get(news_key(name, kind))

    def _find_known(self, name: str, kind: str, register_id: str | None) -> str | None:
        if register_id in self._by_register_id:
            return self._by_register_id[register_id]
        if (name, kind) not in self._found:
            self._found[name, kind] = self._look_up(name, kind)
        return self._found[name, kind]

    def _look_up(self, name: str, kind: str) -> str | None:
        is_portal = kind == "outlet" and kind_of_outlet(name) == "aggregator"  # not the firm whose product it is
        for key in lookup_keys(name, kind)[: 1 if is_portal else None]:
            found = self._known.get(key, [])
            if len(found) > 1:
                found = self._narrow(found, name, kind)
            if len(found) == 1 and (name, found[0]) not in self._weak:
                return found[0]
        return self._weak_outlets.get(name) if kind == "outlet" else None

    def _narrow(self, found: list[str], name: str, kind: str) -> list[str]:
        """Of parties whose names are equal but for legal form and so on, the one of this very name, else kind."""
        whole, bare = full_key(name), name_key(name)
        forms = {node: {full_key(form) for form in self.nodes[node].strong} for node in found}
        tests = (
            [node for node in found if name in self.nodes[node].strong],
            [node for node in found if whole in forms[node]],
            [node for node in found if self.nodes[node].kind == kind],
            [node for node in found if bare in forms[node]],
        )
        return next((candidates for candidates in tests if len(candidates) == 1), [])

    def kin(self, node_id: str) -> Iterator[str]:
        """Owners of a party, nearest first, then what it owns itself; never its siblings."""
        yield from self.owners(node_id)
        yield from self._children.get(node_id, ())

    def owners(self, node_id: str) -> Iterator[str]:
        """Owners of a party, nearest first."""
        parent = self.nodes[node_id].parent_id if node_id in self.nodes else None
        while parent:
            yield parent
            parent = self.nodes[parent].parent_id

    def _add_party(self, party: RegisterParty, node_id: str) -> None:
        self._by_register_id[party.id] = node_id
        forms = (*party.aliases, *party.weak_aliases, *party.products)
        self.nodes[node_id] = NodeDraft(
            id=node_id,
            kind=party.kind,
            name=party.name,
            description=party.description or None,
            country=party.country or None,
            wikidata_id=party.wikidata_id,
            known=True,
            forms=dict.fromkeys((form for form in forms if form != party.name), "register"),
            strong=frozenset(party.strong_forms()),
        )
        for form in (party.name, *party.aliases):
            if form not in party.weak_aliases:
                self._index(news_key(form, party.kind), node_id)
        self._weak.update((form, node_id) for form in party.weak_aliases)
        if party.name in party.weak_aliases:  # also a word: alone it means the party only where an outlet is named
            self._weak_outlets.setdefault(party.name, node_id)
        for product in party.products:
            self._index(("product", name_key(product)), node_id)

    def _add_court(self, court: RegisterCourt, node_id: str) -> None:
        self._by_register_id[court.id] = node_id
        forms = dict.fromkeys((form for form in court.aliases if form != court.name), "register")
        self.nodes[node_id] = NodeDraft(
            node_id,
            "court",
            court.name,
            country=court.country or None,
            known=True,
            forms=forms,
            strong=frozenset((court.name, *court.aliases)),
        )
        for form in (court.name, *court.aliases):
            self._index(("court", court_key(form)), node_id)

    def _index(self, key: Key, node_id: str) -> None:
        if node_id not in self._known[key]:
            self._known[key].append(node_id)

    def _link_parents(self, register: Register) -> None:
        for party in register.parties:
            parent = self._by_register_id.get(party.parent_id or "")
            child = self._by_register_id[party.id]
            if parent:
                self.set_parent(child, parent)

    def set_parent(self, child: str, parent: str | None) -> bool:
        """Tie a party to its owner, or to none; False where the tie would close a ring, and is not made."""
        if parent and child in (parent, *self.owners(parent)):
            return False
        former = self.nodes[child].parent_id
        if former:
            self._children[former].remove(child)
        self.nodes[child].parent_id = parent
        if parent:
            self._children[parent].append(child)
        return True

    def merge(self, gone: str, kept: str) -> None:
        """Make two nodes one, by a decision of people: names, what is known and what is owned go to the one kept."""
        old, new = self.nodes[gone], self.nodes[kept]
        if new.parent_id == gone:
            self.set_parent(kept, None)
        for child in list(self._children.get(gone, ())):
            self.set_parent(child, kept)
        parent = old.parent_id
        self.set_parent(gone, None)
        if parent and not new.parent_id:
            self.set_parent(kept, parent)
        forms = {old.name: "register" if old.known else "news", **old.forms}
        new.forms = {form: source for form, source in {**forms, **new.forms}.items() if form != new.name}
        new.strong |= old.strong
        new.known = new.known or old.known
        for name in ("description", "country", "wikidata_id"):
            setattr(new, name, getattr(new, name) or getattr(old, name))
        del self.nodes[gone]
        self.moves.merge(gone, kept)

    def split(self, node_id: str, new: NodeDraft) -> None:
        """Give the name and forms of a new node to it, by a decision of people; they were another's."""
        self.nodes[new.id] = new
        for form in (new.name, *new.forms):
            self.nodes[node_id].forms.pop(form, None)
            self.moves.split(node_id, form, new.id)

    def _add_news(self, uses: Counter[Use], ids: Ids) -> None:
        groups: dict[Key, Counter[Use]] = defaultdict(Counter)
        for use in sorted(uses, key=_use_order):
            known = self._find_known(use.name, use.kind, use.register_id)
            if known:
                self._add_form(known, use.name)
            else:
                groups[news_key(use.name, use.kind)][use] = uses[use]
        targets = self._one_with_initials(groups) | self._one_with_stated_initials(groups) | self._renamed(groups)
        merged: dict[Key, Counter[Use]] = defaultdict(Counter)
        for key, group in groups.items():
            target = targets.get(key, key)
            if isinstance(target, str):
                self._news[key] = target
                for use in group:
                    self._add_form(target, use.name)
            else:
                merged[target] += group
        for key in sorted(merged, key=lambda key: (min(use.run for use in merged[key]), key)):
            node_id = self._add_news_node(key, merged[key], ids)
            for use in merged[key]:
                self._news[news_key(use.name, use.kind)] = node_id

    def _one_with_initials(self, groups: Iterable[Key]) -> dict[Key, Key | str]:
        """Where 'sidney stein' and 'sidney h stein' are one person: if no other initial is known for that name.

        Returns:
            for a key of news, the node of the register or the key of news that it belongs to.
        """
        people: dict[str, list[Key]] = defaultdict(list)
        for key in dict.fromkeys((*self._known, *groups)):
            if key[0] == "person":
                people[without_initials(key[1])].append(key)
        targets: dict[Key, Key | str] = {}
        for reduced, keys in people.items():
            with_initials = [key for key in keys if key[1] != reduced]
            known = {node for key in keys for node in self._known.get(key, ())}
            if len(with_initials) == 1 and len(known) <= 1:
                target: Key | str = next(iter(known), with_initials[0])
                targets.update({key: target for key in keys if key not in self._known})
        return targets

    def _one_with_stated_initials(self, groups: Mapping[Key, Iterable[Use]]) -> dict[Key, Key | str]:
        """Where 'CNN' is 'Cable News Network', because a name says 'Cable News Network (CNN)', and no other says so."""
        stated: dict[Key, set[Key]] = defaultdict(set)
        for key, uses in groups.items():
            if key[0] == "body":
                for use in uses:
                    if short := stated_initials(use.name):
                        stated[key[0], short].add(key)
        return {
            short: next(iter(longs))
            for short, longs in stated.items()
            if short in groups and len(longs) == 1 and short not in longs
        }

    def _renamed(self, groups: Container[Key]) -> dict[Key, Key | str]:
        """Where all names that a body bore go: to the node of the register that has one of them, else to the oldest."""
        targets: dict[Key, Key | str] = {}
        for names in in_order(self._renames):
            keys = [("body", name) for name in names]
            held = [node for key in keys for node in self._known.get(key, ())]
            used = [key for key in keys if key in groups]
            if len(set(held)) == 1:
                targets.update((key, held[0]) for key in used if key not in self._known)
            elif not held and len(used) > 1:
                targets.update(dict.fromkeys(used[1:], used[0]))
                self._now_called[used[0]] = used[-1]
        return targets

    def _add_news_node(self, key: Key, uses: Counter[Use], ids: Ids) -> str:
        names: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        for use, count in uses.items():
            names[use.name] += count
            kinds[use.kind] += count
        now = self._now_called.get(key)
        current = {use.name for use in uses if now in (None, news_key(use.name, use.kind))}
        name = min(current, key=lambda name: (-names[name], -len(name), name))
        kind = min(kinds, key=lambda kind: (-kinds[kind], kind))
        node_id = ids.claim(key[1], key[0])
        forms = dict.fromkeys(sorted(form for form in names if form != name), "news")
        self.nodes[node_id] = NodeDraft(node_id, kind, name, forms=forms)
        return node_id

    def _add_form(self, node_id: str, form: str) -> None:
        node = self.nodes[node_id]
        if form != node.name:
            node.forms.setdefault(form, "news")


def _use_order(use: Use) -> tuple[int, str, str, str]:
    return use.run, use.name, use.kind, use.register_id or ""
