"""What a button can do on a site: who may, what is sent, what becomes of it."""
