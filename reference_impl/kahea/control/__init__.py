"""RPC and MI: bytes to calls to bytes, in every format that Kamailio speaks; no sockets, files or clock.

The formats are modules of their own, each with `answer` for a server and `request` for a client: `kahea.control.binrpc`,
`jsonrpc`, `xmlrpc`, `fifo`, `datagram`, `mi_xmlrpc`.
"""

from kahea.control.binrpc import BinrpcPacket, BinrpcStream, PacketType
from kahea.control.call import Call, LocalCall, RpcReply, run_now
from kahea.control.core_cmd import register_core_cmd
from kahea.control.errors import (
    BadParams,
    CodecError,
    ControlError,
    EncodeError,
    ExportError,
    RpcFault,
    UnknownCommand,
)
from kahea.control.fifo import FifoCommand, FifoStream
from kahea.control.json_stream import JsonStream
from kahea.control.jsonrpc import JsonAnswer, JsonReply, JsonStyle
from kahea.control.mi import (
    MI_BAD_PARM,
    MI_INTERNAL_ERR,
    MI_MISSING_PARM,
    MI_OK,
    MI_ROOT_ASYNC_RPL,
    MiAttr,
    MiHandler,
    MiNode,
    MiRoot,
    init_mi_tree,
)
from kahea.control.mi_registry import MI_ASYNC_RPL_FLAG, MI_NO_INPUT_FLAG, MiCmd, MiFlag, MiRegistry
from kahea.control.mi_rpc import register_mi_rpc, rpc_as_mi
from kahea.control.printout import print_reply, read_argument
from kahea.control.reply_name import check_reply_name
from kahea.control.rpc import Rpc
from kahea.control.rpc_export import RET_ARRAY, RPC_EXEC_DELTA, RpcExport, RpcFlag
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.rpc_values import ArrayHandle, StructHandle
from kahea.control.value import RpcMember, RpcTime, RpcValue

__all__ = [
    "MI_ASYNC_RPL_FLAG", "MI_BAD_PARM", "MI_INTERNAL_ERR", "MI_MISSING_PARM", "MI_NO_INPUT_FLAG", "MI_OK",
    "MI_ROOT_ASYNC_RPL", "RET_ARRAY", "RPC_EXEC_DELTA", "ArrayHandle", "BadParams", "BinrpcPacket", "BinrpcStream", "Call",
    "CodecError", "ControlError", "EncodeError", "ExportError", "FifoCommand", "FifoStream", "JsonAnswer", "JsonReply",
    "JsonStream", "JsonStyle", "LocalCall", "MiAttr", "MiCmd", "MiFlag", "MiHandler", "MiNode", "MiRegistry", "MiRoot",
    "PacketType", "Rpc", "RpcExport", "RpcFault", "RpcFlag", "RpcMember", "RpcRegistry", "RpcReply", "RpcTime", "RpcValue",
    "StructHandle", "UnknownCommand", "check_reply_name", "init_mi_tree", "print_reply", "read_argument", "register_core_cmd",
    "register_mi_rpc", "rpc_as_mi", "run_now",
]  # fmt: skip
