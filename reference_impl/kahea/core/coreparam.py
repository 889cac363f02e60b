"""The core's parameters with their defaults (kamailio src/core/cfg_core.c, globals.h): what a configuration's top lines set.

Those with a field have an effect; a name of the language without one is kept in `without_effect`, so that `-c` and the log can
say so once.  How each is written and its range stand in `kahea.cfg.settings`.
"""

from dataclasses import dataclass, field, fields

__all__ = ["CoreParams"]


@dataclass(slots=True)
class CoreParams:
    """The parameters of one engine; seconds and bytes unless the name says otherwise."""

    # process, user, files
    children: int = 8
    fork: int = 1
    user: str = ""
    group: str = ""
    workdir: str = ""
    rundir: str = "/var/run/kamailio"
    exit_timeout: int = 60
    disable_core_dump: int = 0
    open_files_limit: int = 0
    server_id: int = 0
    shm_mem_size: int = 64
    async_workers: int = 0
    max_branches: int = 12
    max_recursive_level: int = 256
    max_while_loops: int = 100
    route_locks_size: int = 0
    return_mode: int = 0
    version_table: str = "version"
    latency_cfg_log: int = 3
    latency_log: int = -1
    latency_limit_action: int = 0
    latency_limit_db: int = 0
    latency_limit_cfg: int = 0
    sip_conformance: str = "strict"
    # logging
    debug: int = 0
    log_stderror: int = 0
    log_facility: str = "LOG_DAEMON"
    log_name: str = ""
    log_prefix: str = ""
    log_prefix_mode: int = 0
    log_color: int = 0
    log_engine_type: str = ""
    log_engine_data: str = ""
    memdbg: int = 3
    memlog: int = 3
    mem_summary: int = 12
    corelog: int = -1
    sip_parser_log: int = 0
    sip_parser_mode: int = 1
    # addresses, Via, headers
    auto_aliases: int = 1
    port: int = 5060
    advertised_address: str = ""
    advertised_port: int = 0
    mhomed: int = 0
    auto_bind_ipv6: int = 0
    bind_ipv6_link_local: int = 0
    ipv6_hex_style: str = "c"
    check_via: int = 0
    received_route_mode: int = 0
    reply_to_via: int = 0
    force_rport: int = 0
    local_rport: int = 0
    dns: int = 0
    rev_dns: int = 0
    phone2tel: int = 1
    sip_warning: int = 0
    server_signature: int = 1
    server_header: str = "Server: kahea"
    user_agent_header: str = "User-Agent: kahea"
    http_reply_parse: int = 0
    maxbuffer: int = 262_144
    maxsndbuffer: int = 262_144
    msg_recv_max_size: int = 32_767
    onsend_route_reply: int = 0
    tos: int = 0x10
    pmtu_discovery: int = 0
    # UDP
    udp_mtu: int = 0
    udp_mtu_try_proto: str = "UDP"
    # TCP
    disable_tcp: int = 0
    tcp_children: int = 8
    tcp_connection_lifetime: int = 120
    tcp_max_connections: int = 2048
    tcp_accept_iplimit: int = 1024
    tcp_connect_timeout: int = 10
    tcp_send_timeout: int = 10
    tcp_accept_no_cl: int = 0
    tcp_accept_aliases: int = 0
    tcp_accept_haproxy: int = 0
    tcp_async: int = 1
    tcp_conn_wq_max: int = 32_768
    tcp_wq_max: int = 10_485_760
    tcp_rd_buf_size: int = 16_384
    tcp_crlf_ping: int = 1
    tcp_keepalive: int = 1
    tcp_keepidle: int = 0
    tcp_keepintvl: int = 0
    tcp_keepcnt: int = 0
    tcp_listen_backlog: int = 1024
    tcp_msg_read_timeout: int = 20
    tcp_msg_data_timeout: int = 20
    tcp_no_connect: int = 0
    tcp_source_ipv4: str = ""
    tcp_source_ipv6: str = ""
    tcp_script_mode: int = 0
    # other transports: read here, used when their modules come
    enable_tls: int = 0
    tls_port_no: int = 5061
    enable_sctp: int = 2
    # DNS
    dns_try_ipv6: int = 1
    dns_try_naptr: int = 0
    dns_udp_pref: int = 30
    dns_tcp_pref: int = 20
    dns_tls_pref: int = 10
    dns_sctp_pref: int = 20
    dns_naptr_ignore_rfc: int = 1
    dns_srv_lb: int = 0
    use_dns_cache: int = 1
    use_dns_failover: int = 0
    dns_cache_flags: int = 0
    dns_cache_negative_ttl: int = 60
    dns_cache_min_ttl: int = 0
    dns_cache_max_ttl: int = 0
    dns_retr_time: int = 0
    dns_retr_no: int = 0
    dns_servers_no: int = 0
    dns_use_search_list: int = 1
    dns_search_full_match: int = 1
    dns_slow_query_ms: int = 0
    use_dst_blocklist: int = 0
    dst_blocklist_expire: int = 60
    # what the configuration gave and nothing reads
    without_effect: dict[str, int | str] = field(default_factory=dict)

    def set(self, name: str, value: int | str) -> bool:
        """Whether the parameter has an effect; it has `value` now, in the type of its default."""
        kind = _KINDS.get(name)
        if kind is None:
            self.without_effect[name] = value
            return False
        setattr(self, name, kind(value))
        return True


_KINDS: dict[str, type[int] | type[str]] = {
    each.name: int if each.type in ("int", int) else str for each in fields(CoreParams) if each.name != "without_effect"
}
