"""A school with everything in it, for walks over all addresses: the demo school and a few more things."""

from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.accounts.models import User
from mentoring.accounts.services import create_account, give_role
from mentoring.documents.models import IssuedDocument
from mentoring.jobs.models import Job
from mentoring.management.commands.demo import STAGES
from mentoring.management.demo_school.stages import DemoSchool, open_school
from mentoring.school.models import Direction, SchoolYear
from programs.blueprints.models import Blueprint
from programs.programmes.issuing import issue_programme
from programs.programmes.models import Programme
from registry.consents.models import Consent, ConsentText
from registry.consents.services import attach_scan, give_consent, withdraw_consent
from registry.pairs.enums import MentorshipStatus
from registry.pairs.models import Mentorship, Participant
from registry.people.imports.services import start_import
from registry.people.models import Person
from registry.people.services import create_person, link_account
from roadmap.acts.acquainting import list_readers
from roadmap.acts.acquainting import mark_acquainted as acquaint_with_act
from roadmap.acts.editing import attach_file, confirm_sample
from roadmap.acts.services import approve_act, begin_sample, submit_act
from roadmap.agreements.card import proposed
from roadmap.agreements.services import begin_agreement, print_agreement, sign_agreement
from roadmap.applications.services import attach_scan as attach_application_scan
from roadmap.applications.services import file_application
from roadmap.controls.services import put_on_control
from roadmap.orders.models import Acquaintance, Journal, Order, OrderItem
from roadmap.orders.new_drafts import draft_pairing_order
from roadmap.orders.services import attach_scan as attach_order_scan
from roadmap.partners.services import enter_contract
from roadmap.plans.approval import approve_roadmap, submit_roadmap
from roadmap.plans.execution import add_evidence
from roadmap.plans.models import RoadmapMeasure
from roadmap.plans.services import apply_import as apply_roadmap_import
from roadmap.plans.services import start_import as start_roadmap_import
from roadmap.privacy.destruction import erase_people
from roadmap.privacy.documents import papers_of
from roadmap.privacy.services import ask
from roadmap.protocols.editing import save_item
from roadmap.protocols.services import attach_scan as attach_protocol_scan
from roadmap.protocols.services import begin_protocol, set_attendance, sign_protocol
from tests.mentoring.documents.zoo import pdf
from tests.project.caller import Caller
from tests.registry.people.imports.books import staff_book
from tests.registry.people.imports.lists import person as staff_line
from tests.roadmap.plans.samples import BANDS, TERMS, as_docx

ACTORS = ("anonymous", "teacher", "mentor", "psychologist", "council", "administrator", "curator", "director")
LOGIN_OF = {"administrator": "admin"}
# Whose rights are a part of the curator's: not walked over every address, but over what they see at all.
FURTHER_ACTORS = ("keeper",)
# What a visit itself writes: sessions, the log of access and its seals, counters of attempts, the cache.
VISITS = {
    "django_session",
    "usersessions_usersession",
    "mentoring_accessrecord",
    "mentoring_signincounter",
    "mentoring_cache",
    "pghistory_context",
}


@dataclass
class World:
    """Where each address leads: `kwargs_of` by URL name, falling back to the room's ordinary object."""

    school: DemoSchool
    kwargs: dict[str, dict] = field(default_factory=dict)
    cookies: dict[str, dict] = field(default_factory=dict)
    # The numbers of all rows of a room, asked for once.
    numbers: dict[str, list[int]] = field(default_factory=dict)
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))

    def kwargs_of(self, name: str, wanted) -> dict:
        found = {**self.kwargs.get(name.split(":")[0], {}), **self.kwargs.get(name, {})}
        return {key: found[key] for key in wanted}

    def client(self, actor: str) -> Caller:
        client = Caller(self.handler)
        for key, value in self.cookies[actor].items():
            client.cookies[key] = value
        return client


