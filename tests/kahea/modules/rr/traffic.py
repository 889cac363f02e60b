"""One script and one table of requests for module rr, which the tests run here and on the real Kamailio."""

from __future__ import annotations

from dataclasses import dataclass

MODULES = 'loadmodule "pv.so"\nloadmodule "sl.so"\nloadmodule "rr.so"\n'
LISTEN = 'listen=udp:127.0.0.1:{a} name "s1"\nlisten=udp:127.0.0.1:{b} name "s2"\nalias="me.example.org"\n'
DIRECTION = """
    if (is_direction("downstream")) $var(found) = $var(found) + " down";
    if (is_direction("UPSTREAM")) $var(found) = $var(found) + " up";
"""
SCRIPT = """
request_route {{
    $var(found) = "";
    $var(rc) = 0;
    switch ($hdr(X-Do)) {{
        case "rr": record_route(); break;
        case "params": add_rr_param(";c=d"); record_route(";a=b"); add_rr_param(";e=f"); break;
        case "preset": record_route_preset("1.2.3.4:5060;transport=tcp"); add_rr_param(";c=d"); break;
        case "preset2": add_rr_param(";c=d"); record_route_preset("1.2.3.4:5060", "5.6.7.8:5080;r2=on"); break;
        case "advertised": record_route_advertised_address("1.2.3.4"); add_rr_param(";c=d"); break;
        case "other": force_send_socket(udp:127.0.0.1:{b}); record_route(";a=b"); break;
        case "twice": record_route_preset("1.2.3.4"); $var(rc) = record_route(); break;
        case "user": $rU = "new"; record_route(); break;
        case "avp": $avp(cu) = "cust"; record_route(); break;
        case "sips": $du = $ru; $ru = "sips:b@x.example"; record_route(); break;
        case "loose+rr": loose_route(); record_route(); break;
        case "loose": $var(rc) = loose_route(); break;
        case "again": loose_route(); $var(rc) = loose_route(); break;
        case "mode1": $var(rc) = loose_route_mode("1"); break;
        case "mode0": $var(rc) = loose_route_mode("0"); break;
        case "preloaded": $var(rc) = loose_route_preloaded(); break;
    }}
    {direction}
    if (check_route_param(";nat=yes")) $var(found) = $var(found) + " nat";
    if (check_route_param(";?lr;ftag")) $var(found) = $var(found) + " lr";
    if (rr_next_hop_route()) $var(found) = $var(found) + " next";
    sl_send_reply("200", "rc=$var(rc) du=$du ru=$ru fs=$fs dir=$rdir(id) $rdir(name) fti=$fti tti=$tti$var(found)");
    if ($hdr(X-To) == "peer") forward();
}}
"""


@dataclass(frozen=True)
class Ports:
    """The server's two sockets, and where the request goes."""

    a: int = 5070
    b: int = 5072
    peer: int = 5090


@dataclass(frozen=True)
class Case:
    """A request and what becomes of it; ports stand as {a}, {b} and {peer}."""

    do: str
    routes: tuple[str, ...] = ()
    ruri: str = "sip:b@127.0.0.1:{peer}"
    tag: str = ";tag=tt"
    facts: str | None = None
    """The answer's reason; None where it says nothing of interest."""
    head: tuple[str, ...] | None = None
    """Record-Route and Route as they leave; None for a request that is not forwarded."""

    def request(self, ports: Ports, number: int = 1) -> bytes:
        lines = [
            f"INVITE {self.ruri} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{ports.peer};branch=z9hG4bK{number}",
            "Max-Forwards: 10",
            *(f"Route: {route}" for route in self.routes),
            "From: <sip:a@example.org>;tag=ft",
            f"To: <sip:b@example.org>{self.tag}",
            f"Call-ID: of-{number}",
            "CSeq: 1 INVITE",
            f"X-Do: {self.do}",
            f"X-To: {'peer' if self.head is not None else 'nobody'}",
            "Content-Length: 0",
        ]
        return named("\r\n".join(lines) + "\r\n\r\n", ports).encode()


