"""The core's global parameters: the form of each value, its range, and its other names."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["CORE_SETTINGS", "Form", "Setting"]


class Form(StrEnum):
    """How the value of a parameter is written."""

    NUMBER = "a number or yes/no"
    STRING = "a string in quotes"
    WORD = "a word, a number or a string"
    HOST = "an address or a string"


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter under its main name; `low` and `high` bound a number, None where any will do."""

    name: str
    form: Form
    low: int | None = None
    high: int | None = None


_NUMBERS = """
    children fork fork_delay modinit_delay exit_timeout disable_core_dump open_files_limit server_id shm_mem_size
    shm_force_alloc mlock_pages real_time rt_prio rt_policy rt_timer1_prio rt_timer1_policy rt_timer2_prio
    rt_timer2_policy wait_worker1_mode wait_worker1_time wait_worker1_usleep async_workers async_nonblock async_usleep
    socket_workers max_branches max_recursive_level max_while_loops route_locks_size return_mode pv_buffer_size
    pv_buffer_slots pv_cache_limit pv_cache_action sql_buffer_size rpc_exec_delta rpc_exec_locks rpc_exec_locks_mode
    latency_log latency_cfg_log latency_limit_action latency_limit_db latency_limit_cfg verbose_startup debug log_stderror
    log_prefix_mode log_color memdbg memlog mem_summary mem_join mem_safety mem_status_mode mem_add_size corelog
    sip_parser_log sip_parser_log_oneline sip_parser_mode msg_time auto_aliases auto_domains port advertised_port mhomed
    ip_free_bind auto_bind_ipv6 bind_ipv6_link_local check_via received_route_mode reply_to_via force_rport local_rport
    dns rev_dns phone2tel sip_warning server_signature http_reply_parse maxbuffer maxsndbuffer msg_recv_max_size
    msg_clone_extra_size msg_apply_changes_mode onsend_route_reply mcast_loopback mcast_ttl pmtu_discovery udp_mtu
    udp_receiver_mode udp_accept_proxy udp4_raw udp4_raw_mtu udp4_raw_ttl disable_tcp tcp_children tcp_main_threads
    tcp_connection_lifetime tcp_max_connections tcp_accept_iplimit tcp_connect_timeout tcp_send_timeout tcp_accept_no_cl
    tcp_accept_aliases tcp_accept_unique tcp_connection_match tcp_accept_haproxy tcp_accept_hep3 tcp_async tcp_conn_wq_max
    tcp_wq_max tcp_wq_blk_size tcp_rd_buf_size tcp_clone_rcvbuf tcp_reuse_port tcp_close_rst tcp_crlf_ping tcp_keepalive
    tcp_keepidle tcp_keepintvl tcp_keepcnt tcp_defer_accept tcp_delayed_ack tcp_syncnt tcp_linger2 tcp_fd_cache
    tcp_listen_backlog tcp_msg_read_timeout tcp_msg_data_timeout tcp_no_connect tcp_script_mode tcp_wait_data
    tcp_check_timer enable_tls disable_tls tls_port_no tls_max_connections tls_connection_match_domain tls_threads_mode
    tls_verify tls_require_certificate tls_handshake_timeout tls_send_timeout tlslog enable_sctp disable_sctp
    sctp_children sctp_socket_rcvbuf sctp_socket_sndbuf sctp_autoclose sctp_send_ttl sctp_send_retries sctp_assoc_tracking
    sctp_assoc_reuse sctp_max_assocs sctp_srto_initial sctp_srto_max sctp_srto_min sctp_asocmaxrxt sctp_pathmaxrxt
    sctp_init_max_attempts sctp_init_max_timeo sctp_hbinterval sctp_sack_delay sctp_sack_freq sctp_max_burst dns_try_ipv6
    dns_try_naptr dns_udp_pref dns_tcp_pref dns_tls_pref dns_sctp_pref dns_naptr_ignore_rfc dns_srv_lb use_dns_cache
    use_dns_failover dns_cache_init dns_cache_flags dns_cache_negative_ttl dns_cache_min_ttl dns_cache_max_ttl
    dns_cache_mem dns_cache_gc_interval dns_cache_del_nonexp dns_cache_rec_pref dns_retr_time dns_retr_no dns_servers_no
    dns_use_search_list dns_search_full_match dns_slow_query_ms use_dst_blocklist dst_blocklist_init dst_blocklist_expire
    dst_blocklist_mem dst_blocklist_gc_interval dst_blocklist_udp_imask dst_blocklist_tcp_imask dst_blocklist_tls_imask
    dst_blocklist_sctp_imask syn_branch stun_refresh_interval stun_allow_stun stun_allow_fp loop_checks
"""
_STRINGS = """
    chroot workdir rundir async_workers_group async_tkv_evcb async_tkv_gname version_table stats_name_separator log_name
    log_prefix log_engine_type log_engine_data ipv6_hex_style server_header user_agent_header uri_host_extra_chars
    hdr_name_extra_chars xavp_via_params xavp_via_fields xavp_via_reply_params tls_certificate tls_private_key tls_ca_list
    fifo
"""
_WORDS = """
    user group log_facility tos udp_mtu_try_proto tcp_poll_method tls_method fifo_mode tcp_accept_protocols statistics
    sip_conformance
"""
_HOSTS = """
    advertised_address mcast tcp_source_ipv4 tcp_source_ipv6
"""
_RANGES = {
    "max_branches": (1, 30), "mhomed": (0, 2), "pmtu_discovery": (0, 2), "enable_sctp": (0, 2), "port": (1, 65535),
    "advertised_port": (1, 65535), "tls_port_no": (1, 65535), "children": (1, None), "sctp_autoclose": (1, None),
    "sctp_send_retries": (0, 9), "dns_cache_rec_pref": (0, 3), "return_mode": (0, 1), "received_route_mode": (0, 3),
    "debug": (-5, None), "sctp_max_assocs": (-1, None), "max_while_loops": (0, None), "max_recursive_level": (1, None),
    "socket_workers": (1, None), "udp_mtu": (0, 65535), "server_id": (0, None), "sip_parser_mode": (0, 1),
}  # fmt: skip
_ALIASES = """
    uid=user gid=group wdir=workdir run_dir=rundir ser_kill_timeout=exit_timeout shm=shm_mem_size shm_mem=shm_mem_size
    rt_fast_timer_prio=rt_timer1_prio rt_ftimer_prio=rt_timer1_prio rt_stimer_prio=rt_timer2_prio mem_dbg=memdbg
    mem_log=memlog core_log=corelog ipfreebind=ip_free_bind ip_nonlocal_bind=ip_free_bind add_rport=force_rport
    dns_rev_via=rev_dns http_reply_hack=http_reply_parse tcp_accept_protos=tcp_accept_protocols tcp_buf_write=tcp_async
    tls_enable=enable_tls tls_disable=disable_tls tls_log=tlslog sctp_socket_receive_buffer=sctp_socket_rcvbuf
    sctp_socket_send_buffer=sctp_socket_sndbuf dns_udp_preference=dns_udp_pref dns_tcp_preference=dns_tcp_pref
    dns_tls_preference=dns_tls_pref dns_sctp_preference=dns_sctp_pref dns_srv_loadbalancing=dns_srv_lb
    dns_use_cache=use_dns_cache dns_use_failover=use_dns_failover dns_cache_delete_nonexpired=dns_cache_del_nonexp
    dst_blocklist_ttl=dst_blocklist_expire use_dst_blacklist=use_dst_blocklist dst_blacklist_init=dst_blocklist_init
    dst_blacklist_expire=dst_blocklist_expire dst_blacklist_ttl=dst_blocklist_expire dst_blacklist_mem=dst_blocklist_mem
    dst_blacklist_gc_interval=dst_blocklist_gc_interval dst_blacklist_udp_imask=dst_blocklist_udp_imask
    dst_blacklist_tcp_imask=dst_blocklist_tcp_imask dst_blacklist_tls_imask=dst_blocklist_tls_imask
    dst_blacklist_sctp_imask=dst_blocklist_sctp_imask
"""


def _settings() -> dict[str, Setting]:
    """Every parameter by each of its names."""
    forms = {Form.NUMBER: _NUMBERS, Form.STRING: _STRINGS, Form.WORD: _WORDS, Form.HOST: _HOSTS}
    table = {
        name: Setting(name, form, *_RANGES.get(name, (None, None))) for form, names in forms.items() for name in names.split()
    }
    for pair in _ALIASES.split():
        alias, _, name = pair.partition("=")
        table[alias] = table[name]
    return table


CORE_SETTINGS = _settings()
