"""Guesses about wrong names."""

import pytest

from kahea.base.near_miss import did_you_mean


@pytest.mark.parametrize(
    ("name", "known", "guess"),
    [
        ("debg", ["debug", "children"], "; did you mean debug?"),
        ("debug", [], ""),
        ("xyz", ["debug"], ""),
        ("t_rely", {"t_relay": 1, "t_save": 2}, "; did you mean t_relay?"),
    ],
)
def test_the_nearest_name_is_guessed(name: str, known: list[str], guess: str) -> None:
    assert did_you_mean(name, known) == guess


def test_cutoff_says_how_alike_they_must_be() -> None:
    assert did_you_mean("debxx", ["debug"], cutoff=0.5) == "; did you mean debug?"
    assert did_you_mean("debxx", ["debug"], cutoff=0.9) == ""


def test_a_name_without_end_is_compared_by_its_start() -> None:
    assert did_you_mean("core.uptime" + "x" * 1_000_000, ["core.uptime"], cutoff=0.2) == "; did you mean core.uptime?"
