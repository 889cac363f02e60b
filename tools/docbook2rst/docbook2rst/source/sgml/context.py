"""What the readers of one document's markup share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from docbook2rst.problems import Problems
from docbook2rst.source.sgml.attributes import Attributes
from docbook2rst.source.sgml.growth import Growth
from docbook2rst.source.sgml.inputs import Input
from docbook2rst.source.sgml.names import Names
from docbook2rst.source.sgml.references import References
from docbook2rst.source.sgml.subset import Subset

__all__ = ["Context"]


@dataclass(slots=True, kw_only=True)
class Context:
    """The tree of a document, and what gives its markup a meaning."""

    problems: Problems
    growth: Growth
    names: Names
    attributes: Attributes
    references: References
    subset: Subset
    doctype: Callable[[Input, bool], None]
    """Reads a DOCTYPE where an input stands, for its worth or only to pass over it."""
    is_xml: bool
    inputs: list[Input] = field(default_factory=list)
    """The texts that are being read; the last one is an entity that the one before it refers to."""
    has_doctype: bool = False
    like_xml: set[str] = field(default_factory=set)
    """The SGML files in which empty elements end like XML's."""

    def keep(self, here: Input, pos: int, end: int, what: str = "") -> int:
        """Take what stands from `pos` to `end` as text, with a problem if `what` says which; reading goes on at the end."""
        if what:
            self.problems.add("DB117", here.position(pos), what=what)
        self.growth.text(here.text[pos:end])
        return end
