"""Links to the starter articles lead to their pages, which Rightswire serves itself."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from browse import starter
from browse.links import STARTER_SITE

PAGES = Path(__file__).parents[2] / "data" / "starter" / "pages"
SLUG = "01-thomson-reuters-sues-ross"
SENTENCE = "Thomson Reuters has sued Ross Intelligence, a start-up that makes legal research software"
SHOWN_AT = [
    "/rightswire/facts?subject_id=thomson-reuters&provenance=news",
    "/rightswire/facts?subject_id=thomson-reuters&provenance=news&_columns=all",
    "/rightswire/articles/s01",
    "/rightswire/articles?_columns=all",
    "/rightswire/evidence",
    "/rightswire/events?_columns=all",
    "/rightswire/cases/thomson-reuters-v-ross",
    "/rightswire/edges/thomson-reuters~7Csues~7Cross-intelligence",
    "/rightswire/history_of_case_or_deal?case_or_deal=thomson-reuters-v-ross",
    "/rightswire?sql=select+url,+title+from+articles",
]


@pytest.fixture
def with_starter(make_datasette, databases):
    return make_datasette(databases["starter"])


@pytest.mark.parametrize("path", SHOWN_AT)
async def test_from_a_fact_to_the_page_with_its_sentence(with_starter, path):
    text = (await with_starter.client.get(path)).text
    links = set(re.findall(r'href="([^"]*starter/[^"]*)"', text))
    assert f"/-/starter/{SLUG}" in links
    assert not [link for link in links if link.startswith("http")]
    page = await with_starter.client.get(f"/-/starter/{SLUG}")
    assert page.status_code == 200
    assert SENTENCE in page.text


NOTE = "(written for the starter set; published nowhere else)"


@pytest.mark.parametrize(
    "path",
    [
        "/rightswire/facts?subject_id=thomson-reuters&provenance=news",
        "/rightswire/articles/s01",
        "/rightswire/articles?_columns=all",
        "/rightswire/events?_columns=all",
        "/rightswire/cases/thomson-reuters-v-ross",
        "/rightswire/edges/thomson-reuters~7Csues~7Cross-intelligence",
        "/rightswire?sql=select+url,+title+from+articles",
        "/-/search?words=start-up+legal+research",
        "/-/feeds/query/evidence_for_a_pair.atom?party=thomson-reuters&other=ross-intelligence",
    ],
)
async def test_it_is_said_beside_the_link_that_the_address_does_not_exist(with_starter, path):
    text = unescape((await with_starter.client.get(path)).text)
    beside = re.findall(r'<a[^>]*starter/01[^>]*>[^<]*</a> <small class="own">([^<]*)</small>', text)
    assert set(beside) == {NOTE}
    quoted = re.findall(r"<(?:blockquote|q)>.*?</(?:blockquote|q)>", text, re.S)
    assert not [one for one in quoted if "starter set" in one]


@pytest.mark.parametrize("path", ["/rightswire/facts?subject_id=thomson-reuters&provenance=news&_columns=all"])
async def test_it_is_said_once_in_a_row(with_starter, path):
    text = unescape((await with_starter.client.get(path)).text)
    assert text.count(NOTE) == 1


async def test_nothing_is_said_beside_a_link_to_the_web(with_starter):
    text = (await with_starter.client.get("/rightswire/articles/a01")).text
    assert 'class="outside"' in text
    assert "starter set" not in text


async def test_address_stays_the_identity_in_data(with_starter):
    rows = (await with_starter.client.get("/rightswire/facts.json?_shape=array&article_url__contains=starter")).json()
    assert [row["article_url"] for row in rows] == [STARTER_SITE + SLUG]


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.html")), ids=lambda page: page.stem[:2])
async def test_every_page_is_served_at_its_own_address(with_starter, page):
    source = page.read_text(encoding="utf-8")
    assert f'rel="canonical" href="{STARTER_SITE}{page.stem}"' in source
    answer = await with_starter.client.get(f"/-/starter/{page.stem}")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    head, _, body = answer.text.partition("<body")
    assert "starter.css" in head
    assert 'class="rightswire"><a href="/"' in body
    story = re.findall(r"<p>(.*?)</p>", source, re.S)
    assert all(re.sub(r' href="[/#][^"]*"', "", paragraph) in answer.text for paragraph in story)
    leads = re.findall(r'<a[^>]* href="([^"]*)"', body)
    assert [link for link in leads if not link.startswith("http")] == ["/"]


async def test_style_is_served(with_starter):
    page = (await with_starter.client.get(f"/-/starter/{SLUG}")).text
    (style,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    answer = await with_starter.client.get(unescape(style))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    "slug", ["99-not-there", "1-x", "01-UP", "..%2F..%2Ffeed", "01-a%2F..%2F02-b", "01-x.html", ""]
)
async def test_what_is_not_there_is_404(with_starter, slug):
    answer = await with_starter.client.get(f"/-/starter/{slug}", follow_redirects=True)
    assert answer.status_code == 404


async def test_clone_without_pages_says_so(with_starter, tmp_path, monkeypatch):
    shutil.copy(PAGES / f"{SLUG}.html", tmp_path / "01-other.html")
    monkeypatch.setattr(starter, "PAGES", tmp_path)
    assert (await with_starter.client.get("/-/starter/01-other")).status_code == 200
    assert "no such starter article" in (await with_starter.client.get(f"/-/starter/{SLUG}")).text


async def test_pages_lie_under_another_root_too(with_starter):
    with_starter._settings["base_url"] = "/graph/"
    facts = (await with_starter.client.get("/rightswire/facts?provenance=news&subject_id=thomson-reuters")).text
    assert f'href="/graph/-/starter/{SLUG}"' in facts
    page = (await with_starter.client.get(f"/-/starter/{SLUG}")).text
    assert '<a href="/graph/">' in page
