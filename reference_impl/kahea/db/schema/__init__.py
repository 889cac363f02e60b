"""The tables that the modules use, as data, and their making."""

from kahea.db.schema.column import Column, ColumnType
from kahea.db.schema.create import create_all, create_statements
from kahea.db.schema.table import Index, Table, read_tables
from kahea.db.schema.tables import TABLES, table_named

__all__ = [
    "TABLES",
    "Column",
    "ColumnType",
    "Index",
    "Table",
    "create_all",
    "create_statements",
    "read_tables",
    "table_named",
]
