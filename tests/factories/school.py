"""The school's card for tests."""

from mentoring.school.queries import organisation
from mentoring.school.services import ensure_dictionaries, save_organisation

FULL = "бюджетное общеобразовательное учреждение «Школа № 15»"
CARD = {
    "full_name": f"Муниципальное {FULL}",
    "full_name_genitive": "муниципального бюджетного общеобразовательного учреждения «Школа № 15»",
    "full_name_dative": "муниципальному бюджетному общеобразовательному учреждению «Школа № 15»",
    "full_name_prepositional": "муниципальном бюджетном общеобразовательном учреждении «Школа № 15»",
    "short_name": "МБОУ «Школа № 15»",
    "town": "г. Приречный",
    "address": "г. Приречный, ул. Школьная, д. 15",
    "inn": "0000000015",
    "ogrn": "0000000000015",
    "charter": "Устава школы",
    "regulation": "Положения о наставничестве, утверждённого приказом от 29.08.2025 № 118/01-02",
    "head_position": "директор",
    "head_last_name": "Берестова",
    "head_first_name": "Галина",
    "head_patronymic": "Аркадьевна",
    "head_name_genitive": "Берестовой Галины Аркадьевны",
    "head_name_dative": "Берестовой Галине Аркадьевне",
    "head_name_accusative": "Берестову Галину Аркадьевну",
}


def make_school(*, by=None, **fields):
    """The filled card with dictionaries; a second call returns the same card."""
    ensure_dictionaries()
    return organisation() or save_organisation(by=by, version=0, **{**CARD, "head_gender": "f", **fields})
