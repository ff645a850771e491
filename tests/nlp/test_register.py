"""The register of parties and courts: the shipped files are sound, and a bad cell costs no more than it must."""

from dataclasses import replace
from pathlib import Path

import pytest
from courts_db import courts
from hypothesis import given
from hypothesis import strategies as st

from nlp.register import COURT_COLUMNS, PARTY_COLUMNS, Register, load_register
from nlp.tables import join_list, split_list
from rightswire.errors import DataFileError

SHIPPED = Path(__file__).parents[2] / "data" / "register"

COMMON_WORDS = """
    ai air art article artist author band bank base beat believe bet book bridge business cable camera cast center
    chronicle circle city click cloud code comet company compass content copy court craft creator culture daily data
    deadline deal design digital direct disc downtown dream echo edge editor enquirer entrepreneur equity express file
    film flow fox frame free future gallery game general globe gold grid guardian guide harvest hello herald hook
    house hub image impact independent index information inquirer insider intercept journal judge key label law learn
    ledger letter library life light like line link list live mail main map mark market matrix media mercury mind
    mirror model monitor motion museum music nation nature network news note novel observer open order page paper
    park people people's picture pika plan planet play poet point post potato press prime print prospect public
    publisher radio reach reader record reference reflect register rights rock sage scale school science search see
    sense share signal sky slate snap song sound source spectator stage standard star stone story stream studio sun
    table tech telegraph television text theory thing think time times title today tool track tribune truth union
    universal valve verge video view vision voice water wave web welt window wire word work world writer"""


@pytest.fixture(scope="module")
def shipped() -> Register:
    register, problems = load_register(SHIPPED)
    assert problems == []
    return register


def write(folder: Path, parties: str = "", courts: str = "") -> Path:
    (folder / "parties.csv").write_text(",".join(PARTY_COLUMNS) + "\n" + parties, encoding="utf-8")
    (folder / "courts.csv").write_text(",".join(COURT_COLUMNS) + "\n" + courts, encoding="utf-8")
    return folder


def test_the_shipped_register_holds_every_kind_of_party(shipped: Register) -> None:
    kinds = {party.kind for party in shipped.parties}
    assert kinds == {"company", "outlet", "person", "organisation", "government", "law-firm"}
    assert len(shipped.parties) >= 500
    assert len(shipped.courts) >= 110


def test_no_strong_form_belongs_to_two_parties(shipped: Register) -> None:
    owners: dict[str, set[str]] = {}
    for party in shipped.parties:
        for form in party.strong_forms():
            owners.setdefault(form.casefold(), set()).add(party.id)
    assert {form: ids for form, ids in owners.items() if len(ids) > 1} == {}


def test_no_strong_form_is_a_common_word(shipped: Register) -> None:
    words = COMMON_WORDS.split()
    strong = {form.lower() for party in shipped.parties for form in party.strong_forms() if not form.isupper()}
    assert strong.isdisjoint(words)


def test_no_alias_of_a_person_is_the_surname_alone(shipped: Register) -> None:
    people = [party for party in shipped.parties if party.kind == "person"]
    assert [form for person in people for form in (*person.aliases, *person.weak_aliases) if " " not in form] == []


def test_every_party_can_be_found_by_a_strong_form(shipped: Register) -> None:
    assert [party.id for party in shipped.parties if not party.strong_forms()] == []


def test_no_party_owns_itself_through_others(shipped: Register) -> None:
    parents = {party.id: party.parent_id for party in shipped.parties}
    for start in parents:
        line = [start]
        while (parent := parents[line[-1]]) is not None:
            assert parent not in line, line
            line.append(parent)


