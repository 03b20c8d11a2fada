"""A class in a browser: each browser that comes gets a training desk of its own, and none outlives its browser."""
