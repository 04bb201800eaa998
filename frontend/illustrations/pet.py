"""What one picture is made of."""

from dataclasses import dataclass

from .backdrops import Scene
from .body import Body
from .cats import CatHead
from .dogs import DogHead


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
