"""Paper: envelopes, forms and receipts, and the printers they go to."""
