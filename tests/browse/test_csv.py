"""CSV of tables, queries and streams: no cell is a formula for a spreadsheet, and the rest is as the graph has it."""

import asyncio
import csv
import io
import re
import sqlite3
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.plain_text import clean_text, spreadsheet_cell

# as the graph has it, as CSV gives it
CELLS = [
    ("=1+1", "'=1+1"),
    ("+1", "'+1"),
    ("-1", "'-1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\n=1", "'\n=1"),
    ("\r=1", "'\n=1"),
    ("  =1", "'  =1"),
    ("\xa0=1", "'\xa0=1"),
    ("\ufeff=1", "'\ufeff=1"),
    ("\u200b=1", "'\u200b=1"),
    ("\u202e=1", "'\u202e=1"),
    ("\x00=1", "'=1"),
    ("＝1", "'＝1"),
    ("－1", "'－1"),
    ('=HYPERLINK("https://a.test","b")', '\'=HYPERLINK("https://a.test","b")'),
    ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
    ("plain", "plain"),
    ("a = b", "a = b"),
    ("a\nb, \"c\"; 'd'", "a\nb, \"c\"; 'd'"),
    ("'quoted", "'quoted"),
    ("", ""),
    (-5, "-5"),
    (-0.5, "-0.5"),
    (None, ""),
]
TRIGGERS = tuple("=+-@\t\r\n＝＋－＠")


def rows_of(response):
    assert response.status_code == 200, response.text
    return list(csv.reader(io.StringIO(response.text, newline="")))


@pytest.fixture
def table(make_datasette, tmp_path):
    """Datasette over a table with one column of the values given."""

    def make(values):
        path = tmp_path / "rightswire.db"
        connection = sqlite3.connect(path)
        connection.execute('create table t (id integer primary key, "=head" )')
        connection.executemany("insert into t values (?, ?)", list(enumerate(values, 1)))
        connection.commit()
        connection.close()
        return make_datasette(path)

    return make


@pytest.mark.parametrize(
    "address",
    [
        "/rightswire/t.csv",
        "/rightswire/t.csv?_stream=1",
        "/rightswire/t.csv?_dl=1",
        "/rightswire.csv?sql=select+*+from+t",
    ],
)
async def test_cells_are_defused_everywhere(table, address):
    rows = rows_of(await table([value for value, _ in CELLS]).client.get(address))
    assert rows[0] == ["id", "'=head"]
    assert [row[1] for row in rows[1:]] == [shown for _, shown in CELLS]


async def test_json_has_the_values_as_they_are(table):
    response = await table([value for value, _ in CELLS]).client.get("/rightswire/t.json?_shape=array")
    assert [row["=head"] for row in response.json()] == [value for value, _ in CELLS]


async def test_a_canned_query_and_labels_are_defused(make_datasette, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("update nodes set name = '=Anthropic' where id = 'anthropic'")
    connection.close()
    datasette = make_datasette(path)
    for address in ("/rightswire/parties.csv", "/rightswire/edges.csv?_labels=on"):
        cells = {cell for row in rows_of(await datasette.client.get(address)) for cell in row}
        assert "'=Anthropic" in cells
        assert not [cell for cell in cells if cell.startswith("=")]


async def test_a_stream_has_every_row_once_and_comes_in_pieces(table):
    """Rows leave one by one: no message holds more than the largest of them, whatever the whole is."""
    count, long = 25_000, "=" + "x" * 100_000
    datasette = table([*('-row, "quoted"\nnext line' for _ in range(count)), long])
    await datasette.invoke_startup()
    sizes, whole = [], []

    async def send(message):
        body = message.get("body", b"")
        sizes.append(len(body))
        whole.append(body)

    scope = {"type": "http", "method": "GET", "path": "/rightswire/t.csv", "raw_path": b"/rightswire/t.csv", "query_string": b"_stream=1", "headers": [], "http_version": "1.1", "scheme": "http", "server": ("localhost", 80), "root_path": ""}  # fmt: skip
    await datasette.app()(scope, lambda: asyncio.sleep(3600), send)
    rows = list(csv.reader(io.StringIO(b"".join(whole).decode(), newline="")))
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, count + 2)]
    assert {row[1] for row in rows[1:-1]} == {'\'-row, "quoted"\nnext line'}
    assert rows[-1][1] == "'" + long
    assert max(sizes) <= len(long) + 20
    assert sorted(sizes)[-2] < 100


@pytest.mark.parametrize("start", ["?_size=10", "?_size=10&_sort_desc=id&id__gt=5"])
async def test_every_page_leads_to_the_csv_of_all_pages(table, start):
    datasette = table(list(range(25)))
    path, seen = f"/rightswire/t{start}", []
    while path:
        text = (await datasette.client.get(path)).text
        link = unescape(re.search(r'<a href="([^"]*)">all pages</a>', text)[1])
        seen.append(rows_of(await datasette.client.get(link)))
        after = re.search(r'rel="next" href="([^"]*)"', text)
        path = unescape(after[1]).removeprefix("http://localhost") if after else None
    assert len(seen) == (3 if start == "?_size=10" else 2)
    assert all(rows == seen[0] for rows in seen)
    assert len(seen[0]) - 1 == (25 if start == "?_size=10" else 20)


async def test_there_is_no_byte_order_mark(sample):
    response = await sample.client.get("/rightswire/cases.csv?_dl=1")
    assert response.content.startswith(b"id,name,")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_without_the_hook_formulas_would_pass(table, monkeypatch):
    """Once Datasette defuses cells by itself, this fails: then browse/spreadsheet.py can go."""
    from datasette.views import base

    datasette = table(["=1+1"])
    await datasette.invoke_startup()
    monkeypatch.setattr(base, "csv", csv)
    assert rows_of(await datasette.client.get("/rightswire/t.csv"))[1] == ["1", "=1+1"]


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_a_cell_is_its_clean_text_and_never_a_formula(text):
    cell = spreadsheet_cell(text)
    assert cell in (clean_text(text), "'" + clean_text(text))
    assert not cell.startswith(TRIGGERS)
    assert not cell.lstrip().startswith(TRIGGERS)
    assert spreadsheet_cell(cell) == cell
