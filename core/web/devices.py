"""What a browser says about itself, in two words: enough to know one's own devices again."""

from flask_babel import gettext

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def _first(words: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for word, name in words if word in text), "")


def device_of(user_agent: str) -> str:
    """Browser and system as they are stored: "Chrome/Android"; empty where it says neither."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    return f"{browser}/{system}" if browser and system else browser or system


def device_label(stored: str) -> str:
    """The same in the visitor's language: "Chrome di Android"."""
    browser, _slash, system = stored.partition("/")
    if system:
        return str(gettext("%(browser)s di %(system)s", browser=browser, system=system))
    return browser or str(gettext("Perangkat yang tidak dikenal"))
