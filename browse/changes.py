"""Changes of the graph for those who subscribe: which ones concern somebody, and what each tells."""

import json
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

from browse.atom import Entry
from browse.dates import NO_DATES, in_prose, prose_words, time_element
from browse.links import Site
from browse.moments import NEVER, moment
from browse.reading import Database, Row, read_rows
from browse.sums import money
from browse.words import words

#: Entries of a feed, at most.
MAX_ENTRIES = 100
MAX_TEXT = 2000
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:e\+?[0-9]{1,2})?")

#: Kinds of changes (graph/schema.sql) as people say them, those of news first.
KINDS = {
    "new-case": "new cases",
    "new-deal": "new deals",
    "new-party": "new parties",
    "new-event": "new steps in cases and deals",
    "new-fact": "new facts",
    "status-changed": "status of a case or deal",
    "party-joined": "a party joins a case or deal",
    "party-left": "a party leaves a case or deal",
    "amount-learned": "a sum becomes known",
    "amount-changed": "a sum changes",
    "date-learned": "a date becomes known",
    "date-changed": "a date changes",
    "detail-learned": "another detail becomes known",
    "detail-changed": "another detail changes",
    "merged": "two entries turn out to be one",
    "withdrawn": "something is taken back",
    "reread": "old articles read anew",
    "register": "additions to the register",
    "correction": "corrections by people",
}
#: What no news brought.
NOT_NEWS = ("reread", "register", "correction")
#: Stands for all kinds of news.
NEWS = "news"

NODE_SQL = "select id, kind, name from nodes where id = :id"

#: Of a party: what names it, its cases and deals, and its relations; of a court its cases; of an outlet also what its
#: articles brought; of a case or deal also the facts that articles report of it.
ABOUT_SQL = """
with story(id) as (
  select :node
  union select target from edges where source = :node
    and relation in ('plaintiff_in', 'defendant_in', 'licensor_in', 'licensee_in', 'presides_over')
  union select source from edges where target = :node and relation = 'filed_in'
), concerned(id) as (
  select id from changes where node_id in (select id from story)
  union select c.id from edges e join changes c on c.edge_id = e.id where e.source = :node
  union select c.id from edges e join changes c on c.edge_id = e.id where e.target = :node
  union select c.id from evidence v join changes c on c.edge_id = v.edge_id and c.article_id = v.article_id
    where v.case_id = :node
  union select c.id from evidence v join changes c on c.edge_id = v.edge_id and c.article_id = v.article_id
    where v.deal_id = :node
  union select c.id from articles a join changes c on c.article_id = a.id where a.outlet_id = :node
)
"""
#: A run that the journal does not have yet is still at work: its changes come with it, dated once and for all.
CHANGES_SQL = """
{about}, shown as (
  select c.* from changes c where +c.run_id in (select id from runs) and {conditions}
  order by c.date desc, case c.kind when 'new-case' then 0 when 'new-deal' then 1 when 'status-changed' then 2
    when 'new-event' then 3 when 'new-fact' then 8 else 5 end, c.id limit :shown
)
select c.id, c.kind, c.field, c.before, c.after, c.summary, c.edge_id, r.started, n.id as node_id, n.name,
  n.kind as node_kind, a.title as article_title, a.url, a.published, o.name as outlet,
  coalesce(
    (select v.sentence from evidence v where v.edge_id = c.edge_id
      and v.article_id = coalesce(c.article_id, v.article_id) order by v.ordinal, v.confidence desc, v.id limit 1),
    (select v.sentence from events f join evidence v on v.id = f.evidence_id where c.kind = 'new-event'
      and f.node_id = c.node_id and f.summary in (c.after, c.summary) order by f.id limit 1),
    (select v.sentence from evidence v where v.article_id = c.article_id and (v.case_id = c.node_id
      or v.deal_id = c.node_id) order by v.ordinal, v.confidence desc, v.id limit 1)) as sentence
from shown c join runs r on r.id = c.run_id left join nodes n on n.id = c.node_id
  left join articles a on a.id = c.article_id left join nodes o on o.id = a.outlet_id
order by c.date desc, case c.kind when 'new-case' then 0 when 'new-deal' then 1 when 'status-changed' then 2
  when 'new-event' then 3 when 'new-fact' then 8 else 5 end, c.id
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader subscribes to.

    Attributes:
        node: row of the party, outlet, court, case or deal, with id, kind and name; None for everything.
        kinds: some of KINDS, in their order; empty is all.
    """

    node: Row | None = None
    kinds: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """For people."""
        about = self.node["name"] if self.node else "all changes"
        if not self.kinds:
            return f"Rightswire: {about}"
        words = "news" if self.kinds == news_kinds() else ", ".join(kind.replace("-", " ") for kind in self.kinds)
        return f"Rightswire: {about} ({words})"

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Of the feed's address, always in this order."""
        node = [("node", str(self.node["id"]))] if self.node else []
        kinds = (NEWS,) if self.kinds == news_kinds() else self.kinds
        return node + [("kind", kind) for kind in kinds]


def news_kinds() -> tuple[str, ...]:
    """Every kind that news brings."""
    return tuple(kind for kind in KINDS if kind not in NOT_NEWS)


