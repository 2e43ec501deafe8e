import { fields, Record } from "@mail/core/common/record";

import { _t } from "@web/core/l10n/translation";

/** A mailbox or a phone number whose conversations the user may read. */
export class SwitchboardLine extends Record {
    static _name = "switchboard.line";
    static id = "id";

    /** @type {number} */
    id;
    /** @type {string} */
    name;
    /** @type {"email"|"sms"} */
    kind;
    /** @type {string} */
    state;
    /** @type {string} email address or number people write to */
    address;
    /** @type {number} */
    color;
    can_send = false;
    write_first = false;
    /** Number of conversations with unread mail, as the server counts them. */
    unread = 0;
    threads = fields.Many("Thread", { inverse: "switchboard_line_id" });

    get kindText() {
        return this.kind === "sms" ? _t("SMS") : _t("Email");
    }

    get icon() {
        return this.kind === "sms" ? "fa fa-mobile" : "fa fa-envelope-o";
    }

    get stateText() {
        switch (this.state) {
            case "connected":
                return _t("Connected");
            case "syncing":
                return _t("Fetching messages");
            case "connecting":
                return _t("Connecting");
            case "failed":
                return _t("Failed: messages neither arrive nor leave");
            case "disconnected":
                return _t("Disconnected");
            default:
                return _t("Not connected yet");
        }
    }

    get stateClass() {
        switch (this.state) {
            case "connected":
                return "text-success";
            case "syncing":
            case "connecting":
                return "text-warning";
            case "failed":
                return "text-danger";
            default:
                return "text-muted";
        }
    }
}

SwitchboardLine.register();
