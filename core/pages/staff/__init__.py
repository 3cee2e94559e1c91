"""The staff register: people, lists, posts, titles, holidays."""
