"""What is counted about transactions (RPC tm.stats, statistics of tmx)."""

__all__ = ["TmStats"]


class TmStats:
    """Counts since the start; the transaction table owns it."""

    __slots__ = (
        "active", "by_class", "delayed_free", "freed", "rpl_absorbed", "rpl_generated", "rpl_received", "rpl_relayed",
        "rpl_sent", "transactions", "transactions_local", "waiting",
    )  # fmt: skip

    def __init__(self) -> None:
        self.transactions = 0
        """Made for requests that were received."""
        self.transactions_local = 0
        """Made for requests of our own."""
        self.active = 0
        """That have no final reply yet."""
        self.waiting = 0
        """That have ended and absorb late messages."""
        self.freed = 0
        self.delayed_free = 0
        self.by_class = [0] * 10
        """Ended, by the class of the final reply."""
        self.rpl_received = 0
        self.rpl_absorbed = 0
        self.rpl_generated = 0
        self.rpl_relayed = 0
        self.rpl_sent = 0

    @property
    def in_use(self) -> int:
        """Transactions in memory."""
        return self.transactions + self.transactions_local - self.freed
