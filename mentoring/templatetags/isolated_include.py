"""`{% include … only %}` that still knows the request's CSRF token.

Django's own leaves the token out, so a form inside a component would be refused by the server;
its inclusion tags pass the token on for the same reason. Loaded everywhere by TEMPLATES["builtins"].
"""

from django.template import Library
from django.template.loader_tags import do_include

register = Library()


@register.tag("include")
def include(parser, token):
    """Include a template; an isolated one gets the token beside what is passed to it."""
    node = do_include(parser, token)
    if node.isolated_context:
        node.extra_context.setdefault("csrf_token", parser.compile_filter("csrf_token"))
    return node
