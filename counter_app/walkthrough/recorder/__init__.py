"""Makes a scenario file of what a trainer does at the desk: from what was seen to steps, words and a file."""
