from ....tools.mime import Bounce, bounce_reason, is_dead_address
from .common import MimeCase

BEN = ("ben@y.example",)

# permanent, status, diagnostic: reason, dead
CASES = {
    (True, "5.2.2", "552 5.2.2 Mailbox full"): ("mailbox_full", False),
    (True, "", "552 Requested action aborted: over quota"): ("mailbox_full", False),
    (True, "5.1.1", "550 5.1.1 who is this"): ("no_address", True),
    (True, "", "550 no such user"): ("no_address", True),
    (True, "", "550 Recipient address rejected: User unknown"): ("no_address", True),
    (True, "5.1.2", "bad destination system"): ("no_domain", True),
    (True, "5.2.1", "disabled"): ("disabled", True),
    (True, "5.3.4", "too big"): ("too_large", False),
    (True, "5.7.1", "user unknown to our policy"): ("refused", False),
    (False, "4.4.7", "451 try later"): ("expired", False),
    (False, "4.4.1", "no answer"): ("unreachable", False),
    (False, "4.1.1", "greylisted"): ("no_address", False),
    (True, "", ""): ("other", True),
    (True, "5.5.0", "odd"): ("other", False),
    (None, "", ""): ("other", False),
}


class TestUndelivered(MimeCase):
    def test_reasons(self):
        for (permanent, status, words), (reason, dead) in CASES.items():
            bounce = Bounce(permanent, BEN, status, words)
            with self.subTest(status=status, words=words):
                self.assertEqual(bounce_reason(bounce), reason)
                self.assertIs(is_dead_address(bounce), dead)
