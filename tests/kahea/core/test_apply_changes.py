"""Changes made at once."""

from __future__ import annotations

import pytest

from kahea.api.testing import Lab
from kahea.core.apply_changes import ApplyError, apply_changes, set_buffer
from kahea.core.dset import Branch, append_branch
from kahea.core.lump_rpl import add_lump_rpl
from kahea.parser import SipParseError
from kahea.parser.hf import HdrType

REQUEST = (
    b"INVITE sip:b@h SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2:5060;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
    b"To: <sip:b@h>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nSubject: one\r\nContent-Length: 3\r\n\r\nabc"
)


@pytest.fixture
def lab() -> Lab:
    return Lab("request_route { exit; }")


def test_the_bytes_are_those_of_the_changes(lab: Lab) -> None:
    msg = lab.msg(REQUEST)
    subject = msg.hdr(HdrType.SUBJECT)
    assert subject is not None
    msg.add_rm.del_lump(subject.start, subject.len)
    msg.body_lumps.insert_new_lump_after(msg.body_lumps.del_lump(msg.eoh, 3), b"longer")
    msg.set_ruri(b"sip:new@h")
    apply_changes(msg)
    wanted = REQUEST.replace(b"sip:b@h SIP", b"sip:new@h SIP").replace(b"Subject: one\r\n", b"")
    assert msg.buf == wanted.replace(b"Content-Length: 3\r\n\r\nabc", b"Content-Length: 6\r\n\r\nlonger")
    assert (msg.hdr(HdrType.SUBJECT), msg.body) == (None, b"longer")
    assert (msg.first_line.uri, msg.new_uri, msg.ruri.user) == (b"sip:new@h", None, b"new")
    assert not msg.has("add_rm")
    assert not msg.has("body_lumps")


def test_no_change_leaves_the_bytes(lab: Lab) -> None:
    msg = lab.msg(REQUEST)
    apply_changes(msg)
    assert msg.buf == REQUEST


def test_the_via_stays_as_it_came(lab: Lab) -> None:
    msg = lab.msg(REQUEST, src=("127.0.0.9", 1234))
    apply_changes(msg)
    assert b"received" not in msg.buf
    assert msg.rcv.src_ip == b"127.0.0.9"


def test_what_routes_decided_stays(lab: Lab) -> None:
    msg = lab.msg(REQUEST)
    msg.dst_uri, msg.path_vec, msg.flags, msg.sflags, msg.bflags = b"sip:next", b"<sip:p;lr>", 4, 2, 8
    msg.force_send_socket, msg.to_tag, msg.ruri_q, msg.ruid, msg.set_global_port = lab.sock(), b"tag", 500, b"r", 7
    add_lump_rpl(msg, b"X-A: 1\r\n")
    append_branch(msg, Branch(uri=b"sip:other@h"))
    msg.attached["x"] = 1
    before = {name: value for name, value in msg.__dict__.items() if name not in ("add_rm", "body_lumps")}
    msg.add_rm.insert_new_lump_before(msg.add_rm.anchor_lump(msg.line_start(0)), b"X-B: 1\r\n")
    apply_changes(msg)
    assert b"X-B: 1\r\n" in msg.buf
    assert {name: msg.__dict__[name] for name in before} == before


def test_a_change_that_waits_for_the_socket_is_refused(lab: Lab) -> None:
    msg = lab.msg(REQUEST)
    msg.add_rm.insert_new_lump_after(msg.add_rm.anchor_lump(msg.line_start(0)), lambda _sock, _dst: b"X: 1\r\n")
    with pytest.raises(ApplyError):
        apply_changes(msg)
    assert msg.buf == REQUEST
    assert len(msg.add_rm) == 1


def test_bytes_that_are_no_message_leave_the_old_ones(lab: Lab) -> None:
    msg = lab.msg(REQUEST)
    via = msg.hdr(HdrType.VIA)
    assert via is not None
    msg.add_rm.del_lump(via.start, via.len)
    with pytest.raises(SipParseError):
        apply_changes(msg)
    assert msg.buf == REQUEST


def test_set_buffer_forgets_the_changes(lab: Lab) -> None:
    msg = lab.msg(REQUEST)
    msg.add_rm.insert_new_lump_before(msg.add_rm.anchor_lump(msg.line_start(0)), b"X-B: 1\r\n")
    set_buffer(msg, REQUEST.replace(b"one", b"two"))
    assert (msg.parsed(HdrType.SUBJECT), msg.has("add_rm")) == (b"two", False)


def test_a_reply_has_the_status_it_was_given(lab: Lab) -> None:
    msg = lab.msg(REQUEST.replace(b"INVITE sip:b@h SIP/2.0", b"SIP/2.0 603 Decline"))
    msg.reply_status = (486, b"Busy")
    apply_changes(msg)
    assert (msg.first_line.status, msg.first_line.reason) == (486, b"Busy")
    assert not msg.has("reply_status")
