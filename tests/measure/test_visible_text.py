"""What the word measure reads in a page is what a browser shows."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from tools.measure.fidelity import word_measure
from tools.measure.sources import peer

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpora" / "kamailio"
SAMPLE = ("maxfwd", "textops", "acc_json")
BODY = "article, div.body, [role=main]"
SCRIPT = f"""<script>addEventListener("load", () => {{
  const shown = document.createElement("pre");
  shown.id = "shown";
  shown.textContent = document.querySelector("{BODY}").innerText;
  document.body.replaceChildren(shown);
}})</script></body>"""

# The shared word measure leaves the files it reads to the garbage collector.
LEFT_OPEN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
pytestmark = [LEFT_OPEN, pytest.mark.peer, pytest.mark.skipif(not CORPUS.exists(), reason=f"{CORPUS} is not here")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    paths = [str(CORPUS / "src/modules" / name / "doc" / f"{name}.xml") for name in SAMPLE]
    command = [sys.executable, "-m", "docbook2rst", "site", "-q", "--root", str(CORPUS), *paths, "-o", str(out)]
    subprocess.run(command, check=True)
    return out


def inner_text(page: Path, profile: Path) -> str:
    copy = page.with_name(f"shown-{page.name}")
    copy.write_text(page.read_text(encoding="utf-8").replace("</body>", SCRIPT), encoding="utf-8")
    chromium = [peer("chromium", "chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", f"--user-data-dir={profile}"]
    done = subprocess.run(
        [*chromium, *quiet, "--virtual-time-budget=5000", "--dump-dom", copy.as_uri()],
        capture_output=True,
        text=True,
        check=True,
    )
    shown = re.search(r'<pre id="shown">(.*?)</pre>', done.stdout, re.DOTALL)
    assert shown, done.stdout[:500]
    return unescape(shown[1])


@pytest.mark.parametrize("name", SAMPLE)
def test_no_word_is_hidden(site: Path, name: str, tmp_path: Path) -> None:
    (page,) = [path for path in site.rglob(f"{name}.html") if not path.name.startswith("shown-")]
    fidelity = word_measure()
    read = Counter(word.casefold() for word in fidelity.W.findall(fidelity.target(str(page))[0]))
    shown = Counter(word.casefold() for word in fidelity.W.findall(inner_text(page, tmp_path)))
    assert read - shown == Counter()
