"""The reading side of the reST road: a file that the writer wrote becomes the doctree that it was written from.

The transform acts on documents whose first comment begins with `docbook2rst:`. It makes labels literal ids of the blocks
behind them, takes `db-wrap` containers off, gives back classes that stand in comments, undoes the encodings of listings and
removes what docutils generated: ids that nobody wrote, comments, messages below a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from docutils import core, nodes
from docutils.readers.standalone import Reader
from docutils.transforms import Transform

from docbook2rst import domain
from docbook2rst.nodes import indexterm
from docbook2rst.role_names import NO_CLASS
from docbook2rst.transforms.footnotes import number_footnotes
from docbook2rst.writers.listing import ESCAPED, decode
from docbook2rst.writers.rst import MARK
from docbook2rst.writers.rst_blocks import DEPTH, SECTION
from docbook2rst.writers.rst_lists import ENUM
from docbook2rst.writers.rst_tables import HEAD_ONLY, SPAN, SPANNED
from docbook2rst.writers.rst_visit import WRAP

__all__ = ["SETTINGS", "RestoreDocBook", "is_written", "read", "setup_docutils", "setup_sphinx"]

SETTINGS: dict[str, Any] = {
    "doctitle_xform": False,
    "docinfo_xform": False,
    "sectsubtitle_xform": False,
    "smart_quotes": False,
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 2,
    "halt_level": 5,
}
"""docutils' settings under which a written file is read."""

_LABEL = re.compile(r"\.\. _(?P<name>\S+):\s*(?![\s\S])")


def is_written(document: nodes.document) -> bool:
    """Whether `document` was read from a file that the writer wrote."""
    first = document[0] if len(document) else None
    return isinstance(first, nodes.comment) and first.astext().startswith(MARK)


class RestoreDocBook(Transform):
    """Makes the doctree of a written file the one that it was written from."""

    default_priority: ClassVar[int] = 5
    """Before anything reads labels, ids or classes: Sphinx's first numbering is at 210, docutils' labels move at 260."""

    def apply(self, **_kwargs: Any) -> None:  # noqa: ANN401 - docutils' signature
        """Restore the document in place; one that the writer did not write stays as it is."""
        document = self.document
        if not is_written(document):
            return
        document.settings.smart_quotes = False
        _messages(document)
        _texts(document)
        _index(document)
        _forget_ids(document)
        _labels(document)
        _class_comments(document)
        for comment in list(document.findall(nodes.comment)):
            if not comment.astext() or comment is document[0]:
                comment.parent.remove(comment)
        _unwrap(document)
        _listings(document)
        _small_things(document)
        _footnotes(document)
        _note_ids(document)


def _messages(document: nodes.document) -> None:
    """Remove what docutils only remarks."""
    for message in list(document.findall(nodes.system_message)):
        if message["level"] < 2:  # noqa: PLR2004 - docutils' warning
            message.parent.remove(message)


def _texts(document: nodes.document) -> None:
    """Take docutils' marks of escaped characters out of the texts."""
    for text in list(document.findall(nodes.Text)):
        if "\0" in str(text):
            plain = text.astext()
            text.parent.replace(text, nodes.Text(plain) if plain else [])


def _index(document: nodes.document) -> None:
    """Make Sphinx's index nodes, each with a target behind it, `indexterm` nodes."""
    for node in [node for node in document.findall(nodes.Element) if node.tagname == "index"]:
        entries = [(kind, terms, "", main, None) for kind, terms, _target, main, _key in node["entries"]]
        target = node.next_node(descend=False, siblings=True)
        if isinstance(target, nodes.target) and target["ids"] and target["ids"][0].startswith("index-"):
            target.parent.remove(target)
        node.parent.replace(node, indexterm(entries=entries))


def _forget_ids(document: nodes.document) -> None:
    """Remove every id that docutils made of a name; anchors in the text keep theirs."""
    for node in document.findall(nodes.Element):
        if node["ids"] and not isinstance(node, nodes.target):
            node["ids"] = []


def _label(node: nodes.Node | None) -> str | None:
    """The id that a label or `db:anchor` names, None where `node` is neither."""
    if not isinstance(node, nodes.target):
        return None
    if domain.LITERAL_ID in node:
        return str(node[domain.LITERAL_ID])
    found = _LABEL.match(node.rawsource) if node["names"] or node["dupnames"] else None
    return found["name"] if found else None


