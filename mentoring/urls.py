"""All addresses; each room keeps its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("mentoring.home.urls")),
    path("", include("mentoring.upkeep.urls")),
    path("accounts/", include("mentoring.accounts.own_urls")),
    path("users/", include("mentoring.accounts.urls")),
    path("school/", include("mentoring.school.urls")),
    path("jobs/", include("mentoring.jobs.urls")),
    path("letters/", include("mentoring.letters.urls")),
    path("check/", include("mentoring.documents.urls")),
    path("people/import/", include("registry.people.imports.urls")),
    path("people/", include("registry.people.urls")),
    path("people/", include("roadmap.mentions.urls")),
    path("consents/", include("registry.consents.urls")),
    path("bank/", include("registry.bank.urls")),
    path("pairs/", include("registry.pairs.urls")),
    path("blueprints/", include("programs.blueprints.urls")),
    path("programmes/", include("programs.programmes.urls")),
    path("acts/", include("roadmap.acts.urls")),
    path("partners/", include("roadmap.partners.urls")),
    path("agreements/", include("roadmap.agreements.urls")),
    path("applications/", include("roadmap.applications.urls")),
    path("orders/control/", include("roadmap.controls.urls")),
    path("orders/registers/", include("roadmap.registers.urls")),
    path("orders/", include("roadmap.orders.urls")),
    path("protocols/agenda/", include("roadmap.agendas.urls")),
    path("protocols/", include("roadmap.protocols.urls")),
    path("roadmaps/", include("roadmap.plans.urls")),
    path("years/", include("roadmap.years.urls")),
    path("privacy/", include("roadmap.privacy.urls")),
]
handler403 = "mentoring.home.views.forbidden"
handler500 = "mentoring.home.views.broken"
