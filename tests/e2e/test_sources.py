"""Where articles come from beside plain feeds, through the real command line: files, sitemaps, dockets, lists of feeds."""

import gzip
import json
import tomllib

import pytest

SUITS = "SELECT subject, object FROM facts WHERE provenance = 'news' AND relation = 'sues' ORDER BY 2"
BOTH = [("The New York Times", "Microsoft"), ("The New York Times", "OpenAI")]


def warc(*pages):
    """Pages as records of a packed WARC file."""
    records = []
    for url, html in pages:
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-01T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records.append(gzip.compress(head.encode() + answer + b"\r\n\r\n"))
    return b"".join(records)


@pytest.fixture
def suit_page(web):
    """The HTML of the suit's page, as a crawler would have kept it."""
    import urllib.request

    with urllib.request.urlopen(web.url("/suit")) as answer:
        page = answer.read().decode()
    web.requests.clear()
    return page


def test_warc_files_become_facts_without_a_request(desk, web, suit_page):
    (desk.data / "crawl.warc.gz").write_bytes(
        warc((web.url("/suit"), suit_page), (web.url("/x"), "<html></html>")) + b"\x1f\x8b\x08junk"
    )
    told = desk.run("ingest", "--from", "warc", "crawl.warc.gz").stdout
    assert desk.sql(SUITS) == BOTH
    assert desk.sql("SELECT feed FROM articles") == [("crawl.warc.gz",)]
    assert "broken record" in told
    figures = json.loads(desk.run("ingest", "--from", "warc", "crawl.warc.gz", "--json").stdout)
    assert figures["articles"] == {}
    assert web.requests == {}


def test_warc_files_are_read_from_the_web(desk, web, suit_page):
    crawl = web.url("/crawl.warc.gz")
    web.serve("/crawl.warc.gz", warc((web.url("/suit"), suit_page)), "application/gzip")
    refused = desk.run("ingest", "--from", "warc", crawl, code=1).stdout
    assert "private address" in refused
    assert "--allow-private" in refused
    assert json.loads(desk.run("ingest", "--from", "warc", crawl, "--allow-private", "--json").stdout)["articles"] == {
        "new": 1
    }
    assert desk.sql(SUITS) == BOTH
    assert desk.sql("SELECT feed FROM articles") == [("crawl.warc.gz",)]


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        ("warc", b"<html>Not found</html>", "not a WARC file"),
        ("warc", b"", "not a WARC file"),
        ("warc", b"WARC/1.0\r\nWARC-Type: resp", "cut off"),
        ("urls", b"<html>Not found</html>", "not a list of addresses"),
        ("sitemap", b"<html>Not found</html>", "not a feed"),
    ],
)
def test_files_of_which_nothing_can_be_had(desk, web, kind, body, reason):
    """From disk and from the web: told, counted, and exit code 1."""
    (desk.data / "file").write_bytes(body)
    web.serve("/file", body)
    for place in ("file", web.url("/file")):
        told = desk.run("ingest", "--from", kind, place, "--allow-private", "--json", code=1).stdout
        figures = json.loads(told)
        assert (figures["feeds"], figures["problems"]) == ({"failed": 1}, {reason: 1})


def test_another_filter_keeps_what_the_first_left(desk, web):
    (desk.data / "urls.txt").write_text(f"{web.url('/suit')}\n{web.url('/deal')}\n")
    for piece in ("suit", "deal"):
        told = desk.run("ingest", "--from", "urls", "urls.txt", "--keep", piece, "--allow-private", "--json").stdout
        assert json.loads(told)["articles"] == {"new": 1}


def test_lists_and_sitemaps_go_the_way_of_feeds(desk, web):
    (desk.data / "urls.txt").write_text(f"# suits\n{web.url('/suit')}\n")
    desk.run("ingest", "--from", "urls", "urls.txt", "--allow-private")
    assert desk.sql(SUITS) == BOTH
    again = json.loads(
        desk.run("ingest", "--from", "urls", "-", "--allow-private", "--json", stdin=web.url("/suit") + "\n").stdout
    )
    assert again["articles"] == {"duplicate": 1}
    places = "".join(f"<url><loc>{web.url(path)}</loc></url>" for path in ("/suit", "/deal", "/weather"))
    web.serve(
        "/news.xml", f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{places}</urlset>", "application/xml"
    )
    third = json.loads(
        desk.run(
            "ingest",
            "--from",
            "sitemap",
            web.url("/news.xml"),
            "--keep",
            "deal",
            "--keep",
            "suit",
            "--allow-private",
            "--json",
        ).stdout
    )
    assert third["articles"] == {"duplicate": 1, "new": 1}
    assert sorted(desk.sql("SELECT feed FROM articles")) == [("news.xml",), ("urls.txt",)]


@pytest.mark.parametrize("arguments", [("warc", "none.warc"), ("rss", "x")])
def test_a_source_that_cannot_be_used_is_wrong_usage(desk, arguments):
    assert (
        arguments[1] in desk.run("ingest", "--from", *arguments, code=2).stderr
        or "no such kind" in desk.run("ingest", "--from", *arguments, code=2).stderr
    )


