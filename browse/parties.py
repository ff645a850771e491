"""The page of a party, court or outlet: what it is, its suits and deals, whom it meets in them, what is told of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from browse.behind import Part, outlet_parts, party_parts
from browse.facts import Facts, read_facts
from browse.outlets import Output, output_words, read_output
from browse.reading import LICENCES, Database, Row, read_rows
from browse.summaries import party_summary

STORIES_SHOWN = 8
RELATIONS_SHOWN = 12
BESIDE_SHOWN = 10
ALIASES_READ = 200

NODE_SQL = """
select n.*, p.name as parent, h.role, h.affiliation, h.affiliation_id, h.evidence as role_evidence,
  h.article_id as role_article_id
from nodes n left join nodes p on p.id = n.parent_id left join people h on h.id = n.id where n.id = :id
"""
COUNTS_SQL = f"""
select relation, count(*) as number from edges where source = :id group by relation
union all select '<' || relation, count(*) from edges where target = :id group by relation
union all select e.relation || case when {LICENCES} then ' licence' else ' ' || coalesce(d.status, '') end, count(*)
from edges e join deals d on d.id = e.target
where e.source = :id and e.relation in ('licensor_in', 'licensee_in') group by 1
"""  # noqa: S608 - constants of this package
ALIASES_SQL = "select alias, source from aliases where node_id = :id order by alias limit :shown"
NAMES_SQL = "select name, from_date, to_date, source_url from names where node_id = :id order by from_date, name"
OWNED_SQL = """
select n.id, n.name, n.kind, count(*) over () as total from edges e join nodes n on n.id = e.target
where e.source = :id and e.relation = 'owns' order by n.name limit 40
"""
PEOPLE_SQL = """
select h.id, h.name, h.role, count(*) over () as total from people h where h.affiliation_id = :id
order by h.name limit :shown
"""
CASES_SQL = """
select * from (
  select e.relation, c.id, c.name, c.status, c.status_date, c.filed_date, c.court, c.amount_usd,
    count(*) over (partition by e.relation) as total, row_number() over (
      partition by e.relation order by coalesce(nullif(c.filed_date, ''), c.status_date, '') desc, c.name) as place
  from edges e join cases c on c.id = e.target
  where e.source = :id and e.relation in ('plaintiff_in', 'defendant_in', 'presides_over'))
where place <= :shown order by relation, place
"""
COURT_CASES_SQL = """
select '<filed_in' as relation, c.id, c.name, c.status, c.status_date, c.filed_date, c.court, c.amount_usd,
  count(*) over () as total
from edges e join cases c on c.id = e.source where e.target = :id and e.relation = 'filed_in'
order by coalesce(c.filed_date, '') desc, c.name limit :shown
"""
DEALS_SQL = """
select * from (
  select e.relation, d.*, count(*) over (partition by e.relation) as total, row_number() over (
      partition by e.relation order by coalesce(d.announced_date, '') desc, d.name) as place
  from edges e join deals d on d.id = e.target where e.source = :id and e.relation in ('licensor_in', 'licensee_in'))
where place <= :shown order by relation, place
"""
#: Relations that suits and deals do not tell: newest first of each kind.
RELATIONS_SQL = """
select e.id as edge_id, e.relation, e.outward, n.id, n.name, e.alone, e.total from (
  select id, relation, source, target, source = :id as outward, source = target as alone,
    count(*) over (partition by relation, source = :id) as total, row_number() over (
      partition by relation, source = :id order by last_date desc, id) as place
  from edges where id in (
    select id from edges where source = :id and relation in
      ('settles_with', 'ruling', 'accuses', 'blocks', 'says', 'invests_in', 'represents')
    union select id from edges where target = :id and relation in
      ('settles_with', 'ruling', 'accuses', 'blocks', 'says', 'invests_in', 'represents'))) e
  join nodes n on n.id = case when e.outward then e.target else e.source end
where e.place <= :shown order by e.relation, e.outward desc, e.place
"""
#: Whom it meets in its suits: on its own side, and on the other.
BESIDE_SQL = """
with own as (
  select target, relation from edges where source = :id and relation in ('plaintiff_in', 'defendant_in') limit 300),
