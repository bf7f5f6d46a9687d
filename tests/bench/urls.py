from django.urls import path

from mentoring.urls import *  # noqa: F403
from mentoring.urls import urlpatterns
from tests.bench.peers import site

urlpatterns = [*urlpatterns, path("admin/", site.urls)]
