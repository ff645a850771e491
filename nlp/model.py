"""What goes into reading and what comes out: frozen, without behaviour beyond conversion to and from JSON."""

from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

#: Labels of mentions, and kinds of parties (the first eight).
PARTY_KINDS = ("company", "outlet", "person", "organisation", "government", "court", "law-firm", "product")
MENTION_LABELS = (*PARTY_KINDS, "work", "money", "date", "case", "docket")

CORE_RELATIONS = ("sues", "settles_with", "ruling", "licenses_to")
SIDE_RELATIONS = ("accuses", "blocks", "says", "invests_in", "represents")
RELATIONS = CORE_RELATIONS + SIDE_RELATIONS

#: For what a sum is due: once, each time some span of time passes, for each work, or for each of anything else.
PERIODS = ("total", "year", "quarter", "month", "week", "day", "work", "each")
#: What a sum is: paid or agreed, claimed in a suit, offered in talks, given in credits or in money and credits
#: ('mixed'), set aside for many, or put into a company. Floors and ceilings are told by minimum and maximum.
BASES = ("paid", "sought", "offered", "credits", "mixed", "fund", "invested")


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the reader sees it.

    Attributes:
        url: canonical address; only carried through.
        title: headline, may be empty.
        text: paragraphs split by blank lines.
        published: day of publication, against which relative dates are resolved; None where unknown.
        outlet: name of the outlet that carries it, which is no party unless a sentence makes it one.
    """

    url: str
    title: str
    text: str
    published: date | None = None
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party as named by a fact: canonical name, kind, and its id in the register where it has one."""

    name: str
    kind: str
    register_id: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of title or text that names something.

    Attributes:
        start, end: character offsets into the field.
        field: 'title' or 'text'.
        text: the exact characters.
        label: one of MENTION_LABELS.
        name: canonical name ('The New York Times' for 'the Times').
        register_id: id in the register of parties or courts, None for a name that it does not know.
        source: what found it: 'register', 'courts', 'spacy' or the name of a rule.
    """

    start: int
    end: int
    field: str
    text: str
    label: str
    name: str
    register_id: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that asserts a fact, with its character offsets into 'title' or 'text'."""

    sentence: str
    start: int
    end: int
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Value:
    """A sum as an article states it, neither multiplied nor sharpened.

    Attributes:
        minimum, maximum: in units of the currency; equal for a plain sum, None where the words set no such end
            ('at least $5 million' has no maximum).
        currency: code of ISO 4217; None where the words name none ('an eight-figure sum').
        period: one of PERIODS.
        basis: one of BASES.
        text: the exact words.
    """

    minimum: float | None
    maximum: float | None
    currency: str | None
    period: str
    basis: str
    text: str

    def columns(self) -> dict[str, str | float]:
        """What is known of it, under the names that tables and lines of JSON use."""
        named = {
            "value_min": self.minimum,
            "value_max": self.maximum,
            "value_currency": self.currency,
            "value_period": self.period,
            "value_basis": self.basis,
            "value_text": self.text,
        }
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a fact says besides who and whom.

    Dates are ISO 8601, as precise as the text allows (YYYY, YYYY-MM or YYYY-MM-DD); amounts are US dollars in total,
    and `value` is the sum as stated, in whatever currency; None is 'the article does not say'.
    """

    filed_date: str | None = None
    announced_date: str | None = None
    date: str | None = None
    court: str | None = None
    judge: str | None = None
    docket_number: str | None = None
    caption: str | None = None
    status: str | None = None
    outcome: str | None = None
    stance: str | None = None
    amount_usd: float | None = None
    term_years: float | None = None
    value: Value | None = None

    def present(self) -> dict[str, str | float]:
        """The attributes that the article gives, in the order of declaration; `value` has its own `columns`."""
        return {key: value for key, value in asdict(self).items() if value is not None and key != "value"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One relation between two parties as an article asserts it.

    Attributes:
        relation: one of RELATIONS.
        subject: plaintiff, licensor, complainant, blocker, speaker, investor or lawyer.
        object: the other side; None only for `says` by somebody who speaks for nobody else.
        attributes: see Attributes.
        evidence: at least one sentence, the best first.
        rule: name of the rule or model that made it.
        confidence: 0 to 1.
        why: one line for people on why it was taken: what the rule heard, and how each side was known.
        background: whether the article only recalls it, and its news is something else.
        rule_confidence: how sure the best rule is, None where none found it.
        signals: the numbers that make the confidence (nlp/signals.py), none where the encoder saw not both parties.
    """

    relation: str
    subject: Party
    object: Party | None
    attributes: Attributes
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float
    why: str = ""
    background: bool = False
    rule_confidence: float | None = None
    signals: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A relation that was proposed and not taken.

    Attributes:
        relation, subject, object: as in a fact.
        evidence: the sentence that made it a candidate.
        rule: name of the rule or model that proposed it, or 'trigger' where a word was heard and no rule went further.
        reason: why it is no fact, in words for people.
    """

    relation: str
    subject: Party
    object: Party | None
    evidence: Evidence
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one document gave.

    Attributes:
        url: of the document.
        reader: version of code, vocabulary, register and model that made this reading.
        relevant: whether the article is on works and AI (the gate).
        reason: why the gate let it in or kept it out, for people.
        mentions, facts: empty where not relevant.
        failure: why the article could not be read though it is relevant; empty as a rule.
        refused: what was proposed and not taken, for explanations; the archive does without.
    """

    url: str
    reader: str
    relevant: bool
    reason: str
    mentions: tuple[Mention, ...] = ()
    facts: tuple[Fact, ...] = field(default=())
    failure: str = ""
    refused: tuple[Refusal, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; `from_dict` gives the equal reading back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Reading":
        """Build a reading from `to_dict`'s data. Raises KeyError or TypeError where a field is missing or unknown."""
        return cls(
            url=data["url"],
            reader=data["reader"],
            relevant=data["relevant"],
            reason=data["reason"],
            mentions=tuple(Mention(**mention) for mention in data["mentions"]),
            facts=tuple(_fact(fact) for fact in data["facts"]),
            failure=data.get("failure", ""),
            refused=tuple(_refusal(refusal) for refusal in data.get("refused", ())),
        )


def _fact(data: dict[str, Any]) -> Fact:
    return Fact(
        relation=data["relation"],
        subject=Party(**data["subject"]),
        object=_party(data["object"]),
        attributes=_attributes(data["attributes"]),
        evidence=tuple(Evidence(**evidence) for evidence in data["evidence"]),
        rule=data["rule"],
        confidence=data["confidence"],
        why=data.get("why", ""),
        background=data.get("background", False),
        rule_confidence=data.get("rule_confidence"),
        signals=tuple(data.get("signals", ())),
    )


def _attributes(data: dict[str, Any]) -> Attributes:
    values: dict[str, Any] = {known.name: data.get(known.name) for known in fields(Attributes)}
    values["value"] = Value(**values["value"]) if values["value"] else None
    return Attributes(**values)


def _refusal(data: dict[str, Any]) -> Refusal:
    return Refusal(
        relation=data["relation"],
        subject=Party(**data["subject"]),
        object=_party(data["object"]),
        evidence=Evidence(**data["evidence"]),
        rule=data["rule"],
        reason=data["reason"],
    )


def _party(data: dict[str, Any] | None) -> Party | None:
    return Party(**data) if data else None
