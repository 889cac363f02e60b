"""The module's exports, which its other files fill, and its parameters."""

from kahea.api import Module, PvValue
from kahea.api.values import pv_int, pv_str

__all__ = ["avp_aliases", "module", "shvset", "varset"]

module = Module("pv")


def _preset(text: str) -> tuple[bytes, PvValue]:
    """Name and value of ``name=type:value``, the type being i or s."""
    name, equals, rest = text.partition("=")
    kind, colon, value = rest.partition(":")
    if not name.strip() or not equals or not colon or kind not in ("i", "s"):
        raise ValueError(f"expected name=i:number or name=s:text, found {text!r}")
    if kind == "s":
        return name.strip().encode(), pv_str(value.encode())
    try:
        return name.strip().encode(), pv_int(int(value, 0))
    except ValueError:
        raise ValueError(f"expected a number behind i:, found {value!r}") from None


def _aliases(text: str) -> list[tuple[bytes, bytes | int]]:
    """Alias and name of each ``alias=type:name`` between semicolons."""
    found: list[tuple[bytes, bytes | int]] = []
    for piece in filter(None, (each.strip() for each in text.split(";"))):
        alias, equals, rest = piece.partition("=")
        kind, colon, name = rest.partition(":")
        if not colon:
            kind, name = "s", rest
        if not alias.strip() or not equals or not name or kind not in ("i", "s") or (kind == "i" and not name.isdigit()):
            raise ValueError(f"expected alias=s:name or alias=i:number, found {piece!r}")
        found.append((alias.strip().encode(), int(name) if kind == "i" else name.encode()))
    return found


shvset = module.list_param("shvset", check=_preset, doc="a shared variable and the value it begins with")
varset = module.list_param("varset", check=_preset, doc="a script variable and the value it begins with")
avp_aliases = module.list_param("avp_aliases", check=_aliases, doc="short names of AVPs")
