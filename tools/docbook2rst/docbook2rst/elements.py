"""The one table of DocBook elements: what becomes of each, for the reader, the report, the documentation and the tests.

It names every element of DocBook 4.5, 5.0, 5.1 and 5.2 with its Publishers additions.  A row says how an element is treated:

`handled`       it has a reader function (`@element`), or is consumed by its parent's
`transparent`   its children stand for it
`metadata`      shown in the document's metadata block
`ignored`       not shown, because the site makes it anew (tables of contents) or it holds no text
`unsupported`   kept as readable text, and reported
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

__all__ = ["ELEMENTS", "ROWS", "Flow", "Row", "Status", "lookup"]


class Status(StrEnum):
    """How an element is treated; the module docstring explains each."""

    HANDLED = "handled"
    TRANSPARENT = "transparent"
    METADATA = "metadata"
    IGNORED = "ignored"
    UNSUPPORTED = "unsupported"


class Flow(StrEnum):
    """Where an element stands in its parent's content."""

    BLOCK = "block"
    INLINE = "inline"
    PART = "part"
    """Only inside a parent that reads it itself (`row`, `term`, `surname`)."""


class Row(NamedTuple):
    """One element: its name, treatment, flow, and what it becomes, in a few words for the documentation."""

    name: str
    status: Status
    flow: Flow
    becomes: str


_HANDLED, _TRANSPARENT, _METADATA = Status.HANDLED, Status.TRANSPARENT, Status.METADATA
_IGNORED, _UNSUPPORTED = Status.IGNORED, Status.UNSUPPORTED
_BLOCK, _INLINE, _PART = Flow.BLOCK, Flow.INLINE, Flow.PART

