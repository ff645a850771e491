"""Parts of pages without anything to wait for, drawn as such.

Datasette's templates may call what is awaited: Jinja then makes a coroutine of each macro, looks at what calls give,
and hands each piece of text through every template around it. What awaits nothing is drawn without that.
"""

from collections.abc import Callable

from jinja2 import Environment, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup


def part_drawer(environment: Environment) -> Callable[[Context, str | list[str | Template]], Markup]:
    """What draws a template, or the first of several that is there, with all that the page knows, as `include` does.

    A coroutine in such a template would be shown as text: `crumb_items`, `menu_links` and `csrftoken` stay outside.
    """
    plain = environment.overlay(enable_async=False)

    @pass_context
    def part(context: Context, names: str | list[str | Template]) -> Markup:
        drawn = plain.get_or_select_template(names).render(context.get_all())
        return Markup(drawn)  # noqa: S704 - Jinja has escaped it

    return part