def make_world(settings, folder) -> World:
    """Build the school and sign everybody in."""
    settings.MEDIA_ROOT = folder
    # The state of the system is that of the school, not of the computer that runs the tests.
    settings.HEALTH_FREE_PERCENT = settings.HEALTH_FREE_GB = 0
    settings.DATABASE_MAY_LOSE_DATA = True
    # Everybody signs in once, for a walk that takes a busy machine more than a quarter of an hour.
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 12 * 3600
    settings.SESSION_IDLE_MINUTES = settings.SESSION_IDLE_MINUTES_SIGNING = 12 * 60
    with connection.cursor() as cursor:
        # A worker that is heard of on the next day as well: on a busy machine the walk may take more than two minutes.
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (clock_timestamp() + interval '1 day')"
        )
    school = DemoSchool(password="demo-demo-demo")
    for stage in (open_school, *STAGES):
        stage(school)
    teacher = create_account(by=None, username="teacher", display_name="Лён Анна Сергеевна")
    link_account(school.person("Лён"), teacher, by=school.users["admin"])
    keeper = create_account(by=None, username="keeper", display_name="Помощник П. К.")
    give_role(keeper, Role.KEEPER, by=school.users["admin"], basis="приказ от 01.09.2026 № 7")
    world = World(school, kwargs_by_name(school))
    for actor in (*ACTORS, *FURTHER_ACTORS):
        client = Client()
        if actor != "anonymous":
            client.force_login(User.objects.get(username=LOGIN_OF.get(actor, actor)))
        world.cookies[actor] = {key: morsel.value for key, morsel in client.cookies.items()}
    with connection.cursor() as cursor:
        # Nobody does this work meanwhile: it may wait as long as the walk takes.
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = clock_timestamp() + interval '1 day' WHERE status = 'todo'"
        )
    return world


def kwargs_by_name(school):
    curator = school.curator
    consent = Consent.objects.get(person__last_name="Озерова", kind="processing")
    for _ in range(2):
        attach_scan(consent, by=curator, scan=pdf_upload())
    blank = Consent.objects.filter(status="printed").first()
    programme = Programme.objects.get()
    issue_programme(programme, by=curator)
    registered = Order.objects.get()
    attach_order_scan(registered, by=curator, scan=pdf_upload())
    agreed = Mentorship.objects.filter(status=MentorshipStatus.AGREED)
    draft = draft_pairing_order(agreed, by=curator)
    proposed = Mentorship.objects.get(status=MentorshipStatus.PROPOSED)
    kwargs = {
        **ground_floor(school),
        "people": {"pk": school.person("Астахов").pk},
        "mentions": {"pk": school.person("Астахов").pk},
        "imports": {"pk": start_import(by=curator, data=staff_book(staff_line()), filename="Список.xlsx").pk},
        "consents": {"pk": consent.pk, "person_pk": consent.person_id, "kind": "processing"},
        "consents:text": {"pk": ConsentText.objects.first().pk},
        "consents:former-scan": {"pk": consent.pk, "scan_pk": consent.former_scans.get().pk},
        "consents:discard": {"pk": blank.pk},
        "bank": {
            "pk": consent.person.mentor_entry.pk,
            "role": "mentor",
            "person_pk": school.person("Астахов").pk,
        },
        "bank:mentee": {"pk": school.person("Дубравина").mentee_entry.pk},
        "pairs": {"pk": proposed.pk, "key": "0123456789abcdef", "name": "mentors"},
        "blueprints": {"pk": Blueprint.objects.get().pk, "state": "off"},
        **programme_kwargs(school, programme),
        **order_kwargs(registered, draft),
        **agreement_kwargs(curator, draft),
        **application_kwargs(curator),
        **control_kwargs(curator, registered),
        **protocol_kwargs(school),
        **roadmap_kwargs(curator),
        **act_kwargs(curator),
        **privacy_kwargs(school),
        "years": {"pk": SchoolYear.objects.latest("start").pk},
    }
    for name in ("pairs:accept", "pairs:refuse", "pairs:enter_answer"):
        kwargs[name] = {"pk": Participant.objects.filter(mentorship=proposed).first().pk}
    return kwargs


def ground_floor(school):
    account = school.users["mentee"]
    return {
        "home": {"token": "wrong"},
        "users": {
            "token": "wrong",
            "pk": account.pk,
            "role_pk": school.users["council"].role_assignments.get().pk,
        },
        "users:end-role": {"pk": school.users["council"].pk},
        "school": {"slug": "directions", "pk": Direction.objects.last().pk},
        "jobs": {"pk": Job.objects.create(owner=school.curator, title="Печать").pk},
        "documents": {"code": IssuedDocument.objects.first().code},
        "account_reset_password_from_key": {"uidb36": "1", "key": "wrong"},
    }


def programme_kwargs(school, programme):
    pair = Mentorship.objects.get(status=MentorshipStatus.ACTIVE)
    document = IssuedDocument.objects.filter(kind="programme").first()
    start = {"pk": pair.pk}
    return {
        "programmes": {
            "pk": programme.pk,
            "person_pk": school.person("Дубравина").pk,
            "body": "curator",
            "event_pk": programme.plan.last().pk,
            "document_pk": document.pk,
        },
        "programmes:start": start,
        "programmes:reuse": start,
    }


