"""Statistics of transactions, in the group tmx (kamailio src/modules/tmx/tmx_mod.c)."""

from functools import partial

from kahea.modules.tmx.declaration import module, tm_api

__all__ = ["STATISTICS"]

STATISTICS = {
    "UAS_transactions": "transactions made for requests that were received",
    "UAC_transactions": "transactions made for requests of our own",
    "2xx_transactions": "transactions that ended with 2xx",
    "3xx_transactions": "transactions that ended with 3xx",
    "4xx_transactions": "transactions that ended with 4xx",
    "5xx_transactions": "transactions that ended with 5xx",
    "6xx_transactions": "transactions that ended with 6xx",
    "inuse_transactions": "transactions in memory",
    "active_transactions": "transactions without a final reply",
    "rpl_received": "replies that belonged to a transaction",
    "rpl_absorbed": "replies that were not relayed",
    "rpl_generated": "replies made here",
    "rpl_relayed": "replies relayed to callers",
    "rpl_sent": "replies sent to callers",
}


def _value(name: str) -> int:
    return tm_api().statistic(name)


for _name, _doc in STATISTICS.items():
    module.stat(_name, doc=_doc, callback=partial(_value, _name), no_reset=True)
