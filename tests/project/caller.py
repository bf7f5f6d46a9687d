"""A test client for walks of thousands of requests."""

from types import SimpleNamespace

from django.test import Client
from django.test.signals import template_rendered


class Caller(Client):
    """Django's client without what it keeps for assertions: of a template only its name is kept, of a context nothing.

    The handler, with the whole stack of middleware, is one for all callers of a school.
    """

    def __init__(self, handler):
        super().__init__(raise_request_exception=False)
        self.handler = handler

    def request(self, **request):
        templates = []

        def note(sender, template, **kwargs):
            templates.append(SimpleNamespace(name=template.name))

        template_rendered.connect(note)
        try:
            response = self.handler(self._base_environ(**request))
        finally:
            template_rendered.disconnect(note)
        response.templates = templates
        self.cookies.update(response.cookies)
        return response
