"""Values of headers: what each function leaves of a request."""

from __future__ import annotations

from tests.kahea.modules.textops.traffic import AUTH, LIST, Case

CASES: dict[str, list[Case]] = {
    "append_hf_value": [
        Case(
            '$var(rc) = append_hf_value("X-V", "new");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr', "X-V: d", "X-V: new"),
        ),
        Case(
            '$var(rc) = append_hf_value("X-V[1]", "new");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3,new, c;lr', "X-V: d"),
        ),
        Case(
            '$var(rc) = append_hf_value("X-V[2]", "new");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr,new', "X-V: d"),
        ),
        Case(
            '$var(rc) = append_hf_value("X-V[-1]", "new");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr', "X-V: d,new"),
        ),
        Case(
            '$var(rc) = append_hf_value("X-No[-1]", "new");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr', "X-V: d", "X-No: new"),
        ),
    ],
    "insert_hf_value": [
        Case(
            '$var(rc) = insert_hf_value("X-V", "new");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", "X-V: new", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr', "X-V: d"),
        ),
        Case(
            '$var(rc) = insert_hf_value("X-V[1]", "new");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: new,"a, b" <sip:x@y>;p=1;q=2;p=3, c;lr', "X-V: d"),
        ),
        Case(
            '$var(rc) = insert_hf_value("X-V[3]", "new");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr', "X-V: new,d"),
        ),
        Case('$var(rc) = insert_hf_value("X-V[9]", "new");', headers=LIST, codes="-1|"),
        Case(
            '$var(rc) = insert_hf_value("X-No", "new");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr', "X-V: d", "X-No: new"),
        ),
        Case('$var(rc) = insert_hf_value("Supported[2]", "new");', headers="k: a,b\r\n", codes="1|", head=("k: a,new,b",)),
    ],
    "remove_hf_value": [
        Case(
            '$var(rc) = remove_hf_value("X-V");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", "X-V:  c;lr", "X-V: d"),
        ),
        Case(
            '$var(rc) = remove_hf_value("X-V[2]");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3', "X-V: d"),
        ),
        Case(
            '$var(rc) = remove_hf_value("X-V[3]");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr'),
        ),
        Case(
            '$var(rc) = remove_hf_value("X-V[-2]");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3', "X-V: d"),
        ),
        Case('$var(rc) = remove_hf_value("X-V[4]");', headers=LIST, codes="-1|"),
        Case('$var(rc) = remove_hf_value("X-V[*]");', headers=LIST, codes="1|", head=("Supported: path, 100rel ,timer",)),
        Case(
            '$var(rc) = remove_hf_value("X-V.p");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;q=2, c;lr', "X-V: d"),
        ),
        Case(
            '$var(rc) = remove_hf_value("X-V[2].lr"); $var(o) = remove_hf_value("X-V[3].lr");',
            headers=LIST,
            codes="1|-1",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c', "X-V: d"),
        ),
        Case(
            '$var(rc) = remove_hf_value("X-V[*].q");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;p=3, c;lr', "X-V: d"),
        ),
    ],
    "assign_hf_value": [
        Case(
            '$var(rc) = assign_hf_value("X-V", "new");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", "X-V: new, c;lr", "X-V: d"),
        ),
        Case(
            '$var(rc) = assign_hf_value("X-V[2]", "new");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, new', "X-V: d"),
        ),
        Case(
            '$var(rc) = assign_hf_value("X-V.q", "9"); $var(o) = assign_hf_value("X-No", "1");',
            headers=LIST,
            codes="1|-1",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=9;p=3, c;lr', "X-V: d"),
        ),
        Case(
            '$var(rc) = assign_hf_value("X-V.z", "9"); $var(o) = assign_hf_value("X-V[3].lr", "");',
            headers=LIST,
            codes="1|1",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3;z=9, c;lr', "X-V: d;lr"),
        ),
        Case(
            '$var(rc) = assign_hf_value("X-V.q", "");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q;p=3, c;lr', "X-V: d"),
        ),
        Case(
            '$var(rc) = assign_hf_value("X-V[*].lr", "on");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3;lr=on, c;lr=on', "X-V: d;lr=on"),
        ),
    ],
    "remove_hf_value2": [
        Case(
            '$var(rc) = remove_hf_value2("Authorization"); $var(o) = remove_hf_value2("X-No");',
            headers=AUTH,
            codes="1|-1",
            head=('Authorization: Digest username="al", realm="z"',),
        ),
        Case(
            '$var(rc) = remove_hf_value2("Authorization[-1]");',
            headers=AUTH,
            codes="1|",
            head=('Authorization: Digest username="bob", realm="r, s", nc=1',),
        ),
        Case(
            '$var(rc) = remove_hf_value2("Authorization.realm");',
            headers=AUTH,
            codes="1|",
            head=('Authorization: Digest username="bob", nc=1', 'Authorization: Digest username="al", realm="z"'),
        ),
        Case(
            '$var(rc) = remove_hf_value2("Authorization.username");',
            headers=AUTH,
            codes="1|",
            head=('Authorization: Digest realm="r, s", nc=1', 'Authorization: Digest username="al", realm="z"'),
            is_real=False,
        ),
        Case(
            ('$var(rc) = remove_hf_value2("Authorization[*].realm"); $var(o) = remove_hf_value2("Authorization.none");'),
            headers=AUTH,
            codes="1|-1",
            head=('Authorization: Digest username="bob", nc=1', 'Authorization: Digest username="al"'),
        ),
    ],
    "assign_hf_value2": [
        Case(
            r'$var(rc) = assign_hf_value2("Authorization.integrity-protected", "\"yes\"");',
            headers=AUTH,
            codes="1|",
            head=(
                'Authorization: Digest username="bob", realm="r, s", nc=1,integrity-protected="yes"',
                'Authorization: Digest username="al", realm="z"',
            ),
        ),
        Case(
            r'$var(rc) = assign_hf_value2("Authorization[2].realm", "\"q\"");',
            headers=AUTH,
            codes="1|",
            head=('Authorization: Digest username="bob", realm="r, s", nc=1', 'Authorization: Digest username="al", realm="q"'),
        ),
        Case(
            '$var(rc) = assign_hf_value2("Authorization[-1]", "gone");',
            headers=AUTH,
            codes="1|",
            head=('Authorization: Digest username="bob", realm="r, s", nc=1', "Authorization: gone"),
        ),
    ],
    "include_hf_value": [
        Case(
            '$var(rc) = include_hf_value("Supported", "PATH"); $var(o) = include_hf_value("X-No", "v");',
            headers=LIST,
            codes="1|1",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr', "X-V: d", "X-No: v"),
        ),
        Case(
            '$var(rc) = include_hf_value("Supported", "gruu");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer,gruu", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr', "X-V: d"),
        ),
        Case(
            '$var(rc) = include_hf_value("X-V", "e");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr,e', "X-V: d"),
        ),
    ],
    "exclude_hf_value": [
        Case(
            '$var(rc) = exclude_hf_value("Supported", "100REL"); $var(o) = exclude_hf_value("X-No", "v");',
            headers=LIST,
            codes="1|1",
            head=("Supported: path,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr', "X-V: d"),
        ),
        Case(
            '$var(rc) = exclude_hf_value("Supported", "timer");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr', "X-V: d"),
        ),
        Case(
            '$var(rc) = exclude_hf_value("Supported", "path");',
            headers=LIST,
            codes="1|",
            head=("Supported:  100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr', "X-V: d"),
        ),
        Case(
            '$var(rc) = exclude_hf_value("X-V", "d");',
            headers=LIST,
            codes="1|",
            head=("Supported: path, 100rel ,timer", 'X-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr'),
        ),
    ],
    "hf_value_exists": [
        Case(
            ('$var(rc) = hf_value_exists("Supported", "100rel"); $var(o) = hf_value_exists("Supported", "gruu");'),
            headers=LIST,
            codes="1|-1",
        ),
        Case(
            '$var(rc) = hf_value_exists("Supported", "b"); $var(o) = hf_value_exists("X-No", "b");',
            headers="k: a,b\r\n",
            codes="1|-1",
        ),
    ],
}
