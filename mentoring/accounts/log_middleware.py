from mentoring.accounts.access_log import watching, write_down


class AccessLogMiddleware:
    """Write one row of the log for each request that touched personal data, whatever page answered it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with watching() as notes:
            response = self.get_response(request)
        write_down(request, response, notes, getattr(request, "signed_in_before", None))
        return response

    def process_view(self, request, view, args, kwargs):
        # Whoever signs out is nobody afterwards.
        request.signed_in_before = request.user if request.user.is_authenticated else None
