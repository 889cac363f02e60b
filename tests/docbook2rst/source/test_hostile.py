"""Documents made to harm: bombs, runaway includes, files that are none, and sizes; each is refused or read in linear time."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from tests.docbook2rst.source.loading import XI, broken, load, located

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source import SourceError, read


def bomb(kind: str, levels: int = 12) -> str:
    """Parameter entities, each ten times the one before."""
    declarations = "".join(f"<!ENTITY % p{n} '{f'&#37;p{n - 1};' * 10}'>" for n in range(1, levels))
    return f"<!ENTITY % p0 '{kind}'>{declarations}%p{levels - 1};"


BOMBS = [
    ("of comments", bomb("<!--" + "x" * 100 + "-->")),
    ("of declarations", bomb("<!ENTITY x &#39;" + "y" * 100 + "&#39;>")),
    ("of spaces", bomb(" " * 100)),
    ("of entities in a value", bomb("z", 11).rpartition("%")[0] + "<!ENTITY v '%p10;'>"),
]  # fmt: skip


@pytest.mark.parametrize("dtd", [row[1] for row in BOMBS], ids=[f"X3 {row[0]}" for row in BOMBS])
def test_a_bomb_of_parameter_entities_is_refused(tmp_path: Path, dtd: str) -> None:
    (tmp_path / "bomb.dtd").write_text(dtd)
    start = process_time()
    assert "too large" in broken(tmp_path, "<!DOCTYPE a SYSTEM 'bomb.dtd'><a/>")
    assert process_time() - start < 10


def test_x3_attribute_defaults_are_counted_for_every_element(tmp_path: Path) -> None:
    text = f"<!DOCTYPE a [<!ATTLIST b c CDATA '{'x' * 10_000}'>]><a>{'<b/>' * 1_000}</a>"
    assert "too large" in broken(tmp_path, text, max_bytes=1_000_000)


def chain(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"{number}.xml").write_text(f"<a {XI}>{number} <xi:include href='{number + 1}.xml'/></a>")


def test_x12_a_chain_of_ten_thousand_includes_stops_at_the_limit(tmp_path: Path) -> None:
    chain(tmp_path, 10_000)
    tree, problems = located(tmp_path, f"<a {XI}><xi:include href='0.xml'/></a>")
    assert [code for code, _ in problems] == ["DB108"]
    assert tree.root.text().split() == [str(number) for number in range(len(tree.dependencies))]
    assert len(tree.dependencies) == Options().max_depth - 1


def test_x12_a_chain_of_entity_files_stops_at_the_limit(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number}.ent").write_text(f"<!ENTITY % e{number} SYSTEM '{number + 1}.ent'>%e{number};")
    assert "the nesting of entity files" in broken(tmp_path, "<!DOCTYPE a SYSTEM '0.ent'><a/>")


def test_x12_a_deep_chain_of_allowed_includes_needs_no_recursion(tmp_path: Path) -> None:
    chain(tmp_path, 300)
    (tmp_path / "300.xml").write_text("<a>end</a>")
    problems = Problems()
    tree = read(tmp_path / "0.xml", Options(root=tmp_path, max_depth=400), problems)
    assert (tree.root.text()[-3:], len(problems)) == ("end", 0)


CIRCLES = [
    ("itself", {"top.xml": "top.xml"}, "top.xml -> top.xml"),
    ("two", {"top.xml": "b.xml", "b.xml": "top.xml"}, "top.xml -> b.xml -> top.xml"),
    ("by another name", {"top.xml": "./d/../b.xml", "b.xml": "link.xml"}, "top.xml -> b.xml -> link.xml"),
]


@pytest.mark.parametrize(("files", "expected"), [row[1:] for row in CIRCLES], ids=[f"X12 {row[0]}" for row in CIRCLES])
def test_an_include_circle_is_named_in_order(tmp_path: Path, files: dict[str, str], expected: str) -> None:
    (tmp_path / "link.xml").symlink_to("b.xml")
    (tmp_path / "d").mkdir()
    for name, target in files.items():
        (tmp_path / name).write_text(f"<a {XI}>{name}<xi:include href='{target}'/></a>")
    problems = Problems()
    tree = read(tmp_path / "top.xml", Options(root=tmp_path), problems)
    assert [problem.code for problem in problems] == ["DB107"]
    assert expected in str(next(iter(problems))).replace(f"{tmp_path}/", "")
    assert tree.root.text() == "".join(files)


def fan(folder: Path, width: int, levels: int, text: str = "") -> None:
    """`levels` files, each of which includes the next `width` times."""
    for level in range(levels):
        includes = f"<xi:include href='{level + 1}.xml'/>" * width
        (folder / f"{level}.xml").write_text(f"<a {XI}>{text}{includes}</a>")
    (folder / f"{levels}.xml").write_text(f"<a>{text}</a>")


def test_x13_a_fan_out_is_cut_by_the_bytes_that_it_grows_to(tmp_path: Path) -> None:
    fan(tmp_path, 10, 6, "x" * 1_000)
    problems = Problems()
    with pytest.raises(SourceError, match="the document with all it includes is too large: 3000"):
        read(tmp_path / "0.xml", Options(root=tmp_path, max_bytes=300_000), problems)
    assert {problem.code for problem in problems} == {"DB108"}


def test_x13_a_million_includes_are_cut_at_the_real_number_of_files(tmp_path: Path) -> None:
    fan(tmp_path, 10, 6)
    problems = Problems()
    start = process_time()
    with pytest.raises(SourceError, match="10001, at most 10000"):
        read(tmp_path / "0.xml", Options(root=tmp_path), problems)
    assert {problem.code for problem in problems} == {"DB108"}
    assert process_time() - start < 20


NO_FILES = [
    ("a FIFO", "fifo", "DB105"),
    ("a device", "/dev/zero", "DB105"),
    ("a link to a device", "zero", "DB105"),
    ("a directory", "folder", "DB105"),
    ("2 GB of nothing", "sparse", "DB108"),
    ("a file that may not be read", "closed", "DB106"),
    ("a name that is too long", "n" * 300, "DB106"),
    ("a file as a folder", "top.xml/x", "DB106"),
]
USES = [
    f"<a {XI}>1<xi:include href='%s'/>2</a>",
    f"<a {XI}>1<xi:include parse='text' href='%s'/>2</a>",
    "<!DOCTYPE a [<!ENTITY x SYSTEM '%s'>]><a>1&x;2</a>",
    "<!DOCTYPE a [<!ENTITY %% x SYSTEM '%s'>%%x;]><a>12</a>",
    "<!DOCTYPE a SYSTEM '%s'><a>12</a>",
]


@pytest.mark.parametrize(("target", "code"), [row[1:] for row in NO_FILES], ids=[f"X16 {row[0]}" for row in NO_FILES])
def test_nothing_but_a_regular_file_of_some_size_is_included(tmp_path: Path, target: str, code: str) -> None:
    if target == "closed" and os.geteuid() == 0:
        pytest.skip("root may read every file")
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    (tmp_path / "top.xml").touch()
    (tmp_path / "closed").touch(mode=0)
    with (tmp_path / "sparse").open("wb") as stream:
        stream.truncate(2**31)
    for use in USES:
        problems = Problems()
        try:
            tree = read(tmp_path / "top.xml", Options(root=tmp_path), problems, data=(use % target).encode())
        except SourceError:
            assert code == "DB108"
        else:
            assert tree.root.text() == "12"
        assert [problem.code for problem in problems] == [code]


@pytest.mark.parametrize("name", ["fifo", "folder", "zero", "missing"])
def test_x16_a_top_document_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    (tmp_path / "zero").symlink_to("/dev/zero")
    problems = Problems()
    with pytest.raises(SourceError, match=r"DB10[25]"):
        read(tmp_path / name, Options(root=tmp_path), problems)
    assert len(problems) == 1


SIZES = [
    ("attributes", lambda n: "<a " + " ".join(f"b{i}='1'" for i in range(n)) + "/>", 12_500),
    ("siblings", lambda n: f"<a>{'<b/>' * n}</a>", 30_000),
    ("siblings with text", lambda n: f"<a>{'<b>x</b>y' * n}</a>", 20_000),
    ("references", lambda n: f"<!DOCTYPE a [<!ENTITY e 'f'>]><a>{'&e;' * n}</a>", 50_000),
    ("undefined entities", lambda n: f"<a>{''.join(f'&e{i};' for i in range(n))}</a>", 100),
    ("namespaces", lambda n: "<a>" + "<b xmlns='u'/>" * n + "</a>", 5_000),
    ("unclosed comments", lambda n: f"<a>&no;{'<!--' * n}", 100_000),
    ("instructions before the root", lambda n: f"{'<?p?>' * n}<a>&no;</a>", 20_000),
    ("comments before the root", lambda n: f"{'<!--c-->' * n}<a>&no;</a>", 20_000),
]


def cost(folder: Path, text: str) -> float:
    """The least of three CPU times, with the collector paused as in every run of the command."""
    times = []
    gc.disable()
    for _ in range(3):
        start = process_time()
        with suppress(SourceError):
            read(folder / "top.xml", Options(root=folder, entities={"v": "w"}), Problems(), data=text.encode())
        times.append(process_time() - start)
    gc.enable()
    return min(times)


@pytest.mark.parametrize(("make", "count"), [row[1:] for row in SIZES], ids=[f"X18 {row[0]}" for row in SIZES])
def test_eight_times_as_much_costs_far_less_than_sixty_four_times(tmp_path: Path, make: object, count: int) -> None:
    assert callable(make)
    small, large = (cost(tmp_path, make(number)) for number in (count // 2, 4 * count))
    assert large < 32 * small + 0.2


@pytest.mark.parametrize(("count", "fits"), [(900, True), (1_100, False)], ids=["X20 below", "X20 above"])
def test_a_document_is_bounded_by_max_bytes(tmp_path: Path, count: int, fits: bool) -> None:
    (tmp_path / "big.xml").write_text(f"<a>{'x' * (count - 7)}</a>")
    if fits:
        assert len(load(tmp_path, (tmp_path / "big.xml").read_bytes(), max_bytes=1_000)[0].root.text()) == count - 7
    else:
        problems = Problems()
        with pytest.raises(SourceError, match="at most 1000"):
            read(tmp_path / "big.xml", Options(root=tmp_path, max_bytes=1_000), problems)


def most_memory(*arguments: object) -> tuple[int, str]:
    """The most memory in bytes that the command took, and what it said."""
    words = [sys.executable, "-m", "docbook2rst", *map(str, arguments)]
    program = "import os, subprocess, sys; p = subprocess.Popen(sys.argv[1:]); print(os.wait4(p.pid, 0)[2].ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    return int(done.stdout) * 1024, done.stderr


def write_paragraphs(path: Path, size: int) -> None:
    """A document of `size` bytes or a little more."""
    paragraph = f"<para>{'some words of text, as a manual has them, ' * 10}</para>\n" * 100
    with path.open("w") as stream:
        stream.write("<article><title>T</title>")
        for _ in range(size // len(paragraph) + 1):
            stream.write(paragraph)
        stream.write("</article>")


def test_x20_a_file_of_a_hundred_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "big.xml").open("wb") as stream:
        stream.truncate(104_857_600)
    memory, said = most_memory("check", "-q", tmp_path / "big.xml")
    assert "104857600 bytes, at most 100000000 [DB108]" in said
    assert memory < 60_000_000


@pytest.mark.deep
def test_x20_a_file_just_below_the_limit_takes_at_most_eight_times_its_size(tmp_path: Path) -> None:
    write_paragraphs(tmp_path / "big.xml", 99_000_000)
    memory, said = most_memory("check", "-q", tmp_path / "big.xml")
    assert said == ""
    assert memory < 8 * 99_000_000


def test_x20_elements_are_counted_with_those_of_includes(tmp_path: Path) -> None:
    (tmp_path / "b.xml").write_text(f"<b>{'<c/>' * 50}</b>")
    text = f"<a {XI}>{'<c/>' * 50}<xi:include href='b.xml'/></a>"
    assert load(tmp_path, text, max_elements=103)[1] == []
    assert located(tmp_path, text, max_elements=102)[1] == [("DB108", "b.xml:1:1")]
    assert "the number of elements is too large" in broken(tmp_path, text, max_elements=51)


@pytest.mark.deep
def test_x20_twenty_million_elements_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    (tmp_path / "dense.xml").write_bytes(b"<a>" + b"<b/>" * 20_000_000 + b"</a>")
    memory, said = most_memory("check", "-q", tmp_path / "dense.xml")
    assert "the number of elements is too large: more than 1500000" in said
    assert memory < 1_000_000_000


def test_x20_copies_of_one_document_count_each_time(tmp_path: Path) -> None:
    copies = "<xi:include xpointer='p'/>" * 1_000
    text = f"<a {XI}><b id='p'>{'x' * 1_000}</b>{copies}</a>"
    assert "too large" in broken(tmp_path, text, max_bytes=100_000)


def test_x20_copies_of_copies_do_not_double_for_ever(tmp_path: Path) -> None:
    twice = [f"<xi:include xpointer='p{n - 1}'/>" * 2 if n else "" for n in range(40)]
    text = f"<a {XI}>" + "".join(f"<b id='p{n}'>x{copies}</b>" for n, copies in enumerate(twice)) + "</a>"
    problems = Problems()
    with pytest.raises(SourceError, match="too large"):
        read(tmp_path / "t.xml", Options(root=tmp_path, max_bytes=100_000), problems, data=text.encode())


def test_x30_an_attribute_default_is_an_attribute_like_any_other(tmp_path: Path) -> None:
    names = "xmlns:xlink CDATA #FIXED 'http://www.w3.org/1999/xlink' xlink:href CDATA 'javascript:alert(1)'"
    tree, codes = load(tmp_path, f"<!DOCTYPE a [<!ATTLIST b {names}>]><a><b/></a>")
    assert (next(tree.root.elements()).attrib, codes) == ({"xlink:href": "javascript:alert(1)"}, [])


WITHOUT_HREF = [
    ("nothing", "", "DB107", ""),
    ("an empty one", "href=''", "DB107", ""),
    ("only a pointer", "xpointer='p'", None, "P"),
    ("only a fragment", "href='#p'", None, "P"),
    ("a pointer to nothing", "xpointer='q'", "DB110", ""),
    ("a pointer not understood", "xpointer='range(p)'", "DB110", ""),
    ("a pointer to what holds it", "xpointer='element(/1)'", "DB107", ""),
]


@pytest.mark.parametrize(
    ("attribute", "code", "expected"), [row[1:] for row in WITHOUT_HREF], ids=[row[0] for row in WITHOUT_HREF]
)
def test_an_include_without_href_means_its_own_document(
    tmp_path: Path, attribute: str, code: str | None, expected: str
) -> None:
    tree, codes = load(tmp_path, f"<a {XI}><b id='p'>P</b>[<xi:include {attribute}/>]</a>")
    assert (tree.root.text(), codes) == (f"P[{expected}]", [code] if code else [])


def test_problems_stand_in_the_order_of_the_document(tmp_path: Path) -> None:
    _, problems = located(tmp_path, f"<a {XI}>\n<xi:include href='m.xml'/>\n<xi:include href='http://h/'/>\n<xi:include/></a>")
    lines = [int(place.split(":")[1]) for _, place in problems]
    assert all(first < second for first, second in pairwise(lines))
    assert [code for code, _ in problems] == ["DB106", "DB105", "DB107"]
