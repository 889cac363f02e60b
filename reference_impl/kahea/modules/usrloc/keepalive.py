"""Keepalives: a request to each contact now and then, and what its answer tells (parameters ka_*)."""

from functools import partial

from kahea.api import PvFormat, engine, peer, rng, wall_time
from kahea.api.peers.tm import TmApi, UacRequest, UacResult
from kahea.api.peers.usrloc import Ucontact
from kahea.api.values import SipParseError, parse_format, parse_uri
from kahea.modules.usrloc import params
from kahea.modules.usrloc.memory_store import MemoryStore
from kahea.modules.usrloc.timers import end_contacts
from kahea.modules.usrloc.usrloc import usrloc

__all__ = ["Keepalive", "keepalive", "parse_reply_codes"]

_ALL, _NATTED, _UDP = 1, 2, 4
_OWN_SERVER = 1
_NO_LOG = 255
_STREAMS = (b"tcp", b"tls", b"ws", b"wss", b"sctp")
_SUCCESS = 200
_REPLY_LIMIT = 300


def parse_reply_codes(text: str) -> frozenset[int]:
    """The codes of a list such as ``404;405``.

    Raises:
        ValueError: something in it is no code.

    >>> sorted(parse_reply_codes("404; 405"))
    [404, 405]
    """
    return frozenset(int(part) for part in text.replace(",", ";").split(";") if part.strip())


class Keepalive:
    """Whom to ask and when; made at start when ka_mode is set."""

    def __init__(self) -> None:
        self.mode = params.ka_mode.value
        self.interval_s = params.ka_interval.value
        self.randomize_s = params.ka_randomize.value
        self.timeout_s = params.ka_timeout.value
        self.is_only_own = bool(params.ka_filter.value & _OWN_SERVER)
        self.good_codes = parse_reply_codes(params.ka_reply_codes.value)
        self.from_ = params.ka_from.value.encode()
        self.method = params.ka_method.value.encode()
        self.level = params.ka_loglevel.value
        self.text: PvFormat = parse_format(engine().pvs, params.ka_logmsg.value.encode())
        self._next: dict[bytes, int] = {}
        """When each contact is asked next, by its id."""

    def run(self, _ticks: int, _param: object) -> None:
        """Nothing; contacts whose turn it is were asked, and those that were silent for too long are gone."""
        now = int(wall_time())
        for store in usrloc().tables.values():
            if isinstance(store, MemoryStore):
                self._run_table(store, now)

    def _run_table(self, store: MemoryStore, now: int) -> None:
        if self.timeout_s:
            gone = store.take_if(partial(self._is_silent, now))
            if gone:
                engine().start(end_contacts(store, gone))
        asked: dict[bytes, int] = {}
        for contacts in tuple(store.records.values()):
            for each in contacts:
                if each.is_valid(now) and self._is_wanted(each):
                    asked[each.ruid] = self._turn(store, each, now)
        self._next = asked

    def _is_silent(self, now: int, contact: Ucontact) -> bool:
        return self._is_wanted(contact) and contact.last_keepalive + self.timeout_s < now

    def _is_wanted(self, contact: Ucontact) -> bool:
        """Whether ka_mode means the contact: its bits 2 and 4 narrow each other, bit 1 lets all through."""
        if self.is_only_own and contact.server_id != engine().core.server_id:
            return False
        if self.mode & _NATTED and not contact.cflags & usrloc().nat_flag:
            return False
        return not (self.mode & _UDP and _is_over_stream(contact))

    def _turn(self, store: MemoryStore, contact: Ucontact, now: int) -> int:
        """When the contact is asked next; it was asked now, if its turn has come."""
        due = self._next.get(contact.ruid, now)
        if due > now:
            return due
        self._ask(store, contact)
        return now + self.interval_s + (rng().randrange(self.randomize_s + 1) if self.randomize_s else 0)

    def _ask(self, store: MemoryStore, contact: Ucontact) -> None:
        tm = peer(TmApi)
        assert tm is not None, "mod_init has asked for tm"
        user, _, domain = contact.aor.partition(b"@") if store.rules.use_domain else (contact.aor, b"", b"")
        to = b"sip:%b@%b" % (user, domain or params.ka_domain.value.encode())
        request = UacRequest(
            method=self.method,
            ruri=contact.contact,
            from_=b"<%b>" % self.from_,
            to=b"<%b>" % to,
            headers=b"Route: " + contact.path.replace(b",", b"\r\nRoute: ") + b"\r\n" if contact.path else b"",
            next_hop=_first_hop(contact),
            sock_name=contact.socket,
            done=partial(self._answered, store, contact.aor, contact.ruid, engine().now),
        )
        tm.t_uac(request)

    def _answered(self, store: MemoryStore, aor: bytes, ruid: bytes, sent_at: float, result: UacResult) -> None:
        """The contact lives: any answer of 2xx says so, and those of ka_reply_codes."""
        if result.reply is None or not (_SUCCESS <= result.code < _REPLY_LIMIT or result.code in self.good_codes):
            return
        roundtrip_us = round((engine().now - sent_at) * 1_000_000)
        for each in store.records.get(aor, ()):
            if each.ruid == ruid:
                each.last_keepalive = int(wall_time())
                each.ka_roundtrip_us = roundtrip_us
        if self.level != _NO_LOG:
            text = self.text.printf(result.reply).decode("utf-8", "replace")
            seconds, rest = divmod(roundtrip_us, 1_000_000)
            said = f"keepalive roundtrip: {seconds}.{rest:06d} sec - ruid [{ruid.decode('latin-1')}]{text}"
            engine().log.script(self.level, said)


def _first_hop(contact: Ucontact) -> bytes:
    """Where the request goes: by the path, or to where the REGISTER came from; empty when the contact decides."""
    if contact.path:
        return contact.path.partition(b">")[0].partition(b"<")[2]
    return contact.received


def _is_over_stream(contact: Ucontact) -> bool:
    try:
        return (parse_uri(contact.received or contact.contact).transport or b"udp") in _STREAMS
    except SipParseError:
        return False


keepalive = params.module.state(Keepalive)
"""The keepalives of the engine at work."""
