"""The table of problem codes: DB1xx source, DB2xx elements, DB3xx references, DB4xx output and site.

A row is a code, its severity (`info`, `warning`, `error`), what is kept (`all`, `text`, `nothing`), the message template, and the
explanation that `docbook2rst explain CODE` prints.
"""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """One row of the table."""

    code: str
    severity: str
    kept: str
    template: str
    explanation: str


# fmt: off
_ROWS = (
    # source: bytes to tree ------------------------------------------------------------------------------------------
    Code("DB101", "error", "nothing", "not well formed: {detail}", "The XML parser stopped here. Mend the markup: the document is not converted."),
    Code("DB102", "error", "nothing", "cannot be read: {detail}", "The file is missing, is not a regular file, or may not be read."),
    Code("DB103", "warning", "text", 'entity &{name}; is not defined, kept as the text "&{name};"', "No declaration was found in the document, its entity files or DocBook's own entity sets. Declare it, or give it on the command line: --entity NAME=VALUE."),
    Code("DB104", "warning", "all", "declares {declared} but its bytes are {actual}; read as {actual}", "The XML declaration names another encoding than the bytes are in. The text was read by the bytes. Correct the declaration."),
    Code("DB105", "error", "nothing", "refused {target}: {reason}", "Files outside --root, network addresses and anything but regular files are never opened. Give a wider --root if the file belongs to the documentation."),
    Code("DB106", "warning", "nothing", "included file {target} does not exist", "The XInclude or entity names a file that is not there. Nothing stands in its place."),
    Code("DB107", "error", "nothing", "{what} includes itself: {chain}", "Entities or files include each other in a circle, or are nested too deeply."),
    Code("DB108", "error", "nothing", "{what} is too large: {found}, at most {limit}", "A limit that protects against entity bombs and runaway includes was crossed."),
    Code("DB109", "info", "all", "prefix {prefix}: is not declared, taken as {namespace}", "The document uses a namespace prefix without declaring it. Declare it on the root element."),
    Code("DB110", "warning", "nothing", "xpointer {xpointer} {detail}", "Only the xpointer forms in common use are understood, and they must select something."),
    Code("DB111", "info", "all", "external entity {target} is not available offline, skipped", "The DTD module named here is on the network. It is not needed to read the text."),
    Code("DB112", "warning", "nothing", "parameter entity %{name}; is not defined, skipped", "The DOCTYPE calls for declarations that are not there. Entities that they would have declared are reported where they are used."),
    Code("DB113", "warning", "text", "the character {character} is not allowed in XML, replaced by U+FFFD", "An included text holds a control character. Remove it from the file."),
    Code("DB114", "info", "all", "a file used as an entity cannot have a DOCTYPE, which is passed over", "XML allows no DOCTYPE in the file of an external entity. Its content is read without; an entity that only this DOCTYPE declares is reported where it is used. Use XInclude, or remove the DOCTYPE."),
    Code("DB115", "warning", "all", "the end tag of <{element}> is missing, taken to stand before {before}", "SGML: the element was closed where its parent ends, or where something begins that it cannot hold. Write its end tag, and see whether the text after it belongs to it."),
    Code("DB116", "warning", "all", "end tag </{element}> without a start tag, passed over", "SGML: no element of this name is open here. Remove the tag, or write the start tag."),
    Code("DB117", "warning", "text", "{what}, kept as text", "SGML: these characters look like markup and are none. Write &lt; for '<' and &amp; for '&'."),
    Code("DB118", "warning", "text", "{what}, read as {used}", "SGML: the markup is not as the standard wants it; the meaning named was taken."),
    Code("DB119", "info", "all", "/> ends an empty element, as in XML", "In SGML the > after the null end tag would be text. It is read as XML has it, in the whole file; reported at its first place."),
    # elements: tree to doctree --------------------------------------------------------------------------------------
    Code("DB201", "warning", "text", "<{element}> is not a DocBook element, its text is kept", "The element is in neither DocBook 4.5 nor 5.1; often an unescaped '<' in text. Its tags are shown as text where they look like that."),
    Code("DB202", "warning", "text", "<{element}> is not supported, kept as {form}", "The element has no equivalent in Sphinx and is kept in the readable form named."),
    Code("DB203", "info", "all", "text directly in <{element}>, read as a paragraph", "The content model does not allow text here; it was kept as a paragraph."),
    Code("DB204", "info", "all", "<{child}> directly in <{element}>, kept in place", "The content model does not allow this child here; it was kept in place."),
    Code("DB205", "warning", "all", "<{element}> without {attribute}, read as plain text", "A link needs a target. Its text was kept without one."),
    Code("DB206", "warning", "all", "link target {target!r} has a scheme that is not safe, kept as text", "javascript:, data: and vbscript: addresses are never written as links."),
    Code("DB207", "warning", "all", "{what} {value!r} is not {expected}, read as {used}", "An attribute has a value that DocBook does not allow; the value named was used."),
    Code("DB208", "warning", "text", "image {target} {reason}", "The image could not be copied. Its name or text alternative is shown."),
    Code("DB209", "info", "all", "<{element}> needs {what}", "A part that the content model requires is missing."),
    Code("DB210", "info", "nothing", "an editor's <remark> is left out", "Remarks are for editors, not for readers. --remarks shows them, as text of the class db-remark."),
    # references -----------------------------------------------------------------------------------------------------
    Code("DB301", "warning", "text", "linkend {target!r} is defined nowhere in this document", "No element has this id. The reference is shown as text."),
    Code("DB302", "warning", "all", "id {target!r} is used again, first at {first}", "Two elements of one document have the same id. References go to the first."),
    Code("DB303", "info", "all", "id {target!r} is not an XML name", "It is kept as written; some browsers need it encoded in links."),
    Code("DB304", "warning", "text", "endterm {target!r} is defined nowhere in this document", "No element has this id, so the reference's own text is used."),
    # output and site ------------------------------------------------------------------------------------------------
    Code("DB401", "warning", "all", "{path} exists and was not written by docbook2rst, left alone", "Give --force to overwrite it."),
    Code("DB402", "error", "nothing", "cannot write {path}: {detail}", "The old output, if any, is untouched."),
    Code("DB403", "error", "nothing", "internal error: {detail}; please report it with this document", "A defect of docbook2rst, not of the document; -v shows where it happened."),
    Code("DB404", "warning", "nothing", "would also be written to {path}, which is made from {first}", "Two documents belong beside one doc folder. The one that is named as the module is taken, else the first; convert the other with -o."),
)
# fmt: on

CODES: dict[str, Code] = {row.code: row for row in _ROWS}
