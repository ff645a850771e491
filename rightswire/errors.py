"""The one tree of errors, and the value that a bad input becomes. A leaf: imports nothing of ours."""

from dataclasses import dataclass


class RightswireError(Exception):
    """Base of every error that Rightswire raises on purpose.

    Args:
        subject: the feed, URL, file or row that failed.
        reason: what went wrong, in words for a person.
        advice: what to do about it; empty where nothing can be done.
    """

    def __init__(self, subject: str, reason: str, advice: str = "") -> None:
        self.subject = subject
        self.reason = reason
        self.advice = advice
        super().__init__(f"{subject}: {reason}" + (f" ({advice})" if advice else ""))


class ConfigurationError(RightswireError):
    """A file, option or setting that nothing can be done with; the command ends with exit code 2."""


class FeedError(RightswireError):
    """A feed that could not be fetched or understood."""


class PageError(RightswireError):
    """A page that could not be fetched or holds no article."""


class DataFileError(RightswireError):
    """A file in data/ that could not be read at all (bad rows are Problems, not errors)."""


class ReadingError(RightswireError):
    """An article that could not be read into facts."""


class ExportError(RightswireError):
    """A graph that could not be written in the format asked for."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A bad input that cost only itself: told in the summary, counted and kept in the archive.

    Attributes:
        stage: where it was met: 'feed', 'entry', 'page', 'data', 'read' or 'graph'.
        subject: the feed, URL or 'file:line column' that failed.
        reason: a short phrase that groups like problems ('too large', 'no text', 'not a feed').
        detail: the particulars, with what to do where something can be done.
    """

    stage: str
    subject: str
    reason: str
    detail: str = ""