def order_kwargs(registered, draft):
    kwargs = {
        "orders": {
            "pk": draft.pk,
            "item_pk": OrderItem.objects.filter(order=draft).first().pk,
            "pair_pk": draft.mentorship_rows.get().mentorship_id,
        },
    }
    names = [
        "document",
        "docx",
        "sheet",
        "scan",
        "sign",
        "attach_scan",
        "acquaint",
        "clear",
        "acknowledge",
        "detail",
        "history",
    ]
    for name in names:
        kwargs[f"orders:{name}"] = {"pk": registered.pk}
    for name in ("create_kind", "edit_sample", "restore_sample", "sample_versions"):
        kwargs[f"orders:{name}"] = {"kind": "monitoring"}
    kwargs["orders:clear"]["row_pk"] = Acquaintance.objects.filter(acquainted_on__isnull=False).first().pk
    for name in ("edit_journal", "last_number"):
        kwargs[f"orders:{name}"] = {"pk": Journal.objects.get().pk}
    return kwargs


def agreement_kwargs(curator, order):
    """A draft for the pair of the order's draft, a signed agreement with its scan for the active pair."""
    pair = order.mentorship_rows.get().mentorship
    draft = begin_agreement(pair, by=curator, **proposed(pair))
    active = Mentorship.objects.get(status=MentorshipStatus.ACTIVE)
    terms = {**proposed(active), "contract_number": "15/2020", "contract_date": active.start}
    agreement = print_agreement(begin_agreement(active, by=curator, **terms), by=curator)
    sign_agreement(agreement, by=curator, on=timezone.localdate(), scan=pdf_upload())
    names = ("detail", "pdf", "scan", "end")
    signed = {f"agreements:{name}": {"pk": agreement.pk} for name in names}
    return {"agreements": {"pk": draft.pk, "pair_pk": pair.pk}, **signed}


def application_kwargs(curator):
    """A mentee's wish for a change in the active pair, which waits for the mentor's consent."""
    pair = Mentorship.objects.get(status=MentorshipStatus.ACTIVE)
    words = {"person": pair.mentees[0], "text": "Добавить посещение уроков"}
    application = file_application(pair, "correction", by=curator, **words)
    attach_application_scan(application, by=curator, scan=pdf_upload())
    return {
        "applications": {"pk": application.pk, "pair_pk": pair.pk, "kind": "proposal", "name": "withdraw"},
        "applications:agree": {"pk": application.consents.get().pk},
    }


def control_kwargs(curator, order):
    """A task of the registered order for the active pair's mentor."""
    mentor = Mentorship.objects.get(status=MentorshipStatus.ACTIVE).mentor
    day = timezone.localdate()
    task = put_on_control(order, by=curator, what="Разработать программы", responsible=mentor, due_on=day)
    return {"controls": {"pk": task.pk, "order_pk": order.pk}}


def protocol_kwargs(school):
    """A council's draft that only waits for its number, a signed protocol with its scan and a decision to control."""
    council, people = school.users["council"], [school.person("Астахов"), school.person("Дубравина")]
    day = timezone.localdate()
    rows = []
    for _ in range(2):
        protocol = begin_protocol(by=council, body="methodical", held_on=day)
        words = {"version": protocol.version, "chair": people[0], "secretary": people[1]}
        set_attendance(protocol, by=council, **words)
        point = {"text": "Провести встречи", "responsible": people[0], "due_on": day}
        for title in ("О ходе работы", "О планах"):
            save_item(protocol, None, by=council, title=title, points=[point], votes=(2, 0, 0))
        rows.append(protocol)
    draft, signed = rows
    sign_protocol(signed, by=council)
    attach_protocol_scan(signed, by=council, scan=pdf_upload())
    kwargs = {f"protocols:{name}": {"pk": signed.pk} for name in ("scan", "attach_scan")}
    first, second = draft.items.all()
    kwargs |= {f"protocols:{name}": {"pk": first.pk} for name in ("edit_item", "move_item")}
    kwargs["protocols:remove_item"] = {"pk": second.pk}
    kwargs["controls:from_protocol"] = {"point_pk": signed.items.first().points.get().pk}
    return {"protocols": {"pk": draft.pk}, **kwargs}


