"""The module's exports, which its other files fill, and its parameters."""

from kahea.api import Module, engine
from kahea.api.net import Proto
from kahea.api.values import socket_of

__all__ = ["alias_subdomains", "module"]

module = Module("corex")

Domain = tuple[Proto, bytes, int]


def _domain(text: str) -> Domain:
    """Protocol, domain and port of ``[proto:]domain[:port]``."""
    proto, host, port = socket_of(text.strip())
    if not host:
        raise ValueError(f"expected [proto:]domain[:port], found {text[:60]!r}")
    return proto, host.lower(), port


alias_subdomains = module.list_param("alias_subdomains", check=_domain, doc="a domain whose subdomains are the server's own")


def _is_subdomain(host: bytes, port: int, proto: Proto) -> bool:
    """Whether the host is one of the domains or below one, at its port and over its protocol where they are given."""
    name = host.lower()
    for over, domain, at in alias_subdomains.value:
        fits = (not at or not port or at == port) and (not over or not proto or over is proto)
        if fits and (name == domain or name.endswith(b"." + domain)):
            return True
    return False


@module.on_init
def claim_subdomains() -> None:
    """Nothing; hosts below the domains of alias_subdomains are the server's own."""
    if alias_subdomains.value:
        engine().sockets.claim(_is_subdomain)
