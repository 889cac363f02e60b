"""Pictures, sound and film: a figure, an image, or the text that stands for them."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.reader import images
from docbook2rst.reader.titles import INFO, TITLES, read_title, title_elements, titled
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.confine import Files, MissingError, RefusedError, TooLargeError, default_root
from docbook2rst.source.tree import Element

__all__: list[str] = []

_OBJECTS = frozenset(("mediaobject", "graphic", "mediaobjectco", "screenshot", "imageobjectco", "graphicco"))
_IMAGES = ("imageobject", "imageobjectco", "imagedata", "graphic", "inlinegraphic")
_PLAYED = ("videoobject", "audioobject")
_ASIDE = frozenset((*TITLES, *INFO))


@element("figure")
def figure(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A `figure` around its one picture with the title as caption; anything else is a container with the title as rubric."""
    content = [child for child in element.elements() if child.tag not in _ASIDE and child.tag != "indexterm"]
    single = content[0] if len(content) == 1 and content[0].tag in ("mediaobject", "graphic") else None
    image = _image(reader, single) if single is not None else None
    if single is None or image is None:
        place = titled(reader, element, parent)
        if single is not None:
            for child in element.elements():
                if child.tag in INFO:
                    reader.read(child, place)
            _text_alternative(reader, single, place)
        else:
            reader.blocks(element, place, skip=TITLES)
        return
    node = nodes.figure(classes=["db-figure"])
    for child in element.elements():
        if child.tag in INFO or child.tag == "indexterm":
            reader.read(child, parent)
    reader.open(node, element, parent)
    _fill_figure(reader, element, single, image, node)


def _fill_figure(reader: Reader, element: Element, single: Element, image: nodes.Element, node: nodes.Element) -> None:
    """Put the picture, the title as caption and the caption as legend into `node`."""
    _move_align(image, node)
    reader.label(single, node)
    node.append(image)
    for number, title in enumerate((*title_elements(element), *title_elements(single))):
        if number == 0:
            read_title(reader, title, nodes.caption(), node)
        else:
            place = _legend(node)
            reader.inlines(title, reader.open(nodes.paragraph(), title, place))
    for holder in (element, single):
        for child in holder.elements():
            if child.tag == "caption":
                reader.blocks(child, _legend(node))
            elif child.tag in ("subtitle", "titleabbrev"):
                reader.inlines(child, reader.open(nodes.paragraph(classes=[f"db-{child.tag}"]), child, _legend(node)))
            elif child.tag in INFO and holder is single:
                reader.read(child, _legend(node))


def _legend(node: nodes.Element) -> nodes.Element:
    """The legend of the figure `node`, made where it has none."""
    if not isinstance(node.children[-1], nodes.legend):
        node.append(nodes.legend())
    legend = node.children[-1]
    assert isinstance(legend, nodes.legend)
    return legend


