"""What goes into the graph: articles with what was read in them, and the register. Frozen, without behaviour."""

from dataclasses import dataclass
from datetime import date

from graph.sums import Sum
from nlp.model import Fact


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """A relevant article and the facts read in it, as the graph takes them.

    Attributes:
        id: digest of the canonical address.
        published: day of publication, None where unknown.
        outlet: name of the outlet.
        feed: name of the feed that brought it.
        first_run, first_seen: number and day of the run that first stored it.
        copy_of: id of the article that this one is a copy of; empty for an original.
        correction: the notice that it was corrected; empty where it has none.
        revision: 1 as first had, more where its page has changed since.
    """

    id: str
    url: str
    title: str
    published: date | None
    outlet: str
    feed: str
    text_source: str
    first_run: int
    first_seen: date
    facts: tuple[Fact, ...]
    copy_of: str = ""
    correction: str = ""
    revision: int = 1

    @property
    def source_id(self) -> str:
        """What a story and its copies share."""
        return self.copy_of or self.id


@dataclass(frozen=True, slots=True)
class FormerCourt:
    """Where a case was before it moved: its number there, the court's id, and until when, '' where unknown."""

    number: str
    court: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A row of data/register/cases.csv. Party fields hold ids of data/register/parties.csv.

    Attributes:
        former: of the docket numbers those of other courts.
    """

    id: str
    name: str
    plaintiffs: tuple[str, ...]
    defendants: tuple[str, ...]
    court: str
    country: str
    docket_numbers: tuple[str, ...]
    filed_date: str
    judge: str
    subject: str
    claims: tuple[str, ...]
    class_action: str
    status: str
    status_date: str
    outcome: str
    amount_usd: float | None
    related: tuple[str, ...]
    source_url: str
    confidence: str
    former: tuple[FormerCourt, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownDeal:
    """A row of data/register/deals.csv. Party fields hold ids of data/register/parties.csv.

    Attributes:
        stated: a sum that is no plain total in dollars, as the sources state it; None where they state none.
    """

    id: str
    licensors: tuple[str, ...]
    licensees: tuple[str, ...]
    announced_date: str
    status: str
    deal_type: str
    media: tuple[str, ...]
    amount_usd: float | None
    value_text: str
    term_years: float | None
    scope: tuple[str, ...]
    source_url: str
    confidence: str
    stated: Sum | None = None
