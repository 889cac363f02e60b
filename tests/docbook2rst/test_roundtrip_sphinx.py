"""Sphinx makes the same of DocBook and of the reST written from it, the DocBook being away."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from docutils import nodes, utils
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from docbook2rst import convert, doctree_equal
from docbook2rst.nodes import indexterm
from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.writers import rst

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
KAMAILIO = CORPORA / "kamailio"
PIXEL = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def picture(name: str, alt: str = "") -> str:
    text = f"<textobject><phrase>{alt}</phrase></textobject>" if alt else ""
    return f'<mediaobject><imageobject><imagedata fileref="{name}"/></imageobject>{text}</mediaobject>'


BODIES = {
    "paragraphs": """<chapter id="A.b_C"><title>One &amp; <varname>two</varname></title><para>Text with
        <emphasis>stress</emphasis>, <quote>a <literal>b</literal></quote>, *no* `markup`, <subscript>s</subscript>.</para>
        <simpara id="Second">x_ |y| ::</simpara></chapter>""",
    "references": """<chapter id="one"><title>One</title><para>See <xref linkend="two"/>, <link linkend="Two.B">there</link>,
        <xref linkend="ex"/>, <ulink url="http://example.org/a_b">x_y</ulink>, <email>a@b.c</email>.</para>
        <example id="ex"><title>Set <varname>x</varname></title><programlisting format="c">x = 1;</programlisting></example>
        </chapter><chapter id="two"><title>Two</title><section id="Two.B"><title>Two</title>
        <para>x<anchor id="here"/>y <xref linkend="here"/></para></section></chapter>""",
    "footnotes": """<chapter id="one"><title>T<footnote><para>in a title</para></footnote></title>
        <para>a<footnote id="Note.1"><para>first</para><para>more</para></footnote> b<footnoteref linkend="Note.1"/>
        c<footnote><itemizedlist><listitem><para>x</para></listitem></itemizedlist></footnote>.</para>
        <section><title>S</title><screen>listing<footnote><para>in it</para></footnote> \t x</screen></section></chapter>""",
    "indexterms": """<chapter id="one"><title>T<indexterm><primary>title</primary></indexterm></title>
        <para>a <indexterm><primary>loops</primary><secondary>parallel</secondary></indexterm>b</para>
        <itemizedlist><listitem><indexterm significance="preferred"><primary>item: x</primary></indexterm>
        <para>c</para></listitem></itemizedlist></chapter>""",
    "figures": f"""<chapter id="one"><title>T</title><figure id="Fig.1"><title>A <emphasis>b</emphasis></title>
        {picture("a.svg", "What it shows")}</figure><para>See <xref linkend="Fig.1"/>.</para>{picture("a.svg")}
        <para>In <inlinemediaobject><imageobject><imagedata fileref="a.svg"/></imageobject></inlinemediaobject> a line.</para>
        </chapter>""",
    "lists": """<chapter id="one"><title>T</title><variablelist id="Var"><title>Names</title>
        <varlistentry id="V.1"><term>a : b</term><term><literal>c</literal></term>
        <listitem><para>x</para></listitem></varlistentry>
        </variablelist><orderedlist numeration="lowerroman" id="L"><listitem><para>x</para><orderedlist><listitem><para>y</para>
        </listitem></orderedlist></listitem></orderedlist>
        <simplelist type="inline"><member>a</member><member>b</member></simplelist>
        <itemizedlist><listitem><para>x</para></listitem></itemizedlist><itemizedlist><listitem><para>y</para></listitem>
        </itemizedlist><procedure><title>P</title><step><para>x</para></step></procedure></chapter>""",
    "tables": """<chapter id="one"><title>T</title><table id="T.1"><title>Ta</title><tgroup cols="2"><thead><row>
        <entry>a</entry><entry>b</entry></row></thead><tbody><row><entry align="right">1</entry>
        <entry><para>x</para><para>y</para>
        </entry></row></tbody></tgroup></table><informaltable><tgroup cols="2"><tbody><row><entry morerows="1">a</entry>
        <entry>b</entry></row><row><entry>c</entry></row></tbody></tgroup></informaltable></chapter>""",
    "listings": """<chapter id="one"><title>T</title><programlisting>\tif (x)\n\t\ty \\ z\n\n  </programlisting>
        <screen>a <replaceable>b</replaceable>\n  c</screen><literallayout>x\n  y</literallayout>
        <programlisting format="linespecific" language="C">int a;</programlisting></chapter>""",
    "boxes": """<chapter id="one"><title>T</title><note><para>x</para></note><warning><title>Ow</title><para>y</para></warning>
        <blockquote><attribution>Me</attribution><para>q</para></blockquote><epigraph><para>e</para></epigraph>
        <sidebar><title>S</title><para>x</para></sidebar></chapter>""",
    "metadata": """<bookinfo><author><firstname>A</firstname><surname>B</surname><email>a@b.c</email></author>
        <copyright><year>2004</year><holder>C</holder></copyright><abstract><para>short</para></abstract></bookinfo>
        <chapter id="one"><title>T</title><section><title>T</title><para>x</para></section><para>y</para></chapter>""",
    "synopses": """<chapter id="one"><title>T</title><cmdsynopsis><command>x</command><arg choice="opt">-v</arg></cmdsynopsis>
        <funcsynopsis><funcprototype><funcdef>int <function>f</function></funcdef>
        <paramdef>int <parameter>a</parameter></paramdef>
        </funcprototype></funcsynopsis></chapter>""",
    "questions": """<chapter id="one"><title>T</title><qandaset id="Q">
        <qandaentry id="q1"><question><para>Why?</para></question>
        <answer><para>So.</para></answer></qandaentry></qandaset><para><xref linkend="q1"/></para>
        <glosslist><glossentry id="G"><glossterm>a</glossterm><glossdef><para>b</para></glossdef></glossentry></glosslist>
        <equation><title>E</title><alt>x^2

        y</alt><mathphrase>x</mathphrase></equation></chapter>""",
}
"""Books by what they are about."""


def doctrees(source: Path, **settings: object) -> dict[str, nodes.document]:
    """What Sphinx keeps of each document below `source`, which must give no warning."""
    stream, out = io.StringIO(), source.with_name(source.name + "-out")
    overrides = {"extensions": ["docbook2rst.sphinx_ext"], "root_doc": "index", "nitpicky": True, **settings}
    with patch_docutils(source), docutils_namespace():
        app = Sphinx(source, None, out, out / "trees", "dummy", overrides, None, stream)
        app.build()
    lines = stream.getvalue().splitlines()
    assert [line for line in lines if re.search("WARNING|ERROR", line) and "DB" not in line] == []
    return {name: app.env.get_doctree(name) for name in app.env.all_docs if name != "index"}


def plain(document: nodes.document) -> nodes.document:
    """`document` without what tells where it was read: a reference that nothing defines may be open or given up."""
    for node in list(document.findall(addnodes.pending_xref)):
        content = node[0]
        assert isinstance(content, nodes.inline)
        if "db-undefined" in content["classes"]:
            node.replace_self(content)
    return document


def differences(direct: Mapping[str, nodes.document], written: Mapping[str, nodes.document]) -> str:
    assert direct.keys() == written.keys()
    found = {name: doctree_equal.difference(plain(direct[name]), plain(written[name])) for name in direct}
    return "\n".join(f"{name}:\n{lines[:3_000]}" for name, lines in found.items() if lines)


def index(folder: Path, pages: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.rst").write_text(f"Start\n=====\n\n.. toctree::\n   :glob:\n\n   {pages}\n")


def test_reading_docbook_and_reading_its_rest_give_one_doctree(tmp_path: Path) -> None:
    for road in ("direct", "written"):
        index(tmp_path / road, "*")
        (tmp_path / road / "a.svg").write_bytes(PIXEL)
    for name, body in BODIES.items():
        path = tmp_path / "direct" / f"{name}.xml"
        path.write_text(f"<book id='{name}.Top'><title>The {name}</title>{body}</book>")
        document = convert.read_document(path, Options(), Problems())
        (tmp_path / "written" / f"{name}.rst").write_text(rst.write(document))
    direct = doctrees(tmp_path / "direct", docbook2rst_root=str(tmp_path / "direct"))
    shutil.rmtree(tmp_path / "direct")
    assert differences(direct, doctrees(tmp_path / "written")) == ""


def test_an_index_entry_in_a_line_gets_a_place_to_go_to(tmp_path: Path) -> None:
    index(tmp_path / "written", "*")
    made = utils.new_document("x.xml")
    entries = [("single", "loops; parallel", "", "", None), ("single", "x", "", "main", None)]
    paragraph = nodes.paragraph("", "", nodes.Text("a "), indexterm(entries=entries), nodes.Text("b"))
    made += nodes.section("", nodes.title("", "T"), paragraph, ids=["T.1"], classes=["db-book"])
    (tmp_path / "written" / "x.rst").write_text(rst.write(made))
    (entry,) = doctrees(tmp_path / "written")["x"].findall(addnodes.index)
    assert entry["inline"]
    assert entry["entries"] == [
        ("single", "loops; parallel", "index-0", "", None),
        ("single", "x", "index-0", "main", None),
    ]


@pytest.mark.corpus
@pytest.mark.deep
@pytest.mark.skipif(not KAMAILIO.is_dir(), reason=f"no corpus at {KAMAILIO}")
def test_all_kamailio_modules_give_one_doctree(tmp_path: Path) -> None:
    direct, written = tmp_path / "direct", tmp_path / "written"
    shutil.copytree(KAMAILIO, direct)
    index(direct, "src/modules/*/doc/*")
    index(written, "src/modules/*/doc/*")
    trees = doctrees(direct, docbook2rst_root=str(direct))
    for name in trees:
        path, target = direct / f"{name}.xml", written / f"{name}.rst"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(rst.write(convert.read_document(path, Options(root=direct), Problems())))
        if (images := path.parent / "images").is_dir():
            shutil.copytree(images, target.parent / "images", dirs_exist_ok=True)
    shutil.rmtree(direct)
    assert differences(trees, doctrees(written)) == ""