@element("informalfigure", "screenshot", "mediaobjectco")
def informal(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A container of what it holds."""
    node = titled(reader, element, parent)
    reader.blocks(element, node, skip=TITLES)


@element("screeninfo")
def screeninfo(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A paragraph about the picture."""
    reader.inlines(element, reader.open(nodes.paragraph(classes=["db-screeninfo"]), element, parent))


@element("mediaobject", "graphic", "imageobjectco", "graphicco")
def mediaobject(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """An image; with a caption a figure whose legend it is; without a usable picture what stands for it."""
    if (file := _text_file(element)) is not None:
        textdata(reader, file, parent)
        return
    source = element.find("graphic") if element.tag == "graphicco" else element
    image = _image(reader, source) if source is not None else None
    if image is None:
        _text_alternative(reader, element, parent)
    elif any(child.tag in ("caption", *_ASIDE) for child in element.elements()):
        node = reader.open(nodes.figure(classes=["db-mediaobject"]), element, parent)
        empty = Element("figure", {}, element.path, element.line)
        _fill_figure(reader, empty, _without_id(element), image, node)
    else:
        image["classes"] = [f"db-{element.tag}"]
        _place_block(reader, element, image, parent)
    for holder in (element, element.find("imageobjectco")):
        for child in holder.elements() if holder is not None else ():
            if child.tag in ("calloutlist", "areaspec"):
                reader.read(child, parent)


def _place_block(reader: Reader, element: Element, image: nodes.Element, parent: nodes.Element) -> None:
    """Place an image that stands as a block with its own id: docutils counts images as inline, whose ids are targets."""
    reader.label(element, image, first=True)
    image.source, image.line = element.path, element.line
    parent.append(image)


@element("inlinemediaobject", "inlinegraphic", flow=Flow.INLINE)
def inline_image(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """An image in the line, or what stands for it."""
    if (file := _text_file(element)) is not None:
        if element.id:
            reader.open(nodes.target(), element, parent)
        textdata(reader, file, parent)
        return
    image = _image(reader, element)
    if image is not None:
        image.attributes.pop("align", None)
        image["classes"] = [f"db-{element.tag}"]
        reader.open(image, element, parent)
        return
    if element.id:
        reader.open(nodes.target(), element, parent)
    remote = _remote(reader, element)
    if remote is not None:
        parent.append(remote)
        return
    texts = [child for child in element.elements() if child.tag in ("textobject", "alt")]
    for text in texts:
        for child in [text] if text.tag == "alt" else list(text.elements()):
            reader.run(child, parent)
    if not texts:
        parent.append(nodes.Text(_name(element)))


def _image(reader: Reader, element: Element) -> nodes.image | None:
    """The image node for the best picture in `element`; None where none can be shown."""
    data = _best(element)
    if data is None or not (data.get("fileref") or data.get("entityref")):
        return None
    if data.get("fileref").lower().startswith(("http:", "https:")):
        return None
    found = images.locate(reader, data)
    if not found.uri:
        return None
    image = nodes.image(uri=found.uri)
    image.source, image.line = data.path, data.line
    text = _alternative(element)
    if text:
        image["alt"] = text
    images.size(data, image, align=image)
    return image


def _text_file(element: Element) -> Element | None:
    """The text file that `element` names as a picture of the format `linespecific`, as a `textdata` with its id."""
    data = _best(element)
    if data is None or data.get("format").lower() != "linespecific" or not data.get("fileref"):
        return None
    identifier = element.id or data.id
    file = Element("textdata", {"fileref": data.get("fileref")}, data.path, data.line, data.column)
    if identifier:
        file.attrib["id"] = identifier
    return file


def _best(element: Element) -> Element | None:
    if element.tag in ("graphic", "inlinegraphic"):
        return element
    return images.best([child for child in element.elements() if child.tag in _IMAGES])


def _move_align(image: nodes.Element, node: nodes.Element) -> None:
    if "align" in image:
        node["align"] = image.attributes.pop("align")


def _alternative(element: Element) -> str:
    """The text that stands for a picture, on one line."""
    texts: list[str] = []
    for child in element.elements():
        if child.tag in ("textobject", "alt"):
            texts.append(" ".join(child.text().split()))
        elif child.tag in ("imageobject", "imageobjectco"):
            texts.append(_alternative(child))
    return " ".join(text for text in dict.fromkeys(texts) if text)


def _name(element: Element) -> str:
    """The name of the file that cannot be shown."""
    data = _best(element)
    return f"[{data.get('fileref').rpartition('/')[2]}]" if data is not None and data.get("fileref") else ""


def _remote(reader: Reader, element: Element) -> nodes.Element | None:
    """A link to a picture on the network, with its text alternative or its address as text."""
    data = _best(element)
    if data is None or not images.locate(reader, data).is_remote:
        return None
    uri = data.get("fileref").strip()
    return nodes.reference("", _alternative(element) or uri, refuri=uri)


def _text_alternative(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Append what stands for `element`: a link, its text objects as blocks, or the name of its file; then its caption."""
    node = titled(reader, element, parent)
    data = _best(element)
    is_remote = data is not None and data.get("fileref").lower().startswith(("http:", "https:"))
    link = _remote(reader, element) if is_remote else None
    if link is not None:
        node.append(nodes.paragraph("", "", link))
    _texts(reader, element, node, is_linked=link is not None)
    if not node.children and _name(element):
        node.append(nodes.paragraph("", _name(element)))
    if not node.children:
        parent.remove(node)
        for identifier in node["ids"]:
            parent.append(nodes.paragraph("", "", nodes.target(ids=[identifier])))


def _texts(reader: Reader, element: Element, node: nodes.Element, *, is_linked: bool) -> None:
    """Append the text objects, films, foreign markup and captions of `element`, in this order of its content."""
    for child in element.elements():
        if child.tag in INFO:
            reader.read(child, node)
        elif child.tag == "textobject":
            if not is_linked:
                reader.paragraphs(child, node)
        elif child.tag == "alt":
            if not is_linked:
                reader.inlines(child, reader.open(nodes.paragraph(), child, node))
        elif child.tag in _PLAYED:
            _played(reader, child, node)
        elif child.tag == "caption":
            reader.blocks(child, reader.open(nodes.container(classes=["db-caption"]), child, node))
        elif child.tag == "imageobjectco" and element.tag != "imageobjectco":
            _texts(reader, child, node, is_linked=is_linked)
        elif child.tag in ("imageobject", "imagedata"):
            _foreign(reader, child, node)


def _foreign(reader: Reader, element: Element, node: nodes.Element) -> None:
    """The words of a drawing (SVG, MathML) that is written into the document."""
    text = " ".join(element.text().split())
    if text:
        reader.problem("DB202", element, form="its text")
        node.append(nodes.paragraph("", text))


def _played(reader: Reader, element: Element, node: nodes.Element) -> None:
    """A link to a film or recording, or its file's name."""
    data = element.find("videodata", "audiodata")
    name = data.get("fileref").strip() if data is not None else ""
    if name.lower().startswith(("http:", "https:")):
        node.append(nodes.paragraph("", "", nodes.reference("", name, refuri=name)))
        reader.problem("DB202", element, form="a link")
    elif name:
        node.append(nodes.paragraph("", "", nodes.literal("", name, classes=["db-filename"])))
        reader.problem("DB202", element, form="its name and text alternative")


@element("textobject", "caption")
def text_alternative(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Text that stands for something, outside a picture: its blocks, or its text inside text."""
    if isinstance(parent, nodes.TextElement):
        reader.run(element, parent)
    else:
        reader.paragraphs(element, parent)


@element("textdata")
def textdata(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The content of the text file that is named, as a listing or in the listing that it stands in."""
    name = element.get("fileref")
    files = Files(reader.options.root or default_root(reader.tree.path), reader.options.max_bytes)
    try:
        text = files.read(files.name(element.path, name)).decode(element.get("encoding") or "utf-8", "replace")
        reader.labels.text_files |= files.names
    except RefusedError as err:
        reader.problem("DB105", element, target=name, reason=str(err))
        text = f"[{name}]"
    except (MissingError, TooLargeError, LookupError):
        reader.problem("DB106", element, target=name)
        text = f"[{name}]"
    text = text.replace("\r\n", "\n")
    if isinstance(parent, nodes.TextElement):
        parent.append(nodes.Text(text))
    elif text.strip():
        block = nodes.literal_block("", text.rstrip("\n"), classes=["db-textdata"], language="none", force=False)
        block["highlight_args"] = {}
        block["xml:space"] = "preserve"
        reader.open(block, element, parent)


@element("imageobject", "videoobject", "audioobject")
def stray_object(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A form of a picture outside a media object: one with this form alone."""
    holder = Element("mediaobject", {}, element.path, element.line, element.column)
    holder.parent = element.parent
    holder.children = [element]
    mediaobject(reader, holder, parent)


def _without_id(element: Element) -> Element:
    copy = Element(element.tag, {}, element.path, element.line, element.column)
    copy.parent = element.parent
    copy.children = element.children
    return copy
