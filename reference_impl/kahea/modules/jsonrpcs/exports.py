"""The module and its parameters."""

from kahea.api import Module

__all__ = [
    "dgram_group", "dgram_mode", "dgram_socket", "dgram_user", "fifo_group", "fifo_mode", "fifo_name", "fifo_reply_dir",
    "fifo_user", "module", "pretty_format", "tcp_socket", "transport",
]  # fmt: skip

_MODE = 0o600

module = Module("jsonrpcs")
pretty_format = module.param("pretty_format", default=1, low=0, high=1, doc="whether answers are indented")
transport = module.param(
    "transport", default=6, low=0, high=15, doc="what is served: 1 HTTP, 2 FIFO, 4 datagrams, 8 TCP, 0 all"
)
fifo_name = module.param(
    "fifo_name", default="kamailio_rpc.fifo", doc="the pipe, below the run directory unless it begins with /"
)
fifo_mode = module.param("fifo_mode", default=_MODE, low=0, high=0o777, doc="its mode")
fifo_user = module.param("fifo_user", default="", doc="its owner")
fifo_group = module.param("fifo_group", default="", doc="its group")
fifo_reply_dir = module.param("fifo_reply_dir", default="/tmp/", doc="where clients make the pipes for answers")  # noqa: S108  Kamailio's
dgram_socket = module.param("dgram_socket", default="kamailio_rpc.sock", doc="the datagram socket: a path, or empty for none")
dgram_mode = module.param("dgram_mode", default=_MODE, low=0, high=0o777, doc="its mode")
dgram_user = module.param("dgram_user", default="", doc="its owner")
dgram_group = module.param("dgram_group", default="", doc="its group")
module.param(
    "dgram_workers", default=1, has_effect=False, doc="processes that serve the datagram socket; one process serves all"
)
module.param("dgram_timeout", default=2000, has_effect=False, doc="milliseconds to send an answer; answers do not wait here")
tcp_socket = module.param("tcp_socket", default="", doc="a TCP socket, tcp:HOST:PORT; empty for none")
