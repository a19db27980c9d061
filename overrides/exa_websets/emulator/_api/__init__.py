"""The HTTP API: the ASGI application with its routes, request validation, pagination and upload URLs.

It may import `_actions`, `_views`, `_world`, `_wire` and `..pydantic`. The routes call actions and render what they
return. Only this package and `_server` know about FastAPI and Starlette.

Invariants: the key, the path, the query and the body of a request are checked before an action is called, and every
error has one of the API's forms.
"""
