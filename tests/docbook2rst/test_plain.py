"""What is read without Click is what Click would read, and the way without it loads none of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbook2rst.cli.convert import convert as command
from docbook2rst.cli.plain import convert, parsed

WORDS = (
    *("a.xml", "b", "-", "-q", "--quiet", "-v", "--beside", "--force", "--strict", "-W", "-o", "out", "--output", "-t", "--to"),
    *("readme", "rst", "nothing", "--root", ".", "-j", "--jobs", "2", "auto", "0", "--to=readme", "-qv", "-ofile", "--width"),
    *("60", "--check", "--help", "--", "--remarks", "-V", "n=v", "--quie", "", "-x"),
)


def as_click_reads(words: list[str]) -> dict[str, object] | None:
    """The options' values by name, None where Click refuses them."""
    try:
        return command.make_context("convert", list(words), resilient_parsing=False).params
    except (click.ClickException, click.exceptions.Exit):
        return None


def check(words: list[str]) -> bool:
    """Assert that Click reads `words` in the same way, if they are plain; whether they are."""
    found = convert(["convert", *words])
    if found is None:
        return False
    wanted, options, run = found
    params = as_click_reads(words)
    assert params is not None, words
    assert {
        **{name: params[name] for name in ("inputs", "output", "to", "beside", "check", "diff", "force", "report")},
        "layout": (params["width"], params["numbered"]),
    } == wanted._asdict()
    assert (params["root"], params["entities"], params["conditions"], params["remarks"]) == (options.root, (), (), False)
    assert run.jobs == params["jobs"]
    judged = (run._fail_on_warning, run._strict, run._verbose, run.log.is_quiet)
    assert judged == (params["fail_on_warning"], params["strict"], params["verbose"], params["quiet"])
    assert params["log_format"] == run.log.format.value
    return True


PLAIN = [
    ["a.xml"],
    ["-q", "--to", "readme", "--root", ".", "a.xml", "-o", "out"],
    ["a.xml", "b", "-t", "markdown", "-j", "2", "--output", "out"],
    ["--beside", "--to", "readme", "-q", "--root", ".", "b"],
    ["-", "-o", "-"],
    ["-W", "--strict", "--force", "-v", "-j", "auto", "a.xml"],
]


@pytest.mark.parametrize("words", PLAIN)
def test_what_build_files_write_is_plain_and_means_the_same(words: list[str]) -> None:
    assert check(words)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7))
def test_whatever_is_plain_means_the_same_to_click(words: list[str]) -> None:
    check(words)


@pytest.mark.parametrize(
    "words", [[], ["--help"], ["a", "--to=rst"], ["a", "-o"], ["a", "-o", "-q"], ["a", "-q", "-q"], ["--", "a"], ["a", "-x"]]
)
def test_what_is_not_plain_is_left_to_click(words: list[str]) -> None:
    assert parsed(["convert", *words]) is None


def test_other_commands_are_left_to_click() -> None:
    assert parsed([]) is None
    assert parsed(["check", "a.xml"]) is None


PROBE = """
import sys
from docbook2rst.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    print(end.code, *sorted({"click", "inspect", "dataclasses", "json", "docutils.frontend"} & set(sys.modules)))
"""


TABLE = "<informaltable><tgroup cols='1'><tbody><row><entry>a</entry></row></tbody></tgroup></informaltable>"


@pytest.mark.parametrize(
    ("words", "loaded"), [(["--to", "readme"], "0"), (["--to", "rst"], "0"), (["--to=readme"], "0 click inspect")]
)
def test_click_is_loaded_only_where_it_is_needed(tmp_path: Path, words: list[str], loaded: str) -> None:
    (tmp_path / "a.xml").write_text(f"<article><title>T</title><para>a</para>{TABLE}</article>", encoding="utf-8")
    command = [sys.executable, "-c", PROBE, "convert", "a.xml", "-o", "a.txt", *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == loaded


@pytest.mark.parametrize(("words", "code"), [(["a.xml", "-o", "a.xml"], 2), (["a.xml", "--beside", "-o", "out"], 2)])
def test_a_wrong_use_is_said_as_click_says_it(tmp_path: Path, words: list[str], code: int) -> None:
    (tmp_path / "a.xml").write_text("<article><title>T</title></article>", encoding="utf-8")
    said = []
    for further in ([], ["--width=60"]):
        command = [sys.executable, "-m", "docbook2rst", "convert", *words, *further]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == code
        said.append(done.stderr)
    assert said[0] == said[1]
    assert "Usage: docbook2rst convert" in said[0]
