"""Search and completion: what is found, in which order, marked and safe."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from browse.search import marked
from browse.terms import beginnings, phrase, whole_words


async def completions(datasette, words):
    response = await datasette.client.get("/-/complete.json", params={"q": words})
    assert response.status_code == 200
    return response.json()["completions"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ope", "OpenAI"),
        ("york", "The New York Times"),
        ("new yo", "The New York Times"),
        ("the", "The New York Times"),
        ("nyt", "The New York Times"),
        ("SUDD", "Süddeutsche Probe"),
        ("süddeutsche pr", "Süddeutsche Probe"),
        ("bartz v", "Bartz v. Anthropic"),
        ("23-cv-11", "The New York Times Co. v. Microsoft Corp."),
        ("news corp openai", "News Corp / OpenAI (2024)"),
    ],
)
async def test_names_are_completed_by_any_beginning(sample, typed, first):
    assert (await completions(sample, typed))[0]["name"] == first


async def test_names_that_begin_so_come_first_and_courts_last(make_datasette, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into names_fts (rowid, name, kind, id, articles) values (-9, 'Court of New York', 'court', 'nysd', 99)"
        )
        connection.execute(
            "insert into names_fts (rowid, name, kind, id, articles) values (-8, 'Old New York', 'company', 'old', 98)"
        )
    connection.close()
    names = [one["name"] for one in await completions(make_datasette(path), "new yo")]
    assert names[0] == "The New York Times"
    assert (
        names.index("The New York Times / Amazon (2025)")
        < names.index("Old New York")
        < names.index("Court of New York")
    )


async def test_the_most_reported_come_first_and_lead_to_their_pages(sample):
    found = await completions(sample, "o")
    assert found[0] | {"path": ""} == {
        "id": "openai",
        "name": "OpenAI",
        "kind": "company",
        "articles": 6,
        "alias": "Open AI · OpenAI Inc.",
        "path": "",
    }
    assert [one["articles"] for one in found] == sorted((one["articles"] for one in found), reverse=True)
    case = (await completions(sample, "bartz v"))[0]
    assert case["path"] == "/rightswire/cases/bartz-v-anthropic"
    assert (await sample.client.get(case["path"])).status_code == 200


@pytest.mark.parametrize(
    "typed", ["", " ", '"', "*", "(", "-", "\x00", "NEAR(", "a AND", "{x}:", "^", "é" * 2000, "' OR 1"]
)
async def test_odd_words_complete_to_nothing_bad(sample, typed):
    await completions(sample, typed)
    for group in ("", "sentences", "parties", "nonsense"):
        page = await sample.client.get("/-/search", params={"words": typed, "in": group, "from": "-1"})
        assert page.status_code == 200


async def test_page_groups_what_holds_the_words_with_marks(sample):
    page = (await sample.client.get("/-/search?words=anthropic")).text
    places = [
        page.index(f'id="{group}"')
        for group in ("parties", "cases", "deals", "sentences", "headlines")
        if f'id="{group}"' in page
    ]
    assert places == sorted(places)
    assert '<a href="/rightswire/nodes/anthropic"><mark>Anthropic</mark></a>' in page
    assert '<a href="/rightswire/cases/bartz-v-anthropic">Bartz v. <mark>Anthropic</mark></a>' in page
    assert "/rightswire/articles/a06" in page
    assert "https://example-wire.test/2025/09/06/settlement" in page


@pytest.mark.parametrize("words", ["nyt v openai", "nyt vs. openai", "nyt versus openai", "times v microsoft"])
async def test_a_case_is_found_by_its_id_and_without_its_v(make_datasette, databases, tmp_path, words):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "insert into names_fts (name, kind, id, articles) values ('Times Company v. Microsoft', 'case', 'nyt-v-openai', 0)"
        )
        connection.commit()
    served = make_datasette(path)
    page = "/rightswire/cases/nyt-v-openai"
    assert page in (await served.client.get("/-/search", params={"words": words})).text
    assert page in [one["path"] for one in await completions(served, words)]


async def test_a_case_is_found_by_where_it_stands(sample):
    page = (await sample.client.get("/-/search?words=anthropic+settlement")).text
    assert "/rightswire/cases/bartz-v-anthropic" in page
    assert "case · settled" in page
    assert "all but one" not in page


@pytest.mark.parametrize("words", ["anthropic zebra", "bartz anthropic zebra"])
async def test_where_no_name_holds_all_words_those_with_most_are_shown_and_it_is_said(sample, words):
    page = (await sample.client.get("/-/search", params={"words": words})).text
    assert "/rightswire/cases/bartz-v-anthropic" in page
    assert "No name holds all of these words; these hold all but one." in page


async def test_names_in_no_article_stand_below_those_in_many(make_datasette, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            "insert into names_fts (name, kind, id, articles) values (?, 'outlet', ?, 0)",
            [("The Times of India", "times-of-india"), ("York", "york")],
        )
        connection.commit()
    served = make_datasette(path)
    names = [one["name"] for one in await completions(served, "times")]
    assert names.index("The New York Times") < names.index("The Times of India")
    assert (await completions(served, "york"))[0]["name"] == "York"


async def test_nothing_found_is_said(sample):
    page = (await sample.client.get("/-/search?words=zebra+crossing")).text
    assert "Nothing here holds “zebra crossing”" in page
    assert "<mark>" not in page


async def test_words_side_by_side_come_first_then_the_newest(sample, databases):
    with sqlite3.connect(databases["sample"]) as connection:
        titles = connection.execute(
            "select title from articles where title like '%openai%' order by published desc"
        ).fetchall()
    connection.close()
    page = (
        (await sample.client.get("/-/search?words=openai&in=headlines"))
        .text.replace("<mark>", "")
        .replace("</mark>", "")
    )
    places = [page.index(title) for (title,) in titles]
    assert len(places) > 1
    assert places == sorted(places)


async def test_other_hits_follow_on_a_page_of_their_own(sample, monkeypatch):
    monkeypatch.setattr("browse.search.SHOWN", 1)
    monkeypatch.setattr("browse.search.PAGE", 2)
    page = (await sample.client.get("/-/search?words=openai")).text
    assert "/-/search?words=openai&amp;in=sentences" in page
    seen, address = [], "/-/search?words=openai&in=sentences"
    for _ in range(20):
        text = (await sample.client.get(address)).text
        seen += [line for line in text.splitlines() if line.startswith("<blockquote>")]
        if 'rel="next"' not in text:
            break
        address = text.split('<a rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) > 2


async def test_hostile_text_is_marked_harmlessly(hostile, parse_page):
    for words in ("script", "alert", "drop", "onload", "hostile"):
        page = parse_page((await hostile.client.get("/-/search", params={"words": words})).text)
        assert page.scripts == []
        assert not [name for name in page.attributes if name.startswith("on") or name == "style"]
        assert not {"svg", "img", "iframe", "object"} & page.tags
        assert not [link for link in page.links if link.lower().startswith(("javascript:", "data:"))]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a \x02b\x03 c", "a <mark>b</mark> c"),
        ("<b>\x02<i>\x03", "&lt;b&gt;<mark>&lt;i&gt;</mark>"),
        ("\x03 \x02 \x02x\x03 \x02", "  <mark>x</mark> "),
        (None, ""),
    ],
)
def test_marks_are_balanced_and_all_else_escaped(text, shown):
    assert marked(text) == shown


def test_searches_are_valid_whatever_was_typed():
    assert beginnings('new "york') == '{name aliases docket_number id words} : ("new"* "york"*)'
    assert beginnings("--") == '""'
    assert whole_words('"') != ""
    assert phrase("fair use") == '"fair use"'
    assert phrase("fair") is None


async def test_sql_can_search_too(sample):
    sql = "select id from names_fts where names_fts match names_fts_query('nyt') order by rowid"
    response = await sample.client.get("/rightswire.json", params={"sql": sql, "_shape": "arrayfirst"})
    assert response.json() == ["the-new-york-times"]


async def test_a_sentence_of_a_relation_with_many_leads_to_its_article(make_datasette, databases, tmp_path):
    """The page of a relation shows the newest of its sentences only: the one that was found would not stand there."""
    path = tmp_path / "rightswire.db"
    shutil.copy(databases["sample"], path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("update edges set articles = 1000")
        connection.commit()
        sentence, article = connection.execute(
            "select sentence, article_id from evidence order by id limit 1"
        ).fetchone()
    datasette = make_datasette(path)
    page = (await datasette.client.get("/-/search", params={"words": f'"{sentence}"', "in": "sentences"})).text
    assert f'href="/rightswire/articles/{article}"' in page
    assert "/rightswire/edges/" not in page
