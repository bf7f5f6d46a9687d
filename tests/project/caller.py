"""A test client for walks of thousands of requests."""

import traceback
from types import SimpleNamespace

from django.core.signals import got_request_exception
from django.test import Client
from django.test.signals import template_rendered


class Caller(Client):
    """Django's client without what it keeps for assertions: of a template only its name is kept, of a context nothing.

    Where the server fell over, `fell` says how.

    The handler, with the whole stack of middleware, is one for all callers of a school.
    """

    def __init__(self, handler):
        super().__init__(raise_request_exception=False)
        self.handler = handler

    def request(self, **request):
        templates = []

        def note(sender, template, **kwargs):
            templates.append(SimpleNamespace(name=template.name))

        fell = []

        def fall(sender, **kwargs):
            fell.append(traceback.format_exc(limit=-5))

        template_rendered.connect(note)
        got_request_exception.connect(fall)
        try:
            response = self.handler(self._base_environ(**request))
        finally:
            template_rendered.disconnect(note)
            got_request_exception.disconnect(fall)
        response.templates, response.fell = templates, "".join(fell)
        self.cookies.update(response.cookies)
        return response
