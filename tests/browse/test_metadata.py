"""datasette-metadata.json fits the schema, and its canned queries answer what they say."""

import shutil
import sqlite3
from contextlib import closing

import pytest

# query, parameters, what some row must hold (column -> value)
ANSWERS = [
    (
        "suits_by_defendant",
        {"defendant": "OPENAI"},
        {"case_id": "new-york-times-v-microsoft", "plaintiffs": "The New York Times"},
    ),
    ("suits_by_defendant", {"defendant": "open ai"}, {"defendant_id": "openai"}),
    (
        "history_of_case_or_deal",
        {"case_or_deal": "bartz v. anthropic"},
        {"date": "2025-09-05", "kind": "settled", "amount_usd": 1.5e9},
    ),
    (
        "history_of_case_or_deal",
        {"case_or_deal": "1:23-CV-11195"},
        {"about_id": "new-york-times-v-microsoft", "kind": "ruling"},
    ),
    (
        "history_of_case_or_deal",
        {"case_or_deal": "News Corp / OpenAI (2024)"},
        {"about_table": "deals", "kind": "announced"},
    ),
    ("open_cases_by_court", {}, {"case_id": "thomson-reuters-v-ross"}),
    ("open_cases_by_court", {"court": "new york"}, {"case_id": "new-york-times-v-microsoft", "open_in_court": 1}),
    ("rulings_by_outcome", {"outcome": "Plaintiff"}, {"plaintiff_id": "the-new-york-times", "judge": "Sidney Stein"}),
    (
        "rulings_by_outcome",
        {},
        {"provenance": "register", "decision": "Most claims failed; limited trade mark infringement found"},
    ),
    ("largest_settlements", {}, {"amount_usd": 1.5e9, "case_id": "bartz-v-anthropic", "defendants": "Anthropic"}),
    ("most_sued", {}, {"defendant_id": "openai", "suits": 1, "open_suits": 1}),
    (
        "deals_by_licensee",
        {"licensee": "openai"},
        {"deal_id": "news-corp-openai-2024", "amount_usd": 2.5e8, "licensors": "News Corp"},
    ),
    ("deals_by_medium_and_year", {}, {"medium": "images", "year": "2023", "deals": 1}),
    ("suits_by_court_and_status", {}, {"court_id": "nysd", "suits": 1, "suits_in_court": 1}),
    ("suits_and_deals_by_month", {}, {"month": "2023-12", "what": "suit", "medium": "news", "number": 1}),
    ("deals_by_month", {}, {"month": "2024-05", "deals": 1, "amount_usd": 2.5e8}),
    ("value_by_licensee", {}, {"licensee_id": "openai", "amount_usd": 2.5e8, "with_value": 1}),
    ("share_of_outlets", {}, {"outlet_id": "example-wire"}),
    ("most_licensed", {}, {"licensee_id": "openai", "deals": 3, "with_value": 1, "licensors": 3}),
    (
        "who_sues_and_licenses",
        {},
        {"party_id": "the-new-york-times", "sues": "Microsoft; OpenAI", "licenses_to": "Amazon"},
    ),
    ("parties", {}, {"party_id": "openai", "suits_against": 1, "deals_as_licensee": 3, "articles": 6}),
    ("parties", {"kind": "Person"}, {"party_id": "andrea-bartz", "suits_brought": 1}),
    ("party", {}, {"subject_id": "microsoft", "relation": "invests_in"}),
    ("party", {"party": "süddeutsche PROBE"}, {"relation": "blocks", "object_id": "openai"}),
    ("party", {"party": "SÜDDEUTSCHE PROBE"}, {"relation": "blocks", "object_id": "openai"}),
    ("path_between", {}, {"steps": 2, "path": "The New York Times — ruling, sues → OpenAI ← licenses to — News Corp"}),
    ("path_between", {"party": "nyt", "other": "axel-springer"}, {"steps": 2}),
    ("evidence_for_a_pair", {"party": "OpenAI", "other": "NYT"}, {"relation": "sues", "outlet_id": "sample-tribune"}),
    (
        "positions",
        {"stance": "Rights-Holder"},
        {"speaker_id": "mara-lindqvist", "speaks_for_id": "guild-of-sample-writers"},
    ),
    ("positions", {"stance": "ai-use-lawful"}, {"speaker_id": "anthropic", "speaks_for": None, "speaks_for_id": None}),
    ("facts_of_the_last_days", {}, {"published": "2025-11-18", "relation": "blocks"}),
    ("facts_of_the_last_days", {"days": "3", "until": "2025-04-06"}, {"published": "2025-04-05", "relation": "ruling"}),
    ("search", {}, {"kind": "sentence", "result_id": "anthropic|says|anthropic"}),
    (
        "search",
        {"words": "23-cv-11195"},
        {"kind": "case", "result_id": "new-york-times-v-microsoft", "result_table": "cases"},
    ),
    ("search", {"words": "nyt"}, {"result_id": "the-new-york-times", "result_table": "nodes"}),
    ("articles_with_most_facts", {}, {"facts": 4, "article_id": "a03", "relations": "ruling, sues"}),
    ("missed_stories", {}, {"story_id": "thomson-reuters-v-ross", "kind": "case"}),
    ("missed_stories", {}, {"story_id": "associated-press-openai-2023", "kind": "deal"}),
    ("coverage_by_year", {}, {"kind": "deals", "year": "2023", "known": 2, "reported": 1, "percent_reported": 50.0}),
    ("unknown_to_the_register", {}, {"story_id": "new-york-times-amazon-2025"}),
    ("carried_stories", {}, {"story_id": "a06", "articles": 2, "outlets": 1, "carried_by": "Example Wire"}),
    ("single_article_facts", {}, {"subject_id": "sueddeutsche-probe", "confidence": 0.82}),
    ("cases_as_of", {"day": "2025-09-04"}, {"case_id": "bartz-v-anthropic", "status": "filed"}),
    ("cases_as_of", {}, {"case_id": "bartz-v-anthropic", "status": "settled"}),
    ("deals_as_of", {"day": "2024-05-22"}, {"deal_id": "news-corp-openai-2024", "amount_usd": 2.5e8}),
    ("relations_as_of", {}, {"edge_id": "microsoft|invests_in|openai", "subject": "Microsoft"}),
    ("feed_health", {}, {"name": "Sample Tribune: law", "state": "failing"}),
    ("feed_health", {}, {"name": "Quiet Gazette", "state": "never reached"}),
]
PARTY_PARAMETERS = {"defendant", "licensee", "party", "other"}


