"""An application → what its sheet says: wording of our own, from what the system knows."""

from datetime import date

from mentoring.documents.letter_paper import LetterPaper
from mentoring.documents.papers import Signature
from mentoring.language.agreement import gendered
from mentoring.language.cases import Case
from mentoring.language.dates import date_numeric, date_words
from mentoring.language.initials import short_name
from mentoring.language.typography import typeset
from mentoring.school.enums import DateStyle
from mentoring.school.models import Organisation
from mentoring.school.queries import organisation
from registry.people.models import Person
from registry.people.naming import full_name_in_case, position_in_case
from roadmap.agreements.paper import people_in_case
from roadmap.applications.enums import ApplicationKind, Measure
from roadmap.applications.models import Application
from roadmap.applications.rules import is_early
from roadmap.orders.queries import default_curator

K = ApplicationKind
LINE = "____________"
TITLES = {
    K.RELEASE: "Заявление",
    K.NOTICE: "Уведомление",
    K.REPLACEMENT: "Ходатайство",
    K.EXTENSION: "Заявление",
    K.CORRECTION: "Заявление",
    K.DUTY: "Заявление",
    K.PROPOSAL: "Предложение",
    K.REPRESENTATION: "Представление",
}
BY_LAW = "В соответствии со статьёй 351.8 Трудового кодекса Российской Федерации "


def application_paper(application: Application) -> LetterPaper:
    """The sheet of an application, or of the employer's notice."""
    card = organisation() or Organisation(full_name=LINE, short_name=LINE, head_position_dative=LINE)
    if application.kind == K.NOTICE:
        return _notice(application, card)
    return LetterPaper(
        addressee=_addressee(application, card),
        title=TITLES[K(application.kind)],
        paragraphs=tuple(_text(line) for line in WORDS[K(application.kind)](application, card) if line),
        signatures=_signatures(application),
    )


def _text(text: str) -> str:
    """One paragraph ready for print, with one full stop at its end."""
    text = typeset(" ".join(text.split()))
    ended = text if text.endswith((".", "!", "?", ":")) else f"{text}."
    return ended.replace("г..", "г.")


def _day(day: date, card: Organisation) -> str:
    return date_words(day) if card.date_style == DateStyle.WORDS else date_numeric(day)


def _addressee(application: Application, card: Organisation) -> tuple[str, ...]:
    """«Директору … / Кедровой Г. А. / от учителя … / Соколовой …» in the right cases."""
    post = f"{card.head_position_dative[:1].upper()}{card.head_position_dative[1:]} {card.short_name}"
    lines = [post, card.head_name_dative or LINE]
    curator = default_curator() if application.kind == K.REPLACEMENT else None
    if curator:
        lines += ["Куратору программ наставничества", full_name_in_case(curator, Case.DATIVE)]
    person = application.person
    role = position_in_case(person, Case.GENITIVE)
    where = f" ({person.organisation_name})" if person.organisation_name else ""
    lines += [f"от {role}{where}" if role else "от", full_name_in_case(person, Case.GENITIVE)]
    return tuple(typeset(line) for line in lines)


def _signatures(application: Application) -> tuple[str, ...]:
    others = [row.person for row in application.consents.all()]
    return tuple(person.signature_name for person in (application.person, *others))


def _mentees(application: Application) -> str:
    return people_in_case(application.mentorship.mentees, Case.GENITIVE)


def _programme(application: Application) -> str:
    pair = application.mentorship
    mentor = f"наставник – {pair.mentor.full_name}; " if pair.mentor else ""
    word = "наставляемые" if pair.is_group else "наставляемый"
    return f"({mentor}{word} – {', '.join(person.full_name for person in pair.mentees)})"


def _release(application: Application, card: Organisation):
    law = BY_LAW if application.person.is_employee else ""
    who = "досрочно отказываюсь" if law else "Досрочно отказываюсь"
    yield f"{law}{who} от выполнения работы по наставничеству в отношении: {_mentees(application)}."
    yield f"Последний день работы: {_day(application.last_day, card)}"
    if is_early(application):
        yield "Прошу прекратить работу в этот день, до истечения трёх рабочих дней, по соглашению сторон."
    if application.text:
        yield f"Причина: {application.text}"


