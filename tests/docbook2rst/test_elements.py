"""The table of elements: complete against the schemas, and in step with the reader functions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docbook2rst.elements import ELEMENTS, ROWS, Flow, Status, lookup
from docbook2rst.reader.walk import READERS

DTD = Path("/usr/share/xml/docbook/schema/dtd/4.5")

DOCBOOK_4_5 = re.findall(
    r"\w+",
    """
abbrev abstract accel ackno acronym action address affiliation alt anchor answer appendix appendixinfo application area
areaset areaspec arg article articleinfo artpagenums attribution audiodata audioobject author authorblurb authorgroup
authorinitials beginpage bibliocoverage bibliodiv biblioentry bibliography bibliographyinfo biblioid bibliolist
bibliomisc bibliomixed bibliomset biblioref bibliorelation biblioset bibliosource blockinfo blockquote book bookinfo
bridgehead callout calloutlist caption caution chapter chapterinfo citation citebiblioid citerefentry citetitle city
classname classsynopsis classsynopsisinfo cmdsynopsis co code col colgroup collab collabname colophon colspec command
computeroutput confdates confgroup confnum confsponsor conftitle constant constructorsynopsis contractnum
contractsponsor contrib copyright coref corpauthor corpcredit corpname country database date dedication
destructorsynopsis edition editor email emphasis entry entrytbl envar epigraph equation errorcode errorname errortext
errortype example exceptionname fax fieldsynopsis figure filename firstname firstterm footnote footnoteref foreignphrase
formalpara funcdef funcparams funcprototype funcsynopsis funcsynopsisinfo function glossary glossaryinfo glossdef
glossdiv glossentry glosslist glosssee glossseealso glossterm graphic graphicco group guibutton guiicon guilabel guimenu
guimenuitem guisubmenu hardware highlights holder honorific imagedata imageobject imageobjectco important index indexdiv
indexentry indexinfo indexterm informalequation informalexample informalfigure informaltable initializer inlineequation
inlinegraphic inlinemediaobject interface interfacename invpartnumber isbn issn issuenum itemizedlist itermset jobtitle
keycap keycode keycombo keysym keyword keywordset label legalnotice lineage lineannotation link listitem literal
literallayout lot lotentry manvolnum markup mathphrase medialabel mediaobject mediaobjectco member menuchoice methodname
methodparam methodsynopsis modespec modifier mousebutton msg msgaud msgentry msgexplan msginfo msglevel msgmain msgorig
msgrel msgset msgsub msgtext note objectinfo olink ooclass ooexception oointerface option optional orderedlist orgdiv
orgname otheraddr othercredit othername package pagenums para paramdef parameter part partinfo partintro personblurb
personname phone phrase pob postcode preface prefaceinfo primary primaryie printhistory procedure productname
productnumber programlisting programlistingco prompt property pubdate publisher publishername pubsnumber qandadiv
qandaentry qandaset question quote refclass refdescriptor refentry refentryinfo refentrytitle reference referenceinfo
refmeta refmiscinfo refname refnamediv refpurpose refsect1 refsect1info refsect2 refsect2info refsect3 refsect3info
refsection refsectioninfo refsynopsisdiv refsynopsisdivinfo releaseinfo remark replaceable returnvalue revdescription
revhistory revision revnumber revremark row sbr screen screenco screeninfo screenshot secondary secondaryie sect1
sect1info sect2 sect2info sect3 sect3info sect4 sect4info sect5 sect5info section sectioninfo see seealso seealsoie
seeie seg seglistitem segmentedlist segtitle seriesvolnums set setindex setindexinfo setinfo sgmltag shortaffil shortcut
sidebar sidebarinfo simpara simplelist simplemsgentry simplesect spanspec state step stepalternatives street structfield
structname subject subjectset subjectterm subscript substeps subtitle superscript surname symbol synopfragment
synopfragmentref synopsis systemitem table task taskprerequisites taskrelated tasksummary tbody td term termdef tertiary
tertiaryie textdata textobject tfoot tgroup th thead tip title titleabbrev toc tocback tocchap tocentry tocfront
toclevel1 toclevel2 toclevel3 toclevel4 toclevel5 tocpart token tr trademark type ulink uri userinput varargs
variablelist varlistentry varname videodata videoobject void volumenum warning wordasword xref year
""",
)

NEW_IN_5 = re.findall(
    r"\w+",
    """
acknowledgements annotation constraint constraintdef cover danger dialogue drama enumidentifier enumitem
enumitemdescription enumname enumsynopsis enumvalue givenname info lhs line linegroup locator macrodef macroname
macroprototype macrosynopsis meta multimediaparam namespace namespacename nonterminal org package packagesynopsis person
poetry production productionrecap productionset result rhs speaker specializedtemplate stagedir synopsisinfo tag template
templatename tocdiv topic typedefname typedefsynopsis union unionname unionsynopsis formalgroup buildtarget extendedlink arc
assembly resources resource structure module merge output filterin filterout relationships relationship association
instance transforms transform
""",
)

READERS.load()


def test_every_element_of_docbook_4_5_has_a_row() -> None:
    assert [name for name in DOCBOOK_4_5 if name not in ELEMENTS] == []


def test_every_element_that_docbook_5_brought_has_a_row() -> None:
    assert [name for name in NEW_IN_5 if name not in ELEMENTS] == []


@pytest.mark.skipif(not DTD.is_dir(), reason="the DocBook DTD is not installed")
def test_the_frozen_list_is_the_dtd_s() -> None:
    declared = {"table"}
    for path in (*DTD.glob("*.mod"), *DTD.glob("*.dtd")):
        declared.update(re.findall(r"^<!ELEMENT\s+([a-z0-9]+)\s", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert sorted(declared) == DOCBOOK_4_5


def test_no_row_is_invented() -> None:
    older = {"artheader", "docinfo"}
    assert set(ELEMENTS) - set(DOCBOOK_4_5) - set(NEW_IN_5) == older


def test_every_handled_element_has_a_reader_unless_its_parent_reads_it() -> None:
    handled = [row.name for row in ROWS if row.status is Status.HANDLED and row.flow is not Flow.PART]
    assert [name for name in handled if name not in READERS.functions] == []


def test_every_reader_has_a_row_of_its_flow() -> None:
    wrong = []
    for name in READERS.functions:
        row = lookup(name)
        is_read = row is not None and row.status in (Status.HANDLED, Status.METADATA, Status.TRANSPARENT)
        if row is None or not is_read or (row.flow is not Flow.PART and (row.flow is Flow.INLINE) != (name in READERS.inline)):
            wrong.append(name)
    assert wrong == []


def test_rows_are_sorted_and_say_what_becomes_of_the_element() -> None:
    assert list(ROWS) == sorted(ROWS)
    assert all(row.becomes and row.becomes.strip() == row.becomes for row in ROWS)


def test_a_name_that_docbook_does_not_have_has_no_row() -> None:
    assert lookup("blink") is None
