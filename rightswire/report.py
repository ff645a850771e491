"""What commands print for people: summaries, tables, problems. Everything from the web is escaped for the terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from graph.store import GraphCounts
from nlp.model import Fact, Reading
from rightswire.errors import Problem
from rightswire.summary import Summary, problems_by_reason
from rightswire.wording import details

#: So many problems of one kind are told in full; all are kept in table `problems`.
EXAMPLES = 3


def plain(text: object) -> str:
    """Text from the web without control characters (which could steer a terminal) and without markup."""
    return escape("".join(char if char.isprintable() else " " for char in str(text)))


def print_line(console: Console, line: str) -> None:
    """Print a line cut to a terminal's width, and whole elsewhere: mails from cron and grep want whole lines."""
    if console.is_terminal:
        console.print(line, overflow="ellipsis", no_wrap=True)
    else:
        console.print(line, soft_wrap=True)


def print_summary(console: Console, summary: Summary) -> None:
    """The end of a run: what was fetched, read and derived, and each kind of problem with examples."""
    tally = summary.tally
    feeds, articles, read = tally.feeds, tally.articles, tally.read
    ended = "[yellow]stopped[/yellow] after" if summary.stopped else "finished in"
    print_line(console, f"[bold]Run {summary.run_id}[/bold] {ended} {summary.seconds:.1f} s")
    if feeds:
        print_line(
            console,
            f"  feeds     {sum(feeds.values())}: {feeds['read']} read, {feeds['unchanged']} unchanged, "
            f"{feeds['waiting']} not due, {feeds['retired']} retired, {feeds['failed']} failed",
        )
        print_line(
            console,
            f"  articles  {articles['new']} new, {articles['duplicate']} duplicate, {articles['failed']} failed",
        )
        if again := articles["revised"] + articles["unchanged"] + articles["not revisited"]:
            told = (
                f"{articles['revised']} revised, {articles['unchanged']} unchanged, {articles['not revisited']} not had"
            )
            print_line(console, f"  again     {again} pages: {told}")
    print_line(
        console,
        f"  read      {read['relevant'] + read['not relevant']}: {read['relevant']} relevant, {read['facts']} facts",
    )
    if tally.graph:
        print_line(console, _graph_line(tally.graph))
    if summary.stopped:
        print_line(console, "  what was done is kept; run the command again to go on")
    if tally.stale:
        print_line(console, f"  {tally.stale} articles were read by another version: `make rebuild` reads them again")
    print_problems(console, tally.problems)


def _graph_line(graph: GraphCounts) -> str:
    return (
        f"  graph     {graph.facts} facts ({graph.new_facts} new), {graph.cases} cases ({graph.new_cases} new, "
        f"{graph.updated_cases} updated), {graph.deals} deals ({graph.new_deals} new, {graph.updated_deals} updated), "
        f"{graph.nodes} nodes"
    )


def print_problems(console: Console, problems: Iterable[Problem]) -> None:
    """Problems grouped by stage and reason: every feed by name, of the others a few in full."""
    groups = problems_by_reason(problems)
    if not groups:
        return
    print_line(console, f"  [yellow]problems  {sum(map(len, groups.values()))}[/yellow] (in full in table problems)")
    for (stage, reason), group in groups.items():
        print_line(console, f"    {len(group):>4} {stage}: {plain(reason)}")
        if stage == "feed" and len(group) > EXAMPLES:
            console.print(
                f"         [dim]{plain(', '.join(problem.subject for problem in group))}[/dim]", soft_wrap=True
            )
            continue
        for problem in group[:EXAMPLES]:
            detail = f": {plain(problem.detail)}" if problem.detail else ""
            print_line(console, f"         [dim]{plain(problem.subject)}{detail}[/dim]")
        if len(group) > EXAMPLES:
            print_line(console, f"         [dim]and {len(group) - EXAMPLES} more[/dim]")


def print_reading(console: Console, title: str, reading: Reading, explain: bool = False) -> None:
    """One article's facts, each with its attributes, sentence, rule and confidence.

    Args:
        console: where to print.
        title: of the article.
        reading: what was read in it.
        explain: whether to say why each fact was taken, with all its sentences, and what was refused and why.
    """
    console.print(f"[bold]{plain(title)}[/bold]")
    console.print(f"{'relevant' if reading.relevant else 'not relevant'}: {plain(reading.reason)}")
    if reading.failure:
        console.print(f"[red]could not be read: {plain(reading.failure)}[/red]")
    elif not reading.facts:
        console.print("no facts")
    for fact in reading.facts:
        _print_fact(console, fact, explain)
    if explain and reading.refused:
        plural = "" if len(reading.refused) == 1 else "s"
        console.print(f"\n[bold]{len(reading.refused)} candidate{plural} refused[/bold]")
        for refusal in reading.refused:
            target = f" {plain(refusal.object.name)}" if refusal.object else ""
            console.print(f"\n{plain(refusal.subject.name)} {refusal.relation}{target}")
            console.print(Padding(f"not taken: {plain(refusal.reason)} [dim]({refusal.rule})[/dim]", (0, 0, 0, 2)))
            _quote(console, refusal.evidence.sentence)


def _print_fact(console: Console, fact: Fact, explain: bool) -> None:
    target = f" [bold]{plain(fact.object.name)}[/bold]" if fact.object and fact.object != fact.subject else ""
    console.print(f"\n[bold]{plain(fact.subject.name)}[/bold] {fact.relation}{target}")
    attributes = [f"{what} {plain(value)}" for what, value in details(fact)]
    console.print(f"  [dim]{', '.join([*attributes, fact.rule, f'confidence {fact.confidence:.2f}'])}[/dim]")
    if explain and fact.why:
        console.print(Padding(f"because {plain(fact.why)}", (0, 0, 0, 2)))
    for evidence in fact.evidence if explain else fact.evidence[:1]:
        _quote(console, evidence.sentence)


def _quote(console: Console, sentence: str) -> None:
    console.print(Padding(f"\u201c{plain(sentence.strip())}\u201d", (0, 0, 0, 2)))
