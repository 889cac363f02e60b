"""Transactions that are watched: what is accounted when (kamailio src/modules/acc/acc_logic.c)."""

from kahea.api import SipMsg, peer
from kahea.api.peers.tm import TmApi, TmCallback, TmEvent
from kahea.api.values import HdrType, SipParseError, ToBody
from kahea.modules.acc.database import insert_later, rows_of
from kahea.modules.acc.exports import (
    db_table_acc,
    db_table_missed_calls,
    early_media,
    failed_filter,
    failed_transaction_flag,
    log_flag,
    log_missed_flag,
    report_ack,
    report_cancels,
)
from kahea.modules.acc.flags import clear_missed, has_flag, is_accounted, is_in_db, is_missed, is_missed_in_db, is_prepared
from kahea.modules.acc.log_line import write_record
from kahea.modules.acc.record import Outcome, outcome_of_reply, record_of

__all__ = ["watch"]

_FINAL, _NEGATIVE = 200, 300
_REQUEST_FWDED, _RESPONSE_OUT, _E2EACK_IN = int(TmEvent.REQUEST_FWDED), int(TmEvent.RESPONSE_OUT), int(TmEvent.E2EACK_IN)
_URI = "acc.uri"
"""Where the transaction keeps the request URI that it was last sent to."""


def watch(told: TmCallback) -> None:
    """Nothing; the new transaction will be accounted, if its request has a flag for it."""
    request, tm = told.request, peer(TmApi)
    if request is None or tm is None or (request.first_line.method == b"CANCEL" and not report_cancels.value):
        return
    if not (is_accounted(request) or is_missed(request) or is_prepared(request)):
        return
    tm.register_tmcb(request, _events(request), lambda later: _told(request, later))


def _events(request: SipMsg) -> TmEvent:
    """What has to be known of the transaction: asked for at once, since each asking costs at every event."""
    events = TmEvent.REQUEST_FWDED | TmEvent.RESPONSE_OUT
    if report_ack.value:
        events |= TmEvent.E2EACK_IN
    if request.first_line.method == b"INVITE":
        events |= TmEvent.ON_FAILURE
    return events


def _told(request: SipMsg, told: TmCallback) -> None:
    event = int(told.event)
    if event & _RESPONSE_OUT:
        _answered(told)
    elif event & _REQUEST_FWDED:
        _sent(told)
    elif event & _E2EACK_IN:
        _acknowledged(request, told)
    else:
        _failed(told)


def _sent(told: TmCallback) -> None:
    if told.request is not None:
        told.request.attached[_URI] = told.request.ruri_text


def _is_wanted(request: SipMsg, reply: SipMsg | None, code: int) -> bool:
    """Whether a reply with that code is accounted."""
    if code >= _NEGATIVE:
        return has_flag(request, failed_transaction_flag) and code not in (failed_filter.value or ())
    if not is_accounted(request):
        return False
    return code >= _FINAL or bool(early_media.value and reply is not None and _has_body(reply))


def _has_body(reply: SipMsg) -> bool:
    try:
        return bool(reply.body)
    except SipParseError:
        return False


def _to_of(reply: SipMsg | None) -> ToBody | None:
    try:
        to: ToBody | None = reply.parsed(HdrType.TO) if reply is not None else None
    except SipParseError:
        return None
    return to


def _failed(told: TmCallback) -> None:
    """Every branch has failed: a missed call, once for each time that a route asks for it."""
    request = told.request
    if request is None or request.first_line.method != b"INVITE" or not is_missed(request):
        return
    _put(
        "call missed",
        request,
        (told.reply, outcome_of_reply(told.reply, told.code)),
        is_logged=has_flag(request, log_missed_flag),
        table=db_table_missed_calls.value if is_missed_in_db(request) else None,
    )
    clear_missed(request)
    tm = peer(TmApi)
    if tm is not None:
        tm.t_flush_flags(request)


def _answered(told: TmCallback) -> None:
    """A reply was sent; one that was made here has not passed through `_failed`."""
    request, reply, code = told.request, told.reply, told.code
    if request is None:
        return
    if code >= _NEGATIVE:
        _failed(told)
    if _is_wanted(request, reply, code):
        _put(
            "transaction answered",
            request,
            (reply, outcome_of_reply(reply, code)),
            is_logged=has_flag(request, log_flag),
            table=db_table_acc.value if is_in_db(request) else None,
        )


def _put(title: str, request: SipMsg, answer: tuple[SipMsg | None, Outcome], *, is_logged: bool, table: str | None) -> None:
    """The record, with the request URI that the reply came from, goes where it is wanted."""
    reply, outcome = answer
    uri, request.new_uri = request.new_uri, _answering_uri(request, reply)
    try:
        record = record_of(request, outcome, _to_of(reply))
        if record is None:
            return
        if is_logged:
            write_record(title, record, request)
        if table is not None:
            insert_later(table, rows_of(record, request))
    finally:
        request.new_uri = uri


def _answering_uri(request: SipMsg, reply: SipMsg | None) -> bytes:
    """The request URI of the branch that was answered; without a reply, the one that the request was last sent to."""
    tm = peer(TmApi)
    view = tm.t_view(reply) if tm is not None and reply is not None else None
    if view is not None:
        return view.branch_uri
    last: bytes = request.attached.get(_URI, request.ruri_text)
    return last


def _acknowledged(request: SipMsg, told: TmCallback) -> None:
    """The ACK of a 2xx came by; it has no flags of its own, and reads the transaction's AVPs."""
    ack = told.request
    record = record_of(ack, outcome_of_reply(None, told.code)) if ack is not None else None
    if ack is None or record is None:
        return
    own, (ack.avps, ack.xavps) = (ack.avps, ack.xavps), (request.avps, request.xavps)
    try:
        if has_flag(request, log_flag):
            write_record("request acknowledged", record, ack)
        if is_in_db(request):
            insert_later(db_table_acc.value, rows_of(record, ack))
    finally:
        ack.avps, ack.xavps = own
