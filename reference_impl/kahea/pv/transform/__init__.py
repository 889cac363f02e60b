"""Transformations: the engine, and the classes that need no SIP."""

from kahea.pv.transform.codec import codecs
from kahea.pv.transform.digest import digests
from kahea.pv.transform.escape import escapes
from kahea.pv.transform.layout import layout
from kahea.pv.transform.line import line
from kahea.pv.transform.num import num
from kahea.pv.transform.param import param
from kahea.pv.transform.params import CHAR, NUMBER, REST, SEPARATOR, TEXT
from kahea.pv.transform.regex import regexes
from kahea.pv.transform.strings import strings
from kahea.pv.transform.table import Transformation, TrClass, TrTable
from kahea.pv.transform.val import val

__all__ = ["CHAR", "NUMBER", "REST", "SEPARATOR", "STANDARD", "TEXT", "TrClass", "TrTable", "Transformation"]

STANDARD = (strings, layout, codecs, escapes, digests, param, line, val, num, regexes)
"""What ``TrTable.register(*STANDARD)`` makes known: the classes s, param, line, val, num and re."""
