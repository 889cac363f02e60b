"""Searching without trying: an automaton whose time grows with the text and nothing else.

The expression becomes a graph of steps; a state is the set of steps that may come next, and each state learns where a byte
leads when it is asked first (a lazy DFA).  It says whether there is a match, not where.
"""

from kahea.cfg.posix_tree import Anchor, Branches, Members, Repeat, Row, Tree

__all__ = ["MAX_STATES", "Automaton", "TooLargeError"]

MAX_STEPS = 4_000
MAX_STATES = 500


class TooLargeError(ValueError):
    """An expression whose repetitions write out to more than `MAX_STEPS` steps."""


class _State:
    """The steps that may come next, and where known bytes lead."""

    __slots__ = ("following", "is_match", "is_match_at_end", "steps")

    def __init__(self, steps: frozenset[int], *, is_match: bool, is_match_at_end: bool) -> None:
        self.steps = steps
        self.is_match = is_match
        self.is_match_at_end = is_match_at_end
        self.following: dict[int, _State] = {}


class Automaton:
    """One expression; it owns its states and forgets them when there are more than `MAX_STATES`.

    A step is a set of bytes with the step behind it, or a jump: to several steps, past the beginning, past the end.

    Raises:
        TooLargeError: the expression is too large.
    """

    def __init__(self, tree: Tree) -> None:
        self._members: list[frozenset[int] | None] = []
        self._jumps: list[tuple[int, ...]] = []
        self._anchors: list[str] = []
        self._end = self._add(None, ())
        self._entry = self._write(tree, self._end)
        self._states: dict[frozenset[int], _State] = {}
        self._first = self._made(self._closure({self._entry}, at_start=True), at_start=True)

    def search(self, text: bytes) -> bool | None:
        """True when some part of `text` matches, else None."""
        state = self._first
        if state.is_match:
            return True
        for byte in text:
            following = state.following.get(byte)
            if following is None:
                following = self._learn(state, byte)
            if following.is_match:
                return True
            state = following
        return True if state.is_match_at_end else None

    def _add(self, members: frozenset[int] | None, jumps: tuple[int, ...], anchor: str = "") -> int:
        if len(self._members) >= MAX_STEPS:
            raise TooLargeError(f"the expression has more than {MAX_STEPS} steps")
        self._members.append(members)
        self._jumps.append(jumps)
        self._anchors.append(anchor)
        return len(self._members) - 1

    def _write(self, tree: Tree, behind: int) -> int:
        """The step that `tree` begins with when `behind` follows it."""
        match tree:
            case Members(members):
                return self._add(members, (behind,))
            case Anchor(sign):
                return self._add(None, (behind,), sign)
            case Row(parts):
                for part in reversed(parts):
                    behind = self._write(part, behind)
                return behind
            case Branches(parts):
                return self._add(None, tuple(self._write(part, behind) for part in parts))
            case Repeat():
                return self._write_repeat(tree, behind)

    def _write_repeat(self, tree: Repeat, behind: int) -> int:
        if tree.most is None:
            again = self._add(None, ())
            self._jumps[again] = (self._write(tree.part, again), behind)
            behind = again
        else:
            after = behind
            for _ in range(tree.most - tree.least):
                behind = self._add(None, (self._write(tree.part, behind), after))
        for _ in range(tree.least):
            behind = self._write(tree.part, behind)
        return behind

    def _closure(self, steps: set[int], *, at_start: bool = False, at_end: bool = False) -> frozenset[int]:
        """The steps and all that can be jumped to from them; ends that are not reached yet stay as they are."""
        found, waiting = set(steps), list(steps)
        while waiting:
            step = waiting.pop()
            anchor = self._anchors[step]
            if self._members[step] is not None or (anchor == "^" and not at_start) or (anchor == "$" and not at_end):
                continue
            for following in self._jumps[step]:
                if following not in found:
                    found.add(following)
                    waiting.append(following)
        return frozenset(found)

    def _state(self, steps: frozenset[int]) -> _State:
        known = self._states.get(steps)
        if known is None:
            known = self._states[steps] = self._made(steps, at_start=False)
        return known

    def _made(self, steps: frozenset[int], *, at_start: bool) -> _State:
        at_end = self._closure(set(steps), at_start=at_start, at_end=True)
        return _State(steps, is_match=self._end in steps, is_match_at_end=self._end in at_end)

    def _learn(self, state: _State, byte: int) -> _State:
        """The state behind `byte`; a match may begin at the next byte too."""
        reached = {self._entry}
        for step in state.steps:
            members = self._members[step]
            if members is not None and byte in members:
                reached.add(self._jumps[step][0])
        if len(self._states) > MAX_STATES:
            self._forget()
        following = self._state(self._closure(reached))
        state.following[byte] = following
        return following

    def _forget(self) -> None:
        """Nothing; all states but the first are to be learnt again."""
        self._states.clear()
        self._first.following.clear()
