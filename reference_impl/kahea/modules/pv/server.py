"""The server itself: its process, id, version, constants, definitions and environment, and the last error."""

from importlib.metadata import version
from typing import Final

from kahea.api import PvParam, PvValue, SipMsg, engine
from kahea.api.net import Proto
from kahea.api.values import UNREADABLE, Inner, PvRegistry, SipParseError, pv_of, pv_str
from kahea.modules.pv.addresses import AF_INET, AF_INET6
from kahea.modules.pv.exports import module
from kahea.modules.pv.keys import one_of

__all__: list[str] = []

_VERSION: Final = version("kahea").encode()
_VERSIONS: Final = {
    b"num": _VERSION,
    b"full": b"kahea " + _VERSION + b" (python)",
    b"hash": b"unknown",
}


@module.pv("pp")
def pv_pid(msg: SipMsg) -> int:
    """$pp: the number of the process."""
    return msg.engine.log.pid


@module.pv("sid")
def pv_server_id(msg: SipMsg) -> int:
    """$sid: the core parameter server_id."""
    return msg.engine.core.server_id


def _version_key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("version", inner, _VERSIONS)


@module.pv("version", inner=Inner.MUST, parse_name=_version_key, is_constant=True)
def pv_version(_msg: object, param: PvParam) -> bytes:
    """$version(key): the server's version."""
    return _VERSIONS[param.name]


def _version_number() -> int:
    """The version as one number, two hexadecimal digits a part (Kamailio's VERSIONVAL)."""
    major, minor, patch = ([int(part) if part.isdigit() else 0 for part in _VERSION.split(b".")] + [0, 0])[:3]
    return major << 16 | minor << 8 | patch


_SERVER: Final = {b"ver": pv_str(_VERSION), b"verval": pv_of(_version_number())}


def _server_key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("ksr", inner, _SERVER)


@module.pv("ksr", inner=Inner.MUST, parse_name=_server_key, is_constant=True)
def pv_ksr(_msg: object, param: PvParam) -> PvValue:
    """$ksr(key): an attribute of the server."""
    return _SERVER[param.name]


_CONSTANTS: Final = {
    b"IPv4": AF_INET,
    b"IPv6": AF_INET6,
    **{proto.name.encode(): int(proto) for proto in Proto if proto is not Proto.NONE},
}


def _constant_key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("K", inner, _CONSTANTS)


@module.pv("K", inner=Inner.MUST, parse_name=_constant_key, is_constant=True)
def pv_k(_msg: object, param: PvParam) -> int:
    """$K(name): the number behind the name of a protocol or an address family."""
    return _CONSTANTS[param.name]


def _new_id() -> bytes:
    here = engine()
    return b"%08x-%08x" % (int(here.wall_time) & 0xFFFFFFFF, here.rng.getrandbits(32))


_run_id = module.state(_new_id)


@module.pv("iuid")
def pv_iuid(_msg: SipMsg) -> bytes:
    """$iuid: the id of this run of the server."""
    return _run_id()


def _define(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return inner.strip()


def _defined(param: PvParam) -> str | None:
    return engine().defines.get(param.name.decode("ascii", "replace"))


@module.pv("def", inner=Inner.MUST, parse_name=_define, is_constant=True)
def pv_def(_msg: object, param: PvParam) -> bytes | None:
    """$def(name): what a definition of the preprocessor stands for, null for one without a value."""
    value = _defined(param)
    return value.encode() if value is not None else None


@module.pv("defn", inner=Inner.MUST, parse_name=_define, is_constant=True)
def pv_defn(_msg: object, param: PvParam) -> int | None:
    """$defn(name): the definition's value as a number."""
    value = _defined(param)
    return pv_str(value.strip().encode()).as_int() if value is not None else None


@module.pv("defs", inner=Inner.MUST, parse_name=_define, is_constant=True)
def pv_defs(_msg: object, param: PvParam) -> bytes | None:
    """$defs(name): the definition's value in double quotes."""
    value = _defined(param)
    return b'"' + value.encode() + b'"' if value is not None else None


@module.pv("defv", inner=Inner.MUST, parse_name=_define, is_constant=True)
def pv_defv(_msg: object, param: PvParam) -> bytes | None:
    """$defv(name): the same as $def."""
    value = _defined(param)
    return value.encode() if value is not None else None


def _variable(msg: SipMsg, param: PvParam) -> str | None:
    return msg.engine.environment.get(param.name_in(msg).decode("utf-8", "surrogateescape"))


@module.pv("env", inner=Inner.MUST)
def pv_env(msg: SipMsg, param: PvParam) -> bytes | None:
    """$env(NAME): a variable of the environment that the server was started in."""
    value = _variable(msg, param)
    return value.encode("utf-8", "surrogateescape") if value is not None else None


@module.pv("envn", inner=Inner.MUST)
def pv_envn(msg: SipMsg, param: PvParam) -> int | None:
    """$envn(NAME): a variable of the environment as a number, 0 for what is none."""
    value = _variable(msg, param)
    return pv_str(value.encode("utf-8", "surrogateescape")).as_int() if value is not None else None


_PARSER_CLASS: Final = 1
_MEDIUM_LEVEL: Final = 3


def _error(msg: SipMsg) -> SipParseError | None:
    found: SipParseError | None = msg.attached.get(UNREADABLE) if msg.has("attached") else None
    return found


@module.pv("err.class")
def pv_err_class(msg: SipMsg) -> int | None:
    """$err.class: 1, the parser's, once a part of the message could not be read; null before."""
    return _PARSER_CLASS if _error(msg) is not None else None


@module.pv("err.level")
def pv_err_level(msg: SipMsg) -> int | None:
    """$err.level: 3, medium."""
    return _MEDIUM_LEVEL if _error(msg) is not None else None


@module.pv("err.info")
def pv_err_info(msg: SipMsg) -> bytes | None:
    """$err.info: what could not be read."""
    error = _error(msg)
    return str(error).encode() if error is not None else None


@module.pv("err.rcode")
def pv_err_rcode(msg: SipMsg) -> bytes | None:
    """$err.rcode: the reply code that fits the error."""
    error = _error(msg)
    return b"%d" % error.code if error is not None else None


@module.pv("err.rreason")
def pv_err_rreason(msg: SipMsg) -> bytes | None:
    """$err.rreason: the reason phrase that fits the error."""
    error = _error(msg)
    return error.reply_reason.encode() if error is not None else None