def roadmap_kwargs(curator):
    """A roadmap of the school and the load of another one."""
    loads = [
        start_roadmap_import(by=curator, data=as_docx(sample), filename="Карта.docx")
        for sample in (BANDS, TERMS, TERMS, BANDS)
    ]
    kwargs = {f"roadmaps:{name}": {"pk": loads[0].pk} for name in ("preview", "apply", "cancel")}
    draft, sent, approved = (apply_roadmap_import(load, by=curator) for load in loads[1:])
    for roadmap in (sent, approved):
        submit_roadmap(roadmap, by=curator)
    approve_roadmap(approved, by=User.objects.get(username="director"), on=timezone.localdate())
    kwargs |= {f"roadmaps:{name}": {"pk": sent.pk} for name in ("recall", "approve", "return")}
    kwargs |= {f"roadmaps:{name}": {"pk": approved.pk} for name in ("archive", "edition")}
    measure = RoadmapMeasure.objects.filter(stage__roadmap=approved).exclude(text="").latest("pk")
    evidence = add_evidence(measure, by=curator, year=None, note="Протокол № 1", file=pdf_upload())
    kwargs |= {f"roadmaps:{name}": {"pk": measure.pk, "year": 0} for name in ("mark", "add-evidence")}
    kwargs |= {f"roadmaps:{name}": {"pk": evidence[-1].pk} for name in ("remove-evidence", "evidence-file")}
    names = ("progress", "calendar", "report", "report-xlsx", "roll-over")
    kwargs |= {f"roadmaps:{name}": {"pk": approved.pk} for name in names}
    stage = draft.stages.get(number_label="2")
    parts = {"stage_pk": stage.pk, "measure_pk": stage.measures.first().pk}
    parts["column_pk"] = draft.columns.last().pk
    return {"roadmaps": {"pk": draft.pk, **parts}, **kwargs}


def act_kwargs(curator):
    """A draft of the Положение with a file, one with the director, an approved one; a contract with its scan."""
    draft, sent, approved = (begin_sample(by=curator) for _ in range(3))
    attached = {
        act.pk: attach_file(act, by=curator, title="Форма", file=pdf_upload()).pk for act in (draft, approved)
    }
    for act in (sent, approved):
        act.refresh_from_db()
        confirm_sample(act, by=curator, version=act.version)
        submit_act(act, by=curator)
    approve_act(approved, by=User.objects.get(username="director"), on=timezone.localdate())
    approved.refresh_from_db()
    reader = Person.objects.get(user__username="mentor")
    sheet = list_readers(approved, by=curator, people=[reader], version=approved.version)
    acquaint_with_act(approved, by=curator, people_dates={reader: timezone.localdate()})
    item = draft.items.filter(parent__isnull=False).first()
    names = ("detail", "history", "preview", "document", "docx", "sheet", "file", "end", "edition")
    names += ("readers", "acquaint", "acknowledge")
    day = timezone.localdate()
    words = {
        "partner": "Колледж",
        "subject": "Практика",
        "number": "1",
        "date": day,
        "start": day,
        "end": None,
    }
    words |= {"responsible": Mentorship.objects.get(status=MentorshipStatus.ACTIVE).mentor, "note": ""}
    scanned = enter_contract(by=curator, scan=pdf_upload(), **words)
    contract = enter_contract(by=curator, **{**words, "number": "2"})
    return {
        "acts": {"pk": draft.pk, "item_pk": item.pk, "file_pk": attached[draft.pk]},
        **{f"acts:{name}": {"pk": approved.pk, "file_pk": attached[approved.pk]} for name in names},
        "acts:clear": {"pk": approved.pk, "row_pk": sheet[0].pk},
        **{f"acts:{name}": {"pk": sent.pk} for name in ("recall", "approve", "return")},
        "partners": {"pk": contract.pk},
        "partners:scan": {"pk": scanned.pk},
    }


def pdf_upload():
    return SimpleUploadedFile("scan.pdf", pdf(), "application/pdf")


def privacy_kwargs(school):
    """A request that waits, a withdrawal, an act: of people who take part in nothing."""
    curator = school.curator
    request = ask(school.person("Астахов"), "correction", by=curator, text="Год рождения")
    leaving = create_person(by=curator, kind="teacher", last_name="Ушедшая", first_name="Нина")
    consent = give_consent(leaving, "processing", by=curator, given_on=timezone.localdate(), channel="paper")
    withdraw_consent(consent, by=curator, on=timezone.localdate())
    gone = create_person(by=curator, kind="teacher", last_name="Бывшая", first_name="Анна")
    erasure = erase_people([gone], by=curator, reason="purpose", basis="для проверки")
    return {
        "privacy": {"pk": school.person("Астахов").pk, "kind": "job"},
        "privacy:request": {"pk": request.pk},
        "privacy:keep": {"pk": consent.pk},
        "privacy:erasure": {"pk": erasure.pk},
        "privacy:paper": {"pk": erasure.pk, "document_pk": papers_of(erasure).first().pk},
    }
