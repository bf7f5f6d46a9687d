import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mentoring.language.typography import shortened
from roadmap.orders.models import Order
from roadmap.plans.enums import ColumnKind, Layout, RoadmapImportState, RoadmapStatus, StampKind
from roadmap.plans.freezing import APPROVED_STATES, frozen_with_roadmap, roadmap_triggers

LONGEST_NAME = 80


def tracked():
    """Every change is kept, removals too: a part that is gone leaves no other trace."""
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())


@tracked()
class Roadmap(models.Model):
    """A roadmap of one period: its title and table just as the school prints them (domain, B4)."""

    title = models.TextField("заголовок", help_text="Строки и прописные буквы печатаются как здесь")
    layout = models.CharField("вид таблицы", max_length=8, choices=Layout, default=Layout.STAGE_ROWS)
    has_column_numbers = models.BooleanField("строка с номерами столбцов", default=False)
    closing = models.TextField("текст под таблицей", blank=True)
    period_label = models.CharField("период, как в документе", max_length=100, blank=True)
    period_start = models.DateField("начало периода", null=True, blank=True)
    period_end = models.DateField("конец периода", null=True, blank=True)
    status = models.CharField("состояние", max_length=10, choices=RoadmapStatus, default=RoadmapStatus.DRAFT)
    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, null=True, blank=True, related_name="roadmaps", verbose_name="приказ"
    )
    annex_number = models.CharField("номер приложения", max_length=20, blank=True)
    effective_from = models.DateField("действует с", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField("утверждена", null=True, blank=True)
    approved_on = models.DateField("дата утверждения", null=True, blank=True)
    edition = models.PositiveSmallIntegerField("редакция", default=1, editable=False)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    is_sample = models.BooleanField("образец, проверьте", default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("создана", auto_now_add=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "roadmap"
        verbose_name = "дорожная карта"
        verbose_name_plural = "дорожные карты"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(layout__in=Layout.values), name="roadmap_layout_known"),
            models.CheckConstraint(condition=Q(status__in=RoadmapStatus.values), name="roadmap_status_known"),
            models.CheckConstraint(condition=~Q(title=""), name="roadmap_has_title"),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True, period_end__isnull=True)
                | Q(period_start__isnull=False, period_end__isnull=False, period_end__gte=F("period_start")),
                name="roadmap_period_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=APPROVED_STATES,
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    approved_on__isnull=False,
                )
                | Q(
                    ~Q(status__in=APPROVED_STATES),
                    approved_by__isnull=True,
                    approved_at__isnull=True,
                    approved_on__isnull=True,
                ),
                name="roadmap_approved_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(annex_number="") | Q(order__isnull=False), name="roadmap_annex_has_order"
            ),
            models.CheckConstraint(condition=Q(edition__gt=0), name="roadmap_editions_from_one"),
        ]
        triggers = roadmap_triggers()

    def __str__(self):
        return " ".join(self.title.split())

    def get_absolute_url(self):
        return reverse("roadmaps:detail", args=[self.pk])


