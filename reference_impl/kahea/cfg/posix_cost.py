"""How the time to match an expression by backtracking grows with the text.

Python's `re` tries one way after the other.  A repetition within a repetition, or alternatives within one, can give it twice as
many ways with each byte; repetitions in a row give it ways by the square, the cube and so on of the length.
"""

from kahea.cfg.posix_tree import Anchor, Branches, Members, Repeat, Row, Tree

__all__ = ["EXPONENTIAL", "degree_of"]

EXPONENTIAL = 99
"""The degree of an expression for which no power of the length is known to be a bound."""

_MOST_OPTIONAL = 8
_SHORT = 8


def degree_of(tree: Tree) -> int:
    """The power of the text's length that bounds a search: 1 for most; `EXPONENTIAL` when none is known to.

    >>> from kahea.cfg.posix_tree import read_tree
    >>> expressions = (b"^sip:[0-9]+@", b"scan|vax", b"a.*b", b"(a+)+b", b"^([0-9]+,)*$")
    >>> [degree_of(read_tree(each, ignore_case=True)[0]) for each in expressions]
    [1, 1, 2, 99, 2]
    """
    repeats, optional, is_nested = _count(tree, within=False)
    if is_nested or optional > _MOST_OPTIONAL:
        return EXPONENTIAL
    return max(1, repeats + (0 if _is_anchored(tree) else 1))


def _count(tree: Tree, *, within: bool) -> tuple[int, int, bool]:
    """Long repetitions, short ones, and whether something with several ways stands `within` a repetition."""
    match tree:
        case Repeat(part, least, most):
            return _count_repeat(part, least, most, within=within)
        case Branches(parts):
            counts = [_count(part, within=within) for part in parts]
            return max(c[0] for c in counts), sum(c[1] for c in counts), within or any(c[2] for c in counts)
        case Row(parts):
            counts = [_count(part, within=within) for part in parts]
            return sum(c[0] for c in counts), sum(c[1] for c in counts), any(c[2] for c in counts)
    return 0, 0, False


def _count_repeat(part: Tree, least: int, most: int | None, *, within: bool) -> tuple[int, int, bool]:
    is_loop = (most is None or most > 1) and not _has_one_way(part)
    repeats, optional, is_nested = _count(part, within=within or is_loop)
    if least == most:
        return repeats * least, optional * least, is_nested
    if most is None or most > _SHORT:
        return repeats + 1, optional, is_nested or within
    return repeats * max(most, 1), optional * max(most, 1) + most - least, is_nested or within


def _has_one_way(part: Tree) -> bool:
    """Whether a text can be cut into such parts in one way only.

    Each has a byte that stands nowhere else in it, or the alternatives begin with different bytes.
    """
    match part:
        case Members():
            return True
        case Row(parts=(Branches() | Row() as only,)):
            return _has_one_way(only)
        case Branches(parts):
            return all(isinstance(each, Row) and _is_plain(each) for each in parts) and _are_disjoint(
                [_first(each) for each in parts]
            )
        case Row(parts):
            marks = [each.bytes for each in parts if isinstance(each, Members)]
            others = [_all_bytes(each) for each in parts if not isinstance(each, Members)]
            return not others or any(not any(mark & other for other in others) for mark in marks)
    return False


def _is_plain(row: Row) -> bool:
    return bool(row.parts) and all(isinstance(part, Members) for part in row.parts)


def _first(row: Tree) -> frozenset[int]:
    """The bytes that a plain row begins with."""
    return _all_bytes(row.parts[0]) if isinstance(row, Row) else frozenset()


def _are_disjoint(sets: list[frozenset[int]]) -> bool:
    return sum(len(each) for each in sets) == len(frozenset().union(*sets))


def _all_bytes(tree: Tree) -> frozenset[int]:
    """Every byte that may stand in a match."""
    match tree:
        case Members(members):
            return members
        case Row(parts) | Branches(parts):
            return frozenset().union(*(_all_bytes(part) for part in parts))
        case Repeat(part):
            return _all_bytes(part)
    return frozenset()


def _is_anchored(tree: Tree) -> bool:
    """Whether a match can begin at the beginning only."""
    match tree:
        case Anchor(sign):
            return sign == "^"
        case Row(parts):
            return bool(parts) and _is_anchored(parts[0])
        case Branches(parts):
            return all(_is_anchored(part) for part in parts)
        case Repeat(part, least):
            return least > 0 and _is_anchored(part)
    return False
