"""The transports of an engine, over sockets on loopback."""

from __future__ import annotations

import asyncio
import select
import socket

from kahea.api.testing import Lab
from kahea.core.events import SrEvent
from kahea.core.net import Proto, ReceiveInfo
from kahea.transport.manager import TransportManager

OPTIONS = (
    b"OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:%d;rport;branch=z9hG4bK%d\r\nMax-Forwards: 70\r\n"
    b"From: <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:127.0.0.1>\r\nCall-ID: %d@x\r\nCSeq: 1 OPTIONS\r\n\r\n"
)
BURST = 16


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_replies_to_datagrams_that_waited_leave_together() -> None:
    port, wanted = free_port(), BURST + 4
    lab = Lab(f'listen=udp:127.0.0.1:{port}\nloadmodule "sl.so"\nrequest_route {{ sl_send_reply("200", "OK"); }}')
    with asyncio.Runner() as runner, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        loop = runner.get_loop()
        peer.bind(("127.0.0.1", 0))
        peer.setblocking(False)
        is_answered: list[bool] = []

        def note(data: bytes, rcv: ReceiveInfo) -> None:  # noqa: ARG001  a listener's signature
            assert rcv.proto is Proto.UDP
            is_answered.append(bool(select.select([peer], [], [], 0)[0]))

        lab.engine.events.register(SrEvent.NET_DATA_IN, note)
        manager = TransportManager(lab.engine, loop, lambda: 0.0)
        for number in range(wanted):
            peer.sendto(OPTIONS % (peer.getsockname()[1], number, number), ("127.0.0.1", port))
        manager.start()

        async def replies() -> list[bytes]:
            return [await asyncio.wait_for(loop.sock_recv(peer, 4096), 5) for _ in range(wanted)]

        got = runner.run(replies())
        manager.close()
    assert [data.partition(b"\r\n")[0] for data in got] == [b"SIP/2.0 200 OK"] * wanted
    assert [b"Call-ID: %d@x" % number in data for number, data in enumerate(got)] == [True] * wanted
    assert is_answered == [False] * BURST + [True] * 4
