"""Lines that reST would read as more than text: our grammar of their beginnings beside the one that docutils has."""

from __future__ import annotations

import re

from docutils.parsers.rst.states import Body
from hypothesis import given
from hypothesis import strategies as st

from docbook2rst.writers.escape import is_line_hazard

_THEIRS = {
    first: re.compile(Body.patterns[name])
    for name, firsts in (("field_marker", ":"), ("option_marker", "-+/"))
    for first in firsts
}
_PIECES = (*":-+/=<>, \\`_", "--", "  ", "a", "Z9", "a-b", "<x y>", "name", "\u00e9")


@given(st.sampled_from(":-+/"), st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_a_field_or_option_list_is_seen_as_docutils_sees_it(first: str, rest: str) -> None:
    line = f"{first}{rest}".rstrip()
    if _THEIRS[first].match(line):
        assert is_line_hazard(line)
    elif re.fullmatch(r"[:/]\w.*", line):  # nothing else begins with these and a letter
        assert not is_line_hazard(line)
