"""The page of a case or deal: what is known of it, who takes part, how it went, and what stands beside it."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from browse.behind import Part, story_parts
from browse.contested import Field, read_contested
from browse.facts import Facts, read_facts
from browse.reading import Database, Row, read_rows
from browse.summaries import case_summary, case_unknown, deal_summary, deal_unknown
from browse.timeline import Timeline, read_timeline
from graph.dates import is_later

#: Parties of one role that are read; the page folds those after the first dozen.
PARTIES_READ = 120
RELATED_SHOWN = 12
ROLES = {
    "plaintiff_in": ("Plaintiff", "Plaintiffs"),
    "defendant_in": ("Defendant", "Defendants"),
    "licensor_in": ("Licensor", "Licensors"),
    "licensee_in": ("Licensee", "Licensees"),
    "presides_over": ("Judge", "Judges"),
}

ROW_SQL = """
select s.*, n.first_date, n.last_date, n.description from {table} s join nodes n on n.id = s.id where s.id = :id
"""
COURT_SQL = "select alias from aliases where node_id = :id"
SIDES_SQL = """
select * from (
  select e.relation, n.id, n.name, n.kind, n.description, count(*) over (partition by e.relation) as total,
    row_number() over (partition by e.relation order by n.name) as place
  from edges e join nodes n on n.id = e.source where e.target = :id and e.relation in
    ('plaintiff_in', 'defendant_in', 'licensor_in', 'licensee_in', 'presides_over'))
where place <= :shown order by relation, place
"""

#: Cases that the register ties to this one, or that were joined to it or taken further.
TIED_SQL = """
select e.relation, e.source = :id as outward, n.id, n.name, c.status, c.filed_date, c.court
from edges e join nodes n on n.id = case when e.source = :id then e.target else e.source end
  left join cases c on c.id = n.id
where e.id in (
  select id from edges where source = :id and relation in ('part_of', 'appeal_of', 'related_to')
  union select id from edges where target = :id and relation in ('part_of', 'appeal_of', 'related_to'))
order by e.relation, c.filed_date desc, n.name limit :shown
"""

#: Other suits and deals in which somebody of the one side meets somebody of the other.
BETWEEN_SQL = """
with one as (select source from edges where target = :id and relation in ('plaintiff_in', 'licensor_in') limit 40),
other as (select source from edges where target = :id and relation in ('defendant_in', 'licensee_in') limit 40),
met as (
  select a.target as id, a.relation from one join edges a on a.source = one.source
    and a.relation in ('plaintiff_in', 'defendant_in', 'licensor_in', 'licensee_in')
  where a.target <> :id and exists (
    select 1 from edges b where b.target = a.target and b.source in (select source from other)
      and b.relation = case a.relation when 'plaintiff_in' then 'defendant_in' when 'defendant_in' then 'plaintiff_in'
        when 'licensor_in' then 'licensee_in' else 'licensor_in' end))
select m.id, n.kind, n.name, coalesce(c.status, d.status) as status, coalesce(c.filed_date, d.announced_date) as date,
  coalesce(c.amount_usd, d.amount_usd) as amount_usd, count(*) over (partition by n.kind) as total
from (select distinct id from met) m join nodes n on n.id = m.id left join cases c on c.id = m.id
  left join deals d on d.id = m.id
