"""Names as the tree writes them, from names as the document does; a prefix without declaration has its usual meaning."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["DOCBOOK", "FALLBACK", "INCLUDE", "Scope"]

DOCBOOK = "http://docbook.org/ns/docbook"
_XINCLUDE = "http://www.w3.org/2001/XInclude"
INCLUDE = f"{{{_XINCLUDE}}}include"
FALLBACK = f"{{{_XINCLUDE}}}fallback"
_XML = "http://www.w3.org/XML/1998/namespace"
_XLINK = "http://www.w3.org/1999/xlink"

_CONVENTIONAL = {_XML: "xml", _XLINK: "xlink"}
_USUAL = {
    "xi": _XINCLUDE,
    "xlink": _XLINK,
    "mml": "http://www.w3.org/1998/Math/MathML",
    "svg": "http://www.w3.org/2000/svg",
    "db": DOCBOOK,
    "d": DOCBOOK,
    "docbook": DOCBOOK,
}


def _namespace(uri: str) -> str:
    """`uri`, or the final XInclude namespace for any of its drafts."""
    return _XINCLUDE if uri.endswith("/XInclude") else uri


class _Names(dict[str, str]):
    """Raw names to resolved ones, each worked out once."""

    __slots__ = ("resolve",)

    def __init__(self, resolve: Callable[[str], str]) -> None:
        super().__init__()
        self.resolve = resolve

    def __missing__(self, raw: str) -> str:
        name = self[raw] = self.resolve(raw)
        return name


class Scope:
    """The namespace declarations in force, and the names resolved under them."""

    __slots__ = ("attributes", "depth", "outer", "plain", "prefixes", "tags", "undeclared")

    def __init__(self, undeclared: Callable[[str, str], None]) -> None:
        self.undeclared = undeclared
        self.prefixes = {"xml": _XML}
        self.outer: Scope | None = None
        self.depth = 0
        self._reset()

    def _reset(self) -> None:
        self.tags = _Names(self._tag)
        self.attributes = _Names(self._attribute)
        self.plain: set[str] = set()

    def inner(self, declarations: dict[str, str], depth: int) -> Scope:
        """The scope of an element at `depth` that has these xmlns attributes."""
        scope = Scope(self.undeclared)
        scope.prefixes = self.prefixes | {name[6:]: _namespace(uri) for name, uri in declarations.items()}
        scope.outer, scope.depth = self, depth
        return scope

    def _uri(self, prefix: str) -> str:
        uri = self.prefixes.get(prefix)
        if uri is None:
            uri = _USUAL.get(prefix, "")
            self.undeclared(prefix, uri or "part of the name")
            self.prefixes[prefix] = uri
        return uri

    def _tag(self, raw: str) -> str:
        prefix, colon, local = raw.partition(":")
        if not colon:
            prefix, local = "", raw
            uri = self.prefixes.get("", "")
        else:
            uri = self._uri(prefix)
        if not uri:
            return raw
        return local if uri == DOCBOOK else f"{{{uri}}}{local}"

    def _attribute(self, raw: str) -> str:
        prefix, colon, local = raw.partition(":")
        if not colon:
            self.plain.add(raw)
            return raw
        uri = self._uri(prefix)
        if not uri:
            return raw
        if uri == DOCBOOK:
            return local
        conventional = _CONVENTIONAL.get(uri)
        return f"{conventional}:{local}" if conventional else f"{{{uri}}}{local}"