@tracked()
class RoadmapColumn(models.Model):
    """A column of the printed table; widths are shares of the sum of all widths."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField("порядок")
    kind = models.CharField("что в столбце", max_length=12, choices=ColumnKind)
    heading = models.CharField("заголовок столбца", max_length=300, blank=True)
    group = models.CharField("общий заголовок над столбцами", max_length=300, blank=True)
    width = models.PositiveSmallIntegerField("ширина", default=20, validators=[MinValueValidator(1)])

    class Meta:
        app_label = "roadmap"
        verbose_name = "столбец дорожной карты"
        verbose_name_plural = "столбцы дорожной карты"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ColumnKind.values), name="roadmap_column_kind_known"),
            models.CheckConstraint(condition=Q(width__gt=0), name="roadmap_column_has_width"),
            models.UniqueConstraint(fields=["roadmap", "position"], name="roadmap_column_place_once"),
            models.UniqueConstraint(
                fields=["roadmap", "kind"],
                condition=~Q(kind=ColumnKind.CUSTOM),
                name="roadmap_column_kind_once",
            ),
        ]
        triggers = [frozen_with_roadmap("roadmap_column_frozen", "roadmap_id")]

    def __str__(self):
        return self.heading or self.get_kind_display()


class Termed(models.Model):
    """Texts of a stage or a measure as typed, with the machine dates of the term beside them.

    `is_term_unread` marks a text whose dates are not known («срок не распознан»): it is followed by hand.
    """

    term_text = models.TextField("срок, как в документе", blank=True)
    term_start = models.DateField("срок с", null=True, blank=True)
    term_end = models.DateField("срок по", null=True, blank=True)
    is_term_unread = models.BooleanField("срок не распознан", default=False)
    responsible_text = models.TextField("ответственные, как в документе", blank=True)
    documents_text = models.TextField("документы, как в документе", blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(term_start__isnull=True, term_end__isnull=True)
                | Q(term_start__isnull=False, term_end__isnull=False, term_end__gte=F("term_start")),
                name="%(class)s_term_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_term_unread=False) | (~Q(term_text="") & Q(term_start__isnull=True)),
                name="%(class)s_unread_term_has_text",
            ),
        ]


@tracked()
class RoadmapStage(Termed):
    """A stage: a row of the table or a band over its measures; a list without stages has one of no name."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField("порядок")
    number_label = models.CharField("номер, как в документе", max_length=40, blank=True)
    title = models.TextField("название этапа", blank=True)

    class Meta(Termed.Meta):
        app_label = "roadmap"
        verbose_name = "этап дорожной карты"
        verbose_name_plural = "этапы дорожной карты"
        ordering = ["position"]
        constraints = [
            *Termed.Meta.constraints,
            models.UniqueConstraint(
                fields=["roadmap", "position"],
                name="roadmap_stage_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        triggers = [frozen_with_roadmap("roadmap_stage_frozen", "roadmap_id")]

    def __str__(self):
        return f"{self.number_label} {self.title}".strip()


@tracked()
class RoadmapMeasure(Termed):
    """A measure, or a part of the measure that is its parent; `position` is its place in the whole stage.

    `row` is the table row of the stage that it stands in; the mark keeps its space: «1) », «– ».
    An inline term stands inside of the text in brackets and is not printed again.
    """

    stage = models.ForeignKey(RoadmapStage, on_delete=models.CASCADE, related_name="measures")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    position = models.PositiveSmallIntegerField("порядок")
    row = models.PositiveSmallIntegerField("строка этапа", default=0)
    number_label = models.CharField("номер, как в документе", max_length=40, blank=True)
    mark = models.CharField("знак перед текстом", max_length=20, blank=True)
    text = models.TextField("мероприятие", blank=True)
    is_term_inline = models.BooleanField("срок стоит в тексте", default=False)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies", editable=False
    )

    class Meta(Termed.Meta):
        app_label = "roadmap"
        verbose_name = "мероприятие дорожной карты"
        verbose_name_plural = "мероприятия дорожной карты"
        ordering = ["position"]
        constraints = [
            *Termed.Meta.constraints,
            models.UniqueConstraint(
                fields=["stage", "position"],
                name="roadmap_measure_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(is_term_inline=False) | ~Q(term_text=""), name="roadmap_measure_inline_has_text"
            ),
        ]
        triggers = [
            frozen_with_roadmap("roadmap_measure_frozen", "stage_id"),
            pgtrigger.Trigger(
                name="roadmap_measure_parent_is_near",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.parent_id IS NOT NULL"),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM roadmap_roadmapmeasure
                        WHERE id = NEW.parent_id AND stage_id = NEW.stage_id AND position < NEW.position
                    ) THEN
                        RAISE EXCEPTION 'a measure belongs to one above it in its stage'
                        USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return shortened(f"{self.mark}{self.text}", LONGEST_NAME)


@tracked()
class RoadmapText(models.Model):
    """What a stage or a measure says in a column of the school's own («Ожидаемый результат»)."""

    column = models.ForeignKey(RoadmapColumn, on_delete=models.CASCADE, related_name="texts")
    stage = models.ForeignKey(
        RoadmapStage, on_delete=models.CASCADE, null=True, blank=True, related_name="texts"
    )
    measure = models.ForeignKey(
        RoadmapMeasure, on_delete=models.CASCADE, null=True, blank=True, related_name="texts"
    )
    text = models.TextField("текст")

    class Meta:
        app_label = "roadmap"
        verbose_name = "текст столбца"
        verbose_name_plural = "тексты столбцов"
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__isnull=True, measure__isnull=False)
                | Q(stage__isnull=False, measure__isnull=True),
                name="roadmap_text_has_one_owner",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="roadmap_text_says_something"),
            models.UniqueConstraint(fields=["column", "stage"], name="roadmap_text_of_stage_once"),
            models.UniqueConstraint(fields=["column", "measure"], name="roadmap_text_of_measure_once"),
        ]
        triggers = [frozen_with_roadmap("roadmap_text_frozen", "column_id")]

    def __str__(self):
        return self.text[:60]


