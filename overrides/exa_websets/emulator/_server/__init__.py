"""The running emulator: the public class, its HTTP server in a thread, faults on demand and webhook deliveries.

It may import every other package of the emulator and, to sign events, `..webhooks`. Everything that involves threads,
sockets and real time is here.

Invariants: the server listens on loopback and answers requests for loopback only, a body takes at most 64 MiB of
memory, records are used by the server's thread only, events are posted to loopback only, and leaving the `with` block
ends the thread, whatever clients and receivers do.
"""
