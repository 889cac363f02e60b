"""kahea.base.strutils."""

from hypothesis import given
from hypothesis import strategies as st

from kahea.base.strutils import MAX_QUOTED, one_line, quote


@given(st.binary(max_size=2000))
def test_quoted_bytes_are_one_short_printable_line(data: bytes) -> None:
    text = quote(data)
    assert text.isprintable()
    assert len(text) <= 4 * MAX_QUOTED + 30


@given(st.binary(max_size=200))
def test_one_line_has_no_control_bytes_and_keeps_the_length(data: bytes) -> None:
    line = one_line(data)
    assert len(line) == len(data)
    assert not any(byte < 0x20 or byte == 0x7F for byte in line)
