"""MI over XML-RPC (kamailio modules/mi_xmlrpc): the method is the command, strings are its arguments.

The reply is the node lines of the FIFO's without the status: one string, or an array of strings; a code outside 200..299 is a
fault.
"""

from collections.abc import Callable, Sequence

from kahea.control.errors import CodecError, EncodeError
from kahea.control.limits import MAX_MI_NODES
from kahea.control.mi import MiNode, MiRoot
from kahea.control.mi_registry import MiRegistry
from kahea.control.mi_text import node_lines
from kahea.control.value import RpcValue, text_of, type_name
from kahea.control.xml_text import write_fault, write_response
from kahea.control.xmlrpc import decode_call

__all__ = ["answer", "arguments_of", "encode_reply"]


def arguments_of(params: Sequence[RpcValue]) -> MiNode:
    r"""A node whose kids are the arguments; ``name::value`` gives one a name, and two line ends are taken for CR LF.

    Raises:
        CodecError: one is a structure or an array, or they are too many.

    >>> [(kid.name, kid.value) for kid in arguments_of(["location", "user::bob", 5]).kids]
    [(None, 'location'), ('user', 'bob'), (None, '5')]
    """
    if len(params) > MAX_MI_NODES:
        raise CodecError(f"mi: {len(params)} arguments, at most {MAX_MI_NODES} are allowed", 0)
    root = MiNode()
    for param in params:
        if not isinstance(param, str | int | float):
            raise CodecError(f"mi: an argument is {type_name(param)} and not a string", 0)
        name, separator, value = text_of(param).replace("\n\n", "\r\n").partition("::")
        if separator:
            root.add_mi_node_child(name.strip() or None, value)
        else:
            root.add_mi_node_child(None, name)
    return root


def encode_reply(reply: MiRoot, *, as_array: bool = False) -> bytes:
    """The document of the reply; `as_array` is the parameter ``reply_option``.

    >>> from kahea.control.xmlrpc import decode_reply
    >>> decode_reply(encode_reply(MiRoot(404, "AOR not found"))).fault.text
    'AOR not found'
    """
    try:
        if not reply.is_ok:
            return write_fault(reply.code, reply.reason)
        lines = list(node_lines(reply.node.kids))
        return write_response(lines if as_array else "".join(f"{line}\n" for line in lines))
    except EncodeError as error:
        return write_fault(500, str(error))


async def answer(data: bytes, registry: MiRegistry, send: Callable[[bytes], None], *, as_array: bool = False) -> None:
    """Nothing; the command that `data` names has run, and `send` has got the document of its reply.

    >>> from kahea.control.call import run_now
    >>> from kahea.control.xmlrpc import decode_reply, request
    >>> run_now(answer(request("nosuch"), MiRegistry(), lambda data: print(decode_reply(data).fault)))
    500 command 'nosuch' not available
    """
    try:
        method, params = decode_call(data)
        arguments = arguments_of(params)
    except CodecError as error:
        send(write_fault(400, str(error)))
        return
    await registry.run(method, arguments, lambda reply: send(encode_reply(reply, as_array=as_array)))
