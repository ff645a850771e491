"""The exports, kept as fresh as the graph: what a reader downloads is what the last run left."""

from collections.abc import Iterator

from rightswire.errors import Problem, RightswireError
from rightswire.settings import ExportSettings, Paths


def renew_exports(paths: Paths, settings: ExportSettings) -> Iterator[Problem]:
    """Write the whole graph anew in each wanted format, each file in one step; a format that fails costs itself alone.

    Args:
        paths: of the data folder, whose graph has just been written.
        settings: which formats; where they name none, those of which the folder of exports holds a file.

    Yields:
        what went wrong.
    """
    if not settings.formats and not (settings.formats is None and paths.exports.is_dir()):
        return
    from graph.export import ExportOptions, export_graph  # networkx costs a tenth of a second
    from graph.formats import FILES

    held = [name for name, files in FILES.items() if any((paths.exports / file).is_file() for file in files)]
    for name in held if settings.formats is None else settings.formats:
        try:
            export_graph(paths.database, name, paths.exports, ExportOptions())
        except RightswireError as error:
            yield Problem("export", name, "cannot be written", str(error))
