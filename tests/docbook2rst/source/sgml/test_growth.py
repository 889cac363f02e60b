"""Which end tags a version of DocBook lets out."""

from __future__ import annotations

import pytest
from tests.docbook2rst.source.sgml.trees import becomes

VERSIONS = [
    ("-//OASIS//DTD DocBook V4.5//EN", True),
    ("-//OASIS//DTD DocBook V4.2//EN", True),
    ("-//OASIS//DTD DocBook V4.1//EN", False),
    ("-//OASIS//DTD DocBook V3.1//EN", False),
    ("-//Davenport//DTD DocBook V3.0//EN", False),
    ("-//FreeBSD//DTD DocBook V3.1-Based Extension//EN", False),
    ("-//FreeBSD//DTD DocBook V4.2-Based Extension//EN", True),
    ("-//OASIS//DTD DocBook V4//EN", True),
    ("-//OASIS//DTD DocBook//EN", True),
]


@pytest.mark.parametrize(("public_id", "may_omit"), VERSIONS)
def test_inline_elements_end_before_blocks_from_docbook_4_2_on(public_id: str, may_omit: bool) -> None:
    tree, _ = becomes(f"<!DOCTYPE para PUBLIC '{public_id}'><para><emphasis>a<screen>b</screen></para>")
    expected = "<para><emphasis>a</><screen>b</></>" if may_omit else "<para><emphasis>a<screen>b</></></>"
    assert tree == expected


def test_no_inline_element_ends_before_a_block_in_a_part_without_doctype() -> None:
    assert becomes("<para><quote>a<screen>b</screen>c</quote></para>") == ("<para><quote>a<screen>b</>c</></>", [])
