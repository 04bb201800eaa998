"""Colours shared by every picture, and the small amount of colour arithmetic they need."""

PAPER = "#f7efe3"
CREAM = "#efe2cd"
INK = "#2a211d"
ROWAN = "#d6492b"
ROWAN_SOFT = "#e8876a"
FIR = "#2f5d4f"
FIR_SOFT = "#7f9f8d"
WOOD = "#b9875a"
NOSE = "#2b2224"
PINK = "#e3a096"
SHADE = "#3b2547"
WHITE = "#fbf7f1"


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """The colour `share` of the way from first to second."""
    pairs = zip(_rgb(first), _rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lit(colour: str, amount: float = 0.12) -> str:
    """The colour in warm light."""
    return mix(colour, "#fff3dd", amount)


def shaded(colour: str, amount: float = 0.2) -> str:
    """The colour in shade, which leans to violet rather than to black."""
    return mix(colour, SHADE, amount)
