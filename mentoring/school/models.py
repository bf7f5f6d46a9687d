import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mentoring.school.enums import ActLevel, DateStyle, DayKind, Gender


@pghistory.track()
class Organisation(models.Model):
    """The school's card (one row): what stands in the heading and in the texts of every paper."""

    full_name = models.CharField("полное наименование", max_length=400)
    full_name_genitive = models.CharField(
        "полное наименование в родительном падеже (кого? чего?)", max_length=400
    )
    full_name_dative = models.CharField(
        "полное наименование в дательном падеже (кому? чему?)", max_length=400
    )
    full_name_prepositional = models.CharField(
        "полное наименование в предложном падеже (в ком? в чём?)", max_length=400
    )
    short_name = models.CharField("краткое наименование", max_length=120)
    founder = models.CharField("вышестоящая организация (первая строка бланка)", max_length=300, blank=True)
    town = models.CharField("населённый пункт", max_length=120)
    address = models.CharField("адрес", max_length=300, blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    website = models.URLField("сайт", blank=True)
    inn = models.CharField("ИНН", max_length=12, blank=True)
    ogrn = models.CharField("ОГРН", max_length=15, blank=True)
    charter = models.CharField(
        "устав",
        max_length=200,
        blank=True,
        help_text="Как написать в приказе: «Уставом, утверждённым распоряжением от 01.02.2020 № 15».",
    )
    regulation = models.CharField(
        "положение о наставничестве",
        max_length=300,
        blank=True,
        help_text="Как написать после слов «На основании…»: «Положения о системе (целевой модели) наставничества "
        "педагогических работников, утверждённого приказом от 31.08.2026 № 270/1».",
    )

    head_position = models.CharField("должность руководителя", max_length=120, default="директор")
    head_position_genitive = models.CharField("должность (кого?)", max_length=120, default="директора")
    head_position_dative = models.CharField("должность (кому?)", max_length=120, default="директору")
    head_position_accusative = models.CharField(
        "должность (назначить кого?)", max_length=120, default="директора"
    )
    head_last_name = models.CharField("фамилия руководителя", max_length=80)
    head_first_name = models.CharField("имя руководителя", max_length=80)
    head_patronymic = models.CharField("отчество руководителя", max_length=80, blank=True)
    head_gender = models.CharField("пол руководителя", max_length=1, choices=Gender, blank=True)
    head_name_genitive = models.CharField("руководитель (кого?)", max_length=240, blank=True)
    head_name_dative = models.CharField("руководитель (кому?)", max_length=240, blank=True)
    head_name_accusative = models.CharField("руководитель (назначить кого?)", max_length=240, blank=True)

    order_margin_left = models.PositiveSmallIntegerField("левое поле приказа, мм", default=30)
    working_margin_left = models.PositiveSmallIntegerField("левое поле рабочих бумаг, мм", default=20)
    margin_right = models.PositiveSmallIntegerField("правое поле, мм", default=10)
    margin_top = models.PositiveSmallIntegerField("верхнее поле, мм", default=20)
    margin_bottom = models.PositiveSmallIntegerField("нижнее поле, мм", default=20)
    font_size = models.PositiveSmallIntegerField("кегль текста, пт", default=14)
    date_style = models.CharField(
        "дата в бумагах", max_length=10, choices=DateStyle, default=DateStyle.NUMERIC
    )
    strict_agreements = models.BooleanField(
        "строго: без нужных соглашений и согласий приказ не регистрируется",
        default=False,
        help_text="Приказ о паре ждёт подписанного соглашения с наставником, приказ о замене – ещё и трёх рабочих дней "
        "после предупреждения прежнего или его согласия (ТК РФ, ст. 351.8), приказ о продлении или изменении "
        "программы – согласия всех сторон (Положение, п. 7.2). Без этой отметки программа обо всём этом только "
        "напоминает.",
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "mentoring"
        verbose_name = "организация"
        verbose_name_plural = "организация"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="organisation_is_one"),
            models.CheckConstraint(
                condition=Q(font_size__gte=12, font_size__lte=14), name="organisation_font_12_14"
            ),
            models.CheckConstraint(
                condition=Q(order_margin_left__gte=20, working_margin_left__gte=20, margin_right__gte=10)
                & Q(margin_top__gte=20, margin_bottom__gte=20),
                name="organisation_margins_of_gost",
            ),
        ]

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        return reverse("school:organisation")


