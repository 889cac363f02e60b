"""Characters that are awkward to write inside a string of the configuration."""

from kahea.modules.pv.exports import module

__all__: list[str] = []


@module.pv("En", is_constant=True)
def pv_line_feed(_msg: object) -> bytes:
    r"""$En: \n."""
    return b"\n"


@module.pv("Er", is_constant=True)
def pv_carriage_return(_msg: object) -> bytes:
    r"""$Er: \r."""
    return b"\r"


@module.pv("Et", is_constant=True)
def pv_tab(_msg: object) -> bytes:
    r"""$Et: \t."""
    return b"\t"


@module.pv("Es", is_constant=True)
def pv_space(_msg: object) -> bytes:
    """$Es: a space."""
    return b" "


@module.pv("Ec", is_constant=True)
def pv_comma(_msg: object) -> bytes:
    """$Ec: a comma."""
    return b","


@module.pv("Eq", is_constant=True)
def pv_double_quote(_msg: object) -> bytes:
    """$Eq: a double quote."""
    return b'"'


@module.pv("Ek", is_constant=True)
def pv_single_quote(_msg: object) -> bytes:
    """$Ek: a single quote."""
    return b"'"


@module.pv("Ei", is_constant=True)
def pv_colon(_msg: object) -> bytes:
    """$Ei: a colon."""
    return b":"


@module.pv("Ej", is_constant=True)
def pv_semicolon(_msg: object) -> bytes:
    """$Ej: a semicolon."""
    return b";"


@module.pv("Eb", is_constant=True)
def pv_backslash(_msg: object) -> bytes:
    r"""$Eb: \."""
    return b"\\"


@module.pv("Ev", is_constant=True)
def pv_backtick(_msg: object) -> bytes:
    """$Ev: a backtick."""
    return b"`"