def read_kinds(given: Sequence[str]) -> tuple[str, ...]:
    """Kinds as an address names them, several joined by commas or repeated; NEWS stands for all of news.

    Raises:
        ValueError: one of them is none of KINDS.
    """
    names = [name.strip() for part in given for name in part.split(",") if name.strip()]
    wanted = {kind for name in names for kind in (news_kinds() if name == NEWS else (name,))}
    unknown = sorted(wanted - KINDS.keys())
    if unknown:
        raise ValueError(f"no kind of change is called {unknown[0]!r}: there are {NEWS}, {', '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in wanted)


@cache
def new_words() -> tuple[frozenset[str], frozenset[str]]:
    """How graph/rules.toml begins the summary of what is new: of anything, and of deals by the status they came with.

    Its text is read here: graph.rules would bring the reader of news into every process that serves.
    """
    rules = tomllib.loads(files("graph").joinpath("rules.toml").read_text(encoding="utf-8"))
    of_deals = frozenset(rules["new_deals"].values())
    return of_deals | {*rules["new_stories"].values(), "New party"}, of_deals


def kind_words(kind: str, summary: object) -> str:
    """What a change is called: a deal that is new as its summary has it, for talks are none yet."""
    called = str(summary).partition(": ")[0]
    return called.lower() if kind == "new-deal" and called in new_words()[1] else words().say("change_kind", kind)


def without_kind(summary: object, kind: str) -> str:
    """The summary of what is new without the words that `kind_words` has already."""
    called, _, name = str(summary).partition(": ")
    return name if kind.startswith("new-") and called in new_words()[0] else str(summary)


async def read_changes(database: Database, wanted: Wanted, shown: int = MAX_ENTRIES) -> tuple[list[Row], bool]:
    """The newest changes, and whether there are more."""
    conditions = ["c.id in (select id from concerned)"] if wanted.node else []
    conditions += ["c.kind in (select value from json_each(:kinds))"] if wanted.kinds else []
    about = ABOUT_SQL.rstrip() if wanted.node else "with all_of_them(id) as (select 1)"
    sql = CHANGES_SQL.format(about=about, conditions=" and ".join(conditions) or "1")
    node = wanted.node["id"] if wanted.node else None
    rows = await read_rows(database, sql, node=node, kinds=json.dumps(wanted.kinds), shown=shown + 1)
    return rows[:shown], len(rows) > shown


def change_entry(row: Row, site: Site) -> Entry:
    """A change as an entry of a feed.

    Args:
        row: of `read_changes`.
        site: whose paths are whole addresses.
    """
    when = moment(row["started"]) or NEVER
    name, summary = row["name"], _as_called_now(row)
    about = f"{name}: " if name and name not in summary and row["node_kind"] in {"case", "deal"} else ""
    return Entry(
        id=f"change/{row['id']}",
        title=prose_words(about + summary),
        page=_page(row, site.row),
        updated=when,
        content=_content(row, site),
        categories=(row["kind"],),
        source=site.href(row["url"]),
        published=when,
    )


def _as_called_now(row: Row) -> str:
    """The summary; of what is new with the name that it bears now, for it may have been renamed since."""
    summary, name = str(row["summary"] or row["kind"]), row["name"]
    called = summary.partition(": ")[0]
    if not name or row["kind"] not in ("new-case", "new-deal", "new-party") or called not in new_words()[0]:
        return summary
    kind = f" ({words().say('node_kind', row['node_kind'])})" if row["kind"] == "new-party" else ""
    return f"{called}: {name}{kind}"


def _page(row: Row, page: Callable[[str, str], str]) -> str:
    if row["edge_id"]:
        return page("edges", row["edge_id"])
    if row["node_id"]:
        return page({"case": "cases", "deal": "deals"}.get(row["node_kind"], "nodes"), row["node_id"])
    return page("changes", str(row["id"]))


def _content(row: Row, site: Site) -> Markup:
    parts = [Markup("<p>{}</p>").format(in_prose(_cut(_as_called_now(row))))]
    if row["before"] is not None:
        field = str(row["field"])
        values = (words().say("heading", field), value_words(field, row["before"]), value_words(field, row["after"]))
        parts.append(Markup("<p>{}: <del>{}</del> → <ins>{}</ins></p>").format(*values))
    if row["sentence"]:
        parts.append(Markup("<blockquote>{}</blockquote>").format(_cut(row["sentence"])))
    parts.append(_source_line(row, site))
    return Markup("\n").join(part for part in parts if part)


def value_words(field: str, value: object) -> Markup:
    """The value of a field before or after a change, as the pages write it."""
    if value is None or value == "":
        return escape("nothing")
    if field == "status":
        return escape(words().badge(value))
    if field in NO_DATES:
        return escape(_cut(value))
    total = money(float(str(value))) if field == "amount_usd" and NUMBER.fullmatch(str(value)) else None
    return total or time_element(value) or in_prose(_cut(value))


def _source_line(row: Row, site: Site) -> Markup:
    """Article, outlet and day, as far as the row has `article_title`, `url`, `outlet` and `published`; may be empty."""
    title = row["article_title"]
    if not title:
        return Markup("")
    named = site.link(row["url"], _cut(title)) or escape(_cut(title))
    told = (row["outlet"], time_element(row["published"]) or row["published"])
    rest = Markup("").join(Markup(" · {}").format(part) for part in told if part)
    return Markup("<p>{}{}</p>").format(named, rest)


def _cut(text: object) -> str:
    words = str(text)
    return words if len(words) <= MAX_TEXT else words[: MAX_TEXT - 1] + "…"
