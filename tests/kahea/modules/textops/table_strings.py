"""Questions: what each function answers."""

from __future__ import annotations

from tests.kahea.modules.textops.traffic import Case

CASES: dict[str, list[Case]] = {
    "is_method": [
        Case('$var(rc) = is_method("message"); $var(o) = is_method("INVITE|BYE|REGISTER");', codes="1|-1"),
        Case('$var(rc) = is_method("INFO|MESSAGE"); $var(o) = is_method("FOO");', codes="1|-1"),
    ],
    "is_privacy": [
        Case('$var(rc) = is_privacy("id"); $var(o) = is_privacy("header");', headers="Privacy: id;critical\r\n", codes="1|-1"),
        Case('$var(rc) = is_privacy("id");', codes="-1|"),
    ],
    "in_list": [
        Case('$var(rc) = in_list("a", "b,a ,c", ","); $var(o) = in_list("d", "b,a , c", ",");', codes="1|-1"),
    ],
    "in_list_prefix": [
        Case('$var(rc) = in_list_prefix("+4912", "+43,+49", ","); $var(o) = in_list_prefix("x", "b,ca", ",");', codes="1|-1"),
    ],
    "cmp_str": [
        Case('$var(rc) = cmp_str("a", "A"); $var(o) = cmp_istr("a", "A");', codes="-1|1"),
        Case('$var(rc) = cmp_str("a", "a"); $var(o) = cmp_istr("ab", "A");', codes="1|-1"),
    ],
    "starts_with": [
        Case('$var(rc) = starts_with("abc", "ab"); $var(o) = starts_with("abc", "AB");', codes="1|-1"),
    ],
    "ends_with": [
        Case('$var(rc) = ends_with("abc", "bc"); $var(o) = ends_with("abc", "ab");', codes="1|-1"),
    ],
    "str_find": [
        Case('$var(rc) = str_find("abc", "c"); $var(o) = str_find("abc", "B");', codes="3|-1"),
    ],
    "str_ifind": [
        Case('$var(rc) = str_ifind("abc", "B"); $var(o) = str_ifind("abc", "d");', codes="2|-1"),
    ],
}
