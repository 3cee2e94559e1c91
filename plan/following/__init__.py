"""News for those who want them, kept apart from what they said. See docs/decisions/news.md."""
