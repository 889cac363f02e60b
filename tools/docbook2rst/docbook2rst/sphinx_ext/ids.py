"""The ids of every DocBook document of the project, and what may be said about them across documents.

Sphinx's labels are global and an id is only unique in its document, so the ids live here, by document.  A reference looks in
its own document first, then in the other pages of the same DocBook file, then in the whole project, where only an id that one
single file defines is found.  Ids of that last kind are also published as Sphinx's own labels once everything is read, so that
`:ref:`, intersphinx and `objects.inv` know them; an id that repeats is no error and is simply not published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import PurePath
from typing import Any, ClassVar, NamedTuple, cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from docbook2rst.convert import Counts
from docbook2rst.problems import Problem

__all__ = ["DocBookIds", "DocumentIds", "titles"]


class DocumentIds(NamedTuple):
    """What one Sphinx document defines: its DocBook file, the titles of its ids, and what its reading found.

    Where a DocBook file has several pages, what was found is with the first one.
    """

    source: str
    titles: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    undefined: Mapping[str, Problem] = {}
    """The ids that references name and the DocBook file does not define, with the problem to report if nobody else does."""
    counts: Counts = Counts()
    dependencies: tuple[str, ...] = ()
    """Every other file that was read."""


class DocBookIds(Domain):
    """Sphinx's view of the ids; owns `env.domaindata["docbook"]`."""

    name = "docbook"
    label = "DocBook"
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {"documents": {}, "published": set()}

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.reading: tuple[str, ...] = ()
        """The docnames that this build reads or has read."""

    @property
    def documents(self) -> dict[str, DocumentIds]:
        """The Sphinx documents that come from DocBook, by docname."""
        return cast("dict[str, DocumentIds]", self.data["documents"])

    @property
    def published(self) -> set[str]:
        """The names of the labels that were given to Sphinx's standard domain."""
        return cast("set[str]", self.data["published"])

    def clear_doc(self, docname: str) -> None:
        """Forget `docname`."""
        self.documents.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process has read; costs what is new, not what is there."""
        for docname in docnames:
            if docname in otherdata["documents"]:
                self.documents[docname] = otherdata["documents"][docname]

    def definitions(self) -> dict[str, str | None]:
        """Each id of the project with the docname that defines it, None where several files do."""
        found: dict[str, str | None] = {}
        for docname in sorted(self.documents):
            source = self.documents[docname].source
            for target in self.documents[docname].titles:
                other = found.setdefault(target, docname)
                if other != docname and other is not None and self.documents[other].source != source:
                    found[target] = None
        return found

    def find(self, docname: str, target: str) -> str | None:
        """The docname that `target` means when it is referred to in `docname`, None where nothing or too much fits.

        `NAME#ID`, as an `olink` has it, is an id of the file called NAME or of the one that has NAME as an id; `NAME#` is its
        beginning.
        """
        name, mark, identifier = target.rpartition("#")
        if mark:
            return self._find_in(name, identifier)
        here = self.documents.get(docname)
        if here and target in here.titles:
            return docname
        holders = [name for name, document in self.documents.items() if target in document.titles]
        pages = [name for name in holders if here and self.documents[name].source == here.source]
        if pages:
            return min(pages)
        sources = {self.documents[name].source for name in holders}
        return min(holders) if len(sources) == 1 else None

    def _find_in(self, name: str, identifier: str) -> str | None:
        """The docname of the page with `identifier`, or of the first page, of the one DocBook file that `name` means."""
        sources = {document.source for document in self.documents.values() if PurePath(document.source).stem == name}
        sources = sources or {document.source for document in self.documents.values() if name in document.titles}
        if len(sources) != 1:
            return None
        pages = [page for page, document in self.documents.items() if document.source in sources]
        return min((page for page in pages if not identifier or identifier in self.documents[page].titles), default=None)

    def withdraw(self) -> None:
        """Take the published labels back, so that reading meets only the labels that documents define themselves."""
        standard = self.env.domains.standard_domain
        for name in self.published:
            standard.labels.pop(name, None)
            standard.anonlabels.pop(name, None)
        self.published.clear()

    def publish(self) -> None:
        """Give every id that is unique in the project to Sphinx's standard domain, under its own and its lower-case name.

        `:ref:` looks up lower-case names only; the inventory shall have the literal one.
        """
        self.withdraw()
        standard = self.env.domains.standard_domain
        unique = {target: docname for target, docname in self.definitions().items() if docname is not None}
        for target, docname in unique.items():
            names = {target, target.lower()} if target.lower() == target or target.lower() not in unique else {target}
            for name in names - standard.anonlabels.keys():
                self._publish(standard, name, docname, target)

    def _publish(self, standard: StandardDomain, name: str, docname: str, target: str) -> None:
        title = self.documents[docname].titles[target]
        standard.anonlabels[name] = docname, target
        if title:
            standard.labels[name] = docname, target, title
        self.published.add(name)

    def resolve_xref(  # noqa: PLR0917 - Sphinx's signature
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """The link for a reference of a DocBook document; its text, marked as undefined, where the id is defined nowhere.

        That was reported when everything had been read, so Sphinx need not say it again.
        """
        del typ, node
        docname = self.find(fromdocname, target)
        if docname is None:
            contnode["classes"] = (
                [*contnode["classes"], "db-undefined"] if "db-undefined" not in contnode["classes"] else contnode["classes"]
            )
            return cast("nodes.reference", contnode)
        name, _, identifier = target.rpartition("#")
        title = self.documents[docname].titles.get(identifier) or ("" if identifier else env.titles[docname].astext())
        if title and contnode.astext() in {target, identifier or name}:
            contnode.children = [nodes.Text(title)]
        link = make_refnode(builder, fromdocname, docname, identifier, contnode.children)
        link["classes"].extend(name for name in contnode["classes"] if name != "db-undefined")
        return link

    def resolve_any_xref(self, *_args: object) -> list[tuple[str, nodes.reference]]:
        """Nothing: `:any:` finds the published labels in the standard domain."""
        return []

    def problems(self, docnames: Iterable[str]) -> list[Problem]:
        """The problems of `docnames`, each place and message once, in the order of the docnames.

        A reference that only another document of the project resolves is none.
        """
        found: dict[Problem, None] = {}
        for docname in sorted(set(docnames) & self.documents.keys()):
            document = self.documents[docname]
            unresolved = [problem for target, problem in document.undefined.items() if self.find(docname, target) is None]
            found.update(dict.fromkeys([*document.problems, *unresolved]))
        return list(found)


def titles(document: nodes.document, only: frozenset[str] | None = None) -> dict[str, str]:
    """Each id of `document`, or of `only` those, with the title that a reference to it may show, empty where there is none."""
    found: dict[str, str] = {}
    for node in document.findall(nodes.Element):
        for target in node["ids"]:
            if only is None or target in only:
                found.setdefault(target, _title(node))
    return found


def _title(node: nodes.Element) -> str:
    for child in node.children[:2]:
        if isinstance(child, nodes.title | nodes.rubric | nodes.caption | nodes.term):
            return " ".join(child.astext().split())
    return ""
