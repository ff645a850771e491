"""Parts of pages that are drawn without waiting: what they show, and that nothing in them would have to wait."""

import re
from pathlib import Path

import pytest

import browse

TEMPLATES = Path(browse.__file__).parent / "templates"
#: What Datasette 0.65 gives templates as coroutines.
AWAITED = re.compile(r"\b(crumb_items|crumbs\.nav|menu_links)\(")


def drawn():
    """The templates that are drawn so, with all that they include or import."""
    found = {
        "_answer.html",
        "_hits.html",
        *(path.name for kind in ("page", "table") for path in TEMPLATES.glob(f"_{kind}*")),
    }
    while True:
        texts = [(TEMPLATES / name).read_text(encoding="utf-8") for name in found]
        more = {name for text in texts for name in re.findall(r"(?:include|import) \"([\w.-]+)\"", text)}
        if more <= found:
            return sorted(found)
        found |= more


@pytest.mark.parametrize("name", drawn())
def test_nothing_in_them_is_awaited(name):
    assert not AWAITED.search((TEMPLATES / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path", ["rightswire/nodes/openai", "-/search?words=openai", "rightswire/most_sued", "rightswire/facts"]
)
async def test_they_stand_whole_in_their_pages(sample, path):
    page = (await sample.client.get(f"/{path}")).text
    assert "coroutine object" not in page
    assert re.search(r"<main.*OpenAI.*</main>", page, re.S)
    assert "&lt;table" not in page
    assert "&lt;section" not in page
