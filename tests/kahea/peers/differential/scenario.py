"""Scenarios drawn from templates: a request, what each callee answers, and when the caller repeats or cancels."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["KINDS", "TEMPLATES", "Fixed", "Ports", "Scenario", "draw_scenarios"]

CONFIG = (Path(__file__).parent / "routes.cfg").read_text(encoding="utf-8")
CALLEES = ("A", "B", "C")
CANCELS = ("", "", "", "at once", "ringing", "ringing twice", "answered")
"""When a caller cancels; the empty ones do not."""
SDP = "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 4000 RTP/AVP 0\n"

HEAD = "Max-Forwards: 70\n{from_}\nTo: <sip:bob@biloxi.example>\nCall-ID: {ident}\nCSeq: {cseq} {method}\n"
VIA = "Via: SIP/2.0/UDP 127.0.0.1:{caller}{rport};branch=z9hG4bK{branch}\n"
SHORT = (
    "v: SIP/2.0/UDP 127.0.0.1:{caller}{rport};branch=z9hG4bK{branch}\nMax-Forwards: 20\nf: <sip:alice@atlanta.example>;tag=kf\n"
    "t: <sip:bob@biloxi.example>\ni: {ident}\nCSeq: {cseq} INVITE\nm: <sip:alice@127.0.0.1:{caller}>\n"
)
PROXY = "Via: SIP/2.0/TCP 192.0.2.7;branch=z9hG4bKfar\nRecord-Route: <sip:127.0.0.9:5999;lr>\n"
TWO_PROXIES = (
    "Via: SIP/2.0/UDP 127.0.0.1:{caller};branch=z9hG4bK{branch}, SIP/2.0/UDP i;branch=z9hG4bKi\n"
    "Via: SIP/2.0/TLS j;branch=z9hG4bKj\n"
)
CONTACT = "Contact: <sip:alice@127.0.0.1:{caller}>\n"
TEMPLATES = {
    "call": ("INVITE", VIA + HEAD + CONTACT + "Subject: {subject}\n{more}Content-Type: application/sdp\n", SDP),
    "call in short": ("INVITE", SHORT + "{more}c: application/sdp\n", SDP),
    "call without offer": ("INVITE", VIA + HEAD + CONTACT + "{more}Subject: {subject}\n", ""),
    "call through a proxy": ("INVITE", VIA + PROXY + HEAD + CONTACT + "{more}", ""),
    "call in odd spaces": ("INVITE", VIA + HEAD + "Subject :  {subject}  two \n" + CONTACT.replace(" ", "") + "{more}", ""),
    "message": ("MESSAGE", VIA + HEAD + "Subject: {subject}\n{more}Content-Type: text/plain\n", "Hello, {subject}"),
    "folded message": ("MESSAGE", VIA + HEAD + "Subject: {subject}\n one\n\ttwo\n{more}", ""),
    "message through two proxies": ("MESSAGE", TWO_PROXIES + HEAD + "{more}", ""),
    "options": ("OPTIONS", VIA + HEAD + CONTACT + "Accept: application/sdp\n{more}", ""),
    "subscription": ("SUBSCRIBE", VIA + HEAD + CONTACT + "Event: presence\nExpires: 600\nSubject: {subject}\n{more}", ""),
    "publication": (
        "PUBLISH",
        VIA + HEAD + "Event: presence\nExpires: 60\n{more}Content-Type: text/plain\n",
        "open\n\n{subject}",
    ),
    "referral": ("REFER", VIA + HEAD + CONTACT + "Refer-To: <sip:carol@chicago.example?Subject=x>\n{more}", ""),
    "in a dialogue": ("INFO", VIA + HEAD.replace("example>", "example>;tag=kmine") + "Subject: {subject}\n{more}", ""),
    "registration": ("REGISTER", VIA + HEAD + CONTACT + "Expires: 300\nSubject: {subject}\n{more}", ""),
    "headers first": ("MESSAGE", "Subject: {subject}\n" + HEAD + "{more}" + VIA, ""),
    "few hops": ("MESSAGE", VIA + HEAD.replace("70", "{hops}", 1) + "Subject: {subject}\n{more}", ""),
    "no hops given": ("MESSAGE", VIA + HEAD.replace("Max-Forwards: 70\n", "") + "Subject: {subject}\n{more}", ""),
    "bytes above 127": ("MESSAGE", VIA + HEAD + "Subject: gr\u00fc\u00df {subject}\n{more}", "\u00e4\u00f6"),
}
"""Method, header and body; the parts in braces are drawn."""

FROM = (
    "From: Alice <sip:alice@atlanta.example>;tag=kf",
    'From: "Alice, \\"A\\" <x>" <sip:alice@atlanta.example:5066;user=phone>;tag=kf',
    "From: sip:alice@atlanta.example;tag=kf",
    "From: <sip:alice@atlanta.example>;x=y;tag=kf",
)
MORE = (
    "X-Two: 2\n",
    "User-Agent: phone/1 (x; y)\n",
    "Supported: path, replaces\n",
    "X-Empty:\n",
    "Allow: INVITE, ACK\n",
    "P-Hint: a, b\n",
)
SUBJECTS = ("lunch", "Dinner at eight", "x", "a;b=c,d", "10 % off")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of route: the cases in its configuration, and what its callees may answer."""

    cases: tuple[str, ...]
    codes: tuple[tuple[int, ...], ...]


GOOD = ((200,), (180, 200), (183, 180, 200))
BAD = ((486,), (180, 486), (404,), (302,), (603,), (503,), (100, 480), (183, 500))


