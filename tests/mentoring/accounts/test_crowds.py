"""Thirty people sign in at once after a meeting: their forms come one by one, everybody's pages between them (G8)."""

import threading

from django.http import HttpResponse
from django.urls import resolve, reverse

from mentoring.accounts.crowds import one_form_at_a_time


def test_a_process_works_on_one_sign_in_at_a_time_and_shows_pages_meanwhile(rf):
    at_work, go_on = threading.Event(), threading.Event()
    at_once, most = [], []

    def sign_in(request):
        if request.method == "POST":
            at_once.append(1)
            most.append(len(at_once))
            at_work.set()
            assert go_on.wait(10)
            at_once.pop()
        return HttpResponse()

    view = one_form_at_a_time(sign_in)
    threads = [threading.Thread(target=view, args=[rf.post("/")]) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert at_work.wait(10)
    assert view(rf.get("/")).status_code == 200
    go_on.set()
    for thread in threads:
        thread.join()
    assert most == [1] * 5


def test_the_page_of_signing_in_is_one_of_these():
    view = resolve(reverse("account_login")).func
    assert view.__code__ is one_form_at_a_time(view).__code__
