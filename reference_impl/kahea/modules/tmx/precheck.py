"""Requests whose script has not come to an end: their copies are known before there is a transaction (kamailio t_pretran.c)."""

from kahea.api import Routes, SipMsg, engine
from kahea.api.values import HdrType, SipParseError, When
from kahea.modules.tmx.declaration import module, precheck_trans

__all__ = ["at_work"]

_KEY = "tmx"
_UNTRACKED = (b"ACK", b"CANCEL")

at_work = module.state(set[object])
"""What identifies the requests that were checked and are still being served."""


@module.function("t_precheck_trans", routes=Routes.REQUEST)
def t_precheck_trans(msg: SipMsg) -> int:
    """Whether another copy of this request is being served now; if not, this one is known from here on."""
    if not precheck_trans.value or msg.first_line.method in _UNTRACKED:
        return -1
    key = _identity(msg)
    if key is None or msg.attached.get(_KEY) == key:
        return -1
    known = at_work()
    if key in known:
        return 1
    known.add(key)
    msg.attached[_KEY] = key
    return -1


def _identity(msg: SipMsg) -> object | None:
    try:
        via, cseq, callid = msg.via1, msg.parsed(HdrType.CSEQ), msg.parsed(HdrType.CALLID)
    except SipParseError:
        return None
    if via is None or cseq is None or callid is None:
        return None
    return callid, cseq.number, cseq.method, via.branch


def _served(msg: SipMsg) -> None:
    """The script has ended: a copy finds the transaction now, or is a request of its own."""
    if msg.has("attached"):
        at_work().discard(msg.attached.pop(_KEY, None))


@module.on_init
def mod_init() -> None:
    """Nothing; the end of each script is noticed."""
    if precheck_trans.value:
        engine().script_cbs.register(When.POST_REQUEST, _served)
