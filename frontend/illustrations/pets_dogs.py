"""The dogs of the demo adverts: looks, pose and place of each."""

# Tables of points and colours read better in rows.
# fmt: off

from .animals.body import Body
from .animals.dogs import DogHead
from .drawing.palette import FIR, FIR_SOFT, ROWAN, ROWAN_SOFT, WHITE
from .pet import Pet
from .scenes import backdrops, indoors, outdoors, town

BLACK, CHARCOAL, TAN = "#332c2e", "#3a3435", "#b9713c"

DOGS: dict[str, Pet] = {
    "pupsik": Pet(
        DogHead(
            "#e2b57c", ear_coat="#b97f4b", muzzle="#f8ead6", blaze="#f8ead6", blaze_width=0.16,
            eye_size=18, eye_gap=42, eye_y=-6, crown=-86, cheek=98, jaw=72, chin=98,
            muzzle_width=48, nose_width=18, nose_y=34, smiling=True, fur=0,
        ),
        Body(
            "#e2b57c", chest="#f8ead6", socks="#f8ead6", sock_height=38, collar=ROWAN, build=1.0,
            tail="stub",
        ),
        pose="sit_front", scene=indoors.room("#f0d9bd", "#c9705a"), x=600, ground=836, scale=1.34,
        tilt=-7, head_size=1.16,
    ),
    "mandarinka": Pet(
        DogHead(
            "#dc8a45", ears="prick", blaze=WHITE, blaze_width=0.2, crown=-88, cheek=98, jaw=66,
            chin=100, smiling=True,
        ),
        Body(
            "#dc8a45", chest=WHITE, socks=WHITE, sock_height=44, leg=0.5, long=1.12, build=1.3,
            tail="stub", bandana=FIR,
        ),
        pose="stand", scene=outdoors.autumn, x=420, ground=812, scale=1.5, tilt=4,
    ),
    "baykal": Pet(
        DogHead(
            "#f4f2f0", ears="prick", ear_coat="#5d636d", cap="#5d636d", muzzle=WHITE, fur=8,
            iris="#6fb0dc", crown=-90,
        ),
        Body("#6b717b", chest=WHITE, ruff="#f4f2f0", fur=13, tail="curl", build=1.05),
        pose="bust", scene=outdoors.snow, x=600, ground=1290, scale=1.75, tilt=3,
    ),
    "shprot": Pet(
        DogHead(
            BLACK, ears="long", brows=TAN, muzzle=TAN, skull=76, cheek=78, jaw=52, muzzle_width=42,
            chin=112, nose_y=40, eye_gap=36,
        ),
        Body(
            BLACK, chest=TAN, socks=TAN, sock_height=26, leg=0.38, long=1.22, build=1.1,
            tail="thin", collar=ROWAN,
        ),
        pose="stand", scene=backdrops.travel, x=395, ground=810, scale=1.5, tilt=-5,
    ),
    "pchela": Pet(
        DogHead(
            "#ecc88f", ear_coat="#d9a966", muzzle="#f5deb4", smiling=True, skull=90,
            muzzle_width=54,
        ),
        Body("#ecc88f", chest="#f5deb4", collar=FIR, tail="thin", build=1.1),
        pose="sit", scene=backdrops.with_ball(outdoors.garden, 330, 800, "#3f8f5f"), x=560,
        ground=838, scale=1.42, tilt=-4,
    ),
    "vint": Pet(
        DogHead(
            WHITE, ears="button", ear_coat="#b4703c", cap="#b4703c", blaze=WHITE, blaze_width=0.2,
            skull=80, cheek=82, jaw=56, muzzle_width=44, eye_gap=36, smiling=True,
        ),
        Body(
            WHITE, patches=((0.97, 14, 52, "#b4703c"), (0.42, 16, 58, "#b4703c")), tail="thin",
            build=0.95,
        ),
        pose="stand", scene=backdrops.with_ball(outdoors.meadow, 960, 804, ROWAN), x=770,
        ground=808, scale=1.42, tilt=8, flip=True,
    ),
    "zlata": Pet(
        DogHead("#c9823f", ears="long", fur=8, muzzle="#d99a58", crown=-90, eye_size=16, calm=0.3),
        Body("#c9823f", chest="#d99a58", fur=12, tail="plume", ruff="#d18d49"),
        pose="sit", scene=outdoors.birches, x=570, ground=840, scale=1.42, tilt=5,
    ),
    "grom": Pet(
        DogHead(
            "#c08a4e", ears="prick", ear_coat="#4a3d36", mask="#33292a", cap="#4a3c35", fur=6,
            crown=-92, chin=114, nose_width=22,
        ),
        Body(
            "#c08a4e", saddle="#3a3030", chest="#cf9d62", fur=9, tail="brush", tail_coat="#4a3c35",
            collar=FIR,
        ),
        pose="sit", scene=outdoors.autumn, x=640, ground=850, scale=1.4, flip=True,
    ),
    "frosya": Pet(
        DogHead(
            "#d39a62", ears="pom", curls=True, muzzle="#dfae7b", skull=76, cheek=76, jaw=50,
            muzzle_width=38, nose_width=17, eye_gap=34, chin=100,
        ),
        Body("#d39a62", curls=True, tail="stub", bandana=ROWAN, build=0.92),
        pose="sit_front", scene=town.embankment, ground=846, scale=1.42, tilt=5,
    ),
    "platon": Pet(
        DogHead(
            "#dfbd8f", ears="button", ear_coat="#40353a", mask="#3d3236", muzzle="#40353a",
            wrinkles=True, flat=True, skull=94, cheek=102, crown=-84, jaw=82, chin=94,
            muzzle_width=58, eye_gap=47, eye_size=19, nose_y=18, nose_width=18, eye_y=-10,
            muzzle_top=-6,
        ),
        Body("#dfbd8f", chest="#e9cda4", tail="stub", build=1.2, collar=ROWAN),
        pose="lie", scene=indoors.sofa("#f0e0cb", FIR_SOFT, ROWAN_SOFT), x=470, ground=790,
        scale=1.4, tilt=-3,
    ),
    "bublik": Pet(
        DogHead(
            "#9b958f", ears="half", ear_coat="#7d7774", muzzle="#c2bbb2", fur=13, fringe=True,
            smiling=True, crown=-84,
        ),
        Body("#9b958f", chest="#c2bbb2", fur=16, tail="plume", ruff="#aca59e", bandana=ROWAN),
        pose="sit", scene=town.porch, x=500, ground=846, scale=1.4, tilt=-5,
    ),
    "purga": Pet(
        DogHead(
            "#faf6ef", ears="prick", fur=13, smiling=True, cheek=104, skull=92, jaw=74,
            muzzle=WHITE, iris="#4a2d1b",
        ),
        Body("#faf6ef", fur=18, tail="curl", ruff="#fdfaf5", build=1.2, bandana=ROWAN),
        pose="sit", scene=outdoors.snow, x=650, ground=846, scale=1.36, tilt=4, flip=True,
    ),
    "marta": Pet(
        DogHead(
            "#c57c41", ears="long", ear_coat="#a8612f", blaze=WHITE, blaze_width=0.13, skull=82,
            cheek=84, eye_size=17, jaw=58,
        ),
        Body(
            WHITE, saddle="#3d3231", haunch="#c57c41", chest=WHITE, socks=WHITE, tail="thin",
            tail_tip=WHITE, tail_coat="#3d3231", build=0.95, collar=ROWAN,
        ),
        pose="sit", scene=indoors.room("#dde3d9", "#d8b48a", "day", 1), x=540, ground=832,
        scale=1.42, tilt=9,
    ),
    "skaut": Pet(
        DogHead(
            BLACK, ears="half", blaze=WHITE, blaze_width=0.2, fur=7, smiling=True, iris="#8a5a2c",
        ),
        Body(
            BLACK, chest=WHITE, socks=WHITE, sock_height=50, fur=12, tail="plume", tail_tip=WHITE,
            ruff=WHITE,
        ),
        pose="lie", scene=outdoors.hills, x=440, ground=800, scale=1.45, tilt=-6,
    ),
    "nochka": Pet(
        DogHead(CHARCOAL, grey=True, calm=0.45, muzzle="#4a4243", iris="#7a4a28"),
        Body(CHARCOAL, tail="thin", collar=ROWAN, build=1.05),
        pose="lie", scene=backdrops.bed("#ecd9c0", ROWAN_SOFT, True), x=460, ground=772, scale=1.34,
        tilt=5,
    ),
    "busya": Pet(
        DogHead(
            "#5a4a44", ears="bat", muzzle="#5e4d46", flat=True, skull=90, cheek=98, jaw=80, chin=96,
            muzzle_width=58, nose_y=18, nose_width=19, muzzle_top=-4, eye_gap=46, eye_size=17,
            crown=-82,
        ),
        Body("#5a4a44", chest=WHITE, stripes="#4d3f39", tail="none", build=1.22, bandana=ROWAN),
        pose="sit_front", scene=outdoors.sea, ground=836, scale=1.36, tilt=-5,
    ),
}
