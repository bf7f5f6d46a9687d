from mentoring.language.prepositions import with_word


def test_with_takes_a_vowel_before_what_is_hard_to_say():
    so = ["Степановой", "Скворцовым", "Зверевой", "Ждановым", "Шмелёвым", "Щукиной", "Львовой", "Всеволодом"]
    plain = ["Орловой", "Соколовым", "Сидоровой", "Зиминой", "Шуваловым", "Жуковой", "учителем", "Ким", ""]
    assert {word: with_word(word) for word in so} == dict.fromkeys(so, "со")
    assert {word: with_word(word) for word in plain} == dict.fromkeys(plain, "с")
