"""The values that modules work with: what the parser, the variables' engine, the control interfaces and the core lend them."""

from kahea.base.counters import Counter, CounterError
from kahea.base.errors import KaheaError
from kahea.base.hashes import core_hash
from kahea.base.ip_addr import parse_ip
from kahea.base.log_line import escape
from kahea.base.mem.errors import NotInitialisedError
from kahea.base.mem.status import MemInfo
from kahea.base.mem.status import sums as mem_sums
from kahea.base.setting import Setting, SettingError
from kahea.base.timer import TimerLn, TimerWheel
from kahea.base.timer_fifo import FifoEntry, TimerFifo
from kahea.cfg.posix_re import compile_safe
from kahea.control.errors import RpcFault
from kahea.control.mi import MI_BAD_PARM, MI_MISSING_PARM, MI_OK, MiNode, MiRoot
from kahea.control.rpc import Rpc
from kahea.control.rpc_values import ArrayHandle, StructHandle
from kahea.control.value import RpcValue
from kahea.core.action_cfg import cfg_instance
from kahea.core.apply_changes import ApplyError, apply_changes, set_buffer
from kahea.core.cfg_place import CfgPlace, cfg_place
from kahea.core.core_pvs import UNREADABLE
from kahea.core.data_lump import Lump, LumpError, Lumps
from kahea.core.driver import Continuation, Sleep
from kahea.core.dset import (
    Q_UNSPECIFIED,
    Branch,
    append_branch,
    clear_branches,
    contact_list,
    main_branch,
    next_branches,
    q_text,
    remove_branch,
)
from kahea.core.event_route import has_event_route, run_event_route
from kahea.core.events import SrEvent
from kahea.core.faked_msg import faked_msg
from kahea.core.flag_number import flag_number
from kahea.core.flags import MAX_FLAG, MsgFlags
from kahea.core.forward import forward_reply, forward_request, prepare_request, run_onsend
from kahea.core.forward import forward_reply as forward_core_reply
from kahea.core.listen import find_socket, socket_of
from kahea.core.local_request import build_local_ack, build_local_cancel
from kahea.core.lump_rpl import LumpRpl, RplKind, add_lump_rpl, unlink_lump_rpl
from kahea.core.method_bits import METHOD_BITS, OTHER_METHOD, method_bit
from kahea.core.msg_translator import build_res_buf_from_sip_req, build_res_buf_from_sip_res
from kahea.core.resolve import resolve_host, resolve_uri
from kahea.core.resolve_records import Address
from kahea.core.route import run_top_route
from kahea.core.script_cb import When
from kahea.core.select import parse_select
from kahea.core.select_table import SelectError, register_select
from kahea.core.send_socket import get_send_socket
from kahea.core.to_tag import make_totag, reply_totag
from kahea.core.uri_text import uri_text_fits
from kahea.core.usr_avp import AvpName, AvpValue, parse_avp_name
from kahea.core.via1 import reply_dest
from kahea.core.via_builder import VIA_FIELDS, VIA_PARAMS, create_via, sent_by
from kahea.core.xavp import XavpList
from kahea.parser import (
    AuthBody,
    HdrField,
    HdrType,
    SipParseError,
    SipUri,
    ToBody,
    UriType,
    ViaBody,
    cmp_uri,
    hdr_type,
    parse_to,
    parse_uri,
)
from kahea.parser.body import get_sdp
from kahea.parser.headers.contact import ContactBody, contact_expires_s, contact_q
from kahea.parser.headers.content_type import MediaType, parse_media_type
from kahea.parser.hf import HDR_EOH_F
from kahea.parser.lists import split_list
from kahea.parser.multipart import Part, parse_multipart
from kahea.parser.sdp import Sdp
from kahea.parser.uri import unescape
from kahea.parser.verdict import check_any, check_request
from kahea.pv import (
    ALL,
    EMPTY,
    NULL,
    Inner,
    PvRegistry,
    PvSyntaxError,
    parse_format,
    parse_pv,
    pv_int,
    pv_intstr,
    pv_of,
    pv_str,
    pv_strint,
)
from kahea.pv.errors import PvWriteError
from kahea.pv.parse import parse_index, read_pv
from kahea.pv.transform import STANDARD
from kahea.pv.transform.param import read_params
from kahea.pv.transform.params import CHAR, NUMBER, REST, SEPARATOR, TEXT, ReadPv
from kahea.pv.transform.regex import Subst, read_subst
from kahea.pv.transform.table import TrClass
from kahea.pv.value import PV_VAL_INT

