"""The queries of what people do with a hundred thousand conversations.

Each is (name, what it is for), in their order; ``test_load`` compares them.
"""

_COMPANIES = (
    "select res_company res_company_users_rel",
    "companies of the user",
)
_LINES_NAME = "select switchboard_line switchboard_grant crm_team_member"
_READS = (_LINES_NAME, "lines he reads: may he read this one")
_RULE = (_LINES_NAME, "lines he reads: the rule on conversations")
_RULE_OF_LINES = (_LINES_NAME, "lines he reads: the rule on lines")
_ASKED = (_LINES_NAME, "lines he reads: the domain of the list")
_LEVELS = (_LINES_NAME, "his levels, for the buttons of each row")
_SENDS = (_LINES_NAME, "lines he may send from")
_USER = ("select res_users", "the user's contact, for stock's rule on channels")
_MEMBER = (
    "select discuss_channel discuss_channel_member",
    "channels he is a member of, for stock's rule on channels",
)
_ONE = ("select discuss_channel", "the conversation")
_COLUMNS = ("select discuss_channel", "columns of the rows")
_UNREAD = ("select switchboard_message switchboard_read", "unread counts of the rows")
_COMPANY = ("select res_company", "the company of the line")


def page(*tables):
    """The queries of one page of a line in the sidebar.

    :param tables: what a filter looks into, beside the conversations
    :rtype: tuple
    """
    return (
        _COMPANIES,
        _READS,
        ("select switchboard_line", "the line: is it there"),
        _COMPANY,
        _RULE_OF_LINES,
        ("select switchboard_line", "columns of the line"),
        (" ".join(["select discuss_channel", *tables]), "ids of the page"),
        _LEVELS,
        _RULE,
        _USER,
        _MEMBER,
        _COLUMNS,
        _UNREAD,
        ("select switchboard_mailbox", "whether the line can send at all"),
    )


# The list of all conversations: who may, then its rows, then their number.
_LIST_RIGHTS = (_COMPANIES, _RULE, _ASKED, _USER, _MEMBER)
_LIST_ROWS = (_RULE, _COLUMNS, _UNREAD, _ASKED, _RULE)
LIST = (
    *_LIST_RIGHTS,
    ("select discuss_channel", "ids of the page, off the index"),
    *_LIST_ROWS,
    ("select discuss_channel", "their number, up to its limit"),
)


def filtered(*tables, company=True, rules=2, found=False, paged=False):
    """The queries of the list with a filter.

    :param tables: what the filter looks into, beside the conversations
    :param bool company: whether it needs the line's company
    :param int rules: how often it is asked which lines he reads
    :param bool found: whether it finds something
    :param bool paged: whether that is more than a page
    :rtype: tuple
    """
    query = " ".join(["select discuss_channel", *tables])
    head = (
        _COMPANIES,
        *((_COMPANY,) if company else ()),
        *((_RULE,) * rules),
        _USER,
        _MEMBER,
        (query, "ids of the page"),
    )
    rows = (_RULE, _COLUMNS, _UNREAD) if found else ()
    number = (_ASKED, _RULE, _RULE, (query, "their number")) if paged else ()
    return (*head, *rows, *number)


# The header and the panel of a conversation.
DETAILS = (
    _COMPANIES,
    _READS,
    _ONE,
    ("select res_partner switchboard_partner_address", "contacts of its people"),
    (
        "select switchboard_message crm_lead_switchboard_message_rel"
        " res_partner_switchboard_message_rel switchboard_linked_record",
        "linked records",
    ),
    ("select switchboard_outgoing", "colleagues who answered"),
    _COMPANY,
    (_LINES_NAME, "lines he reads: other conversations"),
    ("select discuss_channel switchboard_message", "other conversations"),
)
LINKS = (
    _COMPANIES,
    _READS,
    _ONE,
    ("select res_partner switchboard_partner_address", "contacts of its people"),
    ("select crm_lead_switchboard_message_rel switchboard_message", "its deals"),
    ("select switchboard_line", "the line's rule for deals"),
    _COMPANY,
    (_LINES_NAME, "whether he manages the line"),
)
# What came in since a draft was begun.
NEWS = (
    _COMPANIES,
    _READS,
    _ONE,
    ("select switchboard_message switchboard_outgoing", "what came in, and by whom"),
    ("select switchboard_outgoing", "what was stopped"),
    ("select switchboard_message", "columns of it"),
)
# What the composer says of the line.
NOTES = (
    _COMPANIES,
    _COMPANY,
    _SENDS,
    ("select switchboard_line", "columns of the line"),
    ("select switchboard_mailbox", "its mailbox"),
    (
        "select switchboard_signature switchboard_line res_users res_partner",
        "his signature",
    ),
    ("select res_users", "the user"),
    ("select res_partner", "his name, for From"),
    ("select switchboard_line_runtime", "which ceilings the server has"),
    ("select switchboard_line_runtime", "what it has sent of them"),
)
_MAY_OPEN = (
    _COMPANIES,
    _RULE,
    _RULE,
    _USER,
    _MEMBER,
    _ONE,
    (_LINES_NAME, "lines he reads: the columns of the conversation"),
)
# A page of messages; their mails are still on the server.
MESSAGES = (
    *_MAY_OPEN,
    ("select switchboard_mailbox", "whether the owner hides deleted mail"),
    ("select switchboard_message", "ids of the page"),
    (
        "insert switchboard_wanted switchboard_mailbox switchboard_folder",
        "asks the sync for these mails first",
    ),
    ("select switchboard_message", "columns of the page"),
    ("select switchboard_message", "what is in it already"),
)
# What answers to a word, in one conversation and by Ctrl-K.
FOUND = (
    *_MAY_OPEN,
    ("select switchboard_message", "ids of what is found"),
    ("select switchboard_message", "columns of it"),
    ("select switchboard_message", "what is in it already"),
)
CTRL_K = (
    _COMPANIES,
    _COMPANY,
    (_LINES_NAME, "lines he reads: the search"),
    _RULE_OF_LINES,
    ("select switchboard_line", "ids of these lines"),
    ("select discuss_channel", "what is found, off the index"),
)
DONE = (
    _COMPANIES,
    _READS,
    _ONE,
    _COMPANY,
    _SENDS,
    ("select switchboard_line", "the line's bus, to tell the others"),
    ("select discuss_channel_member", "stock: members to tell; there are none"),
    ("update discuss_channel", "it is done"),
)