def _replacement(application: Application, card: Organisation):
    mentor = application.mentorship.mentor
    yield f"Прошу заменить моего наставника: {people_in_case([mentor], Case.GENITIVE) if mentor else LINE}."
    yield f"Причина: {application.text}"


def _extension(application: Application, card: Organisation):
    yield (
        f"Прошу продлить срок персонализированной программы наставничества {_programme(application)} "
        f"до {_day(application.new_end, card)} по обоюдному согласию наставника и наставляемого."
    )
    yield f"Обоснование: {application.text}"


def _correction(application: Application, card: Organisation):
    yield (
        "Прошу внести изменения в персонализированную программу наставничества "
        f"{_programme(application)} по обоюдному согласию наставника и наставляемого."
    )
    yield f"Изменения: {application.text}"


def _duty(application: Application, card: Organisation):
    yield (
        f"Прошу освободить меня от выполнения должностных обязанностей {_day(application.event_date, card)} "
        f"с {application.time_from:%H:%M} до {application.time_to:%H:%M} для участия в мероприятии программы "
        f"наставничества: {application.event}."
    )
    yield f"Уроки и занятия в это время: {application.lessons}"
    substitute = application.substitute
    title = substitute.position_title
    who = f"{substitute.full_name}, {title}" if title else substitute.full_name
    yield f"Образовательный процесс не прерывается, замещение согласовано: {who}"
    yield application.text


def _proposal(application: Application, card: Organisation):
    yield f"По персонализированной программе наставничества {_programme(application)} предлагаю:"
    yield application.text


def _representation(application: Application, card: Organisation):
    if application.measure == Measure.REWARD:
        yield f"Представляю к поощрению: {people_in_case([application.about], Case.ACCUSATIVE)}."
    else:
        yield (
            "Прошу рассмотреть вопрос о применении дисциплинарного воздействия в отношении: "
            f"{people_in_case([application.about], Case.GENITIVE)}."
        )
    yield f"Основание: {application.text}"


WORDS = {
    K.RELEASE: _release,
    K.REPLACEMENT: _replacement,
    K.EXTENSION: _extension,
    K.CORRECTION: _correction,
    K.DUTY: _duty,
    K.PROPOSAL: _proposal,
    K.REPRESENTATION: _representation,
}


def _notice(application: Application, card: Organisation) -> LetterPaper:
    mentor = application.person
    role = position_in_case(mentor, Case.DATIVE)
    law = BY_LAW if mentor.is_employee else ""
    work = f"{'поручение' if law else 'Поручение'} о выполнении работы по наставничеству"
    lines = [
        f"{law}{work} в отношении: {_mentees(application)} – отменяется досрочно.",
        f"Последний день работы: {_day(application.last_day, card)}",
    ]
    if is_early(application):
        lines.append("Работа прекращается до истечения трёх рабочих дней по соглашению сторон.")
    if application.text:
        lines.append(f"Причина: {application.text}")
    name = short_name(card.head_last_name, card.head_first_name, card.head_patronymic, before=True)
    return LetterPaper(
        addressee=tuple(
            typeset(line) for line in (_capital(role), full_name_in_case(mentor, Case.DATIVE)) if line
        ),
        title=TITLES[K.NOTICE],
        paragraphs=(_greeting(mentor), *(_text(line) for line in lines)),
        signer=Signature(_capital(card.head_position), name),
        signed_date=_day(application.filed_on, card),
        received=f"Уведомление {gendered('получил', mentor.gender)}:",
        signatures=(mentor.signature_name,),
    )


def _greeting(person: Person) -> str:
    name = " ".join(filter(None, (person.first_name, person.patronymic)))
    return f"{gendered('Уважаемый', person.gender)} {name}!"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
