"""Presence: what is published, who watches, what is subscribed elsewhere."""

from typing import Final

from kahea.db.schema.table import Table, read_tables

__all__ = ["PRESENCE"]

PRESENCE: Final[tuple[Table, ...]] = read_tables("""
presentity 5
    id            serial
    username      string(64)
    domain        string(64)
    event         string(64)
    etag          string(128)
    expires       int
    received_time int
    body          binary
    sender        string(255)
    priority      int = 0
    ruid          string(64) null
    unique presentity_idx (username, domain, event, etag)
    unique ruid_idx (ruid)
    index presentity_expires (expires)
    index account_idx (username, domain, event)

active_watchers 12
    id               serial
    presentity_uri   string(255)
    watcher_username string(64)
    watcher_domain   string(64)
    to_user          string(64)
    to_domain        string(64)
    event            string(64) = 'presence'
    event_id         string(64) null
    to_tag           string(128)
    from_tag         string(128)
    callid           string(255)
    local_cseq       int
    remote_cseq      int
    contact          string(255)
    record_route     text null
    expires          int
    status           int = 2
    reason           string(64) null
    version          int = 0
    socket_info      string(64)
    local_contact    string(255)
    from_user        string(64)
    from_domain      string(64)
    updated          int
    updated_winfo    int
    flags            int = 0
    user_agent       string(255) null = ''
    unique active_watchers_idx (callid, to_tag, from_tag)
    index active_watchers_expires (expires)
    index active_watchers_pres (presentity_uri, event)
    index updated_idx (updated)
    index updated_winfo_idx (updated_winfo, presentity_uri)

watchers 3
    id               serial
    presentity_uri   string(255)
    watcher_username string(64)
    watcher_domain   string(64)
    event            string(64) = 'presence'
    status           int
    reason           string(64) null
    inserted_time    int
    unique watcher_idx (presentity_uri, watcher_username, watcher_domain, event)
    index ins_time_status_idx (inserted_time, status)

xcap 4
    id       serial
    username string(64)
    domain   string(64)
    doc      largebinary
    doc_type int
    etag     string(128)
    source   int
    doc_uri  string(255)
    port     int
    unique doc_uri_idx (doc_uri)
    index account_doc_type_idx (username, domain, doc_type)
    index account_doc_type_uri_idx (username, domain, doc_type, doc_uri)
    index account_doc_uri_idx (username, domain, doc_uri)

pua 7
    id              serial
    pres_uri        string(255)
    pres_id         string(255)
    event           int
    expires         int
    desired_expires int
    flag            int
    etag            string(128)
    tuple_id        string(64) null
    watcher_uri     string(255)
    call_id         string(255)
    to_tag          string(128)
    from_tag        string(128)
    cseq            int
    record_route    text null
    contact         string(255)
    remote_contact  string(255)
    version         int
    extra_headers   text
    unique pua_idx (etag, tuple_id, call_id, from_tag)
    index expires_idx (expires)
    index dialog1_idx (pres_id, pres_uri)
    index dialog2_idx (call_id, from_tag)
    index record_idx (pres_id)

rls_presentity 1
    id             serial
    rlsubs_did     string(255)
    resource_uri   string(255)
    content_type   string(255)
    presence_state binary
    expires        int
    updated        int
    auth_state     int
    reason         string(64)
    unique rls_presentity_idx (rlsubs_did, resource_uri)
    index rlsubs_idx (rlsubs_did)
    index updated_idx (updated)
    index expires_idx (expires)

rls_watchers 3
    id               serial
    presentity_uri   string(255)
    to_user          string(64)
    to_domain        string(64)
    watcher_username string(64)
    watcher_domain   string(64)
    event            string(64) = 'presence'
    event_id         string(64) null
    to_tag           string(128)
    from_tag         string(128)
    callid           string(255)
    local_cseq       int
    remote_cseq      int
    contact          string(255)
    record_route     text null
    expires          int
    status           int = 2
    reason           string(64)
    version          int = 0
    socket_info      string(64)
    local_contact    string(255)
    from_user        string(64)
    from_domain      string(64)
    updated          int
    unique rls_watcher_idx (callid, to_tag, from_tag)
    index rls_watchers_update (watcher_username, watcher_domain, event)
    index rls_watchers_expires (expires)
    index updated_idx (updated)
""")
