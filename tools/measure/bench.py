"""`python -m tools.measure.bench CORPUS`: the converter's speed beside pandoc and the classic chain, in one run.

Peers read trees resolved by xmllint, whose time counts as theirs: they cannot read the raw files. Figures are wall time; the
classic chain's is measured on a sample of the documents and scaled by their size.
"""

from __future__ import annotations

import argparse
import functools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.measure.large import write_large_book
from tools.measure.sources import name_of, peer, resolve, top_documents

XSL = Path(__file__).parent / "classic" / "readme.xsl"
"""The classic chain's stylesheet: the parameters and imports of Kamailio's own, over the docbook-xsl of the catalogue."""
ONE_IMPORT = Path(__file__).parent / "classic" / "text.xsl"
"""The same without the second import of docbook-xsl: faster than what Kamailio's maintainers run, for comparison."""
ROUNDS = 9
"""How often a cold start is timed; the shortest counts."""
BYTECODE = Path("build/bytecode").resolve()
DOCBOOK2RST = [Path(sys.executable).parent / "docbook2rst"]
"""The command as it is installed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: our seconds beside the peer's, and how many times faster we must be."""

    what: str
    ours_s: float
    peer_s: float
    wanted: float

    @property
    def ratio(self) -> float:
        """How many times faster than the peer."""
        return self.peer_s / self.ours_s

    def __str__(self) -> str:
        verdict = "ok" if self.ratio >= self.wanted else "TOO SLOW"
        return (
            f"{self.what:66} {self.ours_s:8.2f} s {self.peer_s:8.2f} s {self.ratio:7.1f} x  wanted {self.wanted:g} x  {verdict}"
        )


def seconds(work: Callable[[], object], rounds: int = 1) -> float:
    """The shortest wall time of `rounds` calls."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def run(*command: str | Path) -> None:
    """Run a command to its end; its output is thrown away.

    Python keeps compiled modules, as it does for an installed program, also where the environment tells it not to.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(BYTECODE)
    words = [str(word) for word in command]
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env=environment)


def pandoc() -> str:
    """The pandoc of the pypandoc_binary package, which is newer than Debian's."""
    import pypandoc  # noqa: PLC0415 - only the benchmark's environment has it

    return str(pypandoc.get_pandoc_path())


def convert_with_pandoc(documents: dict[str, Path], work: Path) -> None:
    """Resolve and convert each document, as a maintainer would have to."""
    program = pandoc()
    for name, path in documents.items():
        resolve(path, work / f"{name}.xml")
        run(program, "-f", "docbook", "-t", "rst", work / f"{name}.xml", "-o", work / f"{name}.rst")


def classic_readme(path: Path, target: Path, stylesheet: Path = XSL) -> None:
    """One README by xsltproc and lynx, as `make modules-readme` of Kamailio makes it."""
    pipe = '"$1" --nonet --novalid --xinclude "$2" "$3" 2>/dev/null | "$4" -nolist -stdin -dump > "$5"'
    run("sh", "-c", pipe, "-", peer("xsltproc", "xsltproc"), stylesheet, path, peer("lynx", "lynx"), target)


def classic_readmes(documents: dict[str, Path], folder: Path) -> None:
    """READMEs of all `documents`, one after the other."""
    for name, path in documents.items():
        classic_readme(path, folder / name)


def rows(corpus: Path, work: Path) -> list[Row]:
    """All comparisons over `corpus`; scratch files go below `work`."""
    documents = {name_of(path, corpus): path for path in top_documents(corpus)}
    sample = dict(list(documents.items())[:: max(1, len(documents) // 20)])
    for name in ("pandoc", "classic", "rst", "readme"):
        (work / name).mkdir(parents=True, exist_ok=True)
    peer_rst = seconds(lambda: convert_with_pandoc(documents, work / "pandoc"))
    ours_rst = seconds(lambda: run(*DOCBOOK2RST, "convert", "-q", "-j", "1", "--root", corpus, corpus, "-o", work / "rst"), 2)
    large = write_large_book([work / "pandoc" / f"{name}.xml" for name in documents], work / "large.xml", 2_000_000)
    peer_large = seconds(lambda: convert_with_pandoc({"large": large}, work / "pandoc"), 3)
    ours_large = seconds(lambda: run(*DOCBOOK2RST, "convert", "-q", "--root", work, large, "-o", work / "large.rst"), 3)
    size = {name: (work / "pandoc" / f"{name}.xml").stat().st_size for name in documents}
    to_readme: list[str | Path] = [*DOCBOOK2RST, "convert", "-q", "--to", "readme", "--root", corpus]
    of_sample = seconds(lambda: classic_readmes(sample, work / "classic"))
    peer_all = of_sample * sum(size.values()) / sum(size[name] for name in sample)
    ours_all = seconds(lambda: run(*to_readme, "-j", "1", corpus, "-o", work / "readme"), 2)
    shutil.rmtree(work / "site", ignore_errors=True)
    ours_site = seconds(lambda: run(*DOCBOOK2RST, "site", "-q", "--root", corpus, corpus, "-o", work / "site"))
    return [
        Row(f"{len(documents)} documents to reST, one process; pandoc", ours_rst, peer_rst, 3),
        Row(f"one file of {large.stat().st_size:,} bytes to reST; pandoc", ours_large, peer_large, 1.5),
        *cold_rows(sorted(documents.values(), key=lambda path: size[name_of(path, corpus)]), to_readme, work),
        Row(f"{len(documents)} READMEs, one process; xsltproc and lynx", ours_all, peer_all, 10),
        Row(f"{len(documents)} documents to an HTML site; classic READMEs", ours_site, peer_all, 1),
    ]


def cold_rows(by_size: list[Path], to_readme: list[str | Path], work: Path) -> list[Row]:
    """One README in a process of its own, of the documents in the middle, near the end and at the end of `by_size`."""
    chosen = {"median": by_size[len(by_size) // 2], "ninth decile": by_size[len(by_size) * 9 // 10], "largest": by_size[-1]}
    found = []
    for which, path in chosen.items():
        target = work / "classic" / "cold"
        ours = seconds(functools.partial(run, *to_readme, path, "-o", work / "cold"), ROUNDS)
        classic = seconds(functools.partial(classic_readme, path, target), ROUNDS)
        found.append(Row(f"one README, cold, {which} ({path.stem}); xsltproc and lynx", ours, classic, 2))
        lean = seconds(functools.partial(classic_readme, path, target, ONE_IMPORT), ROUNDS)
        found.append(Row("  the same with docbook-xsl imported once", ours, lean, 1))
    return found


def main() -> int:
    """Print the table; 0 where every comparison is as fast as wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--work", type=Path, default=Path("build/bench"))
    arguments = parser.parse_args()
    table = rows(arguments.corpus.resolve(), arguments.work.resolve())
    print("\n".join(map(str, table)))
    return 0 if all(row.ratio >= row.wanted for row in table) else 1


if __name__ == "__main__":
    sys.exit(main())
