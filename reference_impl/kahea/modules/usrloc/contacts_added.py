"""Contacts that commands add (kamailio src/modules/usrloc/ul_rpc.c ul_rpc_add())."""

from typing import Final

from kahea.api import engine, wall_time
from kahea.api.peers.usrloc import Ucontact, UlChange, UsrlocStore
from kahea.api.values import Q_UNSPECIFIED, RpcFault, find_socket
from kahea.modules.usrloc.usrloc import usrloc

__all__ = ["Added", "aor_key", "put", "read_q"]

_CALLID: Final = b"dfjrewr12386fd6-343@kahea.rpc"
_USER_AGENT: Final = b"kahea SIP server - RPC"
_UNSET: Final = ("", "0", ".")
_MOST_Q: Final = 1000


def aor_key(aor: str) -> bytes:
    """The address of record as the tables hold it.

    Raises:
        RpcFault: it has no domain, and use_domain asks for one.
    """
    key = aor.encode()
    user, at, domain = key.rpartition(b"@")
    if not usrloc().use_domain:
        return (user if at else key).lower()
    if not at:
        raise RpcFault(500, "Wrong parameters: the AoR needs a domain")
    return user.lower() + b"@" + domain.lower()


def read_q(text: str) -> int:
    """The q of 0 to 1 as thousandths; -1 for an unset one.

    Raises:
        RpcFault: it is none.

    >>> read_q("0.5"), read_q("-1")
    (500, -1)
    """
    try:
        value = float(text)
    except ValueError:
        value = 2.0
    if value == -1:
        return Q_UNSPECIFIED
    if not 0 <= value <= 1:
        raise RpcFault(500, "Not enough parameters or wrong format")
    return round(value * _MOST_Q)


class Added:
    """A contact with what a command says of it; `expires_s` 0 makes it permanent, texts of ``0`` or ``.`` are not set."""

    def __init__(  # noqa: PLR0917  as the command names them
        self, aor: str, contact: str, expires_s: int, q: str, path: str, masks: tuple[int, int, int], *, received: str = "0",
        socket: str = "0",
    ) -> None:  # fmt: skip
        now = int(wall_time())
        flags, cflags, methods = masks
        sock = find_socket(engine().sockets, socket.encode()) if socket not in _UNSET else None
        if socket not in _UNSET and sock is None:
            raise RpcFault(500, "Invalid socket: it is none of this server's")
        self.contact = Ucontact(
            aor=aor_key(aor),
            contact=contact.encode(),
            expires=now + expires_s if expires_s else 0,
            q=read_q(q),
            callid=_CALLID,
            cseq=1,
            flags=flags,
            cflags=cflags,
            user_agent=_USER_AGENT,
            path=path.encode() if path not in _UNSET else b"",
            received=received.encode() if received not in _UNSET else b"",
            sock=sock,
            socket=sock.text if sock is not None else b"",
            methods=methods & 0xFFFFFFFF,
            server_id=engine().core.server_id,
            last_modified=now,
            last_keepalive=now,
        )


async def put(store: UsrlocStore, new: Ucontact) -> None:
    """Nothing; the contact stands in the table, in the place of an equal one if there is.

    Raises:
        DbError: it does not.
    """
    key = await store.lock(new.aor)
    try:
        contacts = await store.get_urecord(new.aor)
        old = next((each for each in contacts if each.contact == new.contact), None)
        new.ruid = usrloc().next_ruid() if old is None else old.ruid
        await store.change(new.aor, [UlChange(old, new)])
    finally:
        store.unlock(key)
