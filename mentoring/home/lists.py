"""A list page by page, whatever its address asks for, and the conditions above it."""

from django.forms import Select
from django_filters import FilterSet
from django_tables2 import RequestConfig, Table


class ListFilter(FilterSet):
    """Search and conditions of a list; what may be chosen is asked when the page is made."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, values in self.choices().items():
            self.filters[name].extra["choices"] = values
        for field in self.form.fields.values():
            field.widget.attrs["class"] = (
                "form-select" if isinstance(field.widget, Select) else "form-control"
            )

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """{condition: (value, words) pairs} for the conditions that the database knows."""
        return {}


def turn_pages(request, table: Table, *, per_page: int) -> None:
    """Sort the table as the address asks and open its page; a page that there is not becomes the nearest one.

    How many rows a page has is not for the address to say: «per_page=-1» broke the list and a huge one read it whole.
    """
    RequestConfig(request, paginate=False).configure(table)
    table.paginate(per_page=per_page)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
