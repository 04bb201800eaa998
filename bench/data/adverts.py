"""Believable adverts, about 500 bytes each as JSON. The same number is always the same advert.

Nothing here depends on RIP: its peers are filled with these adverts too.
"""

from typing import Any, Final

Advert = dict[str, Any]

BREEDS: Final = {
    "Dog": (
        "лабрадор", "немецкая овчарка", "такса", "корги", "хаски", "шпиц", "йоркширский терьер",
        "мопс", "бигль", "пудель", "джек-рассел-терьер", "метис",
    ),
    "Cat": (
        "мейн-кун", "британская", "сиамская", "сфинкс", "персидская", "русская голубая",
        "бенгальская", "шотландская вислоухая", "невская маскарадная", "абиссинская", "метис",
    ),
}  # fmt: skip
YOUNG: Final = {"Dog": "щенок", "Cat": "котёнок"}
GROWN: Final = {
    ("Dog", "M"): "пёс",
    ("Dog", "F"): "собака",
    ("Cat", "M"): "кот",
    ("Cat", "F"): "кошка",
}
NAMES: Final = (
    "Пупсик", "Барон", "Ёлка", "Мурка", "Рыжик", "Буся", "Граф", "Снежок", "Дымка", "Тишка",
    "Варя", "Кекс", "Луна", "Зефир", "Ириска", "Гром", "Матильда", "Фунтик", "Персик", "Соня",
)  # fmt: skip
LOCATIONS: Final = (
    "Москва", "Санкт-Петербург", "Новосибирск", "Екатеринбург", "Казань", "Нижний Новгород",
    "Челябинск", "Самара", "Омск", "Ростов-на-Дону", "Уфа", "Красноярск", "Воронеж", "Пермь",
    "Волгоград", "Краснодар", "Тюмень", "Саратов", "Орёл", "Калининград",
)  # fmt: skip
WISHES: Final = ("ищет дом", "ждёт хозяина", "в добрые руки", "ищет семью")
STORIES: Final = (
    "Нашли на даче, выходили.",
    "Хозяева переезжают далеко.",
    "Родился у нас дома весной.",
    "Живёт на передержке с осени.",
    "Забрали из приюта подлечить.",
)
HABITS: Final = (
    "Ласковый характер, любит детей и долгие прогулки.",
    "Спокойный нрав, ладит с другими животными.",
    "Очень игривый возраст, каждый день готов к новым затеям.",
    "Сначала осторожничает, потом не отходит ни на шаг.",
    "Любит спать на подоконнике и встречать у двери.",
    "Умница, знает своё имя и место.",
)
CARE: Final = (
    "Привит по возрасту, есть паспорт.",
    "Обработан от паразитов, здоров, документы на руках.",
    "Приучен к лотку, ест сухой корм.",
    "Гуляет на поводке, дома ничего не портит.",
)
TERMS: Final = (
    "Отдаём с договором, поможем с дорогой.",
    "Приезжайте познакомиться в любой день.",
    "Звоните вечером, расскажем обо всём.",
    "Привезём сами по городу и области.",
)
OLDEST: Final = 15
PRICE_STEP: Final = 50
PRICE_STEPS: Final = 1000
DEAREST: Final = PRICE_STEP * PRICE_STEPS
# A price that no advert has until it is changed.
TOUCHED_PRICE: Final = 777


def advert(number: int) -> Advert:
    """Return the advert with this number, its fields as the API takes them."""
    draw = _Draw(number)
    kind, gender = draw.one(("Dog", "Cat")), draw.one(("M", "F"))
    age = draw.below(OLDEST)
    breed, name, location = draw.one(BREEDS[kind]), draw.one(NAMES), draw.one(LOCATIONS)
    pet = GROWN[kind, gender] if age else YOUNG[kind]
    return {
        "title": f"{pet.capitalize()} {name} {draw.one(WISHES)}",
        "description": " ".join(map(draw.one, (STORIES, HABITS, CARE, TERMS))) + f" № {number}",
        "kind": kind,
        "breed": breed,
        "age": age,
        "gender": gender,
        "location": location,
        "price": draw.below(PRICE_STEPS) * PRICE_STEP,
    }


class _Draw:
    """Choices that depend on nothing but the number: quicker than a `random.Random` for each."""

    def __init__(self, number: int) -> None:
        self._state = (number * 0x9E3779B97F4A7C15 + 0x1234567) % 2**64

    def below(self, count: int) -> int:
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % count

    def one(self, choices: tuple[str, ...]) -> str:
        return choices[self.below(len(choices))]
