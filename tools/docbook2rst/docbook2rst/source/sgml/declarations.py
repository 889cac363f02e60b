"""The declarations of a DTD subset that matter to a reader: ENTITY, ELEMENT and ATTLIST.

<!ENTITY name "text">                       <!ENTITY % name "text">              <!ENTITY #DEFAULT "text">
<!ENTITY name SYSTEM "file">                <!ENTITY name PUBLIC "identifier" "file">
<!ENTITY name SDATA "[name]">               <!ENTITY name SYSTEM "file" NDATA notation>
<!ELEMENT (a | b) - O (#PCDATA | c)* -(d) +(e)>
<!ATTLIST a   b CDATA "default"   c (d | e) d>
"""

from __future__ import annotations

from collections.abc import Callable

from docbook2rst.source.sgml.entities import Declared, Entity, Kind, system_data
from docbook2rst.source.sgml.models import Model
from docbook2rst.source.sgml.tokens import Token
from docbook2rst.source.tree import Position

__all__ = ["DECLARATIONS"]

_DATA_KINDS = {"CDATA": Kind.DATA, "SDATA": Kind.DATA, "NDATA": Kind.UNPARSED, "SUBDOC": Kind.UNPARSED, "PI": Kind.INSTRUCTION}
_BRACKETED = {"STARTTAG": "<{}>", "ENDTAG": "</{}>", "MS": "<![{}]]>", "MD": "<!{}>"}
_CONNECTORS = frozenset("(),|&?*+")


def _entity(declared: Declared, parts: list[Token], position: Position, literal: Callable[[str], str]) -> bool:
    """Take an entity; whether the declaration is one."""
    is_parameter = bool(parts) and parts[0] == ("%", False)
    parts = parts[is_parameter:]
    if len(parts) < 2:  # noqa: PLR2004  a name and a text
        return False
    name, rest = parts[0].text, parts[1:]
    entity = _internal(name, rest, position, literal) or _external(name, rest, position)
    if entity is None:
        return False
    if name == "#DEFAULT":
        declared.default = declared.default or entity
    else:
        (declared.parameter if is_parameter else declared.general).setdefault(name, entity)
    return True


def _internal(name: str, parts: list[Token], position: Position, literal: Callable[[str], str]) -> Entity | None:
    keyword = "" if parts[0].is_literal else parts[0].text.upper()
    if keyword and (len(parts) == 1 or not parts[1].is_literal):
        return None
    text = literal(parts[bool(keyword)].text)
    if keyword in _BRACKETED:
        return Entity(name, _BRACKETED[keyword].format(text), position, position.path)
    if keyword and keyword not in _DATA_KINDS:
        return None
    kind = _DATA_KINDS[keyword] if keyword else Kind.MARKUP
    return Entity(name, system_data(name, text) if keyword == "SDATA" else text, position, position.path, kind)


def _external(name: str, parts: list[Token], position: Position) -> Entity | None:
    keyword = parts[0].text.upper()
    if keyword not in {"SYSTEM", "PUBLIC"}:
        return None
    literals = [part.text for part in parts[1:3] if part.is_literal]
    public_id = " ".join(literals.pop(0).split()) if keyword == "PUBLIC" and literals else None
    system_id = literals[0] if literals else None
    words = [part.text.upper() for part in parts[1:4] if not part.is_literal]
    kind = _DATA_KINDS.get(words[0], Kind.MARKUP) if words else Kind.MARKUP
    return Entity(name, None, position, position.path, kind, system_id, public_id)


def _group(parts: list[Token]) -> tuple[list[str], list[Token]]:
    """The names that a declaration is about, one or a group, and what follows them."""
    if parts and parts[0].text == "(":
        end = next((index for index, part in enumerate(parts) if part.text == ")"), len(parts))
        return [part.text.lower() for part in parts[1:end] if part.text not in _CONNECTORS], parts[end + 1 :]
    return [part.text.lower() for part in parts[:1]], parts[1:]


def _element(declared: Declared, parts: list[Token], _: Position, _literal: Callable[[str], str]) -> bool:
    """Take the content model of an element that DocBook does not have, or of one that is declared anew."""
    names, parts = _group(parts)
    words = [part.text for part in parts]
    may_omit_end = words[1:2] in (["O"], ["o"])
    if words[:1] in (["-"], ["O"], ["o"]):
        words = words[2:]
    content = words[0].upper() if words else ""
    children = {word.lower() for word in words if word not in _CONNECTORS and word[0] != "#"}
    has_text = "#PCDATA" in map(str.upper, words) or content in {"CDATA", "RCDATA", "ANY"}
    model = Model(None if content == "ANY" else frozenset(children), has_text, content == "EMPTY", may_omit_end)
    for name in names:
        declared.elements[name] = model
    return bool(names and words)


def _attributes(declared: Declared, parts: list[Token], _: Position, literal: Callable[[str], str]) -> bool:
    """Take the defaults of attributes; the declared types are not looked at."""
    names, parts = _group(parts)
    index = 0
    while index + 2 < len(parts):
        attribute = parts[index].text.lower()
        index += 1 + (parts[index + 1].text.upper() == "NOTATION")
        index += _type_length(parts[index:])
        if index < len(parts) and parts[index].text.upper() == "#FIXED":
            index += 1
        default = parts[index] if index < len(parts) else Token("#IMPLIED")
        index += 1
        if default.is_literal or default.text[0] != "#":
            for name in names:
                declared.defaults.setdefault(name, {}).setdefault(attribute, literal(default.text))
    return bool(names)


def _type_length(parts: list[Token]) -> int:
    if parts and parts[0].text == "(":
        return next((index + 1 for index, part in enumerate(parts) if part.text == ")"), len(parts))
    return 1


DECLARATIONS: dict[str, Callable[[Declared, list[Token], Position, Callable[[str], str]], bool]] = {
    "ENTITY": _entity,
    "ELEMENT": _element,
    "ATTLIST": _attributes,
}
"""What takes each kind of declaration: the table to fill, its parts after the keyword, its place, and what reads a literal."""
