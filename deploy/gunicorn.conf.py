"""gunicorn behind nginx, for a machine of two cores and four gigabytes.

gunicorn --config deploy/gunicorn.conf.py mentoring.wsgi
"""

import os

import django
from django.core.management import call_command
from django.db import connections

# A socket of the file system or the loopback address: nobody but the proxy comes here.
bind = os.environ.get("GUNICORN_BIND", "unix:/run/mentoring/web.sock")
umask = 0o007
workers = int(os.environ.get("GUNICORN_WORKERS", "2"))
worker_class = "gthread"
# When a whole school signs in at once, fifteen of these wait for their turn, and a page still finds one.
threads = int(os.environ.get("GUNICORN_THREADS", "16"))
# A page takes milliseconds, a long paper seconds; what takes longer is work for the queue.
timeout = 60
graceful_timeout = 30
keepalive = 5
# Memory that a worker has gathered goes back to the system; not all workers at the same moment.
max_requests = 2000
max_requests_jitter = 200
preload_app = True
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, not a folder that others write files to
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
# nginx has thrown away what the visitor said about the own address and written the true one.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
# The site lives at the root of its name: not even the proxy moves it.
forwarder_headers = ""
# Addresses may hold one-time links and names: the site writes its own line for each request.
accesslog = None
errorlog = "-"
loglevel = "warning"
# Newer versions open a control socket in the home folder.
control_socket_disable = True


def on_starting(server):
    """Refuse to start with settings, versions, a key or a database server that the deployment checks warn of."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
    django.setup()
    call_command("check", deploy=True, databases=["default"], fail_level="WARNING")
    connections.close_all()


def post_fork(server, worker):
    """Each worker opens connections of its own."""
    connections.close_all()