@tracked()
class RoadmapFootnote(models.Model):
    """A footnote under the table; its text may be empty, as one of the known roadmaps has it."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="footnotes")
    position = models.PositiveSmallIntegerField("порядок")
    mark = models.CharField("знак", max_length=5)
    text = models.TextField("текст", blank=True)
    column = models.ForeignKey(
        RoadmapColumn, on_delete=models.SET_NULL, null=True, blank=True, related_name="footnotes"
    )

    class Meta:
        app_label = "roadmap"
        verbose_name = "сноска"
        verbose_name_plural = "сноски"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=~Q(mark=""), name="roadmap_footnote_has_mark"),
            models.UniqueConstraint(fields=["roadmap", "mark"], name="roadmap_footnote_mark_once"),
        ]
        triggers = [frozen_with_roadmap("roadmap_footnote_frozen", "roadmap_id")]

    def __str__(self):
        return f"{self.mark} {self.text}".strip()


@tracked()
class RoadmapStamp(models.Model):
    """A гриф above the title: «УТВЕРЖДАЮ», «СОГЛАСОВАНО», «Приложение №», all its lines as typed."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="stamps")
    position = models.PositiveSmallIntegerField("порядок")
    kind = models.CharField("вид грифа", max_length=12, choices=StampKind)
    text = models.TextField("текст")

    class Meta:
        app_label = "roadmap"
        verbose_name = "гриф"
        verbose_name_plural = "грифы"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=StampKind.values), name="roadmap_stamp_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="roadmap_stamp_says_something"),
            models.UniqueConstraint(fields=["roadmap", "position"], name="roadmap_stamp_place_once"),
        ]
        triggers = [frozen_with_roadmap("roadmap_stamp_frozen", "roadmap_id")]

    def __str__(self):
        return self.text[:60]


class RoadmapImport(models.Model):
    """An uploaded table that waits until a person agrees with what was read; forgotten when given up."""

    file_name = models.CharField("файл", max_length=200)
    sha256 = models.CharField(max_length=64)
    page = models.JSONField("таблица", default=dict)
    kinds = models.JSONField("столбцы", default=list)
    state = models.CharField(
        "состояние", max_length=10, choices=RoadmapImportState, default=RoadmapImportState.PREVIEWED
    )
    roadmap = models.ForeignKey(Roadmap, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("загружена", auto_now_add=True)

    class Meta:
        app_label = "roadmap"
        verbose_name = "загрузка дорожной карты"
        verbose_name_plural = "загрузки дорожных карт"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RoadmapImportState.values), name="roadmap_import_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=RoadmapImportState.APPLIED) | Q(roadmap__isnull=True),
                name="roadmap_import_applied_first",
            ),
            models.CheckConstraint(
                condition=Q(state=RoadmapImportState.PREVIEWED) | Q(page={}),
                name="roadmap_import_page_is_forgotten",
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("roadmaps:preview", args=[self.pk])