def schema_columns(path):
    """Columns by table or view, search tables left out."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("select name from sqlite_master where type in ('table', 'view')").fetchall()
        return {
            name: [row[1] for row in connection.execute(f'pragma table_info("{name}")')]
            for (name,) in names
            if "_fts" not in name and not name.startswith("sqlite_")
        }


def test_describes_every_table_and_column_and_no_other(metadata, databases):
    described = metadata["databases"]["rightswire"]["tables"]
    columns = schema_columns(databases["empty"])
    assert {name: sorted(table["columns"]) for name, table in described.items()} == {
        name: sorted(names) for name, names in columns.items()
    }
    for name, table in described.items():
        assert table["title"], name
        assert table["description"].endswith("."), name
        assert all(words.strip() for words in table["columns"].values()), name


@pytest.mark.parametrize("key", ["facets", "main_columns", "label_column", "sort", "sort_desc", "units"])
def test_names_only_columns_that_are_there(metadata, databases, key):
    columns = schema_columns(databases["empty"])
    for name, table in metadata["databases"]["rightswire"]["tables"].items():
        named = table.get(key, [])
        assert set([named] if isinstance(named, str) else named) <= set(columns[name]), name


def test_every_query_is_described_and_its_parameters_explained(queries):
    assert len(queries) >= 14
    for name, query in queries.items():
        assert query["title"], name
        assert query["description"].endswith("."), name
        assert query["group"], name
        assert list(query.get("parameters", {})) == query.get("params", []), name
        assert all(about["hint"] for about in query.get("parameters", {}).values()), name


def test_no_query_hides_a_table_or_view(queries, databases):
    """A table, a view and a query share one path each, and Datasette asks the queries first."""
    with closing(sqlite3.connect(databases["empty"])) as connection:
        names = {name for (name,) in connection.execute("select name from sqlite_master")}
    assert not names & set(queries)


def test_every_query_has_an_answer_below(queries):
    assert {name for name, _, _ in ANSWERS} == set(queries)


@pytest.mark.parametrize(("name", "parameters", "expected"), ANSWERS, ids=lambda value: str(value)[:40])
async def test_query_answers(sample, name, parameters, expected):
    response = await sample.client.get(f"/rightswire/{name}.json", params={"_shape": "objects", **parameters})
    assert response.status_code == 200, response.text
    rows = response.json()["rows"]
    assert [row for row in rows if expected.items() <= row.items()], rows


async def test_empty_field_is_the_default_that_the_form_shows(sample, queries):
    for name, query in queries.items():
        defaults = {key: about["default"] for key, about in query.get("parameters", {}).items()}
        if any(defaults.values()):
            blank = await sample.client.get(f"/rightswire/{name}.json?_shape=arrays")
            filled = await sample.client.get(f"/rightswire/{name}.json", params={"_shape": "arrays", **defaults})
            assert blank.json()["rows"] == filled.json()["rows"], name


async def test_unknown_party_gives_no_row(sample, queries):
    for name, query in queries.items():
        parameters = {key: "nobody by this name" for key in query.get("params", []) if key in PARTY_PARAMETERS}
        if parameters:
            response = await sample.client.get(f"/rightswire/{name}.json", params={"_shape": "array", **parameters})
            assert response.json() == [], name


async def test_queries_run_on_an_empty_graph(empty, queries):
    for name in queries:
        response = await empty.client.get(f"/rightswire/{name}.json?_shape=array")
        assert response.status_code == 200, name
        assert response.json() == [], name


async def test_ties_to_cases_and_deals_are_no_facts(sample):
    """The articles tell them too, but the relations between the parties say the same."""
    for name in ("single_article_facts", "articles_with_most_facts", "search"):
        response = await sample.client.get(f"/rightswire/{name}.json?_shape=array&words=records")
        assert "_in" not in response.text.replace("invests_in", ""), name
    page = await sample.client.get("/rightswire/articles/a04")
    assert "is licensor in" not in page.text


async def test_judges_and_mere_names_are_no_parties(sample):
    """The figure of the first page is what its link lists."""
    rows = (await sample.client.get("/rightswire/parties.json?_shape=array")).json()
    assert not {"sidney-stein", "dow-jones", "example-wire", "nysd"} & {row["party_id"] for row in rows}
    assert f"<strong>{len(rows)}</strong> parties" in (await sample.client.get("/")).text


@pytest.mark.parametrize(
    ("steps", "status"), [("0", 400), ("99", 400), ("many", 400), ("-3", 400), ("6", 200), ("", 200)]
)
async def test_path_is_bounded(sample, steps, status):
    response = await sample.client.get(
        "/rightswire/path_between.json",
        params={"_shape": "array", "party": "nyt", "other": "news corp", "max_steps": steps},
    )
    assert response.status_code == status
    assert status == 400 or [row["steps"] for row in response.json()] == [2]


async def test_path_leaves_courts_out(sample):
    response = await sample.client.get(
        "/rightswire/path_between.json", params={"_shape": "array", "party": "nyt", "other": "Sidney Stein"}
    )
    assert response.json() == []


@pytest.mark.parametrize(
    ("query", "column", "key"),
    [
        ("largest_settlements.json?", "case_id", "bartz-v-anthropic"),
        ("party.json?party=Anthropic", "edge_id", "andrea-bartz|settles_with|anthropic"),
        ("unknown_to_the_register.json?", "story_id", "bartz-v-anthropic"),
    ],
)
async def test_proof_is_the_sentence_that_was_chosen(make_datasette, databases, tmp_path, query, column, key):
    path = shutil.copy(databases["sample"], tmp_path / "rightswire.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("update cases set provenance = 'news' where id = 'bartz-v-anthropic'")
        connection.execute(
            "insert into evidence (edge_id, article_id, ordinal, sentence, field, start, end, rule, confidence, case_id, attributes)"
            " values ('andrea-bartz|settles_with|anthropic', 'a06', 1, 'Surer, not chosen.', 'text', 200, 218, 'x', 1.0,"
            " 'bartz-v-anthropic', '{}')"
        )
        connection.execute(
            "insert into changes (id, run_id, date, kind, edge_id, summary) values (99, 2, '2025-11-20', 'new-fact',"
            " 'andrea-bartz|settles_with|anthropic', 'Andrea Bartz settles')"
        )
        connection.commit()
    client = make_datasette(path).client
    rows = (await client.get(f"/rightswire/{query}&_shape=array")).json()
    (proof,) = [row["evidence"] for row in rows if row[column] == key]
    assert proof.startswith("Anthropic has agreed to pay $1.5 billion")
    home = (await client.get("/")).text
    assert "Andrea Bartz settles" in home
    assert "Surer, not chosen" not in home


async def test_a_settlement_without_a_case_is_proven_by_the_article_that_tells_its_sum(
    make_datasette, databases, tmp_path
):
    path = shutil.copy(databases["sample"], tmp_path / "rightswire.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            "insert into facts (article_url, relation, subject, subject_kind, object, date, amount_usd, evidence, confidence, single_source, provenance, subject_id,"
            " object_id, edge_id) values (?, 'settles_with', 'A', 'company', 'B', ?, ?, ?, 0.9, 0, 'news', 'a', 'b', 'a|settles_with|b')",
            [
                ("https://a.test/1", "2025-01-01", 9_000_000, "They pay $9 million."),
                ("https://a.test/2", "2025-02-01", 1_000_000, "They pay $1 million."),
            ],
        )
        connection.commit()
    rows = (await make_datasette(path).client.get("/rightswire/largest_settlements.json?_shape=array")).json()
    (row,) = [row for row in rows if row["plaintiffs"] == "A"]
    told = row["amount_usd"], row["date"], row["articles"], row["evidence"], row["article_url"]
    assert told == (9_000_000, "2025-02-01", 2, "They pay $9 million.", "https://a.test/1")
