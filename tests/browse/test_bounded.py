"""Pages of queries hold the first rows; JSON and CSV hold all."""

import pytest

from browse.bounded import bound, page_rows


@pytest.mark.parametrize(
    ("path", "query", "rows"),
    [
        ("/rightswire/parties", b"", 100),
        ("/rightswire/parties", b"_rows=7", 7),
        ("/rightswire/parties", b"_rows=999999", 1000),
        ("/rightswire/parties", b"_rows=-1", 100),
        ("/rightswire/parties", b"_rows=%C2%B2", 100),
        ("/rightswire/parties.json", b"", None),
        ("/rightswire/parties.csv", b"_rows=7", None),
    ],
)
def test_rows_of_a_page(path, query, rows):
    assert page_rows(path, query) == rows


def test_a_query_with_a_limit_of_its_own_keeps_it():
    assert bound("select 1 limit 500", 10) == "select * from (\nselect 1 limit 500\n) limit 11"
    assert bound("select 1 order by 1;", 10) == "select 1 order by 1\nlimit 11"


async def test_the_page_shows_the_first_rows_and_says_so(sample, queries):
    for name in queries:
        whole = (await sample.client.get(f"/rightswire/{name}.json?_shape=arrays")).json()["rows"]
        page = (await sample.client.get(f"/rightswire/{name}?_rows=1")).text
        assert ("The first 1 rows stand here" in page) == (len(whole) > 1), name
        assert (await sample.client.get(f"/rightswire/{name}.json?_shape=arrays")).json()["rows"] == whole, name


async def test_the_order_is_that_of_the_whole(sample):
    rows = (await sample.client.get("/rightswire/parties.json?_shape=array")).json()
    page = (await sample.client.get("/rightswire/parties?_rows=3")).text
    body = page[page.index("<tbody>") :]
    places = [body.index(f'nodes/{row["party_id"]}"') for row in rows[:3]]
    assert places == sorted(places)
    assert f'nodes/{rows[3]["party_id"]}"' not in body
