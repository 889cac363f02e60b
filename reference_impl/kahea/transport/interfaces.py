"""The machine's addresses by interface."""

import socket
import struct
from pathlib import Path

__all__ = ["interface_addresses", "source_ip"]

_SIOCGIFADDR = 0x8915
_IF_INET6 = Path("/proc/net/if_inet6")
_NAME_BYTES = 15
_DISCARD_PORT = 9


def interface_addresses() -> dict[str, tuple[bytes, ...]]:
    """The addresses of each interface that has one, IPv4 first, link-local IPv6 left out.

    >>> b"127.0.0.1" in interface_addresses()["lo"]
    True
    """
    found: dict[str, list[bytes]] = {}
    for _, name in socket.if_nameindex():
        address = _ipv4_of(name)
        if address is not None:
            found.setdefault(name, []).append(address)
    for name, address in _ipv6_rows():
        found.setdefault(name, []).append(address)
    return {name: tuple(addresses) for name, addresses in found.items()}


def source_ip(ip: bytes) -> bytes | None:
    """The local address that the system's routes lead from to `ip`; None when none does.

    >>> source_ip(b"127.0.0.1")
    b'127.0.0.1'
    """
    family = socket.AF_INET6 if b":" in ip else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        try:
            sock.connect((ip.decode(), _DISCARD_PORT))
        except (OSError, UnicodeError):
            return None
        return str(sock.getsockname()[0]).partition("%")[0].encode()


def _ipv4_of(name: str) -> bytes | None:
    """The interface's first IPv4 address, as the kernel tells it (netdevice(7))."""
    import fcntl  # noqa: PLC0415  Linux's own way

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("256s", name.encode()[:_NAME_BYTES])
        try:
            answer = fcntl.ioctl(sock.fileno(), _SIOCGIFADDR, request)
        except OSError:
            return None
    return socket.inet_ntoa(answer[20:24]).encode()


def _ipv6_rows() -> list[tuple[str, bytes]]:
    """Name and address of each IPv6 address with more than link scope (the table of proc(5))."""
    try:
        lines = _IF_INET6.read_text(encoding="ascii").splitlines()
    except OSError:
        return []
    rows = []
    for line in lines:
        digits, _, _, scope, _, name = line.split()
        if scope != "20":
            rows.append((name, socket.inet_ntop(socket.AF_INET6, bytes.fromhex(digits)).encode()))
    return rows
