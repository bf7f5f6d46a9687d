"""What we are measured against: the same data in Django's admin and in django-import-export."""

from django.contrib.admin import AdminSite, ModelAdmin
from import_export.fields import Field
from import_export.resources import ModelResource

from mentoring.accounts.models import User
from mentoring.documents.models import IssuedDocument
from registry.people.models import Person
from registry.people.queries import with_positions
from roadmap.orders.models import Order


class OpenSite(AdminSite):
    def has_permission(self, request):
        return True


class OpenAdmin(ModelAdmin):
    """Everything is allowed: no query for rights counts for the peer."""

    def has_view_permission(self, request, obj=None):
        return True

    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    def has_add_permission(self, request):
        return True

    def has_module_permission(self, request):
        return True


class PersonAdmin(OpenAdmin):
    """The columns, conditions, order and page size of our own list."""

    list_display = ("full_name", "titles", "category", "teaching_years", "forms_state")
    list_filter = ("kind", "positions__title", "forms_state")
    search_fields = ("last_name", "first_name", "patronymic")
    list_per_page = 25

    def get_queryset(self, request):
        return with_positions(super().get_queryset(request)).filter(left_on__isnull=True)

    def titles(self, person):
        return ", ".join(position.title for position in person.positions.all())


site = OpenSite()
site.register(Person, PersonAdmin)
site.register([User, Order, IssuedDocument], OpenAdmin)


class StaffResource(ModelResource):
    """A staff list as django-import-export takes it: rows known by the personnel number."""

    class Meta:
        model = Person
        import_id_fields = ("personnel_number",)
        skip_unchanged = True
        fields = (
            "personnel_number", "last_name", "first_name", "patronymic", "category", "teaching_years",
            "birth_date", "hired_on", "email", "note", "gender",
        )  # fmt: skip


class StaffExport(ModelResource):
    """The same nineteen columns as our export."""

    number = Field()
    title = Field()
    others = Field()
    category_name = Field(attribute="get_category_display")
    gender_name = Field(attribute="get_gender_display")

    class Meta:
        model = Person
        fields = (
            "number", "last_name", "first_name", "patronymic", "title", "others", "category_name",
            "category_note", "teaching_years", "total_years", "subjects", "education", "birth_date",
            "hired_on", "phone", "email", "personnel_number", "gender_name", "note",
        )  # fmt: skip

    def dehydrate_number(self, person):
        return person.pk

    def dehydrate_title(self, person):
        return person.position_title

    def dehydrate_others(self, person):
        main = person.main_position
        return ", ".join(row.title for row in person.positions.all() if row != main)
