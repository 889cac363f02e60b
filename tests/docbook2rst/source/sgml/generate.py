"""Random documents of DocBook SGML with all that SHORTTAG and OMITTAG allow; many are valid, some are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

__all__ = ["document"]

_ENTITIES = """<!ENTITY e "E"><!ENTITY z ""><!ENTITY p "<emphasis>x</emphasis>"><!ENTITY s SYSTEM "lines.txt"><!ENTITY nl "
l
"><!ENTITY c CDATA "<c&>"><!ENTITY d SDATA "[mdash ]"><!ENTITY % in "INCLUDE"><!ENTITY % out "IGNORE">"""
_SPACES = ["", "", "", "\n", "\n", " ", "\n\n", "  \n", "\n  "]
_BETWEEN = ["", "\n", "\n  ", "\n<!-- b -->\n"]
_MARKUP = [*[""] * 12, "<!-- c -->", "<!-- c -->\n", "\n<!-- a -- -- b -->\n", "<?pi x>", "<!>", "\n<?pi>\n"]
_TEXTS = [
    "w",
    "word two",
    "a / b",
    "x < y",
    "5 & 6",
    "']] >",
    "a\nb",
    "\n",
    "a.b",
    "<5",
    "&5",
    '"q"',
    "--",
    "x]",
    "\u65e5\u672c",
]
_NAMED = "&e; &z; &p; &#65; &#65 &nl; &s; &c; &d; &mdash; &amp; &lt; &#10; &#RE; &#SPACE;"
_REFERENCES = [*_NAMED.split(), "&e ", "&e\n", "&p "]
_INLINE_NAMES = "emphasis literal quote link ulink command filename phrase replaceable acronym superscript"
_INLINE = _INLINE_NAMES.split()
_ATTRIBUTES = ["", "", "", " role=x", ' ROLE="a b"', " role='q\"r'", ' role="&e;f"', ' role = "a\nb"', " remap=y.1"]
_NEEDED = {"link": ' linkend="nn"', "ulink": ' url="http://a/b?c&amp;d"'}
_WORDS_ONLY = frozenset(("superscript", "replaceable", "acronym", "command", "filename", "literal"))
_DEPTH = 4


