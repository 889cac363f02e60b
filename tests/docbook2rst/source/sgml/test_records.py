"""Each state of an element's line ends with each thing that may come next."""

from __future__ import annotations

from itertools import product

import pytest

from docbook2rst.source.sgml.records import Records, State

F, L, D, H, M = State.FRESH, State.LINE, State.DATA, State.HELD, State.HELD_MARKUP
EVENTS = ["line end", "text", "text and line end", "two line ends", "element", "markup", "line", "data"]

# state, event, state after it, text that comes out
ROWS = [
    (F, "line end", L, ""),
    (F, "text", D, "x"),
    (F, "text and line end", H, "x"),
    (F, "two line ends", H, ""),
    (F, "element", D, ""),
    (F, "markup", F, ""),
    (F, "line", L, ""),
    (F, "data", D, "\n"),
    (L, "line end", H, ""),
    (L, "text", D, "x"),
    (L, "text and line end", H, "x"),
    (L, "two line ends", H, "\n"),
    (L, "element", D, ""),
    (L, "markup", F, ""),
    (L, "line", L, ""),
    (L, "data", D, "\n"),
    (D, "line end", H, ""),
    (D, "text", D, "x"),
    (D, "text and line end", H, "x"),
    (D, "two line ends", H, "\n"),
    (D, "element", D, ""),
    (D, "markup", D, ""),
    (D, "line", L, ""),
    (D, "data", D, "\n"),
    (H, "line end", H, "\n"),
    (H, "text", D, "\nx"),
    (H, "text and line end", H, "\nx"),
    (H, "two line ends", H, "\n\n"),
    (H, "element", D, "\n"),
    (H, "markup", M, ""),
    (H, "line", H, ""),
    (H, "data", D, "\n\n"),
    (M, "line end", H, ""),
    (M, "text", D, "\nx"),
    (M, "text and line end", H, "\nx"),
    (M, "two line ends", H, "\n"),
    (M, "element", D, "\n"),
    (M, "markup", M, ""),
    (M, "line", H, ""),
    (M, "data", D, "\n\n"),
]


def after(state: State, event: str) -> tuple[State, str]:
    parts: list[str] = []
    records = Records(parts)
    records.state = state
    match event:
        case "element":
            records.element()
        case "markup":
            records.markup()
        case "line":
            records.line()
        case "data":
            records.data("\n")
        case _:
            records.text({"line end": "\n", "text": "x", "text and line end": "x\n", "two line ends": "\n\n"}[event])
    return records.state, "".join(parts)


@pytest.mark.parametrize(("state", "event", "expected", "text"), ROWS, ids=lambda value: str(getattr(value, "name", value)))
def test_state_and_text_after(state: State, event: str, expected: State, text: str) -> None:
    assert after(state, event) == (expected, text)


def test_no_pair_is_missing() -> None:
    assert sorted((state.name, event) for state, event, _, _ in ROWS) == sorted(
        (state.name, event) for state, event in product(State, EVENTS)
    )
