"""Lumps: what they do to the bytes, and that they do nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.core.data_lump import Edit, LumpError, Lumps, splice
from kahea.core.net import DestInfo, Proto, SocketInfo

BUF = b"0123456789"
SOCK = SocketInfo(proto=Proto.UDP, address=b"127.0.0.1", port=5060)
DST = DestInfo(Proto.TCP, b"127.0.0.9", 5070)


def test_no_lumps_are_false_and_give_the_same_bytes() -> None:
    assert not Lumps()
    assert Lumps().apply(BUF) == BUF


def test_text_stands_before_and_behind_what_is_deleted() -> None:
    lumps = Lumps()
    lump = lumps.del_lump(2, 3)
    lumps.insert_new_lump_before(lump, b"<")
    lumps.insert_new_lump_after(lump, b">")
    assert lumps.apply(BUF) == b"01<>56789"


def test_the_newest_text_behind_a_lump_is_nearest_to_it() -> None:
    lumps = Lumps()
    anchor = lumps.anchor_lump(5)
    first = lumps.insert_new_lump_after(anchor, b"a")
    lumps.insert_new_lump_after(anchor, b"b")
    lumps.insert_new_lump_after(first, b"c")
    assert lumps.apply(BUF) == b"01234bac56789"


def test_text_hangs_on_text() -> None:
    lumps = Lumps()
    middle = lumps.insert_new_lump_after(lumps.anchor_lump(0), b"m")
    lumps.insert_new_lump_before(middle, b"(")
    lumps.insert_new_lump_after(middle, b")")
    assert lumps.apply(b"x") == b"(m)x"


def test_anchors_of_one_offset_keep_their_order() -> None:
    lumps = Lumps()
    for text in (b"a", b"b"):
        lumps.insert_new_lump_after(lumps.anchor_lump(4), text)
    lumps.insert_new_lump_after(lumps.anchor_lump(1), b"0")
    assert lumps.apply(BUF) == b"00123ab456789"


def test_the_same_deletion_twice_is_one() -> None:
    lumps = Lumps()
    assert lumps.del_lump(2, 3) is lumps.del_lump(2, 3)
    assert len(lumps) == 1


@pytest.mark.parametrize(("offset", "length"), [(1, 2), (4, 3), (3, 1), (0, 10), (2, 4)])
def test_a_deletion_that_overlaps_another_is_refused(offset: int, length: int) -> None:
    lumps = Lumps()
    lumps.del_lump(2, 3)
    with pytest.raises(LumpError, match="overlap the 3 at 2"):
        lumps.del_lump(offset, length)
    assert lumps.apply(BUF) == b"0156789"


@pytest.mark.parametrize(("offset", "length"), [(0, 0), (3, -1), (-1, 2)])
def test_a_deletion_of_nothing_is_refused(offset: int, length: int) -> None:
    with pytest.raises(LumpError, match="cannot be deleted"):
        Lumps().del_lump(offset, length)


def test_deletions_side_by_side_are_no_overlap() -> None:
    lumps = Lumps()
    lumps.del_lump(2, 3)
    lumps.del_lump(5, 1)
    lumps.del_lump(0, 2)
    assert lumps.apply(BUF) == b"6789"


def test_a_value_is_worked_out_when_it_is_sent() -> None:
    lumps = Lumps()
    lumps.insert_new_lump_after(lumps.anchor_lump(0), lambda sock, dst: f"{sock.port if sock else 0}/{dst}".encode()[:5])
    assert lumps.apply(b"", send_sock=SOCK, dst=DST) == b"5060/"
    assert lumps.apply(b"", dst=DST)[:2] == b"0/"


@pytest.mark.parametrize(("dst", "wanted"), [(DST, b"[RR]x"), (DestInfo(Proto.UDP, b"127.0.0.9", 5070), b"x")])
def test_a_conditional_lump_takes_what_hangs_on_it_along(dst: DestInfo, wanted: bytes) -> None:
    lumps = Lumps()
    lump = lumps.insert_new_lump_after(
        lumps.anchor_lump(0), b"RR", lambda sock, dst: sock is not None and dst is not None and sock.proto is not dst.proto
    )
    lumps.insert_new_lump_before(lump, b"[")
    lumps.insert_new_lump_after(lump, b"]")
    assert lumps.apply(b"x", send_sock=SOCK, dst=dst) == wanted


def test_only_the_part_asked_for_is_changed() -> None:
    lumps = Lumps()
    lumps.del_lump(1, 1)
    lumps.insert_new_lump_after(lumps.anchor_lump(8), b"X")
    assert lumps.apply(BUF, 4) == b"4567X89"
    assert lumps.apply(BUF, 0, 4) == b"023"


def test_a_copy_changes_alone() -> None:
    lumps = Lumps()
    lump = lumps.insert_new_lump_after(lumps.anchor_lump(0), b"a")
    twin = lumps.copy()
    lumps.insert_new_lump_after(lump, b"b")
    twin.del_lump(0, 1)
    assert (lumps.apply(BUF), twin.apply(BUF)) == (b"ab" + BUF, b"a123456789")


@pytest.mark.parametrize(("offset", "is_deleted"), [(1, False), (2, True), (4, True), (5, False)])
def test_is_deleted_knows_each_byte(offset: int, is_deleted: bool) -> None:
    lumps = Lumps()
    lumps.del_lump(2, 3)
    assert lumps.is_deleted(offset) is is_deleted


def _oracle(buf: bytes, edits: list[Edit]) -> bytes:
    """Byte by byte: the texts of an offset, then the byte unless it is deleted; text inside a deletion stands behind it."""
    gone = {at for offset, length, _ in edits for at in range(offset, offset + length)}
    starts = {offset for offset, length, _ in edits if length}
    out = held = b""
    for at in range(len(buf) + 1):
        texts = b"".join(text for offset, _, text in edits if offset == at)
        if at in gone and at - 1 in gone and at not in starts:
            held += texts
            continue
        out, held = out + held + texts, b""
        if at not in gone:
            out += buf[at : at + 1]
    return out + held


@st.composite
def _changes(draw: st.DrawFn) -> tuple[bytes, Lumps, list[Edit]]:
    buf = draw(st.binary(max_size=30))
    lumps = Lumps()
    edits: list[Edit] = []
    for at, kind in enumerate(draw(st.lists(st.integers(0, 2), max_size=8))):
        offset = draw(st.integers(0, len(buf)))
        text = b"<%d>" % at
        if kind and offset < len(buf):
            length = draw(st.integers(1, min(4, len(buf) - offset)))
            if any(offset < one + size and one < offset + length for one, size, _ in edits if size):
                continue
            lump = lumps.del_lump(offset, length)
        else:
            length = 0
            lump = lumps.anchor_lump(offset)
        lumps.insert_new_lump_after(lump, text)
        edits.append((offset, length, text))
    return buf, lumps, sorted(edits, key=lambda edit: edit[0])


@given(_changes())
def test_apply_equals_the_naive_way(changes: tuple[bytes, Lumps, list[Edit]]) -> None:
    buf, lumps, edits = changes
    assert lumps.apply(buf) == _oracle(buf, edits)


def test_splice_leaves_out_what_lies_outside() -> None:
    assert b"".join(splice(BUF, 2, 5, [(0, 1, b"no"), (3, 9, b"X"), (7, 0, b"no")])) == b"2X"