__all__ = [
    "ALL",
    "CHAR",
    "EMPTY",
    "HDR_EOH_F",
    "MAX_FLAG",
    "METHOD_BITS",
    "MI_BAD_PARM",
    "MI_MISSING_PARM",
    "MI_OK",
    "NULL",
    "NUMBER",
    "OTHER_METHOD",
    "PV_TRANSFORMATIONS",
    "PV_VAL_INT",
    "Q_UNSPECIFIED",
    "REST",
    "SEPARATOR",
    "TEXT",
    "UNREADABLE",
    "VIA_FIELDS",
    "VIA_PARAMS",
    "Address",
    "ApplyError",
    "ArrayHandle",
    "AuthBody",
    "AvpName",
    "AvpValue",
    "Branch",
    "CfgPlace",
    "ContactBody",
    "Continuation",
    "Counter",
    "CounterError",
    "FifoEntry",
    "HdrField",
    "HdrType",
    "Inner",
    "KaheaError",
    "Lump",
    "LumpError",
    "LumpRpl",
    "Lumps",
    "MediaType",
    "MemInfo",
    "MiNode",
    "MiRoot",
    "MsgFlags",
    "NotInitialisedError",
    "Part",
    "PvRegistry",
    "PvSyntaxError",
    "PvWriteError",
    "ReadPv",
    "Rpc",
    "RpcFault",
    "RpcValue",
    "RplKind",
    "Sdp",
    "SelectError",
    "Setting",
    "SettingError",
    "SipParseError",
    "SipUri",
    "Sleep",
    "SrEvent",
    "StructHandle",
    "Subst",
    "TimerFifo",
    "TimerLn",
    "TimerWheel",
    "ToBody",
    "TrClass",
    "UriType",
    "ViaBody",
    "When",
    "XavpList",
    "add_lump_rpl",
    "append_branch",
    "apply_changes",
    "build_local_ack",
    "build_local_cancel",
    "build_res_buf_from_sip_req",
    "build_res_buf_from_sip_res",
    "cfg_instance",
    "cfg_place",
    "check_any",
    "check_request",
    "clear_branches",
    "cmp_uri",
    "compile_safe",
    "contact_expires_s",
    "contact_list",
    "contact_q",
    "core_hash",
    "create_via",
    "escape",
    "faked_msg",
    "find_socket",
    "flag_number",
    "forward_core_reply",
    "forward_reply",
    "forward_request",
    "get_sdp",
    "get_send_socket",
    "has_event_route",
    "hdr_type",
    "main_branch",
    "make_totag",
    "mem_sums",
    "method_bit",
    "next_branches",
    "parse_avp_name",
    "parse_format",
    "parse_index",
    "parse_ip",
    "parse_media_type",
    "parse_multipart",
    "parse_pv",
    "parse_select",
    "parse_to",
    "parse_uri",
    "prepare_request",
    "pv_int",
    "pv_intstr",
    "pv_of",
    "pv_str",
    "pv_strint",
    "q_text",
    "read_params",
    "read_pv",
    "read_subst",
    "register_select",
    "remove_branch",
    "reply_dest",
    "reply_totag",
    "resolve_host",
    "resolve_uri",
    "run_event_route",
    "run_onsend",
    "run_top_route",
    "sent_by",
    "set_buffer",
    "socket_of",
    "split_list",
    "unescape",
    "unlink_lump_rpl",
    "uri_text_fits",
]

PV_TRANSFORMATIONS: tuple[TrClass, ...] = STANDARD[:-1]
"""The classes of transformations that module pv exports; that of regular expressions belongs to textops."""
