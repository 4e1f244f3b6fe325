"""A rendered card read as words, by the rules of pagein's plain mode, so that
the two can be compared. Nothing of this knows how pagein writes HTML beyond
what the style sheet of the cards does: hide, and put bullets."""

import re
import unicodedata
from html.parser import HTMLParser

HIDDEN = "\ue000"  # a place that only some cards of the note hide ...
SHOWN = "\ue001"   # ... and the end of it
BLOCKS = {"p", "div", "li", "ul", "ol", "pre", "blockquote", "h1", "h2", "h3",
          "h4", "h5", "h6", "hr", "tr", "table"}
VOID = {"br", "img", "hr"}


class Node:
    def __init__(self, tag, attrs, parent):
        self.tag, self.parent, self.children = tag, parent, []
        self.attrs = dict(attrs)
        self.classes = set((self.attrs.get("class") or "").split())

    def find(self, *, cls=None, tag=None):
        for child in self.children:
            if isinstance(child, Node):
                if (cls in child.classes if cls else child.tag == tag):
                    yield child
                yield from child.find(cls=cls, tag=tag)


class Tree(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.root = self.at = Node("root", [], None)
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        node = Node(tag, attrs, self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Node(tag, attrs, self.at))

    def handle_endtag(self, tag):
        at = self.at
        while at is not None and at.tag != tag:
            at = at.parent
        if at is None or at.parent is None:
            raise ValueError(f"</{tag}> closes nothing")
        self.at = at.parent

    def handle_data(self, data):
        self.at.children.append(data)


class Reader:
    def __init__(self, root):
        self.blanks = list(root.find(cls="cloze"))
        self.question = any(True for _ in root.find(cls="q"))

    def hides(self, node):
        """What the style sheet says of another cloze on a question."""
        if not self.question or "cloze-inactive" not in node.classes:
            return False
        up = node.parent
        while up is not None:
            if "all" in up.classes:
                return not any(True for _ in node.find(cls="cloze"))
            if "later" in up.classes:
                siblings = [n for n in node.parent.children
                            if isinstance(n, Node)]
                before = siblings[:siblings.index(node)]
                return any("cloze" in n.classes or
                           any(True for _ in n.find(cls="cloze"))
                           for n in before)
            up = up.parent
        return False

    def table(self, table):
        rows = list(table.find(tag="tr"))
        head = [c for c in rows[0].children if isinstance(c, Node)]
        if not head or head[0].tag != "th":
            head = []
        said = []
        for i, row in enumerate(rows):
            cells = [c for c in row.children if isinstance(c, Node)]
            if i == 0 and head and len(rows) > 1:
                continue
            texts = []
            for k, cell in enumerate(cells):
                text = self.inside(cell)
                if i > 0 and k < len(head) and self.inside(head[k]).strip():
                    text = self.inside(head[k]) + ": " + text
                texts.append(text)
            said.append("\n" + "; ".join(texts) + "\n")
        return "".join(said)

    def inside(self, node):
        return "".join(self.read(child) for child in node.children)

    def read(self, node):
        if isinstance(node, str):
            return node
        if node.tag in ("style", "script"):
            return ""
        if node.tag == "img":
            alt = node.attrs.get("alt") or ""
            return f"[image: {alt}]" if alt else "[image]"
        if node.tag == "br":
            return " "
        if node.tag == "table":
            return self.table(node)
        if "hidden" in node.classes and self.question:
            return HIDDEN + self.inside(node) + SHOWN
        if self.hides(node):
            return "[hidden]"
        text = self.inside(node)
        if "cloze" in node.classes and self.question:
            if len(self.blanks) > 1:
                text = f"[{self.blanks.index(node) + 1}: {text[1:]}"
        if node.tag == "blockquote":
            text = "\nQuote:\n" + text
        return f"\n{text}\n" if node.tag in BLOCKS else text


def plain(html):
    """(path, card) in words."""
    tree = Tree(html)
    reader = Reader(tree.root)
    page = next(tree.root.find(cls="pg"))
    path = next(page.find(cls="path"))
    words = "".join(reader.read(child) for child in page.children
                    if child is not path)
    return tidy(reader.inside(path)), tidy(words)


def tidy(text):
    """Blanks, the marks of formulas and of tasks, as both sides agree."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"\\[\[\]]", "$$", text)
    text = re.sub(r"\\[()]", "$", text)
    text = text.replace("☐", "To do:").replace("☑", "Done:")
    return re.sub(r"\s+", " ", text).strip()


def same(ours, theirs):
    """Where another card of the note hides a place of its surroundings, this
    card may show it."""
    ours = tidy(ours.replace("\u2409", " "))  # a tab is white space there
    if HIDDEN not in theirs:
        return ours == theirs
    pattern = re.escape(theirs).replace(HIDDEN, r"(?:\[hidden\]|").replace(
        SHOWN, ")")
    return re.fullmatch(pattern, ours) is not None
