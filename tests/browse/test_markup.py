"""HTML with gaps: values are escaped, markup is not escaped twice, and none may be missing."""

import pytest
from markupsafe import Markup

from browse.markup import Shape

LINK = Shape('<a href="{}">{}</a>')


def test_values_are_escaped_and_markup_stays():
    assert LINK('"><script>', Markup("<b>A</b>")) == '<a href="&#34;&gt;&lt;script&gt;"><b>A</b></a>'
    assert isinstance(LINK("/", 1), Markup)


@pytest.mark.parametrize("values", [("/",), ("/", "a", "b")])
def test_there_are_as_many_values_as_gaps(values):
    with pytest.raises(ValueError, match=r"zip\(\)"):
        LINK(*values)
