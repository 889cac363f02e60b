"""The command line: what it writes where, what it says, and each exit code."""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from docutils import nodes

from docbook2rst.cli.app import COMMANDS, docbook2rst
from docbook2rst.cli.exits import Exit
from docbook2rst.codes import CODES
from docbook2rst.convert import FORMATS
from docbook2rst.elements import ELEMENTS
from docbook2rst.manpage import render
from docbook2rst.report import version

CHAPTER = "<chapter><title>{0} title</title><para>{0} text</para></chapter>\n"
BAD = "<chapter><title>T</title><para>cut"
LOSSY = '<chapter><title>T</title><para>See <xref linkend="nowhere"/>.</para></chapter>'
WARNED = "<chapter><title>T</title><para>A <link>bare</link> link.</para></chapter>"

Run = Callable[..., Result]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: three modules, the third with a fragment; nothing else."""
    for module in ("acc", "tm"):
        write(tmp_path, f"modules/{module}/doc/{module}.xml", CHAPTER.format(module))
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="sl_admin.xml"/>'
    write(tmp_path, "modules/sl/doc/sl.xml", f"<book><title>sl</title>{include}</book>")
    write(tmp_path, "modules/sl/doc/sl_admin.xml", CHAPTER.format("sl"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(docbook2rst, list(arguments), input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def shell(
    *arguments: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "docbook2rst", *arguments],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class TestWhereTextGoes:
    @pytest.mark.usefixtures("tree")
    def test_one_document_goes_to_standard_output(self) -> None:
        result = run("convert", "modules/acc/doc/acc.xml")
        assert result.exit_code == Exit.FINE
        assert "acc text" in result.stdout
        assert not result.stderr

    @pytest.mark.usefixtures("tree")
    def test_a_folder_with_one_document_too(self) -> None:
        assert "acc text" in run("convert", "modules/acc").stdout

    @pytest.mark.usefixtures("tree")
    def test_standard_input_goes_to_standard_output(self) -> None:
        for output in ([], ["-o", "-"]):
            result = run("convert", "-", *output, stdin=CHAPTER.format("piped"))
            assert result.exit_code == Exit.FINE
            assert "piped text" in result.stdout

    def test_standard_input_includes_from_the_current_folder(self, tree: Path) -> None:
        write(tree, "part.xml", CHAPTER.format("part"))
        assert "part text" in run("convert", "-", stdin='<book><title>T</title><xi:include href="part.xml"/></book>').stdout

    def test_a_file(self, tree: Path) -> None:
        write(tree, "out.rst", "a file that was there is overwritten, as compilers do")
        result = run("convert", "modules/acc/doc/acc.xml", "-o", "out.rst")
        assert result.exit_code == Exit.FINE
        assert not result.stdout
        assert "acc text" in (tree / "out.rst").read_text()

    def test_a_folder_holds_each_document_at_its_place(self, tree: Path) -> None:
        assert run("convert", "modules", "-o", "out").exit_code == Exit.FINE
        assert list(files(tree / "out")) == [".docbook2rst", "acc/doc/acc.rst", "sl/doc/sl.rst", "tm/doc/tm.rst"]

    def test_one_document_into_a_folder_that_is_there(self, tree: Path) -> None:
        (tree / "out").mkdir()
        run("convert", "modules/acc/doc/acc.xml", "-o", "out", "--to", "markdown")
        assert "acc text" in (tree / "out" / "acc.md").read_text()

    def test_beside(self, tree: Path) -> None:
        result = run("convert", "--to", "readme", "--beside", "modules/acc", "modules/sl/doc", "modules/tm/doc/tm.xml")
        assert result.exit_code == Exit.FINE
        for module in ("acc", "sl", "tm"):
            assert f"{module} text" in (tree / "modules" / module / "README").read_text()

    def test_beside_from_inside_the_module(self, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for folder, argument in (("modules/acc", "."), ("modules/tm/doc", "tm.xml"), ("modules/sl/doc", ".")):
            monkeypatch.chdir(tree / folder)
            assert run("convert", "--to", "readme", "--beside", argument).exit_code == Exit.FINE
        assert sorted(path.parent.name for path in tree.rglob("README")) == ["acc", "sl", "tm"]

    def test_beside_takes_the_document_that_is_named_as_the_module(self, tree: Path) -> None:
        write(tree, "modules/acc/doc/aaa.xml", CHAPTER.format("other"))
        result = run("convert", "--to", "readme", "--beside", "modules/acc")
        assert "acc text" in (tree / "modules/acc/README").read_text()
        assert result.stderr.startswith("modules/acc/doc/aaa.xml: warning: would also be written to modules/acc/README")

    def test_the_report_goes_where_it_is_asked_for(self, tree: Path) -> None:
        run("convert", "modules", "-o", "out", "--report", "out/report.json")
        report = json.loads((tree / "out/report.json").read_text())
        assert [document["pages"] for document in report["documents"]] == [
            ["acc/doc/acc.rst"],
            ["sl/doc/sl.rst"],
            ["tm/doc/tm.rst"],
        ]
        assert report["documents"][1]["dependencies"] == ["../modules/sl/doc/sl_admin.xml"]
        run("convert", "modules/acc/doc/acc.xml", "-o", "a.rst", "--report", "report.md")
        assert "| modules/acc/doc/acc.xml | 0 |" in (tree / "report.md").read_text()


class TestExitCodes:
    @pytest.mark.parametrize(
        ("text", "options", "expected"),
        [
            (CHAPTER, [], Exit.FINE),
            (CHAPTER, ["-W", "--strict"], Exit.FINE),
            (WARNED, [], Exit.FINE),
            (WARNED, ["-W"], Exit.WARNED),
            (WARNED, ["--strict"], Exit.FINE),
            (LOSSY, [], Exit.FINE),
            (LOSSY, ["-W"], Exit.WARNED),
            (LOSSY, ["--strict"], Exit.LOSSY),
            (LOSSY, ["-W", "--strict", "-q"], Exit.LOSSY),
            (BAD, [], Exit.ERROR),
            (BAD, ["-W", "--strict"], Exit.ERROR),
            ("", [], Exit.ERROR),
        ],
    )
    @pytest.mark.parametrize("command", ["convert", "check", "report"])
    def test_by_what_was_found(self, tree: Path, command: str, text: str, options: list[str], expected: Exit) -> None:
        write(tree, "a.xml", text)
        assert run(command, "a.xml", *options).exit_code == expected

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["nonsense"],
            ["convert"],
            ["convert", "--to", "docx", "a.xml"],
            ["convert", "modules"],
            ["convert", "modules", "-o", "file"],
            ["convert", "file", "file2", "-o", "file"],
            ["convert", "modules", "-o", "out", "--beside"],
            ["convert", "file", "--check"],
            ["convert", "file", "--diff"],
            ["convert", "file", "-o", "file"],
            ["convert", "file", "-o", "link"],
            ["convert", "file", "-j", "0"],
            ["convert", "file", "-j", "many"],
            ["convert", "file", "-V", "novalue"],
            ["convert", "file", "--condition", "=x"],
            ["convert", "file", "--width", "3"],
            ["convert", "file", "--root", "absent"],
            ["check"],
            ["report", "--format", "xml", "file"],
            ["site", "modules"],
            ["site", "-", "-o", "out"],
            ["explain", "DB999"],
            ["elements", "nonsense"],
        ],
    )
    def test_wrong_usage(self, tree: Path, arguments: list[str]) -> None:
        write(tree, "file", CHAPTER)
        (tree / "link").symlink_to("file")
        before = files(tree)
        assert run(*arguments).exit_code == Exit.USAGE
        assert files(tree) == before

    def test_missing_input(self, tree: Path) -> None:
        result = run("convert", "absent.xml", "-o", "out.rst")
        assert result.exit_code == Exit.ERROR
        assert re.match(r"absent\.xml:(1:1:)? error: cannot be read: .* \[DB102\]\n", result.stderr)
        assert not (tree / "out.rst").exists()

    def test_a_folder_without_documents(self, tree: Path) -> None:
        (tree / "empty").mkdir()
        result = run("check", "empty", "modules")
        assert result.exit_code == Exit.ERROR
        assert result.stderr.startswith("empty: error: cannot be read: there is no DocBook document in this folder [DB102]")

    def test_one_bad_document_does_not_stop_the_others(self, tree: Path) -> None:
        write(tree, "modules/bad/doc/bad.xml", BAD)
        write(tree, "out/bad/doc/bad.rst", "what an earlier run left")
        result = run("convert", "modules", "-o", "out")
        assert result.exit_code == Exit.ERROR
        assert len([line for line in result.stderr.splitlines() if ": error: " in line]) == 1
        assert (tree / "out/bad/doc/bad.rst").read_text() == "what an earlier run left"
        assert "tm text" in (tree / "out/tm/doc/tm.rst").read_text()

    def test_a_strangers_file_in_the_folder(self, tree: Path) -> None:
        write(tree, "out/acc/doc/acc.rst", "by hand")
        result = run("convert", "modules", "-o", "out")
        assert result.exit_code == Exit.DIFFERS
        assert "[DB401]" in result.stderr
        assert (tree / "out/acc/doc/acc.rst").read_text() == "by hand"
        assert run("convert", "modules", "-o", "out", "--force").exit_code == Exit.FINE
        assert run("convert", "modules", "-o", "out").exit_code == Exit.FINE
        assert "acc text" in (tree / "out/acc/doc/acc.rst").read_text()

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    @pytest.mark.usefixtures("tree")
    def test_a_full_disk(self) -> None:
        assert run("convert", "modules", "-o", "/dev/full").exit_code == Exit.USAGE
        result = run("convert", "modules/acc/doc/acc.xml", "-o", "/dev/full")
        assert result.exit_code == Exit.ERROR
        assert "/dev/full: error: cannot write /dev/full: no space left on device [DB402]" in result.stderr
        assert run("check", "modules/acc/doc/acc.xml", "--report", "/dev/full").exit_code == Exit.ERROR

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    @pytest.mark.parametrize(
        "arguments", [["convert", "modules/acc/doc/acc.xml"], ["elements"], ["explain"], ["report", "modules"]]
    )
    @pytest.mark.usefixtures("tree")
    def test_standard_output_on_a_full_disk(self, arguments: list[str]) -> None:
        with Path("/dev/full").open("wb") as full:
            command = [sys.executable, "-m", "docbook2rst", *arguments]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
        assert done.returncode == Exit.ERROR
        assert b"no space left on device" in done.stderr
        assert b"Traceback" not in done.stderr
        assert b"Exception ignored" not in done.stderr


class TestCheck:
    def test_it_names_what_differs_and_writes_nothing(self, tree: Path) -> None:
        arguments = ["convert", "--to", "readme", "--beside", "modules"]
        run(*arguments)
        before = files(tree)
        assert run(*arguments, "--check").exit_code == Exit.FINE
        write(tree, "modules/tm/doc/tm.xml", CHAPTER.format("changed"))
        (tree / "modules/acc/README").unlink()
        before = files(tree)
        result = run(*arguments, "--check")
        assert result.exit_code == Exit.DIFFERS
        assert result.stdout.splitlines() == ["modules/acc/README: is missing", "modules/tm/README: differs"]
        assert files(tree) == before

    def test_diff_is_a_patch(self, tree: Path) -> None:
        arguments = ["convert", "modules/acc/doc/acc.xml", "-o", "acc.rst"]
        run(*arguments)
        assert not run(*arguments, "--diff").stdout
        old = (tree / "acc.rst").read_text()
        write(tree, "modules/acc/doc/acc.xml", CHAPTER.format("new"))
        result = run(*arguments, "--diff")
        assert result.exit_code == Exit.DIFFERS
        assert re.search(r"^-\s*acc text\n\+\s*new text$", result.stdout, re.MULTILINE)
        assert result.stdout.startswith("--- acc.rst\n+++ acc.rst\n@@ ")
        assert (tree / "acc.rst").read_text() == old

    def test_a_folder(self, tree: Path) -> None:
        run("convert", "modules", "-o", "out")
        assert run("convert", "modules", "-o", "out", "--check").exit_code == Exit.FINE
        write(tree, "modules/tm/doc/tm.xml", CHAPTER.format("changed"))
        assert run("convert", "modules", "-o", "out", "--check").stdout == "out/tm/doc/tm.rst: differs\n"


class TestWhatIsSaid:
    def test_a_problem_is_one_line_and_the_hint_comes_once(self, tree: Path) -> None:
        write(tree, "modules/acc/doc/acc.xml", LOSSY)
        write(tree, "modules/tm/doc/tm.xml", LOSSY)
        lines = run("check", "modules").stderr.splitlines()
        pattern = r"modules/\w+/doc/\w+\.xml:1:\d+: warning: linkend 'nowhere' is defined nowhere in this document \[DB301\]"
        assert all(re.fullmatch(pattern, line) for line in lines[:2]), lines
        assert lines[2:] == ["3 documents: 2 warnings; 'docbook2rst explain DB301' explains a code"]

    def test_paths_are_those_of_the_included_file(self, tree: Path) -> None:
        write(tree, "modules/sl/doc/sl_admin.xml", LOSSY)
        for argument in ("modules/sl", str(tree / "modules" / "sl")):
            assert run("check", argument).stderr.startswith("modules/sl/doc/sl_admin.xml:1:")

    def test_json_and_github(self, tree: Path) -> None:
        write(tree, "a.xml", LOSSY)
        line = json.loads(run("check", "a.xml", "--log-format", "json").stderr)
        assert (line["path"], line["code"], line["kept"]) == ("a.xml", "DB301", "text")
        assert run("check", "a.xml", "--log-format", "github").stderr.startswith("::warning file=a.xml,line=1,title=DB301,col=")

    def test_quiet(self, tree: Path) -> None:
        write(tree, "a.xml", LOSSY)
        assert not run("check", "a.xml", "-q").stderr
        write(tree, "a.xml", BAD)
        assert len(run("check", "a.xml", "-q").stderr.splitlines()) == 1

    def test_no_colour_and_no_progress_where_nobody_looks(self, tree: Path) -> None:
        write(tree, "a.xml", LOSSY)
        assert "\x1b" not in run("check", "a.xml", "modules").stderr

    def test_a_defect_is_one_line_and_its_traceback_comes_with_v(self, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("docbook2rst.reader.read", lambda *_: 1 / 0)
        result = run("convert", "modules/acc/doc/acc.xml", "-o", "a.rst", "-q")
        assert result.exit_code == Exit.ERROR
        sentence = "internal error: ZeroDivisionError: division by zero; please report it with this document [DB403]"
        assert result.stderr == f"modules/acc/doc/acc.xml: error: {sentence}\n"
        assert "Traceback" in run("convert", "modules/acc/doc/acc.xml", "-v").stderr
        assert not (tree / "a.rst").exists()

    def test_entities_conditions_and_root(self, tree: Path) -> None:
        write(tree, "a.xml", '<chapter><title>&t;</title><para os="a">one</para><para os="b">two</para></chapter>')
        text = run("convert", "a.xml", "-V", "t=Given", "--condition", "os=b;c").stdout
        assert "Given" in text
        assert "two" in text
        assert "one" not in text
        result = run("convert", "modules/sl/doc/sl.xml", "--root", "modules/acc")
        assert result.exit_code == Exit.ERROR

    def test_a_named_folder_is_the_root_where_there_is_no_repository(self, tree: Path) -> None:
        write(tree, "shared.ent", '<!ENTITY word "shared word">')
        doctype = '<!DOCTYPE chapter [<!ENTITY % all SYSTEM "../../../shared.ent"> %all;]>'
        write(tree, "modules/acc/doc/acc.xml", f"{doctype}<chapter><title>T</title><para>&word;</para></chapter>")
        assert run("check", ".", "-W").exit_code == Exit.FINE
        assert run("check", "modules/acc/doc/acc.xml", "-W", "--root", ".").exit_code == Exit.FINE
        for narrow in ("modules", "modules/acc/doc/acc.xml"):
            assert "[DB105]" in run("check", narrow).stderr
        (tree / ".git").mkdir()
        assert run("check", "modules", "modules/acc/doc/acc.xml", "-W").exit_code == Exit.FINE

    def test_the_report_command(self, tree: Path) -> None:
        write(tree, "modules/acc/doc/acc.xml", LOSSY)
        report = json.loads(run("report", "modules").stdout)
        assert report["totals"]["documents"] == 3
        assert report["totals"]["codes"] == {"DB301": 1}
        assert report["documents"][0]["pages"] == []
        assert run("report", "modules", "-f", "md").stdout.startswith("# Conversion report\n")
        run("report", "modules", "-o", "out/r.md")
        assert (tree / "out/r.md").read_text().startswith("# Conversion report\n")


class TestOtherCommands:
    def test_explain(self) -> None:
        assert run("explain", "db102").stdout.startswith("DB102 (error): cannot be read: DETAIL\n")
        assert "DB101" in run("explain", "DB102", "DB101").stdout
        assert all(code in run("explain").stdout for code in CODES)
        assert "did you mean DB403?" in run("explain", "DB4003").stderr

    def test_elements(self) -> None:
        lines = run("elements").stdout.splitlines()
        assert [line.split()[0] for line in lines] == list(ELEMENTS)
        assert run("elements", "<para>").stdout.split()[:2] == ["para", "handled"]
        assert json.loads(run("elements", "para", "note", "--json").stdout)[1]["name"] == "note"
        assert "did you mean <para>?" in run("elements", "parra").stderr

    def test_version_and_help(self) -> None:
        assert run("--version").stdout == f"docbook2rst {version()}\n"
        help_text = run("--help").stdout
        assert all(f"  {name} " in help_text for name in COMMANDS)
        assert len(help_text.splitlines()) < 30
        assert all(run(name, "--help").exit_code == Exit.FINE for name in COMMANDS)

    def test_the_site_has_every_document_and_a_report(self, tree: Path) -> None:
        result = run("site", "modules", "-o", "site", "--title", "Modules", "-j", "1")
        assert result.exit_code == Exit.FINE, result.stderr
        assert result.stdout == "The site is in site/index.html\n"
        report = json.loads((tree / "site/report.json").read_text())
        pages = [tree / "site" / page for document in report["documents"] for page in document["pages"]]
        assert len(pages) == 3
        assert all(f"{module} text" in page.read_text() for module, page in zip(("acc", "sl", "tm"), pages, strict=True))

    def test_a_site_does_not_take_over_a_strangers_folder(self, tree: Path) -> None:
        write(tree, "site/mine.txt", "by hand")
        result = run("site", "modules", "-o", "site")
        assert result.exit_code != Exit.FINE
        assert "[DB401]" in result.stderr
        assert files(tree / "site") == {"mine.txt": b"by hand"}


class TestManPage:
    def test_every_command_and_option_is_in_it(self) -> None:
        page = render()
        context = click.Context(docbook2rst)
        for name in COMMANDS:
            command = docbook2rst.get_command(context, name)
            assert command is not None
            assert f".SS {name}\n" in page
            for parameter in command.params:
                for option in parameter.opts:
                    if option.startswith("--"):
                        assert option.replace("-", "\\-") in page
        assert all(f".B {code.value}\n" in page for code in Exit)

    def test_no_line_is_a_request_by_accident(self) -> None:
        requests = {"TH", "SH", "SS", "B", "br", "TP", "PP", "RS", "RE", "EX", "EE"}
        for line in render().splitlines():
            assert not line.startswith("'")
            if line.startswith("."):
                assert line[1:].split()[0] in requests, line

    def test_the_formats_are_named(self) -> None:
        assert all(name.replace("-", "\\-") in render() for name in FORMATS)


class TestSameForEveryone:
    @pytest.fixture
    def large(self, tree: Path) -> Path:
        """A tree that is worth two processes, with problems in it."""
        for number in range(12):
            write(tree, f"modules/m{number:02}/doc/m{number:02}.xml", LOSSY if number % 3 else CHAPTER.format(f"m{number}"))
        write(tree, "modules/m05/doc/m05.xml", BAD)
        return tree

    def outcome(self, tree: Path, out: str, *options: str, cwd: Path | None = None, **env: str) -> tuple[object, ...]:
        done = shell("convert", str(tree / "modules"), "-o", str(tree / out), "-v", *options, cwd=cwd or tree, env=env)
        assert b"Traceback" not in done.stderr
        return done.returncode, done.stdout, done.stderr, files(tree / out)

    def test_one_process_or_two(self, large: Path) -> None:
        one = self.outcome(large, "one", "-j", "1")
        assert one[0] == Exit.ERROR
        assert len(one[3]) == 15
        assert self.outcome(large, "two", "-j", "2") == one

    def test_hash_seed_locale_and_time_zone(self, large: Path) -> None:
        one = self.outcome(large, "one", PYTHONHASHSEED="0")
        assert self.outcome(large, "two", PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Tokyo", COLUMNS="40") == one

    def test_the_current_folder(self, large: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        report = ["--report", str(large / "report.json")]
        one = self.outcome(large, "one", *report)
        first = (large / "report.json").read_bytes()
        two = self.outcome(large, "one", *report, cwd=elsewhere)
        assert one[3] == two[3]
        assert (large / "report.json").read_bytes() == first

    def test_a_second_run_touches_nothing(self, tree: Path) -> None:
        run("convert", "modules", "-o", "out", "--report", "out/report.json")
        before = {path: path.stat().st_mtime_ns for path in (tree / "out").rglob("*")}
        run("convert", "modules", "-o", "out", "--report", "out/report.json")
        assert {path: path.stat().st_mtime_ns for path in (tree / "out").rglob("*")} == before

    def test_text_is_utf8_in_every_locale(self, tree: Path) -> None:
        write(tree, "a.xml", "<chapter><title>Zürich</title><para>日本</para></chapter>")
        env = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
        assert "日本" in shell("convert", "a.xml", cwd=tree, env=env).stdout.decode()

    def test_two_at_once(self, large: Path) -> None:
        command = [sys.executable, "-m", "docbook2rst", "convert", "modules", "-o", "out", "-q", "-j", "1"]
        both = [subprocess.Popen(command, cwd=large, stderr=subprocess.PIPE) for _ in range(2)]
        ends = [process.communicate(timeout=60)[1] for process in both]
        assert [process.returncode for process in both] == [Exit.ERROR] * 2, ends
        alone = self.outcome(large, "alone")[3]
        out = files(large / "out")
        assert {name: text for name, text in out.items() if name != ".docbook2rst"} == {
            name: text for name, text in alone.items() if name != ".docbook2rst"
        }
        assert set(out[".docbook2rst"].split()) == set(alone[".docbook2rst"].split())


class TestEnds:
    def test_a_reader_that_goes_away_is_no_news(self, tree: Path) -> None:
        command = f"{sys.executable} -m docbook2rst elements | head -n 1"
        done = subprocess.run(["sh", "-c", command], cwd=tree, capture_output=True, check=False, timeout=60)
        assert done.stdout.count(b"\n") == 1
        assert not done.stderr

    def test_a_document_for_a_reader_that_is_gone(self, tree: Path) -> None:
        words = "word " * 200_000
        write(tree, "a.xml", f"<chapter><title>T</title><para>{words}</para></chapter>")
        command = f"{sys.executable} -m docbook2rst convert a.xml | head -n 1"
        done = subprocess.run(["sh", "-c", command], cwd=tree, capture_output=True, check=False, timeout=60)
        assert not done.stderr

    def test_an_interrupt_is_quiet_and_tells_the_shell(self, tree: Path) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "docbook2rst", "convert", "-", "-o", "a.rst"],
            cwd=tree,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdin is not None
        process.stdin.write(b"x" * 1_000_000)  # more than a pipe holds: afterwards it is reading
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == -signal.SIGINT
        assert not errors.strip()
        assert not (tree / "a.rst").exists()

    @pytest.mark.parametrize("target", [["-o", "out"], ["--beside"], ["-o", "out", "--report", "report.json"]])
    def test_files_that_cannot_grow_are_errors_without_a_traceback(self, tree: Path, target: list[str]) -> None:
        """A limit of no bytes on the size of files stands for the full disk."""
        command = [sys.executable, "-m", "docbook2rst", "convert", "-q", "modules", *target]
        limited = ["sh", "-c", 'ulimit -f 0; exec "$@"', "-", *command]
        done = subprocess.run(limited, cwd=tree, capture_output=True, text=True, check=False, timeout=60)
        lines = done.stderr.splitlines()
        assert done.returncode == Exit.ERROR
        assert lines
        assert [line for line in lines if not line.endswith("file too large [DB402]")] == []

    def test_remarks_are_shown_by_an_option(self, tree: Path) -> None:
        write(tree, "a.xml", "<chapter><title>T</title><para>a <remark>check this</remark></para></chapter>")
        assert "check this" not in run("convert", "a.xml").output
        assert "check this" in run("convert", "--remarks", "a.xml").output

    def test_the_trees_of_earlier_documents_do_not_stay(self, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in range(6):
            write(tree, f"many/{number}.xml", CHAPTER)
        alive: list[int] = []
        living = lambda *_: alive.append(sum(type(found) is nodes.document for found in gc.get_objects()))  # noqa: E731
        monkeypatch.setattr("docbook2rst.cli.run.Run.record", living)
        assert run("check", "many", "-j", "1").exit_code == Exit.FINE
        assert len(alive) == 6
        assert alive[-1] <= alive[0]

    @pytest.mark.usefixtures("tree")
    def test_a_defect_outside_documents_is_one_line_too(self) -> None:
        script = (
            "import sys\n"
            "from docbook2rst.cli import main\n"
            "from docbook2rst.cli.run import Run\n"
            "Run.exit_code = lambda self: 1 / 0\n"
            "main(sys.argv[1:])\n"
        )
        for option, traces in (("-q", 0), ("-v", 1)):
            command = [sys.executable, "-c", script, "check", "modules", option]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
            assert done.returncode == Exit.ERROR
            assert done.stderr.splitlines()[-1].startswith("docbook2rst: error: internal error: ZeroDivisionError")
            assert done.stderr.count("Traceback") == traces
