"""Support's rooms: who may enter, how they are listed, what operators keep about them."""
