"""SipMsg: a received message, and all that routes decide about it (Kamailio's ``struct sip_msg``)."""

from typing import TYPE_CHECKING, Any

from kahea.cfg.runtime import RunActCtx
from kahea.core.net import ReceiveInfo, SocketInfo
from kahea.parser import Message, SipParseError, SipUri, parse_uri

if TYPE_CHECKING:
    from kahea.core.data_lump import Lumps
    from kahea.core.dset import Branch
    from kahea.core.engine import Engine
    from kahea.core.usr_avp import AvpStore
    from kahea.core.xavp import XavpStore

__all__ = ["SipMsg"]


class SipMsg(Message):
    """A message on its way through the routes.

    The fields below have their values as class attributes: a message pays for those that a route sets.  One message belongs to
    one continuation at a time; a transaction keeps the request's.
    """

    id: int = 0
    """The number of the message in this process, from 1 (`$mi`)."""
    now: float = 0.0
    """When it was received, seconds of the monotonic clock."""
    new_uri: bytes | None = None
    """The request URI that a route has set; None while it is the received one."""
    dst_uri: bytes = b""
    """The next hop (`$du`); empty when the request URI decides."""
    ruri_q: int = -1
    """The q of the request URI, 0 to 1000, -1 when it has none."""
    ruri_con_id: int = 0
    """The connection that the request URI's contact came over."""
    path_vec: bytes = b""
    """The Path of the contact: Route headers to put on top."""
    instance: bytes = b""
    reg_id: int = 0
    ruid: bytes = b""
    location_ua: bytes = b""
    flags: int = 0
    """Message flags (`$mf`): the transaction's once there is one."""
    sflags: int = 0
    """Script flags (`$sf`), forgotten with the message."""
    bflags: int = 0
    """Branch flags (`$bf`) of the main branch."""
    xflags: int = 0
    msg_flags: int = 0
    """What the core was told: `MsgFlags`."""
    force_send_socket: SocketInfo | None = None
    """The socket to send from, as a route has chosen it."""
    set_global_address: bytes = b""
    """The host for Via and Record-Route instead of the socket's."""
    set_global_port: int = 0
    run: RunActCtx | None = None
    """The run of the route that has the message now."""
    t: Any = None
    """The transaction, when tm has matched or made one; opaque to the core."""
    t_branch: int = 0
    """The index of the transaction's branch that the running route is about (`$T_branch_idx`)."""
    to_tag: bytes = b""
    """The To tag of replies made here: one per message, so that all its replies agree."""
    reply_status: "tuple[int, bytes] | None" = None
    """Code and reason that a reply route has put in place of the received ones."""
    error: "tuple[int, bytes] | None" = None
    """Code and reason of the reply that what went wrong last asks for (Kamailio's ``ser_error``); None when nothing did."""
    snd: Any = None
    """In onsend_route: the `Send` that is about to leave."""

    def __init__(self, buf: bytes, rcv: ReceiveInfo, engine: "Engine") -> None:
        super().__init__(buf)
        self.rcv = rcv
        self.engine = engine

    # What a message has only when somebody asks is made on first use; `make_on_use` says by whom.

    if TYPE_CHECKING:
        branches: list[Branch]
        """The destination set beside the request URI."""
        add_rm: Lumps
        """Changes of the head, done when the message is sent (Kamailio's ``add_rm``)."""
        body_lumps: Lumps
        """Changes of the body."""
        reply_lumps: list[Any]
        """What replies made of this request get: `LumpRpl`."""
        avps: AvpStore
        """AVPs: the transaction's once there is one."""
        xavps: XavpStore
        """Structured AVPs: xavp, xavu and xavi."""
        attached: dict[str, Any]
        """What modules hang on the message, by module."""

    def clone(self) -> "SipMsg":
        """A message of its own with the same bytes (kamailio src/core/sip_msg_clone.c).

        What routes decide about one of the two from now on, the other does not see, lumps and branches included.  AVPs, XAVPs
        and what modules have attached are one for both.
        """
        _ = self.avps, self.xavps, self.attached
        twin = SipMsg.__new__(SipMsg)
        self.share(twin)
        fields = twin.__dict__
        fields.update(self.__dict__)
        for name in _COPIED:
            if name in fields:
                fields[name] = fields[name].copy()
        return twin

    def has(self, name: str) -> bool:
        """Whether the field that is made on first use was made: nothing is in it otherwise."""
        return name in self.__dict__

    @property
    def ruri_text(self) -> bytes:
        """The request URI as it stands now (`$ru`); empty in a reply."""
        return self.first_line.uri if self.new_uri is None else self.new_uri

    @property
    def ruri(self) -> SipUri:
        """The request URI as it stands now, taken apart.

        Raises:
            SipParseError: 400 when it is no URI.
        """
        first = self.first_line
        if self.new_uri is None and first.parsed_uri is not None:
            return first.parsed_uri
        text = self.ruri_text
        cached: tuple[bytes, SipUri] | None = self.__dict__.get("_ruri")
        if cached is None or cached[0] is not text:
            cached = self._ruri = (text, parse_uri(text))
        return cached[1]

    @property
    def orig_ruri(self) -> SipUri:
        """The received request URI, taken apart.

        Raises:
            SipParseError: 400 when it is no URI.
        """
        return self.first_line.parsed_uri or parse_uri(self.first_line.uri)

    def set_ruri(self, uri: bytes) -> None:
        """Nothing; `uri` is the request URI, and what usrloc said about the old one is forgotten."""
        self.new_uri = uri
        self.ruid, self.location_ua = b"", b""

    @property
    def ruri_or_none(self) -> SipUri | None:
        """The request URI as it stands now; None when it is no URI."""
        try:
            return self.ruri
        except SipParseError:
            return None


_COPIED = ("branches", "reply_lumps", "add_rm", "body_lumps")


class _MadeOnUse:
    """A field that the message itself takes over once it was read.

    A `__getattr__` of the class would do the same, and make every reading of any field of a message three times as dear.
    """

    __slots__ = ("_factory", "_name")

    def __init__(self, name: str, factory: Any) -> None:  # noqa: ANN401  any factory
        self._name = name
        self._factory = factory

    def __get__(self, msg: SipMsg | None, kind: type) -> Any:  # noqa: ANN401  one entry per field of a different type
        if msg is None:
            return self
        value = msg.__dict__[self._name] = self._factory()
        return value


def make_on_use(name: str, factory: Any) -> None:  # noqa: ANN401  any factory
    """Nothing; `SipMsg.name` is `factory()` on first use.  For the core's own files."""
    setattr(SipMsg, name, _MadeOnUse(name, factory))


make_on_use("branches", list)
make_on_use("reply_lumps", list)
make_on_use("attached", dict)
