"""The running emulator: the public class, its HTTP server in a thread, faults on demand and webhook deliveries.

This room may import every other room of the emulator; from the rest of the package it imports `..webhooks`, to sign
events. It holds everything that involves threads, sockets and real time.
Guaranteed here: the server listens on loopback only and answers requests for loopback only, a body takes at most
64 MiB of memory, all records are used by its thread alone, events are posted to loopback only, and leaving the `with`
block ends the thread, whatever clients and receivers do.
"""
