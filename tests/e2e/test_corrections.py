"""Corrections through the command line: a run applies them, deleting the row undoes them to the byte."""


def dump(desk):
    tables = ("nodes", "aliases", "edges", "evidence", "cases", "deals", "events", "people", "review", "corrections")
    return {table: desk.sql(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables}


def test_a_correction_is_applied_at_the_next_rebuild_and_undone_by_deleting_its_row(desk, web):
    desk.feeds(web.url("/feed.xml"))
    desk.run("ingest")
    before = dump(desk)
    path = desk.data / "corrections.csv"
    path.write_text(
        "action,target,value,who,when,why\nrename,openai,Open AI Inc.,Jo,2026-11-20,test\nmerge,no-such,openai,Jo,2026-11-20,x\n"
        "merge,a,a,Jo,2026-11-20,x\n"
    )
    desk.run("rebuild")
    assert desk.sql("SELECT name FROM nodes WHERE id = 'openai'") == [("Open AI Inc.",)]
    assert desk.sql("SELECT line, applied FROM corrections") == [(2, 1), (3, 0)]
    told = desk.sql("SELECT subject FROM problems WHERE subject LIKE 'corrections.csv%' ORDER BY subject")
    assert told == [("corrections.csv:3 merge",), ("corrections.csv:4 value",)]
    path.unlink()
    desk.run("rebuild")
    assert dump(desk) == before
