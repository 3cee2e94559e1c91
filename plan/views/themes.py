"""Staff pages of theme runs and themes, and the public page of an accepted theme."""

from flask import Blueprint

blueprint = Blueprint("themes", __name__)