@pghistory.track()
class SchoolYear(models.Model):
    """One school year, e.g. 01.09.2026–31.08.2027."""

    label = models.CharField("учебный год", max_length=20, unique=True)
    start = models.DateField("начало", unique=True)
    end = models.DateField("конец")
    closed_on = models.DateField("закрыт", null=True, blank=True, editable=False)

    class Meta:
        app_label = "mentoring"
        verbose_name = "учебный год"
        verbose_name_plural = "учебные годы"
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="school_year_dates_in_order"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("end")),
                name="school_year_closed_after_its_end",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="school_year_closed_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.closed_on IS NOT NULL AND (NEW.closed_on IS NOT NULL OR"
                    ' (OLD.label, OLD.start, OLD."end") IS DISTINCT FROM (NEW.label, NEW.start, NEW."end"))'
                ),
            ),
            pgtrigger.Protect(
                name="school_year_closed_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.closed_on IS NOT NULL"),
            ),
        ]

    def __str__(self):
        return self.label


@pghistory.track()
class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a working Saturday."""

    date = models.DateField("дата", unique=True)
    kind = models.CharField("вид", max_length=10, choices=DayKind)
    name = models.CharField("что за день", max_length=120, blank=True)

    class Meta:
        app_label = "mentoring"
        verbose_name = "день календаря"
        verbose_name_plural = "производственный календарь"
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="calendar_day_kind_known")
        ]

    def __str__(self):
        return f"{self.date:%d.%m.%Y} – {self.get_kind_display()}"


class DictionaryEntry(models.Model):
    """A word of the school's own vocabulary; one in use is switched off, not deleted."""

    name = models.CharField("название", max_length=200, unique=True)
    definition = models.TextField("пояснение", blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)
    is_active = models.BooleanField("предлагать при выборе", default=True)

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


@pghistory.track()
class MentoringForm(DictionaryEntry):
    """Form of mentoring, e.g. «педагог – педагог» (Положение, п. 2.3)."""

    class Meta(DictionaryEntry.Meta):
        app_label = "mentoring"
        verbose_name = "форма наставничества"
        verbose_name_plural = "формы наставничества"


@pghistory.track()
class MentoringKind(DictionaryEntry):
    """Kind of mentoring, e.g. «Реверсивное» (Положение, п. 2.4)."""

    class Meta(DictionaryEntry.Meta):
        app_label = "mentoring"
        verbose_name = "вид наставничества"
        verbose_name_plural = "виды наставничества"


@pghistory.track()
class Direction(DictionaryEntry):
    """Question on which a pair works together (Положение, п. 3.5)."""

    class Meta(DictionaryEntry.Meta):
        app_label = "mentoring"
        verbose_name = "направление"
        verbose_name_plural = "направления"


@pghistory.track()
class LegalAct(models.Model):
    """An act of the normative base, cited in preambles."""

    level = models.CharField("уровень", max_length=10, choices=ActLevel)
    kind = models.CharField("вид", max_length=80, help_text="Письмо, распоряжение, приказ…")
    date = models.DateField("дата", null=True, blank=True)
    number = models.CharField("номер", max_length=60, blank=True)
    title = models.CharField("название", max_length=500)
    citation = models.CharField(
        "как писать в преамбуле",
        max_length=700,
        blank=True,
        help_text="После слов «в соответствии с…»: «письмом Минпросвещения России от 21.12.2021 № АЗ-1128/08».",
    )
    citation_genitive = models.CharField(
        "как писать после «на основании»",
        max_length=700,
        blank=True,
        help_text="«письма Минпросвещения России от 21.12.2021 № АЗ-1128/08».",
    )
    url = models.URLField("ссылка", blank=True)
    is_in_force = models.BooleanField("действует", default=True)
    is_cited = models.BooleanField(
        "называть в преамбуле",
        default=False,
        help_text="Отмеченные акты встают в текст на место подстановки {нормативная база}.",
    )
    position = models.PositiveSmallIntegerField("порядок упоминания", default=0)
    is_sample = models.BooleanField("образец, проверьте", default=False, editable=False)

    class Meta:
        app_label = "mentoring"
        verbose_name = "правовой акт"
        verbose_name_plural = "нормативная база"
        ordering = ["position", "level", "date", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=ActLevel.values), name="legal_act_level_known"),
            models.CheckConstraint(
                condition=Q(is_cited=False) | (Q(is_in_force=True) & ~Q(citation="")),
                name="legal_act_cited_is_in_force",
                violation_error_message="В преамбуле называют только действующий акт, и нужно написать, как именно.",
            ),
        ]

    def __str__(self):
        return self.citation or self.title

    @property
    def listing(self) -> str:
        """«Федеральный закон от 29.12.2012 № 273-ФЗ «Об образовании…»»: a line of a list of acts.

        A code is known by its name alone.
        """
        if self.kind.lower() == "кодекс":
            return self.title
        number = f" № {self.number}" if self.number else ""
        day = f" от {self.date:%d.%m.%Y}" if self.date else ""
        return f"{self.kind[:1].upper()}{self.kind[1:]}{day}{number} «{self.title}»"
