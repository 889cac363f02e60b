"""Whatever the bytes are, a Tree or a SourceError comes back and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.docbook2rst.source.loading import XI

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source import SourceError, read

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
SL = REPOSITORY / "reference_impl" / "kahea" / "modules" / "sl" / "doc" / "sl_admin.xml"
CORPUS = REPOSITORY.parent / "shared" / "corpora" / "kamailio"
DIALPLAN = CORPUS / "src" / "modules" / "dialplan" / "doc" / "dialplan_admin.xml"

VALID = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE a PUBLIC "-//OASIS//DTD DocBook XML V4.5//EN" "docbookx.dtd" [
<!ENTITY % p "<!ENTITY q 'r'>"> %p; <!ENTITY x "<b>&q;&copy;</b>"> <!ATTLIST b c CDATA "&#65;d">
]>
<a {XI} id="i">&x;<!-- f --><![CDATA[g]]><?h i?><d:j xmlns:d="u" d:k="&x1;"/>\xe9
<xi:include href="no.xml"><xi:fallback>l</xi:fallback></xi:include><xi:include xpointer="xpointer(//b[1])"/></a>
""".encode()


def is_tree(data: bytes, path: Path = HERE / "none.xml", root: Path = HERE) -> bool:
    """Whether the bytes are a document; anything but a Tree or a SourceError is raised here."""
    problems = Problems()
    try:
        read(path, Options(root=root), problems, data=data)
    except SourceError:
        assert list(problems)[-1].severity == "error"
        return False
    return True


@given(st.binary(max_size=200))
def test_any_bytes_are_a_tree_or_an_error(data: bytes) -> None:
    is_tree(data)


@given(st.integers(0, len(VALID)), st.binary(max_size=8), st.integers(0, 3))
@settings(max_examples=150)
def test_any_bytes_at_any_place_are_a_tree_or_an_error(place: int, inserted: bytes, dropped: int) -> None:
    is_tree(VALID[:place] + inserted + VALID[place + dropped :])


MARKUP = [
    "<",
    ">",
    "&",
    ";",
    "%",
    "'",
    '"',
    "]]>",
    "[",
    "]",
    "<!",
    "<?",
    "?>",
    "<!--",
    "-->",
    "xmlns",
    ":",
    "=",
    "/",
    " ",
    "\n",
    "a",
    "x",
    "1",
]
WORDS = [
    *MARKUP,
    "<!ENTITY ",
    "<!ATTLIST ",
    "<!DOCTYPE a ",
    "SYSTEM ",
    "&x;",
    "%p;",
    "&#0;",
    "<a>",
    "</a>",
    "<xi:include ",
    "\ufffe",
    "\xe9",
]


@given(st.integers(0, len(VALID)), st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
@settings(max_examples=150)
def test_any_markup_at_any_place_is_a_tree_or_an_error(place: int, inserted: str) -> None:
    is_tree(VALID[:place] + inserted.encode() + VALID[place:])


def test_the_document_of_these_tests_is_valid() -> None:
    assert is_tree(VALID)


@pytest.mark.parametrize(
    ("path", "root", "step"),
    [
        pytest.param(SL, REPOSITORY, 40, id="X29 sl_admin.xml"),
        pytest.param(DIALPLAN, CORPUS, 200, id="X29 dialplan_admin.xml", marks=pytest.mark.corpus),
    ],
)
def test_a_document_cut_anywhere_is_an_error(path: Path, root: Path, step: int) -> None:
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    data = path.read_bytes()
    assert is_tree(data, path, root)
    end = data.rindex(b">") + 1
    assert not any(is_tree(data[:size], path, root) for size in range(0, end, step))
