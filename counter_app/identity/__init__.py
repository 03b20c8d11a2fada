"""Who a person is: fiscal codes, places, documents, checks."""
