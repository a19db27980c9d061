"""HTTP in, HTTP out: the ASGI application with its routes, request validation, pagination and upload URLs.

This room may import `_actions`, `_views`, `_world`, `_wire` and `..pydantic`; the routes call actions and render what
they return. Only this room and `_server` know about FastAPI and Starlette.
Guaranteed here: a request is checked for its key, its path, its query and its body before an action is called, and
every error has a form of the API.
"""
