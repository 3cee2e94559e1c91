"""Staff pages of needs: accepted themes in the words of the office."""

from flask import Blueprint

blueprint = Blueprint("needs", __name__)
