"""Downloads: the exports beside the served graph, nothing else of the machine, and every table as CSV and JSON."""

import os
import shutil
from datetime import UTC, datetime

import pytest
from datasette.app import Datasette

from browse.downloads import EXPORTS, Found
from graph.export import FORMATS, ExportOptions, export_graph
from graph.formats import FILES

NIGHT = datetime(2025, 11, 20, 5, tzinfo=UTC).timestamp()


@pytest.fixture
def folder(databases, tmp_path):
    """A data folder with a graph, its exports, and files beside and in it that are nobody's business."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(databases["sample"], data / "rightswire.db")
    (data / "archive.db").write_text("private")
    for name in FORMATS:
        export_graph(data / "rightswire.db", name, data / "exports", ExportOptions())
    for file in (data / "exports").iterdir():
        os.utime(file, (NIGHT, NIGHT))
    (data / "exports" / "notes.txt").write_text("private")
    return data


@pytest.fixture
def served(folder, make_datasette):
    """Datasette over that folder."""
    return make_datasette(folder / "rightswire.db")


def test_every_file_that_an_export_writes_is_offered(databases, tmp_path):
    for name in FORMATS:
        written = export_graph(databases["sample"], name, tmp_path, ExportOptions())
        assert tuple(path.name for path in written) == FILES[name]
    assert {export.name for export in EXPORTS} == {file for files in FILES.values() for file in files}


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
async def test_an_export_comes_whole_with_its_type(served, folder, export):
    response = await served.client.get(f"/-/downloads/{export.name}")
    assert response.status_code == 200
    assert response.content == (folder / "exports" / export.name).read_bytes()
    assert response.headers["content-type"] == export.content_type
    assert response.headers["content-disposition"] == f'attachment; filename="{export.name}"'
    assert response.headers["content-length"] == str(len(response.content))
    assert response.headers["last-modified"] == "Thu, 20 Nov 2025 05:00:00 GMT"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    again = await served.client.get(f"/-/downloads/{export.name}", headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = await served.client.head(f"/-/downloads/{export.name}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(response.content))


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "archive.db",
        "../archive.db",
        "..%2Farchive.db",
        "%2e%2e%2farchive.db",
        "..~2Farchive.db",
        "..%5Carchive.db",
        "rightswire.gexf%00",
        "rightswire.gexf/",
        "./rightswire.gexf/../../archive.db",
        "%2Fetc%2Fpasswd",
        "RIGHTSWIRE.GEXF",
        ".rightswire.gexf.x1",
        "a" * 400,
        "",
    ],
)
async def test_nothing_else_is_served(served, name):
    response = await served.client.get(f"/-/downloads/{name}", follow_redirects=True)
    assert "private" not in response.text
    assert "root:" not in response.text
    assert response.status_code == 404 or response.url.path in {"/-/downloads", "/-/downloads/rightswire.gexf"}


async def test_links_folders_and_pipes_are_refused(served, folder):
    exports = folder / "exports"
    for name in ("rightswire.gexf", "rightswire.graphml", "rightswire.json"):
        (exports / name).unlink()
    (exports / "rightswire.gexf").symlink_to(folder / "archive.db")
    (exports / "rightswire.graphml").mkdir()
    os.mkfifo(exports / "rightswire.json")
    for name in ("rightswire.gexf", "rightswire.graphml", "rightswire.json"):
        assert (await served.client.get(f"/-/downloads/{name}")).status_code == 404
    page = (await served.client.get("/-/downloads")).text
    assert "nodes.csv" in page
    assert "/-/downloads/rightswire" not in page


async def test_the_page_names_size_and_date_in_utc(served, folder):
    page = (await served.client.get("/-/downloads")).text
    size = (folder / "exports" / "nodes.csv").stat().st_size
    assert f'title="{size:,} bytes"' in page
    assert "20 November 2025, 05:00 UTC" in page
    assert "Every run renews" in page


async def test_the_page_says_so_where_exports_are_older_than_the_last_run(served, folder):
    os.utime(folder / "exports" / "nodes.csv", (NIGHT - 7200, NIGHT - 7200))
    page = (await served.client.get("/-/downloads")).text
    assert "older than the last run" in page


async def test_the_page_is_honest_without_exports(sample, empty):
    for datasette in (sample, empty):
        response = await datasette.client.get("/-/downloads")
        assert response.status_code == 200
        assert "No export has been made yet" in response.text
        assert "make export" in response.text


async def test_every_table_and_query_is_linked_as_csv_and_json(sample, queries, parse_page):
    links = parse_page((await sample.client.get("/-/downloads")).text).links
    names = [row[0] for row in await names_of(sample)]
    assert len(names) > 25
    for name in (*names, *queries):
        for ending in (".csv", ".json"):
            (address, *_) = [link for link in links if link.startswith(f"/rightswire/{name}{ending}")]
            assert (await sample.client.get(address)).status_code == 200, address


async def names_of(datasette):
    sql = "select name from sqlite_master where type in ('table', 'view') and name not like '%_fts%' and name not like 'sqlite_%'"
    return (await datasette.databases["rightswire"].execute(sql)).rows


async def test_a_graph_in_memory_has_no_exports():
    datasette = Datasette([], memory=True)
    database = datasette.add_memory_database("rightswire")
    datasette.databases["rightswire"] = database
    assert (await datasette.client.get("/-/downloads/nodes.csv")).status_code == 404
    assert "No export" in (await datasette.client.get("/-/downloads")).text
    datasette.executor.shutdown()


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (198_020, "198 kB"),
        (1_739_199, "1.74 MB"),
        (2_000_000_000, "2 GB"),
    ],
)
def test_sizes_as_people_write_them(size, words):
    assert Found(EXPORTS[0], size, datetime(2025, 1, 1, tzinfo=UTC)).size_words == words
