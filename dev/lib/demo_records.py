"""The demo's mailboxes with their members and signatures; runs in `odoo shell`."""

from markupsafe import Markup

# login -> level, for each mailbox
GRANTS = {
    "Sales": {"ben": "send_own", "carla": "receive_all"},
    "Support": {"ben": "send_all", "carla": "receive_all"},
}
SIGNATURES = {
    "ben": "<p>Best regards<br/><b>Ben Ortiz</b><br/>Ours {name} · +49 30 1234567</p>",
    "": "<p>Your <b>Ours {name}</b> team<br/>Ours · Sunny Lane 1 · ours.example</p>",
}
# written in Odoo after the first sync: mailbox, counterpart, text, becomes
ANSWERS = [
    (
        "Sales",
        "duarte.pires@quinta.example",
        "<p>Boa tarde Duarte, ainda preciso do consumo anual. Basta a fatura.</p>",
        "sent",
    ),
    (
        "Support",
        "lars@holm.example",
        "<p>Good morning Lars, we can come on Tuesday at eight. Is that good?</p>",
        "sent",
    ),
    (
        "Sales",
        "fatima.haddad@post.example",
        "<p>Hello Fatima, the balcony systems have arriv</p>",
        "stopped",
    ),
]


def allow_host(env, host):
    """The demo's servers stand on this machine, which is refused otherwise."""
    params = env["ir.config_parameter"]
    if not params.get_param("mail_switchboard.allowed_hosts"):
        params.set_param("mail_switchboard.allowed_hosts", host)


def find_mailbox(env, address):
    Mailbox = env["switchboard.mailbox"].with_context(active_test=False)
    return Mailbox.search([("email_normalized", "=", address)])


def connect(env, name, address, servers):
    """Connect a mailbox as the demo's manager, and bring its mail in."""
    manager = env.ref("mail_switchboard.user_manager")
    users = {login: env.ref(f"mail_switchboard.user_{login}") for login in GRANTS[name]}
    mailbox = (
        env["switchboard.mailbox"]
        .with_user(manager)
        .create(
            {
                "name": name,
                "email": address,
                "sender_name": f"Ours {name}",
                "access": "shared",
                "login": address.partition("@")[0],
                "sync_period": "all",
                "sharing_level": "subject",
                "grant_ids": [
                    (0, 0, {"user_id": users[login].id, "level": level})
                    for login, level in GRANTS[name].items()
                ],
                "signature_ids": [
                    (
                        0,
                        0,
                        {
                            "user_id": users[login].id if login else False,
                            "body": body.format(name=name),
                        },
                    )
                    for login, body in SIGNATURES.items()
                ],
                **servers,
            }
        )
    )
    mailbox.action_connect()
    if mailbox.state == "failed":
        raise RuntimeError(f"{address}: {mailbox.state_message}")
    mailbox._sync()
    for box, counterpart, body, becomes in ANSWERS:
        if box == name:
            answer(env, mailbox, counterpart, body, becomes)


def answer(env, mailbox, counterpart, body, becomes):
    """Write as Ben, and let the message leave or stop it."""
    ben = env.ref("mail_switchboard.user_ben")
    channel = env["discuss.channel"].search(
        [
            ("switchboard_line_id", "=", mailbox.line_id.id),
            ("switchboard_counterpart_key", "=", counterpart),
        ],
        limit=1,
    )
    # sudo - a demo: what the composer does with the user's own rights
    message = channel.with_user(ben).message_post(body=Markup(body)).sudo()
    outgoing = message.switchboard_message_ids.outgoing_ids
    if becomes == "stopped":
        outgoing.with_user(ben).action_stop()
    else:
        outgoing.send_at = outgoing.create_date
        env["switchboard.outgoing"]._process()
