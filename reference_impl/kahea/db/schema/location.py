"""Where users are: bindings, their attributes, permanent aliases."""

from typing import Final

from kahea.db.schema.table import Table, read_tables

__all__ = ["LOCATION"]

LOCATION: Final[tuple[Table, ...]] = read_tables("""
location 9
    id            serial
    ruid          string(64) = ''
    username      string(64) = ''
    domain        string(64) null
    contact       string(512) = ''
    received      string(128) null
    path          string(512) null
    expires       datetime = '2030-05-28 21:32:15'
    q             float = 1.0
    callid        string(255) = 'Default-Call-ID'
    cseq          int = 1
    last_modified datetime = '2000-01-01 00:00:01'
    flags         int = 0
    cflags        int = 0
    user_agent    string(255) = ''
    socket        string(64) null
    methods       int null
    instance      string(255) null
    reg_id        int = 0
    server_id     int = 0
    connection_id int = 0
    keepalive     int = 0
    partition     int = 0
    unique ruid_idx (ruid)
    index account_contact_idx (username, domain, contact)
    index expires_idx (expires)
    index tcpcon_idx (connection_id)
    index connection_idx (server_id, connection_id)

location_attrs 1
    id            serial
    ruid          string(64) = ''
    username      string(64) = ''
    domain        string(64) null
    aname         string(64) = ''
    atype         int = 0
    avalue        string(512) = ''
    last_modified datetime = '2000-01-01 00:00:01'
    index account_record_idx (username, domain, ruid)
    index last_modified_idx (last_modified)

aliases 8
    id            serial
    ruid          string(64) = ''
    username      string(64) = ''
    domain        string(64) null
    contact       string(255) = ''
    received      string(255) null
    path          string(512) null
    expires       datetime = '2030-05-28 21:32:15'
    q             float = 1.0
    callid        string(255) = 'Default-Call-ID'
    cseq          int = 1
    last_modified datetime = '2000-01-01 00:00:01'
    flags         int = 0
    cflags        int = 0
    user_agent    string(255) = ''
    socket        string(64) null
    methods       int null
    instance      string(255) null
    reg_id        int = 0
    server_id     int = 0
    connection_id int = 0
    keepalive     int = 0
    partition     int = 0
    unique ruid_idx (ruid)
    index account_contact_idx (username, domain, contact)
    index expires_idx (expires)

dbaliases 1
    id             serial
    alias_username string(64) = ''
    alias_domain   string(64) = ''
    username       string(64) = ''
    domain         string(64) = ''
    index alias_user_idx (alias_username)
    index alias_idx (alias_username, alias_domain)
    index target_idx (username, domain)

speed_dial 2
    id          serial
    username    string(64) = ''
    domain      string(64) = ''
    sd_username string(64) = ''
    sd_domain   string(64) = ''
    new_uri     string(255) = ''
    fname       string(64) = ''
    lname       string(64) = ''
    description string(64) = ''
    unique speed_dial_idx (username, domain, sd_domain, sd_username)
""")
