"""One table of bad messages for module sanity, which the tests send here and to the real Kamailio."""

from __future__ import annotations

from dataclasses import dataclass, field

MODULES = 'loadmodule "pv.so"\nloadmodule "sl.so"\nloadmodule "sanity.so"\n'
SCRIPT = """
request_route {
    $var(checks) = $(hdr(X-Checks){s.int});
    $var(uris) = $(hdr(X-Uris){s.int});
    $var(rc) = sanity_check("$var(checks)", "$var(uris)");
    sl_send_reply("299", "rc=$var(rc)");
}
"""
LINES = {
    "Via": "SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{number}",
    "Max-Forwards": "10",
    "From": "<sip:a@example.org>;tag=ft",
    "To": "<sip:b@example.org>",
    "Call-ID": "of-{number}",
    "CSeq": "1 INVITE",
    "Contact": "<sip:a@127.0.0.1>",
    "Content-Length": "0",
}
PASS = "299 rc=1"


@dataclass(frozen=True)
class Case:
    """A message and what it is answered; `kamailio` where Kamailio 5.6.3 answers something else with the same meaning."""

    checks: int
    answer: str = PASS
    uris: int = 7
    ruri: str = "sip:b@127.0.0.1"
    method: str = "INVITE"
    lines: dict[str, str] = field(default_factory=dict)
    """Bodies of headers: those above with another one, others behind them."""
    body: str = ""
    kamailio: str | None = None
    is_ours: bool = False
    """Kamailio has another verdict, or none."""

    @property
    def name(self) -> str:
        return f"{self.checks} {self.ruri} {self.lines} {self.body}"

    def request(self, number: int, port: int = 5090) -> bytes:
        lines = {**LINES, **self.lines}
        head = [f"{self.method} {self.ruri} SIP/2.0", *(f"{name}: {body}" for name, body in lines.items())]
        head[2:2] = [f"X-Checks: {self.checks}", f"X-Uris: {self.uris}"]
        text = "\r\n".join(head) + "\r\n\r\n" + self.body
        return text.replace("{port}", str(port)).replace("{number}", str(number)).encode()


def status(data: bytes) -> str:
    """Code and reason of a reply."""
    return data.decode().split("\r\n")[0].removeprefix("SIP/2.0 ")


def digest(**changes: str | None) -> str:
    """Credentials with some of their parts changed, or left out for None."""
    parts = {"username": "u", "realm": "r", "nonce": "n", "uri": "sip:a", "response": "0" * 32, **changes}
    return "Digest " + ", ".join(f'{name}="{value}"' for name, value in parts.items() if value is not None)


METHOD, NUMBER = "400 CSeq method does not match request method", "400 CSeq number is illegal"
LENGTH, EXPIRES = "400 Content-Length mis-match", "400 Expires value is illegal"
BAD_RURI, BAD_FROM, BAD_TO, BAD_CONTACT = (
    "400 Bad Request URI", "400 Invalid From Header", "400 Invalid To Header", "400 Bad Contact URI",
)  # fmt: skip
TYPO = "400 Ivalid To Header"
CREDENTIALS, EXTENSION = "400 Bad Auth Credentials", "420 Bad Proxy Require Extension"

