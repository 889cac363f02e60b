"""Regular expressions of the script: POSIX extended ones, by the one translation that the engine has."""

from kahea.pv.transform.posix_re import compile_posix

__all__ = ["compile_posix"]
