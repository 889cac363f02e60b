"""State of calls, messages and peers that outlives the server."""

from typing import Final

from kahea.db.schema.table import Table, read_tables

__all__ = ["CALLS"]

CALLS: Final[tuple[Table, ...]] = read_tables("""
dialog 7
    id               serial
    hash_entry       uint
    hash_id          uint
    callid           string(255)
    from_uri         string(255)
    from_tag         string(128)
    to_uri           string(255)
    to_tag           string(128)
    caller_cseq      string(20)
    callee_cseq      string(20)
    caller_route_set string(512) null
    callee_route_set string(512) null
    caller_contact   string(255)
    callee_contact   string(255)
    caller_sock      string(64)
    callee_sock      string(64)
    state            uint
    start_time       uint
    timeout          uint = 0
    sflags           uint = 0
    iflags           uint = 0
    toroute_name     string(32) null
    req_uri          string(255)
    xdata            string(512) null
    index hash_idx (hash_entry, hash_id)

dialog_vars 1
    id           serial
    hash_entry   uint
    hash_id      uint
    dialog_key   string(128)
    dialog_value string(512)
    index hash_idx (hash_entry, hash_id)

silo 8
    id         serial
    src_addr   string(255) = ''
    dst_addr   string(255) = ''
    username   string(64) = ''
    domain     string(64) = ''
    inc_time   int = 0
    exp_time   int = 0
    snd_time   int = 0
    ctype      string(32) = 'text/plain'
    body       binary null
    extra_hdrs text null
    callid     string(128) = ''
    status     int = 0
    index account_idx (username, domain)

sip_trace 4
    id          serial
    time_stamp  datetime = '2000-01-01 00:00:01'
    time_us     uint = 0
    callid      string(255) = ''
    traced_user string(255) = ''
    msg         largetext
    method      string(50) = ''
    status      string(255) = ''
    fromip      string(64) = ''
    toip        string(64) = ''
    fromtag     string(128) = ''
    totag       string(128) = ''
    direction   string(4) = ''
    index traced_user_idx (traced_user)
    index date_idx (time_stamp)
    index fromip_idx (fromip)
    index callid_idx (callid)

topos_d 2
    id         serial
    rectime    datetime
    x_context  string(64) = ''
    s_method   string(64) = ''
    s_cseq     string(64) = ''
    a_callid   string(255) = ''
    a_uuid     string(255) = ''
    b_uuid     string(255) = ''
    a_contact  string(512) = ''
    b_contact  string(512) = ''
    as_contact string(512) = ''
    bs_contact string(512) = ''
    a_tag      string(255) = ''
    b_tag      string(255) = ''
    a_rr       largetext null
    b_rr       largetext null
    s_rr       largetext null
    iflags     uint = 0
    a_uri      string(255) = ''
    b_uri      string(255) = ''
    r_uri      string(255) = ''
    a_srcaddr  string(128) = ''
    b_srcaddr  string(128) = ''
    a_socket   string(128) = ''
    b_socket   string(128) = ''
    index rectime_idx (rectime)
    index a_callid_idx (a_callid)
    index a_uuid_idx (a_uuid)
    index b_uuid_idx (b_uuid)

topos_t 2
    id         serial
    rectime    datetime
    x_context  string(64) = ''
    s_method   string(64) = ''
    s_cseq     string(64) = ''
    a_callid   string(255) = ''
    a_uuid     string(255) = ''
    b_uuid     string(255) = ''
    direction  int = 0
    x_via      largetext null
    x_vbranch  string(255) = ''
    x_rr       largetext null
    y_rr       largetext null
    s_rr       largetext null
    x_uri      string(255) = ''
    a_contact  string(512) = ''
    b_contact  string(512) = ''
    as_contact string(512) = ''
    bs_contact string(512) = ''
    x_tag      string(255) = ''
    a_tag      string(255) = ''
    b_tag      string(255) = ''
    a_srcaddr  string(255) = ''
    b_srcaddr  string(255) = ''
    a_socket   string(128) = ''
    b_socket   string(128) = ''
    index rectime_idx (rectime)
    index a_callid_idx (a_callid)
    index x_vbranch_idx (x_vbranch)
    index a_uuid_idx (a_uuid)

uacreg 6
    id            serial
    l_uuid        string(64) = ''
    l_username    string(64) = ''
    l_domain      string(64) = ''
    r_username    string(64) = ''
    r_domain      string(64) = ''
    realm         string(64) = ''
    auth_username string(64) = ''
    auth_password string(64) = ''
    auth_ha1      string(128) = ''
    auth_proxy    string(255) = ''
    expires       int = 0
    flags         int = 0
    reg_delay     int = 0
    contact_addr  string(255) = ''
    contact_user  string(255) = ''
    socket        string(128) = ''
    unique l_uuid_idx (l_uuid)

rtpproxy 1
    id          serial
    setid       string(32) = '00'
    url         string(64) = ''
    flags       int = 0
    weight      int = 1
    description string(64) = ''

rtpengine 1
    id       serial
    setid    uint = 0
    url      string(64)
    weight   uint = 1
    disabled int = 0
    stamp    datetime = '1900-01-01 00:00:01'
    unique rtpengine_nodes (setid, url)

htable 2
    id         serial
    key_name   string(256) = ''
    key_type   int = 0
    value_type int = 0
    key_value  string(512) = ''
    expires    int = 0

pl_pipes 1
    id        serial
    pipeid    string(64) = ''
    algorithm string(32) = ''
    plimit    int = 0

secfilter 1
    id     serial
    action short = 0
    type   short = 0
    data   string(64) = ''
    index secfilter_idx (action, type, data)

userblocklist 1
    id        serial
    username  string(64) = ''
    domain    string(64) = ''
    prefix    string(64) = ''
    allowlist char = 0
    index userblocklist_idx (username, domain, prefix)

globalblocklist 1
    id          serial
    prefix      string(64) = ''
    allowlist   char = 0
    description string(255) null
    index globalblocklist_idx (prefix)

imc_rooms 1
    id     serial
    name   string(64)
    domain string(64)
    flag   int
    unique name_domain_idx (name, domain)

imc_members 1
    id       serial
    username string(64)
    domain   string(64)
    room     string(64)
    flag     int
    unique account_room_idx (username, domain, room)
""")
