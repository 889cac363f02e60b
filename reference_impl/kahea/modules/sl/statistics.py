"""What is counted: replies by code and class, and the ACKs that came for them."""

from kahea.api import Counter, counter
from kahea.modules.sl.exports import module

__all__ = ["count_reply", "register", "sent_by_code"]

_CODES = (200, 202, 300, 301, 302, 400, 401, 403, 404, 407, 408, 483, 500)
_CLASSES = (1, 2, 3, 4, 5, 6)
_NAMES = (*(f"{code}_replies" for code in _CODES), *(f"{first}xx_replies" for first in _CLASSES), "xxx_replies")


def register() -> None:
    """Nothing; the module's statistics are declared."""
    for name in _NAMES:
        module.stat(name, doc=f"replies sent, {name.removesuffix('_replies')}")
    module.stat("sent_replies", doc="replies sent, all")
    module.stat("sent_err_replies", doc="replies sent that told of an error")
    module.stat("failures", doc="replies that could not be sent")
    module.stat("received_ACKs", doc="ACKs to such replies that were dropped")


class _Counts:
    """The counters of one engine by code, looked up once."""

    def __init__(self) -> None:
        self.by_code: dict[int, Counter] = {}
        self.sent = counter("sl", "sent_replies")
        self.errors = counter("sl", "sent_err_replies")


_counts = module.state(_Counts)


def count_reply(code: int, *, is_error: bool) -> None:
    """Nothing; one reply more of that code, or of its class where the code has no counter of its own."""
    counts = _counts()
    found = counts.by_code.get(code)
    if found is None:
        found = counts.by_code[code] = counter("sl", _name_of(code))
    found.update()
    counts.sent.update()
    if is_error:
        counts.errors.update()


def _name_of(code: int) -> str:
    first = code // 100
    return f"{code}_replies" if code in _CODES else f"{first}xx_replies" if first in _CLASSES else "xxx_replies"


def sent_by_code() -> dict[str, int]:
    """The counts of replies by code and class (RPC sl.stats)."""
    return {name.removesuffix("_replies"): counter("sl", name).value for name in _NAMES}
