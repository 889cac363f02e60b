"""Words with a meaning of their own in the language."""

__all__ = [
    "BOOLEANS",
    "CORE_FUNCTIONS",
    "KEYWORDS",
    "OPTIONAL_PARENS",
    "PROTOCOLS",
    "RESERVED",
    "ROUTE_KINDS",
    "SYNONYMS",
    "VALUES",
]

BOOLEANS = {"yes": 1, "true": 1, "on": 1, "enable": 1, "no": 0, "false": 0, "off": 0, "disable": 0}
SYNONYMS = {"and": "&&", "or": "||", "not": "!", "AND": "&&", "OR": "||", "NOT": "!"}
PROTOCOLS = frozenset({"udp", "tcp", "tls", "sctp", "ws", "wss"})

# Words that are operands of an expression.
KEYWORDS = frozenset({
    "method", "uri", "status", "from_uri", "to_uri", "src_ip", "dst_ip", "src_port", "dst_port", "af", "msg:len", "proto",
    "snd_ip", "to_ip", "snd_port", "to_port", "snd_proto", "to_proto", "snd_af", "to_af", "myself", "max_len",
})  # fmt: skip
# Words that are constants when compared.
VALUES = frozenset({
    *PROTOCOLS, *(proto.upper() for proto in PROTOCOLS), "inet", "INET", "ipv4", "IPv4", "inet6", "INET6", "ipv6", "IPv6",
})  # fmt: skip
RESERVED = frozenset({*BOOLEANS, *VALUES, "sslv23", "SSLv23", "sslv2", "sslv3", "tlsv1", "TLSv1"})

# Core functions that read bare words: "name" takes a flag, route, protocol or method, "socket" a host or a socket.
CORE_FUNCTIONS = {
    **dict.fromkeys((
        "route", "setflag", "resetflag", "isflagset", "setavpflag", "resetavpflag", "isavpflagset", "udp_mtu_try_proto", "log",
        "avp_set_flag", "return", "log_stderror",
    ), "name"),
    **dict.fromkeys((
        "forward", "forward_udp", "forward_tcp", "forward_tls", "forward_sctp", "send", "send_tcp", "force_send_socket",
        "set_advertised_address",
    ), "socket"),
}  # fmt: skip

OPTIONAL_PARENS = frozenset({
    "forward", "forward_udp", "forward_tcp", "forward_tls", "forward_sctp", "force_rport", "add_rport", "add_local_rport",
    "force_tcp_alias", "add_tcp_alias", "set_forward_no_connect", "set_forward_close", "set_reply_no_connect",
    "set_reply_close",
    "revert_uri", "userphone", "clear_branches", "append_branch", "remove_branch",
})  # fmt: skip

ROUTE_KINDS = (
    "route", "request_route", "failure_route", "branch_route", "onsend_route", "onreply_route", "reply_route", "event_route",
)  # fmt: skip
