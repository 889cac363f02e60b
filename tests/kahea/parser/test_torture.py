"""The torture messages of RFC 4475, RFC 5118 and of advisories get the verdicts their index asks for."""

import csv
import re
from pathlib import Path

import pytest

from kahea.parser.hf import HdrType
from kahea.parser.message import Message
from kahea.parser.reply_parts import reply_parts
from kahea.parser.verdict import Action, Role, Verdict, classify

TORTURE = Path(__file__).parents[4] / "shared" / "torture"
pytestmark = pytest.mark.skipif(not TORTURE.is_dir(), reason=f"the torture messages are not there ({TORTURE})")

OK, NO = "ok", "discard"  # accepted, or accepted only to be matched with a transaction; discarded without a word

# What this parser answers, as (user agent server, proxy, registrar); None where the index says nothing.
# Where it allows more than one answer, the strict one is taken.
VERDICTS: dict[str, tuple[str | int | None, str | int | None, str | int | None]] = {
    "wsinv": (OK, OK, None),
    "intmeth": (501, OK, None),
    "esc01": (OK, OK, None),
    "escnull": (OK, OK, OK),
    "esc02": (501, OK, 501),  # RE%47IST%45R is not REGISTER: nothing may be registered
    "lwsdisp": (OK, OK, None),
    "longreq": (OK, OK, None),
    "dblreq": (OK, OK, OK),
    "semiuri": (OK, OK, None),
    "transports": (OK, OK, None),
    "mpart01": (OK, OK, None),
    "unreason": (OK, OK, None),
    "noreason": (OK, OK, None),
    "badinv01": (400, 400, None),
    "clerr": (400, 400, None),
    "ncl": (400, 400, None),
    "scalar02": (400, 400, 400),
    "scalarlg": (NO, NO, None),
    "quotbal": (400, 400, None),
    "ltgtruri": (400, 400, None),
    "lwsruri": (400, 400, None),
    "lwsstart": (400, 400, None),
    "trws": (400, 400, None),
    "escruri": (400, 400, None),
    "baddate": (400, OK, None),
    "regbadct": (None, 400, 400),  # a proxy may forward; this one reads Contact
    "badaspec": (400, 400, None),  # and To
    "baddn": (400, 400, None),  # the stored copy has no empty line
    "badvers": (505, 505, None),
    "mismatch01": (400, 400, None),
    "mismatch02": (400, 400, None),
    "bigcode": (NO, NO, None),
    "badbranch": (400, 400, None),
    "insuf": (400, 400, None),
    "unkscm": (416, 416, None),
    "novelsc": (416, 416, None),
    "unksm2": (None, OK, 400),
    "bext01": (420, 420, None),
    "invut": (415, OK, None),
    "regaut01": (None, OK, OK),  # to be challenged as if it had no credentials
    "multi01": (400, 400, None),
    "mcl01": (400, 400, None),
    "bcast": (OK, OK, None),  # its top Via is not ours: matched with no transaction
    "zeromf": (OK, 483, None),
    "cparam01": (None, OK, OK),
    "cparam02": (None, OK, OK),
    "regescrt": (None, OK, OK),
    "sdp01": (406, OK, None),
    "inv2543": (OK, OK, None),
    "ipv6-good": (OK, OK, OK),
    "ipv6-bad": (400, 400, 400),
    "port-ambiguous": (OK, OK, None),
    "port-unambiguous": (OK, OK, None),
    "via-received-param-with-delim": (OK, OK, None),
    "via-received-param-no-delim": (OK, OK, None),
    "ipv6-in-sdp": (OK, OK, None),
    "mult-ip-in-header": (OK, OK, None),
    "mult-ip-in-sdp": (OK, OK, None),
    "ipv4-mapped-ipv6": (OK, OK, None),
    "ipv6-bug-abnf-3-colons": (OK, OK, None),
    "ipv6-correct-abnf-2-colons": (OK, OK, None),
}
ADVISORIES = {
    "CVE-2018-8828_kamailio_tmx_tag": OK,
    "CVE-2020-28361_header_smuggling": OK,
    "CVE-2017-9372_cseq_method_long": 400,
    "AST-2017-003_multipart": OK,
    "ES2018-02_sdp_nul_fmtp": OK,
    "ES2018-03_sdp_fmt_2_32": OK,
    "ES2018-01_50_accept_headers": 400,  # the words in Accept are no media types
    "opensips_issue_2285_contact_quote": 400,
}
COLUMNS = {Role.UAS: "uas_expect", Role.PROXY: "proxy_expect", Role.REGISTRAR: "registrar_expect"}
LIBERTIES = ("may forward", "same;", "must not register")  # cells that name no status and allow a rejection


