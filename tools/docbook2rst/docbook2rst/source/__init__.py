"""Bytes to a positioned tree: encodings, entities, DTDs, XInclude and profiling, confined to one folder and off the network."""

from docbook2rst.source.confine import default_root
from docbook2rst.source.errors import SourceError
from docbook2rst.source.reading import read
from docbook2rst.source.tree import Element, Position, Tree

__all__ = ["Element", "Position", "SourceError", "Tree", "default_root", "read"]
