"""How long a page takes on the server, the test client's own work left out."""

import time

from mentoring.home.context import page_frame

ADMIN = "/admin/"


class Stopwatch:
    """The outermost middleware: seconds from the request's arrival to the whole answer."""

    seconds = 0.0

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        response = self.get_response(request)
        Stopwatch.seconds = time.perf_counter() - start
        return response


def frame_of_our_pages(request):
    return {} if request.path.startswith(ADMIN) else page_frame(request)
