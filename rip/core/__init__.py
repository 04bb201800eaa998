"""What every app rests on; it knows none of them."""
