"""What feeds of whole courts are watched for: the docket numbers of known cases, and the names of makers of AI."""

from collections.abc import Iterable
from dataclasses import replace

from graph.docket_rules import maker_names
from graph.register import Known
from ingest.dockets import docket_number
from ingest.model import FeedSource
from nlp.register import Register


def with_watch(sources: Iterable[FeedSource], register: Register, known: Known) -> list[FeedSource]:
    """The feeds, those of dockets with what the register knows added to what they watch by themselves."""
    numbers = tuple(number for case in known.cases for text in case.docket_numbers if (number := docket_number(text)))
    names = tuple(maker_names(register))
    return [
        replace(source, watch=source.watch + numbers, watch_names=source.watch_names + names)
        if source.kind == "docket"
        else source
        for source in sources
    ]
