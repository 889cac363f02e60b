"""The state machines: every pair of state and event has its row, and the rows say what RFC 3261 §17 and RFC 6026 say."""

from __future__ import annotations

import pytest

from kahea.modules.tm.states import (
    CANCEL,
    CLIENT_INVITE,
    CLIENT_OTHER,
    FAIL,
    PASS,
    RESEND,
    SEND,
    SEND_ACK,
    SERVER_INVITE,
    SERVER_OTHER,
    TIMEOUT,
    UP,
    ClientEvent,
    ClientState,
    ServerEvent,
    ServerState,
)


@pytest.mark.parametrize("table", [CLIENT_INVITE, CLIENT_OTHER])
def test_every_client_state_knows_every_event(table: tuple[tuple[tuple[ClientState, int], ...], ...]) -> None:
    assert [len(row) for row in table] == [len(ClientEvent)] * len(ClientState)


@pytest.mark.parametrize("table", [SERVER_INVITE, SERVER_OTHER])
def test_every_server_state_knows_every_event(table: tuple[tuple[tuple[ServerState, int], ...], ...]) -> None:
    assert [len(row) for row in table] == [len(ServerEvent)] * len(ServerState)


CLIENT_RULES = [
    # RFC 3261 §17.1.1.2, figure 5, and RFC 6026 §7.2
    (CLIENT_INVITE, ClientState.CALLING, ClientEvent.REPLY_1XX, ClientState.PROCEEDING, UP),
    (CLIENT_INVITE, ClientState.CALLING, ClientEvent.REPLY_2XX, ClientState.ACCEPTED, UP),
    (CLIENT_INVITE, ClientState.CALLING, ClientEvent.REPLY_3XX, ClientState.COMPLETED, UP | SEND_ACK),
    (CLIENT_INVITE, ClientState.CALLING, ClientEvent.RETR, ClientState.CALLING, RESEND),
    (CLIENT_INVITE, ClientState.CALLING, ClientEvent.FR, ClientState.TERMINATED, TIMEOUT),
    (CLIENT_INVITE, ClientState.CALLING, ClientEvent.ERROR, ClientState.TERMINATED, FAIL),
    (CLIENT_INVITE, ClientState.PROCEEDING, ClientEvent.REPLY_1XX, ClientState.PROCEEDING, UP),
    (CLIENT_INVITE, ClientState.PROCEEDING, ClientEvent.RETR, ClientState.PROCEEDING, 0),
    (CLIENT_INVITE, ClientState.PROCEEDING, ClientEvent.FR, ClientState.TERMINATED, TIMEOUT | CANCEL),  # timer C, §16.8
    (CLIENT_INVITE, ClientState.COMPLETED, ClientEvent.REPLY_3XX, ClientState.COMPLETED, SEND_ACK),
    (CLIENT_INVITE, ClientState.COMPLETED, ClientEvent.REPLY_1XX, ClientState.COMPLETED, 0),
    (CLIENT_INVITE, ClientState.ACCEPTED, ClientEvent.REPLY_2XX, ClientState.ACCEPTED, UP),
    (CLIENT_INVITE, ClientState.ACCEPTED, ClientEvent.REPLY_1XX, ClientState.ACCEPTED, 0),
    (CLIENT_INVITE, ClientState.TERMINATED, ClientEvent.REPLY_2XX, ClientState.ACCEPTED, UP),  # §16.7 step 5: every 2xx goes on
    # §17.1.2.2, figure 6
    (CLIENT_OTHER, ClientState.CALLING, ClientEvent.REPLY_1XX, ClientState.PROCEEDING, UP),
    (CLIENT_OTHER, ClientState.CALLING, ClientEvent.REPLY_3XX, ClientState.COMPLETED, UP),
    (CLIENT_OTHER, ClientState.CALLING, ClientEvent.FR, ClientState.TERMINATED, TIMEOUT),
    (CLIENT_OTHER, ClientState.PROCEEDING, ClientEvent.RETR, ClientState.PROCEEDING, RESEND),
    (CLIENT_OTHER, ClientState.PROCEEDING, ClientEvent.REPLY_2XX, ClientState.COMPLETED, UP),
    (CLIENT_OTHER, ClientState.COMPLETED, ClientEvent.REPLY_2XX, ClientState.COMPLETED, 0),
    (CLIENT_OTHER, ClientState.TERMINATED, ClientEvent.REPLY_2XX, ClientState.TERMINATED, 0),  # RFC 4320 §4.2
]


