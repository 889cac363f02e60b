"""What each element of DocBook 3.0 to 4.5 may hold, as facts of the DTDs: the union over the versions, without their order.

`CONTENT` has one entry for elements with the same content, `names: children`; `@name` stands for the children of that group,
`-name` takes one away.  Groups stand first, each after those that it refers to.  Long names continue on indented lines.
"""

from __future__ import annotations

__all__ = ["CONTENT", "EMPTY", "EXCLUDED", "HAS_TEXT", "NEEDS_END_TAG"]

CONTENT = """
@words: comment emphasis indexterm inlinegraphic inlinemediaobject link olink remark replaceable subscript superscript
    trademark ulink
@plainblocks: bibliolist blockquote calloutlist caution formalpara glosslist important itemizedlist literallayout note
    orderedlist para programlisting programlistingco screen screenco screenshot segmentedlist simpara simplelist tip
    variablelist warning
@pictures: address beginpage blockinfo blockquote classsynopsis cmdsynopsis constructorsynopsis destructorsynopsis
    fieldsynopsis funcsynopsis graphic graphicco indexterm informalequation informalexample informalfigure informaltable
    link literallayout mediaobject mediaobjectco methodsynopsis olink programlisting programlistingco screen screenco
    screenshot synopsis ulink
@exhibits: @pictures bibliolist calloutlist formalpara glosslist itemizedlist orderedlist para procedure segmentedlist
    simpara simplelist variablelist -link -olink -ulink
@leads: @pictures abstract anchor authorblurb bridgehead caution epigraph formalpara highlights important listitem note para
    remark simpara tip title titleabbrev warning -link -olink -ulink
@facts: abbrev abstract address affiliation artpagenums author authorblurb authorgroup authorinitials bibliomisc biblioset
    citetitle collab confgroup contractnum contractsponsor contrib copyright corpauthor corpname date edition editor
    firstname honorific indexterm invpartnumber isbn issn issuenum lineage orgname othercredit othername pagenums
    printhistory productname productnumber pubdate publisher publishername pubsnumber releaseinfo revhistory seriesvolnums
    subtitle surname title titleabbrev volumenum
@answers: @exhibits anchor bridgehead caution comment equation example figure highlights important label note remark table
    tip warning -beginpage -blockinfo
@records: @facts bibliocoverage biblioid bibliorelation bibliosource citebiblioid corpcredit personname
@names: @words action anchor application classname command computeroutput constant database email envar errorcode errorname
    errortype filename function guibutton guiicon guilabel guimenu guimenuitem guisubmenu hardware interface
    interfacedefinition keycap keycode keycombo keysym literal markup medialabel menuchoice mousebutton msgtext option
    optional parameter prompt property returnvalue sgmltag structfield structname symbol systemitem token type userinput
    varname -emphasis -remark -trademark
@blocks: @answers abstract authorblurb beginpage epigraph msgset qandaset sidebar subtitle task title titleabbrev -label
@sections: @blocks bibliography glossary index lot refentry sect5info simplesect toc
@terms: @names beginpage code errortext exceptionname interfacename methodname ooclass ooexception oointerface package
    remark uri
@headings: @terms abbrev acronym author authorinitials biblioref citation citebiblioid citerefentry citetitle corpauthor
    corpcredit emphasis firstterm footnote footnoteref foreignphrase glossterm inlineequation modespec orgname othercredit
    personname phrase productname productnumber quote revhistory termdef trademark wordasword xref -beginpage
@phrases: @headings beginpage classsynopsis cmdsynopsis constructorsynopsis destructorsynopsis fieldsynopsis funcsynopsis
    methodsynopsis synopsis
@cells: @phrases bibliolist calloutlist caution formalpara glosslist graphic important itemizedlist literallayout
    mediaobject note orderedlist para programlisting programlistingco screen screenco screenshot segmentedlist simpara
    simplelist tip variablelist warning

abbrev acronym label manvolnum wordasword: @words acronym anchor beginpage -replaceable
abstract authorblurb personblurb: formalpara para simpara title
accel classname constant envar errorcode errorname errortext errortype exceptionname initializer keycode keysym markup
    medialabel methodname modifier mousebutton msglevel msgorig package returnvalue sgmltag structfield structname symbol
    token type uri varname: beginpage indexterm inlinegraphic inlinemediaobject replaceable
ackno artpagenums authorinitials city collabname confdates confnum confsponsor conftitle contractnum contractsponsor contrib
    corpauthor corpname country date edition email fax firstname holder honorific invpartnumber isbn issn issuenum jobtitle
    lineage modespec orgdiv orgname otheraddr othername pagenums phone pob postcode productnumber pubdate publishername
    pubsnumber refmiscinfo releaseinfo revnumber revremark seriesvolnums shortaffil state street surname volumenum year:
    @words
action command database filename funcparams function hardware keycap literal option optional parameter property: @terms
address: affiliation authorblurb city contrib country email fax firstname honorific lineage otheraddr othername personname
    phone pob postcode state street surname
affiliation: address jobtitle orgdiv orgname shortaffil
alt keyword subjectterm synopfragmentref:
answer: @answers qandaentry
appendix: @sections appendixinfo docinfo sect1 section tocchap -sect5info
appendixinfo articleinfo bibliographyinfo blockinfo chapterinfo glossaryinfo indexinfo objectinfo partinfo prefaceinfo
    refentryinfo referenceinfo refsect1info refsect2info refsect3info refsectioninfo refsynopsisdivinfo sect1info sect2info
    sect3info sect4info sect5info sectioninfo setindexinfo setinfo sidebarinfo: @records graphic itermset keywordset
    legalnotice mediaobject modespec subjectset
application attribution bibliomisc citation citetitle emphasis foreignphrase glosssee glossseealso glossterm lineannotation
    link lotentry member msgaud olink phrase productname quote refentrytitle screeninfo seg simpara term tocback tocentry
    tocfront ulink: @phrases
areaset: area
areaspec: area areaset
arg group: arg group option replaceable sbr synopfragmentref
artheader: @facts bookbiblio graphic itermset keywordset legalnotice mediaobject modespec subjectset
article: @sections ackno appendix artheader articleinfo colophon sect1 section tocchap -sect5info
audioobject: audiodata objectinfo
author editor othercredit: address affiliation authorblurb contrib email firstname honorific lineage othername personblurb
    personname surname
authorgroup: author collab corpauthor corpcredit editor othercredit
bibliocoverage biblioid bibliorelation bibliosource citebiblioid corpcredit: @words -comment
bibliodiv: @blocks biblioentry bibliomixed
biblioentry: @records artheader articleinfo bookbiblio seriesinfo
bibliography: @blocks bibliodiv biblioentry bibliographyinfo bibliomixed docinfo
bibliolist: biblioentry bibliomixed blockinfo title titleabbrev
bibliomixed bibliomset: @records bibliomset
biblioset: @records
blockquote: @blocks attribution blockinfo -subtitle -titleabbrev
book: appendix article bibliography bookinfo chapter colophon dedication glossary index lot part preface reference setindex
    subtitle title titleabbrev toc
bookbiblio: @facts seriesinfo
bookinfo: @records bookbiblio graphic itermset keywordset legalnotice mediaobject modespec subjectset
bridgehead segtitle subtitle title titleabbrev: @headings
callout listitem msgtext: @blocks -subtitle -title -titleabbrev
calloutlist: callout title titleabbrev
caption: @plainblocks
caution important note tip warning: @answers beginpage sidebar title -caution -highlights -important -label -note -tip
    -warning
chapter: @sections chapterinfo docinfo sect1 section tocchap -sect5info
citerefentry: manvolnum refentrytitle
classsynopsis: classsynopsisinfo constructorsynopsis destructorsynopsis fieldsynopsis methodsynopsis ooclass ooexception
    oointerface
classsynopsisinfo: @terms lineannotation textobject -comment -interfacedefinition -msgtext
cmdsynopsis: arg command group sbr synopfragment
code interfacename: @terms -comment -interfacedefinition -msgtext
colgroup: col
collab: affiliation collabname
colophon: @plainblocks subtitle title titleabbrev
comment: @headings cmdsynopsis funcsynopsis synopsis -biblioref -citebiblioid -code -corpcredit -errortext -exceptionname
    -interfacename -methodname -ooclass -ooexception -oointerface -orgname -package -personname -remark -termdef -uri
computeroutput userinput: @terms co
confgroup: address confdates confnum confsponsor conftitle
constructorsynopsis destructorsynopsis: exceptionname methodname methodparam modifier void
copyright: holder year
dedication: @plainblocks beginpage indexterm subtitle title titleabbrev
docinfo: @facts graphic itermset keywordset legalnotice mediaobject modespec subjectset
entry: @cells
entrytbl: colspec spanspec tbody thead
epigraph: attribution formalpara literallayout para simpara
equation: alt blockinfo graphic informalequation mathphrase mediaobject title titleabbrev
example: @exhibits title titleabbrev
fieldsynopsis: initializer modifier type varname
figure: @pictures title titleabbrev
firstterm: @phrases -interfacedefinition -msgtext
footnote: @exhibits -beginpage -blockinfo -indexterm -procedure
formalpara: indexterm para title
funcdef: function replaceable type
funcprototype: funcdef modifier paramdef varargs void
funcsynopsis: funcdef funcprototype funcsynopsisinfo paramdef varargs void
funcsynopsisinfo: @terms lineannotation textobject
glossary: @blocks bibliography docinfo glossaryinfo glossdiv glossentry
glossdef: @exhibits comment equation example figure glossseealso remark table -blockinfo -procedure
glossdiv: @blocks glossentry
glossentry: abbrev acronym glossdef glosssee glossterm indexterm revhistory
glosslist: blockinfo glossentry title titleabbrev
graphicco: areaspec calloutlist graphic
guibutton guiicon guilabel guimenu guimenuitem guisubmenu: accel beginpage indexterm inlinegraphic inlinemediaobject
    replaceable subscript superscript
highlights: @plainblocks indexterm -blockquote -literallayout -programlisting -programlistingco -screen -screenco
    -screenshot
imageobject: imagedata objectinfo
imageobjectco: areaspec calloutlist imageobject
index: @blocks docinfo indexdiv indexentry indexinfo
indexdiv: @exhibits anchor comment indexentry link olink remark subtitle title titleabbrev ulink -bibliolist -blockinfo
    -calloutlist -glosslist -indexterm -procedure
indexentry: primaryie secondaryie seealsoie seeie tertiaryie
indexterm: primary secondary see seealso tertiary
informalequation: alt blockinfo graphic mathphrase mediaobject
informalexample: @exhibits
informalfigure: @pictures
informaltable: blockinfo col colgroup graphic mediaobject tbody textobject tfoot tgroup thead tr
inlineequation: alt graphic inlinemediaobject mathphrase
inlinemediaobject: audioobject imageobject imageobjectco objectinfo textobject videoobject
interface: @names accel beginpage
interfacedefinition: @names
itemizedlist orderedlist: @leads
itermset: indexterm
keycombo shortcut: keycap keycombo keysym mousebutton
keywordset: keyword
legalnotice: @plainblocks beginpage blockinfo indexterm title
literallayout programlisting screen: @phrases co coref lineannotation textobject
lot: beginpage docinfo lotentry subtitle title titleabbrev
mathphrase: emphasis subscript superscript
mediaobject: audioobject caption imageobject imageobjectco objectinfo textobject videoobject
mediaobjectco: imageobjectco objectinfo textobject
menuchoice: guibutton guiicon guilabel guimenu guimenuitem guisubmenu interface shortcut
methodparam: funcparams initializer modifier parameter type
methodsynopsis: exceptionname methodname methodparam modifier type void
msg: msgmain msgrel msgsub title
msgentry: msg msgexplan msginfo
msgexplan: @blocks -subtitle -titleabbrev
msginfo: msgaud msglevel msgorig
msgmain msgrel msgsub: msgtext title
msgset: blockinfo msgentry simplemsgentry title titleabbrev
ooclass: classname modifier package
ooexception: exceptionname modifier package
oointerface: interfacename modifier package
para: @cells address blockquote equation example figure graphicco informalequation informalexample informalfigure
    informaltable mediaobjectco table -formalpara -para -simpara
paramdef: funcparams initializer parameter replaceable type
part: appendix article beginpage bibliography chapter docinfo glossary index lot partinfo partintro preface refentry
    reference subtitle title titleabbrev toc
partintro: @blocks refentry sect1 section simplesect
personname: firstname honorific lineage othername surname
preface: @sections docinfo prefaceinfo sect1 section tocchap -sect5info
primary primaryie secondary secondaryie see seealso seealsoie seeie tertiary tertiaryie: @headings -indexterm
    -inlineequation
printhistory: formalpara para simpara
procedure: @blocks blockinfo step -subtitle
programlistingco: areaspec calloutlist programlisting
prompt: beginpage co indexterm inlinegraphic inlinemediaobject replaceable
publisher: address publishername
qandadiv qandaset: @answers blockinfo qandadiv qandaentry title titleabbrev -label
qandaentry: answer blockinfo question revhistory
question: @answers
refclass: application
refdescriptor refname: @terms -anchor -beginpage -comment -indexterm -inlinegraphic -inlinemediaobject -link -olink -remark
    -subscript -superscript -ulink
refentry: beginpage comment docinfo indexterm link olink refentryinfo refmeta refnamediv refsect1 refsection refsynopsisdiv
    remark ulink
reference: beginpage docinfo partintro refentry referenceinfo subtitle title titleabbrev
refmeta: indexterm manvolnum refentrytitle refmiscinfo
refnamediv: comment link olink refclass refdescriptor refname refpurpose remark ulink
refpurpose: @headings beginpage -inlineequation -inlinegraphic -inlinemediaobject
refsect1: @blocks refsect1info refsect2
refsect2: @blocks refsect2info refsect3
refsect3: @blocks refsect3info
refsection: @blocks refsection refsectioninfo -comment
refsynopsisdiv: @blocks refsect2 refsynopsisdivinfo
remark termdef: @phrases -comment -interfacedefinition -msgtext
replaceable: @words anchor co optional -emphasis -indexterm -replaceable -trademark
revdescription: @answers -comment -label
revhistory: revision
revision: author authorinitials date revdescription revnumber revremark
row: entry entrytbl
screenco: areaspec calloutlist screen
screenshot: graphic graphicco mediaobject mediaobjectco screeninfo
sect1: @sections sect1info sect2 -sect5info
sect2: @sections sect2info sect3 -sect5info
sect3: @sections sect3info sect4 -sect5info
sect4: @sections sect4info sect5 -sect5info
sect5: @sections
section: @sections section sectioninfo -sect5info
seglistitem: seg
segmentedlist: seglistitem segtitle title titleabbrev
seriesinfo: @facts
set: book set setindex setinfo subtitle title titleabbrev toc
setindex: @blocks docinfo indexdiv indexentry setindexinfo
sidebar: @answers beginpage sidebarinfo title titleabbrev -label
simplelist: member
simplemsgentry: msgexplan msgtext
simplesect: @blocks
step: @blocks stepalternatives substeps -subtitle -titleabbrev
stepalternatives substeps: step
subject: subjectterm
subjectset: subject
subscript superscript: @words anchor symbol -indexterm -trademark
synopfragment: arg group
synopsis: @phrases co coref graphic lineannotation mediaobject textobject
systemitem: @terms acronym co
table: blockinfo caption col colgroup graphic indexterm mediaobject tbody textobject tfoot tgroup thead title titleabbrev tr
task: blockinfo example indexterm procedure taskprerequisites taskrelated tasksummary title titleabbrev
taskprerequisites taskrelated tasksummary: @blocks blockinfo -comment -subtitle
tbody: row tr
td th: @cells informaltable table -comment -interfacedefinition -msgtext
textobject: @plainblocks objectinfo phrase textdata
tfoot thead: colspec row tr
tgroup: colspec spanspec tbody tfoot thead
toc: beginpage docinfo subtitle title titleabbrev tocback tocchap tocfront tocpart
tocchap: tocentry toclevel1
toclevel1: tocentry toclevel2
toclevel2: tocentry toclevel3
toclevel3: tocentry toclevel4
toclevel4: tocentry toclevel5
toclevel5: tocentry
tocpart: tocchap tocentry
tr: td th
trademark: @terms emphasis -beginpage -indexterm
variablelist: @leads varlistentry -listitem
varlistentry: listitem term
videoobject: objectinfo videodata
"""
"""Children by element."""

