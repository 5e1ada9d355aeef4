"""The plain text of a mail, read off its HTML: our own few elements, so that both say the same."""

from html.parser import HTMLParser

BLOCKS = {"p", "h1", "h2", "li"}
UNDERLINES = {"h1": "=", "h2": "-"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.words = ""
        self.href = ""
        self.is_silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._end("")
        elif tag == "br":
            self.words += "\n"
        elif tag == "a":
            self.href = dict(attrs).get("href") or ""
        elif tag == "title":
            self.is_silent = True

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end(tag)
        elif tag == "a":
            self.words += f"\n{self.href}\n"
        elif tag == "title":
            self.is_silent = False

    def handle_data(self, data: str) -> None:
        if not self.is_silent:
            self.words += " ".join(data.split()).join(" " if end.isspace() else "" for end in (data[:1], data[-1:]))

    def _end(self, tag: str) -> None:
        lines = [" ".join(line.split()) for line in self.words.split("\n")]
        text = "\n".join(line for line in lines if line)
        self.words = ""
        if text:
            underline = UNDERLINES.get(tag, "")
            text += "\n" + underline * max(map(len, text.split("\n"))) if underline else ""
            self.blocks.append(f"* {text}".replace("\n", "\n  ") if tag == "li" else text)


def text_of(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader._end("")
    return "\n\n".join(reader.blocks) + "\n"
