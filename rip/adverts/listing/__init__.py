"""What a listing of the board is: filter, order and place."""