EMPTY = """
anchor area audiodata beginpage biblioref co col colspec coref footnoteref graphic imagedata inlinegraphic sbr spanspec
textdata varargs videodata void xref
"""
"""Elements without content and end tag."""

EXCLUDED = """
acronym: acronym
blockquote: epigraph
caution important note tip warning: caution important note tip warning
entrytbl tfoot thead: entrytbl
example legalnotice: equation example figure table
firstterm glossterm: glossterm
footnote: equation example figure footnote table
highlights: equation example figure table
informaltable table: equation example figure informaltable table
link olink ulink: biblioref link olink ulink xref
remark: remark
"""
"""What may stand nowhere below an element, whatever the content models say; index terms are left out of this."""

HAS_TEXT = """
abbrev accel ackno acronym action address alt application arg artpagenums attribution authorinitials bibliocoverage
biblioid bibliomisc bibliomixed bibliomset bibliorelation bibliosource bridgehead caption citation citebiblioid
citetitle city classname classsynopsisinfo code collabname command comment computeroutput confdates confnum confsponsor
conftitle constant contractnum contractsponsor contrib corpauthor corpcredit corpname country database date edition
email emphasis entry envar errorcode errorname errortext errortype exceptionname fax filename firstname firstterm
foreignphrase funcdef funcparams funcsynopsisinfo function glosssee glossseealso glossterm guibutton guiicon guilabel
guimenu guimenuitem guisubmenu hardware holder honorific initializer interface interfacedefinition interfacename
invpartnumber isbn issn issuenum jobtitle keycap keycode keysym keyword label lineage lineannotation link literal
literallayout lotentry manvolnum markup mathphrase medialabel member methodname modespec modifier mousebutton msgaud
msglevel msgorig olink option optional orgdiv orgname otheraddr othername package pagenums para paramdef parameter phone
phrase pob postcode primary primaryie productname productnumber programlisting prompt property pubdate publishername
pubsnumber quote refclass refdescriptor refentrytitle refmiscinfo refname refpurpose releaseinfo remark replaceable
returnvalue revnumber revremark screen screeninfo secondary secondaryie see seealso seealsoie seeie seg segtitle
seriesvolnums sgmltag shortaffil simpara state street structfield structname subjectterm subscript subtitle superscript
surname symbol synopfragmentref synopsis systemitem td term termdef tertiary tertiaryie th title titleabbrev tocback
tocentry tocfront token trademark type ulink uri userinput varname volumenum wordasword year
"""
"""Elements with text among their children; in all others only white space may stand between the elements."""

