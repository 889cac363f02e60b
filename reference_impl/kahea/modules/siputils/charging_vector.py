"""P-Charging-Vector: the id under which all operators on the way charge one call (RFC 7315 §4.6, §5.6)."""

from kahea.api import PvParam, SipMsg, rng
from kahea.api.net import bracketed
from kahea.api.values import HdrField, Inner, Lump, LumpError, PvRegistry, PvSyntaxError
from kahea.modules.siputils.exports import module

__all__: list[str] = []

_NAME = b"P-Charging-Vector"
_KEYS = {b"value": b"icid-value", b"genaddr": b"icid-generated-at", b"orig": b"orig-ioi", b"term": b"term-ioi"}
_FLAGS = frozenset(b"rgf")


class _Generated(bytes):
    """The header line that was made here: the value of its lump."""


def _received(msg: SipMsg) -> HdrField | None:
    """The header as it came, unless it was removed."""
    return next((field for field in msg.named(_NAME) if not msg.add_rm.is_deleted(field.start)), None)


def _generated(msg: SipMsg) -> Lump | None:
    return next((each for lump in msg.add_rm for each in lump.before if isinstance(each.value, _Generated)), None)


def _body(msg: SipMsg) -> bytes | None:
    """The body as it is now; None without one."""
    made = _generated(msg)
    if made is not None and isinstance(made.value, bytes):
        return made.value.partition(b":")[2].strip()
    field = _received(msg)
    return field.body if field is not None else None


def _remove(msg: SipMsg) -> None:
    for field in msg.named(_NAME):
        msg.add_rm.del_lump(field.start, field.len)
    for lump in msg.add_rm:
        lump.before = tuple([each for each in lump.before if not isinstance(each.value, _Generated)])


def _generate(msg: SipMsg) -> None:
    body = b"icid-value=%032X; icid-generated-at=%b" % (rng().getrandbits(128), bracketed(msg.rcv.dst_ip))
    lumps = msg.add_rm
    lumps.insert_new_lump_before(lumps.anchor_lump(msg.headers[-1].end), _Generated(b"%b: %b\r\n" % (_NAME, body)))


@module.function("sip_p_charging_vector")
def sip_p_charging_vector(msg: SipMsg, flags: bytes) -> int:
    """Remove the header (r), make one where there is none (g), or both (f); -1 for other flags or a header changed before."""
    wanted = flags.lower()
    if not wanted or not set(wanted) <= _FLAGS:
        return -1
    if wanted != b"g":
        try:
            _remove(msg)
        except LumpError:
            return -1
    if wanted != b"r" and _body(msg) is None:
        _generate(msg)
    return 1


def _key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    if inner != b"all" and inner not in _KEYS:
        raise PvSyntaxError(f"$pcv has all, value, genaddr, orig and term, not {inner[:40]!r}", 0)
    return inner


@module.pv("pcv", inner=Inner.MUST, parse_name=_key)
def pv_pcv(msg: SipMsg, param: PvParam) -> bytes | None:
    """$pcv(key): the P-Charging-Vector, all of it or one of its parts; null without it."""
    body = _body(msg)
    if body is None or param.name == b"all":
        return body
    for piece in body.split(b";"):
        name, equals, value = piece.partition(b"=")
        if equals and name.strip().lower() == _KEYS[param.name]:
            return value.strip()
    return None
