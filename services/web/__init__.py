"""Pages for people: read-only, made on the server, in Chinese and English, without any script."""

from services.web.problems import problem_page
from services.web.routes import routes

__all__ = ["problem_page", "routes"]
