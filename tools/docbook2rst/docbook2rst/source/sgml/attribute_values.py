"""The attributes of DocBook whose values come from a list, and those whose values are names: facts of the DTDs."""

from __future__ import annotations

__all__ = ["REFERENCES", "attribute_of", "is_listed", "is_name"]

_GIF_ETC = """
bmp cgm-binary cgm-char cgm-clear ditroff dvi eps eqn fax gif gif87a gif89a iges jpeg jpg linespecific pcx pdf pic png ps sgml
svg swf tbl tex tiff wmf wpg
"""
_LISTS: tuple[tuple[str, str, str], ...] = (
    ("action", "click double-click other press seq simul", "keycombo shortcut"),
    ("align", "center char justify left right", ""),
    ("align", "bottom top", "caption"),
    ("application", _GIF_ETC, "modespec"),
    ("choice", "opt optmult plain req reqmult", ""),
    ("class", "hardware software", "application"),
    ("class", "faq journalarticle productsheet specification techreport whitepaper", "article"),
    ("class", "doi isbn isrn issn libraryofcongress other pubnumber uri", "biblioid bibliorelation bibliosource citebiblioid"),
    ("class", "class interface", "classsynopsis"),
    ("class", "copyeditor graphicdesigner other productioneditor technicaleditor translator", "corpcredit othercredit"),
    ("class", "altkey constraint datatype field foreignkey group index key1 key2 name primarykey procedure record", "database"),
    ("class", "rule secondarykey table user view", "database"),
    ("class", "devicefile directory extension headerfile libraryfile partition symlink", "filename"),
    ("class", "endofrange singular startofrange", "indexterm"),
    ("class", "button icon menu menuitem", "interface"),
    ("class", "monospaced normal", "literallayout"),
    ("class", "cartridge cdrom disk tape", "medialabel"),
    ("class", "consortium corporation informal nonprofit other", "orgname"),
    ("class", "command function option", "parameter"),
    ("class", "command function option parameter", "replaceable"),
    ("class", "attribute attvalue element emptytag endtag genentity localname namespace numcharref paramentity pi", "sgmltag"),
    ("class", "prefix sgmlcomment starttag xmlpi", "sgmltag"),
    ("class", "limit", "constant symbol"),
    ("class", "constant daemon domainname environvar etheraddress event eventhandler filesystem fqdomainname", "systemitem"),
    (
        "class",
        "groupname ipaddress library macro netmask newsgroup osname process prompt protocol resource server",
        "systemitem",
    ),
    ("class", "service systemname username", "systemitem"),
    ("class", "copyright registered service trade", "productname trademark"),
    ("continuation", "continues restarts", ""),
    ("defaultlabel", "none number qanda", "qandaset"),
    ("dir", "lro ltr rlo rtl", ""),
    ("format", _GIF_ETC, ""),
    ("frame", "above all below border bottom box hsides lhs none rhs sides top topbot void vsides", "table informaltable"),
    (
        "function",
        "alt backspace command control delete down end enter escape home insert left meta option other pagedown",
        "keycap",
    ),
    ("function", "pageup right shift space tab up", "keycap"),
    ("inheritnum", "ignore inherit", ""),
    ("linenumbering", "numbered unnumbered", ""),
    ("moreinfo", "none refentry", ""),
    ("nowrap", "nowrap", ""),
    ("numeration", "arabic loweralpha lowerroman upperalpha upperroman", ""),
    ("orient", "land port", ""),
    ("performance", "optional required", ""),
    ("pubwork", "article bbs book cdrom chapter dvd emailmessage gopher journal manuscript newsposting part", "citetitle"),
    ("pubwork", "refentry section series set webpage wiki", "citetitle"),
    ("renderas", "other sect1 sect2 sect3 sect4 sect5", "bridgehead"),
    ("renderas", "sect1 sect2 sect3 sect4 sect5", ""),
    ("rep", "norepeat repeat", ""),
    ("revisionflag", "added changed deleted off", ""),
    ("rowheader", "firstcol norowheader", ""),
    ("scope", "all global local", "indexterm"),
    ("scope", "col colgroup row rowgroup", ""),
    ("significance", "normal preferred", "indexterm"),
    ("spacing", "compact normal", ""),
    ("type", "horiz inline vert", "simplelist"),
    ("units", "calspair linecolumn linecolumnpair linerange other", "area areaset areaspec"),
    ("valign", "baseline bottom middle top", ""),
)
"""Attribute, its values, and the elements that the row is for: those without name are for all others."""

_IDREFS = "linkend linkends endterm zone arearefs startref otherterm parentbook contents linkmode headers"
_TOKENS = """
id entityref targetdocent colname namest nameend spanname cols colnum colsep rowsep morerows rotate pgwide columns conformance
otherunits scheme tabstyle tgroupstyle tocentry shortentry float
"""

REFERENCES = frozenset(_IDREFS.split())
"""Attributes that hold ids of other elements."""

_NAMES = REFERENCES.union(_TOKENS.split())


def _tables() -> tuple[dict[str, str], dict[tuple[str, str], str], frozenset[tuple[str, str]]]:
    """Value to attribute, the same where it depends on the element, and all pairs of attribute and value."""
    general: dict[str, str] = {}
    special: dict[tuple[str, str], str] = {}
    pairs: set[tuple[str, str]] = set()
    for attribute, values, elements in _LISTS:
        for value in values.split():
            pairs.add((attribute, value))
            for element in elements.split():
                special[element, value] = attribute
            if not elements:
                general.setdefault(value, attribute)
    return general, special, frozenset(pairs)


_GENERAL, _SPECIAL, _PAIRS = _tables()


def attribute_of(element: str, value: str) -> str:
    """The attribute that a value alone means in a start tag, empty where it means none.

    >>> attribute_of("orderedlist", "Arabic"), attribute_of("literallayout", "normal"), attribute_of("para", "x")
    ('numeration', 'class', '')
    """
    value = value.lower()
    return _SPECIAL.get((element, value)) or _GENERAL.get(value, "")


def is_listed(attribute: str, value: str) -> bool:
    """Whether the value, in lower case, is one of the attribute's list; `format` names notations, which keep their case."""
    return (attribute, value) in _PAIRS and attribute != "format"


def is_name(attribute: str) -> bool:
    """Whether the value consists of names or numbers, around which white space does not count."""
    return attribute in _NAMES
