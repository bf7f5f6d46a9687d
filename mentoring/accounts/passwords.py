"""What a password may not be made of. There are no rules about capitals or digits, and nothing expires by the year."""

import re

from django.core.exceptions import ValidationError

from mentoring.school.queries import organisation

# What people of a school think of first.
WORDS = (
    "наставничество", "наставляемый", "наставник", "куратор", "директор", "учитель", "педагог", "психолог",
    "завуч", "школа", "гимназия", "лицей", "мбоу", "гбоу", "учительская", "образование", "пароль", "привет",
    "администратор", "mentor", "school", "teacher", "password", "admin", "qwerty",
)  # fmt: skip
FEWEST_OF_ONES_OWN = 6
# The same keys with the other layout switched on.
KEYS = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхъфывапролджэячсмитьбю")
ENDINGS = re.compile(r"[аеёиоуыэюяйь]{1,3}$")


class SchoolWordsValidator:
    """Refuses a password in which little remains without the school's own words, its name and its town."""

    def validate(self, password, user=None):
        """Raises ValidationError; the words are looked for in both keyboard layouts."""
        folded = _folded(password)
        for typed in {folded, folded.translate(KEYS)}:
            rest = typed
            for stem in sorted(_stems(), key=len, reverse=True):
                rest = rest.replace(stem, " ")
            if rest != typed and len("".join(re.findall(r"[^\W\d_]", rest))) < FEWEST_OF_ONES_OWN:
                raise ValidationError(
                    "Такой пароль в школе угадают первым: он из названия школы, города или слов вроде "
                    "«наставник». Возьмите три-четыре слова, не связанных со школой.",
                    code="school_words",
                )

    def get_help_text(self):
        return "Не берите название школы, города и слова «школа», «наставник», «учитель»."


def _folded(text):
    return text.casefold().replace("ё", "е")


def _stems():
    """Words without their endings, so that every case form is found."""
    card = organisation()
    names = f"{card.full_name} {card.short_name} {card.town}" if card else ""
    own = re.findall(r"[^\W\d_]{4,}", _folded(names))
    return {ENDINGS.sub("", word) for word in (*WORDS, *own)}
