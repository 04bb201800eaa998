"""Support: the seed's rooms of customers, the operators' desk, and all that belongs to them."""