@pytest.mark.parametrize(
    ("form", "party"),
    [
        ("OpenAI OpCo, LLC", "openai"),
        ("ChatGPT", "openai"),
        ("Claude", "anthropic"),
        ("NYT", "new-york-times"),
        ("UMG Recordings, Inc.", "universal-music-group"),
        ("Uncharted Labs, Inc.", "udio"),
        ("People Inc", "dotdash-meredith"),
        ("USA Today Co", "gannett"),
        ("Asian News International", "ani"),
    ],
)
def test_forms_that_the_news_uses_find_their_party(shipped: Register, form: str, party: str) -> None:
    assert [found.id for found in shipped.parties if form in found.strong_forms()] == [party]


@pytest.mark.parametrize("form", ["the Times", "the Post", "Reach", "Time", "People", "Concord", "Universal", "X"])
def test_forms_that_are_words_or_other_names_are_weak(shipped: Register, form: str) -> None:
    assert [found.id for found in shipped.parties if form in found.strong_forms()] == []
    assert [found.id for found in shipped.parties if form in found.weak_aliases] != []


def test_courts_db_knows_each_court_that_names_it(shipped: Register) -> None:
    known = {court["id"] for court in courts}
    named = [court.courts_db_id for court in shipped.courts if court.courts_db_id]
    assert set(named) <= known
    assert len(named) == len(set(named)) >= 100


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("S.D.N.Y.", "United States District Court for the Southern District of New York"),
        ("Manhattan federal court", "United States District Court for the Southern District of New York"),
        ("federal court in Boston", "United States District Court for the District of Massachusetts"),
        ("N.D. Cal.", "United States District Court for the Northern District of California"),
        ("Ninth Circuit", "United States Court of Appeals for the Ninth Circuit"),
        ("High Court in London", "High Court of England and Wales"),
        ("Munich Regional Court", "Munich Regional Court I"),
        ("Oberlandesgericht Hamburg", "Hanseatic Higher Regional Court"),
        ("CJEU", "Court of Justice of the European Union"),
    ],
)
def test_forms_that_the_news_uses_find_their_court(shipped: Register, form: str, name: str) -> None:
    assert [court.name for court in shipped.courts if form in court.aliases] == [name]


@pytest.mark.parametrize("form", ["Supreme Court", "High Court", "District Court", "Court of Appeal", "federal court"])
def test_forms_that_many_courts_share_mean_none(shipped: Register, form: str) -> None:
    assert [court.id for court in shipped.courts if form.casefold() in map(str.casefold, court.aliases)] == []


GOOD = "acme,company,Acme,Acme Corp;Acme Inc,,Roadrunner,,United States,Q42,maker of traps\n"


@pytest.mark.parametrize(
    ("row", "where", "reason", "kept"),
    [
        ("zeta,firm,Zeta,,,,,,,", "kind", "unknown value", False),
        ("zeta,,Zeta,,,,,,,", "kind", "missing value", False),
        ("zeta,company,,,,,,,,", "name", "missing value", False),
        (",company,Zeta,,,,,,,", "id", "missing value", False),
        ("Zeta Inc,company,Zeta,,,,,,,", "id", "wrong form", False),
        ("acme,company,Zeta,,,,,,,", "id", "duplicate id", False),
        ("zeta,company,ACME,,,,,,,", "name", "duplicate name", False),
        ("zeta,company,Zeta,acme corp,,,,,,", "aliases", "claimed twice", True),
        ("zeta,company,Zeta,Z;Z,,,,,,", "aliases", "repeated item", True),
        ("zeta,company,Zeta,,,Roadrunner,,,,", "products", "claimed twice", True),
        ("zeta,company,Zeta,Zed,Zed,,,,,", "weak_aliases", "both weak and strong", True),
        ("zeta,company,Zeta,,,,nobody,,,", "parent_id", "unknown parent", True),
        ("zeta,company,Zeta,,,,zeta,,,", "parent_id", "unknown parent", True),
        ("zeta,company,Zeta,,,,,,42,", "wikidata_id", "wrong form", True),
        ("zeta,company,Zeta,,,,", "id", "not a row", False),
        ('zeta,company,"Zeta,,,,,,,', "id", "not a row", False),
    ],
)
def test_a_bad_party_is_named_and_costs_no_other(tmp_path: Path, row: str, where: str, reason: str, kept: bool) -> None:
    omega = "omega,company,Omega,,,,,,,\n"
    register, problems = load_register(write(tmp_path, GOOD + row + "\n" + omega))
    assert [(problem.subject, problem.reason) for problem in problems] == [(f"parties.csv:3 {where}", reason)]
    assert [party.id for party in register.parties] == (["acme", "zeta", "omega"] if kept else ["acme", "omega"])
    assert register.parties[0].aliases == ("Acme Corp", "Acme Inc")


