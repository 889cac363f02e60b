"""What reading a variable of an unreadable message leaves behind."""

from kahea.api.testing import Lab
from kahea.core.core_pvs import UNREADABLE, note_unreadable
from kahea.parser import SipParseError

BYE = b"BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n\r\n"


def test_first_error_is_kept_and_the_only_one_that_is_logged() -> None:
    lab = Lab("request_route { exit; }", overrides={"debug": 3})
    msg = lab.msg(BYE)
    lab.log.clear()
    first, second = SipParseError(400, "cseq: bad", 7), SipParseError(400, "to: bad", 9)
    note_unreadable(msg, first)
    note_unreadable(msg, second)
    assert msg.attached[UNREADABLE] is first
    assert len(lab.log) == 1
    assert "cseq: bad (offset 7) first_line='BYE sip:a@b SIP/2.0'" in lab.log[0]


def test_what_is_no_message_is_left_alone() -> None:
    note_unreadable(None, SipParseError(400, "cseq: bad", 7))
