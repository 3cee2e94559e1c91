"""What became of my contribution: the form and the trail behind a tracking code."""

from flask import Blueprint

blueprint = Blueprint("trace", __name__)
