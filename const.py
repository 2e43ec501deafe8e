"""Literals shared by models, wizards, controllers and tests."""

# Kinds of line; they are also the channel types of their conversations.
EMAIL = "email"
SMS = "sms"
CHANNEL_TYPES = (EMAIL, SMS)

LINE_STATES = [
    ("draft", "Draft"),
    ("connecting", "Connecting"),
    ("syncing", "Syncing"),
    ("connected", "Connected"),
    ("failed", "Failed"),
    ("disconnected", "Disconnected"),
]
# States in which the engine reads the line and the queue sends from it.
WORKING_STATES = ("syncing", "connected")

GRANT_LEVELS = [
    ("send_own", "Send, own notifications"),
    ("send_all", "Send, all notifications"),
    ("receive_all", "No sending, all notifications"),
]
SENDING_LEVELS = ("send_own", "send_all")
# Told about every new message, not only about answers to their own.
TOLD_ALL_LEVELS = ("send_all", "receive_all")

SECURITY_KINDS = [
    ("none", "None"),
    ("starttls", "STARTTLS"),
    ("ssl", "SSL/TLS"),
]

SYNC_PERIODS = [
    ("today", "Today"),
    ("7d", "7 days"),
    ("1m", "1 month"),
    ("3m", "3 months"),
    ("6m", "6 months"),
    ("1y", "1 year"),
    ("all", "Everything"),
]
# Days back from today at midnight UTC; None stands for no limit.
PERIOD_DAYS = {
    "today": 0,
    "7d": 7,
    "1m": 31,
    "3m": 92,
    "6m": 183,
    "1y": 366,
    "all": None,
}

SHARING_LEVELS = [
    ("metadata", "Who and when"),
    ("subject", "Also the subject"),
    ("everything", "Everything"),
]

LEAD_RULES = [
    ("newest", "The newest open one"),
    ("all", "All open ones"),
    ("ask", "Ask in the conversation"),
    ("none", "None"),
]
CONTACT_RULES = [
    ("none", "Nobody"),
    ("written", "People I write to"),
    ("everybody", "Everybody"),
]

OUTGOING_STATES = [
    ("queued", "Queued"),
    ("sending", "Sending"),
    ("sent", "Sent"),
    ("stopped", "Stopped"),
    ("failed", "Failed"),
    ("in_doubt", "In doubt"),
]

# The screen's countdown ends this many seconds before the server sends, so
# that a stop clicked at the last moment still wins.
STOP_GRACE_SECONDS = 2

# Mails of one folder fetched when somebody looks for earlier ones, the newest.
EARLIER_MAILS = 1000

# One transaction of the sync engine writes at most this many mails ...
SYNC_BATCH_MAILS = 200
# ... and holds at most about this many bytes of them in memory.
SYNC_BATCH_BYTES = 24 * 1024 * 1024
# A larger mail is stored with headers and text only, unless settings say otherwise.
MAX_MAIL_MB = 50
# A mail that takes longer to read goes into quarantine.
MAIL_SECONDS = 20.0
# A worker that has not renewed its lease for this long is taken for dead.
LEASE_SECONDS = 300
# A lane hands the worker back to other crons after about this long.
LANE_SECONDS = 10

# Rows claimed in one transaction of the queue.
QUEUE_CLAIM = 40
# Connections one worker opens to one server, whatever the provider allows.
QUEUE_SESSIONS = 8
# What begins the ordering key of a conversation's messages; others are records'.
CONVERSATION_KEY = "discuss.channel,"
# Type of the bus notes that tell a message's new state.
OUTGOING_NOTE = "mail_switchboard/outgoing"
# When the mailbox is searched for a message in doubt; then a person decides.
DOUBT_MINUTES = (1, 10, 60)
# When a copy for the Sent folder is tried again.
COPY_RETRY_MINUTES = (1, 5, 15, 60, 180, 360, 720, 1440)
# The owner is told when a message is due for this long.
LATE_MINUTES = 10
# Waits after temporary refusals, in minutes; after the last one it fails.
RETRY_MINUTES = (1, 5, 15, 60, 180, 360, 720, 1440)

# Sent by machines or to many: labelled, never unread, nobody is notified, and no
# automatic message answers them.
SILENT_KINDS = ("auto_reply", "list", "bulk", "bounce", "mdn", "arf")
# Mails that answer nobody: no reason to think a waiting message over.
UNANSWERED_KINDS = ("auto_reply", "bounce", "mdn", "arf")
# A counterpart who gets this many automatic messages within so many minutes gets
# no more of them, until a person says so.
AUTOMATIC_ROUNDS = 10
AUTOMATIC_MINUTES = 180

# Messages shown at once in a conversation, conversations in a list.
PAGE = 30

# Twilio takes no longer text for one SMS.
SMS_CHARS = 1600
