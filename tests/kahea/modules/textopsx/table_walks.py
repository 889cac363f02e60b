"""Changes made at once, bodies, and walks: what each function leaves of a request."""

from __future__ import annotations

from tests.kahea.modules.textops.traffic import LINES, TEXT, Case, X

CASES: dict[str, list[Case]] = {
    "msg_apply_changes": [
        Case(
            (
                r'$ru = "sip:new@127.0.0.1"; append_hf("X-Z: 1\r\n"); $var(rc) = msg_apply_changes(); '
                '$var(o) = is_present_hf("X-Z");'
            ),
            headers=TEXT,
            body=LINES,
            codes="1|1",
            head=("Content-Type: text/plain", "X-Z: 1"),
            uri="sip:new@127.0.0.1",
        ),
        Case(
            (
                'remove_hf("X-A"); msg_apply_changes(); $var(rc) = remove_hf("X-A"); '
                r'append_hf("X-A: 3\r\n"); msg_apply_changes(); $var(o) = $hdr(X-A);'
            ),
            headers=X,
            codes="-1|3",
            head=("Subject: hello\\n world", "X-A: 3"),
        ),
        Case(
            ('set_body("one", "text/x"); msg_apply_changes(); $var(rc) = replace_body("one", "two"); $var(o) = $rb;'),
            headers=TEXT,
            body=LINES,
            codes="1|one",
            head=("Content-Type: text/x",),
            left="two",
        ),
        Case("record_route(); $var(rc) = msg_apply_changes(); remove_record_route();", codes="-1|", is_real=False),
    ],
    "remove_body": [
        Case("$var(rc) = remove_body();", headers=TEXT, body=LINES, codes="1|", left=""),
        Case("$var(rc) = remove_body();", codes="1|"),
    ],
    "keep_hf": [
        Case(
            'keep_hf("^X-K");',
            headers="X-Kilo: 1\r\nX-L: 2\r\nSubject: x\r\nm: <sip:a@b>\r\n",
            head=("X-Kilo: 1", "m: <sip:a@b>"),
        ),
    ],
    "fnmatch": [
        Case('$var(rc) = fnmatch("abc", "a*"); $var(o) = fnmatch("abc", "A?c");', codes="1|-1"),
        Case('$var(rc) = fnmatch("abc", "a[!x]c"); $var(o) = fnmatch("abc", "[b-d]*");', codes="1|-1"),
    ],
    "hf_iterator_next": [
        Case(
            (
                'hf_iterator_start("i"); while (hf_iterator_next("i")) { if (!($hfitname(i) =~ "^(Via|Call-ID|X-Do)")) '
                '{ $var(o) = $var(o) + $hfitname(i) + "=" + $(hfitbody(i){s.len}) + " "; } } $var(rc) = hf_iterator_end("i");'
            ),
            headers="k: a,b\r\nX-A: 1\r\n",
            codes="1|From=16 To=9 CSeq=9 k=3 X-A=1 Content-Length=1 ",
        ),
    ],
    "hf_iterator_rm": [
        Case(
            (
                'hf_iterator_start("i"); '
                'while (hf_iterator_next("i")) { if ($hfitname(i) == "X-A") { hf_iterator_rm("i"); '
                r'hf_iterator_append("i", "X-N: $hfitbody(i)\r\n"); } } hf_iterator_end("i");'
            ),
            headers=X,
            head=("X-N: 1", "X-N: 2", "Subject: hello\\n world"),
        ),
    ],
    "hf_iterator_insert": [
        Case(
            (
                'hf_iterator_start("i"); '
                'while (hf_iterator_next("i")) { if ($hfitname(i) == "X-A") { '
                r'hf_iterator_insert("i", "X-N: $hfitbody(i)\r\n"); '
                '} } hf_iterator_end("i");'
            ),
            headers=X,
            head=("X-N: 1", "X-A: 1", "X-N: 2", "X-A: 2", "Subject: hello\\n world"),
        ),
    ],
    "hf_iterator_prev": [
        Case(
            (
                'hf_iterator_start("i"); hf_iterator_next("i"); hf_iterator_next("i"); '
                'hf_iterator_prev("i"); $var(o) = $hfitname(i); $var(rc) = hf_iterator_next("none");'
            ),
            headers=X,
            codes="-1|Via",
        ),
    ],
    "bl_iterator_rm": [
        Case(
            (
                'bl_iterator_start("b"); '
                'while (bl_iterator_next("b")) { if ($blitval(b) =~ "one") { bl_iterator_rm("b"); } '
                r'else { bl_iterator_append("b", "three\r\n"); } } $var(rc) = bl_iterator_end("b");'
            ),
            headers=TEXT,
            body=LINES,
            codes="1|",
            left="line two abc\r\nthree\r\n",
        ),
    ],
    "bl_iterator_insert": [
        Case(
            (
                'bl_iterator_start("b"); '
                'while (bl_iterator_next("b")) { $var(o) = $var(o) + $(blitval(b){s.len}) + " "; '
                r'bl_iterator_insert("b", "x\r\n"); } $var(rc) = bl_iterator_end("b");'
            ),
            headers=TEXT,
            body=LINES,
            codes="1|14 14 ",
            left="x\r\nline one abc\r\nx\r\nline two abc\r\n",
        ),
    ],
}
