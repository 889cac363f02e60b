"""What Sphinx must know to read the reST that the writer writes: the `db` domain, in which every name is a role."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any, ClassVar

from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.domains import Domain

from docbook2rst.domain import Anchor, RoleDeclaration
from docbook2rst.roles import default_role, registered

__all__ = ["DocBookDomain", "setup_sphinx"]


class DocBookDomain(Domain):
    """The `db` domain of Sphinx: every name is a role."""

    name = "db"
    label = "DocBook"
    directives: ClassVar[dict[str, type[Directive]]] = {"anchor": Anchor}

    def role(self, name: str) -> Any:  # noqa: ANN401 - what Sphinx's own method gives back
        """The role `db:NAME`: as the file declared it, else by DocBook's element of this name."""
        return registered(name.lower()) or default_role(name.lower())

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Nothing: the domain keeps no data."""


def setup_sphinx(app: Sphinx) -> None:
    """Register the domain and the declaration of roles with `app`."""
    app.add_domain(DocBookDomain)
    app.add_directive("role", RoleDeclaration, override=True)
