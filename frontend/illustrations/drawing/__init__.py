"""Shapes, colours and the canvas that pictures are drawn on."""
