"""Class ``num``: digits of numbers; a string or null counts as 0."""

from kahea.pv.transform.table import TrClass
from kahea.pv.value import PvValue

__all__ = ["num", "num_fdigit", "num_ldigit"]

num = TrClass("num")


@num.add("fdigit", takes_value=True)
def num_fdigit(value: PvValue) -> int:
    """The first digit, its sign dropped.

    >>> from kahea.pv.value import pv_int
    >>> num_fdigit(pv_int(1234))
    1
    """
    return int(str(abs(value.ri))[0]) if value.is_int else 0


@num.add("ldigit", takes_value=True)
def num_ldigit(value: PvValue) -> int:
    """The last digit, its sign dropped.

    >>> from kahea.pv.value import pv_int
    >>> num_ldigit(pv_int(1234))
    4
    """
    return abs(value.ri) % 10 if value.is_int else 0
