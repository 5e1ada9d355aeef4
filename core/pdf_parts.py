"""What core.pdf hands to WeasyPrint: the fetcher of our own files, attachments, the finisher for PDF/UA in PDF/A."""

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element  # noqa: S405  # nosec B405 - only named as a type

from weasyprint import Attachment as WeasyAttachment
from weasyprint.urls import URLFetcher, URLFetcherResponse

from core.pdf import STATIC_TYPES, Attachment, static_path

PDFUA = "http://www.aiim.org/pdfua/ns/id/"
# PDF/A allows no XMP property without a schema, and knows nothing of PDF/UA: the schema travels with the property
# (ISO 19005-1, 6.7.8, and the PDF Association's technical note on PDF/UA identification).
PDFUA_DESCRIPTION = f"""
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="" xmlns:pdfuaid="{PDFUA}">
 <pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>{PDFUA}</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Part of ISO 14289 this file follows</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
""".encode()
RDF_END = re.compile(rb"</(\w+:)?RDF>")


class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Answers for our static files and refuses everything else: no network, no other file of the machine."""

    def __init__(self, roots: Sequence[str]) -> None:
        super().__init__()
        self.roots = [Path(root).resolve() for root in roots]

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = static_path(url)
        for root in self.roots if path else ():
            found = (root / str(path)).resolve()
            if found.is_relative_to(root) and found.is_file():
                return URLFetcherResponse(url, found.read_bytes(), {"Content-Type": STATIC_TYPES[found.suffix]})
        raise ValueError(f"not one of our static files: {url}")


def flatten_links(root: Element) -> None:
    """Leave only words inside links: WeasyPrint 70 annotates an element in a link once more, outside the link's tag."""
    for link in root.iter("a"):
        if len(link):
            words = "".join(link.itertext())
            for child in list(link):
                link.remove(child)
            link.text = words


def own_attachment(attachment: Attachment, fetcher: OwnFiles) -> WeasyAttachment:
    return WeasyAttachment(
        file_obj=io.BytesIO(attachment.content),
        base_url=None,
        url_fetcher=fetcher,
        name=attachment.name,
        description=attachment.description or attachment.name,
        relationship=attachment.relationship,
        created=attachment.created,
        modified=attachment.created,
    )


def add_pdfua(document: Any, pdf: Any) -> None:
    """A finisher: leaves the XMP metadata uncompressed and adds the PDF/UA part, so that the PDF/A file is both."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    xmp = b"\n".join(metadata.stream)
    metadata.stream = [RDF_END.sub(lambda end: PDFUA_DESCRIPTION + end.group(0), xmp, count=1)]
    metadata.compress = False
