"""The cats of the demo adverts: looks, pose and place of each."""

# Tables of points and colours read better in rows.
# fmt: off

from .animals.body import Body
from .animals.cats import CatHead
from .drawing.palette import FIR, FIR_SOFT, ROWAN, ROWAN_SOFT, WHITE, lit
from .pet import Pet
from .scenes import indoors, town

BLACK, GINGER = "#332c2e", "#dd8f4b"
BLUE_GREY, TABBY_GREY, CREAM_CAT = "#7f8996", "#a29a90", "#ecd0a9"

CATS: dict[str, Pet] = {
    "apelsin": Pet(
        CatHead(GINGER, "tabby", dark="#b45f28", light="#f8e3c8", iris="#93a846"),
        Body(
            GINGER, chest="#f8e3c8", stripes="#b45f28", socks="#f8e3c8", sock_height=26, cat=True,
            tail="cat",
        ),
        pose="sit", scene=town.building_site, x=520, ground=832, scale=1.46, tilt=-5,
    ),
    "graf": Pet(
        CatHead(
            BLUE_GREY, cheek=112, skull=100, jaw=68, chin=86, iris="#d9862a", nose="#6d6875",
            ear_height=0.74, ear_width=0.92, eye_size=21, eye_gap=47,
        ),
        Body(BLUE_GREY, chest=lit(BLUE_GREY, 0.16), fur=6, cat=True, tail="cat", build=1.22),
        pose="sit_front", scene=indoors.library, x=590, ground=792, scale=1.5,
    ),
    "matryoshka": Pet(
        CatHead(WHITE, "calico", dark="#3d3231", light="#dd8f4b", iris="#9aac4c"),
        Body(
            WHITE,
            patches=(
                (0.2, 14, 62, "#dd8f4b"), (0.62, 24, 66, "#3d3231"), (0.95, 26, 60, "#dd8f4b"),
            ),
            cat=True, tail="cat", tail_coat="#dd8f4b",
        ),
        pose="sit", scene=indoors.room("#efdcc6", "#7f9f8d", "green"), x=660, ground=834,
        scale=1.42, tilt=6, flip=True,
    ),
    "maestro": Pet(
        CatHead(BLACK, "tuxedo", iris="#9db455"),
        Body(BLACK, chest=WHITE, socks=WHITE, sock_height=44, cat=True, tail="cat"),
        pose="sit_front", scene=indoors.stage, ground=820, scale=1.5, tilt=-3,
    ),
    "iris": Pet(
        CatHead(
            "#ecdcc4", "points", dark="#54403a", iris="#4a98d8", nose="#4a3836", cheek=94, skull=86,
            ear_height=1.18, ear_width=1.1, eye_size=19,
        ),
        Body(
            "#ecdcc4", legs="#7d6558", socks="#54403a", sock_height=70, cat=True, tail="cat",
            tail_coat="#54403a", build=0.9,
        ),
        pose="sit", scene=indoors.sill("green", "#d5dfd6", FIR_SOFT), x=470, ground=808, scale=1.36,
        tilt=-4,
    ),
    "klyaksa": Pet(
        CatHead("#2f292b", iris="#e0b432", nose="#4a3c40", whisker="#6a6062"),
        Body("#2f292b", cat=True, tail="cat"),
        pose="sit", scene=indoors.sill("winter", "#ecd8c2"), x=470, ground=806, scale=1.42, tilt=-3,
    ),
    "fantik": Pet(
        CatHead(
            TABBY_GREY, "tabby", dark="#5e564f", light="#ece5da", iris="#86a86a", eye_size=25,
            eye_gap=46, cheek=100, chin=74, ear_height=0.92,
        ),
        Body(TABBY_GREY, chest="#ece5da", stripes="#5e564f", cat=True, tail="none", build=0.9),
        pose="bust", scene=indoors.box_back, ground=1130, scale=1.4, tilt=-6, head_size=1.12,
        front=indoors.box_front,
    ),
    "tikhon": Pet(
        CatHead(
            "#9c7d5d", "tabby", dark="#4e3c2f", light="#eadbc4", iris="#b9a443", fur=11, tufts=True,
            ear_height=1.15, cheek=106,
        ),
        Body(
            "#9c7d5d", chest="#eadbc4", stripes="#4e3c2f", fur=16, ruff="#dcc9ac", cat=True,
            tail="plush", build=1.15,
        ),
        pose="sit", scene=indoors.sill("dusk", "#8c8390"), x=500, ground=812, scale=1.36,
    ),
    "zefirka": Pet(
        CatHead("#fbf7f1", iris="#5aa5dc", iris_right="#d99a33", nose="#eab0a6", whisker="#cfc5bb"),
        Body("#fbf7f1", cat=True, tail="cat", collar=ROWAN),
        pose="loaf", scene=indoors.sofa("#e7ddd0", FIR, ROWAN_SOFT), x=590, ground=780, scale=1.6,
        tilt=4,
    ),
    "plyushka": Pet(
        CatHead(
            CREAM_CAT, cheek=112, skull=98, jaw=68, chin=84, folded=True, iris="#c98432",
            eye_size=22, eye_gap=46, nose="#dc9f90",
        ),
        Body(CREAM_CAT, chest="#f6e6cd", cat=True, tail="cat", build=1.12),
        pose="sit_front", scene=indoors.kitchen, ground=836, scale=1.5, tilt=5,
    ),
    "seneka": Pet(
        CatHead(
            "#e2b7a3", iris="#7fae9c", nose="#d58e86", wrinkles=True, cheek=92, skull=84,
            ear_height=1.25, ear_width=1.3, eye_size=22, chin=76,
        ),
        Body("#e2b7a3", cat=True, tail="cat", build=0.86, bandana=FIR),
        pose="sit", scene=indoors.sofa("#f0e2cf", "#8fa1aa", ROWAN_SOFT), x=620, ground=800,
        scale=1.3, tilt=-4,
    ),
    "stepan": Pet(
        CatHead(GINGER, "ginger_white", dark="#b96a34", light=WHITE, asleep=True),
        Body(GINGER, stripes="#bb6d36", cat=True, tail_tip=WHITE),
        pose="curled", scene=indoors.armchair, x=560, ground=738, scale=1.36,
    ),
    "metel": Pet(
        CatHead(
            "#efe6d8", "points", dark="#6b594f", iris="#5aa6dc", nose="#6a4d48", fur=12, cheek=108,
        ),
        Body(
            "#efe6d8", fur=17, ruff="#f8f2e8", legs="#a08b7c", socks="#6b594f", cat=True,
            tail="plush", tail_coat="#6b594f", build=1.1,
        ),
        pose="sit", scene=indoors.room("#e3d6cf", "#7f95a3", "winter", 1), x=540, ground=836,
        scale=1.4, tilt=-4,
    ),
    "khalva": Pet(
        CatHead("#b9713c", "tortie", dark="#3a2f2e", light="#e3b981", iris="#b5a23e"),
        Body(
            "#3a2f2e",
            patches=(
                (0.05, 30, 40, "#b9713c"), (0.25, 50, 28, "#e3b981"), (0.42, 16, 44, "#b9713c"),
                (0.62, 54, 34, "#b9713c"), (0.78, 20, 26, "#e3b981"), (0.95, 36, 44, "#b9713c"),
            ),
            legs="#4a3a36", cat=True, tail="cat", chest="#a8663a",
        ),
        pose="sit", scene=town.porch, x=540, ground=838, scale=1.42, tilt=-5,
    ),
}
