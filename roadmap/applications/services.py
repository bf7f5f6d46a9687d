"""The only writer of applications: filed, agreed by the other side, decided, carried out by an order."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from mentoring.documents.services import put_scan
from mentoring.workflow.services import CREATION, add_history, lock, move, once
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.pairs.models import Mentorship
from registry.pairs.queries import with_people
from roadmap.applications.enums import EARLY_STOPS, MUTUAL, ApplicationKind, ApplicationStatus, Channel
from roadmap.applications.models import Application, SideConsent
from roadmap.applications.queries import earliest_last_day, orders_to_name, with_sides
from roadmap.applications.rules import (
    TABLE,
    is_early,
    may_agree,
    may_attach_scan,
    may_file,
    sides_for,
)

K = ApplicationKind


@transaction.atomic
def file_application(mentorship, kind, *, by, person, filed_on=None, key="", **words) -> Application:
    """File an application of `person` in this pair: on the own page, or by the office from a paper.

    `filed_on` is today on the own page. `words` are the fields of the kind: text, last_day, worker_agrees,
    employer_agrees, new_end, event, event_date, time_from, time_to, lessons, substitute, about, measure; `key` names
    the form. Raises Refused for a stranger, a wrong date or an early day nobody has agreed to, StaleState when the
    same waits or the form was sent already.
    """
    if key:
        once(f"applications/{key}")
    mentorship = lock(with_people(Mentorship.objects.all()), mentorship.pk)
    kind, today = K(kind), timezone.localdate()
    require(may_file(mentorship, kind, by))
    if person not in sides_for(mentorship, kind, by):
        raise Refused("Этот человек не подаёт такое заявление в этой паре.")
    own = person.user_id == by.pk and kind != K.NOTICE
    application = Application(
        mentorship=mentorship,
        kind=kind,
        person=person,
        filed_on=today if own else filed_on or today,
        channel=Channel.SCREEN if own else Channel.PAPER,
        entered_by=by,
        **words,
    )
    _require_sensible(application, mentorship, today)
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as error:
        if "application_one_open_of_a_kind" not in str(error):
            raise
        raise StaleState("Такое заявление уже подано и ждёт решения. Откройте его в списке.") from None
    if kind in MUTUAL:
        _ask_others(application, mentorship)
    sentence = f"{application.get_channel_display()} {application.filed_on:%d.%m.%Y}"
    add_history(
        application, by=by, action="file", sentence=sentence, to_state=application.status, tells=[CREATION]
    )
    return application


def _require_sensible(application, mentorship, today) -> None:
    if application.filed_on > today:
        raise Refused("Дата заявления ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    if application.kind in EARLY_STOPS:
        _require_last_day(application)
    if application.kind == K.EXTENSION and application.new_end <= mentorship.end:
        raise Refused(f"Новый срок должен быть позже нынешнего ({mentorship.end:%d.%m.%Y}).")
    if application.kind == K.DUTY and application.substitute == application.person:
        raise Refused("Замещать должен другой человек: занятия не прерываются (Положение, п. 1.4).")
    if application.about is not None and application.about not in mentorship.mentees:
        raise Refused("Представление пишут о наставляемом этой пары.")


def _require_last_day(application) -> None:
    if application.last_day < application.filed_on:
        raise Refused("Последний день работы раньше даты заявления.")
    agrees = application.employer_agrees if application.kind == K.NOTICE else application.worker_agrees
    if is_early(application) and not agrees:
        earliest = earliest_last_day(application.filed_on)
        raise Refused(
            f"Последний день – не раньше третьего рабочего дня, {earliest:%d.%m.%Y}. Раньше можно только по согласию "
            "обеих сторон: отметьте его."
        )


def _ask_others(application, mentorship) -> None:
    others = [row.person for row in mentorship.present_sides]
    SideConsent.objects.bulk_create(
        SideConsent(application=application, person=person)
        for person in others
        if person.pk != application.person_id
    )


@transaction.atomic
def agree(consent, *, by, on=None) -> SideConsent:
    """Write down a side's consent: today on the own page, the date of the signature from a paper.

    Raises Refused for a stranger or a wrong date, StaleState when the application is decided; a second click
    changes nothing.
    """
    application = _locked(consent.application)
    consent = lock(SideConsent.objects.select_related("person"), consent.pk)
    require(may_agree(consent, by))
    if application.status != ApplicationStatus.FILED:
        raise StaleState("Заявление уже рассмотрено: согласие больше не нужно. Обновите страницу.")
    if consent.agreed_on is not None:
        return consent
    today = timezone.localdate()
    own = consent.person.user_id == by.pk
    on = today if own else on or today
    if not application.filed_on <= on <= today:
        raise Refused("Дата согласия – не раньше заявления и не позже сегодняшнего дня.")
    consent.agreed_on, consent.entered_by = on, by
    consent.save(update_fields=["agreed_on", "entered_by"])
    how = "на своей странице" if own else "внесено с бумаги"
    sentence = f"согласие стороны: {consent.person.short_name}, {on:%d.%m.%Y} ({how})"
    add_history(application, by=by, action="agree", sentence=sentence)
    return consent


@transaction.atomic
def accept_application(
    application, *, by, worker_agrees=False, employer_agrees=False, answer=""
) -> Application:
    """The director grants it; an order must follow. The two ticks agree to an earlier last day.

    Raises Refused for another person or without the needed consents, StaleState in another state.
    """
    application = _locked(application)
    if application.kind in EARLY_STOPS:
        application.worker_agrees = application.worker_agrees or worker_agrees
        application.employer_agrees = application.employer_agrees or employer_agrees
    return _decide(application, "accept", by=by, answer=answer, changed=("worker_agrees", "employer_agrees"))


@transaction.atomic
def refuse_application(application, *, by, answer) -> Application:
    """The director refuses with the reason, which the person reads."""
    return _decide(_locked(application), "refuse", by=by, answer=answer)


@transaction.atomic
def review_application(application, *, by, answer) -> Application:
    """A proposal or a representation is considered and answered."""
    return _decide(_locked(application), "review", by=by, answer=answer)


@transaction.atomic
def carry_out_application(application, *, by, order) -> Application:
    """Name the registered order that answers the application. Raises Refused for an order of another time."""
    application = _locked(application)
    TABLE.require(application, "carry_out", by=by)
    if not orders_to_name(application).filter(pk=order.pk).exists():
        raise Refused(
            "Назовите зарегистрированный приказ, который отвечает на это заявление: того же вида, о той же паре, "
            "изданный не раньше заявления."
        )
    application.order = order
    sentence = f"исполнено: {order}"
    return _carry_out(application, "carry_out", by=by, changed=("order",), sentence=sentence)


@transaction.atomic
def withdraw_application(application, *, by) -> Application:
    """Take an application back before an order has carried it out; a draft that was to answer it is let go."""
    application = _locked(application)
    draft, application.draft = application.draft, None
    application = _carry_out(application, "withdraw", by=by, changed=("draft",))
    if draft is not None:
        sentence = f"отозвано, приказ по нему не нужен: {application}"
        add_history(draft, by=by, action="application_withdrawn", sentence=sentence)
    return application


def _decide(application, name, *, by, answer, changed=()):
    TABLE.require(application, name, by=by, comment=answer)
    application.answer = answer.strip()
    application.decided_on, application.decided_by = timezone.localdate(), by
    fields = (*changed, "answer", "decided_on", "decided_by")
    return _carry_out(application, name, by=by, comment=answer, changed=fields)


def _locked(application) -> Application:
    rows = with_sides(Application.objects.select_related("person", "mentorship"))
    return lock(rows, application.pk)


def _carry_out(application, name, *, by, changed=(), comment="", **words) -> Application:
    application.version += 1
    move(TABLE, application, name, by=by, comment=comment, changed=(*changed, "version"), **words)
    return application


@transaction.atomic
def attach_scan(application, *, by, scan) -> Application:
    """Keep the scan of the signed sheet; raises ValidationError for a bad file, Refused for a second one."""
    application = lock(Application.objects.all(), application.pk)
    require(may_attach_scan(application, by))
    return put_scan(application, by=by, scan=scan)
