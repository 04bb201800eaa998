"""The parts of one picture."""

from dataclasses import dataclass

from .animals.body import Body
from .animals.cats import CatHead
from .animals.dogs import DogHead
from .scenes.backdrops import Scene


@dataclass(frozen=True, slots=True)
class Pet:
    """One picture; (x, ground) is the point below the head where the pet touches the floor."""

    head: DogHead | CatHead
    body: Body
    pose: str
    scene: Scene
    x: float = 600
    ground: float = 820
    scale: float = 1.4
    tilt: float = 0
    head_size: float = 1
    flip: bool = False
    front: Scene | None = None
