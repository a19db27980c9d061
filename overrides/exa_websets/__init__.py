"""A typed client for the Exa Websets API."""
