"""A list page by page, whatever its address asks for."""

from django_tables2 import RequestConfig, Table


def turn_pages(request, table: Table, *, per_page: int) -> None:
    """Sort the table as the address asks and open its page; a page that there is not becomes the nearest one.

    How many rows a page has is not for the address to say: «per_page=-1» broke the list and a huge one read it whole.
    """
    RequestConfig(request, paginate=False).configure(table)
    table.paginate(per_page=per_page)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
