"""A page as PDF, where the extra `pdf` is installed; else the browser prints it."""

import logging
from collections.abc import Callable
from importlib.util import find_spec


def can_make_pdf() -> bool:
    """Whether this installation makes PDF files."""
    return find_spec("weasyprint") is not None


def make_pdf(page: str, *, read: Callable[[str], tuple[bytes, str]], base_url: str) -> bytes:
    """The page as it prints. `read` gives the bytes and kind of what it refers to: nothing else is fetched."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    # It names each rule for screens that paper does not know.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Pictures that stand in the page itself, and our own files."""

        def fetch(self, url: str, headers: object = None) -> object:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            content, kind = read(url)
            return URLFetcherResponse(url, body=content, headers={"Content-Type": kind})

    return bytes(HTML(string=page, base_url=base_url, url_fetcher=OwnFiles()).write_pdf())