def _labels(document: nodes.document) -> None:
    """Give the ids of labels to the block behind them, and take the labels out of docutils' tables."""
    for target in list(document.findall(nodes.target)):
        name = _label(target)
        if name is None:
            continue
        owner = next(
            (node for node in _following(target) if _label(node) is None and not isinstance(node, nodes.comment)), None
        )
        if owner is not None:
            owner["ids"].append(name)
        for old in (*target["names"], *target["dupnames"]):
            document.nameids.pop(old, None)
            document.nametypes.pop(old, None)
        target.parent.remove(target)


def _following(node: nodes.Node) -> Iterator[nodes.Element]:
    """The elements behind `node` that a label may belong to: its later siblings, else its ancestors' (for a section)."""
    found = node.next_node(nodes.Element, descend=False, siblings=True, ascend=True)
    while found is not None:
        yield found
        found = found.next_node(nodes.Element, descend=False, siblings=True, ascend=True)


def _class_comments(document: nodes.document) -> None:
    """Give the classes that a comment names to the section behind it, or to the cell that it begins."""
    for section in document.findall(nodes.section):
        section["classes"] = [SECTION]
    for comment in list(document.findall(nodes.comment)):
        text = comment.astext()
        behind = comment.next_node(nodes.Element, descend=False, siblings=True, ascend=True)
        owner: nodes.Node | None = behind if isinstance(behind, nodes.section) else None
        if isinstance(comment.parent, nodes.entry) and comment.parent[0] is comment:
            owner = comment.parent
        if isinstance(owner, nodes.Element) and text and comment is not document[0]:
            owner["classes"] = [name for name in text.split() if name != NO_CLASS]
            comment.parent.remove(comment)


def _unwrap(document: nodes.document) -> None:
    """Move the classes and ids of `db-wrap` containers to the block inside."""
    for wrap in list(document.findall(nodes.container)):
        classes = wrap["classes"]
        if not classes or classes[0] != WRAP or len(wrap) != 1:
            continue
        inner = wrap[0]
        if not isinstance(inner, nodes.Element):
            continue
        for name in classes[1:]:
            if name.startswith(ENUM) and isinstance(inner, nodes.enumerated_list):
                inner["enumtype"] = name.removeprefix(ENUM)
            else:
                inner["classes"].append(name)
        inner["ids"] = wrap["ids"] + inner["ids"]
        wrap.parent.replace(wrap, inner)


def _listings(document: nodes.document) -> None:
    """Give listings their tabs and odd characters back, and formulas their empty lines."""
    for block in document.findall(nodes.literal_block):
        classes = block["classes"]
        how = next((name for name in ("retab", "escaped") if classes and classes[-1] == name), None)
        block["classes"] = [name for name in classes if name not in (how, NO_CLASS)]
        if how is None:
            continue
        for text in list(block.findall(nodes.Text)):
            text.parent.replace(text, nodes.Text(decode(str(text), how)))
        block.rawsource = block.astext() if "language" in block else block.rawsource
    for formula in document.findall(nodes.math_block):
        if ESCAPED in formula["classes"]:
            formula["classes"].remove(ESCAPED)
            formula[:] = [nodes.Text(decode(formula.astext(), ESCAPED))]


def _small_things(document: nodes.document) -> None:
    """Give labels of titles the space behind them, and empty tables their emptiness."""
    for mark in list(document.findall(nodes.inline)):
        if not mark.attributes.pop("joined", None):
            continue
        behind = mark.next_node(descend=False, siblings=True)
        if isinstance(behind, nodes.Text) and behind.startswith(" "):
            mark.append(nodes.Text(mark.pop(0).astext() + " " if len(mark) == 1 else " "))
            behind.parent.replace(behind, nodes.Text(behind[1:]) if len(behind) > 1 else [])
    for entry in list(document.findall(nodes.entry)):
        _span(entry)
    for table in document.findall(nodes.table):
        if HEAD_ONLY in table["classes"]:
            table["classes"].remove(HEAD_ONLY)
            next(iter(table.findall(nodes.tbody))).clear()