@pytest.mark.parametrize(
    ("row", "where", "reason", "kept"),
    [
        ("b,,,,", "name", "missing value", False),
        ("a,Court B,,,", "id", "duplicate id", False),
        ("acme,Court B,,,", "id", "duplicate id", False),
        ("b,court a,,,", "name", "duplicate name", False),
        ("b,Court B,,,C.A.", "aliases", "claimed twice", True),
        ("b,Court B,,N.Y.,", "courts_db_id", "wrong form", True),
    ],
)
def test_a_bad_court_is_named_and_costs_no_other(tmp_path: Path, row: str, where: str, reason: str, kept: bool) -> None:
    register, problems = load_register(write(tmp_path, GOOD, "a,Court A,,,C.A.\n" + row + "\nc,Court C,,,\n"))
    assert [(problem.subject, problem.reason) for problem in problems] == [(f"courts.csv:3 {where}", reason)]
    assert [court.id for court in register.courts] == (["a", "b", "c"] if kept else ["a", "c"])


def test_a_name_that_is_listed_as_weak_is_weak(tmp_path: Path) -> None:
    register, problems = load_register(write(tmp_path, "reach,company,Reach,Reach plc,Reach,,,,,\n"))
    assert problems == []
    assert register.parties[0].strong_forms() == ("Reach plc",)


def test_blank_lines_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    text = (tmp_path / "parties.csv").read_text(encoding="utf-8")
    (tmp_path / "parties.csv").write_bytes(b"\xef\xbb\xbf" + (text + "\n\n").replace("\n", "\r\n").encode())
    register, problems = load_register(tmp_path)
    assert (problems, register.parties[0].description) == ([], "maker of traps")


def test_a_column_nobody_knows_is_told_and_ignored(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "courts.csv").write_text("notes," + ",".join(COURT_COLUMNS) + "\nx,a,Court A,,,\n", encoding="utf-8")
    register, problems = load_register(tmp_path)
    assert [problem.subject for problem in problems] == ["courts.csv:1 notes"]
    assert register.courts[0].name == "Court A"


@pytest.mark.parametrize("content", [b"id,name\na,b\n", b"", b"\xff\xfe\x00"])
def test_a_file_that_is_no_register_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    write(tmp_path)
    (tmp_path / "courts.csv").write_bytes(content)
    with pytest.raises(DataFileError, match=r"courts\.csv"):
        load_register(tmp_path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"parties\.csv"):
        load_register(tmp_path)


def test_the_digest_changes_with_a_cell_and_with_nothing_else(shipped: Register) -> None:
    again, _ = load_register(SHIPPED)
    renamed = replace(shipped.parties[0], description="something else")
    assert again.digest() == shipped.digest()
    assert Register((renamed, *shipped.parties[1:]), shipped.courts).digest() != shipped.digest()


@given(st.lists(st.text(st.characters(exclude_characters=";", exclude_categories=("Cs",))).map(str.strip)))
def test_a_joined_list_comes_back_as_it_was(items: list[str]) -> None:
    filled = tuple(item for item in items if item)
    assert split_list(join_list(filled)) == filled


def test_a_list_that_cannot_be_joined_is_refused() -> None:
    with pytest.raises(ValueError, match="joined"):
        join_list(["a;b"])
