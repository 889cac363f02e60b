"""`python -m tools.measure.fidelity CORPUS`: what the built pages kept of the sources, on both roads.

Source trees come from xmllint, the word measure is ../shared/tools/fidelity.py; listings and added words are compared and
accounted for here. Exit code 1 where a bound is crossed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from lxml import etree
from tools.measure.generators import explain
from tools.measure.listings import lost_listings
from tools.measure.parsed import source_root
from tools.measure.reading_order import in_reading_order
from tools.measure.roads import build_direct, build_text
from tools.measure.sources import name_of, resolve, top_documents

WORD_MEASURE = Path(__file__).resolve().parents[3] / "shared" / "tools" / "fidelity.py"


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure that a road must keep: its name, its value, and the most it may be."""

    name: str
    value: float
    limit: float

    def __str__(self) -> str:
        verdict = "ok" if self.value <= self.limit else "TOO HIGH"
        return f"  {self.name:44} {self.value:10.4f}  at most {self.limit:g}  {verdict}"


@dataclass(slots=True)
class Figures:
    """The sums over a corpus."""

    sums: Counter[str] = field(default_factory=Counter)
    generators: Counter[str] = field(default_factory=Counter)
    unexplained: Counter[str] = field(default_factory=Counter)
    lost: dict[str, dict[str, int]] = field(default_factory=dict)
    listings: dict[str, list[str]] = field(default_factory=dict)

    def bounds(self) -> Iterator[Bound]:
        """The figures that have a bound, as percentages where they are parts of a whole."""
        s = self.sums
        kept = max(1, s["src"] - s["lost"])
        yield Bound("words lost, %", 100 * s["lost"] / max(1, s["src"]), 0.005)
        yield Bound("kept words out of order, %", 100 * (kept - s["lcs"]) / kept, 0.01)
        yield Bound("punctuation lost, %", 100 * s["punct_lost"] / max(1, s["punct_src"]), 0.01)
        yield Bound("metadata words lost", s["meta_lost"], 0)
        yield Bound("added words that no generator explains", self.unexplained.total(), 0)
        yield Bound("listings not exact, code point for code point", sum(map(len, self.listings.values())), 0)
        yield Bound("ids not literal", s["ids"] - s["ids_kept_exact"], 0)
        yield Bound("defined references without a link to the id", s["refs_defined"] - s["refs_ok"], 0)


def word_measure() -> ModuleType:
    """The independent word measure, loaded from ../shared."""
    spec = importlib.util.spec_from_file_location("shared_fidelity", WORD_MEASURE)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{WORD_MEASURE} is not here")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of one document."""

    name: str
    row: dict[str, object]
    """What the word measure says."""
    accounts: Counter[str]
    """How many added words each generator accounts for."""
    unexplained: Counter[str]
    lost_listings: list[str]
    marked_listings: int
    """How many listings are exact but for the marks of callouts and footnotes in them."""


def ordered(tree: Path) -> Path:
    """A copy of `tree` in the order in which a page shows it."""
    root = source_root(tree)
    in_reading_order(root)
    path = tree.parent.with_name("ordered") / tree.name
    path.parent.mkdir(exist_ok=True)
    etree.ElementTree(root).write(str(path), encoding="utf-8")
    return path


def measure_one(job: tuple[str, Path, list[Path]]) -> Measured:
    """The measures of one document, of its resolved tree and its pages."""
    name, tree, pages = job
    fidelity = word_measure()
    row = fidelity.measure(str(ordered(tree)), "|".join(map(str, pages)))
    pieces, meta = fidelity.src_text(source_root(tree))
    words = Counter(word for word, _, _ in fidelity.words_of(pieces)[0])
    metadata = Counter(word for word, _, _ in fidelity.words_of(meta)[0])
    shown = Counter(word.casefold() for page in pages for word in fidelity.W.findall(fidelity.target(str(page))[0]))
    accounts, unexplained = explain(shown - words, pages, tree, metadata)
    return Measured(name, row, accounts, unexplained, *lost_listings(tree, pages))


def measure_road(trees: dict[str, Path], pages: dict[str, list[Path]]) -> Figures:
    """The sums over all documents that have pages; one without pages counts as wholly lost."""
    figures = Figures()
    jobs = [(name, tree, pages.get(name, [])) for name, tree in trees.items()]
    missing = [name for name, _, of_name in jobs if not of_name]
    if missing:
        print(f"  no page was made of: {', '.join(missing)}")
    with ProcessPoolExecutor() as pool:
        for one in pool.map(measure_one, [job for job in jobs if job[2]], chunksize=4):
            figures.sums.update({key: value for key, value in one.row.items() if isinstance(value, int)})
            figures.sums["marked_listings"] += one.marked_listings
            figures.generators += one.accounts
            figures.unexplained += one.unexplained
            if one.row["lost"]:
                figures.lost[one.name] = one.row["lost_words"]  # type: ignore[assignment]
            if one.lost_listings:
                figures.listings[one.name] = one.lost_listings
    return figures


def show(road: str, figures: Figures) -> bool:
    """Print a road's figures; True where all bounds are kept."""
    s = figures.sums
    print(f"{road}: {s['src']} words, {s['code_src']} listings, {s['ids']} ids, {s['refs_defined']} defined references")
    bounds = list(figures.bounds())
    print("\n".join(map(str, bounds)))
    print("  added words by generator:", dict(figures.generators.most_common()))
    if s["marked_listings"]:
        print(f"  listings that are exact but for the marks of callouts and footnotes in them: {s['marked_listings']}")
    if figures.unexplained:
        print("  unexplained:", dict(figures.unexplained.most_common(25)))
    for name, words in sorted(figures.lost.items())[:25]:
        print(f"  lost in {name}: {words}")
    for name, listings in sorted(figures.listings.items())[:10]:
        print(f"  listing differs in {name}: {listings[0][:120]!r}")
    return all(bound.value <= bound.limit for bound in bounds)


def main() -> int:
    """Measure a corpus; 0 where every bound is kept on every road."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--work", type=Path, default=Path("build/fidelity"))
    parser.add_argument("--road", choices=["direct", "text"], action="append")
    arguments = parser.parse_args()
    corpus, work = arguments.corpus.resolve(), arguments.work.resolve() / arguments.corpus.resolve().name
    (work / "trees").mkdir(parents=True, exist_ok=True)
    documents = {name_of(path, corpus): path for path in top_documents(corpus)}
    trees = {name: work / "trees" / f"{name}.xml" for name, path in documents.items()}
    unreadable = [name for name, path in documents.items() if not resolve(path, trees[name])]
    if unreadable:
        print(f"xmllint cannot read: {', '.join(unreadable)}")
    for name in unreadable:
        del trees[name]
    roads = {"direct": build_direct, "text": build_text}
    kept = True
    results = {}
    for road in arguments.road or list(roads):
        figures = measure_road(trees, roads[road](corpus, documents, work / road))
        kept = show(road, figures) and kept
        results[road] = dict(figures.sums)
    (work / "figures.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 0 if kept else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error.cmd[0]} failed: {error.stderr}")
