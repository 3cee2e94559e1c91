"""Tags: what tells that two things are by one person, without telling who it is.

Keyed with the server's secret and the topic, so that the tags of one person in two topics differ, and
those of writing and of supporting, too. Only somebody with the running server's key and the list of
accounts could compute them; the tables alone say nothing.
"""

import hashlib
import hmac


def _tag(purpose: str, topic_id: int, account_id: int, secret: str) -> str:
    text = f"{purpose}:{topic_id}:{account_id}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def author_tag(topic_id: int, account_id: int, *, secret: str) -> str:
    """Of the posts of one person in a topic that hides names."""
    return _tag("penulis", topic_id, account_id, secret)


def supporter_tag(topic_id: int, account_id: int, *, secret: str) -> str:
    """Of the support of one person in a topic."""
    return _tag("dukungan", topic_id, account_id, secret)
