"""The text of a PDF, page by page, as PDFium reads it: letters whose font says what they are."""

from __future__ import annotations

# What PDFium puts where a line ends in a hyphen: the word may be one that was divided there.
DIVIDED = "\ufffe"


class NotAPdf(ValueError):
    """Bytes that no reader can open as a PDF."""


def page_texts(content: bytes) -> list[str]:
    """The text of each page, its lines parted by ``\\n``.

    Where a line ends in a hyphen the hyphen stays, and the line's end after it.

    Raises
    ------
    NotAPdf
        If the bytes are damaged, locked or no PDF at all.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as read:
            return [_text(page) for page in read]
    except pypdfium2.PdfiumError as error:
        raise NotAPdf(str(error)) from error


def _text(page) -> str:
    letters = page.get_textpage()
    try:
        text = letters.get_text_range()
    finally:
        letters.close()
        page.close()
    return text.replace("\r\n", "\n").replace(DIVIDED, "-\n")