NEEDS_END_TAG = """
abbrev abstract accel ackno acronym action address affiliation alt answer appendixinfo application areaset areaspec arg
artheader articleinfo artpagenums audioobject author authorblurb authorgroup authorinitials bibliographyinfo bibliomisc
bibliomset biblioset blockquote bookbiblio bookinfo bridgehead calloutlist caption caution chapterinfo citation
citerefentry citetitle city classname classsynopsis cmdsynopsis collab collabname command comment computeroutput
confdates confgroup confnum confsponsor conftitle constant constructorsynopsis contractnum contractsponsor contrib
copyright corpauthor corpname country database date destructorsynopsis docinfo edition editor email emphasis entrytbl
envar epigraph equation errorcode errorname errortype example exceptionname fax fieldsynopsis figure filename firstname
firstterm footnote foreignphrase funcdef funcparams funcsynopsis function glossaryinfo glosslist graphicco group
guibutton guiicon guilabel guimenu guimenuitem guisubmenu hardware highlights holder honorific imageobject imageobjectco
important indexinfo informalequation informalexample informalfigure informaltable initializer inlineequation
inlinemediaobject interface interfacedefinition interfacename invpartnumber isbn issn issuenum itemizedlist itermset
jobtitle keycap keycode keycombo keysym keyword keywordset label legalnotice lineage lineannotation link literal
literallayout lotentry markup medialabel mediaobject mediaobjectco menuchoice methodname methodparam methodsynopsis
modespec modifier mousebutton msgaud msgexplan msginfo msglevel msgmain msgorig msgrel msgset msgsub msgtext note
objectinfo olink ooclass ooexception oointerface option optional orderedlist orgdiv orgname otheraddr othercredit
othername pagenums paramdef parameter part partinfo phone phrase pob postcode prefaceinfo printhistory procedure
productname productnumber programlisting programlistingco prompt property pubdate publisher publishername pubsnumber
qandadiv qandaentry qandaset question quote refentryinfo referenceinfo refmeta refmiscinfo refsect1info refsect2info
refsect3info refsynopsisdivinfo releaseinfo remark replaceable returnvalue revdescription revhistory revision revnumber
revremark screen screenco screenshot sect1info sect2info sect3info sect4info sect5info section sectioninfo segmentedlist
seriesinfo seriesvolnums setindexinfo setinfo sgmltag shortaffil shortcut sidebar sidebarinfo simplelist state street
structfield structname subject subjectset subjectterm subscript substeps superscript surname symbol synopfragment
synopsis systemitem table textobject tip tocentry token trademark type ulink userinput variablelist varname videoobject
volumenum warning wordasword year
"""
"""Elements whose end tag may not be omitted in DocBook up to 4.1; from 4.2 on every one may."""
