"""After fetching: copies of one story are tied to their original."""

from functools import lru_cache

from ingest.archive import Archive
from ingest.copies import Shingles, find_copies, shingles

#: Texts whose shingles are held in memory at once.
_HELD = 500


def tie_copies(archive: Archive) -> int:
    """Look for copies among the articles that are new or have another text, and those published since.

    Whatever the order in which articles came, the same archive gives the same ties; a run that is killed leaves the
    old ones, and the next begins anew.

    Returns:
        How many articles became a copy, or the copy of another article, or ceased to be one.
    """
    archive.sign_articles()
    first = archive.first_unsettled_day()
    if first is None:
        return 0

    @lru_cache(_HELD)
    def shingles_of(identity: str) -> Shingles:
        return shingles(archive.text_of(identity))

    before, since = list(archive.signed_before(first)), list(archive.signed_since(first))
    return archive.save_ties(list(find_copies(before, since, shingles_of)))
