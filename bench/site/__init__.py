"""RIP by itself: a quick overview, the board as a page, and the time until a browser paints it."""
