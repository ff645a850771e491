"""What kind of source an outlet is by its name: a portal is none of the firm's that runs it. Pure."""

from functools import cache, lru_cache

from graph.names import name_key
from graph.story_rules import story_rules


@cache
def kinds_of_outlets() -> dict[str, str]:
    """Key of the name of an outlet -> what kind of source it is."""
    return {name_key(outlet): kind for kind, outlets in story_rules().outlets.items() for outlet in outlets}


@lru_cache(maxsize=8192)
def kind_of_outlet(name: str) -> str:
    """What kind of source an outlet is by its name; '' where the name tells none."""
    return kinds_of_outlets().get(name_key(name), "")
