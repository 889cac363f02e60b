"""Doctrees from DocBook in strings, for tests; `body` shows what becomes of one construct."""

from __future__ import annotations

import json

from docutils import nodes
from tests.docbook2rst.trees import tree

from docbook2rst import transforms
from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.reader import read


def doctree(xml: str, problems: Problems | None = None) -> nodes.document:
    """The finished doctree of the document `xml`."""
    problems = Problems() if problems is None else problems
    document = read(tree(xml), Options(), problems)
    transforms.apply(document, problems)
    return document


def body(xml: str, problems: Problems | None = None) -> str:
    """The doctree of `xml`, as it stands in a section after its title."""
    document = doctree(f'<section id="top"><title>Top</title>{xml}</section>', problems)
    return "".join(shown(child) for child in document[0].children[1:])


def shown(node: nodes.Node, indent: str = "") -> str:
    """`node` as docutils' pseudo-XML, with its text in quotation marks so that white space can be seen."""
    if isinstance(node, nodes.Text):
        return f"{indent}{json.dumps(str(node), ensure_ascii=False).replace(chr(0xA0), '~')}\n"
    assert isinstance(node, nodes.Element)
    return f"{indent}{node.starttag()}\n" + "".join(shown(child, indent + "  ") for child in node.children)


def problem_lines(problems: Problems) -> str:
    """The problems, one a line."""
    return "".join(f"{problem}\n" for problem in problems)
