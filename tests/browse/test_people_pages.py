"""The pages of parties, cases, deals, outlets, articles and relations: what a person reads there, without knowing SQL."""

import re
import sqlite3
from csv import DictReader
from html import unescape
from io import StringIO

import pytest
from datasette.utils import tilde_encode

CASE = "/rightswire/cases/bartz-v-anthropic"
SENTENCE = "Anthropic has agreed to pay $1.5 billion to settle the class action that Andrea Bartz and two other authors brought."


def read(text):
    """The words of a page, as they stand one after the other."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def main(text):
    return text[text.index("<main") : text.index("</main>")]


@pytest.fixture
def see(pages):
    """From a path to the words of its page, and its markup."""

    async def get(path):
        response = await pages.client.get(path)
        assert response.status_code == 200
        return read(main(response.text)), response.text

    return get


async def test_case_in_words(see):
    words, text = await see(CASE)
    assert (
        "Suit of Andrea Bartz against Anthropic in the Northern District of California, filed on 19 August 2024 , "
        "settled on 25 September 2025 for $1.5 billion ." in words
    )
    for told in (
        "Docket number 3:24-cv-05417",
        "(N.D. Cal.)",
        "Class action yes",
        "Works at issue books",
        "Plaintiff Andrea Bartz novelist",
        "Judge William Alsup",
        "Known from The register and news",
    ):
        assert told in words, told
    assert not re.search(r">[^<]*\b20[0-9]{2}-[0-9]{2}\b[^<]*<", main(text)), "a date that is not in words"
    assert not re.search(r"\b(amount_usd|court_id|source_url|status_date|provenance)\b", words)


async def test_history_tells_sums_judges_sources_and_first_sentences(see):
    words, text = await see(CASE)
    history = words[words.index("History") : words.index("Where sources differ")]
    steps = ["19 August 2024", "23 June 2025", "5 September 2025", "25 September 2025"]
    places = [history.index(step) for step in steps]
    assert places == sorted(places)
    assert "Settlement agreed · $1.5 billion Judge William Alsup · 1 outlet, 2 articles" in history
    assert history.index("has agreed to pay $1.5 billion") < history.index("and 1 more") < history.index("until March")
    assert re.search(r"<details><summary>and 1 more</summary>\s*<blockquote>", text)


async def test_names_are_marked_and_the_sentence_leads_to_its_article(see):
    _, text = await see(CASE)
    fact = text[text.index('id="facts"') :]
    assert "<mark>Anthropic</mark> has agreed to pay $1.5 billion" in fact
    assert "that <mark>Andrea Bartz</mark> and two other authors" in fact
    quoted = re.search(r'<blockquote><a class="outside"[^>]* href="([^"]+)">(.*?)</a></blockquote>', fact)
    assert (quoted[1], read(quoted[2])) == ("https://example-wire.test/2025/11/14/authors", read(quoted[2]))
    assert "high confidence (0.96)" in read(fact)


async def test_values_stand_side_by_side(see):
    words, _ = await see(CASE)
    differ = words[words.index("Where sources differ") : words.index("What articles say")]
    for told in (
        "Sum $1.5 billion shown here Chosen because more outlets tell it independently.",
        "told from 6 September 2025 to 14 November 2025 · 2 independent outlets",
        "Anthropic agrees to pay authors $1.5 billion Example Wire, 6 September 2025",
        "$1.4 billion to $1.6 billion",
        "one aggregator only",
    ):
        assert told in differ, told
    assert "Date of filing" not in differ


async def test_case_stands_beside_its_deal_and_the_cases_joined_to_it(see, parse_page):
    words, text = await see(CASE)
    beside = words[words.index("Beside this case") :]
    assert "Joined to it Second Authors v. Anthropic consolidated, filed December 2025" in beside
    assert "Suits between the same" not in beside, "told as joined to it"
    assert "Deals between the same Andrea Bartz / Anthropic (2026) active, February 2026" in beside
    assert "/rightswire/deals/bartz-anthropic-2026" in parse_page(text).links
    other, _ = await see("/rightswire/cases/second-v-anthropic")
    assert "Part of Bartz v. Anthropic" in other
    assert "Not known here: the docket number, the judge." in other


async def test_case_of_many_parties_names_the_lead_and_counts_the_others(pages, make_datasette, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["pages"].read_bytes())
    with sqlite3.connect(path) as connection:
        for number in range(130):
            key = f"author-{number:03}"
            connection.execute(
                "insert into nodes (id, kind, name, provenance) values (?, 'person', ?, 'register')",
                (key, f"Aa {number:03}"),
            )
            connection.execute(
                "insert into edges (id, source, relation, target, confidence, provenance, attributes)"
                " values (?, ?, 'plaintiff_in', 'bartz-v-anthropic', 1, 'register', '{}')",
                (f"{key}|plaintiff_in|bartz-v-anthropic", key),
            )
    connection.close()
    text = (await make_datasette(path).client.get(CASE)).text
    words = read(text)
    assert "Plaintiffs 131" in words
    assert "and 119 more" in words
    assert "target=bartz-v-anthropic&amp;relation=plaintiff_in" in text


async def test_deal_in_words(see):
    words, text = await see("/rightswire/deals/bartz-anthropic-2026")
    assert (
        "Licence from Andrea Bartz to Anthropic on books, for training and display, announced in February 2026 , in force, "
        "for 2.5 years, worth €70 million a year (about $76 million )." in words
    )
    assert "Sum, in words about 70 million euros a year, first paid 15 March 2026" in words
    assert (
        "Suits between the same Second Authors v. Anthropic consolidated, December 2025 Bartz v. Anthropic settled"
        in words
    )
    assert 'title="70,000,000 EUR"' in text
    bare, _ = await see("/rightswire/deals/new-york-times-amazon-2025")
    assert "Not known here: the sum, the term." in bare


async def test_party_in_words(see, parse_page):
    words, text = await see("/rightswire/nodes/anthropic")
    for told in (
        "Company in the United States: maker of Claude. Sued in 2 suits; licensee in 1 deal.",
        "As defendant 2",
        "As licensee 1",
        "On the other side Andrea Bartz 2 suits Charles Graeber 1 suit",
        "takes positions in its own name",
        "Also written Anthropic PBC, Claude",
    ):
        assert told in words, told
    assert "holds that AI may use the works" in words
    links = parse_page(text).links
    for path in (
        "/-/explore?id=anthropic",
        "/-/feeds/changes.atom?node=anthropic",
        "/-/calendar.ics?node=anthropic",
        "/-/search?words=Anthropic",
        "/rightswire/facts.json?subject_id=anthropic&_size=max",
    ):
        assert path in links, path


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ("news-corp", "Names in the course of time News Corporation from 1980 until 28 June 2013"),
        ("news-corp", "Owns Dow Jones"),
        ("dow-jones", "Belongs to News Corp"),
        ("mara-lindqvist", "Chair of Guild of Sample Writers: invented for tests"),
        ("mara-lindqvist", "Role chair Acts or speaks for Guild of Sample Writers"),
        ("guild-of-sample-writers", "positions taken for it by Mara Lindqvist"),
        ("guild-of-sample-writers", "Who acts or speaks for it Mara Lindqvist chair"),
        ("cand", "2 cases were filed here"),
        ("william-alsup", "As judge 1"),
        ("charles-graeber", "On its side Andrea Bartz 1 suit"),
        ("associated-press", "It carried no article here."),
    ],
)
async def test_other_parties(see, node, told):
    words, _ = await see(f"/rightswire/nodes/{node}")
    assert told in words


async def test_outlet_tells_what_it_carried(see, parse_page):
    words, text = await see("/rightswire/nodes/example-wire")
    assert "It carried 6 articles here, from 13 December 2023 to 19 November 2025 ; 5 hold facts." in words
    assert re.search(r"[0-9]+% first reports [0-9]+ of [0-9]+ suits and deals: no outlet here was earlier", words)
    assert "1 copy of stories that others had first" in words
    assert words.index("Authors weigh claims") < words.index("Anthropic agrees to pay")
    assert "A week without news" not in words
    assert "/rightswire/articles/a06" in parse_page(text).links


async def test_share_of_first_reports(see):
    """Example Wire told of the deals first, and of the suit after the Sample Tribune did."""
    words, _ = await see("/rightswire/nodes/example-wire")
    assert "75% first reports 3 of 4 suits and deals" in words


async def test_article_in_words(see, parse_page):
    words, text = await see("/rightswire/articles/a06")
    assert (
        "Article of Example Wire, published on 6 September 2025 ; 2 facts were read in the text that its feed carries."
        in words
    )
    assert "What it is about Bartz v. Anthropic case" in words
    assert "Authors weigh claims under the Anthropic settlement Example Wire, 14 November 2025" in words
    assert "https://example-wire.test/2025/09/06/settlement" in parse_page(text).links
    copy, _ = await see("/rightswire/articles/a08")
    assert "6 September 2025 , the original" in copy
    corrected, _ = await see("/rightswire/articles/a05")
    assert "Corrected: An earlier version misnamed the judge." in corrected
    assert "this is reading 2" in corrected
    single, _ = await see("/rightswire/articles/a09")
    assert "“One aggregator only” marks" in single


async def test_relation_in_words(see):
    words, _ = await see("/rightswire/edges/" + tilde_encode("andrea-bartz|settles_with|anthropic"))
    assert "Andrea Bartz settles with Anthropic" in words
    assert (
        "Known from news alone: 2 articles tell it, the first on 6 September 2025 , the last on 14 November 2025"
        in words
    )
    assert "Sum $1.5 billion" in words
    assert "Date 5 September 2025" in words
    assert "Also between the two Andrea Bartz licenses to Anthropic register" in words
    deal, _ = await see("/rightswire/edges/" + tilde_encode("andrea-bartz|licenses_to|anthropic"))
    assert "No article here says so" in deal
    assert "Sum €70 million a year" in deal


async def test_rows_behind_each_page_answer(pages, parse_page):
    for path in (
        CASE,
        "/rightswire/deals/bartz-anthropic-2026",
        "/rightswire/nodes/example-wire",
        "/rightswire/articles/a08",
        "/rightswire/edges/andrea-bartz~7Csettles_with~7Canthropic",
    ):
        text = (await pages.client.get(path)).text
        links = parse_page(text[text.index('class="behind"') : text.index("</main>")]).links
        assert len(links) >= 9, path
        for link in links:
            response = await pages.client.get(link)
            assert response.status_code == 200, link
        assert all("&_size=max" in link for link in links if ".json?" in link), path
    article = (await pages.client.get("/rightswire/articles/a06")).text
    link = next(link for link in parse_page(article).links if link.startswith("/rightswire/facts.json?"))
    assert len((await pages.client.get(f"{link}&_shape=array")).json()) == 2
    rows = (await pages.client.get("/rightswire/timeline.json?node_id=bartz-v-anthropic&_shape=array")).json()
    assert len(rows) == 4
    for case in ("bartz-v-anthropic", "second-v-anthropic"):
        history = (await pages.client.get(f"/rightswire/timeline.csv?node_id={case}&_stream=1")).text
        assert {row["node_id"] for row in DictReader(StringIO(history))} == {case}
    csv = (await pages.client.get("/rightswire/facts.csv?case_id=bartz-v-anthropic&_stream=1")).text
    assert csv.count("andrea-bartz|") >= 4


async def test_home_tells_who_is_sued_most_and_what_comes(see, empty):
    words, text = await see("/")
    assert "Most sued Party Bar Suits Anthropic 2" in words
    assert "Most licences taken Party Bar Licences OpenAI 3" in words
    assert '<meter min="0" max="2" value="2" aria-label="Anthropic: 2 suits">' in text
    decided = words[words.index("Decided lately") : words.index("Coming")]
    assert decided.index("4 November 2025") < decided.index("25 September 2025") < decided.index("5 September 2025")
    assert "Coming 15 January 2999 hearing Second Authors v. Anthropic moved from December" not in words
    assert "Coming 15 January 2999 hearing Second Authors v. Anthropic moved from 1 December 2998" in words
    assert "Most sued" not in (await empty.client.get("/")).text


@pytest.mark.parametrize("table", ["event_evidence", "reading_sources"])
async def test_ids_in_tables_lead_to_rows_that_are_there(pages, parse_page, table):
    text = (await pages.client.get(f"/rightswire/{table}?_nosuggest=1")).text
    rows = parse_page(text[text.index('class="results"') : text.index("</main>")]).links
    kept = {link for link in rows if re.match(r"/rightswire/(events|readings|nodes)/", link)}
    assert kept
    for link in kept:
        assert (await pages.client.get(link)).status_code == 200, link


async def test_dates_and_answers_in_tables_are_words(pages):
    cells = {
        "/rightswire/cases": '<time datetime="2025-09-25" title="2025-09-25">25 September 2025</time>',
        "/rightswire/runs": '<time datetime="2025-11-12T04:00:00+00:00" title="2025-11-12T04:00:00+00:00">12 November 2025, 04:00 UTC</time>',
        "/rightswire/deals": '<span class="money" title="70,000,000 EUR">€70 million</span> a year',
        "/rightswire/contested": ">yes</td>",
        "/rightswire/history_of_case_or_deal?case_or_deal=bartz-v-anthropic": "19 August 2024</time>",
        "/rightswire/changes": '<time datetime="2025-11-20" title="2025-11-20">20 November 2025</time>',
    }
    for path, cell in cells.items():
        assert cell in (await pages.client.get(path)).text, path
    rows = (await pages.client.get("/rightswire/cases.json?id=bartz-v-anthropic&_shape=array")).json()
    assert rows[0]["status_date"] == "2025-09-25", "data keep what they are"


async def test_dates_and_orders_beside_tables_are_words(pages):
    for path, told, raw in [
        ("/-/search?words=openai", "18 November 2025</time>", ">2025-"),
        ("/-/subscribe", "20 November 2025</time>", ">2025-"),
        ("/rightswire/cases?_sort_desc=status_date", "sorted by status since descending", "sorted by status_date"),
    ]:
        text = (await pages.client.get(path)).text
        assert told in text, path
        assert raw not in text, path


async def test_an_answer_without_rows_has_its_addresses(empty, parse_page):
    links = parse_page((await empty.client.get("/rightswire/carried_stories")).text).links
    for path in (
        "/rightswire/carried_stories.json",
        "/rightswire/carried_stories.csv",
        "/-/feeds/query/carried_stories.atom",
    ):
        assert [link for link in links if link.startswith(path)], path


async def test_kinds_of_changes_are_called_alike(pages):
    for path in ("/", "/-/subscribe?about=bartz-v-anthropic&kind=new-event"):
        text = (await pages.client.get(path)).text
        assert re.search(r'<span class="kind[^>]*>new step</span>', text), path
        assert not re.search(r'<span class="kind[^>]*>new event</span>', text), path


async def test_hostile_names_are_marked_as_text(make_datasette, databases, tmp_path, parse_page):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["hostile"].read_bytes())
    sentence = """Then <script>alert("name")</script> sued Robert'); DROP TABLE nodes;-- {{ 7*7 }} for <i>alias</i>."""
    with sqlite3.connect(path) as connection:
        connection.execute("update evidence set sentence = ? where id = 901", (sentence,))
    connection.close()
    text = (await make_datasette(path).client.get("/rightswire/cases/hostile-v-plain")).text
    quoted = re.findall(r"<blockquote>(.*?)</blockquote>", text, re.S)
    assert len(quoted) == 2, "in the history and among the facts"
    for markup in quoted:
        assert unescape(re.sub(r"</?(?:mark|a)[^>]*>", "", markup)) == sentence
        assert markup.count("<mark") == 3
        assert parse_page(markup).tags <= {"mark", "a"}
        assert not [name for name in parse_page(markup).attributes if name.startswith("on")]
