"""The bridge between RPC and MI (kamailio modules/mi_rpc): each side runs the other's commands.

RPC mi          a node a line; a failure is a fault
RPC mi_fifo     what the FIFO would show, status line and last empty line too
RPC mi_dg       what a datagram would show
RPC mi_xmlrpc   a node a line without indent; a failure is a fault
MI  rpc         an RPC command by its name
MI  NAME        an RPC command under its own name, where no MI command has it: `rpc_as_mi`
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import partial

from kahea.control.call import Call, LocalCall, RpcReply
from kahea.control.errors import BadParams, RpcFault
from kahea.control.mi import MI_MISSING_PARM, MI_ROOT_ASYNC_RPL, MiNode, MiRoot, init_mi_tree
from kahea.control.mi_registry import MI_ASYNC_RPL_FLAG, MiCmd, MiFunction, MiRegistry
from kahea.control.rpc import Rpc
from kahea.control.rpc_export import RET_ARRAY, RpcExport
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.value import RpcMember, RpcValue, text_of

__all__ = ["mi_tree_of", "register_mi_rpc", "rpc_as_mi"]

_INDENT = "\t"
_BLANKS = " \t\r\n\0"


class _Print(Enum):
    """How a tree becomes the values of an RPC reply: with status line, line ends, last empty line, indent."""

    MI = (False, "", False, _INDENT)
    MI_FIFO = (True, "\n", True, _INDENT)
    MI_DG = (True, "\n", False, _INDENT)
    MI_XMLRPC = (False, "\n", False, "")


def rpc_as_mi(registry: RpcRegistry) -> Callable[[str], MiFunction | None]:
    """What an `MiRegistry` takes as its fallback, so that every RPC command is an MI command of the same name.

    >>> from kahea.control.call import run_now
    >>> from kahea.control.core_cmd import register_core_cmd
    >>> register_core_cmd(registry := RpcRegistry())
    >>> arguments = MiNode(kids=[MiNode(value="a")])
    >>> run_now(MiRegistry(rpc_as_mi(registry)).run("core.echo", arguments, lambda reply: print(reply.args)))
    ['a']
    """

    def function_of(name: str) -> MiFunction | None:
        return partial(_run_rpc, registry, name) if name in registry else None

    return function_of


def register_mi_rpc(rpc_commands: RpcRegistry, mi_commands: MiRegistry) -> None:
    """Nothing; each registry has the commands of the bridge.

    Raises:
        ExportError: one of them is registered already.
    """
    for style in _Print:
        function = partial(_run_mi, mi_commands, style)
        doc = (
            f"Runs an MI command with its arguments and answers as {style.name.lower()} does; --NAME gives the next one a name."
        )
        rpc_commands.register(RpcExport(style.name.lower(), function, (doc,), RET_ARRAY))
    mi_commands.register(MiCmd("rpc", partial(_run_named_rpc, rpc_commands), MI_ASYNC_RPL_FLAG))


async def _run_named_rpc(registry: RpcRegistry, root: MiRoot) -> MiRoot:
    if not root.node.kids:
        return init_mi_tree(400, MI_MISSING_PARM)
    name = root.node.kids[0].value or ""
    root.node = MiNode(kids=root.node.kids[1:])
    return await _run_rpc(registry, name, root)


async def _run_rpc(registry: RpcRegistry, name: str, root: MiRoot) -> MiRoot:
    def on_reply(reply: RpcReply) -> None:
        assert root.async_hdl is not None, "run with MI_ASYNC_RPL_FLAG"
        root.async_hdl.handler_f(mi_tree_of(reply), True)

    await registry.dispatch(LocalCall(name, root.args, autoconvert=True, on_reply=on_reply))
    return MI_ROOT_ASYNC_RPL


def mi_tree_of(reply: RpcReply) -> MiRoot:
    """The tree that shows an RPC reply: a structure's members and an array's elements are the kids of a node.

    The members of a structure that is the only value stand right below the root.

    >>> mi_tree_of(RpcReply(({"up": 5},))).node.kids[0].value
    '5'
    """
    if reply.fault is not None:
        return init_mi_tree(reply.fault.code, reply.fault.text)
    root = MiRoot()
    if len(reply.values) == 1 and isinstance(reply.values[0], Mapping):
        _add_members(root.node, reply.values[0])
    else:
        _add_elements(root.node, reply.values)
    return root


def _add_members(parent: MiNode, members: Mapping[str, RpcValue]) -> None:
    for name, value in members.items():
        _add_value(parent, name, value)


def _add_elements(parent: MiNode, elements: Iterable[RpcValue]) -> None:
    for value in elements:
        if isinstance(value, RpcMember):
            _add_members(parent, value)
        else:
            _add_value(parent, None, value)


def _add_value(parent: MiNode, name: str | None, value: RpcValue) -> None:
    """A node for `value`; one that would be an empty line, or seem to be indented, gets an empty name and so its ``::``."""
    if isinstance(value, Mapping):
        _add_members(parent.add_mi_node_child(name or ""), value)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        _add_elements(parent.add_mi_node_child(name or ""), value)
    else:
        text = text_of(value)
        is_plain = text != "" and text[0] not in _BLANKS
        parent.add_mi_node_child(name if is_plain else name or "", text)


async def _run_mi(registry: MiRegistry, style: _Print, rpc: Rpc, ctx: Call) -> None:  # noqa: ARG001 - the signature is the road's
    names = rpc.scan("s")
    if not names:
        raise RpcFault(500, "command parameter missing")
    if registry.lookup(names[0]) is None:
        raise RpcFault(500, "command not available")
    arguments = _read_arguments(rpc)
    rpc.delayed_ctx_new()

    def reply_to(reply: MiRoot) -> None:
        if not rpc.is_sent:
            _print_tree(rpc, reply, style)
            rpc.delayed_ctx_close()

    await registry.run(names[0], arguments, reply_to)


def _read_arguments(rpc: Rpc) -> MiNode:
    root = MiNode()
    while found := rpc.scan("*.S"):
        name, value = None, found[0]
        if value.startswith("--"):
            name, value = value[2:] or None, next(iter(rpc.scan("*.S")), None)
            if value is None:
                raise BadParams(f"--{name or ''} names an argument that does not follow")
        root.add_mi_node_child(name, value)
    return root


def _print_tree(rpc: Rpc, reply: MiRoot, style: _Print) -> None:
    has_status, line_end, has_empty_line, indent = style.value
    if not has_status and not reply.is_ok:
        rpc.fault(reply.code, reply.reason)
        return
    if has_status:
        rpc.add("s", f"{reply.code} {reply.reason}\n")
    _print_nodes(rpc, reply.node.kids, indent, line_end, "")
    if has_empty_line:
        rpc.add("s", "\n")


def _print_nodes(rpc: Rpc, nodes: list[MiNode], indent: str, line_end: str, margin: str) -> None:
    """Every line has its ``::`` here, name or not (modules/mi_rpc/mi_rpc_mod.c mi_rpc_print_node())."""
    for node in nodes:
        attributes = "".join(f" {each.name or ''}={each.value or ''}" for each in node.attributes)
        rpc.add("s", f"{margin}{node.name or ''}:: {node.value or ''}{attributes}{line_end}")
        _print_nodes(rpc, node.kids, indent, line_end, margin + indent)
