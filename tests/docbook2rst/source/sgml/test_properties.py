"""Whatever a document holds: its words come back, a Tree or a SourceError does, and in linear time."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.docbook2rst.source.sgml.trees import FILES

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source import SourceError, Tree, read

ENTITIES = '<!ENTITY e "<emphasis>E</emphasis>">\n<!ENTITY % p "INCLUDE">'
DOCTYPE = f'<!DOCTYPE article PUBLIC "-//OASIS//DTD DocBook V4.2//EN" [\n{ENTITIES}\n]>\n'
SL = Path(__file__).parents[4] / "reference_impl" / "kahea" / "modules" / "sl" / "doc" / "sl_admin.xml"


def load(data: str | bytes, name: str = "top.sgml") -> tuple[Tree, Problems]:
    problems = Problems()
    return read(FILES / name, Options(root=FILES), problems, data=data if isinstance(data, bytes) else data.encode()), problems


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from("<>&;/%]['\"-!?#\n"))


@given(TEXT)
def test_escaped_text_survives(text: str) -> None:
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")
    tree, problems = load(f"<para>x{written}x</para>")
    assert (tree.root.text(), list(problems)) == (f"x{text}x", [])


@given(TEXT.map(lambda text: text.replace("]]>", "")))
def test_text_in_a_section_survives(text: str) -> None:
    tree, _ = load(f"<screen>x<![CDATA[{text}]]>x</screen>")
    assert tree.root.text() == f"x{text}x"


@given(TEXT.map(lambda text: text.replace("\n", " ").replace('"', "")))
def test_text_in_an_attribute_survives(text: str) -> None:
    written = text.replace("&", "&amp;").replace("<", "&lt;")
    assert load(f'<para role="{written}">x</para>')[0].root.get("role") == text


DOCUMENT = (
    DOCTYPE + "<article><title>w1 w2</title><section id=a><title>w3</><para>w4 <literal/w5/ w6 &e w7</para></section></article>"
)
PLACES = [
    found.start() for found in re.finditer(r"(?<=[>\d ])(?=w\d)|(?<=\d)(?=</| )", DOCUMENT) if found.start() > len(DOCTYPE)
]
JUNK = """
<|<<|&|&&|<cr>|</cr>|<5|< |]]>|&nope;|&nope |</literal>|</quote>|<quote>|<xref>|<!x>|</ |<user@host>|&#0;|<?p>|<!>|<!-- c -->|
<para>|</para>|<itemizedlist>
""".replace("\n", "").split("|")


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(JUNK)), max_size=6))
@settings(max_examples=300)
def test_bad_markup_costs_no_word(insertions: list[tuple[int, str]]) -> None:
    text = DOCUMENT
    for place, junk in sorted(insertions, reverse=True):
        text = text[:place] + junk + text[place:]
    tree, _ = load(text)
    assert re.findall(r"w\d", tree.root.text()) == [f"w{n}" for n in range(1, 8)]


PARTS = "a &e; &e\n<![%p;[c]]><![CDATA[d]]><!-- e --><?f?><xref linkend=x>"
VALID = f"{DOCTYPE}<article id='x'><para role=b>{PARTS}</><screen>\n&#65;</screen></article>".encode()
MARKUP = r"""
<|>|&|;|%|'|"|]]>|[|]|<!|<?|<!--|--|-->|<![|<![IGNORE[|<!DOCTYPE a [|<!ENTITY |<!ENTITY % |<!ATTLIST |<!ELEMENT |SYSTEM |</>
<>|/|/>|=| |a|<para|&e|%p;|<xi:include |xmlns:a='b'|\n|\0|\ufffe|\xe9
"""
ROWS = [part.encode().decode("unicode_escape") for part in MARKUP.strip("\n").replace("\n", "|").split("|")]


def is_tree(data: bytes, name: str = "top.sgml") -> bool:
    """Whether the bytes are a document; anything but a Tree or a SourceError is raised here."""
    problems = Problems()
    try:
        read(FILES / name, Options(root=FILES), problems, data=data)
    except SourceError:
        assert list(problems)[-1].severity == "error"
        return False
    return True


@given(st.binary(max_size=200))
def test_any_bytes_are_a_tree_or_an_error(data: bytes) -> None:
    is_tree(data)


@given(st.integers(0, len(VALID)), st.lists(st.sampled_from(ROWS), max_size=12).map("".join), st.integers(0, 4))
@settings(max_examples=300)
def test_any_markup_at_any_place_is_a_tree_or_an_error(place: int, inserted: str, dropped: int) -> None:
    is_tree(VALID[:place] + inserted.encode() + VALID[place + dropped :])


@pytest.mark.parametrize("head", ["", DOCTYPE, '<?xml version="1.0"?>\n'])
@given(data=st.lists(st.sampled_from([*ROWS, "<article>", "</article>", "<title>", "</title>", "w"]), max_size=40).map("".join))
def test_any_row_of_markup_is_a_tree_or_an_error(head: str, data: str) -> None:
    is_tree((head + data).encode())


def test_the_document_of_these_tests_has_no_problem() -> None:
    tree, problems = load(VALID)
    assert ([str(problem) for problem in problems], tree.root.id) == ([], "x")


@pytest.mark.parametrize(
    ("data", "step"), [pytest.param(SL.read_bytes(), 50, id="X29 sl_admin"), pytest.param(VALID, 1, id="small")]
)
def test_a_document_cut_anywhere_is_an_error_or_has_a_problem(data: bytes, step: int) -> None:
    end = data.rindex(b"</")
    for size in range(0, end, step):
        problems = Problems()
        with suppress(SourceError):
            read(SL.with_suffix(".sgml"), Options(), problems, data=data[:size])
        assert problems, f"cut at {size}"


SIZES: list[tuple[str, Callable[[int], str], int]] = [
    ("siblings with text", lambda n: f"<article>{'<para>x</para>y' * n}</article>", 5_000),
    ("omitted end tags", lambda n: f"<article>{'<para>x' * n}</article>", 5_000),
    ("less-than signs", lambda n: f"<para>{'< ' * n}</para>", 20_000),
    ("undefined elements", lambda n: f"<para>{'<cr>' * n}</para>", 2_000),
    ("unclosed comments", lambda n: f"<para>{'<!--' * n}", 5_000),
    ("comments without their last part", lambda n: f"<para>{'<!-- a -- ' * n}", 5_000),
    ("unclosed instructions", lambda n: f"<para>{'<?a ' * n}", 5_000),
    ("unclosed sections", lambda n: f"<para>{'<![CDATA[' * n}", 5_000),
    ("nested ignored sections", lambda n: f"<para>{'<![IGNORE[' * n}", 5_000),
    ("read sections", lambda n: f"<para>{'<![INCLUDE[' * n}", 3_000),
    ("unclosed literals", lambda n: f"<para>{'<para role=' + chr(34) + ' '}" * n, 1_000),
    ("literals of both kinds", lambda n: "<para>" + "<para role='\"" * n, 1_000),
    ("unclosed declarations", lambda n: f"<para>{'<!ENTITY a ' + chr(39) + chr(34)}" * n, 1_000),
    (
        "declarations",
        lambda n: f"<!DOCTYPE para [{''.join(f'<!ENTITY e{i} {chr(34)}x{chr(34)}>' for i in range(n))}]><para>x</para>",
        3_000,
    ),
    ("unclosed declarations of a subset", lambda n: "<!DOCTYPE para [" + "<!ENTITY '\">" * n + "]><para>x</para>", 1_000),
    ("references", lambda n: f"<!DOCTYPE para [<!ENTITY e 'f'>]><para>{'&e ' * n}</para>", 10_000),
    ("undefined references", lambda n: f"<para>{'&n;' * n}</para>", 2_000),
    ("entities with markup", lambda n: f"<!DOCTYPE para [<!ENTITY e '<emphasis>f</>'>]><para>{'&e;' * n}</para>", 3_000),
    ("stray end tags", lambda n: f"<para>{'</emphasis>' * n}</para>", 2_000),
    ("attributes", lambda n: f"<para {' '.join(f'a{i}=b' for i in range(n))}>x</para>", 4_000),
    ("null end tags", lambda n: f"<para>{'<emphasis/a/' * n}</para>", 3_000),
    ("line ends", lambda n: f"<screen>{chr(10) * n}x</screen>", 50_000),
    ("brackets", lambda n: f"<para>{']' * n}</para>", 50_000),
    ("faulty values", lambda n: "<para>" + "<ulink url=a:b?>x</ulink>\n" * n, 2_000),
    (
        "references to ids",
        lambda n: "<para>" + "".join(f"<anchor id=A{i}><xref linkend=a{i}>" for i in range(n)) + "</para>",
        1_000,
    ),
]


def cost(text: str) -> float:
    """The least of three CPU times, with the collector paused as in every run of the command."""
    times = []
    gc.disable()
    for _ in range(3):
        start = process_time()
        with suppress(SourceError):
            load(text)
        times.append(process_time() - start)
    gc.enable()
    return min(times)


@pytest.mark.parametrize(("make", "count"), [row[1:] for row in SIZES], ids=[f"X18 {row[0]}" for row in SIZES])
def test_eight_times_as_much_costs_far_less_than_sixty_four_times(make: Callable[[int], str], count: int) -> None:
    small, large = (cost(make(number)) for number in (count // 2, 4 * count))
    assert large < 32 * small + 0.2
