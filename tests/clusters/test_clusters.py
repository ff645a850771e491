"""Articles that confuse on purpose: figures that hold, the same graph from any order, the same bytes from any rebuild."""

import random
import sqlite3
import tomllib
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from graph.build import build_graph
from graph.store import write_graph

FLOORS = tomllib.loads((Path(__file__).parent / "floor.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def articles(scorer):
    return scorer.read_articles([row for name in scorer.OPEN_SETS for row in scorer.load_rows(name)])


@pytest.fixture(scope="module")
def graph(articles, real_register, real_known):
    return build_graph(articles, real_register, real_known)


@pytest.mark.parametrize("name", FLOORS)
def test_figures_stay_above_their_floor(scorer, name):
    floor = dict(FLOORS[name])
    assert scorer.digest(name) == floor.pop("sha256"), "the articles changed: measure again and renew floor.toml"
    figures, _ = scorer.score(name)
    assert set(floor) == set(figures)
    assert {key: value for key, value in figures.items() if value < floor[key]} == {}


def test_the_set_is_as_large_and_as_mixed_as_it_says(scorer):
    rows = scorer.load_rows("articles")
    facts = [fact for row in rows for fact in row["facts"]]
    assert len(rows) >= 150
    assert len({fact["case"] for fact in facts if "case" in fact}) >= 40
    assert len({fact["deal"] for fact in facts if "deal" in fact}) >= 40
    assert all(60 <= len(row["text"].split()) <= 130 for row in rows)


def test_the_sets_share_no_invented_party_and_no_article(scorer):
    sets = [scorer.load_rows(name) for name in scorer.SETS]
    urls = [{row["url"] for row in rows} for rows in sets]
    parties = [
        {
            side["id"]
            for row in rows
            for fact in row["facts"]
            for side in (fact["subject"], fact["object"])
            if "register_id" not in side
        }
        for rows in sets
    ]
    known = {
        side["id"]
        for rows in sets
        for row in rows
        for fact in row["facts"]
        for side in (fact["subject"], fact["object"])
        if "register_id" in side
    }
    for one, other in combinations(range(len(sets)), 2):
        assert urls[one].isdisjoint(urls[other])
        assert parties[one] & parties[other] <= known


def test_every_fact_is_drawn(scorer, graph):
    rows = [row for name in scorer.OPEN_SETS for row in scorer.load_rows(name)]
    placed = scorer.place(rows, graph)
    assert [item.fact for item in placed if item.source is None] == []


@pytest.mark.parametrize("seed", range(10))
def test_any_order_of_articles_and_facts_gives_the_same_graph(articles, graph, real_register, real_known, seed):
    shuffler = random.Random(seed)
    mixed = [replace(article, facts=tuple(shuffler.sample(article.facts, len(article.facts)))) for article in articles]
    shuffler.shuffle(mixed)
    assert build_graph(mixed, real_register, real_known) == graph


def test_two_rebuilds_give_the_same_dump(articles, real_register, real_known, tmp_path):
    dumps = []
    for name, order in (("one.db", 1), ("two.db", -1)):
        path = tmp_path / name
        write_graph(path, build_graph(articles[::order], real_register, real_known))
        connection = sqlite3.connect(path)
        dumps.append("\n".join(connection.iterdump()))
        connection.close()
    assert dumps[0] == dumps[1]


def test_statuses_by_what_the_reader_finds_are_of_the_cases_and_deals_found(scorer, monkeypatch):
    rows = scorer.load_rows("articles")[:6]
    monkeypatch.setattr(scorer, "load_rows", lambda _: rows)
    figures, _ = scorer.score_read("articles")
    assert set(figures) == {"case_status", "case_status_date", "deal_standing"}
    right, of = (int(number) for number in figures["case_status"].split(" of "))
    told = {fact["case"] for row in rows for fact in row["facts"] if "case" in fact}
    assert 1 <= right <= of <= len(told)


def test_b_cubed_of_a_worked_example(scorer):
    pairs = [("a", "1"), ("a", "1"), ("a", "2"), ("b", "2"), ("c", None)]
    # precision (1 + 1 + 1/2 + 1/2 + 1) / 5 = 0.8; recall (2/3 + 2/3 + 1/3 + 1 + 1) / 5 = 11/15
    assert scorer.b_cubed(pairs) == pytest.approx(2 * 0.8 * (11 / 15) / (0.8 + 11 / 15))
