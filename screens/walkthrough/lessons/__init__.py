"""The coach beside the real screens: lessons, exams, demonstrations, and the chooser of lessons."""