def named(text: str, ports: Ports) -> str:
    """The text with the ports in it."""
    for name in ("a", "b", "peer"):
        text = text.replace(f"{{{name}}}", str(getattr(ports, name)))
    return text


def script(ports: Ports, params: str = "", *, can_tell_direction: bool = True) -> str:
    listen = LISTEN.format(a=ports.a, b=ports.b)
    return listen + MODULES + params + SCRIPT.format(b=ports.b, direction=DIRECTION if can_tell_direction else "")


def head_of(data: bytes) -> tuple[str, ...]:
    """The request URI, Record-Route and Route of a forwarded request, in order."""
    lines = data.decode().split("\r\n\r\n")[0].split("\r\n")
    return (lines[0].split(" ")[1], *(line for line in lines if line.startswith(("Record-Route", "Route"))))


def reason_of(data: bytes) -> str:
    """The reason phrase of a reply."""
    return data.decode().split("\r\n")[0].split(" ", 2)[2]


PEER = "sip:b@127.0.0.1:{peer}"
RR = "Record-Route: <sip:"
OWN, OWN2 = "<sip:127.0.0.1:{a};lr;ftag=ft;nat=yes>", "<sip:127.0.0.1:{b};lr>"
NEXT, FAR, LAST = "<sip:127.0.0.1:{peer};lr>", "<sip:1.1.1.1;lr>;x=y", "<sip:b@9.9.9.9>"
STRICT = "<sip:127.0.0.1:{peer}>"
ME = "sip:127.0.0.1:{a};lr;ftag=ft;nat=yes"
DOWN = "fs=<null> dir=1 downstream fti=ft tti=tt down"
FIRST = "fs=<null> dir=1 downstream fti=ft tti=<null> down"
UP = "fs=<null> dir=2 upstream fti=tt tti=ft up"
NEXT_URI, STRICT_URI = "sip:127.0.0.1:{peer};lr", "sip:127.0.0.1:{peer}"

RECORD = [
    Case("rr", head=(PEER, RR + "127.0.0.1:{a};lr;ftag=ft>")),
    Case("params", head=(PEER, RR + "127.0.0.1:{a};lr;ftag=ft;a=b;c=d;e=f>")),
    Case("preset", head=(PEER, RR + "1.2.3.4:5060;transport=tcp;ftag=ft;lr;c=d>")),
    Case("preset2", head=(PEER, RR + "1.2.3.4:5060;ftag=ft;c=d;lr>", RR + "5.6.7.8:5080;r2=on;ftag=ft;c=d;lr>")),
    Case("advertised", head=(PEER, RR + "1.2.3.4;ftag=ft;lr;c=d>")),
    Case("other", head=(PEER, RR + "127.0.0.1:{b};r2=on;lr;ftag=ft;a=b>", RR + "127.0.0.1:{a};r2=on;lr;ftag=ft;a=b>")),
    Case("twice", facts="rc=-1 du=<null> ru=" + PEER + " " + DOWN, head=(PEER, RR + "1.2.3.4;ftag=ft;lr>")),
    Case("sips", head=("sips:b@x.example", "Record-Route: <sips:127.0.0.1:{a};lr;ftag=ft>")),
    # The direction is that of the dialog: behind a request from the callee the tag is To's.
    Case("loose+rr", ("<sip:127.0.0.1:{a};lr;ftag=tt>",), head=(PEER, RR + "127.0.0.1:{a};lr;ftag=tt>")),
]

