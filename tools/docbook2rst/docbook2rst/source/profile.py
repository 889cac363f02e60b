"""Profiling: the elements that are meant for other readers are taken out."""

from __future__ import annotations

from collections.abc import Mapping

from docbook2rst.source.tree import Element

__all__ = ["prune"]


def prune(root: Element, conditions: Mapping[str, frozenset[str]]) -> None:
    """Drop every element below `root` that has a profiling attribute none of whose `;`-separated values is selected."""
    if not conditions:
        return
    for element in root.iter():
        dropped = [child for child in element.elements() if not _selected(child, conditions)]
        if dropped:
            children, element.children = element.children, []
            for child in children:
                if child not in dropped:
                    element.append(child)
            for child in dropped:
                child.parent = None


def _selected(element: Element, conditions: Mapping[str, frozenset[str]]) -> bool:
    for attribute, kept in conditions.items():
        values = {value.strip() for value in element.get(attribute).split(";")} - {""}
        if values and not values & kept:
            return False
    return True
