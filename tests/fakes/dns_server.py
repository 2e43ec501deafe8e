"""A name server on a loopback port, answering from a table."""

import socket
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset


class DnsServer:
    """Serves records over UDP while the ``with`` block runs.

    :param dict records: ``{("acme.example", "MX"): ["10 mx.acme.example."]}``; other
        questions are answered with NXDOMAIN.
    :param silent: names (their end is enough) that never get an answer.
    """

    def __init__(self, records, silent=()):
        self.records = records
        self.silent = tuple(silent)
        self.questions = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_exc):
        # An empty datagram ends the loop; closing alone would not wake it.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    def resolver(self):
        """Return a resolver that asks this server alone."""
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = self._socket.getsockname()[1]
        return resolver

    def _serve(self):
        while True:
            wire, client = self._socket.recvfrom(4096)
            if not wire:
                return
            answer = self._answer(wire)
            if answer:
                self._socket.sendto(answer, client)

    def _answer(self, wire):
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True)
        kind = dns.rdatatype.to_text(question.rdtype)
        self.questions.append((name, kind))
        if self.silent and name.endswith(self.silent):
            return None
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        records = self.records.get((name, kind))
        if records:
            rrset = dns.rrset.from_text(question.name, 60, "IN", kind, *records)
            response.answer.append(rrset)
        else:
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()
