"""The reply to a REGISTER: what is registered, and what the phone has to know (kamailio src/modules/registrar/reply.c)."""

from collections.abc import Sequence

from kahea.api import SipMsg, peer
from kahea.api.peers.sl import SlApi
from kahea.api.peers.usrloc import Ucontact
from kahea.api.values import Q_UNSPECIFIED, HdrType, add_lump_rpl, q_text
from kahea.modules.registrar import params
from kahea.modules.registrar.conf import Conf
from kahea.modules.registrar.errors import Problem
from kahea.modules.registrar.gruu import gruu_params
from kahea.modules.registrar.outcome import Outcome
from kahea.modules.registrar.register import option_tags

__all__ = ["contact_header", "prepare_reply", "send_outcome"]

_SERVER_ERROR = range(500, 600)
_SUPPORTED_OUTBOUND, _REQUIRED_OUTBOUND = 1, 2


def contact_header(conf: Conf, contacts: Sequence[Ucontact], host: bytes, now: int, *, gives_gruu: bool) -> bytes:
    """The header line that lists the contacts that have not ended; empty when there are none."""
    ended_count = params.use_expired_contacts.value
    listed = [_contact(conf, each, host, now, gives_gruu=gives_gruu) for each in contacts if ended_count or each.is_valid(now)]
    return b"Contact: " + b", ".join(listed) + b"\r\n" if listed else b""


def _contact(conf: Conf, contact: Ucontact, host: bytes, now: int, *, gives_gruu: bool) -> bytes:
    q = contact.q
    text = b"<%b>" % contact.contact if q == Q_UNSPECIFIED else b"<%b>;q=%b" % (contact.contact, q_text(q))
    text += b";expires=%d" % max(0, contact.expires - now)
    if contact.received and conf.received_param:
        text += b';%b="%b"' % (conf.received_param, contact.received)
    if contact.instance:
        if gives_gruu:
            text += gruu_params(conf.ul, contact, host)
        text += b';+sip.instance="%b"' % contact.instance
    if contact.reg_id > 0:
        text += b";reg-id=%d" % contact.reg_id
    return text


def prepare_reply(conf: Conf, msg: SipMsg, outcome: Outcome, now: int) -> tuple[int, bytes]:
    """Code and reason of the reply, whose headers are laid aside with the message."""
    gives_gruu = conf.gives_gruu and b"gruu" in option_tags(msg, HdrType.SUPPORTED)
    text = contact_header(conf, outcome.contacts, outcome.host, now, gives_gruu=gives_gruu)
    problem = outcome.problem
    if problem is not None:
        text += b"".join(_refusal(problem, outcome))
    elif conf.outbound_mode or outcome.path:
        text += b"".join(_success(conf, msg, outcome))
    if text:
        add_lump_rpl(msg, text)
    return (200, b"OK") if problem is None else (problem.code, problem.reason)


def _success(conf: Conf, msg: SipMsg, outcome: Outcome) -> list[bytes]:
    lines = []
    supported = option_tags(msg, HdrType.SUPPORTED)
    if outcome.path and conf.path_mode and b"path" in supported:
        lines.append(b"Path: " + outcome.path + b"\r\n")
    is_outbound = b"outbound" in supported or b"outbound" in option_tags(msg, HdrType.REQUIRE)
    required = b"Require: outbound\r\n" if conf.outbound_mode == _REQUIRED_OUTBOUND or is_outbound else b""
    if conf.outbound_mode == _REQUIRED_OUTBOUND:
        lines += [required, b"Supported: outbound\r\n"]
    elif conf.outbound_mode == _SUPPORTED_OUTBOUND:
        lines += [b"Supported: outbound\r\n", required]
    if conf.outbound_mode and required and conf.flow_timer:
        lines.append(b"Flow-Timer: %d\r\n" % conf.flow_timer)
    return lines


def _refusal(problem: Problem, outcome: Outcome) -> list[bytes]:
    lines = []
    if problem is Problem.PATH_UNSUP:
        lines += [b"Unsupported: path\r\n", b"Path: " + outcome.path + b"\r\n"]
    elif problem is Problem.OB_UNSUP:
        lines.append(b"Require: outbound\r\nSupported: outbound\r\n")
    elif problem is Problem.OB_REQD:
        lines.append(b"Unsupported: outbound\r\n")
    elif problem is Problem.LOW_EXP:
        lines.append(b"Min-Expires: %d\r\n" % params.min_expires.value)
    lines.append(b"P-Registrar-Error: " + problem.text + b"\r\n")
    retry_after_s = params.retry_after.value or outcome.retry_after_s
    if problem.code in _SERVER_ERROR and retry_after_s:
        lines.append(b"Retry-After: %d\r\n" % retry_after_s)
    return lines


async def send_outcome(conf: Conf, msg: SipMsg, outcome: Outcome, now: int) -> bool:
    """Whether the reply was handed to the transport."""
    code, reason = prepare_reply(conf, msg, outcome, now)
    sl = peer(SlApi)
    assert sl is not None, "the module needs sl"
    return await sl.send_reply(msg, code, reason)