def _index() -> list[dict[str, str]]:
    if not TORTURE.is_dir():
        return []
    with (TORTURE / "index.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _read(row: dict[str, str]) -> bytes:
    """The message; three of RFC 5118 carry a wrong Content-Length, which the index says to put right."""
    data = (TORTURE / row["file"]).read_bytes()
    if "fix CL" not in row["parser_expect"]:
        return data
    head, _, body = data.partition(b"\r\n\r\n")
    return re.sub(rb"(?i)(content-length: *)\d+", lambda found: found[1] + b"%d" % len(body), head) + b"\r\n\r\n" + body


def _short(verdict: Verdict) -> str | int:
    return verdict.code or (NO if verdict.action is Action.DISCARD else OK)


INDEX = _index()
CASES = [pytest.param(row, role, id=f"{Path(row['file']).stem}-{role.value}") for row in INDEX for role in Role]


def test_every_message_of_the_index_has_its_row() -> None:
    assert [Path(row["file"]).stem for row in INDEX] == list(VERDICTS)
    assert len(VERDICTS) == 49 + 12


@pytest.mark.parametrize(("row", "role"), CASES)
def test_verdict(row: dict[str, str], role: Role) -> None:
    wanted = (
        VERDICTS[Path(row["file"]).stem][list(Role).index(role)]
        if role is not Role.UAS
        else VERDICTS[Path(row["file"]).stem][0]
    )
    if wanted is not None:
        assert _short(classify(_read(row), role)) == wanted


@pytest.mark.parametrize(("row", "role"), CASES)
def test_verdict_is_one_the_index_allows(row: dict[str, str], role: Role) -> None:
    cell, verdict = row[COLUMNS[role]], classify(_read(row), role)
    if cell == "-":
        return
    if verdict.action is Action.REJECT:
        assert str(verdict.code) in cell or cell.startswith(LIBERTIES)
    elif verdict.action is Action.DISCARD:
        assert cell.startswith("discard")
    else:
        assert not re.match(r"[45]\d\d|UDP|discard(?! if)", cell) or "or 200" in cell or "else 200" in cell


@pytest.mark.parametrize("name", ADVISORIES)
@pytest.mark.parametrize("role", Role)
def test_advisory(name: str, role: Role) -> None:
    verdict = classify((TORTURE / "advisory_repro" / f"{name}.dat").read_bytes(), role)
    wanted = ADVISORIES[name]
    if name.startswith("ES2018-01"):
        assert _short(verdict) in (OK, 400, 501)
    elif role is not Role.REGISTRAR:
        assert _short(verdict) == wanted


def test_header_smuggling_is_seen() -> None:
    data = (TORTURE / "advisory_repro" / "CVE-2020-28361_header_smuggling.dat").read_bytes()
    assert [field.body for field in Message(data).named(b"X-Bypass-me")] == [b"lol"]


def test_420_names_the_extensions_of_the_right_header() -> None:
    data = (TORTURE / "rfc4475" / "bext01.dat").read_bytes()
    assert classify(data, Role.UAS).unsupported == (b"nothingSupportsThis", b"nothingSupportsThisEither")
    assert classify(data, Role.PROXY).unsupported == (b"noProxiesSupportThis", b"norDoAnyProxiesSupportThis")


@pytest.mark.parametrize("row", INDEX, ids=lambda row: Path(row["file"]).stem)
def test_a_rejected_request_can_be_answered(row: dict[str, str]) -> None:
    data = _read(row)
    if classify(data, Role.UAS).action is Action.REJECT:
        parts = reply_parts(data)
        assert parts.is_answerable
        assert parts.vias
        if not row["file"].endswith("insuf.dat"):
            assert None not in (parts.from_, parts.to, parts.callid, parts.cseq)


def test_wsinv_is_understood_through_its_folds() -> None:
    msg = Message((TORTURE / "rfc4475" / "wsinv.dat").read_bytes())
    assert [(via.transport, via.host) for via in msg.values(HdrType.VIA)] == [
        (b"UDP", b"192.0.2.2"),
        (b"TCP", b"spindle.example.com"),
        (b"UDP", b"192.168.255.111"),
    ]
    assert msg.values(HdrType.VIA)[2].branch == b"z9hG4bK30239"
    assert (msg.parsed(HdrType.CSEQ).number, msg.parsed(HdrType.MAXFORWARDS)) == (9, 68)
    assert (msg.parsed(HdrType.TO).tag_value, msg.parsed(HdrType.FROM).tag_value) == (b"1918181833n", b"98asjd8")
    assert msg.parsed(HdrType.SUBJECT) == b""
    assert msg.parsed(HdrType.FROM).display_name == b'J Rosenberg \\"'
