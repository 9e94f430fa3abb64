"""The files that lie beside a page: other formats of it, and downloads under its displays.

A page links to them only if whoever makes it says that they are there, so that a page in a
notebook or for the team has no link that leads nowhere. What files are called is agreed here.
"""

from __future__ import annotations

import dataclasses
from urllib.parse import quote

from compendium.places import named
from compendium.render.file_names import ONE_PAGE, downloads_folder

# Of each format of a page how its file's name ends, and the words for it.
FORMATS = {
    "pdf": (".pdf", "format_pdf"),
    "one-page": (ONE_PAGE, "format_one_page"),
    "docx": (".docx", "format_docx"),
    "ipynb": (".ipynb", "format_ipynb"),
}
# What every report can be had as.
USUAL = ("pdf", "docx", "ipynb")
# Of each kind of display the endings of its downloads, and the words for each.
TABLE = {".csv": "download_csv"}
FIGURE = {
    ".csv": "download_csv",
    ".png": "download_png",
    ".svg": "download_svg",
    "-slide.png": "download_slide",
    ".pptx": "download_pptx",
}
DOWNLOADS = {"table": TABLE, "figure": FIGURE}


@dataclasses.dataclass(frozen=True)
class Beside:
    """What lies beside the page `page` in one language: `formats` of it, and perhaps downloads.

    A file of the Welsh page has ``.cy`` in its name; the notebook is the same for both.
    """

    page: str
    lang: str = "en"
    formats: tuple[str, ...] = USUAL
    downloads: bool = True

    @property
    def stem(self) -> str:
        """What the page's files are called before their ending."""
        return named(self.page, self.lang)

    def format_links(self) -> tuple[tuple[str, str], ...]:
        """Of each format of the page its address and the key of its name.

        >>> Beside("A", "cy", ("pdf", "ipynb")).format_links()
        (('A.cy.pdf', 'format_pdf'), ('A.ipynb', 'format_ipynb'))
        """
        stems = {"ipynb": self.page}
        return tuple(
            (f"{quote(stems.get(name, self.stem))}{ending}", key)
            for name, (ending, key) in FORMATS.items()
            if name in self.formats
        )

    def download_links(self, id: str, kind: str) -> tuple[tuple[str, str], ...]:
        """Of each download under a figure or table its address and the key of its name.

        >>> Beside("A").download_links("waits", "table")
        (('downloads/A/waits.csv', 'download_csv'),)
        """
        endings = DOWNLOADS.get(kind, {}) if self.downloads else {}
        folder = quote(downloads_folder(self.page, self.lang))
        return tuple((f"{folder}/{quote(id)}{ending}", key) for ending, key in endings.items())
