"""Bodies and their parts: what each function leaves of a request."""

from __future__ import annotations

from tests.kahea.modules.textops.traffic import ASDP, COMPACT, LINES, MIXED, PARTS, TEXT, Case

CASES: dict[str, list[Case]] = {
    "set_body": [
        Case(
            '$var(rc) = set_body("new $rU", "text/x");',
            headers=TEXT,
            body=LINES,
            codes="1|",
            head=("Content-Type: text/x",),
            left="new bob",
        ),
        Case('$var(rc) = set_body("new", "text/plain");', headers=TEXT, body=LINES, codes="1|", left="new"),
        Case('$var(rc) = set_body("new", "text/x");', codes="1|", head=("Content-Type: text/x",), left="new"),
        Case(
            '$var(rc) = set_body("new", "text/x");',
            headers=COMPACT,
            body="x",
            codes="1|",
            head=("s: hello", "m: <sip:a@h>;q=1, <sip:b@h>", "k: 100rel, path", "Content-Type: text/x"),
            left="new",
        ),
    ],
    "filter_body": [
        Case(
            '$var(rc) = filter_body("application/sdp"); $var(o) = filter_body("text/html");',
            headers=MIXED,
            body=PARTS,
            codes="1|-1",
            left="v=0",
        ),
        Case('$var(rc) = filter_body("text/plain");', headers=TEXT, body=LINES, codes="-1|"),
    ],
    "append_body_part": [
        Case(
            '$var(rc) = append_body_part("txt", "text/y");',
            headers=MIXED,
            body=PARTS,
            codes="1|",
            left=(
                "--uB\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--uB\r\nContent-Type: text/plain\r\n"
                "Content-Disposition: x\r\n\r\nhello\r\n--uB\r\nContent-Type: text/y\r\n\r\ntxt\r\n--uB--\r\n"
            ),
        ),
        Case(
            '$var(rc) = append_body_part("txt", "text/y", "render");',
            headers=MIXED,
            body=PARTS,
            codes="1|",
            left=(
                "--uB\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--uB\r\nContent-Type: text/plain\r\n"
                "Content-Disposition: x\r\n\r\nhello\r\n--uB\r\nContent-Type: text/y\r\n"
                "Content-Disposition: render\r\n\r\ntxt\r\n--uB--\r\n"
            ),
        ),
        Case('$var(rc) = append_body_part("txt", "text/y");', headers=TEXT, body=LINES, codes="-1|"),
    ],
    "append_body_part_hex": [
        Case(
            '$var(rc) = append_body_part_hex("61 62", "text/y", "render");',
            headers=MIXED,
            body=PARTS,
            codes="1|",
            left=(
                "--uB\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--uB\r\nContent-Type: text/plain\r\n"
                "Content-Disposition: x\r\n\r\nhello\r\n--uB\r\nContent-Type: text/y\r\n"
                "Content-Disposition: render\r\n\r\nab\r\n--uB--\r\n"
            ),
        ),
    ],
    "set_body_multipart": [
        Case(
            (
                "set_body_multipart(); msg_apply_changes(); "
                '$var(rc) = append_body_part("txt", "text/y", "render"); msg_apply_changes(); '
                '$var(o) = append_body_part("t2", "text/z");'
            ),
            headers=TEXT,
            body=LINES,
            codes="1|1",
            head=('Content-Type: multipart/mixed;boundary="unique-boundary-1"', "Mime-Version: 1.0"),
            left=(
                "--unique-boundary-1\r\nContent-Type: text/plain\r\n\r\nline one abc\r\nline two abc\r\n\r\n"
                "--unique-boundary-1\r\nContent-Type: text/y\r\nContent-Disposition: render\r\n\r\ntxt\r\n"
                "--unique-boundary-1\r\nContent-Type: text/z\r\n\r\nt2\r\n--unique-boundary-1--\r\n"
            ),
        ),
        Case(
            'set_body_multipart("delim"); msg_apply_changes(); $var(rc) = append_body_part("txt", "text/y");',
            headers=TEXT,
            body=LINES,
            codes="1|",
            head=('Content-Type: multipart/mixed;boundary="delim"', "Mime-Version: 1.0"),
            left=(
                "--delim\r\nContent-Type: text/plain\r\n\r\nline one abc\r\nline two abc\r\n\r\n--delim\r\n"
                "Content-Type: text/y\r\n\r\ntxt\r\n--delim--\r\n"
            ),
        ),
        Case(
            ('set_body_multipart("t1", "text/y", "delim"); msg_apply_changes(); $var(rc) = append_body_part("txt", "text/y");'),
            headers=TEXT,
            body=LINES,
            codes="1|",
            head=('Content-Type: multipart/mixed;boundary="delim"', "Mime-Version: 1.0"),
            left="--delim\r\nContent-Type: text/y\r\n\r\nt1\r\n--delim\r\nContent-Type: text/y\r\n\r\ntxt\r\n--delim--\r\n",
        ),
        Case("$var(rc) = set_body_multipart();", codes="-1|"),
    ],
    "remove_body_part": [
        Case(
            '$var(rc) = remove_body_part("text/plain");',
            headers=MIXED,
            body=PARTS,
            codes="1|",
            left="--uB\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--uB--\r\n",
        ),
        Case(
            '$var(rc) = remove_body_part("application/sdp"); $var(o) = remove_body_part("text/html");',
            headers=MIXED,
            body=PARTS,
            codes="1|-1",
            left="--uB\r\nContent-Type: text/plain\r\nContent-Disposition: x\r\n\r\nhello\r\n--uB--\r\n",
        ),
    ],
    "has_body": [
        Case('$var(rc) = has_body(); $var(o) = has_body("text/plain");', headers=TEXT, body=LINES, codes="1|1"),
        Case('$var(rc) = has_body(); $var(o) = has_body("application/sdp");', body=LINES, codes="1|1"),
        Case('$var(rc) = has_body(); $var(o) = has_body("text/plain");', headers=COMPACT, codes="-1|-1"),
        Case('$var(rc) = has_body("text/html"); $var(o) = has_body("text/*");', headers=TEXT, body=LINES, codes="-1|-1"),
    ],
    "is_audio_on_hold": [
        Case(
            "$var(rc) = is_audio_on_hold();",
            headers=ASDP,
            body="v=0\r\no=a 1 1 IN IP4 1.2.3.4\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\nm=audio 1000 RTP/AVP 0\r\n",
            codes="1|",
        ),
        Case(
            "$var(rc) = is_audio_on_hold();",
            headers=ASDP,
            body=(
                "v=0\r\no=a 1 1 IN IP4 1.2.3.4\r\ns=-\r\nc=IN IP4 1.2.3.4\r\nt=0 0\r\nm=audio 1000 RTP/AVP 0\r\na=sendonly\r\n"
            ),
            codes="2|",
        ),
        Case(
            "$var(rc) = is_audio_on_hold();",
            headers=ASDP,
            body=(
                "v=0\r\no=a 1 1 IN IP4 1.2.3.4\r\ns=-\r\nc=IN IP4 1.2.3.4\r\nt=0 0\r\na=inactive\r\nm=audio 1000 RTP/AVP 0\r\n"
            ),
            codes="2|",
        ),
        Case(
            "$var(rc) = is_audio_on_hold();",
            headers=ASDP,
            body=(
                "v=0\r\no=a 1 1 IN IP4 1.2.3.4\r\ns=-\r\nc=IN IP4 1.2.3.4\r\nt=0 0\r\nm=audio 1000 RTP/AVP 0\r\na=sendrecv\r\n"
            ),
            codes="-1|",
        ),
    ],
}
