"""Headers added, removed and asked for: what each function leaves of a request."""

from __future__ import annotations

from tests.kahea.modules.textops.traffic import COMPACT, Case, X

CASES: dict[str, list[Case]] = {
    "append_hf": [
        Case(
            (r'$var(rc) = append_hf("X-N: v\r\n", "X-A"); $var(o) = append_hf("X-Z: 1\r\n"); ' r'append_hf("X-Z: 2\r\n");'),
            headers=X,
            codes="1|1",
            head=("X-A: 1", "X-A: 2", "X-N: v", "Subject: hello\\n world", "X-Z: 1", "X-Z: 2"),
        ),
        Case(
            r'$var(rc) = append_hf("X-N: v\r\n", "X-No");',
            headers=X,
            codes="1|",
            head=("X-A: 1", "X-A: 2", "Subject: hello\\n world", "X-N: v"),
        ),
        Case(r'append_hf("X-N: v\r\n", "Subject");', headers="s: a\r\nX-A: 1\r\n", head=("s: a", "X-N: v", "X-A: 1")),
    ],
    "insert_hf": [
        Case(
            (
                r'$var(rc) = insert_hf("X-N: v\r\n", "X-A"); insert_hf("X-M: v\r\n", "X-A"); '
                r'insert_hf("X-T: $rU\r\n"); insert_hf("X-T: 2\r\n");'
            ),
            headers=X,
            codes="1|",
            head=("X-T: bob", "X-T: 2", "X-N: v", "X-M: v", "X-A: 1", "X-A: 2", "Subject: hello\\n world"),
        ),
        Case(
            r'$var(rc) = insert_hf("X-N: v\r\n", "X-No");',
            headers=X,
            codes="1|",
            head=("X-N: v", "X-A: 1", "X-A: 2", "Subject: hello\\n world"),
        ),
    ],
    "append_urihf": [
        Case(
            r'$var(rc) = append_urihf("X-U: ", "\r\n");',
            headers=X,
            codes="1|",
            head=("X-A: 1", "X-A: 2", "Subject: hello\\n world", "X-U: sip:bob@127.0.0.1:{port};x=y"),
        ),
    ],
    "remove_hf": [
        Case('$var(rc) = remove_hf("X-a"); $var(o) = remove_hf("s");', headers=X, codes="1|1", head=()),
        Case(
            '$var(rc) = remove_hf("Subject"); $var(o) = remove_hf("X-No");',
            headers=COMPACT,
            body="x",
            codes="1|-1",
            head=("m: <sip:a@h>;q=1, <sip:b@h>", "k: 100rel, path", "c: text/plain"),
        ),
        Case(
            '$var(rc) = remove_hf("k"); $var(o) = is_present_hf("k");',
            headers=COMPACT,
            body="x",
            codes="1|1",
            head=("s: hello", "m: <sip:a@h>;q=1, <sip:b@h>", "c: text/plain"),
        ),
    ],
    "remove_hf_pv": [
        Case('$var(rc) = remove_hf_pv("X-$(rU{s.substr,9,1})A");', headers=X, codes="1|", head=("Subject: hello\\n world",)),
    ],
    "remove_hf_idx": [
        Case('$var(rc) = remove_hf_idx("X-A", "-1");', headers=X, codes="1|", head=("X-A: 1", "Subject: hello\\n world")),
        Case('$var(rc) = remove_hf_idx("X-A", "1");', headers=X, codes="1|", head=("X-A: 1", "Subject: hello\\n world")),
    ],
    "remove_hf_re": [
        Case(
            '$var(rc) = remove_hf_re("^x-"); $var(o) = remove_hf_re("^world");',
            headers=X,
            codes="1|-1",
            head=("Subject: hello\\n world",),
        ),
    ],
    "remove_hf_re_pv": [
        Case('$var(rc) = remove_hf_re_pv("^$(rU{s.substr,0,0})x-a");', headers=X, codes="-1|"),
    ],
    "remove_hf_exp": [
        Case(
            '$var(rc) = remove_hf_exp("^X-", "^X-(Do|B)");',
            headers=X + "X-B: 1\r\n",
            codes="1|",
            head=("Subject: hello\\n world", "X-B: 1"),
        ),
    ],
    "remove_hf_exp_pv": [
        Case(
            '$var(rc) = remove_hf_exp_pv("^X-", "^X-(Do|$var(o)B)");',
            headers=X + "X-B: 1\r\n",
            codes="1|",
            head=("Subject: hello\\n world", "X-B: 1"),
        ),
    ],
    "remove_hf_match": [
        Case(
            ('$var(rc) = remove_hf_match("X-A", "eq", "1"); $var(o) = remove_hf_match("Subject", "re", "WORLD");'),
            headers=X,
            codes="1|1",
            head=("X-A: 2",),
        ),
        Case(
            ('$var(rc) = remove_hf_match("X-A", "ne", "1"); $var(o) = remove_hf_match("Subject", "in", "wor");'),
            headers=X,
            codes="1|1",
            head=("X-A: 1",),
        ),
    ],
    "is_present_hf": [
        Case('$var(rc) = is_present_hf("s"); $var(o) = is_present_hf("X-No");', headers=X, codes="1|-1"),
        Case('$var(rc) = is_present_hf("Contact"); $var(o) = is_present_hf("From");', headers=COMPACT, body="x", codes="1|1"),
    ],
    "is_present_hf_pv": [
        Case(
            '$var(rc) = is_present_hf_pv("X-$(rU{s.substr,9,1})A"); $var(o) = is_present_hf_pv("X-$rU");',
            headers=X,
            codes="1|-1",
        ),
    ],
    "is_present_hf_re": [
        Case('$var(rc) = is_present_hf_re("^x-a"); $var(o) = is_present_hf_re("^z");', headers=X, codes="1|-1"),
    ],
    "is_present_hf_re_pv": [
        Case('$var(rc) = is_present_hf_re_pv("^x-[$(rU)a]"); $var(o) = is_present_hf_re_pv("^$rU");', headers=X, codes="1|-1"),
    ],
}
