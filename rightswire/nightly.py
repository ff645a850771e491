"""The nightly run: fetch the feeds, read what is new, derive the graph. Each step can be killed and run again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from graph.build import build_graph
from graph.model import ReadArticle
from graph.register import load_known
from graph.store import GraphCounts, Journal, write_graph, write_journal
from ingest.archive import Archive
from ingest.model import FeedSource, FetchOptions, StoredArticle, StoredReading
from ingest.sources import load_feeds
from ingest.update_articles import fetch_articles
from ingest.update_feeds import fetch_feeds
from ingest.urls import article_id
from nlp.model import Document, Reading
from nlp.register import load_register
from nlp.thresholds import Thresholds
from nlp.version import reader_version
from rightswire.errors import Problem
from rightswire.progress import Progress
from rightswire.reading import ReaderSetup, read_documents
from rightswire.settings import Paths, Settings, find_register

SAVE_EVERY = 50
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The machine's clock, aware UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, as it is told at its end and kept in table `runs`."""

    run_id: int
    command: str
    feeds: Counter[str]
    articles: Counter[str]
    read: Counter[str]
    stale: int
    graph: GraphCounts
    problems: tuple[Problem, ...]
    seconds: float

    @property
    def nothing_done(self) -> bool:
        """Feeds were to be fetched, and not one could be."""
        return self.command == "ingest" and self.feeds.total() == self.feeds["failed"]

    def figures(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {
            "feeds": dict(sorted(self.feeds.items())),
            "articles": dict(sorted(self.articles.items())),
            "read": dict(sorted(self.read.items())),
            "stale": self.stale,
            "graph": self.graph.to_dict(),
            "problems": dict(sorted(Counter(problem.reason for problem in self.problems).items())),
            "seconds": round(self.seconds, 1),
        }


class Run:
    """One run over one data folder; its methods are the steps, in order."""

    def __init__(self, paths: Paths, settings: Settings, progress: Progress, clock: Clock = utc_now) -> None:
        self._paths = paths
        self._settings = settings
        self._progress = progress
        self._clock = clock
        self._register_folder = find_register(paths)
        self._register, bad_rows = load_register(self._register_folder)
        self._known, bad_known = load_known(self._register_folder, self._register)
        self._problems: list[Problem] = [*bad_rows, *bad_known]
        self._setup = ReaderSetup(self._register_folder, settings.reading.model or None)
        self._reader = reader_version(self._register, self._setup.model)

    def ingest(self, feeds: Path | None, force: bool = False) -> Summary:
        """Fetch what the feeds bring, read the articles that were never read, derive the graph.

        Args:
            feeds: another list of feeds than the data folder's.
            force: ask feeds again that were asked within their interval.
        """
        sources, problems = load_feeds(feeds or self._paths.feeds)
        self._problems += problems
        return self._run("ingest", sources, read_again=False, force=force)

    def rebuild(self) -> Summary:
        """Read articles again that another version has read, and derive the graph; nothing is fetched."""
        return self._run("rebuild", [], read_again=True, force=False)

    def _run(self, command: str, sources: list[FeedSource], read_again: bool, force: bool) -> Summary:
        started = self._clock()
        with Archive(self._paths.archive) as archive:
            run_id = archive.start_run(command, self._reader, started)
            archive.record_problems(run_id, self._problems)
            feeds, articles = self._fetch(archive, sources, run_id, force)
            read = self._read(archive, run_id, read_again)
            counts = self._derive(archive, run_id)
            finished = self._clock()
            summary = Summary(
                run_id=run_id,
                command=command,
                feeds=feeds,
                articles=articles,
                read=read,
                stale=archive.count_stale(self._reader),
                graph=counts,
                problems=tuple(self._problems),
                seconds=(finished - started).total_seconds(),
            )
            archive.finish_run(run_id, finished, summary.figures())
            write_journal(self._paths.database, Journal(archive.feed_health(), archive.runs(), archive.problems()))
        return summary

    def _fetch(
        self, archive: Archive, sources: list[FeedSource], run_id: int, force: bool
    ) -> tuple[Counter[str], Counter[str]]:
        options = FetchOptions(
            contact=self._settings.fetch.contact,
            workers=self._settings.fetch.workers,
            timeout_seconds=self._settings.fetch.timeout_seconds,
            force=force,
        )
        feeds: Counter[str] = Counter()
        for outcome in self._progress.track(
            fetch_feeds(archive, sources, options, run_id, self._clock), "feeds", len(sources)
        ):
            feeds[outcome.result] += 1
            self._problems += outcome.problems
        articles: Counter[str] = Counter()
        if sources:
            pages = fetch_articles(archive, sources, options, run_id, self._clock)
            for page in self._progress.track(pages, "articles", archive.count_pending()):
                articles[page.result] += 1
                self._problems += [page.problem] if page.problem else []
        return feeds, articles

    def _read(self, archive: Archive, run_id: int, read_again: bool) -> Counter[str]:
        """Read what is unread; save every few articles, so that a killed run has lost little."""
        counts: Counter[str] = Counter()
        reader = self._reader if read_again else None
        total = archive.count_unread(reader)
        if not total:
            return counts
        documents = map(as_document, archive.unread(reader))
        readings = read_documents(documents, self._setup, self._settings.reading.processes)
        batch: list[StoredReading] = []
        for reading in self._progress.track(readings, "reading", total):
            counts["relevant" if reading.relevant else "not relevant"] += 1
            counts["facts"] += len(reading.facts)
            if reading.failure:
                self._tell(archive, run_id, [Problem("read", reading.url, "cannot be read", reading.failure)])
            batch.append(_as_stored(reading))
            if len(batch) >= SAVE_EVERY:
                archive.save_readings(run_id, batch)
                batch = []
        archive.save_readings(run_id, batch)
        return counts

    def _tell(self, archive: Archive, run_id: int, problems: Iterable[Problem]) -> None:
        archive.record_problems(run_id, problems)
        self._problems += problems

    def _derive(self, archive: Archive, run_id: int) -> GraphCounts:
        articles = read_articles(archive, self._settings.graph.thresholds)
        graph = build_graph(self._progress.track(articles, "graph", None), self._register, self._known)
        self._tell(archive, run_id, graph.problems)
        return write_graph(self._paths.database, graph)


def as_document(article: StoredArticle) -> Document:
    """A stored article as the reader takes it."""
    return Document(
        url=article.url,
        title=article.title,
        text=article.text,
        published=article.published.date() if article.published else None,
        outlet=article.outlet,
    )


def _as_stored(reading: Reading) -> StoredReading:
    return StoredReading(
        article_id=article_id(reading.url),
        reader=reading.reader,
        relevant=reading.relevant,
        facts=len(reading.facts),
        reading=replace(reading, refused=()).to_dict(),  # explanations are made anew by `rightswire read`
    )


def read_articles(archive: Archive, thresholds: Thresholds) -> Iterator[ReadArticle]:
    """Relevant articles with their facts, as the graph takes them; facts below the thresholds are left out."""
    for article, stored in archive.relevant_readings():
        reading = Reading.from_dict(stored)
        yield ReadArticle(
            id=article.id,
            url=article.url,
            title=article.title,
            published=article.published.date() if article.published else None,
            outlet=article.outlet,
            feed=article.feed,
            text_source=article.text_source,
            first_run=article.first_run,
            first_seen=article.first_seen.date(),
            facts=tuple(filter(thresholds.admits, reading.facts)),
        )


def problems_by_reason(problems: Iterable[Problem]) -> dict[tuple[str, str], list[Problem]]:
    """Problems grouped by stage and reason, most frequent first."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.stage, problem.reason), []).append(problem)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))
