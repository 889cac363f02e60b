"""The family file of each element: where its reader function is, so that a document loads only what it holds."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FAMILIES"]

FAMILIES: Mapping[str, str] = {
    "admonitions": "note tip warning caution important danger",
    "bibliography": "bibliography bibliodiv bibliolist biblioentry bibliomixed citebiblioid biblioset bibliomset",
    "callouts": "co coref calloutlist callout programlistingco screenco areaspec areaset area",
    "components": (
        "set book part reference chapter preface appendix article topic dedication colophon acknowledgements "
        "section sect1 sect2 sect3 sect4 sect5 simplesect refsection refsect1 refsect2 refsect3 partintro"
    ),
    "drama": "dialogue drama poetry linegroup line speaker stagedir",
    "footnotes": "footnote footnoteref",
    "formal": "example informalexample sidebar task tasksummary taskprerequisites taskrelated annotation",
    "glossary": "glossary glossdiv glosslist glossentry glosssee glossseealso",
    "index": "indexterm itermset index setindex indexdiv indexentry",
    "info": (
        "appendixinfo artheader articleinfo bibliographyinfo blockinfo bookinfo chapterinfo docinfo glossaryinfo "
        "indexinfo info objectinfo partinfo prefaceinfo refentryinfo referenceinfo refsect1info refsect2info "
        "refsect3info refsectioninfo refsynopsisdivinfo sect1info sect2info sect3info sect4info sect5info "
        "sectioninfo setindexinfo setinfo sidebarinfo titleabbrev"
    ),
    "inline": (
        "literal code varname function command option filename envar constant parameter type structfield "
        "structname symbol systemitem token userinput computeroutput prompt returnvalue classname exceptionname "
        "interfacename methodname modifier initializer property markup keycode keysym errorcode errorname "
        "errortype errortext database buildtarget package enumname enumvalue enumidentifier union unionname "
        "typedefname macroname templatename namespace namespacename application acronym abbrev keycap guilabel "
        "guibutton guimenu guimenuitem guisubmenu guiicon mousebutton shortcut accel action hardware interface "
        "medialabel productnumber orgname date termdef lineannotation citetitle firstterm foreignphrase "
        "wordasword replaceable subscript superscript emphasis phrase quote optional citation sgmltag tag "
        "trademark productname menuchoice keycombo remark"
    ),
    "links": "ulink link xref biblioref olink glossterm anchor email uri citerefentry",
    "lists": "itemizedlist orderedlist listitem simplelist member variablelist",
    "math": "equation informalequation inlineequation mathphrase alt",
    "media": (
        "figure informalfigure screenshot mediaobjectco screeninfo mediaobject graphic imageobjectco graphicco "
        "inlinemediaobject inlinegraphic textobject caption textdata imageobject videoobject audioobject"
    ),
    "messages": "msgset msgentry simplemsgentry msg msgmain msgsub msgrel msgtext msgexplan",
    "paragraphs": "para simpara formalpara blockquote epigraph bridgehead title subtitle",
    "people": "author collab corpauthor editor org othercredit person personname",
    "procedures": "procedure substeps stepalternatives step result",
    "productions": "productionset production productionrecap constraintdef lhs rhs constraint nonterminal",
    "qanda": "qandaset qandadiv qandaentry",
    "refentry": "refentry refmeta refnamediv refsynopsisdiv",
    "revisions": "revhistory",
    "segmented": "segmentedlist",
    "synopsis_class": (
        "classsynopsis packagesynopsis unionsynopsis methodsynopsis constructorsynopsis destructorsynopsis "
        "fieldsynopsis enumsynopsis typedefsynopsis macrosynopsis"
    ),
    "synopsis_cmd": "cmdsynopsis arg group synopfragment",
    "synopsis_func": "funcsynopsis",
    "tables": "table informaltable",
    "verbatim": "programlisting screen synopsis literallayout address",
}
"""The names of the files in this package, and the elements whose functions each of them registers."""