class _Writer:
    """Writes one document by dice."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def one(self, choices: Sequence[str]) -> str:
        return self._random.choice(choices)

    def some(self, low: int, high: int, make: Callable[[], str]) -> str:
        return "".join(make() for _ in range(self._random.randint(low, high)))

    def name(self, name: str) -> str:
        return self.one([name, name, name, name.upper(), name.capitalize()])

    def mixed(self, depth: int, *, is_inline: bool = False) -> str:
        """Text, references, elements, sections and comments."""
        return self.one(_SPACES) + self.some(
            1, 4, lambda: self._piece(depth, is_inline) + self.one(_MARKUP) + self.one(_SPACES)
        )

    def _piece(self, depth: int, is_inline: bool) -> str:
        dice = self._random.random()
        if dice < 0.4 or depth > _DEPTH:
            return self.one(_TEXTS)
        if dice < 0.6:
            return self.one(_REFERENCES)
        if dice < 0.75:
            return self.inline(depth)
        if dice < 0.8:
            return self.section(depth)
        if dice < 0.9 or is_inline:
            return self.one(["<indexterm><primary>i</primary></indexterm>", "<xref linkend=nn>"])
        return self.block(depth + 1)

    def section(self, depth: int) -> str:
        """A marked section."""
        status = self.one(["CDATA", "RCDATA", "INCLUDE CDATA", "INCLUDE", "TEMP", "%in;", " %in ", "", "IGNORE", "%out;"])
        if "CDATA" in status:
            return f"<![{status}[{self.one(_SPACES)}{self.one(['x', '<b>', '&e;', 'a' + chr(10) + 'b'])}{self.one(_SPACES)}]]>"
        if status in {"IGNORE", "%out;"}:
            return f"<![{status}[{self.one(['x', '<b>', '<![CDATA[y]]>', '&e;'])}]]>"
        return f"<![{status}[{self.mixed(depth + 1)}]]>"

    def inline(self, depth: int) -> str:
        """An inline element with one of the ways to write its tags."""
        name = self.one(_INLINE)
        words = self.one(_SPACES) + self.one(["t", "t u", "a\nb"]) + self.one(_SPACES)
        content = words if name in _WORDS_ONLY else self.mixed(depth + 1, is_inline=True)
        start = f"<{self.name(name)}{self.one(_ATTRIBUTES)}{_NEEDED.get(name, '')}"
        if not set(content) & set("/&<") and self.one(["net", "", ""]):
            return f"{start}/{content}/"
        return f"{start}>{content}" + self.one(["</>", f"</{name}>", f"</{self.name(name)}\n>"])

    def block(self, depth: int) -> str:
        """A block, its end tags often left out."""
        kind = self.one(["para", "para", "para", "screen", "list", "terms", "table"]) if depth <= _DEPTH else "para"
        return _BLOCKS[kind](self, depth) + self.one(_BETWEEN)

    def _para(self, depth: int) -> str:
        return f"<{self.name('para')}{self.one(_ATTRIBUTES)}>{self.mixed(depth)}{self.one(['</para>', '</>'])}"

    def _screen(self, depth: int) -> str:
        return f"<screen>{self.mixed(depth, is_inline=True)}</screen>"

    def _list(self, depth: int) -> str:
        items = self.some(
            1, 2, lambda: f"<listitem>{self.one(_BETWEEN)}<para>{self.mixed(depth + 1)}" + self.one(["", "</para>"])
        )
        return f"<itemizedlist{self.one(['', ' compact', ' spacing=compact'])}>{items}{self.one(_BETWEEN)}</itemizedlist>"

    def _terms(self, depth: int) -> str:
        def entry() -> str:
            term = self.mixed(depth + 1, is_inline=True) + self.one(["", "</term>"])
            return f"<varlistentry><term>{term}<listitem><para>{self.mixed(depth + 1)}" + self.one(
                ["", "</listitem></varlistentry>"]
            )

        return f"<variablelist>{self.some(1, 2, entry)}</variablelist>"

    def _table(self, depth: int) -> str:
        rows = self.some(
            1, 2, lambda: f"<row><entry>{self.mixed(depth + 1, is_inline=True)}" + self.one(["", "</entry></row>"])
        )
        return f"<informaltable frame=all><tgroup cols=1><colspec align=left><tbody>{rows}</informaltable>"

    def sect(self, level: int) -> str:
        """A section of the document, and those below it."""
        title = f"<title>{self.mixed(_DEPTH - 1, is_inline=True)}" + self.one(["", "</title>", "</>"])
        inner = self.some(0, 2, lambda: self.sect(level + 1)) if level < 3 else ""
        blocks = self.some(1, 3, lambda: self.block(1))
        return f"<sect{level}{self.one(_ATTRIBUTES)}>{title}{self.one(_BETWEEN)}{blocks}{inner}" + self.one(
            ["", f"</sect{level}>"]
        )


_BLOCKS: dict[str, Callable[[_Writer, int], str]] = {
    "para": _Writer._para,
    "screen": _Writer._screen,
    "list": _Writer._list,
    "terms": _Writer._terms,
    "table": _Writer._table,
}


def document(seed: int, version: str) -> str:
    """The document that belongs to a number."""
    writer = _Writer(seed)
    doctype = f'<!DOCTYPE article PUBLIC "-//OASIS//DTD DocBook V{version}//EN" [\n{_ENTITIES}]>\n'
    sections = writer.some(1, 2, lambda: writer.sect(1))
    return f"{doctype}<article>\n<title>T</title>{writer.block(1)}{sections}</article>\n"
