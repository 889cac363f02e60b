"""MI trees: what a management command takes and returns (kamailio lib/kmi/tree.h).

A tree has levels:

    root: code and reason
      node: name, value, attributes
        node ...
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Optional

__all__ = [
    "MI_BAD_PARM",
    "MI_INTERNAL_ERR",
    "MI_MISSING_PARM",
    "MI_OK",
    "MI_ROOT_ASYNC_RPL",
    "MiAttr",
    "MiHandler",
    "MiNode",
    "MiRoot",
    "init_mi_tree",
]

MI_OK: Final = "OK"
MI_INTERNAL_ERR: Final = "Server Internal Error"
MI_MISSING_PARM: Final = "Too few or too many arguments"
MI_BAD_PARM: Final = "Bad parameter"


@dataclass(slots=True)
class MiAttr:
    """One attribute of a node, shown as ``name=value``."""

    name: str | None
    value: str | None = None


@dataclass(slots=True)
class MiNode:
    """One node; None as name or value means that it has none.

    >>> root = init_mi_tree(200, MI_OK)
    >>> aor = root.node.add_mi_node_child("AOR", "bob")
    >>> aor.add_mi_node_child("Contact", "sip:bob@a").add_mi_attr("Q", "0.5")
    MiAttr(name='Q', value='0.5')
    >>> aor.add_mi_node_sibling("AOR", "joe").value, [node.value for node in root.node.kids]
    ('joe', ['bob', 'joe'])
    """

    name: str | None = None
    value: str | None = None
    kids: list["MiNode"] = field(default_factory=list)
    attributes: list[MiAttr] = field(default_factory=list)
    _row: list["MiNode"] = field(default_factory=list, repr=False, compare=False)

    def add_mi_node_child(self, name: str | None = None, value: str | None = None) -> "MiNode":
        """A new node, the last below this one."""
        self.kids.append(MiNode(name, value, _row=self.kids))
        return self.kids[-1]

    def add_mi_node_sibling(self, name: str | None = None, value: str | None = None) -> "MiNode":
        """A new node, the last beside this one."""
        self._row.append(MiNode(name, value, _row=self._row))
        return self._row[-1]

    def add_mi_attr(self, name: str | None, value: str | None = None) -> MiAttr:
        """A new attribute, the last of this node."""
        self.attributes.append(MiAttr(name, value))
        return self.attributes[-1]


@dataclass(slots=True)
class MiRoot:
    """A whole tree: the arguments of a command in the kids of `node`, or its reply.

    Attributes:
        code: 200 to 299 says that the command succeeded; 0 in arguments.
        async_hdl: how a command with MI_ASYNC_RPL_FLAG replies later; None for every other.
    """

    code: int = 200
    reason: str = MI_OK
    node: MiNode = field(default_factory=MiNode)
    async_hdl: Optional["MiHandler"] = None

    @property
    def is_ok(self) -> bool:
        """Whether the command succeeded."""
        return 200 <= self.code < 300  # noqa: PLR2004 - the class of a status

    @property
    def args(self) -> list[str]:
        """The values of the nodes right below, for a command that takes a list of arguments.

        >>> root = MiRoot()
        >>> _ = root.node.add_mi_node_child(value="a")
        >>> root.args
        ['a']
        """
        return [kid.value or "" for kid in self.node.kids]


@dataclass(slots=True)
class MiHandler:
    """How a command replies after it has returned; made by the transport.

    Attributes:
        handler_f: takes a reply, which may be None for a command that failed, and whether it is the last.
        param: for the command's own use.
    """

    handler_f: Callable[[MiRoot | None, bool], None]
    param: object = None


MI_ROOT_ASYNC_RPL: Final = MiRoot(0, "")
"""What a command returns that will reply through its handler; compared by identity."""


def init_mi_tree(code: int, reason: str) -> MiRoot:
    """A new tree without nodes."""
    return MiRoot(code, reason)