# One line for the elements that become the same: status, flow, what they become, names.
_GROUPS: tuple[tuple[Status, Flow, str, str], ...] = (
    # components and sections
    (_HANDLED, _BLOCK, "a section", "set book part reference chapter article preface appendix partintro"),
    (_HANDLED, _BLOCK, "a section", "section sect1 sect2 sect3 sect4 sect5 simplesect topic"),
    (_HANDLED, _BLOCK, "a section", "dedication colophon acknowledgements"),
    (_HANDLED, _BLOCK, "a section", "refsection refsect1 refsect2 refsect3 refsynopsisdiv"),
    (_HANDLED, _BLOCK, "a reference page, a section named after it", "refentry"),
    (_HANDLED, _BLOCK, "the section “Name”", "refnamediv"),
    (_HANDLED, _BLOCK, "the page's title and metadata", "refmeta"),
    (_HANDLED, _PART, "part of a reference page's head", "refname refpurpose refclass refdescriptor"),
    (_HANDLED, _PART, "the title of what it stands in", "title"),
    (_HANDLED, _PART, "a paragraph after the title", "subtitle"),
    (_METADATA, _BLOCK, "metadata: Short title", "titleabbrev"),
    (_UNSUPPORTED, _BLOCK, "its text", "assembly"),
    (_UNSUPPORTED, _BLOCK, "its text", "resources resource structure module merge output filterin filterout relationships"),
    (_UNSUPPORTED, _BLOCK, "its text", "relationship association instance transforms transform"),
    # paragraphs and blocks
    (_HANDLED, _BLOCK, "a paragraph", "para simpara"),
    (_HANDLED, _BLOCK, "a container with its title", "formalpara sidebar"),
    (_HANDLED, _BLOCK, "an admonition", "note tip warning caution important danger"),
    (_HANDLED, _BLOCK, "a quotation", "blockquote epigraph"),
    (_HANDLED, _PART, "the attribution of a quotation", "attribution"),
    (_HANDLED, _BLOCK, "a title without a section", "bridgehead"),
    (_HANDLED, _BLOCK, "a container with a numbered title", "example"),
    (_HANDLED, _BLOCK, "a container", "informalexample"),
    (_HANDLED, _BLOCK, "a listing", "programlisting screen synopsis"),
    (_HANDLED, _BLOCK, "lines, or a listing where it is monospaced", "literallayout"),
    (_HANDLED, _BLOCK, "lines; one line in metadata", "address"),
    (_HANDLED, _INLINE, "nothing: an editor's remark; with --remarks, text of the class db-remark", "remark"),
    (_HANDLED, _BLOCK, "a container with its title", "annotation"),
    (_HANDLED, _INLINE, "a footnote", "footnote"),
    (_HANDLED, _INLINE, "a reference to a footnote", "footnoteref"),
    (_TRANSPARENT, _BLOCK, "its blocks", "highlights ackno formalgroup"),
    # lists
    (_HANDLED, _BLOCK, "a list", "itemizedlist orderedlist"),
    (_HANDLED, _BLOCK, "a definition list", "variablelist glosslist"),
    (_HANDLED, _BLOCK, "a list, or text with commas", "simplelist"),
    (_HANDLED, _PART, "part of a list", "listitem varlistentry term member"),
    (_HANDLED, _BLOCK, "a table", "segmentedlist"),
    (_HANDLED, _PART, "part of a table", "segtitle seglistitem seg"),
    (_HANDLED, _BLOCK, "a numbered list of the marks' explanations", "calloutlist"),
    (_HANDLED, _PART, "part of a callout list", "callout"),
    (_HANDLED, _BLOCK, "nested numbered lists", "procedure"),
    (_HANDLED, _PART, "part of a procedure", "step substeps stepalternatives result"),
    (_HANDLED, _BLOCK, "a container with its title", "task"),
    (_HANDLED, _PART, "a container in its task", "tasksummary taskprerequisites taskrelated"),
    (_HANDLED, _BLOCK, "a definition list of questions", "qandaset"),
    (_HANDLED, _PART, "part of a set of questions", "qandadiv qandaentry question answer label"),
    (_HANDLED, _BLOCK, "a definition list", "msgset"),
    (_HANDLED, _PART, "part of a set of messages", "msgentry simplemsgentry msg msgmain msgsub msgrel msgtext"),
    (_HANDLED, _PART, "part of a set of messages", "msginfo msglevel msgorig msgaud msgexplan"),
    (_HANDLED, _BLOCK, "a listing of its rules", "productionset"),
    (_HANDLED, _PART, "a rule of a grammar", "production productionrecap lhs rhs constraint constraintdef"),
    (_HANDLED, _INLINE, "a reference to a rule", "nonterminal"),
    # tables
    (_HANDLED, _BLOCK, "a table", "table informaltable"),
    (_HANDLED, _PART, "part of a table", "tgroup colspec spanspec thead tfoot tbody row entry entrytbl"),
    (_HANDLED, _PART, "part of a table", "tr th td col colgroup"),
    (_HANDLED, _PART, "the title or legend of what it stands in", "caption"),
    # pictures and sound
    (_HANDLED, _BLOCK, "a picture with a numbered title", "figure"),
    (_HANDLED, _BLOCK, "a picture", "informalfigure mediaobject graphic screenshot mediaobjectco graphicco imageobjectco"),
    (_HANDLED, _INLINE, "a picture in text", "inlinemediaobject inlinegraphic"),
    (_HANDLED, _PART, "one form of a picture; a browser's is taken", "imageobject imagedata"),
    (_HANDLED, _PART, "a picture's alternative text", "textobject textdata"),
    (_HANDLED, _PART, "a link, with its alternative text", "videoobject videodata audioobject audiodata"),
    (_IGNORED, _PART, "nothing: a player's setting", "multimediaparam"),
    (_HANDLED, _BLOCK, "a paragraph", "screeninfo"),
    # equations
    (_HANDLED, _BLOCK, "an equation, numbered with its title", "equation"),
    (_HANDLED, _BLOCK, "an equation", "informalequation"),
    (_HANDLED, _INLINE, "an equation in text", "inlineequation mathphrase"),
    (_HANDLED, _INLINE, "the alternative text of what it stands in", "alt"),
    # callouts
    (_HANDLED, _INLINE, "a mark, “(1)”", "co coref"),
    (_HANDLED, _BLOCK, "a listing with marks", "programlistingco screenco"),
    (_HANDLED, _PART, "marks at the ends of lines", "areaspec areaset area"),
    # synopses
    (_HANDLED, _BLOCK, "a command's synopsis with its brackets", "cmdsynopsis"),
    (_HANDLED, _PART, "part of a command's synopsis", "arg group sbr synopfragment synopfragmentref"),
    (_HANDLED, _BLOCK, "a listing", "funcsynopsis"),
    (_HANDLED, _PART, "part of a synopsis", "funcprototype funcdef paramdef funcparams void varargs funcsynopsisinfo"),
    (_HANDLED, _BLOCK, "a listing", "classsynopsis fieldsynopsis methodsynopsis constructorsynopsis destructorsynopsis"),
    (_HANDLED, _BLOCK, "a listing", "enumsynopsis typedefsynopsis packagesynopsis unionsynopsis macrosynopsis"),
    (_HANDLED, _PART, "part of a synopsis", "classsynopsisinfo ooclass oointerface ooexception methodparam synopsisinfo"),
    (_HANDLED, _PART, "part of a synopsis", "enumitem enumitemdescription macroprototype macrodef"),
    (_HANDLED, _PART, "part of a synopsis", "template specializedtemplate"),
    # glossary, bibliography, index
    (_HANDLED, _BLOCK, "a section with a definition list", "glossary glossdiv"),
    (_HANDLED, _PART, "an entry of a glossary", "glossentry glossdef glosssee glossseealso"),
    (_HANDLED, _BLOCK, "a section", "bibliography bibliodiv"),
    (_HANDLED, _BLOCK, "a container with its title", "bibliolist"),
    (_HANDLED, _BLOCK, "a container: “[label] …”", "biblioentry bibliomixed"),
    (_METADATA, _PART, "part of a bibliography entry", "biblioset bibliomset"),
    (_HANDLED, _BLOCK, "a section where it has entries; the site makes its own", "index setindex"),
    (_HANDLED, _BLOCK, "a section with nested lists", "indexdiv"),
    (_HANDLED, _PART, "part of an index", "indexentry primaryie secondaryie tertiaryie seeie seealsoie"),
    (_HANDLED, _INLINE, "an index entry", "indexterm"),
    (_HANDLED, _PART, "part of an index entry", "primary secondary tertiary see seealso"),
    (_HANDLED, _BLOCK, "index entries", "itermset"),
    # metadata
    (_HANDLED, _BLOCK, "a field list of metadata", "info setinfo bookinfo partinfo"),
    (_HANDLED, _BLOCK, "a field list of metadata", "referenceinfo chapterinfo articleinfo artheader"),
    (_HANDLED, _BLOCK, "a field list of metadata", "prefaceinfo appendixinfo sectioninfo"),
    (_HANDLED, _BLOCK, "a field list of metadata", "sect1info sect2info sect3info sect4info"),
    (_HANDLED, _BLOCK, "a field list of metadata", "sect5info refentryinfo refsectioninfo"),
    (_HANDLED, _BLOCK, "a field list of metadata", "refsect1info refsect2info refsect3info"),
    (_HANDLED, _BLOCK, "a field list of metadata", "refsynopsisdivinfo glossaryinfo bibliographyinfo indexinfo setindexinfo"),
    (_HANDLED, _BLOCK, "a field list of metadata", "blockinfo objectinfo sidebarinfo docinfo"),
    (_HANDLED, _INLINE, "metadata: a person; in text its name", "author editor othercredit personname collab"),
    (_METADATA, _INLINE, "metadata: a person or body; in text its name", "corpauthor corpcredit corpname"),
    (_METADATA, _INLINE, "metadata: a person or body; in text its name", "authorgroup person org"),
    (_METADATA, _INLINE, "metadata: part of a name", "honorific firstname givenname othername surname lineage collabname"),
    (_METADATA, _INLINE, "metadata: part of a person's field", "affiliation shortaffil jobtitle orgdiv orgname contrib"),
    (_METADATA, _INLINE, "metadata: part of an address", "street pob postcode city state country phone fax otheraddr"),
    (_METADATA, _INLINE, "metadata: part of a person's field", "authorinitials"),
    (_METADATA, _BLOCK, "metadata: part of a person's field", "authorblurb personblurb"),
    (_METADATA, _INLINE, "metadata: Copyright", "copyright year holder"),
    (_METADATA, _BLOCK, "metadata: Legal notice, as blocks", "legalnotice"),
    (_METADATA, _BLOCK, "metadata: Abstract, as blocks", "abstract"),
    (_METADATA, _BLOCK, "metadata: a field", "printhistory cover"),
    (_METADATA, _INLINE, "metadata: a field", "pubdate releaseinfo edition isbn"),
    (_METADATA, _INLINE, "metadata: a field", "issn issuenum volumenum seriesvolnums invpartnumber"),
    (_METADATA, _INLINE, "metadata: a field", "pubsnumber artpagenums pagenums"),
    (_METADATA, _INLINE, "metadata: a field", "biblioid bibliocoverage bibliorelation bibliosource"),
    (_METADATA, _INLINE, "metadata: a field", "contractnum contractsponsor confgroup confdates conftitle confnum confsponsor"),
    (_METADATA, _INLINE, "metadata: a field", "publisher publishername modespec bibliomisc extendedlink arc locator"),
    (_METADATA, _INLINE, "metadata: a field", "keywordset keyword subjectset subject subjectterm refmiscinfo meta"),
    (_HANDLED, _BLOCK, "metadata: Revision history; elsewhere a list", "revhistory"),
    (_HANDLED, _PART, "an item of a revision history", "revision revnumber revremark revdescription"),
    # text
    (_HANDLED, _INLINE, "emphasis, strong text by role", "emphasis"),
    (_HANDLED, _INLINE, "quotation marks around its text", "quote"),
    (_HANDLED, _INLINE, "lowered or raised text", "subscript superscript"),
    (_HANDLED, _INLINE, "monospaced text, its own role", "literal code varname function command option filename envar"),
    (_HANDLED, _INLINE, "monospaced text, its own role", "constant parameter type structfield structname classname methodname"),
    (_HANDLED, _INLINE, "monospaced text, its own role", "interfacename exceptionname initializer modifier"),
    (_HANDLED, _INLINE, "monospaced text, its own role", "computeroutput userinput prompt"),
    (_HANDLED, _INLINE, "monospaced text, its own role", "systemitem markup property returnvalue"),
    (_HANDLED, _INLINE, "monospaced text, its own role", "symbol token errorcode errorname errortype errortext uri email"),
    (_HANDLED, _INLINE, "monospaced text, its own role", "enumname enumvalue enumidentifier macroname package templatename"),
    (_HANDLED, _INLINE, "monospaced text, its own role", "typedefname unionname union namespace namespacename"),
    (_HANDLED, _INLINE, "monospaced text, `<` and `>` added by class", "sgmltag tag"),
    (_HANDLED, _INLINE, "text with its own role", "application productname productnumber acronym"),
    (_HANDLED, _INLINE, "text with its own role", "abbrev database date hardware"),
    (_HANDLED, _INLINE, "text with its own role", "action accel interface medialabel optional lineannotation phrase"),
    (_HANDLED, _INLINE, "text with its own role", "keycap keycode keysym mousebutton shortcut"),
    (_HANDLED, _INLINE, "text with its own role", "guibutton guiicon guilabel guimenu guimenuitem guisubmenu"),
    (_HANDLED, _INLINE, "keys joined with +, menus with →", "keycombo menuchoice"),
    (_HANDLED, _INLINE, "emphasis with its own role", "replaceable citetitle firstterm foreignphrase wordasword"),
    (_HANDLED, _INLINE, "a term, linked to its glossary entry", "glossterm"),
    (_HANDLED, _INLINE, "text and its sign", "trademark"),
    (_HANDLED, _INLINE, "a term and its definition", "termdef"),
    (_HANDLED, _INLINE, "a link", "link ulink xref olink biblioref citerefentry citation citebiblioid"),
    (_HANDLED, _PART, "part of a link to a reference page", "refentrytitle manvolnum"),
    (_HANDLED, _INLINE, "a target", "anchor"),
    (_HANDLED, _INLINE, "monospaced text, its own role", "buildtarget"),
    # Publishers
    (_HANDLED, _BLOCK, "a container of speeches or stanzas", "dialogue drama poetry"),
    (_HANDLED, _BLOCK, "lines, with the speaker before them", "linegroup"),
    (_HANDLED, _PART, "a line, or the speaker's name", "line speaker"),
    (_HANDLED, _INLINE, "a stage direction", "stagedir"),
    # made anew by the site, or without text
    (_IGNORED, _BLOCK, "nothing: the site makes its own", "toc lot tocdiv tocentry tocfront tocback tocchap tocpart lotentry"),
    (_IGNORED, _BLOCK, "nothing: the site makes its own", "toclevel1 toclevel2 toclevel3 toclevel4 toclevel5"),
    (_IGNORED, _INLINE, "nothing: a mark for paper", "beginpage"),
)  # fmt: skip


def _rows() -> tuple[Row, ...]:
    """The table with one row an element, by name.

    Raises:
        ValueError: an element is named twice.
    """
    rows = [Row(name, status, flow, becomes) for status, flow, becomes, names in _GROUPS for name in names.split()]
    names = [row.name for row in rows]
    if len(set(names)) != len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"in the table twice: {' '.join(twice)}")
    return tuple(sorted(rows))


ROWS: tuple[Row, ...] = _rows()
"""Every element, by name."""

ELEMENTS: Mapping[str, Row] = {row.name: row for row in ROWS}
"""The rows by element name."""


def lookup(name: str) -> Row | None:
    """The row of the element `name`, None for a name that DocBook does not have.

    >>> lookup("varname").becomes
    'monospaced text, its own role'
    """
    return ELEMENTS.get(name)
