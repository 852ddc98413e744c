"""From a request to a receiver and back: body, signature, delivery, callback. Read in this order."""
