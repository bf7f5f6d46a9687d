"""The site that journeys visit."""

from django.contrib.staticfiles.handlers import StaticFilesHandler
from pytest_django.live_server_helper import LiveServer


class KeptFiles(StaticFilesHandler):
    """Styles and scripts that a browser may keep for a while, as those of the product (WhiteNoise allows a minute)."""

    def serve(self, request):
        response = super().serve(request)
        response.headers["Cache-Control"] = "max-age=600"
        return response


def start() -> LiveServer:
    """A server on a free port, in a thread of this process; whoever starts it stops it."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = KeptFiles
    server.start()
    return server
