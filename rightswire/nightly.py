"""The nightly run: fetch the feeds, read what is new, derive the graph. Each step can be killed and run again."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from graph.build import lay_graph
from graph.corrections import load_corrections
from graph.docket_watch import with_watch
from graph.model import ReadArticle
from graph.register import load_known
from graph.rows import Part
from graph.store import Journal, write_journal, write_tables
from ingest.archive import Archive
from ingest.backfill import read_warc
from ingest.lock import only_writer
from ingest.model import ArticleOutcome, FeedOutcome, FeedSource, FetchOptions
from ingest.sources import load_feeds
from ingest.stored import StoredArticle, StoredReading
from ingest.update_articles import fetch_articles
from ingest.update_copies import tie_copies
from ingest.update_feeds import fetch_feeds
from ingest.update_revisions import revisit_pages
from ingest.urls import article_id
from nlp.model import Document, Reading
from nlp.register import load_register
from nlp.version import reader_version
from rightswire.admission import Admission, admission
from rightswire.errors import Problem
from rightswire.night_changes import ServedBy, told_changes
from rightswire.nightly_exports import renew_exports
from rightswire.progress import Progress
from rightswire.reading import ReaderSetup, read_documents
from rightswire.settings import Paths, Settings, find_register
from rightswire.stopping import exit_code, signals_first
from rightswire.summary import Summary, Tally

SAVE_EVERY = 50
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The machine's clock, aware UTC."""
    return datetime.now(UTC)


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
        self._admission = admission(self._known, settings.graph.thresholds, settings.graph.minimum_new_confidence)
        self._corrections, bad_corrections = load_corrections(paths.corrections, clock().date())
        self._tally = Tally(problems=[*bad_rows, *bad_known, *bad_corrections])
        self._setup = ReaderSetup(self._register_folder, settings.reading.model or None)
        self._reader = reader_version(self._register, self._setup.model)

    def ingest(self, feeds: Path | None, force: bool = False) -> Summary:
        """Fetch what the feeds bring, read the articles that were never read, derive the graph.

        Args:
            feeds: another list of feeds than the data folder's.
            force: ask feeds again that were asked within their interval.
        """
        sources, problems = load_feeds(feeds or self._paths.feeds)
        self._tally.problems += problems
        watched = with_watch(sources, self._register, self._known)
        return self._run("ingest", watched, read_again=False, force=force)

    def ingest_from(self, source: FeedSource) -> Summary:
        """The same for one source of `ingest.backfill`: a sitemap, a list of addresses or a WARC file."""
        return self._run("ingest", [source], read_again=False, force=True)

    def rebuild(self) -> Summary:
        """Read articles again that another version has read, and derive the graph; nothing is fetched."""
        return self._run("rebuild", [], read_again=True, force=False)

    def _run(self, command: str, sources: list[FeedSource], read_again: bool, force: bool) -> Summary:
        started = self._clock()
        with only_writer(self._paths.data, command, started), Archive(self._paths.archive) as archive:
            run_id = archive.start_run(command, self._reader, started)
            try:
                with signals_first():
                    archive.record_problems(run_id, self._tally.problems)
                    self._fetch(archive, sources, run_id, force)
                    self._read(archive, run_id, read_again)
                    self._derive(archive, run_id)
                    self._tell(archive, run_id, list(renew_exports(self._paths, self._settings.export)))
                    self._tally.stale = archive.count_stale(self._reader)
                    finished = self._clock()
                    summary = Summary(run_id, command, self._tally, (finished - started).total_seconds())
                    archive.finish_run(run_id, finished, summary.figures())
                    write_journal(
                        self._paths.database, Journal(archive.feed_health(), archive.runs(), archive.problems())
                    )
            except KeyboardInterrupt as stopped:
                seconds = (self._clock() - started).total_seconds()
                summary = Summary(run_id, command, self._tally, seconds, exit_code(stopped))
                archive.stop_run(run_id, summary.figures())
        return summary

    def _fetch(self, archive: Archive, sources: list[FeedSource], run_id: int, force: bool) -> None:
        options = FetchOptions(
            contact=self._settings.fetch.contact,
            workers=self._settings.fetch.workers,
            timeout_seconds=self._settings.fetch.timeout_seconds,
            host_spacing_seconds=self._settings.fetch.host_spacing_seconds,
            force=force,
            revisit_days=self._settings.fetch.revisit_days,
            revisits=self._settings.fetch.revisits,
        )
        if any(source.kind == "warc" for source in sources):
            self._read_warc(archive, sources[0], options, run_id)
            return
        outcomes = fetch_feeds(archive, sources, options, run_id, self._clock)
        with closing(self._progress.track(outcomes, "feeds", len(sources))) as feeds:
            for outcome in feeds:
                self._tally.feeds[outcome.result] += 1
                self._tally.problems += outcome.problems
        if not sources:
            return
        results = fetch_articles(archive, sources, options, run_id, self._clock)
        self._count_pages(self._progress.track(results, "articles", archive.count_pending()))
        again = revisit_pages(archive, sources, options, run_id, self._clock)
        self._count_pages(self._progress.track(again, "again", None))

    def _count_pages(self, outcomes: Generator[ArticleOutcome, None, None]) -> None:
        with closing(outcomes) as pages:
            for page in pages:
                self._tally.articles[page.result] += 1
                self._tally.problems += [page.problem] if page.problem else []

    def _read_warc(self, archive: Archive, source: FeedSource, options: FetchOptions, run_id: int) -> None:
        outcomes = read_warc(archive, source, options, run_id, self._clock)
        with closing(self._progress.track(outcomes, "pages", None)) as tracked:
            for outcome in tracked:
                if isinstance(outcome, FeedOutcome):
                    self._tally.feeds[outcome.result] += 1
                    self._tally.problems += outcome.problems
                else:
                    self._tally.articles[outcome.result] += 1
                    self._tally.problems += [outcome.problem] if outcome.problem else []

    def _read(self, archive: Archive, run_id: int, read_again: bool) -> None:
        """Read what is unread; save every few articles, so that a killed run has lost little."""
        reader = self._reader if read_again else None
        total = archive.count_unread(reader)
        if not total:
            return
        documents = map(as_document, archive.unread(reader))
        readings = read_documents(documents, self._setup, self._settings.reading.processes)
        batch: list[StoredReading] = []
        with closing(self._progress.track(readings, "reading", total)) as tracked:
            try:
                for reading in tracked:
                    self._count_reading(archive, run_id, reading)
                    batch.append(_as_stored(reading))
                    if len(batch) >= SAVE_EVERY:
                        archive.save_readings(run_id, batch)
                        batch.clear()
            finally:  # where the run is stopped too: an article read is not read again
                archive.save_readings(run_id, batch)

    def _count_reading(self, archive: Archive, run_id: int, reading: Reading) -> None:
        """Count an article with those of its facts that are sure enough for the graph."""
        counts = self._tally.read
        counts["relevant" if reading.relevant else "not relevant"] += 1
        counts["facts"] += sum(map(self._admission.admits, reading.facts))
        if reading.failure:
            self._tell(archive, run_id, [Problem("read", reading.url, "cannot be read", reading.failure)])

    def _tell(self, archive: Archive, run_id: int, problems: Iterable[Problem]) -> None:
        archive.record_problems(run_id, problems)
        self._tally.problems += problems

    def _derive(self, archive: Archive, run_id: int) -> None:
        tie_copies(archive)
        articles = read_articles(archive, self._admission)
        with closing(self._progress.track(articles, "graph", None)) as tracked:
            tables = lay_graph(tracked, self._register, self._known, archive.docket_entries(), self._corrections)
        served = ServedBy(run_id, self._clock().date(), self._paths.database)
        self._tally.graph = write_tables(
            self._paths.database,
            self._without_problems(archive, run_id, tables),
            lambda graph: told_changes(graph, self._known, archive, served),
        )
        archive.mark_changes_shown()

    def _without_problems(self, archive: Archive, run_id: int, tables: Iterable[Part]) -> Iterator[Part]:
        for table, rows in tables:
            if table == "problems":
                self._tell(archive, run_id, list(rows))
            else:
                yield table, rows


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


def read_articles(archive: Archive, admitted: Admission) -> Iterator[ReadArticle]:
    """Relevant articles with their facts, as the graph takes them; facts that are not sure enough are left out."""
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
            facts=tuple(filter(admitted.admits, reading.facts)),
            copy_of=article.copy_of,
            correction=article.correction,
            revision=article.revision,
        )
