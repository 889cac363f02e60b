"""The module and its parameters."""

from kahea.api import Module
from kahea.modules.auth_db.loaded import LoadedColumn, read_loaded

__all__ = [
    "calculate_ha1", "db_url", "domain_column", "force_generate_avps", "load_credentials", "module", "password_column",
    "password_column_2", "use_domain", "user_column", "version_table",
]  # fmt: skip

DEFAULT_URL = "mysql://kamailioro:kamailioro@localhost/kamailio"


def _columns(text: str) -> tuple[LoadedColumn, ...]:
    return read_loaded(text)


module = Module("auth_db", needs=("auth",))
db_url = module.param("db_url", default=DEFAULT_URL, doc="the database")
user_column = module.param("user_column", default="username", doc="the column with the user's name")
domain_column = module.param("domain_column", default="domain", doc="the column with the domain")
password_column = module.param("password_column", default="ha1", doc="the column with the password or its HA1")
password_column_2 = module.param("password_column_2", default="ha1b", doc="the HA1 of users who give their name with a domain")
calculate_ha1 = module.param("calculate_ha1", default=0, low=0, high=1, doc="whether the column holds the password itself")
use_domain = module.param("use_domain", default=0, low=0, high=1, doc="whether the domain is part of the key")
load_credentials = module.param(
    "load_credentials", default=None, kind=str, check=_columns, doc="columns that go to AVPs: $avp(x)=column;column"
)
version_table = module.param("version_table", default=1, low=0, high=1, doc="whether the table's version is checked")
force_generate_avps = module.param(
    "force_generate_avps", default=0, low=0, high=1, doc="whether a wrong password fills the AVPs too"
)
