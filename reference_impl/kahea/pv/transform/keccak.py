"""Keccak as it was before FIPS 202 changed its padding; SHA3 itself comes from hashlib."""

from itertools import accumulate

__all__ = ["DIGEST_BITS", "keccak"]

DIGEST_BITS = (224, 256, 384, 512)
_MASK = (1 << 64) - 1
_STATE_BYTES = 200
_ROUNDS = 24


def _round_constants() -> tuple[int, ...]:
    # FIPS 202 §3.2.5: bits of a linear feedback shift register, seven a round, at the positions 2**j - 1.
    constants = []
    register = 1
    for _ in range(_ROUNDS):
        constant = 0
        for j in range(7):
            constant |= (register & 1) << ((1 << j) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return tuple(constants)


def _walk() -> tuple[tuple[int, int], ...]:
    # FIPS 202 §3.2.2 and §3.2.3: lane after lane of the rho and pi steps, with the turn each one gets.
    lanes = []
    x, y = 1, 0
    for turn in accumulate(range(1, 25)):
        x, y = y, (2 * x + 3 * y) % 5
        lanes.append((x + 5 * y, turn % 64))
    return tuple(lanes)


_CONSTANTS = _round_constants()
_WALK = _walk()


def keccak(data: bytes, bits: int = 256) -> bytes:
    """The Keccak digest of `data`, `bits` one of `DIGEST_BITS`.

    >>> keccak(b"").hex()[:16]
    'c5d2460186f7233c'
    """
    rate = _STATE_BYTES - bits // 4
    padded = bytearray(data) + bytes(rate - len(data) % rate)
    padded[len(data)] ^= 0x01
    padded[-1] ^= 0x80
    state = [0] * 25
    for start in range(0, len(padded), rate):
        for lane in range(rate // 8):
            at = start + 8 * lane
            state[lane] ^= int.from_bytes(padded[at : at + 8], "little")
        _permute(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state)[: bits // 8]


def _permute(state: list[int]) -> None:
    for constant in _CONSTANTS:
        columns = [state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] for x in range(5)]
        for x in range(5):
            change = columns[x - 1] ^ _turn(columns[(x + 1) % 5], 1)
            for at in range(x, 25, 5):
                state[at] ^= change
        moving = state[1]
        for at, turn in _WALK:
            moving, state[at] = state[at], _turn(moving, turn)
        for row in range(0, 25, 5):
            a, b, c, d, e = state[row : row + 5]
            state[row : row + 5] = a ^ (~b & c), b ^ (~c & d), c ^ (~d & e), d ^ (~e & a), e ^ (~a & b)
        state[0] ^= constant


def _turn(lane: int, by: int) -> int:
    return ((lane << by) | (lane >> (64 - by))) & _MASK