CASES = [
    Case(1),
    *[Case(2, ruri=ruri) for ruri in ("tel:+1", "urn:service:sos", "sips:a@b")],
    *[Case(2, BAD_RURI, ruri=ruri) for ruri in ("http://x", "foo:x", "sip:")],
    Case(4),
    Case(4, lines={"Max-Forwards": "x"}),
    Case(16, lines={"Via": "SIP/2.0/XYZ 127.0.0.1:{port};branch=z9hG4bK{number}"}),
    Case(32),
    *[Case(32, METHOD, lines={"CSeq": body}) for body in ("1 BYE", "1 invite")],
    *[Case(64, lines={"CSeq": f"{number} INVITE"}) for number in (0, 2147483647, 4294967295)],
    *[Case(64, NUMBER, lines={"CSeq": f"{number} INVITE"}) for number in ("99999999999", "-1", "1a", "x")],
    # Kamailio takes ten digits for 32 bits.
    Case(64, NUMBER, lines={"CSeq": "4294967296 INVITE"}, is_ours=True),
    Case(128),
    Case(128, lines={"Content-Length": "3"}, body="abc"),
    Case(128, LENGTH, lines={"Content-Length": "5"}),
    Case(128, LENGTH, lines={"Content-Length": "2"}, body="abc"),
    Case(128, LENGTH, body="abc"),
    *[Case(256, lines={"Expires": body}) for body in ("60", "0", "4294967295")],
    *[Case(256, EXPIRES, lines={"Expires": body}) for body in ("x", "-1", "60x")],
    Case(256, "400 Bad Expires Header", lines={"Expires": ""}),
    Case(256, EXPIRES, lines={"Expires": "4294967296"}, is_ours=True),
    Case(512),
    Case(512, EXTENSION, lines={"Proxy-Require": "foo"}),
    Case(512, EXTENSION, lines={"Proxy-Require": "foo, bar"}),
    Case(1024),
    *[Case(1024, BAD_RURI, 1, ruri) for ruri in ("sip:b@:x", "sip:@b")],
    *[
        Case(1024, BAD_FROM, 2, lines={"From": body})
        for body in ("<sip:a@>;tag=1", "<sip:a@b;tag=1", "sip:;tag=1", "<foo>;tag=1")
    ],
    *[Case(1024, BAD_FROM, 2, lines={"From": body}) for body in ("<http:x>;tag=1", '"x <sip:a@b>;tag=1', "*;tag=1")],
    Case(1024, uris=2, lines={"From": "<tel:+1>;tag=1"}),
    *[Case(1024, BAD_TO, 4, lines={"To": body}, kamailio=TYPO) for body in ("<sip:a@>", "sip:", "<foo>", "<http:x>", "*")],
    Case(1024, uris=4, lines={"To": "<tel:+1>"}),
    # What is not asked for is not looked at.
    Case(1024, uris=8, lines={"To": "<sip:a@>", "From": "<sip:a@>;tag=1"}),
    *[Case(1024, BAD_CONTACT, 8, lines={"Contact": body}) for body in ("<sip:a@>", "sip:", "<foo>", "<http:x>")],
    *[Case(1024, "400 Bad Contact Header", 8, lines={"Contact": body}) for body in ("<sip:a@b", '"x <sip:a@b>')],
    *[Case(1024, uris=8, lines={"Contact": body}) for body in ("<tel:+1>", "*")],
    Case(1024, BAD_CONTACT, 8, lines={"Contact": "<sip:a@b>, <sip:c@>"}),
    # The second line of Contact counts as well.
    Case(1024, BAD_CONTACT, 8, lines={"m": "<sip:c@>"}, is_ours=True),
    Case(1024, "299 rc=-1", 16),
    *[
        case
        for name in ("Authorization", "Proxy-Authorization")
        for checks in (2048, 8192)
        for case in (
            Case(checks, lines={name: digest()}),
            Case(checks, lines={name: digest(response="abc")}),
            *[
                Case(checks, CREDENTIALS, lines={name: digest(**{part: None})})
                for part in ("username", "realm", "nonce", "uri")
            ],
            Case(checks, CREDENTIALS, lines={name: digest(response=None)}),
            Case(checks, "400 Auth Empty User", lines={name: digest(username="")}),
            Case(checks, "400 Auth Empty Nonce", lines={name: digest(nonce="")}),
            Case(checks, "400 Auth Empty Response", lines={name: digest(response="")}),
            Case(checks, "400 Bad Auth Header", lines={name: "Digest x"}),
        )
    ],
    Case(8192, lines={"Authorization": "Basic abc"}),
    # Kamailio drops this one without an answer.
    Case(2048, CREDENTIALS, lines={"Authorization": "Basic abc"}, is_ours=True),
    Case(4096),
    Case(4096, "400 Many From Tag Params", lines={"From": "<sip:a@b>;tag=1;tag=2"}),
    *[Case(4096, "400 Many To Tag Params", lines={"To": f"<sip:a@b>;tag=1;tag={tag}"}) for tag in (1, 2)],
    Case(4096, lines={"From": "<sip:a@b>"}),
    Case(16384),
    # The first check that fails answers.
    Case(96, METHOD, lines={"CSeq": "x BYE"}),
    Case(17895),
    # What Kamailio's core refuses, or drops, before its script can look.
    Case(4, "400 Bad Headers", lines={"f": "<sip:x@y>;tag=1"}, is_ours=True),
    Case(128, "400 Content-Length Failure", lines={"Content-Length": "x"}, is_ours=True),
    Case(32768, is_ours=True),
    Case(32768, "400 Max-forwards: 'x' is not a number", lines={"Max-Forwards": "x"}, is_ours=True),
    Case(131072, "299 rc=-1", is_ours=True),
    Case(0, "299 rc=-1"),
]
