"""Which deals count as licences, with a known total, and what is left out where they are counted.

One definition for the first page, the pages of parties and the queries on deals: each leaves out talks and deals that
license no works, and says how many.
"""

from collections.abc import Mapping
from typing import Any

from browse.reading import DATABASE, LICENCES, Database, Row, read_rows
from browse.sums import dollars

#: The total of a deal `d` in dollars: as a source gives it, or from another currency at the rate of the day.
#: No end of a range is the total, nor is a floor or a ceiling.
TOTAL = """coalesce(d.amount_usd, case when d.value_period = 'total' and d.value_basis = 'paid'
    and d.value_min = d.value_max then d.value_usd_min end)"""

COUNTS_SQL = f"""
select count(*) as deals, count(case when licence then 1 end) as licences,
  count(case when licence then total end) as with_value, sum(case when licence then total end) as amount_usd,
  count(case when talks then 1 end) as talks, count(case when not licence and not talks then 1 end) as others,
  count(case when not licence then total end) as left_valued, sum(case when not licence then total end) as left_usd,
  count(case when licence and lone then 1 end) as lone, count(case when licence and lone then total end) as lone_valued,
  sum(case when licence and lone then total end) as lone_usd
from (select {LICENCES} as licence, coalesce(d.status, '') = 'in-talks' as talks, {TOTAL} as total,
    not exists (select 1 from edges e where e.target = d.id and e.relation = 'licensee_in') as lone
  from deals d)
"""  # noqa: S608 - constants of this package


async def read_counts(database: Database) -> Row:
    """How many deals are licences, are talks, or license no works, and how many of each have a known total."""
    return (await read_rows(database, COUNTS_SQL))[0]


async def counts_for_query(datasette: Any, name: str | None) -> Row | None:
    """The counts for a canned query whose `left_out` in the metadata asks for them; None for any other."""
    queries = datasette.metadata("queries", database=DATABASE, fallback=False) or {}
    asked = isinstance(queries.get(name), Mapping) and queries[name].get("left_out")
    return await read_counts(datasette.databases[DATABASE]) if asked else None


def left_out_words(counts: Row, named: bool = False) -> str:
    """What is left out, as in 'Left out: 20 deals in talks and 16 deals that license no works.'.

    Args:
        counts: of `read_counts`.
        named: whether licences of which no licensee is known are left out too.

    Returns:
        '' where nothing is left out.
    """
    talks, others, lone = counts["talks"], counts["others"], counts["lone"] if named else 0
    parts = [f"{_deals(talks)} in talks"] if talks else []
    parts += [f"{_deals(others)} that license{'s' if others == 1 else ''} no works"] if others else []
    told = " and ".join(parts) + _valued(counts["left_valued"], counts["left_usd"])
    alone = f"{_count(lone, 'licence')} without a known licensee" if lone else ""
    alone += _valued(counts["lone_valued"], counts["lone_usd"]) if lone else ""
    both = "; ".join(filter(None, (told, alone)))
    return f"Left out: {both}." if both else ""


def _deals(number: int) -> str:
    return _count(number, "deal")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _valued(number: int, total: float | None) -> str:
    """', 3 of them with a known value ($775 million)'."""
    return f", {number:,} of them with a known value ({dollars(total)})" if number else ""
