"""References by the ids' own spelling: SGML takes ids for the same whatever the case of their letters, links do not."""

from __future__ import annotations

from collections.abc import Iterable

from docbook2rst.source.sgml.attribute_values import REFERENCES
from docbook2rst.source.tree import Element

__all__ = ["respell"]


def respell(elements: Iterable[Element]) -> None:
    """Write each reference of `elements` as the id that it means is written, where no id is written like the reference."""
    ids: dict[str, str] = {}
    exact: set[str] = set()
    users: list[dict[str, str]] = []
    for element in elements:
        attributes = element.attrib
        name = attributes.get("id")
        if name:
            exact.add(name)
            ids.setdefault(name.lower(), name)
        if not REFERENCES.isdisjoint(attributes):
            users.append(attributes)
    for attributes in users:
        for attribute in REFERENCES & attributes.keys():
            names = attributes[attribute].split()
            if not exact.issuperset(names):
                attributes[attribute] = " ".join(name if name in exact else ids.get(name.lower(), name) for name in names)
