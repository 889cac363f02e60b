"""The named characters of DocBook's DTDs: the ISO 8879 and ISO 9573 entity sets, which need no DTD file."""

from __future__ import annotations

import functools

__all__ = ["characters"]

_GREEK = dict(
    zip(
        [
            "agr",
            "bgr",
            "ggr",
            "dgr",
            "egr",
            "zgr",
            "eegr",
            "thgr",
            "igr",
            "kgr",
            "lgr",
            "mgr",
            "ngr",
            "xgr",
            "ogr",
            "pgr",
            "rgr",
            "sfgr",
            "sgr",
            "tgr",
            "ugr",
            "phgr",
            "khgr",
            "psgr",
            "ohgr",
        ],
        "αβγδεζηθικλμνξοπρςστυφχψω",
        strict=True,
    )
)
_CAPITALS = {
    name: _GREEK[name[:-2].lower() + "gr"].upper()
    for name in [
        "Agr",
        "Bgr",
        "Ggr",
        "Dgr",
        "Egr",
        "Zgr",
        "EEgr",
        "THgr",
        "Igr",
        "Kgr",
        "Lgr",
        "Mgr",
        "Ngr",
        "Xgr",
        "Ogr",
        "Pgr",
        "Rgr",
        "Sgr",
        "Tgr",
        "Ugr",
        "PHgr",
        "KHgr",
        "PSgr",
        "OHgr",
    ]
}
_ACCENTED = dict(
    zip(
        [
            "aacgr",
            "Aacgr",
            "eacgr",
            "Eacgr",
            "eeacgr",
            "EEacgr",
            "idigr",
            "Idigr",
            "iacgr",
            "Iacgr",
            "idiagr",
            "oacgr",
            "Oacgr",
            "udigr",
            "Udigr",
            "uacgr",
            "Uacgr",
            "udiagr",
            "ohacgr",
            "OHacgr",
        ],
        "άΆέΈήΉϊΪίΊΐόΌϋΫύΎΰώΏ",
        strict=True,
    )
)
_BOLD = dict(
    zip(
        [
            "b.alpha",
            "b.beta",
            "b.gamma",
            "b.delta",
            "b.epsi",
            "b.zeta",
            "b.eta",
            "b.thetas",
            "b.iota",
            "b.kappa",
            "b.lambda",
            "b.mu",
            "b.nu",
            "b.xi",
            "b.omicron",
            "b.pi",
            "b.rho",
            "b.sigmav",
            "b.sigma",
            "b.tau",
            "b.upsi",
            "b.phi",
            "b.chi",
            "b.psi",
            "b.omega",
        ],
        (chr(0x1D6C2 + index) for index in range(25)),
        strict=True,
    )
) | {"b.Gamma": "\U0001d6aa", "b.Delta": "\U0001d6ab", "b.Theta": "\U0001d6af", "b.Lambda": "\U0001d6b2", "b.Xi": "\U0001d6b5"}
_OTHERS = {
    "b.Pi": "\U0001d6b7",
    "b.Sigma": "\U0001d6ba",
    "b.Upsi": "\U0001d6bc",
    "b.Phi": "\U0001d6bd",
    "b.Psi": "\U0001d6bf",
    "b.Omega": "\U0001d6c0",
    "b.epsiv": "\U0001d6dc",
    "b.thetav": "\U0001d6dd",
    "b.kappav": "\U0001d6de",
    "b.phiv": "\U0001d6df",
    "b.rhov": "\U0001d6e0",
    "b.piv": "\U0001d6e1",
    "b.gammad": "\U0001d7cb",
    "b.Gammad": "\U0001d7ca",
    "epsis": "\u03f5",
    "phis": "\u03d5",
    "thetas": "\u03b8",
    "jnodot": "\u0237",
}


@functools.cache
def characters() -> dict[str, str]:
    """Entity name to its text, without `&` and `;`; the same dictionary every time."""
    from html.entities import html5  # noqa: PLC0415 - it takes long to load, and few documents name characters

    named = {name[:-1]: value for name, value in html5.items() if name.endswith(";")}
    return named | _GREEK | _CAPITALS | _ACCENTED | _BOLD | _OTHERS
