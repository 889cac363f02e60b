"""The source is compared in the order in which a page shows it, and nothing of it gets lost on the way."""

from __future__ import annotations

import pytest
from lxml import etree
from tools.measure.reading_order import in_reading_order

CASES = [
    ("<a><p>x<footnote><p>f</p></footnote>y</p><p>z</p></a>", "x yzf"),
    ("<a><p><footnote>f</footnote>y</p></a>", " yf"),
    ("<tgroup><thead>h</thead><tfoot>f</tfoot><tbody>b</tbody></tgroup>", "hbf"),
    ("<a><epigraph><attribution>w</attribution><para>q</para></epigraph><p>z</p></a>", "qwz"),
    ("<a><inlineequation><alt>t</alt><mathphrase>m</mathphrase></inlineequation></a>", "mt"),
    ("<a><table><title>t</title><titleabbrev>s</titleabbrev><tgroup>r</tgroup></table></a>", "trs"),
    ("<a><section><title>t</title><titleabbrev>s</titleabbrev><p>r</p></section></a>", "tsr"),
    ("<a><classsynopsis><classsynopsisinfo>i</classsynopsisinfo><ooclass>X</ooclass><b>m</b></classsynopsis></a>", "Xim"),
    ("<a><classsynopsis><ooclass>X</ooclass><template>T</template></classsynopsis></a>", "TX"),
]


@pytest.mark.parametrize(("source", "text"), CASES)
def test_text_is_in_the_order_of_the_page(source: str, text: str) -> None:
    root = etree.fromstring(source)
    in_reading_order(root)
    assert "".join(root.itertext()) == text
