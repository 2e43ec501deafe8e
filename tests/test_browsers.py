"""What one sees of the other, at two browsers."""

from odoo.tests import tagged

from .browsers import BrowsersCase

_BAR = ".o-mail_switchboard-ConversationBar"
_HEADER = ".o-mail-DiscussContent-header"
_INPUT = ".o-mail-Composer-input"
_SEND = "button[name='send-message']"


@tagged("post_install", "-at_install")
class TestTwoBrowsers(BrowsersCase):
    def test_two_people_in_one_conversation(self):
        ben, sara = self.window("ben"), self.window("sara")
        with self.subTest("each sees that the other is there"):
            ben.wait_for_selector(f"{_BAR} :text('Sara Lind has it open')")
            sara.wait_for_selector(f"{_BAR} :text('Ben Ortiz has it open')")
        with self.subTest("who writes is seen writing"):
            ben.fill(_INPUT, "The roof is 900")
            sara.wait_for_selector(f"{_BAR} :text('Ben Ortiz is answering')")
        with self.subTest("what was assigned is told and seen"):
            sara.click(f"{_BAR} .o-mail_switchboard-assignee")
            sara.click(".o-mail_switchboard-AssignDialog button:has-text('Ben Ortiz')")
            ben.wait_for_selector(".o_notification:has-text('was assigned to you')")
            ben.wait_for_selector(f"{_BAR} .o-mail_switchboard-assignee:text('Ben')")
        with self.subTest("two answers collide"):
            sara.fill(_INPUT, "It is 800")
            sara.click(_SEND)
            sara.wait_for_selector(".o-mail-Message >> nth=1")
            ben.wait_for_selector(".o-mail-Message >> nth=1")
            ben.click(_SEND)
            ben.wait_for_selector(".modal:has-text('It is 800')")
            ben.click(".modal button:has-text('Back to my text')")
            self.assertEqual(ben.input_value(_INPUT), "The roof is 900")
            self.assertEqual(ben.locator(".o-mail-Message").count(), 2)
        with self.subTest("what one closes is closed for the other"):
            ben.click(f"{_HEADER} [title='Done']")
            sara.wait_for_selector(f"{_BAR} .o-mail_switchboard-done")
        with self.subTest("the customer opens it again for both"):
            self.send_mail(subject="Re: Roof", body="And the inverter?")
            self.sync()
            for page in (ben, sara):
                page.wait_for_selector(".o-mail-Message >> nth=2")
                page.wait_for_selector(
                    f"{_BAR} .o-mail_switchboard-done", state="detached"
                )
        with self.subTest("who leaves is gone"):
            sara.close()
            ben.wait_for_selector(
                f"{_BAR} :text('Sara Lind has it open')", state="detached"
            )

    def test_who_only_reads_sees_the_answer_of_another(self):
        ben, carla = self.window("ben"), self.window("carla")
        carla.wait_for_selector(".o-mail_switchboard-NoComposer")
        self.assertEqual(carla.locator(_INPUT).count(), 0)
        self.assertEqual(carla.locator(f"{_HEADER} [title='Done']").count(), 0)
        ben.fill(_INPUT, "Here is our offer")
        ben.click(_SEND)
        carla.wait_for_selector(".o-mail-Message >> nth=1")
        carla.wait_for_selector("[data-state=queued]")
        ben.click(".o-mail_switchboard-eye")
        ben.click(".o-mail_switchboard-stop")
        carla.wait_for_selector("[data-state=stopped]")
        with self.subTest("a withdrawn grant takes it from the screen"):
            with self.in_database() as env:
                env["switchboard.grant"].search(
                    [("user_id", "=", self.user_ids["carla"])]
                ).unlink()
            carla.wait_for_selector(
                ".o-mail-DiscussSidebarChannel:has-text('Maria Silva')",
                state="detached",
            )
