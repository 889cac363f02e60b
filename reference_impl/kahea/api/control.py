"""The control layer as modules use it: commands as values, and the codecs of each transport."""

from kahea.control import binrpc, datagram, fifo, jsonrpc, mi_xmlrpc, xmlrpc
from kahea.control.binrpc import BinrpcStream
from kahea.control.call import Call, LocalCall, RpcReply
from kahea.control.errors import CodecError, RpcFault
from kahea.control.fifo import FifoCommand, FifoStream
from kahea.control.json_stream import JsonStream
from kahea.control.jsonrpc import JsonAnswer, JsonStyle
from kahea.control.mi import MiNode, MiRoot
from kahea.control.reply_name import check_reply_name
from kahea.control.rpc import Rpc
from kahea.control.rpc_export import RET_ARRAY, RPC_EXEC_DELTA

__all__ = [
    "RET_ARRAY",
    "RPC_EXEC_DELTA",
    "BinrpcStream",
    "Call",
    "CodecError",
    "FifoCommand",
    "FifoStream",
    "JsonAnswer",
    "JsonStream",
    "JsonStyle",
    "LocalCall",
    "MiNode",
    "MiRoot",
    "Rpc",
    "RpcFault",
    "RpcReply",
    "binrpc",
    "check_reply_name",
    "datagram",
    "fifo",
    "jsonrpc",
    "mi_xmlrpc",
    "xmlrpc",
]
