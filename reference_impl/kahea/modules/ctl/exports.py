"""The module and its parameters."""

from kahea.api import Module
from kahea.modules.ctl.address import parse_address

__all__ = ["autoconversion", "binrpc", "group", "mode", "module", "user"]

module = Module("ctl")
binrpc = module.list_param("binrpc", check=parse_address, doc="a socket for BINRPC: unixs:PATH, unixd:PATH or tcp:HOST:PORT")
module.list_param("fifo", has_effect=False, doc="a pipe for the text protocol, which no client of today speaks")
mode = module.param("mode", default=0o600, low=0, high=0o777, doc="the mode of sockets in the file system")
user = module.param("user", default="", kind=str, doc="their owner")
group = module.param("group", default="", kind=str, doc="their group")
autoconversion = module.param(
    "autoconversion", default=0, low=0, high=1, doc="whether numbers and texts are taken for each other"
)
module.param("binrpc_max_body_size", default=32, has_effect=False, doc="kilobytes of a reply; replies grow as they need here")
module.param("binrpc_struct_max_body_size", default=8, has_effect=False, doc="kilobytes of a structure; as above")
module.param("binrpc_buffer_size", default=1024, has_effect=False, doc="bytes of a reply's first buffer; as above")
