"""Screen readers and keyboards reach everything in our templates."""

from pathlib import Path

from lxml import etree

from odoo.tests import BaseCase

ROOT = Path(__file__).parents[2]
NAMES = {"aria-label", "aria-labelledby", "title"}
TEXTS = {"t-esc", "t-out", "t-field"}
INPUTS = {"input", "select", "textarea"}
# Components that are an input; what they are called comes by a label for their id.
INPUT_COMPONENTS = {"AutoComplete", "AddressInput", "DateTimeInput"}
# What answers to the keyboard by itself.
NATIVE = INPUTS | {"a", "button", "summary", "label", "DropdownItem", "Dropdown"}


def _has(element, names):
    """Whether one of the attributes is there, plain, computed or formatted."""
    return any(
        element.get(f"{prefix}{name}")
        for name in names
        for prefix in ("", "t-att-", "t-attf-")
    )


def _is_hidden(element):
    return element.get("aria-hidden") == "true" or element.get("type") == "hidden"


def _says_something(element):
    """Whether an element has text of its own, or of what is in it."""
    if not isinstance(element.tag, str):
        return False
    if _is_hidden(element):
        return False
    if _has(element, NAMES) or TEXTS.intersection(element.attrib):
        return True
    texts = [element.text, *(child.tail for child in element)]
    if any(text and text.strip() for text in texts):
        return True
    return any(map(_says_something, element))


def _is_labelled(element, labelled):
    """Whether an input has a label: around it, for its id, or as an attribute."""
    if _has(element, NAMES - {"title"}):
        return True
    if any(parent.tag == "label" for parent in element.iterancestors()):
        return True
    ids = [element.get(f"{prefix}id") for prefix in ("", "t-att-", "t-attf-")]
    # a component gets its id as an expression
    return any(one.strip("'") in labelled for one in ids if one)


def complaints(tree):
    """What somebody who does not see the screen, or has no mouse, misses.

    :param tree: of a file with templates
    :return: a sentence for each element
    """
    labelled = {
        label.get(f"{prefix}for")
        for label in tree.iter("label")
        for prefix in ("", "t-att-", "t-attf-")
    } | {"props.id"}  # a label of whoever uses the component
    for element in tree.iter(etree.Element):
        tag, line = element.tag, element.sourceline
        if tag in ("button", "a") and not _says_something(element):
            yield f"{line}: a {tag} says nothing"
        if (tag in INPUTS or tag in INPUT_COMPONENTS) and not (
            _is_hidden(element) or _is_labelled(element, labelled)
        ):
            yield f"{line}: <{tag}> has no label"
        if tag == "img" and not (_has(element, {"alt"}) or "alt" in element.attrib):
            yield f"{line}: an image has no alternative text"
        if (
            "t-on-click" in element.attrib
            and tag not in NATIVE
            and not (_has(element, {"tabindex"}) and _has(element, {"role"}))
        ):
            yield f"{line}: the keyboard does not reach a clickable <{tag}>"


class TestLabels(BaseCase):
    def _check(self, files):
        self.assertTrue(files)
        for file in files:
            with self.subTest(file=str(file.relative_to(ROOT))):
                self.assertEqual(list(complaints(etree.parse(file))), [])

    def test_templates(self):
        self._check(sorted((ROOT / "static" / "src").rglob("*.xml")))

    def test_buttons_of_views(self):
        """A button of a view that shows but an icon has a title."""
        files = [*(ROOT / "views").glob("*.xml"), *(ROOT / "wizard").glob("*.xml")]
        self.assertTrue(files)
        for file in files:
            for button in etree.parse(file).iter("button"):
                if button.get("position"):
                    continue
                named = (
                    _has(button, NAMES | {"string"})
                    or _says_something(button)
                    or button.find(".//field") is not None
                )
                with self.subTest(file=file.name, button=button.get("name")):
                    self.assertTrue(named)

    def test_what_is_missed(self):
        for template, expected in (
            ('<button><i class="fa fa-eye"/></button>', 1),
            ('<button><i class="fa fa-eye" aria-label="Show"/></button>', 0),
            ('<button title="Show"><i class="fa fa-eye"/></button>', 0),
            ('<button>Stop <i class="fa fa-stop" aria-hidden="true"/></button>', 0),
            ('<button><i aria-hidden="true" aria-label="Show"/></button>', 1),
            ('<button t-esc="text"/>', 0),
            ('<input placeholder="Subject"/>', 1),
            ('<input t-att-aria-label="label"/>', 0),
            ("<label>Subject <input/></label>", 0),
            ('<t><label for="x">Subject</label><input id="x"/></t>', 0),
            ('<t><label for="x">Subject</label><input id="y"/></t>', 1),
            ("<DateTimeInput onChange='f'/>", 1),
            ('<div t-on-click="open">Open</div>', 1),
            ('<div t-on-click="open" role="button" tabindex="0">Open</div>', 0),
            ('<img src="x"/>', 1),
            ('<img src="x" alt=""/>', 0),
        ):
            with self.subTest(template=template):
                self.assertEqual(
                    len(list(complaints(etree.ElementTree(etree.XML(template))))),
                    expected,
                )
