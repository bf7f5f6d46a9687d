from django.db import migrations

# The acts that the program came with before: how each is written after «на основании», and its place.
GENITIVE = {
    "Федеральным законом от 29.12.2012 № 273-ФЗ «Об образовании в Российской Федерации»": (
        "Федерального закона от 29.12.2012 № 273-ФЗ «Об образовании в Российской Федерации»"
    ),
    "статьёй 351.8 Трудового кодекса Российской Федерации": (
        "статьи 351.8 Трудового кодекса Российской Федерации"
    ),
    "распоряжением Правительства Российской Федерации от 21.05.2025 № 1264-р": (
        "распоряжения Правительства Российской Федерации от 21.05.2025 № 1264-р"
    ),
    "письмом Минпросвещения России от 21.12.2021 № АЗ-1128/08 «О направлении методических рекомендаций»": (
        "письма Минпросвещения России от 21.12.2021 № АЗ-1128/08 «О направлении методических рекомендаций»"
    ),
    "Федеральным законом от 27.07.2006 № 152-ФЗ «О персональных данных»": (
        "Федерального закона от 27.07.2006 № 152-ФЗ «О персональных данных»"
    ),
}


def fill(apps, schema_editor):
    acts = apps.get_model("mentoring", "LegalAct").objects
    for position, (citation, genitive) in enumerate(GENITIVE.items(), start=1):
        acts.filter(citation=citation).update(citation_genitive=genitive, position=position, is_sample=True)


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0014_acts_in_preambles")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
