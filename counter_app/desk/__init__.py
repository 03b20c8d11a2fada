"""The work of the desk: one module per noun, one function per use case."""
