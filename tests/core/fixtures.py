"""GOV.UK Frontend's own expected HTML per component, and a comparison that looks past the naming of ids."""

import json
from pathlib import Path
from typing import Any

from lxml import html

COMPONENTS = Path(__file__).resolve().parents[2] / "frontend/node_modules/govuk-frontend/dist/govuk/components"
REFERENCES = ("for", "aria-describedby", "aria-controls", "aria-labelledby", "href")
# What we add on purpose: Django says aria-invalid; bold labels; our phrase for words, which scripts take over.
OURS = {"govuk-label--s", "govuk-fieldset__legend--s"}


def expected(component: str, name: str) -> dict[str, Any]:
    cases = json.loads((COMPONENTS / component / "fixtures.json").read_text())["fixtures"]
    return next(case for case in cases if case["name"] == name)


def shape(markup: str) -> list[Any]:
    """The markup as nested lists, with ids and names counted in the order in which they appear."""
    root = html.fragment_fromstring(markup, create_parent="root")
    ids = {element.get("id"): f"id{n}" for n, element in enumerate(root.xpath("//*[@id]"))}
    names: dict[str, str] = {}
    return [_shape(child, ids, names) for child in root]


def _shape(element: Any, ids: dict[str, str], names: dict[str, str]) -> Any:
    attributes: dict[str, Any] = {}
    for key, value in element.attrib.items():
        if key == "class":
            if classes := sorted(set(value.split()) - OURS):
                attributes[key] = classes
        elif key == "id":
            attributes[key] = ids[value]
        elif key in REFERENCES:
            attributes[key] = [
                ("#" if word[0] == "#" else "") + ids.get(word.lstrip("#"), word) for word in value.split()
            ]
        elif key == "name":
            attributes[key] = names.setdefault(value, f"name{len(names)}")
        elif key != "aria-invalid" and not key.startswith("data-i18n"):
            attributes[key] = value
    text = [" ".join(element.text.split())] if element.text and element.text.strip() else []
    children = []
    for child in element:
        children.append(_shape(child, ids, names))
        if child.tail and child.tail.strip():
            children.append(" ".join(child.tail.split()))
    return [element.tag, attributes, *text, *children]
