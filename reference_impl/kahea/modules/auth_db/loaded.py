"""The columns of a user's row that go to AVPs: the parameter load_credentials."""

from dataclasses import dataclass

__all__ = ["LoadedColumn", "read_loaded"]


@dataclass(frozen=True, slots=True)
class LoadedColumn:
    """A column and the name of the AVP that gets its value."""

    column: str
    avp: bytes


def read_loaded(text: str) -> tuple[LoadedColumn, ...]:
    """The columns that `text` lists: ``$avp(name)=column`` or a column alone, whose name the AVP has too.

    Raises:
        ValueError: a piece is neither.

    >>> read_loaded("$avp(i:5)=rpid;email_address")
    (LoadedColumn(column='rpid', avp=b'i:5'), LoadedColumn(column='email_address', avp=b'email_address'))
    """
    return tuple(_one(piece.strip()) for piece in text.split(";") if piece.strip())


def _one(piece: str) -> LoadedColumn:
    avp, equals, column = piece.rpartition("=")
    name = avp.strip().removeprefix("$avp(").removesuffix(")").removeprefix("$") if equals else column.strip()
    if not column.strip().isidentifier() or not name:
        raise ValueError(f"{piece!r} is neither a column nor $avp(name)=column")
    return LoadedColumn(column.strip(), name.encode())
