"""reg_fetch_contacts(), $ulc, and the event of contacts that end."""

from __future__ import annotations

import pytest
from tests.kahea.modules.registrar.phone import config, request

from kahea.api.testing import Lab

A, B = b"<sip:a@127.0.0.2:5070>;q=0.5", b"<sip:b@127.0.0.2:5070>"


def said(text: str, *, before: str = 'reg_fetch_contacts("location", "sip:alice@h", "p");') -> str:
    lab = Lab(config(other=f'{before} xlog("L_ERR", "said={text}|"); exit;'))
    lab.receive(request(A, B, extra=(b"User-Agent: phone",)))
    lab.receive(request(method=b"OPTIONS", callid=b"x"))
    return lab.log[-1].partition("said=")[2].rstrip("|")


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ("$ulc(p=>aor)", "alice"),
        ("$ulc(p=>domain)", "location"),
        ("$ulc(p=>aorhash)", "1834153949"),
        ("$ulc(p=>count)", "2"),
        ("$ulc(p=>addr)", "sip:a@127.0.0.2:5070"),
        ("$(ulc(p=>addr)[1])", "sip:b@127.0.0.2:5070"),
        ("$(ulc(p=>addr)[2])", "<null>"),
        ("$(ulc(p=>count)[5])", "<null>"),
        ("$ulc(p=>q)", "500"),
        ("$(ulc(p=>q)[1])", "-1"),
        ("$ulc(p=>callid)", "call-1"),
        ("$ulc(p=>cseq)", "1"),
        ("$ulc(p=>expires)", "1700003600"),
        ("$ulc(p=>modified)", "1700000000"),
        ("$ulc(p=>user_agent)", "phone"),
        ("$ulc(p=>socket)", "udp:127.0.0.1:5060"),
        ("$ulc(p=>methods)", "4294967295"),
        ("$ulc(p=>path)", ""),
        ("$ulc(p=>received)", ""),
        ("$ulc(p=>flags)", "0"),
        ("$ulc(p=>cflags)", "0"),
        ("$ulc(p=>regid)", "0"),
        ("$ulc(p=>instance)", "<null>"),
        ("$ulc(p=>conid)", "<null>"),
        ("$ulc(p=>server_id)", "0"),
        ("$ulc(q=>aor)", "<null>"),
    ],
)
def test_ulc_reads_what_reg_fetch_contacts_has_fetched(variable: str, expected: str) -> None:
    assert said(variable) == expected


def test_reg_free_contacts_and_null_forget_a_profile() -> None:
    fetch = 'reg_fetch_contacts("location", "sip:alice@h", "p");'
    assert said("$ulc(p=>aor)", before=fetch + 'reg_free_contacts("p");') == "<null>"
    assert said("$ulc(p=>aor)", before=fetch + "$ulc(p=>aor) = $null;") == "<null>"


def test_reg_fetch_contacts_of_nobody_is_false() -> None:
    assert said("$rc", before='reg_fetch_contacts("location", "sip:nobody@h", "p");') == "-1"
    assert said("$rc", before='reg_fetch_contacts("location", "urn:x", "p");') == "-1"


@pytest.mark.parametrize("text", ["$ulc(p)", "$ulc(=>aor)", "$ulc(p=>shoe)"])
def test_an_attribute_that_is_none_is_refused_when_the_configuration_is_loaded(text: str) -> None:
    with pytest.raises(Exception, match=r"expected 'profile=>attribute'|shoe is no attribute"):
        said(text)


def test_the_event_route_runs_for_each_contact_that_ends() -> None:
    lab = Lab(
        config("usrloc.timer_interval=10")
        + 'event_route[usrloc:contact-expired] { xlog("L_ERR", "gone=$ulc(exp=>aor) $ulc(exp=>addr)\\n"); }\n'
    )
    lab.receive(request(b"<sip:a@127.0.0.2:5070>;expires=60", b"<sip:b@127.0.0.2:5070>;expires=300"))
    lab.advance(71)
    gone = [line.partition("gone=")[2] for line in lab.log if "gone=" in line]
    assert gone == ["alice sip:a@127.0.0.2:5070"]
