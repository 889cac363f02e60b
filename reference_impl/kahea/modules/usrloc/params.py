"""The module and its parameters, with the defaults of kamailio src/modules/usrloc/usrloc_mod.c."""

from kahea.api import Module

__all__ = ["COLUMNS", "module"]

module = Module("usrloc")

COLUMNS = {
    name: module.param(f"{name}_column", default=column, doc=f"the column that holds {what}")
    for name, column, what in (
        ("ruid", "ruid", "the id of a contact"),
        ("user", "username", "the user of the address of record"),
        ("domain", "domain", "its domain"),
        ("contact", "contact", "the contact's URI"),
        ("expires", "expires", "when it ends"),
        ("q", "q", "its preference"),
        ("callid", "callid", "the Call-ID of its last REGISTER"),
        ("cseq", "cseq", "the CSeq of its last REGISTER"),
        ("flags", "flags", "the table's own flags"),
        ("cflags", "cflags", "the branch flags"),
        ("user_agent", "user_agent", "the phone's User-Agent"),
        ("received", "received", "where the REGISTER came from"),
        ("path", "path", "the Path"),
        ("socket", "socket", "the socket that it came to"),
        ("methods", "methods", "the methods that the phone takes, as a mask"),
        ("instance", "instance", "the phone's +sip.instance"),
        ("reg_id", "reg_id", "its reg-id"),
        ("server_id", "server_id", "the server that has written the row"),
        ("connection_id", "connection_id", "the connection that the REGISTER came over"),
        ("keepalive", "keepalive", "whether the contact is kept alive"),
        ("partition", "partition", "the contact's share of keepalives"),
    )
}
"""The parameters that name columns, by what each column holds."""

# addresses of record and contacts
use_domain = module.param("use_domain", default=0, doc="an address of record has a domain too")
desc_time_order = module.param("desc_time_order", default=0, doc="newest contacts first, instead of the highest q")
matching_mode = module.param("matching_mode", default=0, low=0, high=3, doc="what tells that a contact is known already")
cseq_delay = module.param("cseq_delay", default=20, low=0, doc="seconds in which an equal CSeq is a retransmission")
nat_bflag = module.param("nat_bflag", default=-1, low=-1, high=31, doc="the branch flag of contacts behind a NAT")
hash_size = module.param("hash_size", default=10, low=1, high=16, doc="slots of a table, as a power of two")
timer_interval = module.param("timer_interval", default=60, low=1, doc="seconds between two runs of the timer")
timer_procs = module.param("timer_procs", default=0, has_effect=False, doc="processes for the timer: there is one for all")
xavp_contact = module.param("xavp_contact", default="", doc="the XAVP that is kept with each contact")

# connections
handle_lost_tcp = module.param("handle_lost_tcp", default=0, low=0, high=1, doc="remove contacts whose connection has ended")
close_expired_tcp = module.param(
    "close_expired_tcp", default=0, low=0, high=1, doc="close the connection of a contact that ends"
)

# database
db_url = module.param("db_url", default="mysql://kamailio:kamailiorw@localhost/kamailio", doc="the database")
db_mode = module.param("db_mode", default=0, low=0, high=4, doc="0 none, 1 write-through, 2 write-back, 3 only, 4 read once")
db_load = module.param("db_load", default=1, doc="read the tables when the server starts")
preload = module.list_param("preload", doc="a table to be read although no function of the script names it")
fetch_rows = module.param("fetch_rows", default=2000, low=1, doc="rows that are read at once")
load_rank = module.param("load_rank", default=1, has_effect=False, doc="the process that reads the tables: there is one")
version_table = module.param("version_table", default=1, low=0, high=1, doc="check the version of the tables")
db_insert_update = module.param("db_insert_update", default=0, doc="inserting a row that is there changes it")
db_update_as_insert = module.param("db_update_as_insert", default=0, doc="a changed contact is inserted once more")
db_check_update = module.param("db_check_update", default=0, doc="a changed contact whose row is gone is inserted")
db_ops_ruid = module.param(
    "db_ops_ruid", default=1, low=0, high=1, doc="rows are found by their id, not by contact and Call-ID"
)
db_insert_null = module.param(
    "db_insert_null", default=0, low=0, high=1, doc="an insertion names the columns that are NULL too"
)
db_raw_fetch_type = module.param(
    "db_raw_fetch_type", default=0, has_effect=False, doc="the dialect of raw queries: none are made here"
)
db_timer_clean = module.param(
    "db_timer_clean", default=0, low=0, high=1, doc="the timer removes ended rows, whoever wrote them"
)
db_clean_tcp = module.param("db_clean_tcp", default=0, low=0, high=1, doc="remove rows of connections when the server starts")
expires_type = module.param("expires_type", default=0, low=0, high=1, doc="times are BIGINT columns, not DATETIME")
skip_remote_socket = module.param(
    "skip_remote_socket", default=0, low=0, high=1, doc="leave rows of other servers' sockets alone"
)
server_id_filter = module.param("server_id_filter", default=0, low=0, high=1, doc="read and clean only rows of this server_id")
rm_expired_delay = module.param("rm_expired_delay", default=0, low=0, doc="seconds that ended rows stay, with db_mode 3")

# keepalive
ka_mode = module.param("ka_mode", default=0, low=0, high=7, doc="whom to send keepalives: 1 all, 2 behind a NAT, 4 over UDP")
ka_method = module.param("ka_method", default="OPTIONS", doc="the method of keepalives")
ka_from = module.param("ka_from", default="sip:server@kamailio.org", doc="the From of keepalives")
ka_domain = module.param("ka_domain", default="kamailio.org", doc="the domain of their To, without use_domain")
ka_filter = module.param("ka_filter", default=0, low=0, high=1, doc="1: only contacts of this server_id")
ka_interval = module.param("ka_interval", default=40, low=1, doc="seconds between two keepalives of a contact")
ka_randomize = module.param("ka_randomize", default=20, low=0, doc="seconds that the interval varies by")
ka_timeout = module.param("ka_timeout", default=0, low=0, doc="seconds without an answer after which a contact is removed")
ka_loglevel = module.param("ka_loglevel", default=255, doc="the log level of an answer; 255 for none")
ka_logmsg = module.param("ka_logmsg", default=" to-uri: [$tu] remote-addr: [$sas]", doc="what is logged of an answer")
ka_reply_codes = module.param("ka_reply_codes", default="", doc="codes beside 2xx that say the contact is alive")
