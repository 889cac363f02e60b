"""Joins an engine with its sockets: what comes is an entry of the engine, what comes of that is sent, timers are armed."""

import asyncio
import socket
from collections.abc import Callable, Iterable

from kahea.core.engine import Engine
from kahea.core.events import SrEvent
from kahea.core.net import Proto, ReceiveInfo, Send, SocketInfo
from kahea.core.receive import receive_msg
from kahea.transport.streams import Streams
from kahea.transport.tcp import listen
from kahea.transport.udp import UdpSocket

__all__ = ["TransportManager"]

_SWEEP_S = 1.0
_BURST = 16
"""Sends that wait for the end of a drain at most: sent together they wake their receiver once."""
_UDP = Proto.UDP


class TransportManager:
    """All transports of one engine in one event loop; the application owns it.

    Raises:
        TransportError: a socket cannot be opened; those opened before are closed.
    """

    def __init__(self, engine: Engine, loop: asyncio.AbstractEventLoop, clock: Callable[[], float]) -> None:
        self.engine = engine
        self._loop = loop
        self._clock = clock
        self._udp: dict[SocketInfo, UdpSocket] = {}
        self._listeners: dict[SocketInfo, socket.socket] = {}
        self._alarm: asyncio.TimerHandle | None = None
        self._alarm_at: float | None = None
        self._sweep: asyncio.TimerHandle | None = None
        self._held: list[Send] = []
        self.streams = Streams(
            engine.core,
            loop,
            clock,
            received=self._received_stream,
            closed=self._stream_closed,
            log=engine.log.module("tcp"),
        )
        try:
            for info in engine.sockets:
                self._open(info)
        except BaseException:
            self.close()
            raise

    def _open(self, info: SocketInfo) -> None:
        if info.is_virtual:
            return
        if info.proto is Proto.UDP:
            self._udp[info] = UdpSocket(info, self._received_datagram, self._drained, rcvbuf=0, tos=self.engine.core.tos)
        else:
            self._listeners[info] = listen(info, self.engine.core)

    def start(self) -> None:
        """Nothing; messages are received and timers run from now on."""
        for udp in self._udp.values():
            self._loop.add_reader(udp.fileno(), udp.read)
        for info, listener in self._listeners.items():
            self._loop.add_reader(listener.fileno(), self.streams.accept_all, listener, info)
        self._sweep = self._loop.call_later(_SWEEP_S, self._sweep_streams)
        self.enter(_nothing)

    # Into the engine

    def _received_datagram(self, data: bytes, ip: bytes, port: int, info: SocketInfo) -> None:
        rcv = ReceiveInfo(_UDP, ip, port, info)
        self._held += self._entered(lambda: receive_msg(self.engine, data, rcv))
        if len(self._held) >= _BURST:
            self._send_held()

    def _drained(self) -> None:
        """Nothing; what came of the datagrams that were waiting is on its way."""
        self._send_held()
        self._arm()

    def _send_held(self) -> None:
        held, self._held = self._held, []
        self.send_all(held)

    def _received_stream(self, data: bytes, rcv: ReceiveInfo) -> None:
        self.enter(lambda: receive_msg(self.engine, data, rcv))

    def _stream_closed(self, con_id: int, reason: str) -> None:
        if self.engine.events.is_heard(SrEvent.TCP_CLOSED):
            self.enter(lambda: self.engine.events.emit(SrEvent.TCP_CLOSED, con_id, reason))

    def enter(self, work: Callable[[], object]) -> None:
        """Nothing; the engine has done `work` now, and what came of it is on its way."""
        self.send_all(self._entered(work))
        self._arm()

    def _entered(self, work: Callable[[], object]) -> list[Send]:
        """What is to be sent once the engine has done `work` now."""
        try:
            return self.engine.enter(self._clock(), work)
        except Exception as fault:  # noqa: BLE001  the last line: a bug ends one message, not the server
            self._report(fault)
            sends, self.engine.outbox = self.engine.outbox, []
            return sends

    def _report(self, fault: Exception) -> None:
        self._loop.call_exception_handler({"message": "a message ended with a bug", "exception": fault})

    def _arm(self) -> None:
        """One wake-up stands at the engine's next deadline."""
        deadline = self.engine.next_deadline()
        if deadline is None or (self._alarm_at is not None and self._alarm_at <= deadline):
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = deadline
        self._alarm = self._loop.call_later(max(0.0, deadline - self._clock()), self._ring)

    def _ring(self) -> None:
        self._alarm = self._alarm_at = None
        now = self._clock()
        self.enter(lambda: self.engine.timers.run(now))

    # Out of the engine

    def send_all(self, sends: Iterable[Send]) -> None:
        """Nothing; each of `sends` is on its way, or its sender was told why not."""
        for send in sends:
            if send.dst.proto is _UDP:
                self._send_datagram(send)
            else:
                self._send_stream(send)

    def _send_datagram(self, send: Send) -> None:
        udp = self._udp.get(send.dst.sock) if send.dst.sock is not None else self._any_udp(send.dst.ip)
        if udp is None:
            self._failed(send, "no UDP socket of that address family")
            return
        reason = udp.send(send.data, send.dst.ip, send.dst.port)
        if reason is not None:
            self._failed(send, reason)
        elif udp.has_queued:
            self._loop.add_writer(udp.fileno(), self._write_datagrams, udp)

    def _any_udp(self, ip: bytes) -> UdpSocket | None:
        return next((udp for info, udp in self._udp.items() if (b":" in info.address) == (b":" in ip)), None)

    def _write_datagrams(self, udp: UdpSocket) -> None:
        udp.write()
        if not udp.has_queued:
            self._loop.remove_writer(udp.fileno())

    def _send_stream(self, send: Send) -> None:
        info = send.dst.sock or self.engine.sockets.first(send.dst.proto, is_ipv6=b":" in send.dst.ip)
        if info is None:
            self._failed(send, f"no {send.dst.proto.name} socket of that address family")
            return
        if send.failed is not None:
            send.failed = self._telling(send.failed)
        self.streams.send(send, info)

    def _failed(self, send: Send, reason: str) -> None:
        self.engine.log.module("core").warn("%s: cannot send: %s", send.dst.text.decode(), reason)
        if send.failed is not None:
            self._telling(send.failed)(reason)

    def _telling(self, failed: Callable[[str], None]) -> Callable[[str], None]:
        """`failed` as it may be called at any moment: the entry that sent may not have ended yet."""

        def tell(reason: str) -> None:
            self._loop.call_soon(self.enter, lambda: failed(reason))

        return tell

    # Edge

    def _sweep_streams(self) -> None:
        self.streams.sweep(self._clock())
        self._sweep = self._loop.call_later(_SWEEP_S, self._sweep_streams)

    def close(self) -> None:
        """Nothing; every socket is closed."""
        for handle in (self._alarm, self._sweep):
            if handle is not None:
                handle.cancel()
        self.streams.close()
        for udp in self._udp.values():
            self._loop.remove_reader(udp.fileno())
            self._loop.remove_writer(udp.fileno())
            udp.close()
        for listener in self._listeners.values():
            self._loop.remove_reader(listener.fileno())
            listener.close()


def _nothing() -> None:
    """An entry that only lets out what waits."""
