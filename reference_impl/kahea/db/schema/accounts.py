"""Users: who they are, what they may do, how they are billed."""

from typing import Final

from kahea.db.schema.table import Table, read_tables

__all__ = ["ACCOUNTS"]

ACCOUNTS: Final[tuple[Table, ...]] = read_tables("""
version 1
    id            serial
    table_name    string(32)
    table_version uint = 0
    unique table_name_idx (table_name)

subscriber 7
    id       serial
    username string(64) = ''
    domain   string(64) = ''
    password string(64) = ''
    ha1      string(128) = ''
    ha1b     string(128) = ''
    unique account_idx (username, domain)
    index username_idx (username)

grp 2
    id            serial
    username      string(64) = ''
    domain        string(64) = ''
    grp           string(64) = ''
    last_modified datetime = '2000-01-01 00:00:01'
    unique account_group_idx (username, domain, grp)

re_grp 1
    id       serial
    reg_exp  string(128) = ''
    group_id int = 0
    index group_idx (group_id)

uri 1
    id            serial
    username      string(64) = ''
    domain        string(64) = ''
    uri_user      string(64) = ''
    last_modified datetime = '2000-01-01 00:00:01'
    unique account_idx (username, domain, uri_user)

usr_preferences 2
    id            serial
    uuid          string(64) = ''
    username      string(255) = '0'
    domain        string(64) = ''
    attribute     string(32) = ''
    type          int = 0
    value         string(128) = ''
    last_modified datetime = '2000-01-01 00:00:01'
    index ua_idx (uuid, attribute)
    index uda_idx (username, domain, attribute)

acc 5
    id         serial
    method     string(16) = ''
    from_tag   string(128) = ''
    to_tag     string(128) = ''
    callid     string(255) = ''
    sip_code   string(3) = ''
    sip_reason string(128) = ''
    time       datetime
    index callid_idx (callid)

missed_calls 4
    id         serial
    method     string(16) = ''
    from_tag   string(128) = ''
    to_tag     string(128) = ''
    callid     string(255) = ''
    sip_code   string(3) = ''
    sip_reason string(128) = ''
    time       datetime
    index callid_idx (callid)

acc_cdrs 3
    id         serial
    start_time datetime = '2000-01-01 00:00:00'
    end_time   datetime = '2000-01-01 00:00:00'
    duration   float = 0
    index start_time_idx (start_time)
""")
