"""The scorer of this folder, and the register as it is."""

import importlib.util
import sys
from pathlib import Path

import pytest

from graph.register import load_known
from nlp.register import load_register

HERE = Path(__file__).parent


def _script(name):
    """A script beside the tests, which are no package, as a module."""
    spec = importlib.util.spec_from_file_location(f"clusters_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def scorer():
    """The module score.py."""
    return _script("score")


@pytest.fixture(scope="session")
def proposals():
    """The module proposals.py."""
    return _script("proposals")


@pytest.fixture(scope="session")
def real_register(scorer):
    """data/register: parties and courts."""
    return load_register(scorer.REGISTER)[0]


@pytest.fixture(scope="session")
def real_known(scorer, real_register):
    """data/register: cases and deals."""
    return load_known(scorer.REGISTER, real_register, scorer.DAY_OF_TODAY)[0]
