"""Conversations made in bulk are the same as those the ORM makes."""

from odoo.tests import TransactionCase, tagged

PEOPLE = [
    {"maria@cliente.example": "Maria Silva"},
    {"a@x.example": "", "b@x.example": "Béla “B” Kovács"},
    {f"p{n}@x.example": f"Person {n}" for n in range(60)},
    {},
]
# What the database or chance gives to each row.
OWN = {"id", "uuid", "create_date", "write_date", "last_interest_dt"}
OWN |= {"switchboard_last_date"}


@tagged("post_install", "-at_install")
class TestConversationBulk(TransactionCase):
    def setUp(self):
        super().setUp()
        self.line = self.env["switchboard.line"].create({"name": "A", "kind": "email"})
        self.Channel = self.env["discuss.channel"]

    def rows(self, channels):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT * FROM discuss_channel WHERE id = ANY(%s) ORDER BY id",
            [channels.ids],
        )
        return self.env.cr.dictfetchall()

    def test_same_columns_as_the_orms(self):
        ours = self.Channel._switchboard_create_many(self.line, PEOPLE)
        orm = self.Channel._switchboard_create([(self.line, p) for p in PEOPLE])
        self.assertEqual(len(ours), len(PEOPLE))
        for bulk, plain in zip(self.rows(ours), self.rows(orm), strict=True):
            differ = {k: (bulk[k], plain[k]) for k in plain if bulk[k] != plain[k]}
            # A column the ORM leaves out is NULL there, and false here.
            differ = {k: v for k, v in differ.items() if v != (False, None)}
            self.assertLessEqual(differ.keys(), OWN, differ)
            self.assertTrue(all(bulk[name] for name in OWN))

    def test_each_has_its_own_token_and_nobody_is_a_member(self):
        channels = self.Channel._switchboard_create_many(self.line, PEOPLE * 20)
        tokens = set(channels.mapped("uuid"))
        self.assertEqual(len(tokens), len(channels))
        self.assertFalse(channels.channel_member_ids)
        self.assertFalse(channels.group_public_id)

    def test_one_query_for_any_number(self):
        people = [{f"p{n}@x.example": ""} for n in range(300)]
        self.Channel._switchboard_create_many(self.line, people[:1])
        # 1 the rows
        with self.assertQueryCount(1):
            self.Channel._switchboard_create_many(self.line, people)