def _cases(prefix: str) -> tuple[str, ...]:
    return tuple(re.findall(rf'case "({prefix}-[a-z0-9-]+)"', CONFIG))


def _cases_of_replies() -> tuple[str, ...]:
    route = CONFIG.partition("\nreply_route {")[2].partition("\n}")[0]
    return ("r-none", *(f"r-{word}" for word in re.findall(r'case "([a-z-]+)"', route)))


KINDS = {
    "request_route": Kind(_cases("q"), (*GOOD, *BAD)),
    "branch_route": Kind(_cases("b"), (*GOOD, *BAD)),
    "failure_route": Kind(_cases("f"), (*BAD, (200,))),
    "onreply_route": Kind(_cases("o"), (*GOOD, *BAD)),
    "reply_route": Kind(_cases_of_replies(), (*GOOD, *BAD)),
    "event_route": Kind(_cases("e"), (*GOOD, *BAD)),
}
"""The cases are those of the configuration, each called by the user of the request's URI."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the caller and the callees are."""

    caller: int
    callees: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One request and how everybody behaves.  `cancel` and `repeat` say when; empty for never."""

    ident: str
    kind: str
    template: str
    case: str
    data: bytes
    plan: dict[str, tuple[int, ...]]
    cancel: str = ""
    repeat: str = ""
    extra: tuple[str, ...] = ()
    """Header lines of each reply of a callee."""
    tags: dict[str, str] = field(default_factory=lambda: {name: f"k{name.lower()}" for name in CALLEES})

    def __str__(self) -> str:
        answers = " ".join(f"{name}={','.join(map(str, codes))}" for name, codes in self.plan.items())
        return (
            f"{self.ident} {self.case} ({self.template}; {answers}; cancel {self.cancel or '-'}; repeat {self.repeat or '-'})"
        )


def draw_scenarios(draw: random.Random, ports: Ports, count: int) -> Iterator[Scenario]:
    """`count` scenarios of each kind of route, its cases and the templates in turn."""
    for kind in KINDS:
        for number in range(count):
            yield _scenario(draw, ports, kind, number)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A scenario that is not drawn."""

    case: str
    template: str
    plan: dict[str, tuple[int, ...]] = field(default_factory=dict)
    cancel: str = ""
    repeat: str = ""

    def scenario(self, number: int, ports: Ports) -> Scenario:
        """The scenario, the `number`th of its sort."""
        ident = f"fixed{number}"
        drawn = {"cseq": 1, "from_": FROM[0], "rport": ";rport", "subject": "lunch", "more": "", "hops": 70}
        words = {"ident": ident, **drawn}
        data = message(self.case, self.template, "", ports, words)
        plan = dict.fromkeys(CALLEES, (200,)) | self.plan
        return Scenario(
            ident=ident,
            kind="",
            template=self.template,
            case=self.case,
            data=data,
            plan=plan,
            cancel=self.cancel,
            repeat=self.repeat,
        )


def _scenario(draw: random.Random, ports: Ports, kind: str, number: int) -> Scenario:
    cases, names = KINDS[kind].cases, list(TEMPLATES)
    case, template = cases[number % len(cases)], names[number * 7 % len(names)]
    ident = f"{kind[0]}{kind[-7]}{number}-{draw.randrange(1 << 24):06x}"
    is_silent, is_call = "silent" in case, TEMPLATES[template][0] == "INVITE"
    cancel = draw.choice(CANCELS) if is_call and not is_silent else ""
    words = {
        "ident": ident,
        "cseq": draw.randrange(1, 1000),
        "from_": draw.choice(FROM),
        "rport": draw.choice(("", ";rport")),
        "subject": draw.choice(SUBJECTS),
        "more": "".join(draw.sample(MORE, draw.randrange(3))),
        "hops": draw.choice((0, 1, 2, 11)),
    }
    return Scenario(
        ident=ident,
        kind=kind,
        template=template,
        case=case,
        data=message(case, template, draw.choice(("", ";transport=udp", ";x=y")), ports, words),
        plan=_plan(draw, KINDS[kind], cancel, is_silent=is_silent),
        cancel=cancel,
        repeat=draw.choice(("", "", "at once", "after the answer")),
        extra=("X-Callee: yes", *((f"X-Core: {case[2:]}",) if kind == "reply_route" else ())),
    )


def _plan(draw: random.Random, kind: Kind, cancel: str, *, is_silent: bool) -> dict[str, tuple[int, ...]]:
    """What the callees answer: nothing final to a call that is to be cancelled."""
    if cancel.startswith("ringing"):
        return dict.fromkeys(CALLEES, (180,))
    if cancel == "at once":
        return dict.fromkeys(CALLEES, draw.choice(((180,), (100, 180))))
    plan = {name: draw.choice(kind.codes) for name in CALLEES}
    return plan | {"A": ()} if is_silent else plan


def message(case: str, template: str, parameters: str, ports: Ports, words: dict[str, object]) -> bytes:
    """The request of a template with its words."""
    method, head, body = TEMPLATES[template]
    words = {"caller": ports.caller, "branch": f"{words['ident']}-b", "method": method, **words}
    content = body.format(**words).replace("\n", "\r\n").encode()
    first = f"{method} sip:{case}@127.0.0.1:{ports.callees['A']}{parameters} SIP/2.0\n"
    text = (first + head.format(**words)).replace("\n", "\r\n").encode()
    return text + b"Content-Length: %d\r\n\r\n" % len(content) + content