order by n.kind, date desc, n.name limit :shown
"""
TIED_WORDS = {
    ("part_of", 1): "Part of",
    ("part_of", 0): "Joined to it",
    ("appeal_of", 1): "Appeal from",
    ("appeal_of", 0): "On appeal as",
    ("related_to", 1): "Related",
    ("related_to", 0): "Related",
}
_SHORT_COURT = re.compile(r"(?:[NSEWCM]\.)?D\. [A-Z][\w. ]*|[0-9]{1,2}(?:st|nd|rd|th|d) Cir\.|(?:Fed|D\.C)\. Cir\.")


@dataclass(frozen=True, slots=True)
class Side:
    """Those who take part in one role; `total` where there are more than were read."""

    role: str
    heading: str
    parties: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Story:
    """What the page of a case or deal shows.

    Attributes:
        table: 'cases' or 'deals'; `template` shows it.
        row: of that table, with first_date, last_date and description of its node.
        summary: in one sentence; `unknown`: what nobody told, in words.
        tied: other cases, each with the words for the tie.
        between: other suits and deals between the same parties.
        sued: of these the first suit that was filed after talks became known; None for what is no talks.
        court_short: 'N.D. Cal.' and the like; empty where the register lists none.
    """

    table: str
    template: str
    title: str
    row: Row
    summary: Markup
    unknown: tuple[str, ...]
    sides: tuple[Side, ...]
    timeline: Timeline
    contested: tuple[Field, ...]
    facts: Facts
    tied: tuple[Row, ...]
    between: tuple[Row, ...]
    behind: tuple[Part, ...]
    court_short: str = ""
    sued: Row | None = None


async def read_story(database: Database, table: str, row_id: str) -> Story | None:
    """The page of a case or deal; None where there is none of this id."""
    rows = await read_rows(database, ROW_SQL.format(table=table), id=row_id)
    if not rows:
        return None
    row = rows[0]
    sides = await _read_sides(database, row_id, str(row["name"]))
    tied = await read_rows(database, TIED_SQL, id=row_id, shown=RELATED_SHOWN) if table == "cases" else []
    between = await read_rows(database, BETWEEN_SQL, id=row_id, shown=RELATED_SHOWN)
    names = {side.role: ([party["name"] for party in side.parties], side.total) for side in sides}
    is_case = table == "cases"
    return Story(
        table=table,
        template="_page_case.html" if is_case else "_page_deal.html",
        title=row["name"],
        row=row,
        summary=case_summary(row, names) if is_case else deal_summary(row, names),
        unknown=case_unknown(row, names) if is_case else deal_unknown(row, names),
        sides=sides,
        timeline=await read_timeline(database, row_id),
        contested=await read_contested(database, row_id),
        facts=await read_facts(database, table, row_id),
        tied=_once(tied),
        between=_beside(between, {one["id"] for one in tied}),
        behind=story_parts(table, row_id),
        court_short=await _short_court(database, row.get("court_id")),
        sued=_sued_since(row, between) if row["status"] == "in-talks" else None,
    )


def _sued_since(talks: Row, between: list[Row]) -> Row | None:
    """The first suit that was surely filed after talks became known."""
    known = talks["announced_date"]
    suits = [row for row in between if row["kind"] == "case" and known and row["date"] and is_later(row["date"], known)]
    return min(suits, key=lambda suit: str(suit["date"]), default=None)


def _beside(between: list[Row], told: set[str]) -> tuple[Row, ...]:
    """The suits and deals between the same parties, without those that the page names as tied to it already."""
    kinds = [row["kind"] for row in between if row["id"] in told]
    return tuple({**row, "total": row["total"] - kinds.count(row["kind"])} for row in between if row["id"] not in told)


def _once(tied: list[Row]) -> tuple[Row, ...]:
    """Each tied case with the words for its tie, once: what is part of it or its appeal is related anyway."""
    nearer = {one["id"] for one in tied if one["relation"] != "related_to"}
    told = [one for one in tied if one["relation"] != "related_to" or one["id"] not in nearer]
    return tuple({**one, "tie": TIED_WORDS[one["relation"], one["outward"]]} for one in told)


async def _read_sides(database: Database, row_id: str, caption: str) -> tuple[Side, ...]:
    """Who takes part, by role; those whom the caption names come first."""
    rows = await read_rows(database, SIDES_SQL, id=row_id, shown=PARTIES_READ)
    sides = []
    for role, (one, several) in ROLES.items():
        parties = sorted((row for row in rows if row["relation"] == role), key=lambda row: _place(row["name"], caption))
        if parties:
            total = parties[0]["total"]
            sides.append(Side(role, one if total == 1 else several, tuple(parties), total))
    return tuple(sides)


def _place(name: str, caption: str) -> tuple[int, str]:
    """Where the caption names a party, by any longer word of its name; at the end where it does not."""
    lower = caption.casefold()
    places = [lower.find(word) for word in name.casefold().split() if len(word) > 3]
    return min((place for place in places if place >= 0), default=len(caption)), name


async def _short_court(database: Database, court_id: str | None) -> str:
    if not court_id:
        return ""
    aliases = [row["alias"] for row in await read_rows(database, COURT_SQL, id=court_id)]
    return min((alias for alias in aliases if _SHORT_COURT.fullmatch(alias)), key=len, default="")
