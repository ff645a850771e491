"""`rightswire read` as people type it: a file in, words and a page out."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

REGISTER = Path(__file__).resolve().parents[2] / "data"
TITLE = "GEMA <b>sues</b> OpenAI over lyrics"
BODY = (
    "GEMA sued OpenAI in Munich over song lyrics used in AI training without a licence.",
    "The New York Times could sue Perplexity over its copyrighted articles, a lawyer said.",
    "<script>alert('training on copyrighted books')</script> was printed in the complaint.",
)


def read(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from rightswire.cli import main; main()",
        "read",
        "--data",
        str(REGISTER),
        *arguments,
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def article(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("read") / "article.txt"
    path.write_text("\n\n".join((TITLE, *BODY)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def explained(article):
    page = article.with_suffix(".html")
    done = read(str(article), "--explain", "--html", str(page))
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split()), html.parse(str(page)).getroot()


def test_the_terminal_tells_facts_reasons_refusals_and_the_gate(explained):
    out, _ = explained
    for part in ("relevant: on works and AI", "GEMA sues OpenAI", "because a verb says who sues whom", BODY[0], "The New York Times sues Perplexity", "only supposed: 'could'", "article.html"):  # fmt: skip
        assert part in out


def test_the_page_holds_the_article_and_runs_nothing(explained):
    _, page = explained
    assert not page.xpath("//script")
    text = re.sub(r" \(\w+\)|\u00a0\w+", "", page.xpath("//article")[0].text_content())
    assert "alert('training on copyrighted books')" in text
    assert page.xpath("//table[@class='facts']//td[@class='who']/bdi/text()")[:2] == ["GEMA", "OpenAI"]
    assert "file:" not in html.tostring(page, encoding="unicode")  # no path of the reader's own machine


def test_many_articles_are_not_explained_one_by_one(tmp_path):
    lines = tmp_path / "articles.jsonl"
    lines.write_text("{}\n")
    done = read("--jsonl", str(lines), "--explain")
    assert done.returncode == 2
    assert "give a file or an address" in done.stderr


def test_a_page_that_cannot_be_written_is_told(article, tmp_path):
    done = read(str(article), "--html", str(tmp_path / "nowhere" / "page.html"))
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