def _span(entry: nodes.entry) -> None:
    """Make the classes by which a `list-table` says how far a cell reaches that reach; cells under another one go."""
    for name in list(entry["classes"]):
        if name == SPANNED:
            entry.parent.remove(entry)
        elif found := SPAN.fullmatch(name):
            entry["classes"].remove(name)
            entry["more" + found[1]] = int(found[2])


def _footnotes(document: nodes.document) -> None:
    """Move footnotes to the end of the section that the comment before them means: reST leaves them in the last one."""
    for comment in [node for node in document.findall(nodes.comment) if node.astext().startswith(DEPTH)]:
        notes = []
        behind = comment.next_node(descend=False, siblings=True)
        while isinstance(behind, nodes.footnote):
            notes.append(behind)
            behind = behind.next_node(descend=False, siblings=True)
        sections = [comment.parent]
        while not isinstance(sections[0].parent, nodes.document | None):
            sections.insert(0, sections[0].parent)
        owner = sections[int(comment.astext().removeprefix(DEPTH)) - 1]
        comment.parent.remove(comment)
        for note in notes:
            note.parent.remove(note)
            owner.append(note)
    _number_footnotes(document)


def _number_footnotes(document: nodes.document) -> None:
    """Number the footnotes as those of DocBook are, and take them out of docutils' tables, which allow them one id."""
    by_label: dict[str, nodes.footnote] = {}
    for place, note in enumerate(document.findall(nodes.footnote), 1):
        by_label.update(dict.fromkeys(note["names"], note))
        note["ids"] = note["ids"] or [f"footnote-{place}"]
    for reference in document.findall(nodes.footnote_reference):
        if reference.get("refname") in by_label:
            reference["refid"] = by_label[reference.attributes.pop("refname")]["ids"][0]
    nameless = [note for note in document.autofootnotes if not note["names"]]
    for note, reference in zip(nameless, [mark for mark in document.autofootnote_refs if "refid" not in mark], strict=False):
        reference["refid"] = note["ids"][0]
    document.autofootnotes = []
    document.autofootnote_refs = [mark for mark in document.autofootnote_refs if "refid" not in mark]
    for name in by_label:
        for table in (document.footnote_refs, document.refnames, document.nameids, document.nametypes):
            table.pop(name, None)
    number_footnotes(document)


def _note_ids(document: nodes.document) -> None:
    """Make docutils' table of ids say what the tree says, and its count of generated ids begin anew."""
    document.ids.clear()
    document.id_counter.clear()
    for node in document.findall(nodes.Element):
        for name in node["ids"]:
            document.ids.setdefault(name, node)


class _RoadReader(Reader):  # type: ignore[type-arg]
    def get_transforms(self) -> list[type[Transform]]:
        return [*super().get_transforms(), RestoreDocBook]


def read(text: str, source: str = "<reST>") -> nodes.document:
    """The doctree of `text`, written by `writers.rst`; docutils' messages about it are in the tree.

    `setup_docutils` must have been called.
    """
    settings = {**SETTINGS, "warning_stream": False}
    return core.publish_doctree(text, source_path=source, reader=_RoadReader(), settings_overrides=settings)


def setup_docutils() -> None:
    """Register what reading needs with docutils, for this process."""
    domain.setup_docutils()


def setup_sphinx(app: Any) -> None:  # noqa: ANN401 - sphinx.application.Sphinx, which docutils' users need not have
    """Register what reading needs with a Sphinx application."""
    from docbook2rst import sphinx_domain  # noqa: PLC0415 - reading with docutils alone does without Sphinx

    sphinx_domain.setup_sphinx(app)
    app.add_transform(SphinxRestoreDocBook)


class SphinxRestoreDocBook(RestoreDocBook):
    """As `RestoreDocBook`, and every section without an id gets one, because Sphinx's tables of contents want it."""

    def apply(self, **kwargs: Any) -> None:  # noqa: ANN401 - docutils' signature
        """Restore the document in place."""
        document = self.document
        if not is_written(document):
            return
        super().apply(**kwargs)
        for section in document.findall(nodes.section):
            if not section["ids"]:
                _give_id(document, section)


def _give_id(document: nodes.document, section: nodes.section) -> None:
    name, number = nodes.make_id(section[0].astext()), 0
    while not name or name in document.ids:
        number += 1
        name = f"id{number}"
    section["ids"].append(name)
    document.ids[name] = section
