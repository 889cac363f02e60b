"""What replies get."""

from __future__ import annotations

from typing import Any

from kahea.core.lump_rpl import RplKind, add_lump_rpl, rpl_body, rpl_headers, unlink_lump_rpl


def test_headers_add_up_and_the_last_body_counts(bench: Any, invite: bytes) -> None:
    msg = bench.msg(invite)
    for text, kind in ((b"A: 1\r\n", RplKind.HDR), (b"x", RplKind.BODY), (b"B: 2\r\n", RplKind.HDR), (b"y", RplKind.BODY)):
        add_lump_rpl(msg, text, kind)
    assert (rpl_headers(msg), rpl_body(msg)) == (b"A: 1\r\nB: 2\r\n", b"y")


def test_a_lump_can_be_taken_back(bench: Any, invite: bytes) -> None:
    msg = bench.msg(invite)
    first, second = add_lump_rpl(msg, b"A: 1\r\n"), add_lump_rpl(msg, b"A: 1\r\n")
    assert (unlink_lump_rpl(msg, first), unlink_lump_rpl(msg, first)) == (True, False)
    assert msg.reply_lumps == [second]


def test_a_message_without_lumps_makes_no_list(bench: Any, invite: bytes) -> None:
    msg = bench.msg(invite)
    assert (rpl_headers(msg), rpl_body(msg), msg.has("reply_lumps")) == (b"", b"", False)
