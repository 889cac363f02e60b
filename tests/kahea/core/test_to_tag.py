"""To tags of replies made here."""

from __future__ import annotations

from typing import Any

from kahea.core.to_tag import reply_totag


def test_every_copy_of_a_request_gets_the_same_tag(bench: Any, invite: bytes) -> None:
    assert reply_totag(bench.msg(invite)) == reply_totag(bench.msg(invite))


def test_another_request_another_server_another_tag(bench: Any, invite: bytes) -> None:
    first = reply_totag(bench.msg(invite))
    others = {reply_totag(bench.msg(invite.replace(old, b"x"))) for old in (b"776asdhds", b"a84b4c76e66710")}
    bench.engine.secret = b"another"
    assert len({first, *others, reply_totag(bench.msg(invite))}) == 4


def test_a_message_keeps_its_tag(bench: Any, invite: bytes) -> None:
    msg = bench.msg(invite)
    msg.to_tag = b"mine"
    assert reply_totag(msg) == b"mine"
