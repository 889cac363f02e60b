"""DbOp: how a column is compared with a value (kamailio src/lib/srdb1/db_op.h)."""

from enum import StrEnum
from typing import Self

__all__ = ["DbOp"]


class DbOp(StrEnum):
    """One comparison; the text is Kamailio's.

    >>> DbOp("!=") is DbOp.OP_NEQ
    True
    """

    OP_LT = "<"
    OP_GT = ">"
    OP_EQ = "="
    OP_LEQ = "<="
    OP_GEQ = ">="
    OP_NEQ = "<>"
    OP_BITWISE_AND = "&"
    """All bits of the value are set in the column."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return cls("<>") if value == "!=" else None