LOOSE = [
    Case("loose", (OWN,), facts=f"rc=1 du=<null> ru={PEER} {DOWN} nat lr", head=(PEER,)),
    Case("loose", ("<sip:127.0.0.1:{a};lr;ftag=tt;nat=yes>",), facts=f"rc=1 du=<null> ru={PEER} {UP} nat lr", head=(PEER,)),
    Case("none", (OWN,), facts=f"rc=0 du=<null> ru={PEER} {DOWN} nat lr", head=(PEER, "Route: " + OWN)),
    Case("loose", ("<sip:127.0.0.1:{a};lr;ftag=>",), facts=f"rc=1 du=<null> ru={PEER} {DOWN} lr", head=(PEER,)),
    Case("loose", ("<sip:me.example.org;lr>",), facts=f"rc=1 du=<null> ru={PEER} {DOWN}", head=(PEER,)),
    Case("loose", facts=f"rc=-1 du=<null> ru={PEER} {DOWN}", head=(PEER,)),
    # Only what is ours goes, from however many lines.
    Case(
        "loose", (f"{OWN}, {NEXT}, {FAR}", LAST), "sip:x@9.9.9.9",
        facts=f"rc=1 du={NEXT_URI} ru=sip:x@9.9.9.9 {DOWN} nat lr next",
        head=("sip:x@9.9.9.9", f"Route: {NEXT}, {FAR}", "Route: " + LAST),
    ),
    Case("loose", (OWN, NEXT), facts=f"rc=1 du={NEXT_URI} ru={PEER} {DOWN} nat lr next", head=(PEER, "Route: " + NEXT)),
    Case("loose", (NEXT,), facts=f"rc=1 du={NEXT_URI} ru={PEER} {DOWN}", head=(PEER, "Route: " + NEXT)),
    Case("again", (OWN, NEXT), facts=f"rc=1 du={NEXT_URI} ru={PEER} {DOWN} nat lr next", head=(PEER, "Route: " + NEXT)),
    # A strict router behind us: the request URI changes place with its Route.
    Case(
        "loose", (OWN, STRICT), "sip:x@9.9.9.9",
        facts=f"rc=1 du=<null> ru={STRICT_URI} {DOWN} nat lr next", head=(STRICT_URI, "Route: <sip:x@9.9.9.9>"),
    ),
    Case(
        "loose", (f"{OWN},{STRICT},{FAR}",), "sip:x@9.9.9.9",
        facts=f"rc=1 du=<null> ru={STRICT_URI} {DOWN} nat lr next",
        head=(STRICT_URI, "Route: " + FAR, "Route: <sip:x@9.9.9.9>"),
    ),
    Case(
        "loose", (STRICT,), "sip:x@9.9.9.9",
        facts=f"rc=1 du=<null> ru={STRICT_URI} {DOWN}", head=(STRICT_URI, "Route: <sip:x@9.9.9.9>"),
    ),
    # Two of ours, as record_route() writes them where the sockets differ.
    Case(
        "loose", ("<sip:127.0.0.1:{a};r2=on;lr>", "<sip:127.0.0.1:{b};r2=on;lr>", NEXT),
        facts=f"rc=1 du={NEXT_URI} ru={PEER} fs=udp:127.0.0.1:{{b}} dir=1 downstream fti=ft tti=tt down next",
        head=(PEER, "Route: " + NEXT),
    ),
    Case(
        "loose", ("<sip:127.0.0.1:{a};r2=on;lr>", "<sip:127.0.0.1:{b};r2=on;lr>"),
        facts=f"rc=1 du=<null> ru={PEER} fs=udp:127.0.0.1:{{b}} dir=1 downstream fti=ft tti=tt down",
        head=(PEER,),
    ),
    # The second one may have an address of ours that no socket knows.
    Case(
        "loose", ("<sip:127.0.0.1:{a};r2=on;lr>", "<sip:8.8.8.8;r2=on;lr>", NEXT),
        facts=f"rc=1 du={NEXT_URI} ru={PEER} {DOWN} next", head=(PEER, "Route: " + NEXT),
    ),
    # Without r2 they are two hops.
    Case(
        "loose", (OWN, OWN2, NEXT),
        facts=f"rc=1 du=sip:127.0.0.1:{{b}};lr ru={PEER} {DOWN} nat lr next",
    ),
    # A strict router before us: our URI is the request URI, the target stands last.
    Case("loose", ("<sip:b@127.0.0.1:{peer}>",), ME, facts=f"rc=1 du=<null> ru={PEER} {DOWN} nat lr", head=(PEER,)),
    Case(
        "loose", (NEXT, LAST), ME,
        facts=f"rc=1 du={NEXT_URI} ru=sip:b@9.9.9.9 {DOWN} nat lr", head=("sip:b@9.9.9.9", "Route: " + NEXT),
    ),
    Case(
        "loose", (f"{NEXT}, {FAR}, {LAST}",), ME,
        facts=f"rc=1 du={NEXT_URI} ru=sip:b@9.9.9.9 {DOWN} nat lr", head=("sip:b@9.9.9.9", f"Route: {NEXT}, {FAR}"),
    ),
    Case(
        "loose", (STRICT, LAST), ME,
        facts=f"rc=1 du=<null> ru={STRICT_URI} {DOWN} nat lr", head=(STRICT_URI, "Route: " + LAST),
    ),
    Case(
        "loose", ("<sip:127.0.0.1:{b};r2=on;lr>", NEXT, LAST), "sip:127.0.0.1:{a};r2=on;lr",
        facts=f"rc=1 du={NEXT_URI} ru=sip:b@9.9.9.9 fs=udp:127.0.0.1:{{b}} dir=1 downstream fti=ft tti=tt down",
        head=("sip:b@9.9.9.9", "Route: " + NEXT),
    ),
    # A phone that took our address for its Contact looks like a strict router; mode 1 knows better, and a GRUU is a phone's.
    Case("loose", (OWN, NEXT), "sip:b@me.example.org", facts=f"rc=1 du={OWN[1:-1]} ru={NEXT_URI} {DOWN} nat lr"),
    Case(
        "mode1", (OWN, NEXT), "sip:b@me.example.org",
        facts=f"rc=1 du={NEXT_URI} ru=sip:b@me.example.org {DOWN} nat lr next", head=("sip:b@me.example.org", "Route: " + NEXT),
    ),
    Case("mode0", (OWN, NEXT), "sip:b@me.example.org", facts=f"rc=1 du={OWN[1:-1]} ru={NEXT_URI} {DOWN} nat lr"),
    Case(
        "loose", (OWN, NEXT), "sip:b@me.example.org;gr=x",
        facts=f"rc=1 du={NEXT_URI} ru=sip:b@me.example.org;gr=x {DOWN} nat lr next",
        head=("sip:b@me.example.org;gr=x", "Route: " + NEXT),
    ),
    # First requests.
    Case("loose", (OWN,), tag="", facts=f"rc=-3 du=<null> ru={PEER} {FIRST} nat lr", head=(PEER,)),
    Case(
        "loose", (OWN, NEXT), tag="", head=(PEER, "Route: " + NEXT),
        facts=f"rc=1 du={NEXT_URI} ru={PEER} {FIRST} nat lr next",
    ),
    Case("preloaded", (OWN,), tag="", facts=f"rc=1 du=<null> ru={PEER} {FIRST} nat lr", head=(PEER,)),
    Case("preloaded", (OWN,), facts=f"rc=-1 du=<null> ru={PEER} {DOWN} nat lr", head=(PEER,)),
    Case(
        "preloaded", (NEXT,), tag="", head=(PEER, "Route: " + NEXT),
        facts=f"rc=-1 du={NEXT_URI} ru={PEER} {FIRST}",
    ),
    Case("preloaded", tag="", facts=f"rc=-1 du=<null> ru={PEER} {FIRST}", head=(PEER,)),
    # Routes that cannot be read.
    Case("loose", ("<bad-uri>",), facts=f"rc=-1 du=<null> ru={PEER} {DOWN}"),
    Case("loose", (OWN, "<bad-uri>"), facts=f"rc=-1 du=<null> ru={PEER} {DOWN} nat lr"),
]  # fmt: skip

