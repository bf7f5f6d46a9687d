"""The first-run page of an empty school: organisation card, director, curator – one question a page.

It opens by a one-time token from the console and closes for good once there is a curator.
"""

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mentoring.accounts.access import public
from mentoring.accounts.enums import Role
from mentoring.accounts.links import first_link
from mentoring.accounts.models import User
from mentoring.accounts.queries import users_with_role
from mentoring.accounts.services import create_account, give_role, mend_account
from mentoring.home.first_run_forms import AccountNameForm, CardForm, StaffAccountForm
from mentoring.school.models import Organisation
from mentoring.school.queries import organisation, school_year_start
from mentoring.school.services import ensure_dictionaries, ensure_school_year, save_organisation
from mentoring.workflow.verdicts import Refused
from programs.blueprints.services import ensure_blueprint
from registry.consents.services import ensure_texts
from registry.people.enums import PersonKind
from registry.people.services import create_person, link_account
from roadmap.orders.journals import ensure_journal

SALT = "mentoring.first-run"
TOKEN_SECONDS = 72 * 3600
TOTAL_STEPS = 3


def start_address() -> str:
    """The absolute address of the first-run page, for the console."""
    token = signing.dumps("start", salt=SALT)
    return settings.PUBLIC_BASE_URL + reverse("home:start", args=[token])


def is_over() -> bool:
    """Has the school been set up already?"""
    return users_with_role(Role.CURATOR).exists()


@public
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, token):
    """The next unanswered question, or an answered one again; after the last the links for the first sign-in."""
    _require_token(token)
    if is_over():
        return redirect("account_login")
    number = _step_number(request.GET.get("step"))
    form = _form(number, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _save(number, form)
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return _finished(request) if is_over() else redirect("home:start", token)
    title, lead = QUESTIONS[number]
    context = {"heading": title, "lead": lead, "form": form, "number": number, "total": TOTAL_STEPS}
    context["back"] = f"{request.path}?step={number - 1}" if number > 1 else ""
    return render(request, "mentoring/home/start.html", context)


QUESTIONS = {
    1: (
        "Ваша школа",
        "Этого хватит для первых бумаг. Остальное можно заполнить позже на странице «Организация».",
    ),
    2: ("Директор", "Утверждает пары и приказы. Войдёт по одноразовой ссылке и сам придумает пароль."),
    3: ("Куратор", "Ведёт картотеку, банк, пары и программы. Он же пока ведёт и учётные записи."),
}


def _require_token(token):
    try:
        signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        raise Http404("Ссылка для первого запуска не подошла или устарела.") from None


def _step_number(wanted):
    if organisation() is None:
        return 1
    reached = 3 if users_with_role(Role.DIRECTOR).exists() else 2
    return int(wanted) if wanted in map(str, range(1, reached)) else reached


def _form(number, data):
    if number == 1:
        return CardForm(data, instance=organisation() or Organisation())
    if number == 2:
        director = users_with_role(Role.DIRECTOR).first() or User(username="director")
        return AccountNameForm(data, initial={"username": director.username, "email": director.email})
    return StaffAccountForm(data, initial={"username": "curator"})


@transaction.atomic
def _save(number, form):
    data = dict(form.cleaned_data)
    if number == 1:
        save_organisation(by=None, **data)
        ensure_dictionaries()
        ensure_school_year(school_year_start(timezone.localdate()))
        ensure_texts()
        ensure_journal()
        ensure_blueprint()
        # On the way back: the director's account bears the name on the card.
        for director in users_with_role(Role.DIRECTOR):
            _name_director(director, username=director.username, email=director.email)
    elif number == 2:
        director = users_with_role(Role.DIRECTOR).first()
        if director:
            _name_director(director, **data)
        else:
            _open_account(data, _head_name(organisation()), Role.DIRECTOR)
    else:
        _save_curator(data)


def _save_curator(data):
    """The curator's account comes first: both cards are made in its name."""
    name = {field: data[field] for field in ("last_name", "first_name", "patronymic")}
    curator = _open_account(
        data, " ".join(part for part in name.values() if part), Role.CURATOR, Role.ADMINISTRATOR
    )
    _make_card(curator, curator, name, data["position"])
    card = organisation()
    head = {field: getattr(card, f"head_{field}") for field in name}
    for director in users_with_role(Role.DIRECTOR):
        _make_card(director, curator, head, card.head_position)


def _name_director(user, *, username, email):
    mend_account(user, by=None, username=username, email=email, display_name=_head_name(organisation()))


def _open_account(data, display_name, *roles):
    user = create_account(by=None, username=data["username"], display_name=display_name, email=data["email"])
    for role in roles:
        give_role(user, role, by=None, basis="первый запуск")
    return user


def _make_card(user, by, name, position):
    person = create_person(by=by, kind=PersonKind.TEACHER, positions=[position], email=user.email, **name)
    link_account(person, user, by=by)


def _head_name(card):
    return " ".join(
        part for part in (card.head_last_name, card.head_first_name, card.head_patronymic) if part
    )


def _finished(request):
    people = [
        (role.label, user, first_link(user))
        for role in (Role.CURATOR, Role.DIRECTOR)
        for user in users_with_role(role)
    ]
    return render(
        request, "mentoring/home/started.html", {"heading": "Школа готова к работе", "people": people}
    )
