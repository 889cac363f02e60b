"""Text looked for and replaced: what each function leaves of a request."""

from __future__ import annotations

from tests.kahea.modules.textops.traffic import COMPACT, LINES, TEXT, Case, X

CASES: dict[str, list[Case]] = {
    "search": [
        Case('$var(rc) = search("MESSAGE"); $var(o) = search("abc$$x");', headers=X + TEXT, body=LINES, codes="1|-1"),
    ],
    "search_body": [
        Case('$var(rc) = search_body("^LINE two"); $var(o) = search_body("^X-A");', headers=X + TEXT, body=LINES, codes="1|-1"),
    ],
    "search_hf": [
        Case('$var(rc) = search_hf("X-A", "2", "f"); $var(o) = search_hf("X-A", "2", "l");', headers=X, codes="-1|1"),
        Case(
            '$var(rc) = search_hf("Subject", "hello.world", "a"); $var(o) = search_hf("X-No", "2", "a");',
            headers=X,
            codes="-1|-1",
        ),
        Case(
            '$var(rc) = search_hf("Contact", "B@H", "a"); $var(o) = search_hf("s", "HELLO", "f");',
            headers=COMPACT,
            body="x",
            codes="1|1",
        ),
    ],
    "search_str": [
        Case('$var(rc) = search_str("abc", "^B|C"); $var(o) = search_str("x", "^y");', codes="1|-1"),
    ],
    "search_append": [
        Case(
            '$var(rc) = search_append("hello", " you"); $var(o) = search_append("nowhere", "x");',
            headers=X,
            codes="1|-1",
            head=("X-A: 1", "X-A: 2", "Subject: hello you\\n world"),
        ),
        Case(
            '$var(rc) = search_append("two", "!"); $var(o) = search_append_body("X-A", "x");',
            headers=X + TEXT,
            body=LINES,
            codes="1|-1",
            left="line one abc\r\nline two! abc\r\n",
        ),
    ],
    "search_append_body": [
        Case(
            '$var(rc) = search_append_body("abc", "DEF");',
            headers=X + TEXT,
            body=LINES,
            codes="1|",
            left="line one abcDEF\r\nline two abc\r\n",
        ),
    ],
    "replace": [
        Case(
            '$var(rc) = replace("abc", "X");', headers=X + TEXT, body=LINES, codes="1|", left="line one X\r\nline two abc\r\n"
        ),
        Case(
            '$var(rc) = replace("^X-A: ", "X-B: "); $var(o) = replace("nowhere", "x");',
            headers=X,
            codes="1|-1",
            head=("X-B: 1", "X-A: 2", "Subject: hello\\n world"),
        ),
    ],
    "replace_hdrs": [
        Case(
            '$var(rc) = replace_hdrs("X-A: ", "X-B: "); $var(o) = replace_hdrs("abc", "x");',
            headers=X + TEXT,
            body=LINES,
            codes="1|-1",
            head=("X-B: 1", "X-A: 2", "Subject: hello\\n world", "Content-Type: text/plain"),
        ),
    ],
    "replace_body": [
        Case(
            '$var(rc) = replace_body("abc", "DEF"); $var(o) = replace_body("hello", "x");',
            headers=X + TEXT,
            body=LINES,
            codes="1|-1",
            left="line one DEF\r\nline two abc\r\n",
        ),
    ],
    "replace_all": [
        Case(
            '$var(rc) = replace_all("abc|x-a", "N");',
            headers=X + TEXT,
            body=LINES,
            codes="1|",
            head=("N: 1", "N: 2", "Subject: hello\\n world", "Content-Type: text/plain"),
            left="line one N\r\nline two N\r\n",
        ),
    ],
    "replace_body_all": [
        Case(
            '$var(rc) = replace_body_all("^line", "L"); $var(o) = replace_body_all("hello", "x");',
            headers=X + TEXT,
            body=LINES,
            codes="1|-1",
            left="L one abc\r\nL two abc\r\n",
        ),
    ],
    "replace_body_atonce": [
        Case('$var(rc) = replace_body_atonce("^.+$", "");', headers=X + TEXT, body=LINES, codes="1|", left=""),
        Case(
            '$var(rc) = replace_body_atonce("one.*two", "1-2");', headers=TEXT, body=LINES, codes="1|", left="line 1-2 abc\r\n"
        ),
    ],
    "replace_str": [
        Case(
            '$var(rc) = replace_str("hello", "A", "a"); $var(o) = replace_str("HELLO", "A", "a");',
            headers=X + TEXT,
            body=LINES,
            codes="1|-1",
            head=("X-A: 1", "X-A: 2", "Subject: A\\n world", "Content-Type: text/plain"),
            is_real=False,
        ),
        Case(
            '$var(rc) = replace_str("abc", "A", "a");',
            headers=X + TEXT,
            body=LINES,
            codes="1|",
            left="line one A\r\nline two A\r\n",
        ),
        Case(
            '$var(rc) = replace_str("abc", "A", "f");',
            headers=X + TEXT,
            body=LINES,
            codes="1|",
            left="line one A\r\nline two abc\r\n",
        ),
    ],
    "replace_hdrs_str": [
        Case(
            '$var(rc) = replace_hdrs_str("X-A", "X-B", "a"); $var(o) = replace_hdrs_str("abc", "x", "a");',
            headers=X + TEXT,
            body=LINES,
            codes="1|-1",
            head=("X-B: 1", "X-B: 2", "Subject: hello\\n world", "Content-Type: text/plain"),
            is_real=False,
        ),
    ],
    "replace_body_str": [
        Case(
            '$var(rc) = replace_body_str("abc", "A", "f"); $var(o) = replace_body_str("hello", "x", "a");',
            headers=X + TEXT,
            body=LINES,
            codes="1|-1",
            left="line one A\r\nline two abc\r\n",
            is_real=False,
        ),
    ],
    "subst": [
        Case('$var(rc) = subst("/abc/X/g");', headers=X + TEXT, body=LINES, codes="1|", left="line one X\r\nline two X\r\n"),
        Case(
            r'$var(rc) = subst("/^(X-A): (.)/\1: <\2 $rU>/");',
            headers=X,
            codes="1|",
            head=("X-A: <1 bob>", "X-A: 2", "Subject: hello\\n world"),
        ),
        Case(
            '$var(rc) = subst("/HELLO/bye/i"); $var(o) = subst("/HELLO/bye/");',
            headers=X,
            codes="1|-1",
            head=("X-A: 1", "X-A: 2", "Subject: bye\\n world"),
        ),
        Case(
            '$var(rc) = subst("/hello.*w/-/s"); $var(o) = subst("/x*/-/");',
            headers=X,
            codes="1|-1",
            head=("X-A: 1", "X-A: 2", "Subject: -orld"),
        ),
    ],
    "subst_body": [
        Case(
            r'$var(rc) = subst_body("/^l[a-z]*/<\0>/g"); $var(o) = subst_body("/hello/x/");',
            headers=X + TEXT,
            body=LINES,
            codes="1|-1",
            left="<line> one abc\r\n<line> two abc\r\n",
        ),
    ],
    "subst_hf": [
        Case(
            ('$var(rc) = subst_hf("X-A", "/./Q/", "a"); $var(o) = subst_hf("subject", "/hello.*world/bye/", "f");'),
            headers=X,
            codes="1|-1",
            head=("X-A: Q", "X-A: Q", "Subject: hello\\n world"),
        ),
        Case(
            ('$var(rc) = subst_hf("X-A", "/./Q/", "l"); $var(o) = subst_hf("subject", "/hello.*world/bye/s", "f");'),
            headers=X,
            codes="1|1",
            head=("X-A: 1", "X-A: Q", "Subject: bye"),
        ),
    ],
    "subst_uri": [
        Case(
            '$var(rc) = subst_uri("/bob/al/"); $var(o) = $ru;',
            codes="1|sip:al@127.0.0.1:{port};x=y",
            uri="sip:al@127.0.0.1:{port};x=y",
        ),
        Case(
            r'$var(rc) = subst_uri("/^sip:(.*)@/sip:+\1@/"); $var(o) = subst_uri("/nobody/x/");',
            codes="1|-1",
            uri="sip:+bob@127.0.0.1:{port};x=y",
        ),
    ],
    "subst_user": [
        Case(
            r'$var(rc) = subst_user("/^b(.*)$/c\1/"); $var(o) = $ru;',
            codes="1|sip:cob@127.0.0.1:{port};x=y",
            uri="sip:cob@127.0.0.1:{port};x=y",
        ),
        Case('$var(rc) = subst_user("/127/128/"); $var(o) = $ru;', codes="-1|sip:bob@127.0.0.1:{port};x=y"),
    ],
    "regex_substring": [
        Case('$var(rc) = regex_substring("abc-def", "([a-z]+)-([a-z]+)", "2", "3", "$var(o)");', codes="1|def"),
        Case('$var(rc) = regex_substring("abc-def", "([a-z]+)-([a-z]+)", "0", "3", "$var(o)");', codes="1|abc-def"),
        Case('$var(rc) = regex_substring("abc-def", "([a-z]+)-([a-z]+)", "3", "3", "$var(o)");', codes="-1|"),
    ],
    "re.subst": [
        Case(
            (
                r'$var(o) = "abab"; $var(rc) = $(var(o){re.subst,/b/<\0>/}) + $(var(o){re.subst,/a(b)?/[\1]/g}); '
                r"$var(o) = $(var(o){re.subst,:B:x:i}) + $(var(o){re.subst,/z/y/});"
            ),
            codes="a<b>ab[b][b]|axababab",
        ),
        Case('$var(o) = "abab"; $var(rc) = "<" + $(var(o){re.subst,/x*/-/}) + ">";', codes="<>|abab"),
    ],
}
