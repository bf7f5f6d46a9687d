"""The product's own settings with the peers beside it: Django's admin and django-import-export."""

from mentoring.settings import *  # noqa: F403
from mentoring.settings import INSTALLED_APPS, MIDDLEWARE, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin", "import_export"]
MIDDLEWARE = ["tests.bench.stopwatch.Stopwatch", *MIDDLEWARE]
ROOT_URLCONF = "tests.bench.urls"
# The frame of our pages is no part of the admin's: there its queries would count for the peer.
TEMPLATES = [
    {
        **TEMPLATES[0],
        "OPTIONS": {
            **TEMPLATES[0]["OPTIONS"],
            "context_processors": [
                "tests.bench.stopwatch.frame_of_our_pages" if name.endswith("page_frame") else name
                for name in TEMPLATES[0]["OPTIONS"]["context_processors"]
            ],
        },
    }
]
ALLOWED_HOSTS = ["127.0.0.1"]
SECURE_SSL_REDIRECT = False
SILENCED_SYSTEM_CHECKS = ["admin.E406"]
