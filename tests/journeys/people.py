"""A person at the site's pages, as documents: reads words, follows links by their text, fills in forms and sends them.

Nothing but what stands on the page can be followed or sent: a missing link, button or field fails the test.
"""

from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import tinyhtml5
from django.test import Client

from portal.example.loader import PASSWORD

SILENT = {"script", "style", "template"}
INSIDE_WORDS = {"a", "b", "em", "i", "strong", "ins", "del", "code"}


class Person:
    def __init__(self, name: str = "") -> None:
        """A visitor, or somebody of the example who signs in by the form."""
        self.client = Client()
        self.address = "/"
        if name:
            self.open("/accounts/login/")
            self.send("Sign in", login=name if "@" in name else f"{name}@demo.test", password=PASSWORD)
            assert self.address == "/desk/", self.text

    def open(self, address: str) -> "Person":
        return self._read(self.client.get(urljoin(self.address, address), follow=True))

    def follow(self, text: str) -> "Person":
        """Follow the link of this text; of several that lead to one address, any."""
        addresses = {each.get("href", "") for each in self.page.iter("a") if words(each) == text}
        assert len(addresses) == 1, f"{len(addresses)} links {text!r} on {self.address}: {self.links}"
        return self.open(addresses.pop())

    def send(self, button: str, **fields: Any) -> "Person":
        """Fill in the form that has this button, and press it."""
        form, pressed = self._form(button)
        data = filled(form)
        unknown = set(fields) - {each.get("name") for each in form.iter()}
        assert not unknown, f"no such field on {self.address}: {unknown}; there are {sorted(data)}"
        data |= fields
        if pressed.get("name"):
            data[pressed.get("name", "")] = pressed.get("value", "")
        address = urljoin(self.address, form.get("action") or self.address)
        ask = self.client.post if form.get("method", "get").lower() == "post" else self.client.get
        return self._read(ask(address, data, follow=True))

    @property
    def text(self) -> str:
        """What the page says: messages and main part, each run of white space as one space."""
        [main] = self.page.iter("main")
        return words(main)

    @property
    def title(self) -> str:
        return words(next(self.page.iter("h1")))

    @property
    def links(self) -> list[str]:
        return [words(each) for each in self.page.iter("a")]

    def value(self, field: str) -> str:
        """What stands in a field of the page's forms."""
        for form in self.page.iter("form"):
            if field in (data := filled(form)):
                return str(data[field])
        raise AssertionError(f"no field {field!r} on {self.address}")

    def _form(self, button: str) -> tuple[Element, Element]:
        found = [
            (form, each) for form in self.page.iter("form") for each in form.iter("button") if words(each) == button
        ]
        assert len(found) == 1, f"{len(found)} buttons {button!r} on {self.address}"
        return found[0]

    def _read(self, answer: Any) -> "Person":
        if answer.redirect_chain:
            self.address = urlsplit(urljoin(self.address, answer.redirect_chain[-1][0])).path
        else:
            self.address = answer.request["PATH_INFO"]
        self.status = answer.status_code
        self.answer = answer
        is_page = answer.headers["Content-Type"].startswith("text/html")
        self.page = tinyhtml5.parse(answer.content.decode() if is_page else "", namespace_html_elements=False)
        return self


def words(element: Element) -> str:
    return " ".join("".join(_strings(element)).split())


def _strings(element: Element) -> list[str]:
    if element.tag in SILENT or not isinstance(element.tag, str):
        return []
    found = [element.text or ""]
    for each in element:
        found += [*_strings(each), "" if each.tag in INSIDE_WORDS else " ", each.tail or ""]
    return found


def filled(form: Element) -> dict[str, Any]:
    """What a browser would send if nobody touched the form."""
    data: dict[str, Any] = {}
    for each in form.iter():
        name = each.get("name")
        if not name or each.tag == "button":
            continue
        if each.tag == "textarea":
            data[name] = (each.text or "").removeprefix("\n")
        elif each.tag == "select":
            chosen = [option.get("value", words(option)) for option in each.iter("option")]
            picked = [option.get("value", "") for option in each.iter("option") if "selected" in option.attrib]
            data[name] = picked if "multiple" in each.attrib else (picked or chosen or [""])[0]
        elif each.get("type") in ("checkbox", "radio"):
            if "checked" in each.attrib:
                data.setdefault(name, []).append(each.get("value", "on"))
        elif each.get("type") != "file":
            data[name] = each.get("value", "")
    return data
