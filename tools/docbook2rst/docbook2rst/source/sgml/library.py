"""The files of external entities, found by system identifier, public identifier and catalog."""

from __future__ import annotations

from docbook2rst.source.catalogue import is_address, is_known, is_module
from docbook2rst.source.confine import MissingError, RefusedError
from docbook2rst.source.document import Session
from docbook2rst.source.errors import SourceError
from docbook2rst.source.sgml.catalog import Catalog
from docbook2rst.source.sgml.entities import Entity
from docbook2rst.source.sgml.flavour import to_text
from docbook2rst.source.sgml.inputs import Input
from docbook2rst.source.tree import Position

__all__ = ["Library"]


class Library:
    """Opens the entities of one document."""

    def __init__(self, session: Session, document: str) -> None:
        self._session, self._document = session, document
        self._catalog: Catalog | None = None

    def open(self, entity: Entity, here: Position, *, is_parameter: bool = False) -> Input | None:
        """The text of an external entity that is referred to at `here`; None where there is none, which is reported."""
        if is_known(entity.public_id, entity.system_id):
            return None
        problems = self._session.problems
        for base, target in self._places(entity, is_parameter=is_parameter):
            if is_module(target) or (entity.public_id and is_address(target) and not target.lower().startswith("file:")):
                break
            try:
                name = self._session.files.name(base, target)
                if name in self._session.broken:
                    return None
                return Input(to_text(name, self._session.files.read(name), problems), name, entity=entity.name)
            except RefusedError as error:
                problems.add("DB105", here, target=target, reason=error)
                return None
            except MissingError:
                continue
            except SourceError:
                self._session.broken.add(name)
                return None
        self._report(entity, here)
        return None

    def _report(self, entity: Entity, here: Position) -> None:
        target = entity.system_id or entity.public_id or entity.name
        is_elsewhere = is_address(target) or (entity.system_id is None and entity.public_id is not None)
        self._session.problems.add("DB111" if is_elsewhere else "DB106", here, target=target)

    def _places(self, entity: Entity, *, is_parameter: bool) -> list[tuple[str, str]]:
        """The files that may be meant, each with the file from which its name is seen, the best first."""
        catalog = self._catalog
        if catalog is None:
            catalog = self._catalog = Catalog.of(self._session.files, self._document)
        places: list[tuple[str, str]] = []
        if entity.system_id is not None:
            places.append(catalog.system.get(entity.system_id, (entity.base, entity.system_id)))
        by_public = catalog.public.get(entity.public_id or "")
        if by_public:
            base, target, overrides = by_public
            places.insert(0 if overrides else len(places), (base, target))
        by_name = catalog.entities.get("%" + entity.name if is_parameter else entity.name)
        if by_name and not places:
            places.append(by_name)
        return places
