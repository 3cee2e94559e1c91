"""WhatsApp links that a person clicks: nothing here calls anybody. Pure."""

from urllib.parse import quote

import phonenumbers


def international(number: str, *, region: str) -> str:
    """A number as people write it ("0812-3456-7890") as "+6281234567890"; empty where it is none."""
    try:
        read = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(read):
        return ""
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)


def chat_link(number: str, text: str, *, region: str) -> str:
    """Opens a chat with one person, the text already typed; empty where the number is none."""
    digits = international(number, region=region).removeprefix("+")
    return f"https://wa.me/{digits}?text={quote(text, safe='')}" if digits else ""


def share_link(text: str) -> str:
    """Opens WhatsApp with the text, to choose a chat or group there."""
    return f"https://wa.me/?text={quote(text, safe='')}"
