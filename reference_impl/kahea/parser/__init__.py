"""The lazy SIP parser: bytes to values, pure; `SipParseError` is the only exception that leaves it."""

from kahea.parser.body import get_body_part, get_sdp
from kahea.parser.digest import AuthBody, parse_credentials
from kahea.parser.errors import SipParseError
from kahea.parser.fline import KNOWN_METHODS, MsgStart, parse_first_line
from kahea.parser.framing import BadStream, Frame, Phase, Ping, Pong, StreamFraming
from kahea.parser.hdr_field import HdrField
from kahea.parser.headers.contact import ContactBody
from kahea.parser.headers.content_type import MediaType
from kahea.parser.headers.cseq import CSeqBody
from kahea.parser.headers.via import ViaBody
from kahea.parser.hf import HDR_EOH_F, HdrType, HeaderSpec, flag, hdr_type, register
from kahea.parser.message import Message, parse_headers, parse_msg
from kahea.parser.multipart import Part, parse_multipart
from kahea.parser.nameaddr import ToBody, parse_address_list, parse_to
from kahea.parser.params import Params, parse_params
from kahea.parser.reply_parts import ReplyParts, reply_parts
from kahea.parser.sdp import Sdp, SdpStream, parse_sdp
from kahea.parser.uri import SipUri, UriType, cmp_uri, parse_uri
from kahea.parser.verdict import Abilities, Action, Role, Verdict, classify

__all__ = [
    "HDR_EOH_F", "KNOWN_METHODS", "Abilities", "Action", "AuthBody", "BadStream", "CSeqBody", "ContactBody", "Frame",
    "HdrField", "HdrType", "HeaderSpec", "MediaType", "Message", "MsgStart", "Params", "Part", "Phase", "Ping", "Pong",
    "ReplyParts", "Role", "Sdp", "SdpStream", "SipParseError", "SipUri", "StreamFraming", "ToBody", "UriType", "Verdict",
    "ViaBody", "classify", "cmp_uri", "flag", "get_body_part", "get_sdp", "hdr_type", "parse_address_list",
    "parse_credentials", "parse_first_line", "parse_headers", "parse_msg", "parse_multipart", "parse_params", "parse_sdp",
    "parse_to", "parse_uri", "register", "reply_parts",
]  # fmt: skip