met as (
  select e.source, e.relation = own.relation as same, count(distinct e.target) as suits
  from own join edges e on e.target = own.target and e.relation in ('plaintiff_in', 'defendant_in')
  where e.source <> :id group by e.source, e.relation = own.relation)
select * from (
  select m.same, m.suits, n.id, n.name, count(*) over (partition by m.same) as total,
    row_number() over (partition by m.same order by m.suits desc, n.name) as place
  from met m join nodes n on n.id = m.source)
where place <= :shown order by same desc, place
"""


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one kind, and how many there are in all."""

    relation: str
    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class PartyPage:
    """What the page of a party shows.

    Attributes:
        row: of `nodes`, with owner's name, role and affiliation.
        counts: edges by relation, those that lead to it with '<' before.
        cases, deals: by the party's role in them; relations: by their kind, '<' before those that lead to it.
        people: who acts or speaks for it.
        allies, opponents: whom it meets in its suits.
        output: what it carried, of an outlet.
    """

    table: str
    template: str
    title: str
    row: Row
    summary: Markup
    counts: Mapping[str, int]
    aliases: tuple[Row, ...]
    names: tuple[Row, ...]
    owned: tuple[Row, ...]
    people: tuple[Row, ...]
    cases: tuple[Listing, ...]
    deals: tuple[Listing, ...]
    relations: tuple[Listing, ...]
    allies: tuple[Row, ...]
    opponents: tuple[Row, ...]
    facts: Facts
    output: Output | None
    behind: tuple[Part, ...]


async def read_party(database: Database, row_id: str) -> PartyPage | None:
    """The page of a node that is no case or deal; None where there is none of this id."""
    rows = await read_rows(database, NODE_SQL, id=row_id)
    if not rows:
        return None
    row = rows[0]
    court, outlet = row["kind"] == "court", row["kind"] == "outlet"
    shown = STORIES_SHOWN * (2 if court else 1)
    counted = await read_rows(database, COUNTS_SQL, id=row_id)
    aliases = await read_rows(database, ALIASES_SQL, id=row_id, shown=ALIASES_READ)
    names = await read_rows(database, NAMES_SQL, id=row_id)
    owned = await read_rows(database, OWNED_SQL, id=row_id)
    people = await read_rows(database, PEOPLE_SQL, id=row_id, shown=BESIDE_SHOWN)
    cases = await read_rows(database, COURT_CASES_SQL if court else CASES_SQL, id=row_id, shown=shown)
    deals = await read_rows(database, DEALS_SQL, id=row_id, shown=STORIES_SHOWN)
    relations = await read_rows(database, RELATIONS_SQL, id=row_id, shown=RELATIONS_SHOWN)
    beside = await read_rows(database, BESIDE_SQL, id=row_id, shown=BESIDE_SHOWN)
    counts = {one["relation"]: one["number"] for one in counted}
    output = await read_output(database, row_id) if outlet else None
    return PartyPage(
        table="nodes",
        template="_page_party.html",
        title=row["name"],
        row=row,
        summary=party_summary(row, counts) + (output_words(output) if output else ""),
        counts=counts,
        aliases=tuple(aliases),
        names=tuple(names),
        owned=tuple(owned),
        people=tuple(people),
        cases=_listings(cases),
        deals=_listings(deals),
        relations=_listings(relations),
        allies=tuple(one for one in beside if one["same"]),
        opponents=tuple(one for one in beside if not one["same"]),
        facts=await read_facts(database, "nodes", row_id),
        output=output,
        behind=outlet_parts(row_id) if outlet else party_parts(row_id),
    )


def _listings(rows: Sequence[Row]) -> tuple[Listing, ...]:
    """Rows of one relation and direction together, in their order."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["relation"] if row.get("outward", 1) else f"<{row['relation']}"].append(row)
    return tuple(Listing(relation, tuple(members), members[0]["total"]) for relation, members in groups.items())
