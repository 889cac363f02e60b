"""The module and its parameters."""

from kahea.api import Module, Param
from kahea.api.values import MAX_FLAG

__all__ = [
    "acc_callid_column", "acc_extra_nullable", "acc_extra_size", "acc_from_tag_column", "acc_method_column",
    "acc_prepare_always", "acc_prepare_flag", "acc_sip_code_column", "acc_sip_reason_column", "acc_time_column",
    "acc_to_tag_column", "db_extra", "db_flag", "db_insert_mode", "db_missed_flag", "db_table_acc",
    "db_table_missed_calls", "db_url", "db_version_check", "detect_direction", "early_media", "failed_filter",
    "failed_transaction_flag", "log_extra", "log_flag", "log_level", "log_missed_flag", "module", "multi_leg_info",
    "reason_from_hf", "report_ack", "report_cancels", "time_attr", "time_exten", "time_format", "time_mode",
]  # fmt: skip

_LOWEST_CODE, _HIGHEST_CODE = 300, 699
_LOWEST_LEVEL, _HIGHEST_LEVEL = -5, 3
_NEEDS_DIALOGS = "{}; needs module dialog"

module = Module("acc", needs=("tm",))


def _codes(text: str) -> frozenset[int]:
    found = set()
    for piece in filter(None, (each.strip() for each in text.split(","))):
        if not piece.isdigit() or not _LOWEST_CODE <= int(piece) <= _HIGHEST_CODE:
            raise ValueError(
                f"{piece!r} is no code in {_LOWEST_CODE}..{_HIGHEST_CODE}; expected codes with commas between them"
            )
        found.add(int(piece))
    return frozenset(found)


def _flag(name: str, doc: str) -> Param[int]:
    return module.param(name, default=-1, low=-1, high=MAX_FLAG, doc=doc)


def _switch(name: str, doc: str, default: int = 0) -> Param[int]:
    return module.param(name, default=default, low=0, high=1, doc=doc)


# which transactions
early_media = _switch("early_media", "whether provisional replies with a body are accounted")
failed_transaction_flag = _flag(
    "failed_transaction_flag", "the flag that has transactions with a code from 300 on accounted too"
)
failed_filter = module.param("failed_filter", default=None, kind=str, check=_codes, doc="codes that are not accounted: 404,407")
report_ack = _switch("report_ack", "whether the ACK of a 2xx is accounted")
report_cancels = _switch("report_cancels", "whether CANCELs are accounted")
acc_prepare_flag = _flag("acc_prepare_flag", "the flag of requests whose accounting may be decided on later")
acc_prepare_always = _switch("acc_prepare_always", "whether that holds for every request")

# what is told of them
multi_leg_info = module.param("multi_leg_info", default="", doc="attributes of each leg of a call: name=$avp(x);name=$avp(y)")
detect_direction = _switch("detect_direction", "whether From and To change places for requests of the called party")
reason_from_hf = _switch("reason_from_hf", "whether the reason is that of the header Reason, where a reply has one")
acc_extra_nullable = _switch("acc_extra_nullable", "whether a variable without a value is NULL in the database, not empty text")
acc_extra_size = module.param("acc_extra_size", default=64, low=1, doc="the most attributes that an extra may list")
time_mode = module.param(
    "time_mode",
    default=0,
    low=0,
    high=4,
    doc="a second time: 1 microseconds, 2 seconds with a fraction, 3 local text, 4 UTC text",
)
time_attr = module.param("time_attr", default="time_attr", doc="the name of the second time in modes 2, 3 and 4")
time_exten = module.param("time_exten", default="time_exten", doc="the name of the second time in mode 1")
time_format = module.param("time_format", default="%Y-%m-%d %H:%M:%S", doc="how modes 3 and 4 write it, as strftime")
module.param(
    "clone_msg", default=1, has_effect=False, doc="whether a copy is accounted; a transaction's request is its own here"
)

# the log
log_flag = _flag("log_flag", "the flag of requests that are accounted in the log")
log_missed_flag = _flag("log_missed_flag", "the flag of INVITEs that are reported in the log when they fail")
log_level = module.param("log_level", default=1, low=_LOWEST_LEVEL, high=_HIGHEST_LEVEL, doc="the level of the lines")
module.param("log_facility", default=None, kind=str, has_effect=False, doc="the facility of the lines; the whole log has one")
log_extra = module.param("log_extra", default="", doc="attributes added to each line: name=$var;name=$var")

# the database
db_url = module.param("db_url", default="", doc="the database; without it nothing goes to one")
db_flag = _flag("db_flag", "the flag of requests that are accounted in the database")
db_missed_flag = _flag("db_missed_flag", "the flag of INVITEs that are reported in the database when they fail")
db_extra = module.param("db_extra", default="", doc="columns added to each row: column=$var;column=$var")
db_table_acc = module.param("db_table_acc", default="acc", doc="the table of transactions")
db_table_missed_calls = module.param("db_table_missed_calls", default="missed_calls", doc="the table of missed calls")
db_version_check = _switch("db_version_check", "whether the versions of the tables are checked at start", 1)
db_insert_mode = module.param("db_insert_mode", default=0, low=0, high=2, doc="how rows are inserted: 0, 2 at once, 1 delayed")
acc_method_column = module.param("acc_method_column", default="method", doc="the column of the method")
acc_from_tag_column = module.param("acc_from_tag_column", default="from_tag", doc="the column of the From tag")
acc_to_tag_column = module.param("acc_to_tag_column", default="to_tag", doc="the column of the To tag")
acc_callid_column = module.param("acc_callid_column", default="callid", doc="the column of the Call-ID")
acc_sip_code_column = module.param("acc_sip_code_column", default="sip_code", doc="the column of the code")
acc_sip_reason_column = module.param("acc_sip_reason_column", default="sip_reason", doc="the column of the reason")
acc_time_column = module.param("acc_time_column", default="time", doc="the column of the time")

# calls as a whole: call data records are made of dialogs
for _name, _default, _doc in (
    ("cdr_enable", 0, "whether call data records are made"),
    ("cdr_skip", None, "the dialog variable that keeps a call from having one"),
    ("cdr_log_enable", 1, "whether they go to the log"),
    ("cdr_start_on_confirmed", 0, "whether a call begins with its answer"),
    ("cdr_facility", None, "the facility of their lines"),
    ("cdr_extra", "", "attributes added to them"),
    ("cdr_extra_nullable", 0, "whether a variable without a value is NULL in them"),
    ("cdr_extra_size", 64, "the most attributes that cdr_extra may list"),
    ("cdr_start_id", "start_time", "the name of the start"),
    ("cdr_end_id", "end_time", "the name of the end"),
    ("cdr_duration_id", "duration", "the name of the duration"),
    ("cdr_duration_mode", 1, "whether the duration is worked out by the module"),
    ("cdr_expired_dlg_enable", 0, "whether expired dialogs have one"),
    ("cdr_on_failed", 1, "whether failed calls have one"),
    ("cdrs_table", "", "their table"),
):
    module.param(
        _name,
        default=_default,
        kind=int if isinstance(_default, int) else str,
        has_effect=False,
        doc=_NEEDS_DIALOGS.format(_doc),
    )