@pytest.mark.parametrize(("table", "state", "event", "follows", "act"), CLIENT_RULES)
def test_client_follows_the_rfc(
    table: tuple[tuple[tuple[ClientState, int], ...], ...],
    state: ClientState,
    event: ClientEvent,
    follows: ClientState,
    act: int,
) -> None:
    assert table[state][event] == (follows, act)


SERVER_RULES = [
    # §17.2.1, figure 7, and RFC 6026 §7.1
    (SERVER_INVITE, ServerState.PROCEEDING, ServerEvent.REQUEST, ServerState.PROCEEDING, RESEND),
    (SERVER_INVITE, ServerState.PROCEEDING, ServerEvent.SEND_1XX, ServerState.PROCEEDING, SEND),
    (SERVER_INVITE, ServerState.PROCEEDING, ServerEvent.SEND_2XX, ServerState.ACCEPTED, SEND),
    (SERVER_INVITE, ServerState.PROCEEDING, ServerEvent.SEND_3XX, ServerState.COMPLETED, SEND),
    (SERVER_INVITE, ServerState.COMPLETED, ServerEvent.REQUEST, ServerState.COMPLETED, RESEND),
    (SERVER_INVITE, ServerState.COMPLETED, ServerEvent.RETR, ServerState.COMPLETED, RESEND),
    (SERVER_INVITE, ServerState.COMPLETED, ServerEvent.ACK, ServerState.CONFIRMED, 0),
    (SERVER_INVITE, ServerState.COMPLETED, ServerEvent.FR, ServerState.TERMINATED, 0),
    (SERVER_INVITE, ServerState.COMPLETED, ServerEvent.SEND_3XX, ServerState.COMPLETED, 0),
    (SERVER_INVITE, ServerState.CONFIRMED, ServerEvent.ACK, ServerState.CONFIRMED, 0),
    (SERVER_INVITE, ServerState.CONFIRMED, ServerEvent.WAIT, ServerState.TERMINATED, 0),
    (SERVER_INVITE, ServerState.ACCEPTED, ServerEvent.REQUEST, ServerState.ACCEPTED, 0),
    (SERVER_INVITE, ServerState.ACCEPTED, ServerEvent.SEND_2XX, ServerState.ACCEPTED, SEND),
    (SERVER_INVITE, ServerState.ACCEPTED, ServerEvent.ACK, ServerState.ACCEPTED, PASS),
    (SERVER_INVITE, ServerState.ACCEPTED, ServerEvent.WAIT, ServerState.TERMINATED, 0),
    # §17.2.2, figure 8
    (SERVER_OTHER, ServerState.PROCEEDING, ServerEvent.SEND_2XX, ServerState.COMPLETED, SEND),
    (SERVER_OTHER, ServerState.COMPLETED, ServerEvent.REQUEST, ServerState.COMPLETED, RESEND),
    (SERVER_OTHER, ServerState.COMPLETED, ServerEvent.SEND_2XX, ServerState.COMPLETED, 0),
    (SERVER_OTHER, ServerState.COMPLETED, ServerEvent.WAIT, ServerState.TERMINATED, 0),
]


@pytest.mark.parametrize(("table", "state", "event", "follows", "act"), SERVER_RULES)
def test_server_follows_the_rfc(
    table: tuple[tuple[tuple[ServerState, int], ...], ...],
    state: ServerState,
    event: ServerEvent,
    follows: ServerState,
    act: int,
) -> None:
    assert table[state][event] == (follows, act)
