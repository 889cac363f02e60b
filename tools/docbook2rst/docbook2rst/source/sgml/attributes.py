"""The attributes of a start tag as the tree has them: names folded, values whole, what was left out put in."""

from __future__ import annotations

from docbook2rst.problems import Problems
from docbook2rst.source.sgml.attribute_values import attribute_of, is_listed, is_name
from docbook2rst.source.sgml.entities import Budget, Declared
from docbook2rst.source.sgml.inputs import Input
from docbook2rst.source.sgml.references import References
from docbook2rst.source.sgml.tags import ATTRIBUTE, Tag

__all__ = ["Attributes"]

_BLANKS = str.maketrans("\n\t", "  ")


class Attributes:
    """Makes the attributes of one document's elements."""

    def __init__(self, declared: Declared, references: References, problems: Problems, budget: Budget, *, is_xml: bool) -> None:
        self._declared, self._references, self._budget = declared, references, budget
        self._problems, self._is_xml = problems, is_xml

    @property
    def defaults(self) -> dict[str, dict[str, str]]:
        """The defaults that the document declares, by element and attribute; the table may still grow."""
        return self._declared.defaults

    def common(self, element: str, written: str, here: Input, pos: int) -> dict[str, str]:
        """Those of a start tag that has them as XML does, without references: `written` is all of them."""
        found = [(name, double or single) for name, double, single in ATTRIBUTE.findall(written)]
        return self._made(element, found, here, pos)

    def of(self, element: str, tag: Tag, here: Input, pos: int) -> dict[str, str]:
        """Those of any start tag, which stands at `pos`."""
        for place, what, used in tag.faults:
            self._problems.add("DB118", here.position(place), what=what, used=used)
        named: list[tuple[str, str]] = []
        for name, value in tag.attributes:
            attribute = name or attribute_of(element, value)
            if attribute:
                named.append((attribute, self._references.expand(value, here, pos)))
            else:
                what = f"{value[:60]!r} is no value of an attribute of <{element}>"
                self._problems.add("DB118", here.position(pos), what=what, used="nothing")
        return self._made(element, named, here, pos)

    def _made(self, element: str, found: list[tuple[str, str]], here: Input, pos: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        for written, value in found:
            name = written if self._is_xml or ":" in written else written.lower()
            if name in attributes:
                what = f"the attribute {name} stands twice in <{element}>"
                self._problems.add("DB118", here.position(pos), what=what, used="the first")
            else:
                attributes[name] = value if value.isalnum() and self._is_xml else self._value(name, value)
        defaults = self.defaults.get(element)
        if not defaults:
            return attributes
        self._budget.spend(sum(map(len, defaults.values())))
        return {**defaults, **attributes}

    def _value(self, name: str, value: str) -> str:
        if "\n" in value or "\t" in value:
            value = value.translate(_BLANKS)
        if is_name(name):
            return " ".join(value.split())
        folded = value.lower()
        return folded if folded != value and not self._is_xml and is_listed(name, folded) else value
