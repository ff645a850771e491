"""Factories for what goes into the graph, and a small register of invented parties, cases and deals."""

import hashlib
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from graph.build import build_graph
from graph.model import KnownCase, KnownDeal, ReadArticle
from graph.register import Known
from nlp.model import Attributes, Evidence, Fact, Party
from nlp.register import Register, RegisterCourt, RegisterParty

REGISTER = Register(
    parties=(
        RegisterParty("mill-gazette", "outlet", "The Mill Gazette", ("Mill Gazette Company",), ("the Gazette",),
                      parent_id="mill"),
        RegisterParty("mill", "company", "Mill Media Group"),
        RegisterParty("mill-radio", "outlet", "Mill Radio", parent_id="mill"),
        RegisterParty("oracle-loom", "company", "Loom AI", ("Loom",), (), ("LoomChat",), country="United States"),
        RegisterParty("weave", "company", "Weave Labs", (), (), ("Shuttle",)),
        RegisterParty("jo-reed", "person", "Jo Reed", description="novelist", wikidata_id="Q1"),
    ),
    courts=(
        RegisterCourt("nysd", "United States District Court for the Southern District of New York", "United States",
                      "nysd", ("S.D.N.Y.",)),
        RegisterCourt("cand", "United States District Court for the Northern District of California", "United States"),
        RegisterCourt("unused", "Court of Nowhere"),
    ),
)  # fmt: skip

CASE = {
    "id": "mill-gazette-v-loom", "name": "Mill Gazette Company v. Loom AI, Inc.", "plaintiffs": ("mill-gazette",),
    "defendants": ("oracle-loom", "weave"), "court": "nysd", "country": "United States",
    "docket_numbers": ("1:23-cv-11195",), "filed_date": "2023-12-27", "judge": "Ada B. Stone", "subject": "news",
    "claims": ("direct copyright infringement",), "class_action": "no", "status": "discovery", "status_date": "2025-04",
    "outcome": "", "amount_usd": None, "related": (), "source_url": "https://register.example/1", "confidence": "high",
}  # fmt: skip
DEAL = {
    "id": "mill-loom-2024", "licensors": ("mill",), "licensees": ("oracle-loom",), "announced_date": "2024-05-22",
    "status": "active", "deal_type": "license", "media": ("news",), "amount_usd": 250e6, "value_text": "more than 250m",
    "term_years": 5.0, "scope": ("training",), "source_url": "https://register.example/2", "confidence": "high",
}  # fmt: skip


@pytest.fixture(scope="session")
def register():
    """Six parties, three courts."""
    return REGISTER


@pytest.fixture(scope="session")
def make_case():
    """A known case, with any field given another value."""
    return lambda **values: KnownCase(**{**CASE, **values})


@pytest.fixture(scope="session")
def make_deal():
    """A known deal, with any field given another value."""
    return lambda **values: KnownDeal(**{**DEAL, **values})


@pytest.fixture(scope="session")
def known(make_case, make_deal):
    """One case and one deal."""
    return Known((make_case(),), (make_deal(),))


def _party(name, kind="company"):
    if isinstance(name, Party) or name is None:
        return name
    by_name = {party.name: party for party in REGISTER.parties}
    found = by_name.get(name)
    return Party(name, found.kind, found.id) if found else Party(name, kind)


@pytest.fixture(scope="session")
def make_fact():
    """A fact: `fact('sues', 'A', 'B', sentence=..., start=..., filed_date=...)`; parties by name or as Party."""

    def make(relation, subject, other, sentence="", *, start=0, rule="r", confidence=0.9, more=(), **attributes):
        subject, other = _party(subject), _party(other)
        text = sentence or f"{subject.name} {relation} {other.name if other else 'alone'}."
        unknown = set(attributes) - {field.name for field in fields(Attributes)}
        assert not unknown
        evidence = (Evidence(text, start, start + len(text)), *more)
        return Fact(relation, subject, other, Attributes(**attributes), evidence, rule, confidence)

    return make


@pytest.fixture(scope="session")
def make_article():
    """An article: `article('slug', fact, fact, day='2024-05-23', run=1)`."""

    def make(slug, *facts, day="2024-05-23", run=1, outlet="Example Wire", title=None):
        url = f"https://wire.example/{slug}"
        return ReadArticle(
            id=hashlib.sha256(url.encode()).hexdigest()[:16],
            url=url,
            title=title or f"Story {slug}",
            published=date.fromisoformat(day) if day else None,
            outlet=outlet,
            feed="Example feed",
            text_source="page",
            first_run=run,
            first_seen=date(2026, 1, 1 + run),
            facts=tuple(facts),
        )

    return make


@pytest.fixture(scope="session")
def build(register, known):
    """Build a graph of articles over the small register, or over another one."""
    return lambda articles, cases=None, deals=None: build_graph(
        articles, register, Known(known.cases if cases is None else cases, known.deals if deals is None else deals)
    )


@pytest.fixture(scope="session")
def empty_build():
    """Build a graph with nothing in the register."""
    return lambda *articles: build_graph(articles, Register(), Known())


@pytest.fixture(scope="session")
def clone():
    """The folder of this clone."""
    return Path(__file__).resolve().parents[2]