PARAMS: list[tuple[str, list[Case]]] = [
    (
        'modparam("rr", "enable_full_lr", 1)\nmodparam("rr", "append_fromtag", 0)\nmodparam("rr", "add_username", 1)\n',
        [
            Case("rr", head=(PEER, RR + "b@127.0.0.1:{a};lr=on>")),
            Case("user", head=("sip:new@127.0.0.1:{peer}", RR + "b@127.0.0.1:{a};lr=on>")),
            Case("user", ruri="sip:127.0.0.1:{peer}", head=("sip:new@127.0.0.1:{peer}", RR + "new@127.0.0.1:{a};lr=on>")),
            Case("preset2", head=(PEER, RR + "b@1.2.3.4:5060;c=d;lr=on>", RR + "b@5.6.7.8:5080;r2=on;c=d;lr=on>")),
            Case("advertised", head=(PEER, RR + "b@1.2.3.4;lr=on;c=d>")),
        ],
    ),
    (
        (
            'modparam("rr", "enable_double_rr", 2)\nmodparam("rr", "add_username", 1)\n'
            'modparam("rr", "custom_user_avp", "$avp(cu)")\nmodparam("rr", "ignore_sips", 1)\n'
        ),
        [
            Case("rr", head=(PEER, RR + "b@127.0.0.1:{a};r2=on;lr;ftag=ft>", RR + "b@127.0.0.1:{a};r2=on;lr;ftag=ft>")),
            Case(
                "advertised",
                head=(
                    PEER,
                    RR + "b@1.2.3.4;transport=udp;r2=on;ftag=ft;lr;c=d>",
                    RR + "b@1.2.3.4;transport=udp;r2=on;ftag=ft;lr;c=d>",
                ),
            ),
            Case("avp", head=(PEER, *[RR + "cust@127.0.0.1:{a};r2=on;lr;ftag=ft>"] * 2)),
            Case("sips", head=("sips:b@x.example", *[RR + "b@127.0.0.1:{a};r2=on;lr;ftag=ft>"] * 2)),
        ],
    ),
    (
        'modparam("rr", "enable_double_rr", 0)\nmodparam("rr", "force_send_socket", 1)\n',
        [
            Case("other", head=(PEER, RR + "127.0.0.1:{a};lr;ftag=ft;a=b>")),
            Case(
                "loose", (OWN2,), head=(PEER,),
                facts=f"rc=1 du=<null> ru={PEER} fs=udp:127.0.0.1:{{b}} dir=1 downstream fti=ft tti=tt down",
            ),
            Case(
                "loose", ("<sip:127.0.0.1:{a};r2=on;lr>", "<sip:127.0.0.1:{b};r2=on;lr>"),
                facts=f"rc=1 du=sip:127.0.0.1:{{b}};r2=on;lr ru={PEER} {DOWN.replace('<null>', 'udp:127.0.0.1:{a}')} next",
            ),
        ],
    ),
    (
        'modparam("rr", "sockname_mode", 1)\nmodparam("rr", "force_send_socket", 1)\n',
        [
            Case("rr", head=(PEER, RR + "127.0.0.1:{a};sn=s1;lr;ftag=ft>")),
            Case(
                "other",
                head=(
                    PEER,
                    RR + "127.0.0.1:{b};sn=s2;r2=on;lr;ftag=ft;a=b>",
                    RR + "127.0.0.1:{a};sn=s1;r2=on;lr;ftag=ft;a=b>",
                ),
            ),
            Case(
                "loose", ("<sip:me.example.org;lr;sn=s2>",), head=(PEER,),
                facts=f"rc=1 du=<null> ru={PEER} fs=udp:127.0.0.1:{{b}} dir=1 downstream fti=ft tti=tt down",
            ),
        ],
    ),
]  # fmt: skip
"""Configurations of the parameters, and what they change."""

MODE = [
    Case(
        "loose", (OWN, NEXT), "sip:b@me.example.org",
        facts=f"rc=1 du={NEXT_URI} ru=sip:b@me.example.org {DOWN} nat lr next", head=("sip:b@me.example.org", "Route: " + NEXT),
    ),
]  # fmt: skip
"""With modparam loose_route_mode, which Kamailio has from 5.7 on."""
