"""GRUUs: URIs that reach one phone of a user (RFC 5627)."""

from kahea.api.peers.usrloc import Ucontact, UsrlocApi

__all__ = ["gruu_params", "same_instance", "temp_gruu_ruid"]

SEPARATOR = b"-"


def gruu_params(ul: UsrlocApi, contact: Ucontact, host: bytes) -> bytes:
    """The parameters pub-gruu and temp-gruu of a contact with an instance; `host` is that of the address of record.

    A temporary one is the contact's id with the hash of its address of record, the lowest digit first, behind it.
    """
    aor = contact.aor if b"@" in contact.aor else contact.aor + b"@" + host
    instance = contact.instance.strip(b"<>")
    ident = contact.ruid + SEPARATOR + (b"%x" % ul.get_aorhash(contact.aor))[::-1]
    return b';pub-gruu="sip:%b;gr=%b";temp-gruu="sip:%b@%b;gr"' % (aor, instance, ident, host)


def temp_gruu_ruid(user: bytes) -> tuple[bytes, int]:
    """The contact's id that the user of a temporary GRUU names, and the hash of its address of record.

    Raises:
        ValueError: it is no such user.
    """
    ruid, separator, digits = user.rpartition(SEPARATOR)
    if not separator or not ruid:
        raise ValueError("no temporary GRUU")
    return ruid, int(digits[::-1], 16) if digits else 0


def same_instance(one: bytes, other: bytes) -> bool:
    """Whether two instances are one, angle brackets or not.

    >>> same_instance(b"<urn:uuid:1>", b"urn:uuid:1"), same_instance(b"", b"")
    (True, False)
    """
    return bool(one) and one.strip(b"<>") == other.strip(b"<>")