DOCKET = """<?xml version="1.0"?><rss version="2.0"><channel><title>Recent entries</title>
<item><title>1:23-cv-11195 The New York Times Company v. Microsoft Corporation et al</title><pubDate>Fri, 20 Nov 2026 03:00:00 GMT</pubDate>
<link>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612697</link>
<description>[Motion to Dismiss] (&lt;a href="https://ecf.nysd.uscourts.gov/doc1/127"&gt;999&lt;/a&gt;)</description></item>
<item><title>1:26-cv-77777 Doe v. OpenAI, Inc.</title><pubDate>Fri, 20 Nov 2026 15:00:00 GMT</pubDate>
<link>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?7</link><description>[Complaint] (&lt;a href="https://ecf.nysd.uscourts.gov/doc1/128"&gt;1&lt;/a&gt;)</description></item>
<item><title>1:26-cv-00001 Chau v. Donovan</title><pubDate>Fri, 20 Nov 2026 15:00:00 GMT</pubDate>
<link>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?8</link><description>[Complaint] (&lt;a href="https://ecf.nysd.uscourts.gov/doc1/129"&gt;1&lt;/a&gt;)</description></item>
</channel></rss>"""


def test_a_court_s_feed_brings_events_and_cases_to_review(desk, web):
    web.serve("/rss", DOCKET, "text/xml")
    desk.feeds(web.url("/rss"))
    with (desk.data / "feeds.toml").open("a") as file:
        file.write('kind = "docket"\ncourt = "nysd"\n')
    desk.run("ingest")
    events = desk.sql("SELECT date, kind, source_url FROM events WHERE provenance = 'docket'")
    assert events == [("2026-11-19", "motion-to-dismiss", "https://ecf.nysd.uscourts.gov/doc1/127")]
    review = desk.sql("SELECT caption, docket_number, first_entry, why FROM cases_to_review")
    assert review == [
        ("Doe v. OpenAI, Inc.", "1:26-cv-77777", "Complaint", "OpenAI: maker of AI; Doe: not in the register")
    ]
    assert desk.sql("SELECT count(*) FROM docket_entries", database="archive.db") == [(2,)]
    before = desk.sql("SELECT * FROM events ORDER BY id")
    desk.run("rebuild")
    assert desk.sql("SELECT * FROM events ORDER BY id") == before


def test_feeds_are_added_with_the_comments_kept(desk, web):
    page = '<!doctype html><html><head><title>Wire</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>'
    web.serve("/home", page)
    (desk.data / "feeds.toml").write_text("# mine\n[[feed]]  # first\nname = 'A'\nurl = 'https://a.example/feed'")
    told = desk.run(
        "feeds", "add", web.url("/home"), "--name", 'The "Wire"', "--outlet", "Wire", "--allow-private"
    ).stdout
    text = (desk.data / "feeds.toml").read_text()
    assert text.startswith("# mine\n[[feed]]  # first\nname = 'A'\n")
    added = {"name": 'The "Wire"', "url": web.url("/feed.xml"), "outlet": "Wire", "kind": "feed", "allow_private": True}
    assert tomllib.loads(text)["feed"][1] == added
    assert "is an HTML page; its feed is at" in told
    assert "listed already" in desk.run("feeds", "add", web.url("/feed.xml"), "--allow-private").stdout
    assert (desk.data / "feeds.toml").read_text() == text
    desk.run("feeds", "add", web.url("/suit"), "--allow-private", code=1)
    desk.run("feeds", "add", "ftp://x", code=2)
    assert "--allow-private" in desk.run("feeds", "add", web.url("/feed.xml"), code=1).stderr
    assert "save it and give the file" in desk.run("read", web.url("/suit"), code=1).stderr
    assert not (desk.data / "archive.db").exists()


def test_check_looks_once_and_changes_nothing(desk, web):
    desk.feeds(web.url("/feed.xml"))
    rows = json.loads(desk.run("feeds", "check", "--json").stdout)
    assert [
        (row["reachable"], row["format"], row["entries"], row["newest"], row["relevant_share"]) for row in rows
    ] == [(True, "RSS 2.0", 3, "2024-05-23", rows[0]["relevant_share"])]
    assert 0 < rows[0]["relevant_share"] < 1
    assert web.requests == {"/feed.xml": 1}
    web.serve("/home", '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>')
    desk.feeds(web.url("/feed.xml"), web.url("/gone"), web.url("/home"))
    told = desk.run("feeds", "check", code=1).stdout
    assert "an HTML page, its feed is at" in told
    assert "2 of 3 feeds can be read" in told
    assert [path.name for path in desk.data.iterdir() if path.suffix == ".db"] == []


def test_a_list_goes_out_as_opml_and_comes_in_again(desk, tmp_path):
    (desk.data / "feeds.toml").write_text(
        '[[feed]]\nname = "A & <B>"\nurl = "https://a.example/feed?x=1&y=2"\n[[feed]]\nname = "Disk"\nurl = "pages"\n'
    )
    desk.run("feeds", "export", str(tmp_path / "list.opml"))
    other = tmp_path / "other"
    other.mkdir()
    desk.run("feeds", "import", str(tmp_path / "list.opml"), "--data", str(other))
    rows = json.loads(desk.run("feeds", "list", "--json", "--data", str(other)).stdout)
    assert [(row["name"], row["url"]) for row in rows] == [("A & <B>", "https://a.example/feed?x=1&y=2")]
    assert (
        "0 feeds added, 1 were listed"
        in desk.run("feeds", "import", str(tmp_path / "list.opml"), "--data", str(other)).stdout
    )


BAD_LISTS = ["", "no xml", "<opml/>", "<opml><body><outline xmlUrl='javascript:x'/></body></opml>"]


@pytest.mark.parametrize("body", BAD_LISTS)
def test_what_is_no_opml(desk, tmp_path, body):
    (tmp_path / "list.opml").write_text(body)
    desk.run("feeds", "import", str(tmp_path / "list.opml"), code=2)
    assert not (desk.data / "feeds.toml").exists()
