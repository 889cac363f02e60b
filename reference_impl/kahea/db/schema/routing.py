"""Where requests go: domains, gateways, prefixes, peers."""

from typing import Final

from kahea.db.schema.table import Table, read_tables

__all__ = ["ROUTING"]

ROUTING: Final[tuple[Table, ...]] = read_tables("""
domain 2
    id            serial
    domain        string(64)
    did           string(64) null
    last_modified datetime = '2000-01-01 00:00:01'
    unique domain_idx (domain)

domain_attrs 1
    id            serial
    did           string(64)
    name          string(32)
    type          uint
    value         string(255)
    last_modified datetime = '2000-01-01 00:00:01'
    index domain_attrs_idx (did, name)

address 6
    id      serial
    grp     uint = 1
    ip_addr string(50)
    mask    int = 32
    port    ushort = 0
    tag     string(64) null

trusted 6
    id           serial
    src_ip       string(50)
    proto        string(4)
    from_pattern string(64) null
    ruri_pattern string(64) null
    tag          string(64) null
    priority     int = 0
    index peer_idx (src_ip)

dispatcher 4
    id          serial
    setid       int = 0
    destination string(192) = ''
    flags       int = 0
    priority    int = 0
    attrs       string(128) = ''
    description string(64) = ''

dialplan 2
    id        serial
    dpid      int
    pr        int
    match_op  int
    match_exp string(64)
    match_len int
    subst_exp string(64)
    repl_exp  string(256)
    attrs     string(64)

domainpolicy 2
    id          serial
    rule        string(255)
    type        string(255)
    att         string(255) null
    val         string(128) null
    description string(255)
    unique rav_idx (rule, att, val)
    index rule_idx (rule)

lcr_gw 3
    id         serial
    lcr_id     ushort
    gw_name    string(128) null
    ip_addr    string(50) null
    hostname   string(64) null
    port       ushort null
    params     string(64) null
    uri_scheme uchar null
    transport  uchar null
    strip      uchar null
    prefix     string(16) null
    tag        string(64) null
    flags      uint = 0
    defunct    uint null
    index lcr_id_idx (lcr_id)

lcr_rule 3
    id          serial
    lcr_id      ushort
    prefix      string(16) null
    from_uri    string(64) null
    request_uri string(64) null
    mt_tvalue   string(128) null
    stopper     uint = 0
    enabled     uint = 1
    unique lcr_id_prefix_from_uri_idx (lcr_id, prefix, from_uri)

lcr_rule_target 1
    id       serial
    lcr_id   ushort
    rule_id  uint
    gw_id    uint
    priority uchar
    weight   uint = 1
    unique rule_id_gw_id_idx (rule_id, gw_id)
    index lcr_id_idx (lcr_id)

mtree 1
    id      serial
    tprefix string(32) = ''
    tvalue  string(128) = ''
    unique tprefix_idx (tprefix)

mtrees 2
    id      serial
    tname   string(128) = ''
    tprefix string(32) = ''
    tvalue  string(128) = ''
    unique tname_tprefix_tvalue_idx (tname, tprefix, tvalue)

pdt 1
    id      serial
    sdomain string(255)
    prefix  string(32)
    domain  string(255) = ''
    unique sdomain_prefix_idx (sdomain, prefix)

dr_rules 3
    ruleid      serial
    groupid     string(255)
    prefix      string(64)
    timerec     string(255)
    priority    int = 0
    routeid     string(64)
    gwlist      string(255)
    description string(128) = ''

dr_gateways 3
    gwid        serial
    type        uint = 0
    address     string(128)
    strip       uint = 0
    pri_prefix  string(64) null
    attrs       string(255) null
    description string(128) = ''
""")
