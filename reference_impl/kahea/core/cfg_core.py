"""The core's settings that may change while the server runs (kamailio src/core/cfg_core.c): groups ``core`` and ``tcp``.

A setting of ``core`` is the core parameter of its name, one of ``tcp`` the parameter ``tcp_NAME``.
"""

from typing import TYPE_CHECKING, Final

from kahea.base.setting import Setting, Value

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["declare_core_settings"]

_Row = tuple[str, int | None, int | None, str]

_CORE: Final[tuple[_Row, ...]] = (
    # name, lowest, highest, description
    ("debug", -5, 3, "the log's level: lines above it are not written"),
    ("log_facility", None, None, "the facility of the system's log"),
    ("memdbg", None, None, "the level of messages about memory"),
    ("memlog", None, None, "the level of the memory's status at the end"),
    ("mem_summary", 0, None, "what the memory's status shows, as bits"),
    ("corelog", None, None, "the level of the core's less important errors"),
    ("sip_parser_log", None, None, "the level of messages about what cannot be parsed"),
    ("max_while_loops", 0, None, "how often a while loop may go round"),
    ("udp_mtu", 0, 65535, "the largest datagram that is sent; 0 for any"),
    ("udp_mtu_try_proto", None, None, "the protocol for requests that are larger: TCP, TLS, SCTP or UDP"),
    ("force_rport", 0, 1, "whether replies go to the port that requests came from"),
    ("latency_cfg_log", None, None, "the level at which the time of a route is logged"),
    ("latency_log", None, None, "the level at which slow actions are logged"),
    ("latency_limit_db", 0, None, "microseconds from which a query is slow; 0 for never"),
    ("latency_limit_action", 0, None, "microseconds from which an action is slow; 0 for never"),
    ("dns_try_ipv6", 0, 1, "whether AAAA records are asked for"),
    ("dns_try_naptr", 0, 1, "whether NAPTR records are asked for"),
    ("dns_udp_pref", None, None, "how much UDP is preferred among NAPTR records"),
    ("dns_tcp_pref", None, None, "how much TCP is preferred among NAPTR records"),
    ("dns_tls_pref", None, None, "how much TLS is preferred among NAPTR records"),
    ("dns_sctp_pref", None, None, "how much SCTP is preferred among NAPTR records"),
    ("dns_naptr_ignore_rfc", 0, 1, "whether these preferences come before the records' own"),
    ("dns_srv_lb", 0, 1, "whether SRV records are chosen by their weight"),
    ("use_dns_cache", 0, 1, "whether answers are kept"),
    ("use_dns_failover", 0, 1, "whether the next destination is tried when one fails"),
    ("dns_cache_flags", 0, 15, "what the cache looks for, as bits"),
    ("dns_cache_negative_ttl", 0, None, "seconds that a name without records is remembered"),
    ("dns_cache_min_ttl", 0, None, "seconds that an answer is kept at least"),
    ("dns_cache_max_ttl", 0, None, "seconds that an answer is kept at most; 0 for any"),
    ("dns_retr_time", 0, None, "seconds before a question is asked again"),
    ("dns_retr_no", 0, None, "how often a question is asked again"),
    ("dns_use_search_list", 0, 1, "whether the search list of resolv.conf is used"),
    ("use_dst_blocklist", 0, 1, "whether destinations that failed are avoided"),
    ("dst_blocklist_expire", 0, None, "seconds that they are avoided"),
)

_TCP: Final[tuple[_Row, ...]] = (
    # name without tcp_, lowest, highest, description
    ("connect_timeout", 1, None, "seconds that opening a connection may take"),
    ("send_timeout", 1, None, "seconds that sending may take"),
    ("connection_lifetime", -1, None, "seconds that an idle connection is kept"),
    ("max_connections", 0, None, "the most connections"),
    ("no_connect", 0, 1, "whether no connection is opened"),
    ("conn_wq_max", 0, None, "bytes that may wait for one connection"),
    ("wq_max", 0, None, "bytes that may wait for all connections"),
    ("keepalive", 0, 1, "whether the system's keep-alives are on"),
    ("keepidle", 0, None, "seconds before the first of them"),
    ("keepintvl", 0, None, "seconds between them"),
    ("keepcnt", 0, None, "how many may stay without an answer"),
    ("crlf_ping", 0, 1, "whether a double CRLF is answered (RFC 5626)"),
    ("accept_aliases", 0, 1, "whether the alias parameter of Via is heeded"),
    ("accept_no_cl", 0, 1, "whether a message without Content-Length is taken"),
    ("rd_buf_size", 512, None, "the largest message, in bytes"),
)


def declare_core_settings(engine: "Engine") -> None:
    """Nothing; the settings of the core exist with the values that the configuration gave, and a change has its effect."""

    def change_core(group: str, name: str, value: Value) -> None:  # noqa: ARG001  a listener's signature
        engine.core.set(name, value if value is not None else "")
        if name == "debug":
            engine.log.level = engine.core.debug

    def change_tcp(group: str, name: str, value: Value) -> None:  # noqa: ARG001  a listener's signature
        engine.core.set(f"tcp_{name}", value if value is not None else "")

    for group, rows, prefix, change in (("core", _CORE, "", change_core), ("tcp", _TCP, "tcp_", change_tcp)):
        for name, low, high, description in rows:
            default: int | str = getattr(engine.core, prefix + name)
            kind: type[int | str] = int if isinstance(default, int) else str
            engine.settings.declare(
                Setting(
                    group=group,
                    name=name,
                    kind=kind,
                    default=default,
                    low=low,
                    high=high,
                    description=description,
                    on_change=change,
                )
            )
